"""An entry more in a file that people write, which stays as they wrote it."""

from __future__ import annotations

import pytest

from synthgate.errors import UsageError
from synthgate.judge.appending import appended

ENTRY = {"rule": "r", "reason": "a # b: 'c'", "expires": "2027-01-31"}
IN_LINES = """\
# Ours, see the wiki.
waivers:  # sorted by nobody

# about the site
- rule: a   # yes
  reason: 'quoted: yes'
- {rule: b, reason: "y", owner: somebody, until: 2027, ticket: 'to the hundredth letter'}
# the end
other: [1, 2]
"""
INDENTED = "waivers:\n  # one\n  - rule: a\n    reason: x\n"


@pytest.mark.parametrize("text", [IN_LINES, INDENTED, IN_LINES.replace("\n", "\r\n")])
def test_what_stands_there_stays(text: str) -> None:
    """Every line of it, in its order; what is new are lines between them."""
    lines = appended(text, "waivers", ENTRY).replace("\r", "").splitlines()
    rest = iter(lines)
    assert all(line in rest for line in text.splitlines())
    assert len(lines) == len(text.splitlines()) + len(ENTRY)


def test_comments_at_the_ends_of_lines_stay() -> None:
    """Behind the key and behind the last entry."""
    text = "waivers:  # all\n  - {rule: a, reason: r}  # one\nlang: en\n"
    first, *between, last = appended(text, "waivers", ENTRY).splitlines()
    assert (first, between[0], last) == tuple(text.splitlines())


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "# without an end", "waivers:\n", "waivers: []\n", "a: 1\n"]
)
def test_the_first_entry_makes_the_list(text: str) -> None:
    """Comments go before it; a date is written without quotes."""
    written = appended(text, "waivers", ENTRY)
    assert written.startswith(text.partition("waivers")[0].rstrip("\n"))
    assert "expires: 2027-01-31\n" in written


def test_what_could_not_be_read_again_is_refused() -> None:
    """The file is left alone, then."""
    with pytest.raises(UsageError):
        appended("a: [", "waivers", ENTRY)
