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
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from synthgate.records import dataclass

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STDOUT = "-"
STDERR = "--stderr"
"""Targets that are streams; no file of a command line can have the second name."""
_STREAMS = {
    **dict.fromkeys(("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"), STDOUT),
    **dict.fromkeys(("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"), STDERR),
}
_NARROWEST = 40
"""Columns below which folded text would be harder to read than what the terminal cuts."""
_DIGITS = 6
_HANDED_DOWN = ("/dev/", "/proc/")
"""Below these a path may stand for a file that the caller has opened: nothing to replace."""


@dataclass(frozen=True, slots=True)
class Streams:
    """Where a run reads and writes."""

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO


class _Shown(io.TextIOBase):
    """A stream with what is known of who looks on: a person, in colour or not, and how wide.

    `is_painted` says whether somebody has asked for colour by name, `columns` how wide the
    terminal is (None: not known). See `synthgate_reports.painting`.
    """

    def __init__(
        self, stream: TextIO, *, is_terminal: bool, is_painted: bool, columns: int | None
    ) -> None:
        super().__init__()
        self._stream = stream
        self._is_terminal = is_terminal
        self.is_painted = is_painted
        self.columns = columns

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride] - no setter
        return getattr(self._stream, "encoding", None) or "utf-8"

    @property
    def buffer(self) -> BinaryIO:
        """What is below the stream, as `io.TextIOWrapper` has it."""
        return self._stream.buffer

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, s: str, /) -> int:
        return self._stream.write(s)

    def flush(self) -> None:
        self._stream.flush()


def painted(streams: Streams, colour: str, environ: Mapping[str, str]) -> Streams:
    """Streams as ``--color`` has them: ``always``, ``never``, or as the environment says.

    NO_COLOR (no-color.org) outweighs FORCE_COLOR (force-color.org), and an option both. What a
    person looks at is as wide as the terminal, or as COLUMNS says; nothing else has a width, so
    that what goes into a file or a pipe is the same everywhere.
    """
    is_asked = colour != "auto" or (environ.get("FORCE_COLOR") and not environ.get("NO_COLOR"))
    is_terminal = streams.stdout.isatty()
    is_painted = colour != "never" if is_asked else is_terminal
    if not (is_terminal or is_asked):
        return streams
    stdout = _Shown(
        streams.stdout,
        is_terminal=is_painted,
        is_painted=bool(is_asked and is_painted),
        columns=_columns(streams.stdout, environ) if is_terminal or is_painted else None,
    )
    return Streams(streams.stdin, cast("TextIO", stdout), streams.stderr)


def _columns(stream: TextIO, environ: Mapping[str, str]) -> int | None:
    """How wide a terminal is, COLUMNS being asked first, as `shutil.get_terminal_size` does."""
    told = environ.get("COLUMNS", "")
    columns = int(told) if told.isascii() and told.isdigit() and len(told) < _DIGITS else 0
    if not columns:
        with suppress(OSError, ValueError):
            columns = os.get_terminal_size(stream.fileno()).columns
    return max(columns, _NARROWEST) if columns else None


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
        from synthgate.drafts import Together  # noqa: PLC0415 - signals and locks, for files alone

        with Together() as drafts:
            with drafts.draft(Path(target)) as stream:
                yield stream
            drafts.put_in_place()
    else:
        with Path(target).open("w", encoding="utf-8", newline="\n") as stream:
            yield stream


@contextmanager
def opened_for_bytes(file: str, streams: Streams) -> Generator[BinaryIO]:
    """The same for what is no text.

    Raises:
        OSError: the file, or its folder, cannot be written, or the stream takes text alone.
    """
    target = target_of(file)
    if target in {STDOUT, STDERR}:
        stream = below(streams.stdout if target == STDOUT else streams.stderr)
        if stream is None:
            raise OSError(None, "takes text alone", file)
        yield stream
        stream.flush()
    elif is_replaceable(target):
        from synthgate.drafts import Together  # noqa: PLC0415 - signals and locks, for files alone

        with Together() as drafts:
            with drafts.draft_of_bytes(Path(target)) as stream:
                yield stream
            drafts.put_in_place()
    else:
        with Path(target).open("wb") as stream:
            yield stream


def below(stream: TextIO) -> BinaryIO | None:
    """The bytes below a stream of text, of which all so far is written; None where there are none.

    `isatty` of it tells of the terminal itself, whatever `--color` makes of the text.
    """
    with suppress(AttributeError, OSError):
        stream.flush()
        return stream.buffer
    return None
