"""Files of frameworks: their mistakes, all at once, and the built-in one's laws."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from shipped import book, catalog, framework_named, is_in_both

from synthgate.framework.reading import built_in
from synthgate.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

WRONG = """\
id: wrong
version: 1
title: {fr: X}
groups: {data: {en: Data, ko: 데이터}}
extra: 1
controls:
  - id: A
    title: {en: A, ko: 가}
    meaning: {en: A, ko: 가}
    group: date
    mode: automated
    rules: [s3-bucket-unversionned, "nothing-*"]
  - id: A
    title: {en: A, ko: 가}
    meaning: {en: A, ko: 가}
    group: data
    mode: manual
    rules: [s3-bucket-unversioned]
  - {id: B, title: {en: B, ko: 나}, meaning: {en: B, ko: 나}, group: data, mode: auto}
  - {id: C, title: {en: C, ko: 다}, meaning: {en: C, ko: 다}, group: data, mode: partial}
  - nothing
"""


def test_every_mistake_is_told_with_its_place(run: Run) -> None:
    """One run tells all of them; nothing is scanned."""
    ran = run("checklist", "--framework", "wrong.yaml", files={"wrong.yaml": WRONG})
    assert ran.code == 2
    assert not ran.out
    told = [line.removeprefix("synthgate: ") for line in ran.err.splitlines()]
    assert told == [
        "wrong.yaml:1:1: missing key 'source'",
        "wrong.yaml:2:1: version: a text is needed, not 1: put it in quotes",
        "wrong.yaml:3:1: title needs 'en' or 'ko', or both",
        "wrong.yaml:5:1: unknown key 'extra'",
        "wrong.yaml:10:5: controls[0].group: no group 'date' in 'groups'; did you mean 'data'?",
        (
            "wrong.yaml:12:13: controls[0].rules[0]: no rule 's3-bucket-unversionned'; "
            "did you mean 's3-bucket-unversioned'?"
        ),
        "wrong.yaml:12:37: controls[0].rules[1]: no rule 'nothing-*'",
        "wrong.yaml:13:5: controls[1].id: control 'A' is defined twice",
        "wrong.yaml:17:5: controls[1].mode: manual needs 'evidence'",
        "wrong.yaml:18:5: controls[1].rules: a manual control has no rules: say 'mode: partial'",
        (
            "wrong.yaml:19:74: mode is one of automated, partial, manual, not 'auto'; "
            "did you mean 'automated'?"
        ),
        "wrong.yaml:20:74: controls[3].mode: partial needs 'evidence'",
        "wrong.yaml:20:74: controls[3].mode: partial needs 'rules'",
        "wrong.yaml:21:5: controls[4]: a mapping is needed, not 'nothing'",
    ]
    korean = run("checklist", "--framework", "wrong.yaml", "--lang", "ko").err
    assert len(korean.splitlines()) == len(told)
    assert "중복 정의" in korean


def test_a_framework_that_there_is_not(run: Run) -> None:
    """By name, with a guess; by file; the same one twice."""
    ran = run("checklist", "--framework", "production-checklst")
    assert ran.code == 2
    assert "did you mean 'production-checklist'?" in ran.err
    assert run("checklist", "--framework", "./none.yaml").code == 2
    twice = ("--framework", "ours.yaml", "--framework", "./ours.yaml")
    assert "asked for twice" in run("checklist", *twice).err


@pytest.mark.exhaustive
def test_the_built_in_frameworks_name_rules_that_there_are() -> None:
    """Every id and every pattern; no mistake of form."""
    assert built_in()
    for name in built_in():
        framework = framework_named(name)
        assert framework.id == name
        for control in framework.controls:
            told = control.mode in {"automated", "partial"}
            assert bool(control.rules) is told, control.id


def test_the_checklist_has_twenty_items_in_five_pillars() -> None:
    """Four each, in native Korean and in English."""
    framework = framework_named("production-checklist")
    assert [*framework.groups] == ["security", "monitoring", "backup", "operations", "cost"]
    assert set(Counter(control.group for control in framework.controls).values()) == {4}
    for control in framework.controls:
        for words in (control.title, control.meaning, control.evidence_wanted):
            assert words is None or not re.search("[가-힣]", words.en), control.id
            assert words is None or re.search("[가-힣]", words.ko), control.id


def test_every_rule_belongs_to_an_item_or_stands_beside_with_a_reason() -> None:
    """A new card fails this until somebody has placed it."""
    framework = framework_named("production-checklist")
    assert {*book().names.ids} - framework.rules - framework.beside == set()
    assert framework.rules & framework.beside == set()


def test_what_may_be_elsewhere_is_of_the_item() -> None:
    """Evidence answers what an item asks, and nothing else."""
    for name in built_in():
        for control in framework_named(name).controls:
            assert {*control.elsewhere} & {*book().names.ids} <= {*control.rules}, control.id


def test_a_file_may_say_frameworks(run: Run) -> None:
    """As an option names one, and a list several; by both names is a mistake, at its line."""
    files = {"t.yaml": "Resources: {}", "synthgate.yaml": "frameworks: [ours.yaml]\n"}
    assert run("scan", "t.yaml", "--format", "json", files=files).framework["id"] == "ours"
    both = "framework: [ours.yaml]\nframeworks: [ours.yaml]\n"
    ran = run("scan", "t.yaml", files={"synthgate.yaml": both})
    assert ran.code == 2
    assert "synthgate.yaml:2:1: frameworks: said by two names" in ran.err
    unknown = run("scan", "t.yaml", files={"synthgate.yaml": "frameworks: [none.yaml]\n"})
    assert "synthgate.yaml:1:1:" in unknown.err


def test_every_grave_rule_serves_some_control() -> None:
    """Of severity high or worse in some environment: an auditor would miss it otherwise.

    Not what is asked of a change: an auditor looks at what stands.
    """
    serving = {rule for name in built_in() for rule in framework_named(name).rules}
    outlines = [one for one in catalog().outlines if one.scope != "change"]
    grave = {one.id for one in outlines if any(it.reaches(Severity.HIGH) for it in one.severities)}
    assert len(grave) > 100
    assert grave - serving == set()


def test_what_is_claimed_is_said_in_both_languages() -> None:
    """Its name, its meaning and the evidence; of what nobody claims there is no word of ours."""
    for name in built_in():
        for control in framework_named(name).controls:
            if control.mode == "unclaimed":
                assert control.meaning.en == "", control.id
                continue
            assert is_in_both(control.title), control.id
            assert is_in_both(control.meaning), control.id
            assert control.evidence_wanted is None or is_in_both(control.evidence_wanted)


@pytest.mark.parametrize(
    "name", ["cis-aws-5.0", "cis-aws-7.0", "iso-27001-2022", "pci-dss-4.0.1", "soc-2"]
)
def test_a_licensed_standard_has_numbers_alone(name: str) -> None:
    """The words of the standard are not ours to print."""
    silent = [one for one in framework_named(name).controls if one.mode == "unclaimed"]
    assert silent
    assert {one.title.en for one in silent} == {""}
