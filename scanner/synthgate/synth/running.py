"""Runs a command to its end, or that of its time, and lets nothing that it started survive it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from synthgate.errors import SynthError, UsageError
from synthgate.model import Message, verbatim

_MOST_SHOWN = 16_384
"""Bytes of what a program said last; its errors come last."""
_CHUNK = 65_536
_SECONDS_TO_READ = 2.0


def run(words: Sequence[str], folder: Path, environ: Mapping[str, str], timeout: float) -> None:
    """Run a command in a folder, without any shell; what it prints as output is not kept.

    Raises:
        UsageError: there is no such program.
        SynthError: it failed, or did not end in `timeout` seconds.
    """
    command = shlex.join(words)
    try:
        process = subprocess.Popen(  # noqa: S603 - the words that the user has given
            [program(words[0], folder, environ), *words[1:]],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(_NOT_STARTED.format(program=words[0], reason=reason)) from error
    with process:
        said = _Tail(process.stderr)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise SynthError(_TOO_LONG.format(command=command, seconds=f"{timeout:g}")) from None
        finally:
            _end(process)
        if code:
            said.join()
            heard = verbatim(said.text()) if said.text() else _SILENT
            raise SynthError(_FAILED.format(command=command, code=str(code), said=heard))


def program(name: str, folder: Path, environ: Mapping[str, str]) -> str:
    """The file of a program, as a shell in that folder and environment finds it.

    Raises:
        UsageError: there is none.
    """
    if os.sep in name or (os.altsep and os.altsep in name):
        found = shutil.which(str(folder / name))
    else:
        found = shutil.which(name, path=environ.get("PATH", os.defpath))
    if found is None:
        raise UsageError(_NOT_THERE.format(program=name))
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what still runs: the whole group, as killing Python would leave its Node behind."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


class _Tail:
    """Keeps the end of what a program says, however much that is."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._kept = b""
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream: IO[bytes] | None) -> None:
        with suppress(OSError, ValueError):  # it is closed when the program is gone
            while stream and (chunk := os.read(stream.fileno(), _CHUNK)):
                self._kept = (self._kept + chunk)[-_MOST_SHOWN:]

    def join(self) -> None:
        """Wait for the rest, unless something of the program that has left its group holds on."""
        self._thread.join(_SECONDS_TO_READ)

    def text(self) -> str:
        """What is kept."""
        return self._kept.decode("utf-8", errors="replace").strip()


_NOT_THERE = Message(
    "{program}: no such program: name what runs the app, as in 'synthgate synth -- python app.py'"
)
_NOT_STARTED = Message("{program}: cannot be run: {reason}")
_TOO_LONG = Message(
    "nothing was scanned: {command} did not end within {seconds} s and was stopped; give it longer "
    "with --timeout, or see what it waits for"
)
_SILENT = Message("(it says nothing on its standard error)")
_FAILED = Message(
    "nothing was scanned: {command} ended with exit code {code}; mend what it says:\n{said}"
)
