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
from synthgate.rule.card import read_card
from synthgate.rule.index import Index
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


class Contradiction(AssertionError):
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
    results = evaluate(Stack(Resolver(template, placement, case.given), {}), Index([found]))
    assert not results.problems, [problem.message.en for problem in results.problems]
    whole = case.card.get("scope") == "stack"
    return {
        WHOLE if whole else verdict.subject.logical_id: str(verdict.status)
        for verdict in results.verdicts
    }


def seen(case: Case, asked: dict[str, set[Any]]) -> dict[str, set[bool | None]]:
    """What the worlds say by logical id, where a resource exists in any."""
    answers: dict[str, set[bool | None]] = {}
    kinds = case.card["resources"]
    for world in worlds_of(case):
        try:
            stack = Deployed(case, world, asked)
            if not stack.keeps_rules:
                continue
            stack.deploy()
        except Impossible:
            continue
        about = [name for name, body in stack.resources.items() if body["Type"] in kinds]
        if case.card.get("scope") == "stack":
            about = about and [WHOLE]
        for name in about:
            answers.setdefault(name, set()).add(verdict(stack, name))
    return answers


PASSES: frozenset[bool | None] = frozenset({True, None})


def compare(case: Case, tally: Tally) -> None:
    """Hold the engine's verdicts against those of all worlds.

    Raises:
        Contradiction: the engine is sure, and some world says otherwise.
    """
    answers, engine = seen(case, tally.asked), said(case)
    for name, worlds in answers.items():
        status = engine.get(name)
        sound = {
            "pass": worlds <= PASSES,
            "fail": worlds == {False},
            "unknown": True,
            None: worlds == {None},
        }[status]
        if not sound:
            raise Contradiction(f"{name or 'the stack'}: the engine says {status}, the worlds {worlds}\n{shown(case)}")
        if case.is_finite and (worlds == {False} or (worlds <= PASSES and True in worlds)):
            tally.decidable += 1
            tally.decided += status != "unknown"


def shown(case: Case) -> str:
    """A case, to be repeated."""
    template = {key: part for key, part in case.template.items() if part}
    template["Parameters"] = {
        name: declared for name, declared in template["Parameters"].items() if case.asks(name)
    }
    card = {key: case.card[key] for key in ("scope", "parameters", "when", "check") if key in case.card}
    parts = {"template": template, "card": card, "domains": case.domains, "given": case.given}
    return "\n".join(f"{key} {json.dumps(part)}" for key, part in parts.items()) + f"\n{case.facts}"
