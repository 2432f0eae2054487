"""What a scan reads, and asks of files: noted while it does, so that its answer can be kept.

Whatever of a file system decides what a scan comes to goes through `synthgate.sources.places`, and
is noted here where somebody watches: the bytes that were read, whether a file is there, what lies
in a folder and where links lead. What was scanned is as it was while all of these are
(`synthgate.kept.trace`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Literal, ParamSpec, TypeVar

Kind = Literal["bytes", "file", "folder", "there", "link", "leads", "holds", "larger"]
"""What was asked: the first bytes, what is there, where it leads, what it holds, its size."""
Answer = str | bool
Asked = tuple[Kind, str, int]
"""A question of a path; the number is how many bytes were to be read at most, else nought."""


P = ParamSpec("P")
R = TypeVar("R", bool, Path)


MOST = 50_000
"""As many answers as are noted: of more, asking again would cost as much as the scan."""


class Watch:
    """What was asked, with the answers.

    `torn` says that these are of no use: a file was changed in the meantime, or there are too many.
    """

    def __init__(self) -> None:
        self.answers: dict[Asked, Answer] = {}
        self.torn = False

    def note(self, kind: Kind, path: object, answer: Answer, limit: int = 0) -> None:
        """Note an answer; another one to the same question tears what is made of both."""
        if self.torn:
            return
        asked = (kind, str(path), limit)
        self.torn = self.answers.setdefault(asked, answer) != answer or len(self.answers) > MOST
        if self.torn:
            self.answers.clear()


_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch | None = None) -> Generator[Watch]:
    """Note all that is asked within the block, in a watch of its own or in one that is given."""
    watch = watch or Watch()
    token = _WATCH.set(watch)
    try:
        yield watch
    finally:
        _WATCH.reset(token)


def noted(kind: Kind) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A question of a path, of which the answer is noted."""

    def around(ask: Callable[P, R]) -> Callable[P, R]:
        @wraps(ask)
        def asked(*arguments: P.args, **named: P.kwargs) -> R:
            answer = ask(*arguments, **named)
            watch = _WATCH.get()
            if watch is not None:
                said = answer if isinstance(answer, bool) else str(answer)
                watch.note(kind, arguments[0], said)
            return answer

        return asked

    return around


def note_bytes(path: Path, limit: int, content: bytes) -> bytes:
    """The first bytes of a file, noted."""
    watch = _WATCH.get()
    if watch is not None:
        watch.note("bytes", path, digest_of(content), limit)
    return content


def note_error(path: Path, limit: int, error: OSError) -> OSError:
    """An error in reading a file, noted."""
    watch = _WATCH.get()
    if watch is not None:
        watch.note("bytes", path, said_of(error), limit)
    return error


def note_larger(path: Path, limit: int, *, larger: bool) -> bool:
    """Whether a file has more bytes than some, noted."""
    watch = _WATCH.get()
    if watch is not None:
        watch.note("larger", path, larger, limit)
    return larger


def note_listing(folder: str, folders: list[str], files: list[str]) -> None:
    """What a folder holds, noted before anybody changes the lists."""
    watch = _WATCH.get()
    if watch is not None:
        watch.note("holds", folder, listing_of(folders, files))


def note_closed(folder: str) -> None:
    """A folder that cannot be listed, noted."""
    watch = _WATCH.get()
    if watch is not None:
        watch.note("holds", folder, "")


def digest_of(content: bytes) -> str:
    """What stands for bytes."""
    return hashlib.sha256(content).hexdigest()


def said_of(error: OSError) -> str:
    """What stands for an error: its words, which reports show."""
    return f"! {error.errno} {error.strerror}"


def listing_of(folders: list[str], files: list[str]) -> str:
    """What stands for the names in a folder, in whatever order they come."""
    names = "\0".join([*sorted(folders), "/", *sorted(files)])
    return digest_of(names.encode("utf-8", "surrogateescape"))
