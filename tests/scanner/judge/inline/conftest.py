"""A template, or an app, with suppressions in it, scanned with every rule on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from synthgate.config import Config
from synthgate.pipeline import run
from synthgate.rule.cards.profile import Wish

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.model import Finding, Report

DAY = date(2026, 12, 1)


class Scanned:
    """What came of a scan, by rules and resources."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def finding(self, rule: str, logical_id: str | None = None) -> Finding:
        (one,) = [
            it
            for it in self.report.findings
            if it.rule.id == rule and logical_id in {None, it.subject.logical_id}
        ]
        return one

    def by(self, rule: str, logical_id: str | None = None) -> str | None:
        """In whose words, and by what id, a finding is suppressed; None where it counts."""
        finding = self.finding(rule, logical_id)
        assert finding.is_active is (finding in (*self.report.failures, *self.report.doubts))
        return finding.accepted.by if finding.accepted and not finding.is_active else None

    @property
    def told(self) -> list[tuple[str, str]]:
        """The codes and sentences of what is told of suppressions."""
        problems = [it for it in self.report.problems if it.code.id.startswith("suppression-")]
        return [(it.code.id.removeprefix("suppression-"), it.message.en) for it in problems]

    @property
    def lines(self) -> list[int | None]:
        """Where that is told of."""
        problems = [it for it in self.report.problems if it.code.id.startswith("suppression-")]
        return [it.position and it.position.line for it in problems]


class Scan:
    """Scans what is written into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        template: str | None = None,
        *,
        day: date = DAY,
        profile: str = "all",
        untrusted: bool = False,
        path: str = "t.yaml",
    ) -> Scanned:
        if template is not None:
            (self.folder / path).write_text(template, "utf-8")
        config = Config(self.folder, (path,), profile=Wish(profile), as_of=day, untrusted=untrusted)
        return Scanned(run(config))


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    return Scan(tmp_path)
