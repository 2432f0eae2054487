"""What every document has: metadata, the parties, the resources that it leads to."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate_reports.control_groups import totals
from synthgate_reports.jsontext import dump, encoded
from synthgate_reports.limits import web_address
from synthgate_reports.origin import facts_by_name
from synthgate_reports.oscal.names import Names, names_of
from synthgate_reports.oscal.terms import (
    VERSION,
    Json,
    moment,
    prop,
    props,
    prose,
    some,
    string,
    token,
    uid,
)
from synthgate_reports.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from synthgate.model import AssessedFramework, Report

ATTESTER, OWNER = "attester", "risk-owner"
_ATTESTER = Message("who states evidence")
_OWNER = Message("who answers for an accepted finding")
_TOOL = Message("reads the templates that an app is deployed from, before they are")
_EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+")
TOOL = uid("tool")
"""The uuid of synthgate itself."""
ORIGINS: list[Json] = [{"actors": [{"type": "tool", "actor-uuid": TOOL}]}]


@dataclass(frozen=True, slots=True)
class Parts:
    """What is in every document beside its own: who is named in it, and what it leads to."""

    parties: dict[str, Json] = field(default_factory=dict[str, Json])
    roles: set[str] = field(default_factory=set[str])
    resources: dict[str, Json] = field(default_factory=dict[str, Json])

    def party(self, name: str, role: str) -> str:
        """The uuid of somebody who is named, who is among the parties then."""
        found = uid("party", name)
        self.roles.add(role)
        shown = string(name)
        mail = {"email-addresses": [shown]} if _EMAIL.fullmatch(shown) else {}
        self.parties[found] = {"uuid": found, "type": "person", "name": shown, **mail}
        return found

    def resource(self, id_: str, body: Json) -> str:
        """A reference to something outside, which is among the resources then."""
        self.resources[id_] = {"uuid": id_, **body}
        return f"#{id_}"


def every(report: Report) -> list[Names]:
    """The frameworks of a report with their names in OSCAL."""
    return [names_of(framework) for framework in report.frameworks]


def source(names: Names, parts: Parts, report: Report) -> str:
    """A reference to the standard that a framework is of."""
    framework, language = names.framework, report.language
    title = sentence(framework.title[language])
    return parts.resource(
        names.resource,
        {
            "title": prose(f"{title} ({framework.id} {framework.version})"),
            "description": prose(framework.source[language]),
            **props((("framework", framework.id), ("framework-version", framework.version))),
        },
    )


def grounds(names: Names, parts: Parts, report: Report) -> None:
    """Have where the mappings of a framework are from among the resources, each by itself."""
    for key, one in names.framework.sources.items():
        link = web_address(one.link)
        parts.resource(
            names.uid("source", key),
            {
                "title": prose(sentence(one.title[report.language])),
                **props((("source", key), ("commit", one.commit), ("licence", one.licence))),
                **({"rlinks": [{"href": link}]} if link else {}),
            },
        )


def write(root: str, title: Message, body: Json, parts: Parts, report: Report, to: TextIO) -> None:
    """Write a document, whose uuid is of all that is in it."""
    language, made = report.language, moment(report)
    facts = facts_by_name(report).items()
    told = [prop(token(name), value, "origin") for name, value in facts]
    metadata: Json = {
        "title": prose(title[language]),
        "last-modified": made,
        "version": string(report.version),
        "oscal-version": VERSION,
        "props": [prop("gate", report.gate.verdict), prop("language", language), *told],
        **_people(parts, report),
    }
    end = [parts.resources[key] for key in sorted(parts.resources)]
    whole: Json = {
        "metadata": metadata,
        **body,
        **({"back-matter": {"resources": end}} if end else {}),
    }
    dump({root: {"uuid": uid(root, encoded(whole)), **whole}}, to)


def _people(parts: Parts, report: Report) -> Json:
    titles = {ATTESTER: _ATTESTER, OWNER: _OWNER}
    roles: list[Json] = [
        {"id": role, "title": prose(titles[role][report.language])} for role in sorted(parts.roles)
    ]
    return {
        **some("roles", roles),
        **some("parties", [parts.parties[key] for key in sorted(parts.parties)]),
    }


def assets(report: Report) -> Json:
    """With what is assessed: synthgate, of the release that wrote the report."""
    tool: Json = {
        "uuid": TOOL,
        "type": "software",
        "title": "synthgate",
        "description": prose(_TOOL[report.language]),
        **props((("version", report.version),)),
        "status": {"state": "operational"},
    }
    uses: list[Json] = [{"component-uuid": TOOL}]
    return {
        "components": [tool],
        "assessment-platforms": [
            {"uuid": uid("platform"), "title": "synthgate", "uses-components": uses}
        ],
    }


def group_totals(framework: AssessedFramework, report: Report) -> Iterable[Json]:
    """The totals of each chapter or family, as properties whose remarks have them."""
    for group in framework.groups:
        below = framework.below(group)
        if below:
            title = sentence(framework.groups[group][report.language])
            yield prop("group", f"{group} {title}", group, totals(below, report))
