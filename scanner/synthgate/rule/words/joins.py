"""Conditions about other resources: of the same stack, of the app.

related: TYPE, by: PATH     those whose path leads to this resource
refers: PATH, to: TYPE      those that a path of this resource leads to
there-is: TYPE              those of a type, as far as the rule's scope reaches
unique: PATH, among: TYPE   whether no two of them have the same value
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from synthgate.model import Status
from synthgate.resolve.compare import equal, is_set
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, Decider, Unknown, scalar_text, seen_from_outside
from synthgate.rule.operators.quantities import Tally, limits_of, tally
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import Seen, View
from synthgate.rule.terms.outcome import Outcome, all_of
from synthgate.rule.words.sentence import QUANTIFY, outcome_of
from synthgate.template.data import is_list
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.language.compiler import Compiler, Condition

AT_LEAST_ONE = {"at-least": 1}


def types_of(written: Any) -> tuple[str, ...]:
    """One type, or a list of them."""
    return tuple(written) if is_list(written) else (written,)


def related(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """``related: TYPE, by: PATH``: resources of that type whose path refers to this one."""

    def find(view: View, _: Any) -> tuple[Seen, Route, Any]:
        return referring(view, node), (), ABSENT

    return _about(compiler, node, find)


def referring(view: View, node: Mapping[str, Any]) -> Seen:
    """The resources that a ``related`` is about."""
    types, by = types_of(node["related"]), compile_path(node["by"])
    return _each_once(view.referring(types, by, node.get("in", "app")))


def refers(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """``refers: PATH, to: TYPE``: resources of that type that a path leads to."""
    types, path = types_of(node["to"]), compile_path(node["refers"])

    def find(view: View, value: Any) -> tuple[Seen, Route, Any]:
        matches = list(path.find(value))
        seen = led_to(view, matches, types)
        return (seen, matches[0].route, matches[0].value) if matches else (seen, (), ABSENT)

    return _about(compiler, node, find)


def _each_once(targets: Iterable[tuple[View, Truth]]) -> Seen:
    """What several values lead to is still one resource; what may be elsewhere may be many."""
    elsewhere: Seen = []
    found: dict[tuple[str, str], tuple[View, Truth]] = {}
    for other, there in targets:
        if other.is_whole:
            elsewhere.append((other, there))
            continue
        before = found.get(_identity(other), (other, False))[1]
        found[_identity(other)] = other, disjunction((before, there))
    return [*found.values(), *elsewhere]


def led_to(view: View, matches: Iterable[Match], types: Sequence[str]) -> Seen:
    """The resources of some types that matches lead to."""
    return _each_once(
        (other, conjunction((there, match.doubt or True)))
        for match in matches
        for other, there in view.targets(match.value, types)
    )


def _about(
    compiler: Compiler,
    node: Mapping[str, Any],
    find: Callable[[View, Any], tuple[Seen, Route, Any]],
) -> Condition:
    """What quantifiers and a count ask of other resources; without any: that there is one."""
    parts = [_quantified(word, compiler.compiled(node[word])) for word in QUANTIFY if word in node]
    if "count" in node or not parts:
        limits = limits_of(node.get("count", AT_LEAST_ONE))
        parts.append(lambda seen: _tally(seen).meets(limits))

    def condition(view: View, value: Any) -> Outcome:
        seen, route, saw = find(view, value)
        return outcome_of(conjunction(part(seen) for part in parts), route, saw)

    return condition


def _tally(seen: Seen) -> Tally:
    return tally([(there if _may_be_many(o, there) else True, there) for o, there in seen])


def _may_be_many(other: View, there: Truth) -> bool:
    """Whether an open value stands for any number of resources; a literal name is of one."""
    causes = there.causes if isinstance(there, Unknown) else ()
    return other.is_whole and any(cause.decider is not Decider.OUTSIDE for cause in causes)


def _quantified(word: str, inner: Condition) -> Callable[[Seen], Truth]:
    """Of those that are there: whether any, all or none of them satisfies a condition.

    The one thing that *all* and *none* cannot overlook is a resource that may be elsewhere.
    """

    def satisfies(other: View, there: Truth) -> Truth:
        if isinstance(there, Unknown) and other.is_whole:
            return there
        return truth_of(inner(other, other.resource.body))

    def test(seen: Seen) -> Truth:
        if word == "any":
            return disjunction(conjunction((there, satisfies(o, there))) for o, there in seen)
        wanted = (satisfies(other, there) for other, there in seen)
        kept = wanted if word == "all" else (negation(truth) for truth in wanted)
        return conjunction(
            disjunction((negation(there), one)) for (_, there), one in zip(seen, kept, strict=True)
        )

    return test


def there_is(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """``there-is: TYPE``: enough of that type, of those for which ``where`` holds."""
    types, limits = types_of(node["there-is"]), limits_of(node.get("count", AT_LEAST_ONE))
    where = _where(compiler, node)
    reach = node.get("in")

    def condition(view: View, _: Any) -> Outcome:
        seen = [
            (other, conjunction((_existing(other), where(other))))
            for other in view.everywhere(types, reach)
        ]
        return outcome_of(_tally(seen).meets(limits), (), ABSENT)

    return condition


def _existing(view: View) -> Truth:
    return view.resolver.exists(view.resource.logical_id)


def _where(compiler: Compiler, node: Mapping[str, Any]) -> Callable[[View], Truth]:
    """Whether ``where`` holds of a resource: found out once, whoever asks.

    Who watches the conditions of a card is to see each of them asked.
    """
    if "where" not in node:
        return lambda _: True
    condition = compiler.compiled(node["where"])

    def asked(view: View) -> Truth:
        return truth_of(condition(view, view.resource.body))

    def remembered(view: View) -> Truth:
        key = condition, view.resource.logical_id
        if key not in view.resolver.memo:
            view.resolver.memo[key] = asked(view)
        found: Truth = view.resolver.memo[key]
        return found

    return asked if compiler.watch else remembered


def truth_of(outcome: Outcome) -> Truth:
    """An outcome without its places."""
    causes = (cause for place in outcome.places for cause in place.causes)
    match outcome.status:
        case Status.UNKNOWN:
            return Unknown(tuple(dict.fromkeys(causes)))
        case status:
            return status is Status.PASS


def unique(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """``unique: PATH, among: TYPE``: no two of them have the same value; absent is no value.

    Asked of a resource, it is about that one and the others; of a stack or an app, about all.
    """
    types, path = types_of(node["among"]), compile_path(node["unique"])
    where = _where(compiler, node)
    reach = node.get("in")

    def condition(view: View, _: Any) -> Outcome:
        values = [
            _Valued(other, match, _seen_by(view, other, match.value), there)
            for other in view.everywhere(types, reach)
            for match in path.find(other.resource.body)
            for there in [conjunction(_parts(view, other, match, where))]
            if there is not False
        ]
        return all_of(_repeated(view, values))

    return condition


@dataclass(frozen=True, slots=True)
class _Valued:
    """A value of a resource, as who asks sees it, and whether there is one."""

    other: View
    match: Match
    value: Any
    there: Truth


def _parts(
    view: View, other: View, match: Match, where: Callable[[View], Truth]
) -> Iterator[Truth]:
    """All that has to hold for a value to be one: of a resource that exists and is meant."""
    own = other.resolver is view.resolver
    yield view.exists(other.resource) if own else _existing(other)
    yield is_set(match.value)
    yield match.doubt or True
    yield where(other)


def _seen_by(view: View, other: View, value: Any) -> Any:
    own = other.resolver is view.resolver
    return value if own else seen_from_outside(value, other.resolver.identity)


def _repeated(view: View, values: Sequence[_Valued]) -> Iterator[Outcome]:
    """Each value that another resource has, or may have, too."""
    known: dict[str, list[_Valued]] = {}
    for one in values:
        if not view.is_whole and _identity(one.other) != _identity(view):
            continue
        others = _alike(one, values, known) if view.is_whole else values
        same = disjunction(
            conjunction((one.there, other.there, equal(one.value, other.value)))
            for other in others
            if _identity(other.other) != _identity(one.other)
        )
        if same is not False:
            yield outcome_of(negation(same), _route(view, one), one.match.value)


def _alike(
    one: _Valued, values: Sequence[_Valued], known: dict[str, list[_Valued]]
) -> Sequence[_Valued]:
    """Those that may have the value too: of known ones, those that had it before."""
    if not isinstance(one.value, str | int | float):
        return values
    before = known.setdefault(scalar_text(one.value), [])
    before.append(one)
    return before


def _identity(view: View) -> tuple[str, str]:
    return view.resolver.identity, view.resource.logical_id


def _route(view: View, one: _Valued) -> Route:
    """The way there from what is looked at: a resource of another template has none."""
    if not view.is_whole:
        return one.match.route
    own = one.other.resolver is view.resolver
    return ("Resources", one.other.resource.logical_id, *one.match.route) if own else ()
