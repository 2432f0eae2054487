"""A program that somebody else wrote, run within bounds: no shell, no terminal, a time limit.

Its group of processes ends with it, so that nothing it has started survives. What it prints goes
into files of a folder of its own, is read up to a limit, and is never shown as it is.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Literal

from synthgate.model import Message, Text
from synthgate.records import dataclass

MAX_BYTES = 512 * 1024 * 1024
"""How much a program may print."""
_TAIL = 2000
"""How many letters of its complaints are kept."""
_PAUSE = 0.05
"""Seconds between two looks at a running program."""

Ending = Literal["ended", "absent", "late", "flood"]
"""Of itself; it could not be started; stopped by the clock; stopped for it printed too much."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a program: how it ended, its exit code, and the file with what it printed.

    A negative code is that of the signal that killed it. `complaint` is the end of what it wrote to
    its standard error.
    """

    ending: Ending
    code: int = 0
    output: Path = Path(os.devnull)
    complaint: str = ""


GARBAGE = Message("it printed no report")
"""What it came to that ended of itself and said nothing that can be read."""
_ABSENT = Message("it could not be started: {reason}")
_FLOOD = Message("it printed without end")
_SIGNAL = Message("it was killed by signal {number}")
_LATE = Message("it took too long")
_CODE = Message("it ended with exit code {number}, and without a report")


def cut_short(ran: Ran) -> Text | None:
    """How a run ended that never said anything; None where it ended of itself, or by the clock."""
    if ran.ending == "absent":
        return _ABSENT.format(reason=ran.complaint)
    if ran.ending == "flood":
        return _FLOOD
    return _SIGNAL.format(number=-ran.code) if ran.ending == "ended" and ran.code < 0 else None


def how(ran: Ran) -> Text:
    """How a run ended. Nothing of what it complained of is told: that may quote a template."""
    short = cut_short(ran)
    if short is not None:
        return short
    if ran.ending == "late":
        return _LATE
    return _CODE.format(number=ran.code) if ran.code else GARBAGE


def run(
    words: Sequence[str | Path],
    folder: Path,
    environ: Mapping[str, str],
    seconds: float,
    most: int = MAX_BYTES,
) -> Ran:
    """Run a program in a folder that is there for nothing else, and where its output is kept."""
    output, errors = folder / "stdout", folder / "stderr"
    with output.open("wb") as out, errors.open("wb") as err:
        try:
            process = subprocess.Popen(  # noqa: S603 - a program that the user names, and no shell
                [str(word) for word in words],
                cwd=folder,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except OSError as error:
            return Ran("absent", complaint=error.strerror or str(error))
        try:
            ending = _awaited(process, (out, err), time.monotonic() + seconds, most)
        finally:
            _end(process)
    return Ran(ending, process.returncode, output, _tail(errors))


def _awaited(
    process: subprocess.Popen[bytes], files: Sequence[BinaryIO], deadline: float, most: int
) -> Ending:
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PAUSE)
            return "ended"
        if any(os.fstat(file.fileno()).st_size > most for file in files):
            return "flood"
        if time.monotonic() > deadline:
            return "late"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _tail(file: Path) -> str:
    with file.open("rb") as stream:
        stream.seek(max(file.stat().st_size - 4 * _TAIL, 0))
        return stream.read().decode(errors="replace").strip()[-_TAIL:]
