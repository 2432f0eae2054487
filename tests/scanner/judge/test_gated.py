"""What the gate goes by: the rules of the profile, in the environments that it takes them in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from synthgate import scan
from synthgate.config import Config
from synthgate.model import Report
from synthgate.pipeline import run
from synthgate.rule.cards.profile import Wish

TABLE = "Resources: {T: {Type: AWS::DynamoDB::Table, DeletionPolicy: Retain}}\n"
OURS = """\
id: ours
title: {en: Ours}
select:
  - {faults: [unrecoverable], severities: [medium]}
exclude: [resource-retained-by-half]
"""


def scanned(folder: Path, environment: str | None, profile: str = OURS) -> Report:
    (folder / "t.yaml").write_text(TABLE)
    (folder / "ours.yaml").write_text(profile)
    return scan("t.yaml", folder=folder, config=None, profile="ours.yaml", environment=environment)


@pytest.mark.parametrize(
    ("environment", "rules"),
    [("production", ["dynamodb-table-unrecoverable"]), ("development", []), (None, [])],
)
def test_a_rule_may_be_chosen_for_production_alone(
    tmp_path: Path, environment: str | None, rules: list[str]
) -> None:
    """By its severity there; elsewhere its verdict is no part of the report."""
    report = scanned(tmp_path, environment)
    assert [one.rule.id for one in report.findings] == rules
    assert [one.rule.id for one in report.verdicts if one.status == "fail"] == rules
    assert report.checks.failed == len(rules)


def test_where_no_environment_is_told_that_is_told(tmp_path: Path) -> None:
    """In the notice that names the rules which an environment would decide."""
    (problem,) = scanned(tmp_path, None).problems
    assert problem.code.id == "environment-untold"
    assert "dynamodb-table-unrecoverable" in problem.message.en
    assert not scanned(tmp_path, "development").problems


def test_what_is_excluded_is_told(tmp_path: Path) -> None:
    """Rules that the configuration takes out of the profile, and those that it changes."""
    (tmp_path / "t.yaml").write_text(TABLE)
    (tmp_path / "synthgate.yaml").write_text(
        "exclude: [dynamodb-table-unrecoverable]\nseverity: {kms-key-not-rotated: info}\n"
    )
    run = scan("t.yaml", folder=tmp_path).run
    assert run.profile == "recommended"
    assert run.excluded == ("dynamodb-table-unrecoverable",)
    assert run.changed == ("kms-key-not-rotated",)


def test_a_report_is_the_same_on_every_day(tmp_path: Path) -> None:
    """Evidence is judged on a day, which a report of frameworks names; any other names none."""
    (tmp_path / "t.yaml").write_text(TABLE)

    def on(day: date, *framework: Wish) -> Report:
        return run(Config(paths=("t.yaml",), folder=tmp_path, as_of=day, framework=framework))

    assert on(date(2026, 1, 1)) == on(date(2027, 1, 1))
    checklist = Wish("production-checklist")
    assert on(date(2026, 1, 1), checklist).run.as_of == "2026-01-01"


CARD = """\
id: table-unnamed
title: {en: Table has no name}
severity: critical
pillar: operations
maturity: preview
resources: [AWS::DynamoDB::Table]
check: {path: $.Properties.TableName, exists: true}
why: {en: Nobody knows it.}
fix: {en: Name it.}
examples: {fails: "", passes: ""}
"""


def test_a_rule_in_preview_is_told_apart(tmp_path: Path) -> None:
    """Whatever its severity, it closes no gate."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "table-unnamed.yaml").write_text(CARD)
    (tmp_path / "t.yaml").write_text(TABLE)
    report = scan("t.yaml", folder=tmp_path, config=None, rules=["cards"], profile="aspects")
    (finding,) = report.findings
    assert finding.disposition == "preview"
    assert report.accepted_findings == (finding,)
    assert not report.failures
    assert report.gate.verdict == "open"
    assert report.checks.preview == 1
