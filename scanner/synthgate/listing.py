"""``synthgate rules list``: the rules of a run, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

import orjson

from synthgate.model import Language, Rule


def write_rules(rules: Sequence[Rule], form: str, language: Language, stream: TextIO) -> None:
    """Write the rules as text or JSON."""
    if form == "json":
        rows = [_row(rule, language) for rule in rules]
        stream.write(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    width = max((len(rule.id) for rule in rules), default=0)
    stream.writelines(
        f"{rule.severity:8}  {rule.id:{width}}  {rule.title[language]}\n" for rule in rules
    )


def _row(rule: Rule, language: Language) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title[language],
        "severity": rule.severity,
        "pillar": rule.pillar,
        "resources": rule.resources,
        "equivalents": rule.equivalents,
        "controls": rule.controls,
    }
