"""`markdown`, `github`, `csv` and `gitlab-codequality` say the numbers of the report."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from crowds import crowd

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

NAMES = ("markdown", "github", "csv", "gitlab-codequality")
SIZES = (0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive))


def numbers(report: Report) -> dict[str, int | None]:
    return {
        "active": len(report.failures),
        "accepted": len(report.accepted_findings),
        "unknown": len(report.doubts),
        "problems": sum(one.kind != "notice" for one in report.problems),
    }


def check(name: str, report: Report, written: Written) -> None:
    said = import_module(f"counting_{name.replace('-', '_')}").counted(written(name, report))
    assert said == {key: said[key] and number for key, number in numbers(report).items()}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", SIZES)
@pytest.mark.parametrize("compared", [False, True])
def test_the_numbers_are_those_of_the_report(
    name: str, number: int, compared: bool, hostile: Report, written: Written
) -> None:
    """However many there are, and whatever has no room."""
    check(name, crowd(hostile, number, compared=compared), written)


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_are_the_same_where_the_gate_looks_at_all(
    name: str, hostile: Report, written: Written
) -> None:
    """Something is compared, and what is not new counts as well."""
    compared = crowd(hostile, 300, compared=True)
    assert compared.comparison
    check(name, replace(compared, comparison=replace(compared.comparison, only_new=False)), written)


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_are_those_of_a_common_report(
    name: str, report: Report, written: Written
) -> None:
    """With one of everything, and with nothing."""
    check(name, report, written)
    check(name, replace(report, findings=(), problems=()), written)
