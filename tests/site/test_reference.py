"""The reference of the command line, which is made of the parser: all of it, in both languages."""

from __future__ import annotations

import argparse
import re

import pytest

from sitebuild import layout, reference
from synthgate.arguments import parser
from synthgate.model import Language


@pytest.fixture(scope="module", params=layout.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


def test_each_command_and_option_is_there(language: Language) -> None:
    """As often as the parser has it, on the page of its command."""
    pages = reference.pages(language)
    top = parser(language)
    top.fill()
    commands = dict(reference.commands_of(top))
    assert len(commands) > 30
    for name, command in commands.items():
        page = pages[name.split()[0]]
        assert re.search(rf"^##? synthgate {name}\b", page, re.MULTILINE), name
        options = {
            f"`{option}"
            for action in reference.options_of(command)
            if action.help != argparse.SUPPRESS
            for option in action.option_strings
        }
        part = part_of(page, name)
        assert options <= {*re.findall(r"`-[\w-]*", part)} | also(part), name


def part_of(page: str, name: str) -> str:
    """What a page says of one command, without those below it."""
    start = re.search(rf"^##? synthgate {name}\b.*\n", page, re.MULTILINE)
    assert start
    return re.split(r"^## synthgate ", page[start.end() :], maxsplit=1, flags=re.MULTILINE)[0]


def also(part: str) -> set[str]:
    """Options that stand behind another name of theirs: `-q, --quiet`."""
    return {f"`{it}" for it in re.findall(r", (--[\w-]+)", part)}


def test_each_entry_says_something_in_its_language(language: Language) -> None:
    """What an option means is Korean in Korean; a name alone is none."""
    said = re.findall(r"^:   (.+)$", "\n".join(reference.pages(language).values()), re.MULTILINE)
    assert len(said) > 300
    korean = [bool(re.search("[가-힣]", it)) for it in said if " " in it]
    assert all(korean) if language == "ko" else not any(korean)


def test_a_default_is_said_once() -> None:
    """By the help or by the reference, never by both."""
    for page in reference.pages("en").values():
        assert not re.search(r"\(default: [^)]*\).*\(default: ", page)
    assert "(default: 600)" in reference.pages("en")["synth"]


def test_what_an_option_is_called_elsewhere() -> None:
    """Its variable, where it is a setting; an option of the same name that is none has none."""
    pages = reference.pages("en")
    assert "`--fail-on SEVERITY`{ #fail-on } · `SYNTHGATE_FAIL_ON`" in pages["scan"]
    assert "SYNTHGATE_FORMAT" not in part_of(pages["rules"], "rules list")
