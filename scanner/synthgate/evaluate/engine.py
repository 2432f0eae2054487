"""The engine: each rule asked of each resource of its types.

Nothing is shared between stacks but the cards, so stacks may be evaluated anywhere
and their results put together afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from synthgate.evaluate.finding import finding_of
from synthgate.evaluate.places import distinct
from synthgate.evaluate.verdict import verdict
from synthgate.model import Finding, Origin, Problem, Status, Subject, Text, Verdict
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.worlds import may_exist
from synthgate.rule.card import Card
from synthgate.rule.outcome import Outcome
from synthgate.rule.view import View
from synthgate.template.document import Template


@dataclass(frozen=True, slots=True)
class Stack:
    """A template in its place in the app, ready to be evaluated."""

    resolver: Resolver
    origins: Mapping[str, Origin]
    name: str | None = None
    stage: str | None = None

    @property
    def template(self) -> Template:
        """The template as read."""
        return self.resolver.template

    def subject(self, logical_id: str, kind: str) -> Subject:
        """A resource of this stack as reports name it."""
        origin = self.origins.get(logical_id, Origin())
        return Subject(
            logical_id, kind, self.template.path, origin.construct_path, self.name, self.stage
        )


@dataclass(frozen=True, slots=True)
class Results:
    """What the rules said of a stack."""

    verdicts: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()


def evaluate(stack: Stack, cards: Mapping[str, Sequence[Card]]) -> Results:
    """Hold a stack against cards, given by resource type."""
    verdicts: list[Verdict] = []
    findings: list[Finding] = []
    problems: list[Problem] = []
    for card, subject, outcome in _outcomes(stack, cards, problems):
        verdicts.append(Verdict(card.rule, subject, outcome.status))
        if outcome.status is not Status.PASS:
            source = stack.origins.get(subject.logical_id, Origin()).source
            raw = stack.template.resources[subject.logical_id]
            findings.extend(
                finding_of(card.rule, outcome.status, place, subject, stack.template, source)
                for place in distinct(outcome.places, raw)
            )
    return Results(tuple(verdicts), tuple(findings), tuple(problems))


def _outcomes(
    stack: Stack, cards: Mapping[str, Sequence[Card]], problems: list[Problem]
) -> Iterator[tuple[Card, Subject, Outcome]]:
    """Every answer; a rule that does not apply gives none."""
    for kind, logical_ids in stack.resolver.ids_by_type.items():
        for logical_id in logical_ids if kind in cards else ():
            # Rules alone, such as CDK's bootstrap check, keep no resource from existing.
            there = stack.resolver.exists(logical_id) is True
            if not there and not may_exist(stack.resolver, logical_id):
                continue
            subject = stack.subject(logical_id, kind)
            for card in cards[kind]:
                outcome = _guarded(card, logical_id, stack, problems)
                if outcome:
                    yield card, subject, outcome


def _guarded(card: Card, logical_id: str, stack: Stack, problems: list[Problem]) -> Outcome | None:
    """A verdict; a rule that crashes is a problem with its name, and the run goes on."""
    try:
        return verdict(card, View(stack.resolver.resource(logical_id), stack.resolver))
    except Exception as error:  # noqa: BLE001 - the only one: rules are anybody's code
        problems.append(
            Problem(
                Text(
                    "the rule crashed on {resource} ({error}): tell the rule's owner",
                    "규칙이 {resource}에서 비정상 종료했습니다({error}). "
                    "규칙 담당자에게 알려 주세요",
                ).format(resource=logical_id, error=f"{type(error).__name__}: {error}"[:200]),
                stack.template.path,
                stack.template.locate(("Resources", logical_id)).start,
                card.rule.id,
            )
        )
        return None
