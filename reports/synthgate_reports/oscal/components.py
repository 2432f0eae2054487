"""`component-definition.json`: which rules serve which controls, and on which grounds.

A component is a set of rules: those of synthgate, and those of each other tool that is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate_reports.control_groups import control_title
from synthgate_reports.oscal.documents import Parts, every, grounds, source
from synthgate_reports.oscal.documents import write as write_document
from synthgate_reports.oscal.terms import Json, paragraphs, prop, props, prose, some, string, uid
from synthgate_reports.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from synthgate.model import AssessedControl, Control, Report, Rule, RuleMapping
    from synthgate_reports.oscal.names import Names

_TITLE = Message("The rules that controls were assessed by")
_COMPONENT = Message("Rules of {tool}")
_SET = Message("Rules that are asked of templates, before anything is deployed from them")
_SERVES = Message("The rules that tell of controls of {framework}")
_BASIS = {
    "asserted": Message("the framework says so"),
    "reviewed": Message("taken from elsewhere, and read against the control since"),
    "derived": Message(
        "taken from a table, which nobody has reviewed: what passes does not show that it is met"
    ),
}
_OURS = "synthgate"


def write(report: Report, stream: TextIO) -> None:
    """Write the definition."""
    parts, frameworks = Parts(), every(report)
    sets = dict.fromkeys(
        _set_of(rule)
        for names in frameworks
        for one in names.framework.controls
        for rule in one.control.rules
    )
    known = {one.rule.id: one.rule for one in (*report.verdicts, *report.findings)}
    for names in frameworks:
        grounds(names, parts, report)
    components = [_component(tool, frameworks, known, parts, report) for tool in sets]
    body = some("components", components)
    write_document("component-definition", _TITLE, body, parts, report, stream)


def _set_of(rule_id: str) -> str:
    """Whose rule it is: those of other tools have the name of the tool before theirs."""
    tool, sign, _ = rule_id.partition(":")
    return tool if sign else _OURS


def _component(
    tool: str,
    frameworks: Iterable[Names],
    known: dict[str, Rule],
    parts: Parts,
    report: Report,
) -> Json:
    language = report.language
    served = [_implementation(tool, names, parts, report) for names in frameworks]
    rules = {
        rule: known.get(rule)
        for names in frameworks
        for one in names.framework.controls
        for rule in one.control.rules
        if _set_of(rule) == tool
    }
    told = [_rule(id_, rules[id_], report) for id_ in sorted(rules)]
    return {
        "uuid": uid("component", tool),
        "type": "validation",
        "title": prose(_COMPONENT.format(tool=tool)[language]),
        "description": prose(_SET[language]),
        "props": [prop("rule-set", tool), *told],
        **some("control-implementations", [one for one in served if one]),
    }


def _rule(id_: str, rule: Rule | None, report: Report) -> Json:
    """A rule; of one that was asked of something, what it is called, and how bad its fault is."""
    if rule is None:
        return prop("rule", id_)
    return prop("rule", id_, rule.severity.value, sentence(rule.title[report.language]))


def _implementation(tool: str, names: Names, parts: Parts, report: Report) -> Json:
    """The controls of a framework that rules of a set tell of; nothing where there are none."""
    framework, language = names.framework, report.language
    wanted = {
        one.control.id: one
        for one in framework.controls
        if any(_set_of(rule) == tool for rule in one.control.rules)
    }
    if not wanted:
        return {}
    told = f"{sentence(framework.title[language])} ({framework.id} {framework.version})"
    return {
        "uuid": names.uid("implementation", tool),
        "source": source(names, parts, report),
        "description": prose(_SERVES.format(framework=told)[language]),
        **props((("framework", framework.id), ("framework-version", framework.version))),
        "implemented-requirements": [
            _requirement(tool, names, one, report) for one in wanted.values()
        ],
    }


def _requirement(tool: str, names: Names, one: AssessedControl, report: Report) -> Json:
    language, control = report.language, one.control
    return {
        "uuid": names.uid("requirement", tool, control.id),
        "control-id": names.control(control),
        "description": paragraphs(control_title(control, language), control.meaning[language]),
        "props": [
            prop("control-id", control.id),
            prop("mode", control.mode),
            *_mapped(tool, names, control, report),
        ],
    }


def _mapped(tool: str, names: Names, control: Control, report: Report) -> Iterator[Json]:
    """Each rule of a control once, with what its mapping rests on: the firmest, if several."""
    seen = set[str]()
    order = [*_BASIS]
    for mapping in sorted(control.mappings, key=lambda one: order.index(one.basis)):
        for rule in mapping.rules:
            if _set_of(rule) == tool and rule not in seen:
                seen.add(rule)
                yield prop("rule", rule, mapping.basis, _grounds(mapping, names, report))
    for rule in control.rules:
        if _set_of(rule) == tool and rule not in seen:
            yield prop("rule", rule, "asserted", _BASIS["asserted"][report.language])


def _grounds(mapping: RuleMapping, names: Names, report: Report) -> str:
    language = report.language
    said = [_BASIS[mapping.basis][language]]
    from_ = names.framework.sources.get(mapping.source or "")
    if from_:
        said.append(sentence(from_.title[language]))
        said += [one for one in (from_.link, from_.commit, from_.licence) if one]
    said += mapping.through
    return "; ".join(string(one) for one in said)
