"""Programs that ``synthgate tools install`` has set up, each in an environment of its own.

A folder of a tool holds one environment, and `CURRENT`, which names it. That is written last: an
environment that is not finished is never found.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from synthgate.config.users import tools_folder

CURRENT = "current"
_WINDOWS = sys.platform == "win32"
_SCRIPTS, _SUFFIX = ("Scripts", ".exe") if _WINDOWS else ("bin", "")


def script(environment: Path, name: str) -> Path:
    """Where an environment has the program of a name."""
    return environment / _SCRIPTS / f"{name}{_SUFFIX}"


def current(tool: str, environ: Mapping[str, str]) -> Path | None:
    """The environment of a tool, where one was finished."""
    folder = tools_folder(environ)
    if folder is None:
        return None
    try:
        name = (folder / tool / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    is_name = name and Path(name).name == name and name not in {".", ".."}
    return folder / tool / name if is_name and (folder / tool / name).is_dir() else None


def executable_of(tool: str, environ: Mapping[str, str]) -> Path | None:
    """The program of a tool that was set up, if it is there."""
    environment = current(tool, environ)
    program = environment and script(environment, tool)
    return program if program and program.is_file() else None


def release_in(environment: Path, package: str) -> str:
    """The version of a package in an environment, by its metadata; nothing is run."""
    pattern = f"**/site-packages/{package.replace('-', '_')}-*.dist-info"
    found = sorted(environment.glob(pattern))
    return found[-1].name.removesuffix(".dist-info").rpartition("-")[2] if found else ""
