"""What CloudFormation does with a resource of which a value differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from synthgate.change.data.deciding import DECIDED, How
from synthgate.change.data.differing import Difference
from synthgate.change.data.documented import DISPUTED, INTERRUPTING, OF_SAM, REFUSED
from synthgate.change.sides import Member
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, distinct
from synthgate.schemas.updates import Updates, updates_of
from synthgate.template.data import is_list, is_mapping

NESTED: Mapping[str, frozenset[str]] = {
    "AWS::CloudFormation::Stack": frozenset({"Parameters", "TemplateURL"}),
    "AWS::Serverless::Application": frozenset({"Location", "Parameters"}),
}
"""What makes another template, by its properties that say what becomes of what is in it."""
CUSTOM = ("AWS::CloudFormation::CustomResource", "Custom::")


@dataclass(frozen=True, slots=True)
class Update:
    """What a difference does; `causes` say why it is not known that it does."""

    difference: Difference
    how: How
    causes: tuple[Cause, ...] = ()

    @property
    def rank(self) -> tuple[bool, How, bool]:
        """What is sure to replace comes before all that may not happen; then by what is worse."""
        is_sure = not self.causes
        return is_sure and self.how >= How.REPLACED, self.how, is_sure


def updates(before: Resource, after: Resource, differing: Iterable[Difference]) -> Iterator[Update]:
    """What each difference of a resource does."""
    for difference in differing:
        how, causes = _effect(after.type, difference, before, after)
        doubts = difference.causes if how is not How.IN_PLACE else ()
        yield Update(difference, how, distinct((*doubts, *causes)))


def _effect(
    kind: str, difference: Difference, before: Resource, after: Resource
) -> tuple[How, tuple[Cause, ...]]:
    if not difference.is_property:
        return How.IN_PLACE, ()
    decided = DECIDED.get((kind, difference.steps[0] if difference.steps else ""))
    told = decided(before.properties, after.properties) if decided else None
    if told is not None:
        return told, ()
    if kind.startswith(CUSTOM):
        return _of_custom_resource(after, difference)
    known = updates_of(kind)
    if known is None:
        return How.MAYBE, (Cause(Decider.UNDOCUMENTED, f"{kind} {difference.path}"),)
    return _by_table(kind, known, difference)


def _of_custom_resource(after: Resource, difference: Difference) -> tuple[How, tuple[Cause, ...]]:
    """The physical ID that its code answers with decides (Custom resources, "Update")."""
    if difference.steps[:1] == ("ServiceToken",):
        return How.REFUSED, ()
    return How.MAYBE, (Cause(Decider.PROVIDER, after.logical_id),)


def _by_table(kind: str, known: Updates, difference: Difference) -> tuple[How, tuple[Cause, ...]]:
    lists: list[tuple[frozenset[str], How, Decider | None]] = [
        (REFUSED.get(kind, frozenset()), How.REFUSED, None),
        (DISPUTED.get(kind, frozenset()), How.MAYBE, Decider.DISPUTED),
        (known.replacing | OF_SAM.get(kind, frozenset()), How.REPLACED, None),
        (INTERRUPTING.get(kind, frozenset()), How.INTERRUPTED, None),
        (known.conditional, How.MAYBE, Decider.CONDITIONAL),
        (known.disputed, How.MAYBE, Decider.DISPUTED),
    ]
    best = max(lists, key=lambda one: _fit(one[0], difference))
    if _fit(best[0], difference) == 0:
        never = known.never_updated
        undocumented = (Cause(Decider.UNDOCUMENTED, f"{kind} {difference.path}"),)
        return (How.MAYBE, undocumented) if never else (How.IN_PLACE, ())
    causes = (Cause(best[2], difference.path),) if best[2] else ()
    return best[1], causes


def _fit(paths: frozenset[str], difference: Difference) -> int:
    """How many steps the longest path of some has that leads to a difference, or into it."""
    steps = difference.steps
    fits = [len(path) for path in map(_split, paths) if steps[: len(path)] == path]
    inside = [
        len(path)
        for path in map(_split, paths)
        if path[: len(steps)] == steps and _is_touched(path[len(steps) :], difference)
    ]
    return max([*fits, *inside], default=0)


def _split(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _is_touched(path: tuple[str, ...], difference: Difference) -> bool:
    """Whether what a path leads to is not the same in the two values that differ."""
    return bool(path) and _at(difference.before, path) != _at(difference.after, path)


def _at(value: Any, path: tuple[str, ...]) -> list[Any]:
    """What stands at a path, in whichever items of lists."""
    if is_list(value):
        return [found for item in value for found in _at(item, path)]
    if not path:
        return [] if value is ABSENT else [value]
    return _at(value.get(path[0], ABSENT), path[1:]) if is_mapping(value) else []


def outside_of(after: Member, told: Iterable[Update]) -> tuple[Cause, ...]:
    """Why it is not known what becomes of what is in another template, which is not in the app."""
    deciding = NESTED.get(after.type)
    resolver = after.stack.resolver
    if not deciding or resolver.app.child(resolver.identity, after.logical_id) is not None:
        return ()
    paths = dict.fromkeys(one.difference.steps[0] for one in told if one.difference.steps)
    return tuple(
        Cause(Decider.OUTSIDE, f"{after.logical_id}.{path}") for path in paths if path in deciding
    )
