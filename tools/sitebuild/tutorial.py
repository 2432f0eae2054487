"""Plays a page: writes the files that it shows, runs its commands, and puts in what they printed.

A block with a title is a file, one of a console holds commands after ``$`` and their output. A page
is one session of a shell, in an empty folder. The tests hold the tutorial against its own play.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_BLOCK = re.compile(
    r"(?P<start>^```(?P<kind>[^\n]*)\n)(?P<body>.*?)(?P<end>^```$)", re.MULTILINE | re.DOTALL
)
_TITLE = re.compile(r'title="(?P<name>[\w.-]+)"')
_MARK = "\x1e"
ELSEWHERE = ("pip install ", "python3 -m venv ", ". .venv/")
"""Commands that are not run: they install, and the test of the wheel does that."""


def played(page: str, folder: Path, environment: dict[str, str]) -> str:
    """The page with the output that its commands have here and now."""
    outputs = iter(_run(_script(page), folder, environment))

    def block(found: re.Match[str]) -> str:
        if found["kind"] != "console":
            return found[0]
        asked = commands(found["body"])
        shown = (f"$ {it}\n" + (next(outputs) if _is_run(it) else "") for it in asked)
        return found["start"] + "".join(shown) + found["end"]

    return _BLOCK.sub(block, page)


def commands(body: str) -> list[str]:
    """The commands of a block of a console; one goes on after a backslash."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", body, re.MULTILINE)


def _is_run(command: str) -> bool:
    return not command.startswith(ELSEWHERE)


def _script(page: str) -> str:
    """What a shell does for the page."""
    lines: list[str] = []
    for found in _BLOCK.finditer(page):
        title = _TITLE.search(found["kind"])
        if title:
            lines.append(f"cat > {title['name']} <<'END-OF-FILE'\n{found['body']}END-OF-FILE")
        elif found["kind"] == "console":
            wanted = [it for it in commands(found["body"]) if _is_run(it)]
            lines += [f"(c=$?; printf '\\036'; exit $c)\n{it}" for it in wanted]
    return "\n".join(lines) + "\n"


def _run(script: str, folder: Path, environment: dict[str, str]) -> list[str]:
    """What each command printed."""
    programs = folder / ".programs"
    programs.mkdir()
    for name, arguments in (("synthgate", "-m synthgate"), ("python3", "")):
        (programs / name).write_text(
            f'#!/bin/sh\nexec {sys.executable} {arguments} "$@"\n', "utf-8"
        )
        (programs / name).chmod(0o755)
    path = os.pathsep.join((str(programs), environment.get("PATH", "")))
    ran = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - the page is one for bash
        cwd=folder,
        env={**environment, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ran.stdout.split(_MARK)[1:]
