"""`formerly` in a card: whoever named the rule by an id of before goes on being understood."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.rule.cards.former import Names
from synthgate.rule.cards.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


CARD = """\
id: {id}
title: {{en: Queue is open, ko: 열린 대기열}}
severity: medium
pillar: security
resources: [AWS::SQS::Queue]
parameters: {{most: 3}}
check: {{path: $.Properties.Size, at-most: {{parameter: most}}}}
why: {{en: Because, ko: 때문}}
fix: {{en: Close it, ko: 닫으세요}}
formerly: [{old}]
examples: {{fails: "", passes: ""}}
"""
QUEUE = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {Size: 4}}}"
FRAMEWORK = """\
id: ours
version: "1"
source: us
title: {en: Ours}
groups: {a: {en: A}}
controls:
  - {id: A-1, title: {en: t}, meaning: {en: m}, group: a, mode: automated, rules: [queue-o]}
"""
NEW, OLD = "own-queue-wide", "queue-o"
FILES = {"own/a.yaml": CARD.format(id=NEW, old=OLD), "t.yaml": QUEUE}


def scan(cli: Callable[..., Any], *words: str, **files: str) -> tuple[Any, list[str]]:
    """The severities of the rule's findings, and the notices of renamed rules."""
    given = {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    settings = ("--rules", "own", *words, "--format", "json")
    ran = cli("scan", "t.yaml", *settings, files={**FILES, **given})
    report = json.loads(ran.out)
    found = [one["severity"] for one in report["findings"] if one["rule_id"].startswith("own-")]
    told = [it["message"] for it in report["problems"] if it["code"] == "rule-renamed"]
    assert all(it["kind"] == "notice" for it in report["problems"] if it["message"] in told)
    return found, told


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"exclude": [OLD]}, []),
        ({"exclude": ["queue-*"]}, []),
        ({"exclude": [{"rules": [OLD], "pillars": ["security"]}]}, []),
        ({"exclude": [{"rules": [OLD], "pillars": ["cost"]}]}, ["medium"]),
        ({"severity": {OLD: "low"}}, ["low"]),
        ({"severity": {OLD: "low", NEW: "high"}}, ["high"]),
        ({"severity": {NEW: "high", OLD: "low"}}, ["high"]),
        ({"rule-parameters": {OLD: {"most": 4}}}, []),
    ],
)
def test_a_configuration_may_name_it(
    cli: Callable[..., Any], settings: Any, found: list[str]
) -> None:
    """In every key; what is said by the id of now counts more."""
    got, told = scan(cli, synthgate_dot_yaml=json.dumps(settings))
    assert got == found
    assert told
    assert all(NEW in one for one in told)


def test_the_notice_has_its_place(cli: Callable[..., Any]) -> None:
    """The line that names it."""
    settings = "fail-on: high\nexclude:\n  - s3-*\n  - queue-o\n"
    ran = cli(
        *("scan", "t.yaml", "--rules", "own", "--format", "json"),
        files={**FILES, "synthgate.yaml": settings},
    )
    (notice,) = [it for it in ran.report["problems"] if it["code"] == "rule-renamed"]
    assert (notice["path"], notice["line"]) == ("synthgate.yaml", 4)


def test_a_profile_may_name_it(cli: Callable[..., Any]) -> None:
    profile = "id: mine\ntitle: {en: Mine}\nextends: recommended\nexclude: [queue-o]\n"
    got, told = scan(cli, "--profile", "./mine.yaml", mine_dot_yaml=profile)
    assert (got, len(told)) == ([], 1)


def test_a_framework_may_name_it(cli: Callable[..., Any]) -> None:
    """The control has the rule's verdict, and so the rule is one of its own."""
    files = {**FILES, "ours.yaml": FRAMEWORK}
    ran = cli(
        *("scan", "t.yaml", "--rules", "own", "--framework", "./ours.yaml", "--format", "json"),
        files=files,
    )
    (control,) = ran.report["frameworks"][0]["controls"]
    assert control["state"] == "not-met"
    (notice,) = [it for it in ran.report["problems"] if it["code"] == "rule-renamed"]
    assert (notice["path"], notice["line"]) == ("ours.yaml", 7)


def test_it_can_be_shown_and_explained(cli: Callable[..., Any]) -> None:
    """By the old id, with a word that it is one."""
    shown = cli("rules", "show", OLD, "--rules", "own", files=FILES)
    assert shown.out.startswith(NEW)
    assert OLD in shown.err
    explained = cli("scan", "t.yaml", "--rules", "own", "--explain", f"{OLD}:Q")
    assert "Size = 4" in explained.out
    assert f"{OLD}' is called {NEW}" in explained.out


def test_an_id_of_now_is_no_former_one(cli: Callable[..., Any]) -> None:
    """It would mean two rules, of which one has another check."""
    text = CARD.format(id=NEW, old="s3-bucket-unversioned")
    ran = cli("scan", "t.yaml", "--rules", "own", files={**FILES, "own/a.yaml": text})
    assert ran.code == 2
    assert "'formerly' names 's3-bucket-unversioned'" in ran.err


def test_a_rule_may_have_become_several(cli: Callable[..., Any]) -> None:
    """All of them are meant."""
    other = CARD.format(id="own-queue-deep", old=OLD)
    got, told = scan(cli, own__b_dot_yaml=other, synthgate_dot_yaml=f'severity: {{"{OLD}": low}}')
    assert got == ["low", "low"]
    (notice,) = told
    assert notice.startswith(f"rule '{OLD}' is called own-queue-deep, {NEW} now")


@pytest.mark.parametrize("value", ["queue", "[1]", "{}", "['']"])
def test_former_ids_are_a_list_of_ids(cli: Callable[..., Any], value: str) -> None:
    text = FILES["own/a.yaml"].replace("[queue-o]", value)
    ran = cli("rules", "lint", "own", files={"own/own-queue-wide.yaml": text})
    assert ran.code != 0
    assert "formerly" in ran.out


def test_patterns_mean_rules_by_all_their_names() -> None:
    names = Names(frozenset({"a-b", "a-c", "x"}), {"old-b": ("a-b",), "a-old": ("x",)})
    assert names.matching("a-*") == {"a-b", "a-c", "x"}
    assert names.current("a-*") == ["a-*", "x"]
    assert names.current("old-*") == ["a-b"]
    assert names.current("nothing") == ["nothing"]
    assert "old-b" in names
    assert names.now("a-b") == ()
    assert Outline.__dataclass_fields__["formerly"].default == ()


@pytest.mark.parametrize("old", ["s3-bucket-unversioned", NEW, "own-other"])
def test_a_clash_is_told_by_lint_too(cli: Callable[..., Any], old: str) -> None:
    """With a built-in rule, with the card itself, with another one of the folder."""
    other = CARD.format(id="own-other", old="elsewhere")
    files = {f"own/{NEW}.yaml": CARD.format(id=NEW, old=old), "own/own-other.yaml": other}
    assert f"'formerly' names '{old}'" in cli("rules", "lint", "own", files=files).out


def test_a_pattern_that_means_former_ids_only_is_told(cli: Callable[..., Any]) -> None:
    got, told = scan(cli, synthgate_dot_yaml='exclude: ["queue-o*"]')
    assert (got, len(told)) == ([], 1)
