"""Other resources that a condition is about, and what quantifiers and a count ask of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import Decider, Unknown
from synthgate.rule.operators.tally import Tally, limits_of, tally
from synthgate.rule.surroundings.view import Seen, View
from synthgate.rule.terms.arguments import OF_OTHERS
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.outcome import Outcome, outcome_of, truth_of
from synthgate.rule.words.count import COUNT
from synthgate.rule.words.elsewhere import name_of_stranger, passes
from synthgate.rule.words.quantifiers import ALL, ANY, NONE, QUANTIFIERS, Quantifier, taking
from synthgate.template.data import is_list
from synthgate.template.document import Route

AT_LEAST_ONE = {"at-least": 1}

ASKING = (*taking(OF_OTHERS), COUNT)
"""What may be asked of other resources."""

Find = Callable[[View, Any], tuple[Seen, Route, Any]]
"""The resources that a condition is about, and the place that names them."""


def types_of(written: Any) -> tuple[str, ...]:
    """One type, or a list of them."""
    return tuple(written) if is_list(written) else (written,)


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


def about(compiler: Compiling, node: Node, find: Find) -> Condition:
    """What quantifiers and a count ask of other resources; without any: that there is one."""
    strangers_pass = passes(node)
    parts = [
        _quantified(one, compiler.compiled(node[word]), strangers_pass=strangers_pass)
        for word, one in QUANTIFIERS.items()
        if word in node
    ]
    if COUNT.name in node or not parts:
        limits = limits_of(node.get(COUNT.name, AT_LEAST_ONE))
        parts.append(lambda seen: number_of(_counting(seen, strangers_pass)).meets(limits))

    def condition(view: View, value: Any) -> Outcome:
        seen, route, saw = find(view, value)
        return outcome_of(conjunction(part(seen) for part in parts), route, saw)

    return condition


def _counting(seen: Seen, strangers_pass: bool) -> Seen:
    """Those that count: strangers do where they pass."""
    return [one for one in seen if strangers_pass or name_of_stranger(one[0]) is None]


def number_of(seen: Seen) -> Tally:
    """How many there are."""
    return tally([(there if _may_be_many(o, there) else True, there) for o, there in seen])


def _may_be_many(other: View, there: Truth) -> bool:
    """Whether an open value stands for any number of resources; a literal name is of one."""
    causes = there.causes if isinstance(there, Unknown) else ()
    return other.is_whole and any(cause.decider is not Decider.OUTSIDE for cause in causes)


def _quantified(
    quantifier: Quantifier, inner: Condition, *, strangers_pass: bool
) -> Callable[[Seen], Truth]:
    """Of those that are there: whether any, all or none of them satisfies a condition.

    Strangers count for it, or against it, whatever it asks. The one thing that *all* and *none*
    cannot overlook is a resource that may be elsewhere.
    """

    def satisfies(other: View, there: Truth) -> Truth:
        if name_of_stranger(other) is not None:
            return strangers_pass is (quantifier is not NONE)
        if isinstance(there, Unknown) and other.is_whole:
            return there
        return truth_of(inner(other, other.resource.body))

    def test(seen: Seen) -> Truth:
        if quantifier is ANY:
            return disjunction(conjunction((there, satisfies(o, there))) for o, there in seen)
        wanted = (satisfies(other, there) for other, there in seen)
        kept = wanted if quantifier is ALL else (negation(truth) for truth in wanted)
        return conjunction(
            disjunction((negation(there), one)) for (_, there), one in zip(seen, kept, strict=True)
        )

    return test


def identity(view: View) -> tuple[str, str]:
    """A resource among all those of the app."""
    return view.resolver.identity, view.resource.logical_id
