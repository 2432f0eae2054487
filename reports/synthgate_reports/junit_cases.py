"""Test cases of JUnit, and how each gets a name of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Literal

from synthgate.records import dataclass
from synthgate_reports.junit_names import dotted

Outcome = Literal["passed", "failure", "skipped", "error"]
RED = ("failure", "error")
"""What makes a build of Jenkins unstable, and a test of GitLab a failed one."""


@dataclass(frozen=True, slots=True)
class Case:
    """A test case; `home` sets it apart from another of the same name.

    `body` is what is to be read of it: of one that passed, what it says all the same. `file` is
    from the root of the repository.
    """

    classname: str
    name: str
    home: str
    outcome: Outcome = "passed"
    type: str = ""
    message: str = ""
    body: str = ""
    file: str = ""

    @property
    def is_red(self) -> bool:
        """Whether it makes a build fail."""
        return self.outcome in RED


def distinct(cases: list[Case]) -> list[Case]:
    """No two cases of one class and name: the template tells them apart, else a number."""
    told = [(case.classname, case.name) for case in cases]
    often = Counter(told)
    homed = [
        replace(c, classname=f"{dotted(c.home)}.{c.classname}") if often[key] > 1 and c.home else c
        for c, key in zip(cases, told, strict=True)
    ]
    taken: Counter[tuple[str, str]] = Counter()
    return [_numbered(case, taken) for case in homed]


def _numbered(case: Case, taken: Counter[tuple[str, str]]) -> Case:
    key = name = case.classname, case.name
    while name in taken:
        taken[key] += 1
        name = case.classname, f"{case.name} ({taken[key]})"
    taken[name] += 1
    return case if name == key else replace(case, name=name[1])
