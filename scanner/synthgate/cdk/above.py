"""What an app acknowledges above its stacks, which no file of its assembly records.

`Validations.of(construct).acknowledge(…)` leaves metadata at the construct, and an assembly has the
metadata of what is inside a stack only. The constructs around the stacks are few, so each is asked:
two or three questions to Node for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from constructs import IConstruct

from synthgate.model import Acknowledged
from synthgate.records import dataclass
from synthgate.sources.acknowledged import ACKNOWLEDGED, entries_of


@dataclass(frozen=True, slots=True)
class Above:
    """An acknowledgement of a construct around stacks; the app's path is empty."""

    entry: Acknowledged

    def covers(self, rule_id: str, plugin: str, construct_path: str) -> bool:
        """Whether the CDK drops a violation of a construct for it: by the very id, with plugin."""
        around = f"{self.entry.construct}/" if self.entry.construct else ""
        is_below = f"{construct_path}/".startswith(around)
        return is_below and self.entry.id == f"{plugin}::{rule_id}"


def acknowledged_above(app: IConstruct, stacks: Sequence[str], shown: str) -> tuple[Above, ...]:
    """The acknowledgements of every construct that a stack is in, from the app down.

    `stacks` are their paths, and `shown` is what messages call the assembly.
    """
    found: list[Above] = []
    for path, construct in _around(app, stacks):
        for line in construct.node.metadata:
            if line.type == ACKNOWLEDGED:
                said = {"type": line.type, "data": line.data, "trace": line.trace}
                found.extend(_of(path, said, shown))
    return tuple(found)


def _of(path: str, said: Mapping[str, Any], shown: str) -> Iterator[Above]:
    for entry in entries_of(path, said):
        line = f"{entry.frame[0]}:{entry.frame[1]}" if entry.frame else ""
        yield Above(Acknowledged(path, entry.id, entry.reason, shown, line))


def _around(app: IConstruct, stacks: Sequence[str]) -> Iterator[tuple[str, IConstruct]]:
    """Every construct that a stack is in, each once."""
    seen: dict[str, IConstruct] = {"": app}
    for stack in stacks:
        parts = stack.split("/")
        for depth in range(1, len(parts)):
            path, above = "/".join(parts[:depth]), "/".join(parts[: depth - 1])
            if path not in seen and above in seen:
                child = seen[above].node.try_find_child(parts[depth - 1])
                if child is not None:
                    seen[path] = child
    yield from seen.items()
