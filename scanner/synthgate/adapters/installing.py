"""``synthgate tools install``: a tool in an environment of its own, whole or not at all.

The environment is made beside the one that is in use, and becomes the current one by the renaming
of one file. What an earlier attempt left half-way is cleared away by the next one that succeeds.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from synthgate.adapters.installed import CURRENT, current, release_in, script
from synthgate.adapters.process import Ran, run
from synthgate.config.users import tools_folder
from synthgate.errors import UsageError
from synthgate.model import Message, Text, verbatim
from synthgate.records import dataclass
from synthgate.secrets.hearsay import one_line

LOCKS: Mapping[str, str] = {"checkov": "synthgate.adapters.checkov"}
"""The tools that can be set up, and the packages where their ``requirements.txt`` lie."""
SECONDS = 1800.0
"""How long a step of that may take: checkov with all that it needs is 290 MB on disk."""
_STALE = 3600.0
"""Seconds after which what is half-way is nobody's work any more."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A tool that is set up: its program and its release."""

    program: Path
    release: str


def requirements(tool: str) -> str:
    """All packages of a tool, with versions and hashes."""
    return (files(LOCKS[tool]) / "requirements.txt").read_text("utf-8")


def locked_release(tool: str) -> str:
    """The release of a tool that is tested with."""
    lines = requirements(tool).splitlines()
    pinned = (line.split("==")[1].split()[0] for line in lines if line.startswith(f"{tool}=="))
    return next(pinned)


def place_of(tool: str, environ: Mapping[str, str]) -> Path:
    """The folder that a tool is set up in.

    Raises:
        UsageError: the user has none.
    """
    folder = tools_folder(environ)
    if folder is None:
        raise UsageError(_NOWHERE)
    return folder / tool


def set_up(tool: str, environ: Mapping[str, str]) -> Installed | None:
    """A tool that is set up as it is locked; None where it is not, or another release is."""
    there, release = current(tool, environ), locked_release(tool)
    is_it = there and release_in(there, tool) == release and script(there, tool).is_file()
    return Installed(script(there, tool), release) if there and is_it else None


def install(tool: str, environ: Mapping[str, str]) -> Installed:
    """Set a tool up as it is locked, whatever is there.

    Raises:
        UsageError: there is no place for it, no pip, no index; nothing was changed then.
    """
    place, release = place_of(tool, environ), locked_release(tool)
    with _made(place) as environment:
        _fill(environment, tool, environ)
        if not script(environment, tool).is_file():
            raise UsageError(_NO_PROGRAM.format(tool=tool))
        _name(place, environment)
    _clear(place, environment)
    return Installed(script(environment, tool), release)


@contextmanager
def _made(place: Path) -> Generator[Path]:
    """A folder for an environment, which is gone where that did not come to an end."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="environment-", dir=place))
    except OSError as error:
        raise UsageError(_UNWRITABLE.format(path=str(place), reason=_reason(error))) from error
    try:
        yield folder
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise UsageError(_UNWRITABLE.format(path=str(place), reason=_reason(error))) from error
        raise


def _fill(environment: Path, tool: str, environ: Mapping[str, str]) -> None:
    """Make an environment and install into it what is locked, and nothing that has no hash."""
    with tempfile.TemporaryDirectory(prefix="synthgate-") as name:
        folder = Path(name)
        (folder / "requirements.txt").write_text(requirements(tool), "utf-8")
        _step([sys.executable, "-I", "-m", "venv", environment], folder, environ, _NO_VENV)
        python = script(environment, "python")
        words = (
            *("install", "--require-hashes", "--only-binary", ":all:", "--no-input"),
            *("--disable-pip-version-check", "--requirement", folder / "requirements.txt"),
        )
        _step([python, "-I", "-m", "pip", *words], folder, environ, _NO_PACKAGES)


def _step(
    words: list[str | Path], folder: Path, environ: Mapping[str, str], refusal: Message
) -> None:
    """Run a program, which says why it has failed in its last line that is no advice."""
    ran = run(words, folder, environ, SECONDS)
    if ran.ending != "ended" or ran.code:
        raise UsageError(refusal.format(reason=_why(ran)))


def _why(ran: Ran) -> Text:
    if ran.ending == "late":
        return _LATE.format(number=round(SECONDS))
    said = ran.complaint or _end_of(ran.output)
    lines = [line for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")] or lines
    return verbatim(one_line(errors[-1]) if errors else f"exit code {ran.code}")


def _end_of(file: Path) -> str:
    """The end of what a program printed: ``venv`` tells its errors there."""
    return file.read_text("utf-8", errors="replace")[-2000:] if file.is_file() else ""


def _name(place: Path, environment: Path) -> None:
    """Let an environment be the one that is found."""
    written = environment / CURRENT
    written.write_text(environment.name, "utf-8")
    os.replace(written, place / CURRENT)  # noqa: PTH105 - as it is called everywhere


def _clear(place: Path, kept: Path) -> None:
    """Take away what is not in use any more, and nothing that is being made."""
    for other in place.glob("environment-*"):
        try:
            age = time.time() - other.stat().st_mtime
        except OSError:
            continue
        if other != kept and age > _STALE:
            shutil.rmtree(other, ignore_errors=True)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


_NOWHERE = Message(
    "there is no folder for tools: the variable SYNTHGATE_TOOLS names one, by an absolute path"
)
_UNWRITABLE = Message(
    "{path}: cannot be written ({reason}); the variable SYNTHGATE_TOOLS names another folder, by "
    "an absolute path"
)
_NO_VENV = Message(
    "no environment could be made ({reason}): this Python needs its modules venv and ensurepip; "
    "Debian and Ubuntu have them in the package python3-venv"
)
_NO_PACKAGES = Message(
    "the packages could not be installed, and nothing was changed ({reason}): pip takes its index "
    "and proxy from its own configuration"
)
_LATE = Message("it was stopped after {number} s")
_NO_PROGRAM = Message("{tool} was installed and has no program of its name: nothing was changed")
