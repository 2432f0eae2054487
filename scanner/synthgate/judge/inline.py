"""Suppressions that other scanners have people write into a resource's `Metadata`.

A team that excused a finding of another scanner, by the id that it has there, has excused
ours of the same meaning: the rule whose `equivalents` name that id. What is suppressed stays
in the report with its reason. Where each scanner looks:

    checkov          checkov.skip: [{id, comment}]
    cfn_nag          cfn_nag.rules_to_suppress: [{id, reason}]
    cdk-nag          cdk_nag.rules_to_suppress: [{id, reason}]
    guard-registry   guard.SuppressedRules: [NAME, {NAME: reason}]
    cfn-lint         cfn-lint.config.ignore_checks: [id]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.model import (
    Acceptance,
    Disposition,
    Finding,
    Message,
    Problem,
    Text,
    Tool,
    verbatim,
)
from synthgate.problem_code import ProblemCode
from synthgate.template.data import is_list, is_mapping

NO_REASON = Message("no reason is given")


@dataclass(frozen=True, slots=True)
class Inline:
    """An id of another scanner that does not count for a resource, and why."""

    peer: Tool
    id: str
    reason: Text


def excused(finding: Finding, metadata: object) -> Finding:
    """The finding, suppressed where the metadata of its resource excuses its rule."""
    if not is_mapping(metadata):
        return finding
    for inline in inline_suppressions(metadata):
        if inline.id in finding.rule.equivalents.get(inline.peer, ()):
            accepted = Acceptance(f"{inline.peer} {inline.id}", inline.reason)
            return finding.set_aside(Disposition.SUPPRESSED, accepted)
    return finding


def unheeded(number: int) -> Iterator[Problem]:
    """A notice of the suppressions that do not count, for a stranger wrote the templates."""
    if number:
        yield Problem(ProblemCode.SETTING_IGNORED, _UNHEEDED.format(number=number))


def inline_suppressions(metadata: Mapping[str, Any]) -> Iterator[Inline]:
    """Every suppression that a resource's metadata holds."""
    for peer, keys, read in _PLACES:
        node: Any = metadata
        for key in keys:
            node = node.get(key) if is_mapping(node) else None
        for entry in node if is_list(node) else ():
            yield from read(peer, entry)


def _with_id(reason_key: str) -> Callable[[Tool, Any], Iterator[Inline]]:
    def read(peer: Tool, entry: Any) -> Iterator[Inline]:
        if is_mapping(entry) and isinstance(entry.get("id"), str):
            yield Inline(peer, entry["id"], _reason(entry.get(reason_key)))

    return read


def _named(peer: Tool, entry: Any) -> Iterator[Inline]:
    """A bare id, or a mapping of ids to reasons."""
    if isinstance(entry, str):
        yield Inline(peer, entry, NO_REASON)
    elif is_mapping(entry):
        yield from (Inline(peer, str(id_), _reason(reason)) for id_, reason in entry.items())


def _reason(written: object) -> Text:
    words = written.strip() if isinstance(written, str) else ""
    return verbatim(words) if words else NO_REASON


_Read = Callable[[Tool, Any], Iterator[Inline]]

_PLACES: tuple[tuple[Tool, tuple[str, ...], _Read], ...] = (
    ("checkov", ("checkov", "skip"), _with_id("comment")),
    ("cfn_nag", ("cfn_nag", "rules_to_suppress"), _with_id("reason")),
    ("cfn_nag", ("cfn-nag", "rules_to_suppress"), _with_id("reason")),  # as Guard's templates say
    ("cdk-nag", ("cdk_nag", "rules_to_suppress"), _with_id("reason")),
    ("guard-registry", ("guard", "SuppressedRules"), _named),
    ("cfn-lint", ("cfn-lint", "config", "ignore_checks"), _named),
)

_UNHEEDED = Message("--untrusted: suppressions in the templates not followed: {number}")
