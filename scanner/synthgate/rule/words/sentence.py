"""Sentences: something is looked at, and operators, quantifiers and other words ask of it.

path: $.Properties.RetentionInDays      what a path leads to from here
tag: CostCenter                         a tag of the resource, or of its stack
stack: region                           a fact about the stack
(none of these)                         inside a quantifier: the match itself
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Status
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.values import ABSENT, Nothing, Unknown
from synthgate.rule.operators.asking import BESIDE, Asking, argument, word_of
from synthgate.rule.operators.operator import Operator
from synthgate.rule.operators.quantities import Quantity
from synthgate.rule.operators.quick import PLAIN, Answer, answer_of
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.paths.path import walk
from synthgate.rule.paths.quick import OPEN, One, told_apart
from synthgate.rule.paths.steps import Each, Match
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.condition import (
    Compiling,
    Condition,
    Node,
    Seek,
    Sought,
    other,
    settled,
)
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.rule.terms.outcome import Outcome, Place, all_of, outcome_of
from synthgate.rule.terms.word import Word
from synthgate.rule.words import count, distinct, message
from synthgate.rule.words.quantifiers import NONE, QUANTIFIERS, Quantifier
from synthgate.rule.words.sentence_quick import (
    Said,
    counted,
    every_answer,
    of_one,
    of_several,
    operated,
    quantified,
)
from synthgate.rule.words.together import Together, doubt
from synthgate.template.document import Route

Finder = Callable[[View, Any], Iterable[Match]]
"""What a sentence looks at, from a value of the resource."""

TOGETHER = {one.name: one for one in (count.OF_MATCHES, distinct.OF_MATCHES)}
"""The words that ask of all matches together."""

ASKING: Mapping[str, Word] = {
    word.name: word
    for word in (
        *map(word_of, OPERATORS.values()),
        *(quantifier.word for quantifier in QUANTIFIERS.values()),
        *(together.word for together in TOGETHER.values()),
        *BESIDE,
    )
}
"""What may be asked of the matches of a path, or of a match itself."""

_ASKING_NOTHING = frozenset([*(word.name for word in BESIDE), message.NAME])


@dataclass(frozen=True, eq=False)
class Look:
    """What a sentence looks at.

    Where it `is_wide`, what is left out is no match at all, as an item; else it is an absent
    property.
    """

    find: Finder
    is_wide: bool = False
    one: One | None = None
    """A quick look at the one value that there is, where there is always one, at the `route`."""
    route: Route = ()
    several: Callable[[View, Any], list[Any]] | None = None
    """A quick look at all of them, see `paths.quick`."""

    def values(self, view: View, value: Any) -> list[Any]:
        """The values of the matches, as a quick look has them."""
        return self.several(view, value) if self.several else told_apart(self.find(view, value))

    def matches(self, together: Together, view: View, value: Any) -> list[Match]:
        """The matches of which a word asks together."""
        found = self.find(view, value)
        if self.is_wide or not together.of_items:
            return [*found]
        return [item for match in found for item in walk(match, (Each(),))]


def _itself(_: View, value: Any) -> Iterable[Match]:
    return [Match((), value)]


ITSELF = Look(_itself, one=lambda value: value, several=lambda _, value: [value])
"""The match that a quantifier is at."""


def sentence(compiler: Compiling, node: Node, look: Look) -> Condition:
    """Operators (every match must pass), quantifiers and the like, all of which must hold."""
    parts: list[Condition] = []
    quick: list[Said | None] = []
    looks = False
    for quantifier in [QUANTIFIERS[word] for word in node if word in QUANTIFIERS]:
        inner = compiler.compiled(node[quantifier.name])
        parts.append(_quantified(inner, look.find, quantifier))
        quick.append(quantified(quantifier, inner))
        looks = looks or inner.looks
    operators = _operators(node)
    default, unit = node.get("default", ABSENT), node.get("unit")
    answers = [answer_of(operator, taken, default, unit) for operator, taken in operators]
    tests = [
        _test(operator, taken, (default, unit), answer)
        for (operator, taken), answer in zip(operators, answers, strict=True)
    ]
    if operators:
        parts.append(Condition(_operated(look, tests, default)))
        quick.append(operated(answers, is_wide=look.is_wide))
    for together in [one for word, one in TOGETHER.items() if word in node]:
        argument = together.take(node[together.name])
        parts.append(Condition(_together(look, together, argument)))
        quick.append(counted(together, argument))
    whole = parts[0] if len(parts) == 1 else _all(parts)
    asked = of_several(look.values, quick, looks=looks)
    if not operators or len(parts) > 1:
        return Condition(whole.full, asked, looks, whole.sparing)
    said = every_answer(answers)
    if look.one is None or said is None:
        # of some looks the quick way makes matches, too
        return Condition(whole.full, asked, at_once=look.several is None)
    seek = _sought_of_one(look, look.one, said, tests, (whole.full, default))
    return Condition(whole.full, of_one(look.one, said), sparing=seek, at_once=True)


def _all(parts: Sequence[Condition]) -> Condition:
    full, seek = [part.full for part in parts], [part.seek for part in parts]
    return Condition(
        lambda view, value: all_of(ask(view, value) for ask in full),
        sparing=lambda view, value, sought: all_of(ask(view, value, sought) for ask in seek),
    )


def _operators(node: Node) -> list[tuple[Operator, Any]]:
    words = [OPERATORS[word] for word in node if word in OPERATORS]
    return [(operator, argument(operator, node[operator.name])) for operator in words]


Test = Callable[[View, Any, Any], Truth]


def _test(
    operator: Operator, argument: Any, taken_as: tuple[Any, str | None], quick: Answer | None
) -> Test:
    """What an operator says of a value; of plain data most of them say it quickly."""
    default, unit = taken_as

    def test(view: View, around: Any, value: Any) -> Truth:
        said = quick(view, around, value) if quick and type(value) in PLAIN else None
        if said is not None:
            return said
        return Asking(view, around, default, unit).of(value, operator, argument)

    return test


def _operated(look: Look, tests: Sequence[Test], default: Any) -> Callable[[View, Any], Outcome]:
    find, doubt_of = look.find, doubt if look.is_wide else _doubt_of_filter

    def condition(view: View, value: Any) -> Outcome:
        outcomes = [_operate(match, view, value) for match in find(view, value)]
        return outcomes[0] if len(outcomes) == 1 else all_of(outcomes)

    def _operate(match: Match, view: View, around: Any) -> Outcome:
        truths = [test(view, around, match.value) for test in tests]
        truth = truths[0] if len(truths) == 1 else conjunction(truths)
        outcome = _of_default(match, default) if match.value is ABSENT and truth is False else None
        outcome = outcome or outcome_of(truth, match.route, match.value)
        return _doubted(outcome, match, doubt_of(match), Status.FAIL)

    return condition


def _of_default(match: Match, default: Any) -> Outcome | None:
    """The failure of what nobody wrote: what the service does by itself."""
    if isinstance(default, Nothing):
        return None
    return Outcome(Status.FAIL, (Place(match.route, default, is_default=True),))


def _doubted(outcome: Outcome, match: Match, why: Unknown | None, decisive: Status) -> Outcome:
    """What something says that may be no match at all: nothing for sure, if it would decide."""
    if why is None or outcome.status is not decisive:
        return outcome
    return Outcome(Status.UNKNOWN, (Place(match.route, match.value, why.causes),))


def _doubt_of_filter(match: Match) -> Unknown | None:
    return match.doubt


def _sought_of_one(
    look: Look,
    one: One,
    said: Answer,
    tests: Sequence[Test],
    in_full: tuple[Callable[[View, Any], Outcome], Any],
) -> Seek:
    """Operators that are asked of one value, its place made if it is sought."""
    route, (full, default) = look.route, in_full

    def seek(view: View, around: Any, sought: Sought) -> Outcome:
        value = one(around)
        if value is OPEN:
            return full(view, around)
        truth: Truth | None = said(view, around, value) if type(value) in PLAIN else None
        if truth is None:
            truth = conjunction(test(view, around, value) for test in tests)
        if isinstance(truth, Unknown):
            return outcome_of(truth, route, value)
        bare = settled(truth, sought)
        if bare is None and value is ABSENT and not truth:
            bare = _of_default(Match(route, value), default)
        return bare or outcome_of(truth, route, value)

    return seek


def _quantified(inner: Condition, find: Finder, quantifier: Quantifier) -> Condition:
    combine, decisive, full, seek = quantifier.combine, quantifier.decisive, inner.full, inner.seek

    def condition(view: View, value: Any) -> Outcome:
        return combine(_below(match, full(view, match.value)) for match in there(view, value))

    def sought(view: View, value: Any, sought: Sought) -> Outcome:
        wanted = other(sought) if quantifier is NONE else sought
        return combine(
            _below(match, seek(view, match.value, wanted)) for match in there(view, value)
        )

    def there(view: View, value: Any) -> list[Match]:
        return [match for match in find(view, value) if match.value is not ABSENT]

    def _below(match: Match, outcome: Outcome) -> Outcome:
        return _doubted(outcome.below(match.route), match, doubt(match), decisive)

    return Condition(condition, sparing=sought)


def _together(look: Look, together: Together, argument: Any) -> Callable[[View, Any], Outcome]:
    return lambda view, value: together.says(look.matches(together, view, value), argument)


def idle(node: Node, route: Route, kind: str, *beside: str) -> Iterator[Mistake]:
    """A condition that looks at something and asks nothing, or counts in no unit."""
    asked = [word for word in node if word not in {kind, *beside, *_ASKING_NOTHING}]
    if not asked:
        nothing = Message("a {kind} without an operator ({known})")
        known = ", ".join(word for word in ASKING if word not in _ASKING_NOTHING)
        yield told(route, nothing.format(kind=kind, known=known))
    for word in asked if "unit" not in node else ():
        limit = _quantity(word, node[word])
        if limit and limit.dimension:
            bare = Message(
                "{word!r} has a unit; say in which one plain numbers count, as in 'unit: seconds'"
            )
            yield told(route, bare.format(word=word), at=word)


def _quantity(word: str, written: Any) -> Quantity | None:
    operator = OPERATORS.get(word)
    try:
        return operator.take(written) if operator and operator.in_units else None
    except CardError:
        return None
