"""``synthgate rules list``: the rules of a run, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synthgate.model import Language, Rule
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
