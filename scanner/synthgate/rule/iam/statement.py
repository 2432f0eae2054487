"""A statement of a policy, and what is asked of its elements.

IAM User Guide, "IAM JSON policy elements reference": Action, Resource and the members of
Principal hold one string or a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth, agreed, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, Nothing, Unknown, written_at
from synthgate.rule.iam.elements import (
    action_pattern,
    covers,
    resource_pattern,
    spelt_out,
    touches,
    wanted_action,
    wanted_resource,
)
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Placed = tuple[Route, Any]
"""A value and the way to it from the resource."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy document, at its place in the resource."""

    route: Route
    body: Any

    @property
    def effect(self) -> Any:
        """``Allow``, ``Deny``, or a value that is not known."""
        return self._get("Effect")

    @property
    def actions(self) -> list[Placed]:
        """The actions that it names, not those it leaves out with ``NotAction``."""
        return self.values("Action")

    @property
    def resources(self) -> list[Placed]:
        """The resources that it names."""
        return self.values("Resource")

    @property
    def conditions(self) -> Any:
        """The ``Condition`` block, `ABSENT` if it has none."""
        return self._get("Condition")

    def principals(self, key: str = "Principal") -> list[Placed]:
        """Every principal; ``"*"`` stands for everyone, as ``{"AWS": "*"}`` does."""
        principal = self._get(key)
        if not is_mapping(principal):
            return [((*self.route, key), principal)] if principal is not ABSENT else []
        return [
            placed
            for kind, value in principal.items()
            for placed in each((*self.route, key, kind), value)
        ]

    def has(self, key: str) -> bool:
        """Whether an element is there."""
        return is_mapping(self.body) and key in self.body

    def values(self, key: str) -> list[Placed]:
        """The values of an element, one or many."""
        value, route = self._get(key), (*self.route, key)
        if value.__class__ is list:  # as most are; a generator would take longer
            return [((*route, index), item) for index, item in enumerate(value)]
        return [] if value is ABSENT else list(each(route, value))

    def asked(self, key: str, names: ValueTest, leaves_out: ValueTest) -> Truth:
        """A test of what an element names, or one of what its opposite (``NotAction``) does."""
        elements = ((key, names), (f"Not{key}", leaves_out))
        return disjunction(through(test, self._get(name)) for name, test in elements)

    def covers_action(self, action: str) -> Truth:
        """Whether it is about an action; of one with wildcards, about all that it matches."""
        return self._holds("Action", action, _covers_action, _touches_action)

    def covers_one_of(self, actions: tuple[str, ...]) -> Truth:
        """Whether it is about one of some actions."""
        texts = self._texts("Action")
        if texts is not None:
            return _said_of_one(texts, actions)
        return disjunction(self.covers_action(action) for action in actions)

    def touches_action(self, action: str) -> Truth:
        """Whether it is about something that an action with wildcards matches."""
        return self._holds("Action", action, _touches_action, _covers_action)

    def covers_resource(self, resource: str) -> Truth:
        """Whether it is about a resource; of an ARN with wildcards, about all that it matches."""
        return self._holds("Resource", resource, _covers_resource, _touches_resource)

    def _holds(self, key: str, wanted: str, named: _Asks, left_out: _Asks) -> Truth:
        texts = self._texts(key)
        if texts is not None:
            return _said(named, texts, wanted)
        return self.asked(
            key,
            lambda value: named(value, wanted),
            lambda value: negation(left_out(value, wanted)),
        )

    def _texts(self, key: str) -> tuple[str, ...] | None:
        """The strings that an element is, as most are; None of what is open, left out or many."""
        body = self.body
        if body.__class__ is not dict or f"Not{key}" in body:
            return None
        value = body.get(key)
        if value.__class__ is str:
            return (value,)
        if is_list(value) and len(value) <= _FEW and {*map(type, value)} <= _STRINGS:
            return tuple(value)
        return None

    def _get(self, key: str) -> Any:
        if self.body.__class__ is dict:
            return self.body.get(key, ABSENT)
        return Unknown(self.body.causes) if isinstance(self.body, Unknown) else ABSENT


ValueTest = Callable[[Any], Truth]
"""Asks something of what stands under a key."""
_Asks = Callable[[Any, str], Truth]
"""Asks of a value what it matches of an action, or of a resource, that is written out."""
_STRINGS = {str}
_FEW = 100
"""Of how many strings what was said of them is kept."""


def _covers_action(value: Any, wanted: str) -> Truth:
    return covers(value, wanted_action(wanted), action_pattern)


def _touches_action(value: Any, wanted: str) -> Truth:
    return touches(value, wanted_action(wanted), action_pattern)


def _covers_resource(value: Any, wanted: str) -> Truth:
    return covers(value, wanted_resource(wanted), resource_pattern)


def _touches_resource(value: Any, wanted: str) -> Truth:
    return touches(value, wanted_resource(wanted), resource_pattern)


@lru_cache(maxsize=8192)
def _said(ask: _Asks, texts: tuple[str, ...], wanted: str) -> Truth:
    """An answer about strings: many rules ask the same of a statement, and many statements do."""
    return ask([*texts], wanted)


@lru_cache(maxsize=4096)
def _said_of_one(texts: tuple[str, ...], actions: tuple[str, ...]) -> Truth:
    """An answer about several actions: mostly no string is of their services."""
    asked, named = ({*map(_service, words)} for words in (actions, texts))
    is_near = not asked.isdisjoint(named) or any(map(_has_wildcard, asked | named))
    return is_near and disjunction(_said(_covers_action, texts, action) for action in actions)


def _service(action: str) -> str:
    return action.partition(":")[0].casefold()


def _has_wildcard(text: str) -> bool:
    return "*" in text or "?" in text


def through(test: ValueTest, value: Any) -> Truth:
    """A test of a value, or of each that it may be; of what is not there, it is false."""
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: through(test, choice), value)
    return not isinstance(value, Nothing) and test(value)


def of_all(values: Any, test: ValueTest) -> Truth:
    """A test of one value, or of each of a list; of none, it is true."""
    values = spelt_out(values)
    if isinstance(values, Unknown) and values.choices:
        return agreed(lambda choice: of_all(choice, test), values)
    if is_list(values):
        return conjunction(of_all(value, test) for value in values)
    return isinstance(values, Nothing) or test(values)


def each(route: Route, value: Any) -> Iterator[Placed]:
    """The items of a list; a single value is a list of one."""
    if is_list(value):
        for index, item in enumerate(value):
            yield (*route, index if value.__class__ is list else written_at(value, index)), item
    else:
        yield route, value
