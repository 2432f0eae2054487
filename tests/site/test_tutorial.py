"""The tutorial prints what it says: each of its commands is run, in an empty folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import synth
from sitebuild import layout, shown, tutorial

UPDATE = "SYNTHGATE_UPDATE_SNAPSHOTS"
PAGES = {
    language: layout.ROOT / "docs" / name
    for language, name in (("en", "tutorial.md"), ("ko", "tutorial.ko.md"))
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", PAGES)
def test_each_command_prints_what_the_page_says(language: str, tmp_path: Path) -> None:
    """From nothing to a closed gate, and to an open one; accepted by the flag for snapshots."""
    pytest.importorskip("aws_cdk", reason="the last part runs a CDK app")
    page = PAGES[language].read_text("utf-8")
    node = Path(synth.find_node(os.environ)).parent
    path = os.pathsep.join((os.environ["PATH"], str(node)))
    environment = {**shown.surroundings(), "PATH": path, "SYNTHGATE_AS_OF": "2026-12-01"}
    played = tutorial.played(page, tmp_path, environment)
    if os.environ.get(UPDATE):
        PAGES[language].write_text(played, "utf-8")
    assert played == PAGES[language].read_text("utf-8")


def test_the_pages_run_the_same() -> None:
    """The same files and commands, but for the language and the words of a reason."""
    english, korean = (asked(it.read_text("utf-8")) for it in PAGES.values())
    assert [it for it in korean if it != "export SYNTHGATE_LANG=ko"] == english
    assert len(english) > 15


def asked(page: str) -> list[str]:
    said = re.sub(r"--reason '[^']*'", "--reason …", page)
    return [
        it
        for block in re.findall(r"```console\n(.*?)```", said, re.DOTALL)
        for it in tutorial.commands(block)
    ]


def test_what_a_command_prints_is_put_in(tmp_path: Path) -> None:
    """In place of what stood there; a command sees files, folder and exit code from before."""
    page = (
        '```text title="a.txt"\none\n```\n\n```console\n$ cat a.txt\nold\n$ false\n$ echo $?\n```\n'
        "\n```console\n$ mkdir x && cd x\n$ pwd | sed 's|.*/||'\n$ pip install y\n```\n"
    )
    played = tutorial.played(page, tmp_path, dict(os.environ))
    assert "$ cat a.txt\none\n$ false\n$ echo $?\n1\n```" in played
    assert "$ pwd | sed 's|.*/||'\nx\n$ pip install y\n```" in played
