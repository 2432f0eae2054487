"""ISO/IEC 27001:2022, Annex A: its numbers, and what is claimed of them.

Counts by theme are those of intuitem/ciso-assistant-community @09c9b01 (`iso27001-2022.yaml`), and
of prowler-cloud/prowler @3e000fa (`iso27001_2022_aws.json`), which lacks A.8.28.
"""

from __future__ import annotations

import re
from collections import Counter

from shipped import framework_named

FRAMEWORK = framework_named("iso-27001-2022")
THEMES = {"A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34}


def test_every_control_of_the_annex_is_there() -> None:
    """Ninety-three, numbered through in each theme."""
    assert FRAMEWORK is not None
    ids = [one.id for one in FRAMEWORK.controls]
    assert len(ids) == sum(THEMES.values()) == 93
    assert all(re.fullmatch(r"A\.[5-8]\.[1-9]\d?", id_) for id_ in ids)
    assert ids == [f"{theme}.{at}" for theme, most in THEMES.items() for at in range(1, most + 1)]
    assert Counter(one.group for one in FRAMEWORK.controls) == THEMES
    assert [*FRAMEWORK.groups] == [*THEMES]


def test_no_control_is_decided_by_templates() -> None:
    """Rules tell a part of some; nothing is claimed of people and premises."""
    assert FRAMEWORK is not None
    modes = Counter((one.group, one.mode) for one in FRAMEWORK.controls)
    assert modes == {
        ("A.5", "partial"): 5,
        ("A.5", "manual"): 8,
        ("A.5", "unclaimed"): 24,
        ("A.6", "unclaimed"): 8,
        ("A.7", "unclaimed"): 14,
        ("A.8", "partial"): 18,
        ("A.8", "manual"): 7,
        ("A.8", "unclaimed"): 9,
    }
