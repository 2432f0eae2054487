"""Which values of a resource differ between the base and the head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.change.data.comparing import Comparing
from synthgate.change.sides import Member
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.compare import may_be_left_out
from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.values import ABSENT, Unknown, causes_of, written_at
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

NO_PART = frozenset({"Type", "Condition", "DependsOn", "Metadata"})
"""Attributes of a resource that are not compared: what is there is told by others, or deploys
nothing."""
INIT = "AWS::CloudFormation::Init"
"""The one part of the metadata that an instance reads (Template Reference, "CloudFormation helper
scripts reference")."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs, or of which that is not known: then it has `causes`."""

    route: Route
    before: Any
    after: Any
    causes: tuple[Cause, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """The names of the properties on the way to it, without the places in lists."""
        return tuple(step for step in self.route[1:] if isinstance(step, str))

    @property
    def path(self) -> str:
        """The same as one path: ``KubernetesNetworkConfig.IpFamily``."""
        return ".".join(self.steps)

    @property
    def is_property(self) -> bool:
        """Whether it is inside of the properties, and no other attribute of the resource."""
        return self.route[0] == "Properties"


def differences(before: Member, after: Member, comparing: Comparing) -> tuple[Difference, ...]:
    """What differs, in the order of the head."""
    old, new = before.resource.body, after.resource.body
    found: list[Difference] = []
    for key in _keys(old, new):
        if key in NO_PART:
            continue
        sides = (_parts(one).get(key, ABSENT) for one in (before.raw, after.raw))
        empty: Any = {} if key == "Properties" else ABSENT
        found.extend(
            _walk((key,), (old.get(key, empty), new.get(key, empty)), tuple(sides), comparing)
        )
    found.extend(_of_init(before, after))
    return tuple(found)


def _parts(written: Any) -> dict[str, Any]:
    return written if is_mapping(written) else {}


def _of_init(before: Member, after: Member) -> Iterator[Difference]:
    old, new = (_parts(one.raw.get("Metadata")).get(INIT, ABSENT) for one in (before, after))
    if old != new:
        yield Difference(("Metadata", INIT), old, new)


def _keys(old: Any, new: Any) -> list[str]:
    return [*dict.fromkeys([*new, *old])]


def _walk(
    route: Route, values: tuple[Any, Any], written: tuple[Any, ...], comparing: Comparing
) -> Iterator[Difference]:
    """The differences between two values, which stand where they are written."""
    old, new = values
    if is_mapping(old) and is_mapping(new):
        for key in _keys(old, new):
            below = tuple(_step(one, key) for one in written)
            sides = old.get(key, ABSENT), new.get(key, ABSENT)
            yield from _walk((*route, key), sides, below, comparing)
    elif is_list(old) and is_list(new) and len(old) == len(new):
        for index, sides in enumerate(zip(old, new, strict=True)):
            at = written_at(new, index)
            below = tuple(_step(one, at) for one in written)
            yield from _walk((*route, at), sides, below, comparing)
    else:
        yield from _compared(route, old, new, written, comparing)


def _compared(
    route: Route, old: Any, new: Any, written: tuple[Any, ...], comparing: Comparing
) -> Iterator[Difference]:
    same = _same_lists(old, new) if is_list(old) and is_list(new) else comparing.same(old, new)
    if same is True:
        return
    if isinstance(same, Unknown):
        if not comparing.is_steady(*written):
            yield Difference(route, old, new, same.causes)
        return
    yield Difference(route, old, new, comparing.kept(*written))


def _same_lists(old: list[Any], new: list[Any]) -> bool | Unknown:
    """Whether two lists that are not of one length may be of one."""
    every = [*old, *new]
    return Unknown(causes_of(every)) if any(map(may_be_left_out, every)) else False


def _step(written: Any, step: str | int) -> Any:
    """What is written at a step, or the function that all of it comes from."""
    if is_mapping(written) and not _is_function(written):
        return written.get(str(step), ABSENT)
    if is_list(written) and isinstance(step, int):
        return written[step] if step < len(written) else ABSENT
    return written


def _is_function(written: dict[str, Any]) -> bool:
    return len(written) == 1 and (
        (name := next(iter(written))) in FUNCTIONS or name.startswith("Fn::")
    )
