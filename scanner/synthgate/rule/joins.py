"""Conditions about other resources: of the same stack, of the app.

related: TYPE, by: PATH     those whose path leads to this resource
refers: PATH, to: TYPE      those that a path of this resource leads to
there-is: TYPE              those of a type, as far as the rule's scope reaches
unique: PATH, among: TYPE   whether no two of them have the same value
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from synthgate.model import Status
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, NO_VALUE, Unknown, scalar_text
from synthgate.rule.jsonpath import compile_path
from synthgate.rule.outcome import Outcome, all_of
from synthgate.rule.quantities import Tally, limits_of, tally
from synthgate.rule.sentence import QUANTIFY, outcome_of
from synthgate.rule.view import Seen, View
from synthgate.template.data import is_list
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.conditions import Compiler, Condition

AT_LEAST_ONE = {"at-least": 1}


def _types(written: Any) -> tuple[str, ...]:
    return tuple(written) if is_list(written) else (written,)


def related(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """``related: TYPE, by: PATH``: resources of that type whose path refers to this one."""
    types, by = _types(node["related"]), compile_path(node["by"])
    return _about(compiler, node, lambda view, _: (view.referring(types, by), (), ABSENT))


def refers(compiler: Compiler, node: Mapping[str, Any]) -> Condition:
    """``refers: PATH, to: TYPE``: resources of that type that a path leads to."""
    types, path = _types(node["to"]), compile_path(node["refers"])

    def find(view: View, value: Any) -> tuple[Seen, Route, Any]:
        matches = list(path.find(value))
        seen = [
            (other, conjunction((there, match.doubt or True)))
            for match in matches
            for other, there in view.targets(match.value, types)
        ]
        return (seen, matches[0].route, matches[0].value) if matches else (seen, (), ABSENT)

    return _about(compiler, node, find)


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
    return tally([(True, there) for _, there in seen])


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
    types, limits = _types(node["there-is"]), limits_of(node.get("count", AT_LEAST_ONE))
    where = compiler.compiled(node["where"]) if "where" in node else None
    reach = node.get("in")

    def condition(view: View, _: Any) -> Outcome:
        seen = [
            (other, conjunction((_existing(other), _where(where, other))))
            for other in view.everywhere(types, reach)
        ]
        return outcome_of(_tally(seen).meets(limits), (), ABSENT)

    return condition


def _existing(view: View) -> Truth:
    return view.resolver.exists(view.resource.logical_id)


def _where(where: Condition | None, view: View) -> Truth:
    return truth_of(where(view, view.resource.body)) if where else True


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
    types, path = _types(node["among"]), compile_path(node["unique"])
    where = compiler.compiled(node["where"]) if "where" in node else None
    reach = node.get("in")

    def condition(view: View, _: Any) -> Outcome:
        values = [
            (other, match.value, match.route)
            for other in view.everywhere(types, reach)
            if _where(where, other) is not False
            for match in path.find(other.resource.body)
            if match.value is not ABSENT and match.value is not NO_VALUE
        ]
        return all_of(_repeated(view, values))

    return condition


Valued = tuple[View, Any, Route]


def _repeated(view: View, values: Sequence[Valued]) -> Iterator[Outcome]:
    """Each value that another resource has, or may have, too."""
    first: dict[str, Valued] = {}
    for one in values:
        if not view.is_whole and not _is_at(one[0], view):
            continue
        for other in _alike(one, values, first) if view.is_whole else values:
            if other is one or _is_at(other[0], one[0]):
                continue
            same = equal(one[1], other[1])
            if same is not False:
                yield outcome_of(negation(same), _route(view, one), one[1])
                break


def _alike(one: Valued, values: Sequence[Valued], first: dict[str, Valued]) -> Sequence[Valued]:
    """Those that may have the value too: of known ones, the first that had it."""
    if not isinstance(one[1], str | int | float):
        return values
    known = first.setdefault(scalar_text(one[1]), one)
    return [known]


def _is_at(one: View, other: View) -> bool:
    here = one.resolver.identity, one.resource.logical_id
    return here == (other.resolver.identity, other.resource.logical_id)


def _route(view: View, one: Valued) -> Route:
    """The way there from what is looked at: a resource of another template has none."""
    other, _, route = one
    if not view.is_whole:
        return route
    own = other.resolver is view.resolver
    return ("Resources", other.resource.logical_id, *route) if own else ()
