"""The controls that rules are about, as SARIF's taxonomies (§3.14.8, §3.19.3).

There are two kinds. A card names the controls of AWS that are about its fault or a part of it: of
these catalogues the log holds what cards name, and no titles, for a report has none. A framework
that was assessed is whole, with what is known of each of its controls.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from synthgate.records import dataclass
from synthgate_reports.clipping import shortened
from synthgate_reports.sarif_text import HOME, LONGEST_TEXT, full_stop
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from synthgate.model import AssessedControl, AssessedFramework, Report, Rule

    Json = dict[str, object]

_CONTROL = re.compile(r"(?P<catalogue>[^\s:]+)[\s:]+(?P<id>\S.*)", re.DOTALL)
_OF_TOWER = re.compile(r"CT\.[^\s:]+")
_OTHERS = "controls"
"""The catalogue of controls that name none."""
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, HOME)
"""With the name of a catalogue it gives an id that is the same in each log (RFC 9562)."""


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """What is known of a list of controls without reading it."""

    title: str
    organization: str = ""
    link: str = ""


_KNOWN: Mapping[str, _Catalogue] = {
    "FSBP": _Catalogue(
        "AWS Foundational Security Best Practices, a standard of AWS Security Hub.",
        "AWS",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html",
    ),
    "CT": _Catalogue(
        "Proactive controls of AWS Control Tower.",
        "AWS",
        "https://docs.aws.amazon.com/controltower/latest/controlreference/proactive-controls.html",
    ),
}


@dataclass(frozen=True, slots=True)
class Taxonomies:
    """The taxonomies of a run, and where each control has its place in them.

    `places` leads from the number of a taxonomy and the id of a control to its index there,
    `of_rule` from a rule to the controls of assessed frameworks that it tells of.
    """

    components: tuple[Json, ...]
    places: Mapping[tuple[int, str], int]
    numbers: Mapping[str, int]
    of_rule: Mapping[str, tuple[tuple[int, str], ...]]

    def supported(self) -> list[Json]:
        """References to all of them, for the tool."""
        return [self._component(number) for number in range(len(self.components))]

    def relationships(self, rule: Rule) -> list[Json]:
        """What a rule has to do with which control (§3.53)."""
        named = (_parted(control) for control in rule.controls)
        about = [(self.numbers[catalogue], id_) for catalogue, id_ in named]
        tells_of = self.of_rule.get(rule.id, ())
        rows = [(key, "relevant") for key in dict.fromkeys(about)]
        # What breaks the rule breaks the control: the control is wider.
        rows += [(key, "superset") for key in tells_of]
        return [self._relationship(number, id_, kind) for (number, id_), kind in rows]

    def _relationship(self, number: int, id_: str, kind: str) -> Json:
        index = self.places[number, id_]
        target = {"id": id_, "index": index, "toolComponent": self._component(number)}
        return {"target": target, "kinds": [kind]}

    def _component(self, number: int) -> Json:
        component = self.components[number]
        return {"name": component["name"], "index": number, "guid": component["guid"]}


def taxonomies(rules: Iterable[Rule], report: Report) -> Taxonomies:
    """Those that the rules and the frameworks of a report need."""
    named: dict[str, dict[str, None]] = {}
    for control in sorted({control for rule in rules for control in rule.controls}):
        catalogue, id_ = _parted(control)
        named.setdefault(catalogue, {})[id_] = None
    components = [_catalogue(name, ids) for name, ids in named.items()]
    numbers = {name: number for number, name in enumerate(named)}
    places = {
        (numbers[name], id_): index for name, ids in named.items() for index, id_ in enumerate(ids)
    }
    of_rule: dict[str, dict[tuple[int, str], None]] = {}
    for number, framework in enumerate(report.frameworks, start=len(components)):
        components.append(_framework(framework, report))
        for index, one in enumerate(framework.controls):
            key = number, _id(one)
            places.setdefault(key, index)
            for rule_id in one.control.rules:
                of_rule.setdefault(rule_id, {})[key] = None
    told = {rule_id: tuple(keys) for rule_id, keys in of_rule.items()}
    return Taxonomies(tuple(components), places, numbers, told)


def _parted(control: str) -> tuple[str, str]:
    """The catalogue and the id of a control: ``FSBP S3.9``, ``cis:2.1.4``, ``CT.S3.PR.2``."""
    shown = sentence(control) or "-"
    if _OF_TOWER.fullmatch(shown):
        return "CT", shown
    parts = _CONTROL.fullmatch(shown)
    return (parts["catalogue"], parts["id"]) if parts else (_OTHERS, shown)


def _catalogue(name: str, ids: Iterable[str]) -> Json:
    known = _KNOWN.get(name, _Catalogue(full_stop(name)))
    told = {"organization": known.organization, "informationUri": known.link}
    return {
        "name": name,
        "guid": _guid(name, ""),
        **{key: value for key, value in told.items() if value},
        "shortDescription": {"text": shortened(known.title, LONGEST_TEXT)},
        "isComprehensive": False,
        "taxa": [{"id": id_} for id_ in ids],
    }


def _framework(framework: AssessedFramework, report: Report) -> Json:
    """A framework with the state of each control in each environment."""
    version = sentence(framework.version)
    title = sentence(framework.title[report.language]) or sentence(framework.id) or "-"
    return {
        "name": sentence(framework.id) or "-",
        "guid": _guid(framework.id, version),
        **({"version": version} if version else {}),
        "shortDescription": {"text": shortened(full_stop(title), LONGEST_TEXT)},
        "isComprehensive": True,
        "taxa": [*_taxa(framework, report)],
    }


def _taxa(framework: AssessedFramework, report: Report) -> Iterator[Json]:
    language = report.language
    for one in framework.controls:
        control = one.control
        title = full_stop(sentence(control.title[language]) or _id(one))
        meaning = sentence(control.meaning[language]) or title
        yield {
            "id": _id(one),
            "shortDescription": {"text": shortened(title, LONGEST_TEXT)},
            "fullDescription": {"text": shortened(full_stop(meaning), LONGEST_TEXT)},
            "properties": {
                "state": one.state,
                "states": [
                    {"environment": result.environment, "state": result.state}
                    for result in one.results
                ],
            },
        }


def _id(one: AssessedControl) -> str:
    return printable(one.control.id) or "-"


def _guid(name: str, version: str) -> str:
    said = f"{name} {version}".encode(errors="replace").decode()
    return str(uuid.uuid5(_NAMESPACE, said))
