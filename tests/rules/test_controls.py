"""The controls that cards name: there are such, and AWS spells them so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from synthgate.choosing import built_in_and_own


def listed(name: str) -> Iterator[list[str]]:
    """The columns of each line of a list; a dash stands for an empty one."""
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield ["" if one == "-" else one for one in line.split(" ")]


KNOWN = {
    control: frozenset(",".join(rules).split(",")) - {""}
    for control, *rules in listed("security_hub_controls.txt")
}
PROACTIVE = {
    control: (frozenset(types.split(",")), frozenset(beside.split(",")) - {""})
    for control, types, beside in listed("control_tower_controls.txt")
}
"""Of each control of Control Tower the types that it looks at, and Security Hub's beside it."""
CARDS = built_in_and_own().cards
STANDARD = "FSBP "
OTHER_STANDARDS = {"CloudWatch.15", "CloudWatch.16", "CloudWatch.17"}
"""Controls of Security Hub that its NIST standard has, and FSBP has not."""
NOT_BESIDE = {("lambda-permission-bucket-account-unnamed", "CT.LAMBDA.PR.2")}
"""Where Control Tower asks less: of a permission of a service it wants no account."""


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


def test_every_control_is_of_a_list() -> None:
    """Of FSBP, or a proactive one of Control Tower, spelled as AWS spells it."""
    strange = {
        (id_, control)
        for id_, card in CARDS.items()
        for control in card.rule.controls
        if not control.startswith(STANDARD) and control not in PROACTIVE
    }
    assert strange == set()


def test_who_names_a_control_of_control_tower_judges_its_types() -> None:
    """One at least of those that it looks at."""
    elsewhere = {
        (id_, control)
        for id_, card in CARDS.items()
        for control in card.rule.controls
        if control in PROACTIVE and not PROACTIVE[control][0] & set(card.rule.resources)
    }
    assert elsewhere == set()


def test_who_names_a_control_of_security_hub_names_the_proactive_one_beside_it() -> None:
    """If that looks at one of its types."""
    without = {
        (id_, control)
        for id_, card in CARDS.items()
        for control, (types, beside) in PROACTIVE.items()
        if beside & named(id_)
        and types & set(card.rule.resources)
        and control not in card.rule.controls
    }
    assert without == NOT_BESIDE


def test_most_proactive_controls_are_named() -> None:
    """Three of four: the rest wants what no rule asks (Nitro instances, event subscriptions)."""
    answered = {it for card in CARDS.values() for it in card.rule.controls if it in PROACTIVE}
    assert len(answered) >= 0.75 * len(PROACTIVE)
