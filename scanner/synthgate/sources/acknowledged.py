"""The rules that a CDK program acknowledges, as a stack's metadata records them.

`Validations.of(construct).acknowledge(…)` leaves an entry of type `aws:cdk:acknowledged-rules` at
the construct, a mapping of ids to reasons, with a trace (aws-cdk-lib,
`core/lib/validation/validations.ts`). What is acknowledged on the app, or a stage, is in no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from synthgate.model import Acknowledged, Acknowledgements, SourceLine
from synthgate.records import dataclass
from synthgate.sources.frames import Frame, user_frame
from synthgate.template.data import is_list, is_mapping

ACKNOWLEDGED = "aws:cdk:acknowledged-rules"


@dataclass(frozen=True, slots=True)
class Entry:
    """One acknowledged rule, by its construct (``/App/Stack/X``), and the line that says so."""

    construct: str
    id: str
    reason: str
    frame: Frame | None = None


def entries_of(construct: str, metadata: Mapping[str, Any]) -> Iterator[Entry]:
    """What one entry of the metadata of a construct acknowledges."""
    rules, trace = metadata.get("data"), metadata.get("trace")
    if metadata.get("type") != ACKNOWLEDGED or not is_mapping(rules):
        return
    frame = user_frame(trace) if is_list(trace) else None
    for rule, reason in rules.items():
        yield Entry(construct, rule, reason if isinstance(reason, str) else "", frame)


def acknowledgements(
    entries: tuple[Entry, ...], path: str, line_of: Callable[[Frame], SourceLine]
) -> Acknowledgements:
    """The entries of a stack as its templates have them; `path` is the file that records them."""
    return Acknowledgements(tuple(_acknowledged(one, path, line_of) for one in entries))


def _acknowledged(entry: Entry, path: str, line_of: Callable[[Frame], SourceLine]) -> Acknowledged:
    line = line_of(entry.frame) if entry.frame else None
    return Acknowledged(
        entry.construct.removeprefix("/"),
        entry.id,
        entry.reason,
        path,
        f"{line.path}:{line.line}" if line else "",
    )
