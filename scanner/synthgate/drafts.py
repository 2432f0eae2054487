"""Files that appear whole: a draft beside each, which takes its place at the end."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, Self, TextIO

if sys.platform != "win32":
    import fcntl

    _ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM)

_SUFFIX = ".part"


class Together:
    """Files that are written beside their places, and take these when all of them are whole.

    Whatever ends a run before that, a full disk or a kill, leaves every file as it was.
    """

    def __init__(self) -> None:
        self._kept = ExitStack()
        self._whole: list[tuple[Path, Path]] = []
        self.has_begun = False
        """Whether a file was replaced."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    @contextmanager
    def draft(self, path: Path) -> Generator[TextIO]:
        """A draft beside a file, with its permissions; one that is left by an error is none.

        Raises:
            OSError: it, or its folder, cannot be written, or the disk takes no more.
        """
        draft, descriptor = self._begun(path)
        stream = os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")
        with self._written(stream, draft, path):
            yield stream

    @contextmanager
    def draft_of_bytes(self, path: Path) -> Generator[BinaryIO]:
        """The same, for what is no text.

        Raises:
            OSError: it, or its folder, cannot be written, or the disk takes no more.
        """
        draft, descriptor = self._begun(path)
        stream = os.fdopen(descriptor, "wb")
        with self._written(stream, draft, path):
            yield stream

    def _begun(self, path: Path) -> tuple[Path, int]:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        draft, descriptor = _draft(path)
        self._kept.callback(draft.unlink, missing_ok=True)
        return draft, descriptor

    @contextmanager
    def _written(self, stream: IO[Any], draft: Path, path: Path) -> Generator[None]:
        self._kept.callback(_close, stream)  # it is locked until all are in their places
        with suppress(OSError):
            draft.chmod(stat.S_IMODE(path.lstat().st_mode))
        yield
        stream.flush()
        _settle(stream.fileno())
        self._whole.append((draft, path))

    def digests(self) -> dict[Path, str]:
        """The SHA-256 of each draft (hexadecimal), by the file that it becomes.

        Raises:
            OSError: one cannot be read again.
        """
        import hashlib  # noqa: PLC0415 - `--help` shall be quick

        found: dict[Path, str] = {}
        for draft, path in self._whole:
            with draft.open("rb") as stream:
                found[path] = hashlib.file_digest(stream, "sha256").hexdigest()
        return found

    def put_in_place(self, gone: Iterable[Path] = ()) -> None:
        """Replace each file by its draft, and remove those that are `gone` before the last of them.

        Nothing but a kill that no process can refuse (SIGKILL), or a machine that stops, ends it
        half done: the last file, which the disk gets after the others, tells then.

        Raises:
            OSError: one cannot be.
        """
        with _undisturbed():
            *others, (last, place) = self._whole
            for draft, path in others:
                draft.replace(path)
                self.has_begun = True
            for path in gone:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            if others:
                _settle_folder(place.parent)
            last.replace(place)


@contextmanager
def _undisturbed() -> Generator[None]:
    """Have what would end the process wait until this is done: it takes no time."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle_folder(folder: Path) -> None:
    """Have the disk take the names of a folder before those that come later."""
    with suppress(OSError):  # no folder can be opened on Windows
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _close(stream: IO[Any]) -> None:
    """Close a file; what is still buffered of a draft that failed fails a second time here."""
    with suppress(OSError):
        stream.close()


def _settle(descriptor: int) -> None:
    """Have the disk take all of a file: only then it is known to fit, whatever happens next."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


_NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
"""Of file systems on which there is nothing to be asked."""


def _draft(path: Path) -> tuple[Path, int]:
    """A new file beside another, locked for as long as this process has it open."""
    while True:
        draft = path.with_name(f"{_stem(path)}{os.urandom(4).hex()}{_SUFFIX}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        if _lock(descriptor) and draft.exists():  # else another run has just swept it
            return draft, descriptor
        os.close(descriptor)


def _sweep(path: Path) -> None:
    """Remove the drafts of a file that killed runs have left: those that nobody has locked."""
    for draft in _drafts(path):
        with suppress(OSError):
            descriptor = os.open(draft, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
            try:
                if _lock(descriptor):
                    draft.unlink()
            finally:
                os.close(descriptor)


def _drafts(path: Path) -> Iterator[Path]:
    stem = _stem(path)
    with os.scandir(path.parent) as entries:
        names = [one.name for one in entries if one.name.startswith(stem)]
    return (path.with_name(name) for name in names if name.endswith(_SUFFIX))


def _stem(path: Path) -> str:
    """How the names of a file's drafts begin; a name may have 255 bytes, which leaves 32."""
    return f".{os.fsdecode(os.fsencode(path.name)[:200])}.synthgate-"


def _lock(descriptor: int) -> bool:
    """Lock an open file until it is closed, or its process is gone; whether nobody else had it.

    Windows removes no file that is open, which serves the same end.
    """
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
    return True
