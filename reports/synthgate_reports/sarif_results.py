"""Findings as SARIF results."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import FINGERPRINTS, Disposition, Message, Novelty, Status
from synthgate_reports.sarif_places import logical, physical
from synthgate_reports.sarif_rules import LEVEL
from synthgate_reports.sarif_text import full_stop
from synthgate_reports.wording import (
    RESOURCE,
    SOURCE,
    TEMPLATE,
    excuse,
    message,
    primary,
    printable,
    sentence,
    source_spot,
    spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from synthgate.model import Finding, Location, Related, Report, ToolRule

_STATES: Mapping[Novelty | None, str] = {
    Novelty.NEW: "new",
    Novelty.UNCHANGED: "unchanged",
    Novelty.MOVED: "updated",
    None: "absent",  # only the base has it
}
_KINDS: Mapping[Disposition, str] = {Disposition.SUPPRESSED: "inSource"}
"""Where it stands that a finding does not count (§3.35.2): in the template, or in a file apart."""
_MOST_RELATED = 90
"""GitHub shows a hundred places of a result."""
_MORE = Message("{number} more")
_LINK = re.compile(r"\[[^\]]*+(?:\](\()?)?")
"""A bracket up to where it is closed; the parenthesis behind makes a link of it."""


def results(
    findings: Iterable[Finding], index: Mapping[str, int], report: Report
) -> Iterator[tuple[Finding, dict[str, object]]]:
    """Findings with their results; of two that are one fault in two places, the second is told."""
    often: Counter[str] = Counter()
    for finding in findings:
        often[finding.fingerprint] += 1
        number = often[finding.fingerprint]
        yield finding, result(finding, index[finding.rule.id], report, number)


def result(finding: Finding, rule_index: int, report: Report, number: int = 1) -> dict[str, object]:
    """What every consumer of SARIF reads of a finding, the `number`th of its fingerprint."""
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": rule_index,
        "level": LEVEL[finding.severity],
        "message": {"text": _message(finding, report)},
        **_locations(finding, report),
        "partialFingerprints": _fingerprints(finding, number),
        "properties": _properties(finding, report),
    }


def judgement(finding: Finding, report: Report) -> dict[str, object]:
    """What the full SARIF says besides: whether it is a doubt, and whether excused."""
    # §3.27.10: what is no failure has no level. §3.27.23: suppressions said of
    # one result must be said of all, be it that there are none.
    doubt = {"kind": "open", "level": "none"} if finding.status is Status.UNKNOWN else {}
    suppressions = [*_suppressions(finding, report)]
    return {**doubt, **_state(finding, report), "suppressions": suppressions}


def _state(finding: Finding, report: Report) -> dict[str, str]:
    """What a result is beside the base (§3.27.24): said of all of a run, or of none."""
    if report.comparison is None:
        return {}
    return {"baselineState": _STATES[finding.novelty]}


def _message(finding: Finding, report: Report) -> str:
    """What is wrong, with which resource, and where the template says so."""
    language = report.language
    source = finding.source
    who = printable(f"{finding.subject.name} ({finding.subject.type})")
    lines = [
        full_stop(plain(message(finding, report))),
        f"{RESOURCE[language].capitalize()}: {plain(who)}.",
        *([full_stop(plain(printable(finding.cure[language])))] if finding.cure else []),
    ]
    if source and source.found:
        # "(1)" leads to the related location of that id.
        lines.append(f"{TEMPLATE[language].capitalize()}: [{_label(spot(finding.location))}](1).")
    elif source:
        place = plain(source_spot(source, report))
        lines.append(f"{SOURCE[language].capitalize()}: {place}.")
    lines += [
        full_stop(f"[{_label(_said(one, report))}]({number})") for number, one in _chain(finding)
    ]
    more = len(finding.related) - _MOST_RELATED
    if more > 0:
        lines.append(full_stop(_MORE.format(number=more)[language]))
    return "\n".join(lines)


def _locations(finding: Finding, report: Report) -> dict[str, object]:
    found = primary(finding)
    places: dict[str, object] = {
        "locations": [
            {
                "physicalLocation": physical(found, report),
                "logicalLocations": [logical(finding.subject)],
            }
        ]
    }
    related: list[dict[str, object]] = []
    if found is not finding.location:
        text = finding.location.property_path or finding.subject.logical_id
        related.append(_related(1, finding.location, plain(printable(text)), report))
    for number, one in _chain(finding):
        related.append(_related(number, one.location, plain(_said(one, report)), report))
    return {**places, **({"relatedLocations": related} if related else {})}


def _related(number: int, location: Location, text: str, report: Report) -> dict[str, object]:
    place = physical(location, report)
    return {"id": number, "physicalLocation": place, "message": {"text": text}}


def _chain(finding: Finding) -> Iterator[tuple[int, Related]]:
    """What else a finding rests on, by the ids of the related locations."""
    first = 1 if primary(finding) is finding.location else 2
    return enumerate(finding.related[:_MOST_RELATED], start=first)


def _said(related: Related, report: Report) -> str:
    """A sentence; of none, where it would stand: no consumer takes silence."""
    return sentence(related.message[report.language]) or spot(related.location)


def _fingerprints(finding: Finding, number: int) -> dict[str, str]:
    """Our own identity under the one name that GitHub reads.

    It makes its own from the text of the line only where the file is in the
    checkout, which `cdk.out` is not: every upload would open every alert anew.
    """
    return {
        "primaryLocationLineHash": f"{finding.fingerprint[:16]}:{number}",
        f"synthgate/v{FINGERPRINTS}": finding.fingerprint,
    }


def _properties(finding: Finding, report: Report) -> dict[str, object]:
    beside = (("before", finding.before), ("after", finding.after))
    return {
        "severity": finding.severity,
        "resourceType": finding.subject.type,
        "propertyPath": finding.location.property_path,
        "also": list(finding.also),
        "sources": [_source(one) for one in finding.sources],
        **{name: plain(text[report.language]) for name, text in beside if text},
    }


def _source(source: ToolRule) -> dict[str, object]:
    """A rule that has the finding; of another tool, in its words."""
    said = {"message": source.message, "severity": source.severity, "link": source.link}
    known = {key: printable(value) for key, value in said.items() if value}
    near = {"nearness": source.nearness} if source.nearness != "same" else {}
    return {"tool": source.tool, "ruleId": source.rule_id, **near, **known}


def _suppressions(finding: Finding, report: Report) -> Iterator[dict[str, object]]:
    accepted = finding.accepted
    if accepted:
        yield {
            "kind": _KINDS.get(finding.disposition, "external"),
            "status": "accepted",
            "justification": excuse(finding, report),
            "properties": {
                "disposition": finding.disposition,
                "by": accepted.by,
                "owner": accepted.owner,
                "expires": accepted.expires,
                "ticket": accepted.ticket,
            },
        }


def plain(text: str) -> str:
    r"""Words that make no link: `[here](https://…)` in a name is a name (§3.11.6)."""
    return _LINK.sub(lambda found: found[0].replace("[", r"\[") if found[1] else found[0], text)


def _label(text: str) -> str:
    """Words inside a link, in which every bracket needs its backslash."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)
