"""Files as they were at a revision of a git repository: read by git, without checking them out.

The repository may be a stranger's. Only plumbing is asked that runs nothing of its configuration:
no hook, filter, attribute, file system monitor or fetch; what is a link is left out.
"""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO

from synthgate.errors import UsageError
from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.rule.cards.reach import GIT

SECONDS = 120.0
"""How long git may take over one question."""
MOST_FILES = 50_000
MOST_BYTES = 512 * 1024 * 1024
"""How much one tree may have, all files together."""
_LISTED = 16 * 1024 * 1024
_REGULAR = ("100644", "100755")

_OPTIONS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.attributesFile": os.devnull,
    "protocol.allow": "never",  # of a partial clone, nothing is fetched
    # Runs nothing of the repository's, so that it does not matter whose it is; a CI job mostly
    # scans as another user than the one who has checked it out.
    "safe.directory": "*",
}
_ENVIRONMENT = {
    "PATH": os.defpath,
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LITERAL_PATHSPECS": "1",
}


NOTHING_MORE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Revision:
    """A file or a folder at a revision, as git writes it: ``REF:path``, or ``REF:./path``."""

    ref: str
    path: str

    @property
    def name(self) -> str:
        """As it is written."""
        return f"{self.ref}:{self.path}"


@dataclass(frozen=True, slots=True)
class Tree:
    """Files of a revision: `folder` is where they lie, for as long as they do.

    `path` leads from there to what was asked for, as it does from the root of the repository.
    `skipped` is how many links and submodules were left out.
    """

    folder: Path
    path: str
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class _Blob:
    path: str
    id: str
    size: int


def revision_in(word: str) -> Revision | None:
    """The revision that a word means; None for a word that means none."""
    ref, colon, path = word.partition(":")
    return Revision(ref, path) if ref and colon and not ref.startswith("-") else None


@contextmanager
def unpacked(revision: Revision, folder: Path) -> Generator[Tree]:
    """The files of a revision of the repository around a folder, in a folder of nobody else's.

    Raises:
        UsageError: there is no git, no repository, no such revision or path, or far too much.
    """
    import tempfile  # noqa: PLC0415 - few runs ask git

    git = Git(folder, revision)
    path = git.path()
    blobs, skipped = git.blobs(path)
    with tempfile.TemporaryDirectory(prefix="synthgate-") as private:
        there = Path(os.path.realpath(private))
        try:
            for blob, content in git.contents(blobs):
                target = there / blob.path
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    file.write(content)
        except OSError as error:
            raise git.error(_UNWRITABLE.format(reason=error.strerror or error)) from error
        yield Tree(there, path, skipped)


