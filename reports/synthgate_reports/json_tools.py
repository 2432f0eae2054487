"""What other tools have a part in, as `json` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthgate.model import Language, Stance, ToolCounts, ToolRule


def tool_rule(source: ToolRule) -> dict[str, object]:
    """A rule that has the finding; of another tool, in its words."""
    return {
        "tool": source.tool,
        "rule_id": source.rule_id,
        "nearness": source.nearness,
        "message": source.message or None,
        "severity": source.severity or None,
        "link": source.link or None,
    }


def stance(one: Stance, language: Language) -> dict[str, object]:
    """What a rule of ours says where only other tools have found something."""
    return {
        "rule_id": one.rule_id,
        "status": one.status,
        "why": one.why[language] or None,
    }


def tool(one: ToolCounts) -> dict[str, object]:
    """Another tool that was heard, and how much it said."""
    return {
        "name": one.run.tool,
        "version": one.run.release or None,
        "read_from": one.run.origin or None,
        "whole": one.run.is_whole,
        "apart": one.run.apart,
        "pass": one.passed,
        "fail": one.failed,
        "unknown": one.unknown,
        "accepted": one.accepted,
        "joined": one.joined,
        "alone": one.alone,
    }
