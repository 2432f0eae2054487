"""A report of two frameworks: mapped on several grounds, with statements, and a silent control."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synthgate.model import (
    AssessedControl,
    AssessedFramework,
    Checks,
    Control,
    ControlResult,
    ControlState,
    Evidence,
    FrameworkSource,
    RuleMapping,
    Status,
    Subject,
    Verdict,
    Words,
    verbatim,
)

if TYPE_CHECKING:
    from synthgate.model import Finding, Report

PUBLIC_RULE = "s3-bucket-public"


def with_controls(report: Report, name: str = "dana") -> Report:
    """The report with frameworks whose words somebody chose, and resources that are right."""
    found = tuple(one for one in report.findings if one.rule.id == PUBLIC_RULE)
    rule = found[0].rule
    there = found[0].subject
    fine = Subject("Fine", "AWS::S3::Bucket", there.template, None, there.stack, there.stage)
    made = replace(fine, logical_id="Made", made_by="cdk")
    passes = (*(Verdict(rule, it, Status.PASS) for it in (fine, made)),)
    named = Verdict(rule, replace(fine, construct_path="Prod/fine"), Status.PASS)
    templates = tuple(
        replace(one, environment="production", told_by=verbatim(name)) for one in report.templates
    )
    return replace(
        report,
        templates=templates,
        verdicts=(*report.verdicts, *passes, named),
        frameworks=(_ours(found, name), _theirs(found, name)),
    )


def _ours(found: tuple[Finding, ...], name: str) -> AssessedFramework:
    states = ControlState
    good = Evidence("A-3", name, name, "2026-11-01", "2027-01-30", link="https://proof.example/3")
    old = Evidence(
        "A-3", "old", "lee", "2026-01-01", "2026-04-01", refused=Words("expired", "만료")
    )
    derived = RuleMapping((PUBLIC_RULE,), "derived", "book", ("FSBP S3.8",))
    return AssessedFramework(
        "ours",
        "3",
        verbatim(f"Handbook of {name}"),
        Words("Our rules", "우리 규칙"),
        {"a": Words("Chapter", "장"), "a.1": verbatim(name)},
        (
            _automated("A-1", RuleMapping((PUBLIC_RULE,), "reviewed", "book"), found, name),
            _automated("A-2", derived, found, name),
            AssessedControl(
                Control(
                    "A-3",
                    Words("Reviewed", "검토"),
                    Words("Meaning", "뜻"),
                    "a.1",
                    "manual",
                    evidence_wanted=Words("The last review", "최근 검토"),
                    valid_days=90,
                ),
                states.MET,
                (ControlResult("production", states.MET), ControlResult(None, states.MET)),
                (good, old),
            ),
            AssessedControl(
                Control("A-4", verbatim(""), verbatim(""), "a", "unclaimed"),
                states.NOT_ASSESSED,
                (
                    ControlResult("production", states.NOT_ASSESSED),
                    ControlResult(None, states.NOT_ASSESSED),
                ),
            ),
        ),
        {"a.1": "a"},
        {"book": FrameworkSource(verbatim("A book"), "https://book.example", "abc123", "MIT")},
    )


def _theirs(found: tuple[Finding, ...], name: str) -> AssessedFramework:
    mapping = RuleMapping((PUBLIC_RULE,))
    one = _automated("9.9", mapping, found, name)
    return AssessedFramework(
        "theirs", "1", verbatim(name), verbatim("Theirs"), {"a.1": verbatim(name)}, (one,)
    )


def _automated(
    id_: str, mapping: RuleMapping, found: tuple[Finding, ...], name: str
) -> AssessedControl:
    counting = tuple(one for one in found if one.is_active)
    control = Control(
        id_,
        Words(f"Title of {id_}", f"{id_} 제목"),
        verbatim(name),
        "a.1",
        "automated",
        (PUBLIC_RULE,),
        mappings=(mapping,),
    )
    results = (
        ControlResult(
            "production",
            ControlState.NOT_MET,
            (Words("2 of 5 checks failed", "검사 5건 중 2건 실패"),),
            Checks(passed=2, failed=len(counting), waived=len(found) - len(counting)),
            found,
            (),
            tuple(one.subject for one in found),
            (PUBLIC_RULE,),
        ),
        ControlResult(None, ControlState.NOT_APPLICABLE),
    )
    return AssessedControl(control, ControlState.NOT_MET, results)
