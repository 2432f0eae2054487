"""The findings of a JSON report of ours, as far as another run can be compared with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, cast

import orjson

from synthgate.errors import UsageError
from synthgate.inputs import MAX_BYTES, begins
from synthgate.model import (
    NOTHING,
    Disposition,
    Finding,
    Fix,
    Location,
    Message,
    Observed,
    Pillar,
    Position,
    Rule,
    Severity,
    Status,
    Subject,
    is_of_tool,
    verbatim,
)
from synthgate.rule.cards.card import Card
from synthgate.sources.places import read_bounded

_REPORT = re.compile(rb'\s*\{\s*"schema_version"')
_VERSION = "2"
Json = Mapping[str, Any]


def is_report(path: Path) -> bool:
    """Whether a file is a JSON report of ours, by its first words."""
    return begins(path, _REPORT)


def report_of(word: str, path: Path, cards: Mapping[str, Card]) -> list[Observed]:
    """The findings of a report, of those rules that are asked now.

    Raises:
        UsageError: it cannot be read, or is of a version without what a comparison needs.
    """
    try:
        document = cast("Json", orjson.loads(read_bounded(path, MAX_BYTES)))
        version = document["schema_version"]
        findings = [*_findings(document, cards)] if version == _VERSION else None
    except OSError as error:
        raise UsageError(_UNREADABLE.format(word=word, reason=error.strerror or error)) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError(_BROKEN.format(word=word)) from error
    if findings is None:
        raise UsageError(_OTHER.format(word=word, version=version, ours=_VERSION))
    return [Observed(None, findings=tuple(findings))]


def _findings(document: Json, cards: Mapping[str, Card]) -> Iterator[Finding]:
    stacks = {row["path"]: (row["stack"], row["stage"]) for row in document["templates"]}
    for one in (*document["findings"], *document["accepted_findings"]):
        if one["rule_id"] in cards:
            yield _finding(one, cards[one["rule_id"]].rule, stacks)
        elif is_of_tool(one["rule_id"]):
            yield _finding(one, _rule_of_tool(one), stacks)


def _rule_of_tool(one: Json) -> Rule:
    """The rule of another tool, as far as a report tells."""
    severity, said = Severity(one["severity"]), verbatim(str(one["message"]))
    return Rule(str(one["rule_id"]), said, severity, Pillar.SECURITY, (), NOTHING, Fix(NOTHING))


def _finding(one: Json, rule: Rule, stacks: Mapping[str, tuple[str | None, str | None]]) -> Finding:
    resource, place = one["resource"], one["location"]
    stack, stage = stacks.get(place["path"], (None, None))
    return Finding(
        rule=rule,
        status=cast("Literal[Status.FAIL, Status.UNKNOWN]", Status(one["status"])),
        severity=Severity(one["severity"]),
        message=verbatim(str(one["message"])),
        why=NOTHING,
        subject=Subject(
            str(resource["logical_id"]),
            str(resource["type"]),
            str(place["path"]),
            resource["construct_path"],
            stack,
            stage,
        ),
        location=Location(
            str(place["path"]),
            Position(int(place["line"]), int(place["column"])),
            Position(int(place["end_line"]), int(place["end_column"])),
            str(place["property_path"]),
        ),
        source=None,
        sources=(),
        fingerprint=str(one["fingerprint"]),
        disposition=Disposition(one.get("disposition", Disposition.ACTIVE)),
    )


_UNREADABLE = Message("{word}: cannot be read: {reason}")
_BROKEN = Message(
    "{word}: no JSON report of synthgate's, or a broken one: write it again (scan --format "
    "json=FILE), or better the results (--format results=FILE)"
)
_OTHER = Message(
    "{word}: a JSON report of schema {version}, whose fingerprints are of another kind than those "
    "of schema {ours}: write it again with this synthgate, or better the results "
    "(--format results=FILE)"
)
