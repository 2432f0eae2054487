"""``distinct``: whether no two of the values are equal; of a list, of its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, Unknown, causes_of
from synthgate.rule.operators.operator import truth
from synthgate.rule.paths.steps import Match
from synthgate.rule.terms.arguments import TRUTH
from synthgate.rule.terms.outcome import Outcome, all_of, negated, outcome_of
from synthgate.rule.terms.word import Word
from synthgate.rule.words.together import Together, doubt

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Scene


def _says(matches: Sequence[Match], wanted: bool) -> Outcome:
    """Each value that one before it has is a fault."""
    differ = all_of(
        outcome_of(negation(repeated), match.route, match.value)
        for match, repeated in _repeated(matches)
    )
    return differ if wanted else negated(differ)


def _repeated(matches: Sequence[Match]) -> Iterator[tuple[Match, Truth]]:
    """Each value with whether it is there, and one before it that is equal, too."""
    before: list[Match] = []
    texts: dict[str, list[Match]] = {}
    others: list[Match] = []
    for match in matches:
        if match.value is ABSENT:
            continue
        text = match.value if isinstance(match.value, str) else None
        # A text is equal to no other text: that leaves few to compare in a long list.
        likely = before if text is None else [*texts.get(text, ()), *others]
        yield match, conjunction((_is_there(match), _occurs(match, likely)))
        before.append(match)
        (others if text is None else texts.setdefault(text, [])).append(match)


def _occurs(match: Match, likely: Sequence[Match]) -> Truth:
    """Whether a value is among others, or stands for any number of them itself."""
    itself = Unknown(causes_of(match.value)) if _may_be_many(match.value) else False
    same = (conjunction((_is_there(one), equal(one.value, match.value))) for one in likely)
    return disjunction((itself, *same))


def _is_there(match: Match) -> Truth:
    return doubt(match) or True


def _may_be_many(value: Any) -> bool:
    """Whether a value stands for what is in a list of which nothing is known."""
    if not isinstance(value, Unknown):
        return False
    is_open = any(isinstance(one, Unknown) and not one.choices for one in value.choices)
    return (is_open and ABSENT in value.choices) or any(map(_may_be_many, value.choices))


def _noted(matches: Sequence[Match], scene: Scene) -> str:
    """The values that surely occur twice."""
    found = (scene.value(match.value) for match, truth in _repeated(matches) if truth is True)
    values = ", ".join(dict.fromkeys(found))
    return scene.say(_TWICE, values=values) if values else ""


OF_MATCHES = Together(
    Word(
        "distinct",
        Message("whether no two of the values are equal; of a list, no two of its items"),
        TRUTH,
    ),
    truth,
    _says,
    _noted,
    of_items=True,
)

_TWICE = Message("there more than once: {values}")
