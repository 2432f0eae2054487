"""A statement of a policy, and what is asked of its elements.

IAM User Guide, "IAM JSON policy elements reference": Action, Resource and the members of
Principal hold one string or a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth, agreed, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, Nothing, Unknown, written_at
from synthgate.rule.iam.elements import (
    Reader,
    action_pattern,
    covers,
    resource_pattern,
    spelt_out,
    touches,
    wanted_action,
    wanted_resource,
)
from synthgate.rule.texts.wildcards import Pattern
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
        value = self._get(key)
        return [] if value is ABSENT else list(each((*self.route, key), value))

    def asked(self, key: str, names: ValueTest, leaves_out: ValueTest) -> Truth:
        """A test of what an element names, or one of what its opposite (``NotAction``) does."""
        elements = ((key, names), (f"Not{key}", leaves_out))
        return disjunction(through(test, self._get(name)) for name, test in elements)

    def covers_action(self, action: str) -> Truth:
        """Whether it is about an action; of one with wildcards, about all that it matches."""
        return self._holds("Action", wanted_action(action), action_pattern)

    def touches_action(self, action: str) -> Truth:
        """Whether it is about something that an action with wildcards matches."""
        return self._holds("Action", wanted_action(action), action_pattern, of_some=True)

    def covers_resource(self, resource: str) -> Truth:
        """Whether it is about a resource; of an ARN with wildcards, about all that it matches."""
        return self._holds("Resource", wanted_resource(resource), resource_pattern)

    def _holds(self, key: str, wanted: Pattern, read: Reader, *, of_some: bool = False) -> Truth:
        named, left_out = (touches, covers) if of_some else (covers, touches)
        return self.asked(
            key,
            lambda value: named(value, wanted, read),
            lambda value: negation(left_out(value, wanted, read)),
        )

    def _get(self, key: str) -> Any:
        if self.body.__class__ is dict:
            return self.body.get(key, ABSENT)
        return Unknown(self.body.causes) if isinstance(self.body, Unknown) else ABSENT


ValueTest = Callable[[Any], Truth]
"""Asks something of what stands under a key."""


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
