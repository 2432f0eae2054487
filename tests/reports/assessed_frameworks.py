"""A framework with one of everything: nested groups, mappings, evidence, waivers, environments."""

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
    verbatim,
)
from synthgate.model.text import Words

if TYPE_CHECKING:
    from synthgate.model import Finding, Report

S = ControlState


def framework(findings: tuple[Finding, ...], name: str = "ours") -> AssessedFramework:
    """Findings are: a failure, another one, a waived one, a doubt, a failure of another rule."""
    failed, _, waived, doubt, other = findings
    rule = failed.rule.id
    maps = (
        RuleMapping((rule,), "derived", "packs", ("FSBP S3.8",)),
        RuleMapping((other.rule.id,), "reviewed", "packs"),
    )

    def control(id_: str, mode: str = "partial", group: str = "access.inner") -> Control:
        return Control(
            id_,
            Words(f"Title of {id_}", f"{id_} 제목"),
            Words("Meaning", "뜻"),
            group,
            mode,  # pyright: ignore[reportArgumentType]
            () if mode in {"manual", "unclaimed"} else (rule, other.rule.id, "guard:S3_1"),
            Words("The last review", "최근 검토") if mode in {"manual", "partial"} else None,
            90 if mode in {"manual", "partial"} else None,
            mappings=() if mode in {"manual", "unclaimed"} else maps,
        )

    def results(
        *states: tuple[str | None, ControlState, tuple[Finding, ...]],
    ) -> tuple[ControlResult, ...]:
        return tuple(
            ControlResult(
                environment,
                state,
                (Words(f"1 of 2 checks in {environment}", f"{environment} 검사"),),
                Checks(passed=1, failed=len(found)),
                found,
                tolerated=found[:1] if environment == "development" else (),
                subjects=tuple(one.subject for one in found),
                asked=(rule,),
            )
            for environment, state, found in states
        )

    valid = Evidence(
        "AC-2(1)", "Reviewed _all_ accounts", "dana@example.com", "2026-11-01", "2027-01-30",
        link="https://wiki.example.com/review", file="evidence/review 1.pdf", sha256="a" * 64,
    )  # fmt: skip
    refused = replace(valid, statement="Old", date="no day", refused=Words("expired", "만료"))
    elsewhere = replace(valid, kind="elsewhere", by="platform team", file=None, link="javascript:x")
    silent = [
        AssessedControl(control(f"9.{n}", "unclaimed", "rest"), S.NOT_ASSESSED,
                        results((None, S.NOT_ASSESSED, ())))
        for n in range(3)
    ]  # fmt: skip
    return AssessedFramework(
        name,
        "3",
        verbatim("Handbook of the platform team"),
        Words("Our baseline", "우리 기준"),
        {
            "access": Words("Access", "접근"),
            "access.inner": Words("Inner", "내부"),
            "rest": Words("Rest", "나머지"),
        },
        (
            AssessedControl(
                control("AC-2(1)"),
                S.NOT_MET,
                results(
                    ("production", S.NOT_MET, (failed, waived)),
                    ("development", S.MET, (failed,)),
                ),
                (valid, refused),
            ),
            AssessedControl(
                control("164.312(a)(2)", "automated"),
                S.UNKNOWN,
                results((None, S.UNKNOWN, (doubt,))),
            ),
            AssessedControl(
                control("M-1", "manual"),
                S.NOT_ASSESSED,
                results((None, S.NOT_ASSESSED, ())),
                (refused,),
            ),
            AssessedControl(control("M-2", "manual"), S.MET, results((None, S.MET, ())), (valid,)),
            AssessedControl(
                control("E 1", "automated"), S.MET, results((None, S.MET, (waived,))), (elsewhere,)
            ),
            AssessedControl(
                control("E-1", "automated"), S.NOT_APPLICABLE, results((None, S.NOT_APPLICABLE, ()))
            ),
            *silent,
        ),
        {"access.inner": "access"},
        {
            "packs": FrameworkSource(
                verbatim("Conformance packs"),
                "https://github.com/awslabs/aws-config-rules",
                "b54d4a6",
            )
        },
    )


def with_frameworks(report: Report, *names: str) -> Report:
    """The report with such frameworks; its findings are repeated where it has too few."""
    found = (report.findings * 5)[:5]
    return replace(report, frameworks=tuple(framework(found, name) for name in names or ("ours",)))


def large(report: Report, number: int) -> Report:
    """A report with a framework of so many controls, one in ten of which is claimed."""
    one = framework((report.findings * 5)[:5])
    claimed, silent = one.controls[0], one.controls[-1]
    controls = tuple(
        replace(kind, control=replace(kind.control, id=f"C-{n}"))
        for n in range(number)
        for kind in [silent if n % 10 else claimed]
    )
    return replace(report, frameworks=(replace(one, controls=controls),))
