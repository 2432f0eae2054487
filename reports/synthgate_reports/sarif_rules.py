"""Rules as SARIF describes them, with all that GitHub shows of a rule."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from synthgate.model import Message, Severity, Text, verbatim
from synthgate.records import dataclass
from synthgate_reports.clipping import shortened
from synthgate_reports.sarif_taxonomies import Taxonomies, taxonomies
from synthgate_reports.sarif_text import LONGEST_TEXT, full_stop
from synthgate_reports.wording import FIX, sentence, worst_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synthgate.model import Finding, Language, Report, Rule

LEVEL: dict[Severity, str] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}

# GitHub says "over 9.0" is critical and "0.0" is none. The middle of each band
# is read alike by all; a rule of mere information says nothing.
_SECURITY_SEVERITY: dict[Severity, str] = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
}
_PROBLEM_SEVERITY = {"error": "error", "warning": "warning", "note": "recommendation"}

# What GitHub accepts in a name, and how many tags of a rule it keeps.
_LONGEST_NAME = 255
_MOST_TAGS = 10

_CODE: dict[str, tuple[Text, str]] = {
    "cdk-python": (Message("CDK in Python"), "python"),
    "cdk-typescript": (Message("CDK in TypeScript"), "typescript"),
    "template": (verbatim("CloudFormation"), "yaml"),
}
_MORE = Message("More")


@dataclass(frozen=True, slots=True)
class Described:
    """The rules of a run as SARIF has them, where each stands, and the controls they are about."""

    rules: list[dict[str, object]]
    index: Mapping[str, int]
    taxonomies: Taxonomies


def described(report: Report, findings: Sequence[Finding], most: int | None = None) -> Described:
    """Every rule that ran or found something, by id, with the severity that counts.

    The severity of a rule is the worst that its findings were given (a profile
    may differ from the card): GitHub reads it from the rule and nowhere else. At `most` so many
    are there: those of the findings that are to be written before all others.
    """
    rules: dict[str, Rule] = {finding.rule.id: finding.rule for finding in findings}
    severity: dict[str, Severity] = {}
    for finding in worst_first(report.findings):
        rules.setdefault(finding.rule.id, finding.rule)
        severity.setdefault(finding.rule.id, finding.severity)
    for finding in report.fixed:
        rules.setdefault(finding.rule.id, finding.rule)
    for verdict in report.verdicts:
        rules.setdefault(verdict.rule.id, verdict.rule)
    ids = sorted(islice(rules, most))
    controls = taxonomies([rules[id_] for id_ in ids], report)
    rows = [
        _described(rules[id_], severity.get(id_, rules[id_].severity), controls, report.language)
        for id_ in ids
    ]
    return Described(rows, {id_: place for place, id_ in enumerate(ids)}, controls)


def _described(
    rule: Rule, severity: Severity, controls: Taxonomies, language: Language
) -> dict[str, object]:
    title = full_stop(sentence(rule.title[language]) or rule.id)
    related = controls.relationships(rule)
    entry: dict[str, object] = {
        "id": rule.id,
        "name": _name(rule.id),
        "shortDescription": {"text": shortened(title, LONGEST_TEXT)},
        "fullDescription": {"text": shortened(sentence(rule.why[language]) or title, LONGEST_TEXT)},
        "help": {
            "text": _help_text(rule, language) or title,
            "markdown": _help_markdown(rule, language) or title,
        },
        "defaultConfiguration": {"level": LEVEL[severity]},
        "properties": _properties(rule, severity),
        **({"relationships": related} if related else {}),
    }
    if rule.link:
        entry["helpUri"] = rule.link
    return entry


def _properties(rule: Rule, severity: Severity) -> dict[str, object]:
    # With "security" and a score GitHub files a rule under security alerts,
    # whatever pillar it holds up. fromkeys: a tag is said once.
    score = _SECURITY_SEVERITY.get(severity)
    tags = dict.fromkeys((*(["security"] if score else []), rule.pillar, *rule.controls))
    properties: dict[str, object] = {
        "tags": [*tags][:_MOST_TAGS],
        "precision": "high",
        "problem.severity": _PROBLEM_SEVERITY[LEVEL[severity]],
    }
    if score:
        properties["security-severity"] = score
    return properties


def _name(rule_id: str) -> str:
    words = re.split(r"[^A-Za-z0-9]+", rule_id)
    return "".join(w[:1].upper() + w[1:] for w in words)[:_LONGEST_NAME] or rule_id


def _label(key: str, language: Language) -> str:
    return _CODE[key][0][language] if key in _CODE else key


def _help_text(rule: Rule, language: Language) -> str:
    parts = [
        sentence(rule.why[language]),
        f"{FIX[language].capitalize()}: {sentence(rule.fix.text[language])}",
        *(f"{_label(key, language)}: {code.strip()}" for key, code in rule.fix.code.items()),
        *([f"{_MORE[language]}: {rule.link}"] if rule.link else []),
    ]
    return "\n\n".join(filter(None, parts))


def _help_markdown(rule: Rule, language: Language) -> str:
    parts = [
        sentence(rule.why[language]),
        f"**{FIX[language].capitalize()}:** {sentence(rule.fix.text[language])}",
        *(_code_block(key, code, language) for key, code in rule.fix.code.items()),
        *([f"[{_MORE[language]}]({rule.link})"] if rule.link else []),
    ]
    return "\n\n".join(filter(None, parts))


def _code_block(key: str, code: str, language: Language) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 0)
    paint = _CODE[key][1] if key in _CODE else ""
    return f"{_label(key, language)}:\n\n{fence}{paint}\n{code.strip()}\n{fence}"
