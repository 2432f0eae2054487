"""What pages in two languages show to be typed is what the program takes."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from tests.docs.pages import ROOT, pairs, sections

from synthgate.arguments import parser
from synthgate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = [page for pair in pairs() for page in pair]
COMMAND = re.compile(r"(?m)^(?:\$ |[A-Z_]+=\S+ )*synthgate (?P<words>.*)$")
FORM = re.compile(r"\[PATH|\[--|…|^--version")
"""What shows how a command is made, and is none; and what asks for no more than itself."""


def commands(text: str) -> Iterator[str]:
    """The words behind each `synthgate` that begins a line of code, without comment and output."""
    for section in sections(text):
        for _, code in section.code:
            for found in COMMAND.finditer(re.sub(r"\\\n\s*", " ", code)):
                if not FORM.search(found["words"]):
                    yield re.split(r" (?:[>|]|--) ", found["words"])[0]


@pytest.mark.parametrize("path", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_every_command_is_one(path: Path) -> None:
    """With options that exist, and values that these take; read in the language of the page."""
    language = "ko" if path.name.endswith(".ko.md") else "en"
    for command in commands(path.read_text("utf-8")):
        parser(language).read(shlex.split(command))


def test_commands_are_found_and_wrong_ones_are_seen() -> None:
    """So that the test above is one."""
    found = {page.name: [*commands(page.read_text("utf-8"))] for page in PAGES}
    assert len(found["README.ko.md"]) > 12
    assert len(found["rule-language.ko.md"]) > 5
    assert found["README.md"] == found["README.ko.md"]
    with pytest.raises(UsageError):
        parser("ko").read(shlex.split(next(commands("    $ synthgate scan --fial-on high\n"))))
