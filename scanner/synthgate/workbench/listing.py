"""``synthgate rules list``: the rules of a run, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synthgate.model import Language, Message, Rule
from synthgate.records import dataclass
from synthgate.workbench.console import Console
from synthgate.workbench.index_page import page


def write_rules(listed: Sequence[Listed], form: str, console: Console) -> None:
    """Write the rules as text, JSON or Markdown."""
    if form == "json":
        console.data([row(one, console.language) for one in listed])
        return
    if form == "markdown":
        for line in page([one.rule for one in listed], console.language):
            console.line(line)
        return
    width = max((len(one.rule.id) for one in listed), default=0)
    marks = any(not one.in_force for one in listed)
    for one in listed:
        rule, mark = one.rule, f"{'*' if one.in_force else ' '} " if marks else ""
        console.line(f"{mark}{rule.severity:8}  {rule.id:{width}}  {rule.title[console.language]}")
    if marks:
        console.say(_MARKED)


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule in a list: its family, if it has one, and whether the profile in force has it."""

    rule: Rule
    family: str = ""
    in_force: bool = True


def row(one: Listed, language: Language) -> dict[str, Any]:
    """A rule of a list as programs are told of it."""
    listed = {"family": one.family or None, "in_profile": one.in_force}
    return {**facts(one.rule, language), **listed}


def facts(rule: Rule, language: Language) -> dict[str, Any]:
    """What a rule says of itself, as programs are told of it."""
    return {
        "id": rule.id,
        "title": rule.title[language],
        "severity": rule.severity,
        "pillar": rule.pillar,
        "resources": rule.resources,
        "equivalents": rule.equivalents,
        "near": rule.near,
        "controls": rule.controls,
        "maturity": rule.maturity,
    }


_MARKED = Message("* is in the profile in force")
