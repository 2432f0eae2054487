"""``all``, ``any``, ``none``: of how many matches, or resources, a condition has to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from synthgate.model import Message, Status
from synthgate.records import dataclass
from synthgate.rule.terms.arguments import OF_A_MATCH
from synthgate.rule.terms.outcome import Outcome, all_of, any_of, negated
from synthgate.rule.terms.word import Argument, Word


@dataclass(frozen=True, eq=False)
class Quantifier:
    """A word with what it makes of many answers. `decisive` is the answer that settles it alone."""

    word: Word
    combine: Callable[[Iterator[Outcome]], Outcome]
    decisive: Status

    @property
    def name(self) -> str:
        """The word itself."""
        return self.word.name


def _none_of(outcomes: Iterator[Outcome]) -> Outcome:
    return all_of(negated(outcome) for outcome in outcomes)


ALL = Quantifier(Word("all", Message("this holds of every match"), OF_A_MATCH), all_of, Status.FAIL)
ANY = Quantifier(
    Word("any", Message("this holds of at least one match"), OF_A_MATCH), any_of, Status.PASS
)
NONE = Quantifier(
    Word("none", Message("this holds of no match"), OF_A_MATCH), _none_of, Status.PASS
)

QUANTIFIERS = {one.name: one for one in (ALL, ANY, NONE)}


def taking(argument: Argument) -> tuple[Word, ...]:
    """The same words, with another argument beside them."""
    return tuple(replace(one.word, takes=argument) for one in QUANTIFIERS.values())
