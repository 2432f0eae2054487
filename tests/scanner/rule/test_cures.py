"""What a person is shown of a cure: the lines that differ."""

from __future__ import annotations

import pytest

from synthgate.rule.cards.cures import code_of, difference

BEFORE = """\
make(
    name="a",
    open=True,
)
"""


@pytest.mark.parametrize(
    ("fixed", "shown"),
    [
        ('make(\n    name="a",\n    open=False,\n)\n', "open=False,"),
        (
            'make(\n    name="a",\n    open=True,\n    by=[\n        1\n    ],\n)\n',
            "by=[\n    1\n],",
        ),
        (
            'key = Key()\nmake(\n    name="a",\n    open=True,\n    key=key,\n)\n',
            "key = Key()\nkey=key,",
        ),
        ('make(\n    name="a",\n)\n', 'make(\n    name="a",\n)'),
    ],
    ids=["replaced", "several lines", "two places", "nothing but taken away"],
)
def test_new_lines_are_shown(fixed: str, shown: str) -> None:
    """Those of one place as they stand to each other, and not as far in as the place."""
    assert difference(BEFORE, fixed) == shown


def test_what_is_written_out_is_shown_without_the_line_break_at_its_end() -> None:
    """A text of several lines ends in one; sentences are no code."""
    card = {"fix": {"en": "Mend it.", "template": "A: 1\nB: 2\n"}}
    assert code_of(card) == {"template": "A: 1\nB: 2"}


def test_a_pair_is_shown_in_both_languages() -> None:
    """TypeScript only where the card has it."""
    pair = {"flagged": "make()", "fixed": "make(a)"}
    python = {"cdk-python": "make(a)"}
    assert code_of({"fix": {}, "cdk": pair}) == python
    both = {**pair, "typescript": {"flagged": "make();", "fixed": "make(b);"}}
    assert code_of({"fix": {}, "cdk": both}) == {**python, "cdk-typescript": "make(b);"}