class Git:
    """Asks git about one revision of the repository around a folder."""

    def __init__(self, folder: Path, revision: Revision) -> None:
        self._folder = folder
        self._revision = revision
        program = shutil.which("git")
        if program is None:
            raise self.error(_NO_GIT)
        options = [word for key, value in _OPTIONS.items() for word in ("-c", f"{key}={value}")]
        self._command = [program, "-C", str(folder), "--no-pager", *options]

    def error(self, reason: Text) -> UsageError:
        """That the revision cannot be had."""
        return UsageError(_FAILED.format(name=self._revision.name, reason=reason))

    def path(self) -> str:
        """The path from the root of the repository; empty for all of it."""
        prefix = self.line("rev-parse", "--show-prefix")
        if prefix is None:
            raise self.error(_NO_REPOSITORY)
        written = self._revision.path
        from_here = written in {".", ".."} or written.startswith(("./", "../"))
        path = posixpath.normpath(posixpath.join(prefix if from_here else "", written or "."))
        if path.startswith(("/", "../")) or path == "..":
            raise self.error(_OUTSIDE)
        return "" if path == "." else path

    def blobs(self, path: str) -> tuple[list[_Blob], int]:
        """The files at or below a path, and how many entries are none.

        Raises:
            UsageError: there are none, or far too many.
        """
        commit = self.line("rev-parse", "--verify", "--quiet", f"{self._revision.ref}^{{commit}}")
        if not commit:
            raise self.error(_NO_REVISION.format(ref=self._revision.ref))
        only = [path] if path else []
        listed = self.read(["ls-tree", "-r", "-z", "-l", "--full-tree", "--", commit, *only])
        entries = [*_entries(listed)]
        blobs = [blob for blob in entries if blob]
        if not blobs:
            raise self.error(_NO_PATH.format(ref=self._revision.ref, path=path))
        if len(blobs) > MOST_FILES or sum(blob.size for blob in blobs) > MOST_BYTES:
            raise self._too_much()
        return blobs, len(entries) - len(blobs)

    def contents(self, blobs: Sequence[_Blob]) -> Iterator[tuple[_Blob, bytes]]:
        """What the files hold."""
        import tempfile  # noqa: PLC0415

        with tempfile.TemporaryFile() as asked:
            asked.write("".join(f"{blob.id}\n" for blob in blobs).encode())
            asked.seek(0)
            with self._started(["cat-file", "--batch", "--buffer"], asked) as out:
                for blob in blobs:
                    if out.readline().split() != [blob.id.encode(), b"blob", b"%d" % blob.size]:
                        raise self.error(_MISSING)
                    content = out.read(blob.size)
                    if len(content) != blob.size or out.read(1) != b"\n":
                        raise self.error(_MISSING)
                    yield blob, content

    def _too_much(self) -> UsageError:
        megabytes = MOST_BYTES // 2**20
        return self.error(_TOO_MUCH.format(files=MOST_FILES, megabytes=megabytes))

    def line(self, *words: str) -> str | None:
        """The one line that git answers; None where it fails."""
        try:
            return os.fsdecode(self.read(words)).removesuffix("\n")
        except _RefusedError:
            return None

    def read(
        self,
        words: Sequence[str],
        stdin: IO[bytes] | None = None,
        environ: Mapping[str, str] = NOTHING_MORE,
        seconds: float = SECONDS,
    ) -> bytes:
        """All that git answers, in time; `environ` is what it is told besides.

        Raises:
            UsageError: it fails, or answers too much.
        """
        with self._started(words, stdin, environ, seconds) as out:
            answer = out.read(_LISTED + 1)
            if len(answer) > _LISTED:
                raise self._too_much()
            return answer

    @contextmanager
    def _started(
        self,
        words: Sequence[str],
        stdin: IO[bytes] | None = None,
        environ: Mapping[str, str] = NOTHING_MORE,
        seconds: float = SECONDS,
    ) -> Generator[IO[bytes]]:
        """What git writes, for as long as it may take.

        Raises:
            _RefusedError: it ends with an error.
        """
        import subprocess  # noqa: PLC0415

        with subprocess.Popen(  # noqa: S603 - git, and words that are no options
            [*self._command, *words],
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_ENVIRONMENT, **environ},
        ) as process:
            assert process.stdout  # noqa: S101 - a pipe was asked for
            late = Timer(seconds, process.kill)
            late.start()
            try:
                yield process.stdout
            finally:
                late.cancel()
                process.stdout.close()
                code = process.wait()
        if code != 0:
            raise _RefusedError(self.error(_REFUSED).text)


class _RefusedError(UsageError):
    """Git does not answer a question."""


def _entries(listed: bytes) -> Iterator[_Blob | None]:
    """The entries of a tree; None for what is no file that may be written."""
    for line in filter(None, listed.split(b"\0")):
        facts, _, name = line.partition(b"\t")
        mode, kind, id_, size = facts.decode().split()
        path = os.fsdecode(name)
        is_file = kind == "blob" and mode in _REGULAR and _is_harmless(path)
        yield _Blob(path, id_, int(size)) if is_file else None


def _is_harmless(path: str) -> bool:
    """Whether a path of a tree stays below the folder that it is written to."""
    parts = path.split("/")
    strange = {"", ".", "..", GIT}.intersection(part.casefold() for part in parts)
    return not strange and not Path(path).is_absolute() and (os.sep == "/" or os.sep not in path)


_FAILED = Message("{name}: {reason}")
_NO_GIT = Message("git is not installed, and nothing else reads a revision: name a folder instead")
_NO_REPOSITORY = Message("there is no git repository here: name a folder instead")
_NO_REVISION = Message(
    "no revision {ref!r} here: check the name, or fetch it ('git fetch origin NAME'; a CI job "
    "mostly fetches one commit only, see its fetch depth)"
)
_NO_PATH = Message(
    "revision {ref!r} has no file at {path!r}: such a path begins at the root of the repository, "
    "from this folder it is written REF:./path; what is not committed, as cdk.out mostly is, is "
    "compared by its stored results (--format results=FILE)"
)
_OUTSIDE = Message("the path leads out of the repository")
_TOO_MUCH = Message(
    "more than {files:,} files or {megabytes:,} MB: name a folder that has less in it"
)
_MISSING = Message(
    "git does not have all of it, in this clone or in time: fetch it whole ('git fetch --refetch')"
)
_REFUSED = Message("git cannot read it: is the repository whole ('git fsck')?")
_UNWRITABLE = Message("cannot be put into a temporary folder: {reason}")
