"""Suppressions in the comments of YAML, each for as far as its scanner takes it.

    # checkov:skip=CKV_AWS_20:reason     the resource in whose block it stands
                                         (checkov, `cloudformation/context_parser.py`)
    # kics-scan ignore-line              the line below          (KICS, "Running KICS")
    # kics-scan ignore-block             the block below
    # kics-scan ignore                   the file, above anything else in it
    # kics-scan disable=ID,ID            the same, for some queries
    # trivy:ignore:AVD-AWS-0089          the block below, or the line that it trails;
    # tfsec:ignore:ID:exp:2027-01-01     before a day (Trivy, `pkg/iac/ignore`)

cfn-lint, cfn_nag, cdk-nag and Guard read no comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from synthgate.judge.days import as_date
from synthgate.judge.inline.blocks import Blocks
from synthgate.judge.inline.said import (
    EVERYTHING,
    Inline,
    OfResource,
    OfTemplate,
    Said,
    Scope,
    Spot,
    reason_of,
)
from synthgate.model import Message, Position, Text
from synthgate.patterns import pattern
from synthgate.template.document import Template
from synthgate.template.json_text import JsonLocator

if TYPE_CHECKING:
    from synthgate.template.yaml_comments import Comment

MOST = 1000
"""So many comments of one template are read."""
MARKED = pattern(r"(?:checkov|bridgecrew|cortex):skip=|(?i:kics-scan)|(?:trivy|tfsec):ignore:")
_CHECKOV = pattern(
    r"(?:checkov|bridgecrew|cortex):skip= *"
    r"(?P<ids>[A-Za-z_\d]+(?:,[A-Za-z_\d]+)*)(?::(?P<reason>.*))?"
)
_KICS = pattern(
    r"(?i)kics-scan\s+(?P<command>ignore-line|ignore-block|ignore|(?:disable|enable)=(?P<ids>\S+))\s*\Z"
)
_QUERY = pattern(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TRIVY = pattern(r"(?:\A|[ #])(?:trivy|tfsec):ignore:(?P<id>[^\s:\[]+)(?P<more>\S*)")


def suppressions_in(template: Template) -> Iterator[Inline]:
    """What the comments of a template suppress."""
    if isinstance(template.locator, JsonLocator):
        return
    from synthgate.template.yaml_comments import comments  # noqa: PLC0415 - JSON has no comments
    from synthgate.template.yaml_locator import YamlLocator  # noqa: PLC0415 - likewise

    if not isinstance(template.locator, YamlLocator):
        return
    found = comments(template.text, MARKED)
    first = next(found, None)
    if first is None:
        return
    blocks = Blocks(template)
    for comment in (first, *islice(found, MOST - 1)):
        for said, scope in _read(comment, blocks):
            yield _placed(said, scope, comment, blocks)
    beyond = next(found, None)
    if beyond is not None:
        said = Said("checkov", "comments", wrong=_TOO_MANY.format(most=MOST))
        yield _placed(said, None, beyond, blocks)


_Found = Iterator[tuple[Said, Scope | None]]
"""What is suppressed, and where; None: nowhere."""


def _read(comment: Comment, blocks: Blocks) -> _Found:
    for read in _READERS:
        yield from read(comment, blocks)


def _placed(said: Said, scope: Scope | None, comment: Comment, blocks: Blocks) -> Inline:
    about = blocks.resource_at(comment.line) or ""
    at = Position(comment.line, comment.column)
    return Inline(said, scope or OfTemplate(), Spot(blocks.path, at, about))


def _of_checkov(comment: Comment, blocks: Blocks) -> _Found:
    found = _CHECKOV.search(comment.text)
    for id_ in found["ids"].split(",") if found else ():
        reason = reason_of(found["reason"]) if found else reason_of(None)
        resource = blocks.resource_at(comment.line)
        if resource is None:
            yield Said("checkov", id_, reason, wrong=_NOT_INSIDE), None
        else:
            yield Said("checkov", id_, reason), OfResource(resource)


def _of_kics(comment: Comment, blocks: Blocks) -> _Found:
    found = _KICS.match(comment.text)
    if found is None:
        if re.match(r"(?i)kics-scan\b", comment.text):
            yield Said("kics", comment.text[:80], wrong=_NO_COMMAND), None
        return
    command, ids = found["command"].lower().partition("=")[0], found["ids"] or ""
    if command == "ignore-line":
        yield Said("kics", EVERYTHING), blocks.line(comment)
    elif command == "ignore-block":
        yield Said("kics", EVERYTHING), blocks.block(comment)
    elif not blocks.is_heading(comment):
        yield Said("kics", command, wrong=_NOT_AT_TOP), None
    elif command == "enable":
        yield Said("kics", "enable", wrong=_ENABLE), None
    else:
        names: Sequence[str] = ids.split(",") if ids else [EVERYTHING]
        yield from (
            _disabled(name) if ids else (Said("kics", name), OfTemplate()) for name in names
        )


def _disabled(name: str) -> tuple[Said, Scope | None]:
    """A query of KICS by its id: it has no other word for one there, and none for all.

    (KICS, `ShouldSkipVulnerability` of pkg/engine/inspector.go, compares ids as a whole.)
    """
    if _QUERY.fullmatch(name):
        return Said("kics", name), OfTemplate()
    return Said("kics", name[:80], wrong=_NO_QUERY), None


def _of_trivy(comment: Comment, blocks: Blocks) -> _Found:
    matches = [*_TRIVY.finditer(comment.text)]
    behind = comment.text[matches[-1].end() :].strip(" -:") if matches else ""
    for found in matches:
        expires, wrong = _limits(found["more"])
        said = Said("trivy", found["id"], reason_of(behind), expires=expires, wrong=wrong)
        yield said, blocks.block(comment)


def _limits(written: str) -> tuple[str | None, Text | None]:
    """The last day on which an ignore counts; and why it does not, where it depends on more."""
    key, _, value = written.removeprefix(":").partition(":")
    if not written:
        return None, None
    end = as_date(value) if key == "exp" else None
    if end is None or end == date.min:
        return None, _LIMITED.format(limit=written)
    return (end - timedelta(days=1)).isoformat(), None  # Trivy: "before" that day


_READERS: tuple[Callable[[Comment, Blocks], _Found], ...] = (_of_checkov, _of_kics, _of_trivy)

_NOT_INSIDE = Message("it stands in no resource: move it into the block of the resource")
_NO_COMMAND = Message(
    "KICS has no such command: write ignore-line, ignore-block, ignore or disable=ID, and nothing "
    "behind it"
)
_NO_QUERY = Message("KICS takes the id of a query there, and no name and no pattern")
_NOT_AT_TOP = Message("KICS reads it at the start of a file only: move it above everything else")
_ENABLE = Message("to ask some queries of KICS only is not followed here")
_LIMITED = Message(
    "what follows the id ({limit}) is not followed here: write :exp:2027-12-31, or nothing"
)
_TOO_MANY = Message("more than {most} comments, and those after them were not read: take some out")
