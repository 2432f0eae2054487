"""ISO/IEC 27001:2022, Annex A: its numbers, and what is claimed of them.

Counts by theme are those of intuitem/ciso-assistant-community @09c9b01 (`iso27001-2022.yaml`), and
of prowler-cloud/prowler @3e000fa (`iso27001_2022_aws.json`), which lacks A.8.28.
"""

from __future__ import annotations

import re
from collections import Counter

from synthgate.framework.reading import built_in, read_framework

FRAMEWORK = read_framework(built_in()["iso-27001-2022"], "iso-27001-2022.yaml", None).framework
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


def test_what_is_claimed_is_said_in_both_languages() -> None:
    """With the evidence that a person gives, for half a year to a year; else by number alone."""
    assert FRAMEWORK is not None
    for one in FRAMEWORK.controls:
        if one.mode == "unclaimed":
            assert not one.title.en, one.id
            continue
        for text in (one.title, one.meaning, one.evidence_wanted):
            assert text is not None
            assert text.en, one.id
            assert not re.search("[가-힣]", text.en), one.id
            assert re.search("[가-힣]", text.ko), one.id
        assert one.valid_days in {90, 180, 365}, one.id
    titles = [one.title.en for one in FRAMEWORK.controls if one.title.en]
    assert len(titles) == len({*titles})
