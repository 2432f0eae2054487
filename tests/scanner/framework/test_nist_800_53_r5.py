"""NIST SP 800-53 r5: every control, the baselines, and what is claimed.

Numbers of release 5.2.0, from NIST's Cybersecurity and Privacy Reference Tool (SP_800_53_B_5_2_0):
1,196 controls and enhancements, of which 182 are withdrawn; they are those that have no baseline in
the tool, not even "Not Selected", and the ones that the OSCAL catalog calls withdrawn
(usnistgov/oscal-content at a849dbc). Release 5.1.1 had 1,011 that are not; 5.2.0 added SA-15(13),
SA-24 and SI-2(7). The baselines are those of SP 800-53B, the same in the tool and in the OSCAL
profiles at 88bb8de.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from shipped import framework_named

if TYPE_CHECKING:
    pass

NAME = "nist-800-53-r5"
FAMILIES = {
    "AC": 131,
    "AT": 15,
    "AU": 56,
    "CA": 25,
    "CM": 56,
    "CP": 49,
    "IA": 59,
    "IR": 40,
    "MA": 28,
    "MP": 20,
    "PE": 51,
    "PL": 11,
    "PM": 37,
    "PS": 17,
    "PT": 21,
    "RA": 22,
    "SA": 108,
    "SC": 139,
    "SI": 102,
    "SR": 27,
}
BASELINES = {"LOW": 149, "MODERATE": 287, "HIGH": 370, "PRIVACY": 96}
SPELLING = re.compile(r"(?P<family>[A-Z]{2})-[1-9][0-9]?(\([1-9][0-9]?\))?")


def test_every_control_that_is_not_withdrawn_is_there() -> None:
    """By family, spelled as the standard spells, each enhancement after its control."""
    controls = framework_named(NAME).controls
    assert len(controls) == 1196 - 182 == 1014
    assert Counter(control.group for control in controls) == FAMILIES
    assert [*framework_named(NAME).groups] == [*FAMILIES]
    seen = set[str]()
    for control in controls:
        spelled = SPELLING.fullmatch(control.id)
        assert spelled, control.id
        assert spelled["family"] == control.group
        assert "(" not in control.id or control.id.partition("(")[0] in seen, control.id
        seen.add(control.id)
    assert len(seen) == len(controls)
    assert {"IA-13(3)", "SA-15(13)", "SA-24", "SI-2(7)"} <= seen
    assert not {"AC-2(10)", "SA-18", "SC-19", "SI-9"} & seen  # withdrawn


def test_titles_are_those_of_the_standard() -> None:
    """Some that are spelled in ways of their own."""
    titles = {control.id: control.title.en for control in framework_named(NAME).controls}
    assert all(titles.values())
    assert titles["AC-2(1)"] == "Automated System Account Management"
    assert titles["IA-2"] == "Identification and Authentication (Organizational Users)"
    assert titles["SA-24"] == "Design for Cyber Resiliency"
    assert titles["SR-2(1)"] == "Establish SCRM Team"
    assert titles["PM-1"] == "Information Security Program Plan"
    for control in framework_named(NAME).controls:  # a title in English alone is told in English
        assert not control.levels or re.search("[가-힣]", control.title.ko), control.id


@pytest.mark.parametrize(("level", "count"), BASELINES.items())
def test_a_baseline_has_its_controls(level: str, count: int) -> None:
    """In the table, and in the framework that is the baseline, with what is claimed of it."""
    of_level = [control for control in framework_named(NAME).controls if level in control.levels]
    assert len(of_level) == count
    baseline = framework_named(f"{NAME}-{level.lower()}")
    assert [one.id for one in baseline.controls] == [one.id for one in of_level]
    assert [one.mode for one in baseline.controls] == [one.mode for one in of_level]
    assert baseline.version == framework_named(NAME).version
    assert baseline.title != framework_named(NAME).title


def test_a_higher_baseline_has_all_of_the_lower() -> None:
    """LOW is within MODERATE, and that within HIGH."""
    for control in framework_named(NAME).controls:
        levels = {*control.levels}
        assert "LOW" not in levels or "MODERATE" in levels, control.id
        assert "MODERATE" not in levels or "HIGH" in levels, control.id


def test_what_is_claimed_is_said_in_both_languages() -> None:
    """Our words; the rest has the standard's title alone."""
    for control in framework_named(NAME).controls:
        if control.mode == "unclaimed":
            assert not control.meaning.en
            continue
        for words in (control.title, control.meaning, control.evidence_wanted):
            assert words is not None, control.id
            assert not re.search("[가-힣]", words.en), control.id
            assert re.search("[가-힣]", words.ko), control.id


def test_no_control_is_decided_by_templates_alone() -> None:
    """Each is about people and procedures, too: of those that are claimed, all want evidence."""
    modes = Counter(control.mode for control in framework_named(NAME).controls)
    assert modes == {"unclaimed": 922, "partial": 71, "manual": 21}
    for control in framework_named(NAME).controls:
        assert (control.valid_days is not None) is (control.mode != "unclaimed"), control.id
        assert not control.derived, control.id
    unclaimed = {"AT", "MA", "MP", "PE", "PL", "PM", "PS", "PT"}
    claimed = {
        control.group for control in framework_named(NAME).controls if control.mode != "unclaimed"
    }
    assert claimed == {*FAMILIES} - unclaimed
