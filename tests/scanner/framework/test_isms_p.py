"""ISMS-P 2023 as it ships: every item of the notice, and what is claimed of some.

Numbers of items from the notice on the certification of information security and personal
information protection management systems, table 7 (2023): 101 in all, 16 + 64 + 21, and those of
each section. Read in prowler-cloud/prowler at 3e000fa and held against a second list of the names.
"""

from __future__ import annotations

import re
from collections import Counter

from shipped import framework_named

SIZES = {"1": (6, 4, 3, 3), "2": (3, 6, 4, 7, 6, 7, 2, 6, 7, 9, 5, 2), "3": (7, 5, 4, 2, 3)}
"""Items of each section of each chapter."""
SECTIONS = {
    f"{chapter}.{number}": size
    for chapter, sizes in SIZES.items()
    for number, size in enumerate(sizes, 1)
}
HANGUL = re.compile("[가-힣]")


def test_every_item_of_the_notice_is_there() -> None:
    """Sixteen of the management system, 64 measures, 21 for personal information."""
    ids = [control.id for control in framework_named("isms-p").controls]
    assert framework_named("isms-p").version == "2023"
    assert len(ids) == len({*ids}) == 101
    assert Counter(id_[0] for id_ in ids) == {"1": 16, "2": 64, "3": 21}
    assert Counter(control.group for control in framework_named("isms-p").controls) == SECTIONS


def test_items_are_counted_from_one_in_each_section() -> None:
    """In the order and the spelling of the notice."""
    numbers = dict.fromkeys(SECTIONS, 0)
    for control in framework_named("isms-p").controls:
        assert re.fullmatch(r"[1-3]\.\d{1,2}\.\d", control.id), control.id
        numbers[control.group] += 1
        assert control.id == f"{control.group}.{numbers[control.group]}"
    assert numbers == SECTIONS


def test_sections_are_part_of_chapters() -> None:
    """Each has a heading in both languages; its number is its id."""
    framework = framework_named("isms-p")
    assert [*framework.groups] == ["1", *_sections("1"), "2", *_sections("2"), "3", *_sections("3")]
    assert framework.within == {section: section[0] for section in SECTIONS}
    for title in framework.groups.values():
        assert HANGUL.search(title.ko)
        assert not HANGUL.search(title.en)


def _sections(chapter: str) -> list[str]:
    return [section for section in SECTIONS if section.startswith(chapter)]


def test_every_item_has_the_name_of_the_notice_and_one_in_english() -> None:
    """The Korean is the notice's own."""
    names = {control.id: control.title for control in framework_named("isms-p").controls}
    for id_, name in names.items():
        assert HANGUL.search(name.ko), id_
        assert not HANGUL.search(name.en), id_
    assert names["1.1.1"].ko == "경영진의 참여"
    assert names["2.7.2"].ko == "암호키 관리"
    assert names["2.9.4"].ko == "로그 및 접속기록 관리"
    assert names["3.1.5"].ko == "개인정보 간접수집"  # till 2023: 간접수집 보호조치
    assert names["3.5.3"].ko == "정보주체에 대한 통지"  # till 2023: 이용내역 통지


def test_what_is_claimed_is_said_in_both_languages() -> None:
    """What an item means for an app, and what a person gives."""
    for control in framework_named("isms-p").controls:
        if control.mode == "unclaimed":
            continue
        assert control.evidence_wanted is not None, control.id
        for words in (control.meaning, control.evidence_wanted):
            assert HANGUL.search(words.ko), control.id
            assert words.en, control.id
            assert not HANGUL.search(words.en), control.id
        assert 0 < (control.valid_days or 0) <= 365, control.id


def test_no_item_is_met_by_rules_alone() -> None:
    """Items ask for procedures and records: rules are a part of measures, and of nothing else."""
    modes = {control.id: control.mode for control in framework_named("isms-p").controls}
    assert Counter(modes.values()) == {"partial": 25, "manual": 25, "unclaimed": 51}
    assert {id_[0] for id_, mode in modes.items() if mode == "partial"} == {"2"}
    for chapter in ("2.2.", "2.3.", "2.4."):  # people, contracts and buildings
        assert not any(modes[id_] == "partial" for id_ in modes if id_.startswith(chapter))


def test_what_the_rules_stand_on_is_told() -> None:
    """Nothing is taken over from a table unread."""
    mappings = [one for control in framework_named("isms-p").controls for one in control.mappings]
    assert {one.basis for one in mappings} == {"asserted", "reviewed"}
    assert {one.source for one in mappings if one.basis == "reviewed"} == {"guard", "prowler"}
    assert all(one.through for one in mappings if one.basis == "reviewed")


def test_matters_of_taste_are_no_defects() -> None:
    """A key of one's own, or MFA of customers, no item asks for."""
    asked = framework_named("isms-p").rules
    assert not [rule for rule in asked if rule.endswith("-by-own-key")]
    assert not [rule for rule in asked if rule.startswith("cognito-user-pool-mfa")]
    assert "vpc-default-security-group-open" not in asked
    assert {"rds-instance-unencrypted", "s3-bucket-policy-open", "cloudtrail-missing"} <= asked
