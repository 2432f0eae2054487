"""What a file of evidence says of who files a statement, and of how each control is run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synthgate.judge.days import day
from synthgate.model import Message, Operation, Organization, Signature
from synthgate.records import dataclass
from synthgate.rule.cards.shapes import fields, items, saying, text, truth
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

ORGANIZATION, OPERATION = "organization", "operation"
_SIGNERS = ("author", "reviewer", "approver")
_signature = fields({"name": saying, "date": day}, required=("name",))
organization = fields(
    {"name": saying, "scope": saying, **dict.fromkeys(_SIGNERS, _signature)}, required=("name",)
)
"""The shape of who files a statement."""
_form = fields(
    {
        "control": text,
        "framework": text,
        "applicable": truth,
        "implemented": truth,
        "reason": saying,
        "how": saying,
        "documents": items(saying, Message("a list of documents")),
        "owner": saying,
    },
    required=("control",),
)


def _entry(value: Any, route: Route) -> Iterator[Mistake]:
    yield from _form(value, route)
    if not is_mapping(value):
        return
    if value.get("applicable") is False and "reason" not in value:
        yield told(route, _NEEDS_REASON)
    if value.get("applicable") is False and value.get("implemented") is True:
        yield told((*route, "implemented"), _BOTH)


operation = items(_entry, Message("a list of how controls are run"))
"""The shape of how controls are run."""


@dataclass(frozen=True, slots=True)
class Run:
    """One entry: how a control is run, the framework if it names one, and its route."""

    operation: Operation
    framework: str | None
    route: Route


def organization_of(body: Mapping[str, Any]) -> Organization | None:
    """Who files a statement, as a file without mistakes says."""
    said = body.get(ORGANIZATION)
    if said is None:
        return None
    signed = (said.get(one) for one in _SIGNERS)
    signatures = (Signature(one["name"], one.get("date")) if one else None for one in signed)
    return Organization(said["name"], said.get("scope"), *signatures)


def operations_of(body: Mapping[str, Any]) -> tuple[Run, ...]:
    """How controls are run, as a file without mistakes says."""
    listed = body.get(OPERATION) or ()
    return tuple(_run(one, (OPERATION, index)) for index, one in enumerate(listed))


def _run(entry: Mapping[str, Any], route: Route) -> Run:
    made = Operation(
        entry["control"],
        *(entry.get(key) for key in ("applicable", "implemented", "reason", "how", "owner")),
        documents=tuple(entry.get("documents", ())),
    )
    return Run(made, entry.get("framework"), route)


def twice(runs: Sequence[Run]) -> Iterator[Mistake]:
    """The entries about a control that another one is about already.

    One that names no framework may be about the same as any other of the control.
    """
    seen: dict[str, set[str | None]] = {}
    for one in runs:
        before = seen.setdefault(one.operation.control, set())
        if one.framework in before or (before and None in {one.framework, *before}):
            yield told((*one.route, "control"), _TWICE.format(control=one.operation.control))
        before.add(one.framework)


_NEEDS_REASON = Message("what is not applicable needs 'reason'")
_BOTH = Message("what is not applicable is not implemented either")
_TWICE = Message(
    "how {control!r} is run is said already: once for each framework, each with 'framework'"
)
