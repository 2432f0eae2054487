"""Where a run writes: files that appear whole, and streams whose reader may be gone.

A report is written beside its target and then put in its place, so that nobody ever reads
half of one. What is no regular file (a device, a pipe) is written to and never replaced.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from synthgate.drafts import Together

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STDOUT = "-"
STDERR = "--stderr"
"""Targets that are streams; no file of a command line can have the second name."""
_STREAMS = {
    **dict.fromkeys(("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"), STDOUT),
    **dict.fromkeys(("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"), STDERR),
}
_HANDED_DOWN = ("/dev/", "/proc/")
"""Below these a path may stand for a file that the caller has opened: nothing to replace."""


@dataclass(frozen=True, slots=True)
class Streams:
    """Where a run reads and writes."""

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO


class _Painted(io.TextIOBase):
    """A stream of which somebody has said whether it takes colour, whatever it is."""

    def __init__(self, stream: TextIO, *, is_painted: bool) -> None:
        super().__init__()
        self._stream = stream
        self.is_painted = is_painted

    def isatty(self) -> bool:
        return self.is_painted

    def write(self, s: str, /) -> int:
        return self._stream.write(s)

    def flush(self) -> None:
        self._stream.flush()


def painted(streams: Streams, colour: str, environ: Mapping[str, str]) -> Streams:
    """Streams as ``--color`` has them: ``always``, ``never``, or as the environment says.

    NO_COLOR (no-color.org) outweighs FORCE_COLOR (force-color.org), and an option both.
    """
    if colour == "auto" and (environ.get("NO_COLOR") or not environ.get("FORCE_COLOR")):
        return streams
    stdout = _Painted(streams.stdout, is_painted=colour != "never")
    return replace(streams, stdout=cast("TextIO", stdout))


class _Patient(io.RawIOBase):
    """A descriptor to which writing goes on when the reader has gone: into nothing.

    The exit code is the answer then. Any other failure is raised once, for whoever writes
    to tell of it; what is still buffered for it must not fail a second time, at exit.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._gone = False

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        return True

    def write(self, b: ReadableBuffer, /) -> int:
        if not self._gone:
            try:
                return os.write(self._descriptor, b)
            except BrokenPipeError:
                self._gone = True
            except OSError:
                self._gone = True
                raise
        return memoryview(b).nbytes


def standard_streams() -> Streams:
    """The streams of the process, as patient as `_Patient`; those that are closed lead nowhere."""
    _occupy()
    sys.stdout = _text(1, sys.stdout)
    sys.stderr = _text(2, sys.stderr)
    # Python has no standard input where the process was started without one.
    stdin = sys.stdin.buffer if sys.stdin else io.BytesIO()  # pyright: ignore[reportUnnecessaryComparison]
    return Streams(stdin, sys.stdout, sys.stderr)


def _occupy() -> None:
    """Put something at the standard descriptors that are closed.

    Else the next file to be opened would be one of them, and get what is written there.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest that is free, which is this one


def _text(descriptor: int, of: TextIO | None) -> io.TextIOWrapper:
    """A stream like the one that Python made; a terminal may lack letters, which are spelt out."""
    return io.TextIOWrapper(
        io.BufferedWriter(_Patient(descriptor)),
        encoding=of.encoding if of else "utf-8",
        errors="backslashreplace",
        line_buffering=os.isatty(descriptor),
    )


def target_of(file: str) -> str:
    """A target by the name that all its spellings share: a stream, or a path without links."""
    known = _STREAMS.get(os.path.normpath(file))
    if known or file in {STDOUT, STDERR}:
        return known or file
    if _is_stdout(file):
        return STDOUT
    return os.path.realpath(file) if is_replaceable(file) else file


def _is_stdout(file: str) -> bool:
    """Whether a regular file is what the caller has led standard output to."""
    with suppress(OSError, ValueError):
        there, ours = Path(file).stat(), os.fstat(1)
        return stat.S_ISREG(ours.st_mode) and os.path.samestat(there, ours)
    return False


def is_replaceable(file: str) -> bool:
    """Whether a path leads to a regular file of its own, or to what is not there yet."""
    spellings = os.path.normpath(file), os.path.realpath(file)
    if any(path.startswith(_HANDED_DOWN) for path in spellings):
        return False
    try:
        return stat.S_ISREG(Path(file).stat().st_mode)
    except OSError:
        return True


@contextmanager
def opened(file: str, streams: Streams) -> Generator[TextIO]:
    """A stream to a target, which becomes the file only when all of it is written.

    Raises:
        OSError: the file, or its folder, cannot be written.
    """
    target = target_of(file)
    if target in {STDOUT, STDERR}:
        stream = streams.stdout if target == STDOUT else streams.stderr
        yield stream
        stream.flush()
    elif is_replaceable(target):
        with Together() as drafts:
            with drafts.draft(Path(target)) as stream:
                yield stream
            drafts.put_in_place()
    else:
        with Path(target).open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
