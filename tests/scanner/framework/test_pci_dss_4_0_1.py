"""PCI DSS 4.0.1 against the standard's own numbers.

How many defined-approach requirements each requirement and appendix has is counted in the tables
of `intuitem/ciso-assistant-community` (pcidss-4_0.yaml at f990d7b) and `ComplianceAsCode/content`
(pcidss_4.yml at b3a2cca), which agree but for A3.3.1.1: version 4.0 called it A3.3.1.2.
"""

from __future__ import annotations

import re
from collections import Counter

from shipped import framework_named

NAME = "pci-dss-4.0.1"
PARTIAL, MANUAL = 42, 50
COUNTS = dict(
    zip(
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "A1", "A2", "A3"),
        (19, 11, 29, 6, 13, 19, 12, 29, 27, 27, 21, 37, 7, 3, 20),
        strict=True,
    )
)
DEEPEST = {
    *("3.3.1.1", "3.3.1.2", "3.3.1.3", "3.5.1.1", "3.5.1.2", "3.5.1.3", "3.6.1.1", "3.6.1.2"),
    *("3.6.1.3", "3.6.1.4", "4.2.1.1", "4.2.1.2", "5.2.3.1", "5.3.2.1", "6.2.3.1", "7.2.5.1"),
    *("8.3.10.1", "9.2.1.1", "9.3.1.1", "9.4.1.1", "9.4.1.2", "9.4.5.1", "9.5.1.1", "9.5.1.2"),
    *("9.5.1.2.1", "9.5.1.3", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5"),
    *("10.2.1.6", "10.2.1.7", "10.4.1.1", "10.4.2.1", "11.3.1.1", "11.3.1.2", "11.3.1.3"),
    *("11.3.2.1", "11.5.1.1", "12.4.2.1", "12.5.2.1", "12.6.3.1", "12.6.3.2", "12.10.4.1"),
    *("A3.2.2.1", "A3.2.5.1", "A3.2.5.2", "A3.2.6.1", "A3.3.1.1"),
}


def test_every_number_of_the_standard_is_there() -> None:
    """250 in twelve requirements, 30 in three appendices, each in its section."""
    ids = [control.id for control in framework_named(NAME).controls]
    assert len(ids) == sum(COUNTS.values()) == 280
    assert Counter(id_.split(".")[0] for id_ in ids) == COUNTS
    assert all(re.fullmatch(r"(1?\d|A[1-3])(\.[1-9]\d?){2,4}", id_) for id_ in ids)
    for control in framework_named(NAME).controls:
        assert control.group == ".".join(control.id.split(".")[:2])
        assert framework_named(NAME).within[control.group] == control.id.split(".")[0]


def test_fourth_levels_are_those_of_the_standard() -> None:
    """No level that a tool has invented; and in the standard's order."""
    ids = [control.id for control in framework_named(NAME).controls]
    assert {id_ for id_ in ids if id_.count(".") > 2} == DEEPEST
    numbers = [[id_[0] == "A", *map(int, id_.strip("A").split("."))] for id_ in ids]
    assert numbers == sorted(numbers)


def test_no_template_decides_a_requirement() -> None:
    """Where cardholder data are, none tells: a person gives evidence for each."""
    modes = Counter(control.mode for control in framework_named(NAME).controls)
    assert modes == {"partial": PARTIAL, "manual": MANUAL, "unclaimed": 280 - PARTIAL - MANUAL}
    superseded = {
        one.id: one.mode for one in framework_named(NAME).controls if one.id in {"6.4.1", "10.7.1"}
    }
    assert superseded == {"6.4.1": "unclaimed", "10.7.1": "unclaimed"}
    assert all(not control.derived for control in framework_named(NAME).controls)
