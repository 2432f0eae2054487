"""Risks: findings that somebody accepted, with who answers for that and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Disposition, Message
from synthgate_reports.oscal.documents import ORIGINS, OWNER, Parts
from synthgate_reports.oscal.terms import (
    NS,
    OSCAL_NS,
    Json,
    end_of,
    paragraphs,
    prop,
    properties,
    prose,
    string,
)
from synthgate_reports.wording import excuse, message, sentence

if TYPE_CHECKING:
    from synthgate.model import Acceptance, Finding, Report
    from synthgate_reports.oscal.names import Names

_ACCEPTED = (Disposition.WAIVED, Disposition.SUPPRESSED)
"""What somebody decided: of what is set aside for other reasons, nobody accepted anything."""
_RESPONSE = Message("accepted")


def is_risk(finding: Finding) -> bool:
    """Whether somebody accepted it."""
    return finding.accepted is not None and finding.disposition in _ACCEPTED


def risk_uid(names: Names, observation: str) -> str:
    """The uuid of the risk of a finding, by that of its observation."""
    return names.uid("risk", observation)


def risk(
    names: Names, id_: str, finding: Finding, accepted: Acceptance, parts: Parts, report: Report
) -> Json:
    """A finding that is accepted; the reason is the statement, the expiry the deadline."""
    language, rule = report.language, finding.rule
    deadline = end_of(accepted.expires)
    facts = (
        ("rule", rule.id),
        ("disposition", finding.disposition.value),
        ("accepted-in", accepted.by),
        ("owner", accepted.owner),
        ("expires", accepted.expires),
        ("ticket", accepted.ticket),
        ("fingerprint", finding.fingerprint),
    )
    return {
        "uuid": risk_uid(names, id_),
        "title": prose(sentence(rule.title[language]) or rule.id),
        "description": paragraphs(message(finding, report), finding.why[language]),
        "statement": prose(accepted.reason[language]),
        "props": [prop("accepted", "true", ns=OSCAL_NS), *properties(facts)],
        "status": "deviation-approved",
        "characterizations": [{"origin": ORIGINS[0], "facets": _facets(finding)}],
        **({"deadline": deadline} if deadline else {}),
        "remediations": [_response(names, id_, finding, accepted, parts, report)],
        "related-observations": [{"observation-uuid": id_}],
    }


def _facets(finding: Finding) -> list[Json]:
    """How bad it is, in OSCAL's words, and what became of it, in ours."""
    return [
        {"name": "severity", "system": OSCAL_NS, "value": finding.severity.value},
        {"name": "disposition", "system": NS, "value": finding.disposition.value},
    ]


def _response(
    names: Names, id_: str, finding: Finding, accepted: Acceptance, parts: Parts, report: Report
) -> Json:
    """What is done about it: nothing more."""
    actors: list[Json] = []
    if accepted.owner:
        who = parts.party(accepted.owner, OWNER)
        actors.append({"type": "party", "actor-uuid": who, "role-id": OWNER})
    return {
        "uuid": names.uid("response", id_),
        "lifecycle": "completed",
        "title": string(prose(_RESPONSE[report.language])),
        "description": paragraphs(excuse(finding, report)),
        "props": [prop("type", "accept", ns=OSCAL_NS)],
        **({"origins": [{"actors": actors}]} if actors else {}),
    }
