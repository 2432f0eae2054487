"""``rules list`` and ``rules show``: what there is, and all of one."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

import synthgate_rules
from synthgate.rule.cards.catalog import load_catalog
from synthgate.workbench.console import Console
from synthgate.workbench.show import WIDTH, cells, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Language
    from synthgate.rule.cards.catalog import Catalog

CARD = """\
id: bucket-unnamed
title: {en: Bucket has no name, ko: 이름 없는 버킷}
severity: {default: low, production: high}
pillar: operations
resources: [AWS::S3::Bucket]
parameters: {pattern: "^a"}
# Names are told apart by their first letter.
when: {path: $.Properties, exists: true}

# This belongs to the check.
check:
  path: $.Properties.BucketName
  matches: {parameter: pattern}

# This belongs to the reason.
why: {en: Nobody knows it, ko: 아무도 모름}
fix: {en: Name it, ko: 이름을 지정하세요, template: "BucketName: a"}
equivalents: {checkov: {same: [CKV_1], wider: [CKV_2]}}
examples:
  fails: |
    Resources: {}  # finding
  passes: |
    Resources: {}
"""
SHOWN = """\
bucket-unnamed
Bucket has no name

severity     low (production: high)
pillar       operations
resources    AWS::S3::Bucket
scope        resource
equivalents  checkov: CKV_1
near         checkov (wider): CKV_2

Why
  Nobody knows it

Fix
  Name it
  template:
    BucketName: a

Parameters and their defaults
  pattern: ^a

Check
  # Names are told apart by their first letter.
  when: {path: $.Properties, exists: true}
  # This belongs to the check.
  check:
    path: $.Properties.BucketName
    matches: {parameter: pattern}

Examples
  fails:
    Resources: {}  # finding
  passes:
    Resources: {}
"""
IDS = [*load_catalog(synthgate_rules.CARDS).cards]


def test_a_rule_is_shown_with_all_that_its_card_says(cli: Callable[..., Any]) -> None:
    """In the order in which a person asks; the check as it is written."""
    ran = cli("rules", "show", "bucket-unnamed", "--rules", "r", files={"r/a.yaml": CARD})
    assert (ran.code, ran.out, ran.err) == (0, SHOWN, "")


def test_a_rule_is_shown_in_korean(cli: Callable[..., Any]) -> None:
    """Headings and sentences."""
    files = {"r/a.yaml": CARD}
    out = cli("rules", "show", "bucket-unnamed", "--rules", "r", "--lang", "ko", files=files).out
    assert "이름 없는 버킷" in out
    assert "해결 방법\n  이름을 지정하세요" in out


def test_a_rule_for_programs_has_the_row_of_the_list(cli: Callable[..., Any]) -> None:
    """And the rest of the card beside it."""
    files = {"r/a.yaml": CARD}
    shown = cli("rules", "show", "bucket-unnamed", "--rules", "r", "--format", "json", files=files)
    listed = cli("rules", "list", "--rules", "r", "--format", "json")
    (row,) = [row for row in listed.report if row["id"] == "bucket-unnamed"]
    beside = {"family": None, "in_profile": True}
    assert row.items() <= (shown.report | beside).items()
    assert shown.report["parameters"] == {"pattern": "^a"}
    assert shown.report["check"]["matches"] == {"parameter": "pattern"}
    assert shown.report["fix"] == {"text": "Name it", "template": "BucketName: a"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(synthgate_rules.CARDS)


@pytest.mark.parametrize("rule_id", IDS)
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.exhaustive
def test_every_built_in_rule_can_be_shown(
    catalog: Catalog, rule_id: str, language: Language
) -> None:
    """Its sentences fit a terminal."""
    out = io.StringIO()
    show(catalog, rule_id, "text", Console(out, io.StringIO(), language, str))
    why = out.getvalue().split("\nCheck\n" if language == "en" else "\n검사\n")[0].splitlines()
    assert len(why) > 8
    assert all(cells(line) <= WIDTH for line in why if "https://" not in line and line[:4].strip())


def test_an_unknown_rule_is_guessed_at(cli: Callable[..., Any]) -> None:
    """2, and the id that was probably meant."""
    ran = cli("rules", "show", "kms-key-not-rotatd")
    assert ran.code == 2
    assert "did you mean 'kms-key-not-rotated'?" in ran.err
    assert "kms-key-not-rotated" in cli("rules", "show", "kms-key-not-rotatd", "--lang", "ko").err


def test_the_list_for_people_has_a_line_for_each_rule(cli: Callable[..., Any]) -> None:
    """Severity, id, title."""
    lines = cli("rules", "list", "--profile", "all").out.splitlines()
    assert [line.split()[1] for line in lines] == sorted(IDS)


def test_a_list_is_narrowed_by_words_and_severity(cli: Callable[..., Any]) -> None:
    """A word is looked for in ids, titles and types; all of several have to be there."""
    listed = json.loads(cli("rules", "list", "S3", "--at-least", "high", "--format", "json").out)
    assert listed
    assert {rule["severity"] for rule in listed} <= {"critical", "high"}
    assert all("s3" in json.dumps(rule).lower() for rule in listed)
    assert cli("rules", "list", "s3", "no-such-word").out == ""


@pytest.mark.parametrize(
    ("options", "has", "has_not"),
    [
        (["--equivalent", "checkov:CKV_AWS_18"], "s3-bucket-access-unlogged", "ecr-policy-open"),
        (["--equivalent", "cdk-nag:AwsSolutions-S10"], "s3-bucket-tls-optional", "ecr-policy-open"),
        (["--equivalent", "CKV_AWS_2*"], "sqs-queue-unencrypted", "s3-bucket-access-unlogged"),
        (["--control", "FSBP S3.9"], "s3-bucket-access-unlogged", "s3-bucket-tls-optional"),
        (["--control", "CT.S3.PR.2"], "s3-bucket-access-unlogged", "s3-bucket-tls-optional"),
        (["--control", "CT.*"], "s3-bucket-tls-optional", "s3-bucket-website"),
        (["--service", "SQS"], "sqs-queue-unencrypted", "s3-bucket-tls-optional"),
        (["--family", "unencrypted"], "ec2-volume-unencrypted", "sqs-queue-unencrypted"),
    ],
)  # fmt: skip
def test_a_list_is_narrowed_by_what_a_card_says(
    cli: Callable[..., Any], options: list[str], has: str, has_not: str
) -> None:
    """As other tools write an id, by the services of types, by the file of a family."""
    out = cli("rules", "list", "--profile", "all", *options).out
    found = {line.split()[1] for line in out.splitlines()}
    assert has in found
    assert has_not not in found


def test_a_list_has_every_rule_and_marks_what_is_in_force(cli: Callable[..., Any]) -> None:
    """In text with a star, for programs with a key; what is in force can be listed alone."""
    rows = cli("rules", "list", "--format", "json").report
    assert [row["id"] for row in rows] == sorted(IDS)
    assert {row["in_profile"] for row in rows} == {True, False}
    lines = cli("rules", "list").out.splitlines()
    starred = {line.split()[2] for line in lines[:-1] if line.startswith("* ")}
    assert starred == {row["id"] for row in rows if row["in_profile"]}
    alone = cli("rules", "list", "--in-profile", "--format", "json").report
    assert alone == [row for row in rows if row["in_profile"]]
