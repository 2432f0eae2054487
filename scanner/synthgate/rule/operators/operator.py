"""What an operator is: a word that asks something of a value. And how its argument is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY
from functools import lru_cache
from typing import Any, NamedTuple

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth
from synthgate.rule.terms.mistakes import wrong_kind
from synthgate.template.data import is_list


class Row(NamedTuple):
    """An operator on the page of the language: what its argument is, and where it holds."""

    argument: str
    holds: str


@dataclass(frozen=True, eq=False)
class Operator:
    """A word with its test of a value, and the argument of the card that it takes.

    `test` is asked of a value that is there and known as a whole (or is a `Partial` or a
    `Reference`, of which it may know enough), with what `take` gave. `take` gives what is
    written in the card as the test wants it, or raises `CardError`. `means` is the sentence
    for editors; `opposite` that of ``not-…``, which holds for what is absent, where there is
    such a word.
    """

    name: str
    means: Text
    test: Callable[..., Truth]
    take: Callable[[Any], Any]
    opposite: Text | None = None
    _: KW_ONLY
    page: Row
    """How the page of the language tells of it, in the words of its table."""
    in_units: bool = False
    """Whether it heeds a `unit` beside it."""
    of_absent: bool = False
    """Whether it has something to say of what is absent, too."""
    of_open: bool = False
    """Whether it is asked of a value as it is, known or not."""
    of_shape: bool = False
    """Whether it is asked of what is not known at all, too, which may have a shape."""
    of_itself: bool = False
    """Whether it holds of any value and itself, even where nobody knows it."""
    of_pieces: bool = False
    """Whether its argument may be a text of which pieces are open."""
    of_kind: bool = False
    """Whether it is asked of how a value is made, known or not, and looks at what else there is."""
    placed: bool = False
    """Whether the test wants to know the account, too, that the stack goes to."""
    seeing: bool = False
    """Whether the test wants to see the resources around, too."""
    ready: Callable[[Any], Callable[[Any], Truth]] | None = None
    """The test of plain values with its argument made ready, where that is quicker."""
    negates: Operator | None = None
    """The operator whose answer this one turns round."""

    def __call__(self, value: Any, argument: Any, account: str | None = None) -> Truth:
        """What the test says."""
        return self.test(value, argument, *([account] if self.placed else []))


def negated(positive: Operator, means: Text) -> Operator:
    """The word that asks the opposite of another."""
    name = f"not-{positive.name}"
    return Operator(name, means, positive.test, positive.take, page=positive.page, negates=positive)


def taken(is_right: Callable[[Any], bool], kind: Text) -> Callable[[Any], Any]:
    """Takes the arguments that are of a kind, as they are."""

    def argument(written: Any) -> Any:
        if is_right(written):
            return written
        raise CardError(wrong_kind(kind, written))

    return argument


def one_or_more(item: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    """Takes one argument of a kind, or a list of them."""

    def argument(written: Any) -> tuple[Any, ...]:
        return tuple(item(each) for each in (written if is_list(written) else [written]))

    return argument


def remembering(test: Callable[[Any, Any], Truth]) -> Callable[[Any], Callable[[Any], Truth]]:
    """A test made ready that remembers what it said of short texts: the same ones come again."""

    def ready(argument: Any) -> Callable[[Any], Truth]:
        @lru_cache(maxsize=_REMEMBERED)
        def said(text: str) -> Truth:
            return test(text, argument)

        def of_plain(value: Any) -> Truth:
            is_short = type(value) is str and len(value) <= _SHORT
            return said(value) if is_short else test(value, argument)

        return of_plain

    return ready


_REMEMBERED = 256
_SHORT = 64
"""As many letters as an IPv6 block has, and more."""

anything = taken(lambda _: True, Message("anything"))
text = taken(lambda written: isinstance(written, str), Message("a string"))
items = taken(is_list, Message("a list"))
truth = taken(lambda written: isinstance(written, bool), Message("true or false"))
scalar = taken(
    lambda written: isinstance(written, str | int | float),
    Message("a string, a number or a boolean"),
)
