"""What people state: attestations of what counts, and observations of all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate_reports.control_groups import control_title
from synthgate_reports.limits import web_address
from synthgate_reports.oscal.documents import ATTESTER, Parts
from synthgate_reports.oscal.terms import (
    Json,
    end_of,
    href,
    moment,
    paragraphs,
    prop,
    properties,
    prose,
    start_of,
    uid,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import AssessedControl, Evidence, Report
    from synthgate_reports.oscal.names import Names

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_PROOF = Message("what the statement rests on")
_REFUSED = Message("It does not count: {why}")


def uid_of(names: Names, one: AssessedControl, number: int) -> str:
    """The uuid of the observation of a control's evidence, by its number there."""
    return names.uid("evidence", one.control.id, number)


def observations(
    names: Names, one: AssessedControl, parts: Parts, report: Report
) -> Iterator[Json]:
    """All that is stated of a control; of what does not count, why."""
    for number, evidence in enumerate(one.evidence):
        expires, proof = end_of(evidence.valid_until), _proof(evidence, parts, report)
        refused = evidence.refused
        why = _REFUSED.format(why=refused)[report.language] if refused else ""
        yield {
            "uuid": uid_of(names, one, number),
            "title": prose(control_title(one.control, report.language)),
            "description": prose(evidence.statement),
            "props": _facts(names, one, evidence),
            # Something was looked at, or somebody was asked.
            "methods": ["EXAMINE" if proof else "INTERVIEW"],
            "types": ["control-objective"],
            "origins": [{"actors": [_actor(evidence, parts)]}],
            **({"relevant-evidence": proof} if proof else {}),
            "collected": start_of(evidence.date) or moment(report),
            **({"expires": expires} if expires else {}),
            **({"remarks": prose(why)} if why else {}),
        }


def _facts(names: Names, one: AssessedControl, evidence: Evidence) -> list[Json]:
    return properties(
        (
            ("framework", names.framework.id),
            ("control-id", one.control.id),
            ("kind", evidence.kind),
            ("counts", "no" if evidence.refused else "yes"),
            ("by", evidence.by),
            ("date", evidence.date),
            ("valid-until", evidence.valid_until),
            ("stated-in", evidence.stated_in),
            ("document", evidence.document),
            *(("app", app) for app in evidence.apps),
        )
    )


def _actor(evidence: Evidence, parts: Parts) -> Json:
    who = parts.party(evidence.by, ATTESTER)
    return {"type": "party", "actor-uuid": who, "role-id": ATTESTER}


def _proof(evidence: Evidence, parts: Parts, report: Report) -> list[Json]:
    """The link and the file that a statement rests on; a file is a resource, with its hash."""
    found: list[Json] = []
    said = prose(_PROOF[report.language])
    if evidence.link:
        address = web_address(evidence.link)
        told = {"href": address} if address else {"props": [prop("link", evidence.link)]}
        found.append({"description": said, **told})
    if evidence.file:
        digest = evidence.sha256 or ""
        # Of another kind of text no hash can be said.
        hashes = [{"algorithm": "SHA-256", "value": digest.lower()}]
        is_hash = bool(_SHA256.fullmatch(digest))
        there = {"href": href(evidence.file), **({"hashes": hashes} if is_hash else {})}
        id_ = uid("file", evidence.stated_in, evidence.file, evidence.sha256)
        body: Json = {"title": prose(evidence.file), "rlinks": [there]}
        from_there = parts.resource(id_, body)
        found.append({"href": from_there, "description": said})
    return found


def attestations(
    names: Names, one: AssessedControl, parts: Parts, report: Report
) -> Iterator[Json]:
    """What counts of it: who states what, of which control."""
    for number, evidence in enumerate(one.evidence):
        if evidence.refused is None:
            yield _attestation(names, one, number, evidence, parts, report)


def _attestation(
    names: Names,
    one: AssessedControl,
    number: int,
    evidence: Evidence,
    parts: Parts,
    report: Report,
) -> Json:
    told = _facts(names, one, evidence)
    observation = prop("observation", uid_of(names, one, number))
    return {
        "responsible-parties": [
            {"role-id": ATTESTER, "party-uuids": [parts.party(evidence.by, ATTESTER)]}
        ],
        "parts": [
            {
                "uuid": names.uid("attestation", one.control.id, number),
                "name": "attestation",
                "title": prose(control_title(one.control, report.language)),
                "props": [*told, observation],
                "prose": paragraphs(evidence.statement),
            }
        ],
    }
