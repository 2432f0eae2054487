"""The closed list of what may be told besides findings."""

from __future__ import annotations

from pathlib import Path

from synthgate.problem_code import ProblemCode

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"


def test_the_page_tells_every_code_and_no_other() -> None:
    """A row of the page is a code of the list, with its kind and meaning, in the same order."""
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert rows == [f"| `{code.id}` | {code.kind} | {code.meaning} |" for code in ProblemCode]


def test_no_two_codes_have_one_name() -> None:
    """What a program matches on means one thing."""
    assert len({code.id for code in ProblemCode}) == len(ProblemCode)
