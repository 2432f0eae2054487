"""CIS AWS Foundations 7.0: its numbers, and what is claimed of them.

Counts by section are those of the benchmark v7.0.0 as two catalogs have it, which agree in all ids:
prowler-cloud/prowler @3e000fa (`prowler/compliance/aws/cis_7.0_aws.json`) and
intuitem/ciso-assistant-community @c61fe0d (`cis-benchmark-aws-foundations.yaml`).
"""

from __future__ import annotations

import re
from collections import Counter

from shipped import framework_named

FRAMEWORK = framework_named("cis-aws-7.0")
SECTIONS = {"2": 26, "3": 9, "4": 10, "5": 16, "6": 9}
SUBSECTIONS = {"2.1": 6, "3.1": 4, "3.2": 4, "3.3": 1, "6.1": 2}
LEVEL_1, LEVEL_2 = 41, 70
"""What the two profiles ask for: the second has all of the first."""


def test_every_recommendation_is_there() -> None:
    """Seventy, by section and profile, none twice."""
    assert FRAMEWORK is not None
    ids = [one.id for one in FRAMEWORK.controls]
    assert len(ids) == len({*ids}) == sum(SECTIONS.values()) == 70
    assert all(re.fullmatch(r"[2-6]\.\d{1,2}(\.\d)?", id_) for id_ in ids)
    assert Counter(id_.split(".")[0] for id_ in ids) == SECTIONS
    deep = Counter(id_.rpartition(".")[0] for id_ in ids if id_.count(".") == 2)
    assert deep == SUBSECTIONS
    assert ids == sorted(ids, key=lambda id_: [int(part) for part in id_.split(".")])
    levels = Counter(level for one in FRAMEWORK.controls for level in one.levels)
    assert (levels["L1"], levels["L2"]) == (LEVEL_1, LEVEL_2)


def test_each_section_is_a_group_of_its_own() -> None:
    """A subsection is part of its section."""
    assert FRAMEWORK is not None
    top = Counter(FRAMEWORK.within.get(one.group, one.group) for one in FRAMEWORK.controls)
    assert [*top.values()] == [*SECTIONS.values()]
    assert [*top] == [one for one in FRAMEWORK.groups if one not in FRAMEWORK.within]


def test_accounts_in_use_are_not_claimed() -> None:
    """Root user, contacts, unused credentials: no template tells of them."""
    assert FRAMEWORK is not None
    modes = {one.id: one.mode for one in FRAMEWORK.controls}
    assert Counter(modes.values()) == {
        "automated": 20, "partial": 26, "manual": 5, "unclaimed": 19
    }  # fmt: skip
    live = ("2.1.1", "2.1.6", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.11", "2.17", "5.16")
    assert {modes[id_] for id_ in live} == {"unclaimed"}
