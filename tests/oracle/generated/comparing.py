"""The engine and the reference, asked the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reference.conditions import WHOLE, verdict
from reference.data import Impossible
from reference.functions import Stack as Deployed
from reference.worlds import Case, worlds_of
from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import read_card
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARD = Path(__file__).parent / "cards" / "oracle.yaml"
"""Where the card would lie, beside its function in Python."""


@dataclass
class Tally:
    """What was seen in a number of cases."""

    asked: dict[str, set[Any]] = field(default_factory=dict)
    """The answers that each word, and each function, gave."""
    decidable: int = 0
    decided: int = 0
    """Verdicts on which all worlds agree, and those of them that the engine gave."""


class ContradictionError(AssertionError):
    """The engine says of a resource what not every world says."""


def said(case: Case) -> dict[str, str]:
    """The engine's verdicts by logical id."""
    facts = case.facts
    placement = Placement(
        facts.account,
        facts.region,
        facts.stack_name,
        facts.environment,
        facts.tags,
        facts.termination_protection,
    )
    found, mistakes = read_card(CARD, json.dumps(case.card).encode())
    assert found, [mistake.text.en for mistake in mistakes]
    template = read_template("t.json", json.dumps(case.template).encode())
    resolver = Resolver(template, placement, case.given, cdk_made=facts.cdk_made)
    results = evaluate(Stack(resolver, {}), Index([found]))
    assert not results.problems, [problem.message.en for problem in results.problems]
    whole = case.card.get("scope") == "stack"
    return {
        WHOLE if whole else verdict.subject.logical_id: str(verdict.status)
        for verdict in results.verdicts
    }


@dataclass
class Seen:
    """What the worlds of a case say, by logical id."""

    answers: dict[str, set[bool | None]] = field(default_factory=dict)
    """Of the worlds that can be deployed."""
    existing: set[str] = field(default_factory=set)
    """What exists by its condition, in some world. (`Rules` keep no resource from being asked.)"""
    is_whole: bool = True
    """Whether the conditions of every world could be worked out."""


def seen(case: Case, asked: dict[str, set[Any]]) -> Seen:
    """Ask the reference in each world; `asked` notes the answers of each word."""
    found = Seen()
    for world in worlds_of(case):
        try:
            stack = Deployed(case, world, asked)
        except Impossible:
            found.is_whole = False
            continue
        _ask(stack, found)
    return found


def _ask(stack: Deployed, found: Seen) -> None:
    card = stack.case.card
    about = [name for name, body in stack.resources.items() if body["Type"] in card["resources"]]
    if card.get("scope") == "stack":
        about = about and [WHOLE]
    found.existing.update(about)
    try:
        stack.deploy()
    except Impossible:
        return
    for name in about:
        found.answers.setdefault(name, set()).add(verdict(stack, name))


PASSES: frozenset[bool | None] = frozenset({True, None})


def compare(case: Case, tally: Tally) -> None:
    """Hold the engine's verdicts against those of all worlds.

    Raises:
        ContradictionError: the engine is sure, and some world says otherwise.
    """
    worlds, engine = seen(case, tally.asked), said(case)
    for name, answers in worlds.answers.items():
        status = engine.get(name)
        if not _is_sound(status, answers):
            message = f"{name or 'the stack'}: the engine says {status}, the worlds {answers}"
            raise ContradictionError(f"{message}\n{shown(case)}")
        if case.is_finite and (answers == {False} or (answers <= PASSES and True in answers)):
            tally.decidable += 1
            tally.decided += status != "unknown"
    if case.is_finite and worlds.is_whole and WHOLE not in engine:
        ghosts = engine.keys() - worlds.existing
        if ghosts:
            raise ContradictionError(f"{ghosts} exist in no world\n{shown(case)}")


def _is_sound(status: str | None, answers: set[bool | None]) -> bool:
    """No verdict is one that the rule does not apply; *unknown* is never wrong."""
    match status:
        case "pass":
            return answers <= PASSES
        case "fail":
            return answers == {False}
        case None:
            return answers == {None}
        case _:
            return status == "unknown"


def shown(case: Case) -> str:
    """A case, to be repeated."""
    template = {key: part for key, part in case.template.items() if part}
    template["Parameters"] = {
        name: declared for name, declared in template["Parameters"].items() if case.asks(name)
    }
    card = {
        key: case.card[key] for key in ("scope", "parameters", "when", "check") if key in case.card
    }
    parts = {"template": template, "card": card, "domains": case.domains, "given": case.given}
    return "\n".join(f"{key} {json.dumps(part)}" for key, part in parts.items()) + f"\n{case.facts}"
