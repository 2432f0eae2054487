"""What the gate goes by: what the profile chooses, where it chooses it, and each fault once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from synthgate.judge.repeats import heard, without_repeats
from synthgate.model import Finding, Observed
from synthgate.model.verdicts import Verdicts, in_columns, joined
from synthgate.rule.cards.card import Card


def gated(
    observed: Observed, cards: Mapping[str, Card], *, tells_repeats: bool = False
) -> Observed:
    """What was observed, as far as a profile chooses it.

    Rules that are asked for the sake of frameworks are left out, and so are findings of a severity
    that the profile does not take (it may take a rule in production only), and, unless it wants
    repeats told, what another finding says. A verdict goes with its findings. Where no environment
    is told, the rules of which that hides something are among those that an environment would
    decide.
    """
    asked = [one for one in observed.findings if one.rule.id in cards]
    chosen = [one for one in asked if _is_chosen(one, cards)]
    findings = chosen if tells_repeats else without_repeats(chosen)
    verdicts = in_columns(observed.verdicts).where(lambda rule: rule.id in cards)
    hidden = {one.rule.id for one in asked if not _is_chosen(one, cards)}
    return replace(
        observed,
        verdicts=in_columns(heard(verdicts, asked, findings)),
        findings=tuple(findings),
        untold=tuple(sorted(hidden)) if observed.environment is None else (),
    )


def _is_chosen(finding: Finding, cards: Mapping[str, Card]) -> bool:
    shown = cards[finding.rule.id].shown
    return shown is None or finding.severity in shown


def besides(observed: Iterable[Observed], cards: Mapping[str, Card]) -> Verdicts:
    """What is said by rules that are asked for the sake of frameworks alone."""
    every = (in_columns(one.verdicts) for one in observed)
    return joined(one.where(lambda rule: rule.id not in cards) for one in every)
