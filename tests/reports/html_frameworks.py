"""Frameworks for the tests of the page: one of everything, and one as large as a standard."""

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
    Disposition,
    Evidence,
    FrameworkSource,
    Report,
    RuleMapping,
    Status,
    Verdict,
    Words,
    verbatim,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS = {
    "1": Words("Management", "관리체계"),
    "2": Words("Measures", "보호대책"),
    "2.6": Words("Access control", "접근통제"),
}
STATES = ControlState


def control(id_: str, group: str, mode: str = "partial", *rules: str) -> Control:
    """A control with a mapping on each ground."""
    firm, others = rules[:1], rules[1:]
    table = RuleMapping(others, "reviewed", "table", ("FSBP S3.5",))
    return Control(
        id_,
        Words(f"Title of {id_}", f"{id_} 제목"),
        Words(f"Meaning of {id_}", f"{id_}의 뜻"),
        group,
        mode,  # pyright: ignore[reportArgumentType]
        rules,
        Words("The last review", "최근 검토") if mode != "automated" else None,
        90 if mode != "automated" else None,
        mappings=(RuleMapping(firm), *((table,) if others else ())),
        levels=("LOW",),
    )


def whole(report: Report, name: str = "dana", id_: str = "isms") -> AssessedFramework:
    """Of every kind of control one, in groups within groups; `name` is a stranger's word."""
    failed, doubt, excused = report.findings[0], report.findings[3], report.findings[2]
    elsewhere = replace(failed, disposition=Disposition.WAIVED, accepted=excused.accepted)
    passed = Verdict(
        failed.rule, replace(failed.subject, construct_path=f"Prod/{name}"), Status.PASS
    )
    rules = (failed.rule.id, "rule-never-asked")
    counted = Evidence("2.6.3", name, name, "2026-11-01", "2027-01-30", link="https://x.example/1")
    old = replace(counted, refused=Words("expired", "만료"), link=None, file=f"{name}.pdf")
    outside = replace(counted, kind="elsewhere")

    def result(environment: str | None, state: ControlState, **more: object) -> ControlResult:
        reasons = (Words(f"Reason: {state}", f"사유: {state}"),)
        return ControlResult(environment, state, reasons, **more)  # pyright: ignore[reportArgumentType]

    proof = {"asked": (failed.rule.id,), "passed": (passed,), "checks": Checks(1, 1)}
    controls = (
        AssessedControl(
            control("2.6.1", "2.6", "automated", *rules),
            STATES.NOT_MET,
            (
                result("production", STATES.NOT_MET, findings=(failed, excused), **proof),
                result(name, STATES.MET, findings=(failed,), tolerated=(failed,), **proof),
            ),
        ),
        AssessedControl(
            control("2.6.2", "2.6", "partial", *rules),
            STATES.UNKNOWN,
            (result("production", STATES.UNKNOWN, findings=(doubt,)), result(name, STATES.MET)),
            (old,),
        ),
        AssessedControl(
            control("2.6.3", "2.6", "partial", *rules),
            STATES.MET,
            (
                result("production", STATES.MET, findings=(elsewhere,), checks=Checks(waived=1)),
                result(name, STATES.MET),
            ),
            (counted, outside),
        ),
        AssessedControl(
            control("2.1", "2", "manual"),
            STATES.NOT_ASSESSED,
            (result("production", STATES.NOT_ASSESSED), result(name, STATES.NOT_ASSESSED)),
        ),
        *(
            AssessedControl(
                Control(f"1.{number}", verbatim(""), verbatim(""), "1", "unclaimed"),
                STATES.NOT_ASSESSED,
                (result("production", STATES.NOT_ASSESSED), result(name, STATES.NOT_ASSESSED)),
            )
            for number in range(1, 4)
        ),
    )
    source = FrameworkSource(Words("A table", "매핑표"), "https://t.example/x", "abc1234", "CC0")
    return AssessedFramework(
        id_,
        "2023",
        verbatim(f"Handbook of {name}"),
        Words("Statement", "인증기준"),
        GROUPS,
        controls,
        {"2.6": "2"},
        {"table": source},
    )


def with_whole(report: Report, name: str = "dana") -> Report:
    """The report with two frameworks; the gate is closed by a control of the first."""
    gate = replace(report.gate, controls=frozenset({("isms", "2.6.1")}))
    frameworks = (whole(report, name), whole(report, name, "glance"))
    return replace(report, frameworks=frameworks, gate=gate)


def with_many(report: Report, number: int) -> Report:
    """The report with a framework of so many controls, each of five rules in two environments."""
    by_rule: dict[str, list[int]] = {}
    for at, finding in enumerate(report.findings):
        by_rule.setdefault(finding.rule.id, []).append(at)
    rules = sorted(by_rule)

    def results(of: tuple[str, ...]) -> Iterator[ControlResult]:
        for half, environment in enumerate(("production", "development")):
            found = [report.findings[at] for id_ in of for at in by_rule[id_] if at % 2 == half]
            passed = tuple(
                Verdict(
                    it.rule,
                    replace(it.subject, logical_id=f"{it.subject.logical_id}P"),
                    Status.PASS,
                )
                for it in found[:20]
            )
            yield ControlResult(
                environment,
                STATES.NOT_MET,
                (verbatim(f"{len(found)} of {2 * len(found)} checks failed"),),
                Checks(len(found), len(found)),
                tuple(found),
                asked=of,
                passed=passed,
            )

    def every() -> Iterator[AssessedControl]:
        for at in range(number):
            of = tuple(rules[(at + step) % len(rules)] for step in range(5))
            one = control(f"{at % 20}.{at}", str(at % 20), "partial", *of)
            yield AssessedControl(one, STATES.NOT_MET, tuple(results(of)))

    groups = {str(at): Words(f"Chapter {at}", f"{at}장") for at in range(20)}
    title = Words("Large", "큰 기준")
    large = AssessedFramework("large", "1", verbatim("x"), title, groups, tuple(every()))
    return replace(report, frameworks=(large,))
