"""The pages of man say of every command what its help says, in both languages."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import release_man
from release_roff import escaped
from synthgate.arguments import parser
from synthgate.model import Language

DAY = "2031-05-06"


@pytest.fixture(scope="module", params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.fixture(scope="module")
def pages(language: Language) -> dict[str, str]:
    return dict(release_man.pages(language, DAY))


def leaves(of: Any, words: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], list[Any]]]:
    """Every command that can be called, with its options."""
    of.fill()
    below = [one for one in of._actions if isinstance(one, argparse._SubParsersAction)]
    if not below:
        return [(words, of._actions)]
    return [
        leaf
        for one in below
        for name, its in one.choices.items()
        for leaf in leaves(its, (*words, name))
    ]


def test_every_option_of_every_command_is_there(language: Language, pages: dict[str, str]) -> None:
    """On the page of the command; an action's in the part of the action."""
    found = leaves(parser(language))
    assert len(found) > 20
    for (command, *action), options in found:
        page = pages[f"synthgate-{command}.1"]
        part = page if not action else page.partition(f'.SS "{command} {action[0]}"')[2]
        part = part.partition("\n.SS ")[0]
        for option in options:
            for name in option.option_strings:
                assert rf"\fB{escaped(name)}\fR" in part, (command, *action, name)


def test_a_page_of_the_program_leads_to_all_others(pages: dict[str, str]) -> None:
    """And each of them back."""
    top = pages["synthgate.1"]
    others = {name.removesuffix(".1") for name in pages} - {"synthgate"}
    assert others
    for name in others:
        assert rf"\fB{escaped(name)}\fR(1)" in top
        assert r"\fBsynthgate\fR(1)" in pages[f"{name}.1"]


def test_it_speaks_its_language(language: Language, pages: dict[str, str]) -> None:
    """Headings, summaries and options alike."""
    for name, page in pages.items():
        assert bool(re.search("[가-힣]", page)) == (language == "ko"), name


def test_a_page_begins_as_man_wants_it(pages: dict[str, str]) -> None:
    """With its name in capitals, the section, the day and the version; then what apropos reads."""
    for file, page in pages.items():
        name = escaped(file.removesuffix(".1"))
        assert page.startswith(f'.TH "{name.upper()}" 1 {DAY} "synthgate ')
        assert re.search(rf'^\.SH "(NAME|이름)"\n{re.escape(name)} \\- \S', page, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (".TH of a line", ".TH of a line"),
        ("'quoted'", "'quoted'"),
        (r"a\nb \fBc", r"a\nb \fBc"),
        ("--fail-on", "--fail-on"),
        ("사용 --lang ko", "사용 --lang ko"),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    """Whatever it begins with, and whatever is in it."""
    if not shutil.which("groff"):
        pytest.skip("groff is not here")
    command = ["groff", "-K", "utf8", "-man", "-Tascii" if text.isascii() else "-Tutf8", "-ww"]
    page = f".TH X 1\n.SH NAME\n{escaped(text)}\n"
    ran = subprocess.run(command, input=page, capture_output=True, encoding="utf-8", check=True)
    assert not ran.stderr
    assert shown in re.sub(r"\x1b\[[0-9;]*m", "", ran.stdout)


def test_nothing_is_parted_from_nothing(pages: dict[str, str]) -> None:
    """No break stands behind a heading or before one: another reader of man(7) warns of it."""
    for name, page in pages.items():
        assert not re.search(r"^\.S[HS].*\n\.(PP|br)$", page, re.MULTILINE), name
        assert not re.search(r"^\.(PP|br)\n(\.S[HS]|$)", page, re.MULTILINE), name


def test_no_page_makes_man_complain(pages: dict[str, str], tmp_path: Path) -> None:
    """With every warning that groff has."""
    if not shutil.which("groff"):
        pytest.skip("groff is not here")
    for name, page in pages.items():
        (tmp_path / name).write_text(page, "utf-8")
    command = ["groff", "-K", "utf8", "-man", "-Tutf8", "-ww", *sorted(pages)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert (ran.stderr, bool(ran.stdout)) == ("", True)
