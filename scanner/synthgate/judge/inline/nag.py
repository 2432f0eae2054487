"""Suppressions of cdk-nag: the ids of its releases, and the findings that they name.

cdk-nag 2 writes ``{id, reason, applies_to: [ID, {regex: /…/}]}`` into the metadata of resources,
and of templates for whole stacks (`NagSuppressions`). cdk-nag 3 asks what the CDK has acknowledged:
``AwsSolutions-S10``, with the pack before it (``AwsSolutions::AwsSolutions-S10``) or, as the CDK
writes ids without, ``Annotation::`` in small letters until aws-cdk-lib 2.262.1, and with a finding
behind it (``AwsSolutions-IAM5[Action::s3:*]``); it may write the same ids into metadata.
"""

from __future__ import annotations

import base64
import re
from binascii import Error
from collections.abc import Iterator
from typing import Any, NamedTuple

from synthgate.errors import CardError
from synthgate.judge.inline.said import EVERYTHING, OURS, Part, Said, reason_of
from synthgate.model import Message, Text
from synthgate.rule.regex import regex
from synthgate.schemas.nag_ids import nag_ids, pieces
from synthgate.template.data import is_list, is_mapping

TOOL = "cdk-nag"
_PATTERN = re.compile(r"/(?P<pattern>.*)/(?P<flags>[a-z]*)\Z", re.DOTALL)
_ANNOTATION = "annotation"
_CHECKOV = re.compile(r"CKV2?_")


class Id(NamedTuple):
    """An id in its pieces: the plugin before it, and the finding that it names, if any."""

    plugin: str
    id: str
    finding: str

    @property
    def rule(self) -> str | None:
        """The rule of cdk-nag that packs give the id to."""
        return nag_ids().rule(self.id)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The finding, where it names one and not all of them."""
        return (Part(self.finding),) if self.finding not in {"", EVERYTHING} else ()


def id_of(written: str) -> Id:
    """An id in any spelling of any release."""
    return Id(*pieces(written))


def in_metadata(entry: Any) -> Iterator[Said]:
    """An entry of `rules_to_suppress`.

    cdk-nag 2 encodes a reason with letters beyond Latin-1 (`NagSuppressionHelper.toCfnFormat`), and
    repeats one suppression on all that is below a construct, and in nested stacks.
    """
    id_, written = entry["id"], entry.get("reason")
    if entry.get("is_reason_encoded") is True and isinstance(written, str):
        written = _decoded(written)
    named = entry.get("applies_to", entry.get("appliesTo"))
    parts, wrong = _parts(named)
    reason = reason_of(written)
    parts = (*id_of(id_).parts, *parts)
    yield Said(TOOL, id_, reason, parts=parts, wrong=wrong, shared=f"{reason.en} {named}")


def acknowledged(written: str, reason: str) -> Said | None:
    """What the CDK recorded; None where it is no scanner's business, as of the CDK's own checks."""
    found = id_of(written)
    plugin = found.plugin.lower()
    pack = found.id.rpartition("-")[0].lower()
    if plugin == OURS:
        return Said(OURS, found.id, reason_of(reason))
    if _CHECKOV.match(found.id):
        return Said("checkov", found.id, reason_of(reason))
    bare = plugin in {"", _ANNOTATION} and (found.rule or nag_ids().has_pack(found.id))
    if bare or (pack and plugin == pack):
        spelt = written if plugin != _ANNOTATION else written.partition("::")[2]
        return Said(TOOL, spelt, reason_of(reason), parts=found.parts)
    return None


def _parts(named: object) -> tuple[tuple[Part, ...], Text | None]:
    """The findings that are named; with the reason where that cannot be understood."""
    parts: list[Part] = []
    for one in named if is_list(named) else [] if named is None else [named]:
        part = _part(one)
        if part is None:
            return (), _UNREADABLE.format(part=repr(one)[:80])
        parts.append(part)
    if named is not None and not parts:
        return (), _UNREADABLE.format(part=repr(named)[:80])
    return tuple(parts), None


def _part(one: object) -> Part | None:
    if isinstance(one, str):
        return Part(one)
    written = one.get("regex") if is_mapping(one) else None
    found = _PATTERN.match(written) if isinstance(written, str) else None
    if found is None:
        return None
    flags = "".join(flag for flag in found["flags"] if flag in "ims")
    pattern = (f"(?{flags})" if flags else "") + found["pattern"]
    try:
        regex(pattern)
    except CardError:
        return None
    return Part(pattern, is_pattern=True)


def _decoded(reason: str) -> str:
    try:
        return base64.b64decode(reason, validate=True).decode()
    except (Error, UnicodeDecodeError):
        return reason


_UNREADABLE = Message(
    "'applies_to' holds {part}, which names no finding: write a finding as cdk-nag shows it, or "
    "a regular expression as /…/ without look-around"
)
