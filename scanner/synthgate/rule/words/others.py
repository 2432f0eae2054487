"""Other resources that a condition is about, and what quantifiers and a count ask of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from synthgate.model import Status, Text
from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import Unknown
from synthgate.rule.operators.tally import Tally, limits_of, tally
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import Seen, View
from synthgate.rule.terms.arguments import OF_OTHERS
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.outcome import Outcome, outcome_of, saying, truth_of
from synthgate.rule.terms.quick import decided
from synthgate.rule.words.count import COUNT
from synthgate.rule.words.elsewhere import name_of_stranger, passes
from synthgate.rule.words.message import speaks
from synthgate.rule.words.quantifiers import ALL, ANY, NONE, QUANTIFIERS, Quantifier, taking
from synthgate.template.data import is_list
from synthgate.template.document import Route

AT_LEAST_ONE = {"at-least": 1}

ASKING = (*taking(OF_OTHERS), COUNT)
"""What may be asked of other resources."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a condition is about: another resource, or an entry of it; and whether it is there."""

    view: View
    there: Truth
    entry: Match | None = None

    @property
    def value(self) -> Any:
        """What conditions are asked of."""
        return self.entry.value if self.entry else self.view.resource.body


Find = Callable[[View, Any], tuple[Sequence[Found], Route, Any]]
"""The resources that a condition is about, and the place that names them."""

NamesNone = Callable[[View, Any], bool]
"""Whether there is surely nothing that could name one."""


def types_of(written: Any) -> tuple[str, ...]:
    """One type, or a list of them."""
    return tuple(written) if is_list(written) else (written,)


def whole(seen: Seen) -> list[Found]:
    """Resources, of which no entry is singled out."""
    return [Found(other, there) for other, there in seen]


def each_once(targets: Iterable[tuple[View, Truth]]) -> Seen:
    """What several values lead to is still one resource; what may be elsewhere may be many."""
    elsewhere: Seen = []
    found: dict[tuple[str, ...], tuple[View, Truth]] = {}
    for other, there in targets:
        name = name_of_stranger(other)
        if other.is_whole and name is None:
            elsewhere.append((other, there))
            continue
        key = (*identity(other), str(name))
        before = found.get(key, (other, False))[1]
        found[key] = other, disjunction((before, there))
    return [*found.values(), *elsewhere]


def about(
    compiler: Compiling, node: Node, find: Find, names_none: NamesNone | None = None
) -> Condition:
    """What quantifiers and a count ask of other resources; without any: that there is one.

    Where none is named, the answer is the same each time, and quick.
    """
    strangers_pass = passes(node)
    parts = [
        _quantified(one, _asking(compiler, node[word]), strangers_pass=strangers_pass)
        for word, one in QUANTIFIERS.items()
        if word in node
    ]
    if COUNT.name in node or not parts:
        limits = limits_of(node.get(COUNT.name, AT_LEAST_ONE))
        parts.append(
            lambda found: (number_of(_counting(found, strangers_pass)).meets(limits), None)
        )

    def condition(view: View, value: Any) -> Outcome:
        found, route, saw = find(view, value)
        if not found:
            return outcome_of(nothing, route, saw)
        answers = [part(found) for part in parts]
        truth = conjunction(answer for answer, _ in answers)
        message = next((said for answer, said in answers if said and answer is truth), None)
        outcome = outcome_of(truth, route, saw)
        return saying(outcome, message) if message else outcome

    nothing = conjunction(part(())[0] for part in parts)

    def quick(view: View, value: Any) -> bool | None:
        return decided(nothing) if names_none and names_none(view, value) else None

    return Condition(condition, quick if names_none else None, looks=True)


def _counting(found: Sequence[Found], strangers_pass: bool) -> list[Found]:
    """Those that count: strangers do where they pass."""
    return [one for one in found if strangers_pass or name_of_stranger(one.view) is None]


def number_of(found: Iterable[Found]) -> Tally:
    """How many there are."""
    return tally([(_counted(one), one.there) for one in found])


def _counted(found: Found) -> Any:
    """What is counted: an open value stands for any number; a literal name is of one."""
    if found.entry:
        return found.entry.value
    causes = found.there.causes if isinstance(found.there, Unknown) else ()
    is_one = all(cause.decider is Decider.OUTSIDE for cause in causes)
    return True if is_one or not found.view.is_whole else found.there


Answer = tuple[Truth, Text | None]
"""What is so of several resources, and what the card says of one that decided it."""


Ask = Callable[[Found, list[Outcome]], Truth]
"""What a condition says of a resource; an answer that has something to say is noted."""


def _asking(compiler: Compiling, node: Node) -> Ask:
    """A condition of other resources: quickly, unless the card says something of what decides."""
    condition = compiler.compiled(node)
    if not speaks(node):
        return lambda one, _: truth_of(condition.answer(one.view, one.value, None))

    def ask(one: Found, asked: list[Outcome]) -> Truth:
        asked.append(condition.full(one.view, one.value))
        return truth_of(asked[-1])

    return ask


def _quantified(
    quantifier: Quantifier, ask: Ask, *, strangers_pass: bool
) -> Callable[[Sequence[Found]], Answer]:
    """Of those that are there: whether any, all or none of them satisfies a condition.

    Strangers count for it, or against it, whatever it asks. The one thing that *all* and *none*
    cannot overlook is a resource that may be elsewhere.
    """

    def satisfies(one: Found, asked: list[Outcome]) -> Truth:
        if name_of_stranger(one.view) is not None:
            return strangers_pass is (quantifier is not NONE)
        if isinstance(one.there, Unknown) and one.view.is_whole:
            return one.there
        return ask(one, asked)

    def truth(found: Sequence[Found], asked: list[Outcome]) -> Truth:
        if quantifier is ANY:
            return disjunction(conjunction((one.there, satisfies(one, asked))) for one in found)
        wanted = (satisfies(one, asked) for one in found)
        kept = wanted if quantifier is ALL else (negation(truth) for truth in wanted)
        return conjunction(
            disjunction((negation(one.there), so)) for one, so in zip(found, kept, strict=True)
        )

    def test(found: Sequence[Found]) -> Answer:
        asked: list[Outcome] = []
        answer = truth(found, asked)
        decisive = Status.PASS if (answer is True) is not (quantifier is NONE) else Status.FAIL
        return answer, _said_by(asked, decisive)

    return test


def _said_by(asked: Iterable[Outcome], status: Status) -> Text | None:
    """What the card says of the first that has an answer."""
    places = (place for one in asked if one.status is status for place in one.places)
    return next((place.message for place in places if place.message), None)


def identity(view: View) -> tuple[str, str]:
    """A resource among all those of the app."""
    return view.resolver.identity, view.resource.logical_id
