"""What an intrinsic function may ask, and what it gives where there is nothing to give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import Unknown, causes_of, unknown


class Resolving(Protocol):
    """What an intrinsic function may ask."""

    def resolve(self, node: object) -> Any: ...  # noqa: D102
    def ref(self, name: str) -> Any: ...  # noqa: D102
    def attribute(self, logical_id: str, attribute: str) -> Any: ...  # noqa: D102
    def condition(self, name: str) -> Truth: ...  # noqa: D102
    def decide(self, node: object) -> Truth: ...  # noqa: D102
    def mapping(self, name: str) -> object: ...  # noqa: D102
    def cell(self, name: str, row: str, column: str) -> Any: ...  # noqa: D102
    def takes(self, steps: int) -> bool: ...  # noqa: D102
    def imported(self, name: object) -> Any: ...  # noqa: D102
    def stack_output(self, wanted: Mapping[str, Any]) -> Any: ...  # noqa: D102
    def dynamic_reference(self, text: str) -> Any: ...  # noqa: D102


Function = Callable[[Resolving, Any], Any]


def not_known(function: str, value: object) -> Unknown:
    """An argument that is not known yet; or, where there is nothing to know, not right."""
    causes = causes_of(value)
    return Unknown(causes) if causes else malformed(function)


def malformed(function: str) -> Unknown:
    """What a function gives whose argument is not right."""
    return unknown(Decider.FUNCTION, function)


def impossible(name: str) -> Unknown:
    """What cannot be deployed."""
    return unknown(Decider.IMPOSSIBLE, name)
