"""The controls that cards name: there are such, and AWS spells them so."""

from __future__ import annotations

from pathlib import Path

from synthgate.choosing import built_in_and_own

LIST = Path(__file__).with_name("security_hub_controls.txt").read_text("utf-8")
KNOWN = {
    control: frozenset(rules.replace(",", " ").split()) - {"-"}
    for control, _, rules in (
        line.partition(" ") for line in LIST.splitlines() if not line.startswith("#")
    )
}
CARDS = built_in_and_own().cards
STANDARD = "FSBP "
OTHER_STANDARDS = {"CloudWatch.15", "CloudWatch.16", "CloudWatch.17"}
"""Controls of Security Hub that its NIST standard has, and FSBP has not."""


def named(rule_id: str) -> set[str]:
    """The controls of FSBP that a card names."""
    controls = CARDS[rule_id].rule.controls
    return {it.removeprefix(STANDARD) for it in controls if it.startswith(STANDARD)}


def test_controls_are_spelled_as_aws_spells_them() -> None:
    """`Autoscaling.5` beside `AutoScaling.3`: that is how they are."""
    assert {(id_, it) for id_ in CARDS for it in named(id_) if it not in KNOWN} == set()


def test_who_names_a_rule_of_aws_config_names_the_control_that_stands_on_it() -> None:
    """If there is one in the standard."""
    standing: dict[str, set[str]] = {}
    for control, rules in KNOWN.items():
        for rule in rules if control not in OTHER_STANDARDS else ():
            standing.setdefault(rule, set()).add(control)
    without = {
        id_
        for id_, card in CARDS.items()
        if (wanted := standing.get(card.rule.config_rule or "")) and not wanted & named(id_)
    }
    assert without == set()
