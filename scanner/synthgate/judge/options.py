"""What the options of a command say that writes an entry: as it is, or refused by its name."""

from __future__ import annotations

from synthgate.errors import UsageError
from synthgate.judge.days import as_date
from synthgate.model import Message, Text, joined, verbatim
from synthgate.rule.cards.shapes import says_something

PAST = Message("is already over")


def of_option(option: str, told: Text) -> Text:
    """What is wrong with an option, behind its name."""
    return joined(": ", [verbatim(f"--{option}"), told])


def refuse_empty(option: str, written: str) -> None:
    """Refuse words that say nothing.

    Raises:
        UsageError: they do.
    """
    if not says_something(written):
        raise UsageError(of_option(option, _EMPTY))


def as_day(option: str, written: str) -> str:
    """An ISO date, as it is written.

    Raises:
        UsageError: it is none.
    """
    if as_date(written) is None:
        raise UsageError(of_option(option, _NO_DATE.format(written=written)))
    return written


_EMPTY = Message("says nothing")
_NO_DATE = Message("a date (2027-12-31) is needed, not {written!r}")
