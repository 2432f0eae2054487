"""``synthgate tools …``: which other tools are here, and how one is set up."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from synthgate.adapters.checkov.program import find, surroundings
from synthgate.adapters.installed import current, release_in, script
from synthgate.adapters.installing import install, locked_release, place_of, set_up
from synthgate.adapters.process import run
from synthgate.model import RUNNABLE, Language, Message, Text, verbatim
from synthgate.records import dataclass
from synthgate.secrets.hearsay import one_line
from synthgate.workbench.console import Console
from synthgate.workbench.show import cells

_PATIENCE = 60.0
"""Seconds for a tool to tell its release."""
_PACKAGES: Mapping[str, str] = {
    "cdk-nag": "cdk-nag",
    "cfn-lint": "cfn-lint",
    "cfn-validate": "cloudformation-validate",
}
"""The tools that are packages beside synthgate."""


@dataclass(frozen=True, slots=True)
class Here:
    """A tool: where it is, its release, and the one that is tested with; each may be empty."""

    tool: str
    place: Text
    release: str = ""
    tested: str = ""


def carry_out(arguments: argparse.Namespace, console: Console) -> int:
    """Carry out an action and give its exit code.

    Raises:
        UsageError: a tool cannot be set up.
    """
    _ACTIONS[arguments.action](arguments, console)
    return 0


def _install(arguments: argparse.Namespace, console: Console) -> None:
    tool: str = arguments.tool
    there = set_up(tool, os.environ)
    if there:
        text = _WAS_THERE.format(tool=tool, release=there.release, program=str(there.program))
        console.say(text)
        return
    release, place = locked_release(tool), place_of(tool, os.environ)
    console.say(_WILL.format(tool=tool, release=release, place=str(place)))
    console.flush()
    done = install(tool, os.environ)
    console.say(_DONE.format(tool=tool, release=done.release, program=str(done.program)))


def _list(arguments: argparse.Namespace, console: Console) -> None:
    commands: Mapping[str, str] = arguments.config.tools.commands
    found = [*_found(commands, arguments.config.folder)]
    if arguments.format == "json":
        console.data([_row(one, console.language) for one in found])
        return
    heads = [_TOOL, _RELEASE, _TESTED, _PLACE]
    rows = [[head[console.language] for head in heads]]
    rows += [
        [one.tool, one.release or "-", one.tested or "-", one.place[console.language]]
        for one in found
    ]
    for line in _table(rows):
        console.line(line)


def _row(one: Here, language: Language) -> dict[str, str]:
    return {
        "tool": one.tool,
        "release": one.release,
        "tested": one.tested,
        "place": one.place[language],
    }


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (
            cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()


def _found(commands: Mapping[str, str], folder: Path) -> Iterator[Here]:
    for tool in RUNNABLE:
        if tool == "checkov":
            yield _checkov(commands.get(tool), folder)
        else:
            yield _beside(tool, commands.get(tool), folder)


def _checkov(named: str | None, folder: Path) -> Here:
    tested, program = locked_release("checkov"), find(named, folder, os.environ)
    if program is None:
        return Here("checkov", _INSTALL.format(tool="checkov"), "", tested)
    environment = current("checkov", os.environ)
    if environment and program == script(environment, "checkov"):
        return Here("checkov", verbatim(str(program)), release_in(environment, "checkov"), tested)
    return Here("checkov", verbatim(str(program)), _told_by(program), tested)


def _told_by(program: Path) -> str:
    """The release that a program tells, as the last word that it prints."""
    with tempfile.TemporaryDirectory(prefix="synthgate-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        ran = run([program, "--version"], home, surroundings(os.environ, home), _PATIENCE, 10_000)
        words = ran.output.read_text("utf-8", errors="replace").split() if not ran.code else []
    return one_line(words[-1], 40) if words else ""


def _beside(tool: str, named: str | None, folder: Path) -> Here:
    """A tool that is a package beside synthgate, or a program that the user names."""
    if named is not None:
        found = shutil.which(folder / named if "/" in named else named)
        return Here(tool, verbatim(found) if found else _ABSENT)
    try:
        release = version(_PACKAGES[tool])
    except PackageNotFoundError:
        return Here(tool, _PIP.format(package=_PACKAGES[tool]))
    return Here(tool, _PACKAGE.format(package=_PACKAGES[tool]), release)


_ACTIONS: Mapping[str, Callable[[argparse.Namespace, Console], None]] = {
    "install": _install,
    "list": _list,
}

_WILL = Message(
    "{tool} {release}, with all that it needs as locked with hashes, is installed by pip into "
    "{place}: this takes a minute or more, and the network."
)
_DONE = Message("{tool} {release} is ready: {program}")
_WAS_THERE = Message("{tool} {release} was there already: {program}")
_TOOL = Message("tool")
_RELEASE = Message("release")
_TESTED = Message("tested")
_PLACE = Message("where")
_ABSENT = Message("not found")
_INSTALL = Message("not found: synthgate tools install {tool}")
_PIP = Message("not found: the Python package {package}")
_PACKAGE = Message("the Python package {package}")
