"""The pages about CI: real commands, and every input and output told.

That both languages say the same is in `tests/docs/test_languages.py`.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from tests.ci.conftest import ACTION, ROOT

if TYPE_CHECKING:
    from pathlib import Path

from synthgate.arguments import parser
from synthgate.errors import UsageError

DOCS = ROOT / "docs"
PAGES = [DOCS / "ci.md", DOCS / "ci.ko.md"]
SNIPPETS = [
    *sorted((ROOT / "examples" / "ci").glob("*.*")),
    ROOT / "examples" / "ci" / "Jenkinsfile",
    ROOT / "templates" / "scan.yml",
    ROOT / ".pre-commit-hooks.yaml",
]
STARTS = re.compile(
    r"(?:^|[/`\s(])synthgate\"? ((?:scan|baseline|waive|config|cache|rules|gate) ?.*)"
)
ENDS = re.compile(r"`|\"?,$|['\"]?\)| #.*")


def commands(text: str) -> list[str]:
    """What stands behind each `synthgate`, in lines that go on where the shell's or YAML's do."""
    joined = re.sub(r"\\\n\s*|\n\s+(?=--)", " ", text)
    found = (STARTS.search(line) for line in joined.splitlines())
    ends = (ENDS.split(match[1])[0].strip() for match in found if match)
    return [one.rstrip('"') if one.count('"') % 2 else one for one in ends]


def words(command: str) -> list[str]:
    """The words of a command, with what CI systems fill in left as it is, or empty."""
    filled = re.sub(r"\$\[\[ inputs\.path \]\]|\{\w+\}", "cdk.out", command)
    filled = re.sub(r"\$\{[\w:-]+\}|\$\[\[ inputs\.options \]\]", "", filled)
    return shlex.split(filled)


@pytest.mark.parametrize("path", [*PAGES, *SNIPPETS], ids=lambda path: path.name)
def test_every_command_is_one(path: Path) -> None:
    """With options that exist, and values that these take."""
    for command in commands(path.read_text("utf-8")):
        parser("en").read(words(command))


def test_commands_are_found_and_wrong_ones_are_seen() -> None:
    """So that the test above is one."""
    found = [one for path in [*PAGES, *SNIPPETS] for one in commands(path.read_text("utf-8"))]
    assert len(found) > 35
    assert any("--format gitlab-sast=" in one for one in found)
    with pytest.raises(UsageError):
        parser("en").read(words(commands("    synthgate scan cdk.out --fial-on high")[0]))


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_actions_and_packages_are_pinned(path: Path) -> None:
    """By commit, and by version, as in the examples."""
    text = path.read_text("utf-8")
    used = re.findall(r"uses: +([\w-]+/\S+?)@(\S+)", text)
    assert not [one for one in used if not re.fullmatch(r"[0-9a-f]{40}", one[1])]
    installed = re.findall(r"run: .*pipx install (\S+)", text)
    assert not [one for one in installed if "==" not in one]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_input_and_output_of_the_action_is_told(path: Path) -> None:
    """In the tables, and none that it does not have."""
    text = path.read_text("utf-8")
    section = text.partition("## GitHub Actions")[2].partition("\n## ")[0]
    tables = [part for part in section.split("\n\n") if part.startswith("|")]
    for table, names in zip(tables[:2], (ACTION["inputs"], ACTION["outputs"]), strict=True):
        cells = [row.split("|")[1] for row in table.splitlines()[2:]]
        assert set(re.findall(r"`([\w-]+)`", "\n".join(cells))) == {*names}
