"""All formats say the same of one report, read back from what they wrote.

``counting_NAME.py`` reads a format: what counts, what is accepted, what nobody knows, what went
wrong; None for what its consumer has no place for. What a format says to be left out is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from io import BytesIO, StringIO

import pytest

from synthgate.model import (
    Acceptance,
    Checks,
    Disposition,
    Finding,
    Gate,
    Observed,
    PartialReport,
    Report,
    Results,
    Severity,
    Status,
    UnitReport,
    Verdict,
    verbatim,
)
from synthgate_reports import BINARY, FORMATS

KINDS = ("active", "accepted", "unknown", "problems")


def counting(name: str) -> Callable[[str | bytes], dict[str, int | None]]:
    return import_module(f"counting_{name.replace('-', '_')}").counted


def written(name: str, report: Report) -> str | bytes:
    if name in BINARY:
        content = BytesIO()
        BINARY[name](report, content)
        return content.getvalue()
    stream = StringIO(newline="")
    FORMATS[name](report, stream)
    return stream.getvalue()


def whole(report: Report, findings: Iterable[Finding]) -> Report:
    """A report of these findings, of which no two are of one question, whose parts agree."""
    alone = tuple(
        replace(one, fingerprint=f"{number:032x}", subject=replace(one.subject, stack=f"S{number}"))
        for number, one in enumerate(findings)
    )
    failed = [one for one in alone if one.status is Status.FAIL and one.is_active]
    aside = Counter(one.disposition for one in alone if not one.is_active)
    closing = frozenset(one.fingerprint for one in failed[::2])
    verdicts = tuple(Verdict(one.rule, one.subject, one.status) for one in alone)
    unit = UnitReport(
        (0,), None, report.templates, (Observed(None, verdicts, alone),), report.problems
    )
    return replace(
        report,
        findings=alone,
        verdicts=verdicts,
        checks=Checks(
            failed=len(failed),
            unknown=sum(one.status is Status.UNKNOWN and one.is_active for one in alone),
            suppressed=aside[Disposition.SUPPRESSED],
            waived=aside[Disposition.WAIVED],
            baseline=aside[Disposition.BASELINE],
            cdk_made=aside[Disposition.CDK_MADE],
            preview=aside[Disposition.PREVIEW],
        ),
        gate=Gate("closed", 1, verbatim("closed"), closing=closing),
        results=Results("0" * 64, (), (), PartialReport((unit,))),
    )


def varied(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings with other fates: some are doubts, some are set aside for each reason."""
    aside = [one for one in Disposition if one is not Disposition.ACTIVE]
    made: list[Finding] = []
    for number, finding in enumerate(findings):
        plain = replace(finding.taken_back(), severity=[*Severity][number % 5])
        if number % 4 == 1:
            plain = replace(plain, status=Status.UNKNOWN)
        if number % 4 == 2:
            why = Acceptance("w.yaml:1", verbatim("a reason"), "owner", "2027-01-01", "T-1")
            plain = plain.set_aside(aside[number // 4 % len(aside)], why)
        made.append(plain)
    return made


CASES: dict[str, Callable[[Report, Report], Report]] = {
    "sample": lambda report, _: whole(report, report.findings),
    "empty": lambda report, _: whole(replace(report, templates=(), problems=()), ()),
    "hostile": lambda _, hostile: whole(hostile, varied(hostile.findings)),
    "300": lambda report, _: whole(report, varied(report.findings * 60)),
    "300 hostile": lambda _, hostile: whole(hostile, varied((hostile.findings * 8)[:300])),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", [*FORMATS, *BINARY])
def test_every_format_counts_the_same(
    name: str, case: str, report: Report, hostile: Report
) -> None:
    """As far as its consumer has a place for it."""
    made = CASES[case](report, hostile)
    expected = {
        "active": len(made.failures),
        "accepted": len(made.accepted_findings),
        "unknown": len(made.doubts),
        "problems": sum(one.kind != "notice" for one in made.problems),
    }
    found = counting(name)(written(name, made))
    assert set(found) == set(KINDS)
    told = {kind: number for kind, number in found.items() if number is not None}
    assert told == {kind: expected[kind] for kind in told}


def test_the_cases_have_something_of_everything(report: Report, hostile: Report) -> None:
    """Or the law would say little."""
    made = CASES["300"](report, hostile)
    assert len(made.findings) == 300
    assert all((made.failures, made.doubts, made.accepted_findings, made.problems))
    assert {one.disposition for one in made.accepted_findings} == {*Disposition} - {
        Disposition.ACTIVE
    }
