"""``synthgate rules list``: the rules of a run, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from synthgate.model import Language, Rule, Severity
from synthgate.workbench.console import Console
from synthgate.workbench.index_page import page


def write_rules(rules: Sequence[Rule], form: str, console: Console) -> None:
    """Write the rules as text, JSON or Markdown."""
    if form == "json":
        console.data([row(rule, console.language) for rule in rules])
        return
    if form == "markdown":
        for line in page(rules, console.language):
            console.line(line)
        return
    width = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        console.line(f"{rule.severity:8}  {rule.id:{width}}  {rule.title[console.language]}")


def matching(rules: Iterable[Rule], words: Iterable[str], worst: Severity | None) -> list[Rule]:
    """The rules with each word in their id, title or types, of at least a severity."""
    wanted = [word.casefold() for word in words]
    return [
        rule
        for rule in rules
        if all(word in _said(rule) for word in wanted)
        and (worst is None or rule.severity.reaches(worst))
    ]


def _said(rule: Rule) -> str:
    """All that a rule may be looked for by, in one text."""
    titles = (rule.title["en"], rule.title["ko"])
    return "\n".join((rule.id, *titles, *rule.resources)).casefold()


def row(rule: Rule, language: Language) -> dict[str, Any]:
    """A rule as programs are told of it."""
    return {
        "id": rule.id,
        "title": rule.title[language],
        "severity": rule.severity,
        "pillar": rule.pillar,
        "resources": rule.resources,
        "equivalents": rule.equivalents,
        "near": rule.near,
        "controls": rule.controls,
    }
