"""Text for a person: findable, quiet about repetition, never about what is missing."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from synthgate.model import Excerpt, Location, Position, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Finding, Report

    Written = Callable[[str, Report], str]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def many(finding: Finding, count: int) -> tuple[Finding, ...]:
    return tuple(
        replace(finding, subject=replace(finding.subject, logical_id=f"R{n}", construct_path=None))
        for n in range(count)
    )


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_the_gates_reason_is_last(report: Report, written: Written) -> None:
    """Whoever sees only the end of a log sees why it is red."""
    *_, counts, reason = written("text", report).splitlines()
    assert counts == (
        "scanned 2 of 3 templates, 5 resources; 3 failed, 1 unknown, 2 passed, 1 accepted"
    )
    assert reason == "incomplete: 1 template could not be read"


def test_a_finding_can_be_grepped(report: Report, written: Written) -> None:
    """`path:line:column: severity rule` starts the line of every finding, the worst first."""
    pattern = re.compile(r"^(\S.*?:\d+:\d+): (\w+) (\S+) \S", re.MULTILINE)
    found = [match.groups() for match in pattern.finditer(written("text", report))]
    assert found[0] == ("app/storage.py:41:5", "critical", "s3-bucket-public")
    words = [word for _, word, _ in found]
    assert words == ["critical", "critical", "info", "unknown", "waived", "error"]


def test_advice_is_given_once(report: Report, written: Written) -> None:
    """Two buckets with one fault need one explanation."""
    text = written("text", report)
    assert text.count("Whoever guesses the name reads the data.") == 1
    assert text.count("Archive") == 1


def test_code_is_in_the_language_of_the_program(report: Report, written: Written) -> None:
    """A line of Python helps nobody who writes TypeScript."""
    (first, *_) = report.findings
    assert first.source is not None
    for path, expected in (
        ("a.py", "block_public_access="),
        ("a.ts", "blockPublicAccess:"),
        ("A.java", "BlockPublicAcls: true"),
    ):
        one = replace(first, source=replace(first.source, path=path))
        assert expected in written("text", replace(report, findings=(one,)))


def test_what_is_not_listed_is_counted(report: Report, written: Written) -> None:
    """500 findings stay readable, and none is left out in silence."""
    text = written("text", replace(report, findings=many(report.findings[0], 500)))
    shown = text.count("(AWS::S3::Bucket)")
    assert 0 < shown < 500
    assert f"... and {500 - shown} more of s3-bucket-public, see --format json" in text
    assert len(text.splitlines()) < 100


@pytest.mark.parametrize("before", ["", "\t", "이름: ", "\x1b[31m", "e\u0301", "🪣 "])
def test_the_caret_stands_below_the_place(before: str, report: Report, written: Written) -> None:
    """Korean letters take two cells, a tab four, an escaped character as many as it is shown in."""
    start = len(before) + 1
    place = Location(
        "a.yaml", Position(1, start), Position(1, start + 4), "", Excerpt(1, (f"{before}HERE",))
    )
    one = replace(report.findings[1], location=place, source=None)
    lines = written("text", replace(report, findings=(one,))).splitlines()
    code, caret = next(pair for pair in pairwise(lines) if "^" in pair[1])
    plain = unicodedata.normalize("NFC", code)
    assert width(plain[: plain.index("HERE")]) == caret.index("^")
    assert caret.count("^") == 4


def test_a_minified_line_shows_the_place(report: Report, written: Written) -> None:
    """A line of a million characters is shown around the column, with its carets below."""
    line = "x" * 500_000 + "HERE" + "y" * 500_000
    place = Location("a.json", Position(1, 500_001), Position(1, 500_005), "", Excerpt(1, (line,)))
    one = replace(report.findings[1], location=place, source=None)
    lines = written("text", replace(report, findings=(one,))).splitlines()
    code, caret = next(pair for pair in pairwise(lines) if "^" in pair[1])
    assert code.index("HERE") == caret.index("^")
    assert len(code) < 130


def test_a_terminal_sees_the_same_words(
    report: Report, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colour is added, and nothing else; NO_COLOR takes it away."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    from synthgate_reports import FORMATS

    painted = Terminal()
    FORMATS["text"](report, painted)
    assert "\x1b[" in painted.getvalue()
    assert re.sub(r"\x1b\[[\d;]*m", "", painted.getvalue()) == written("text", report)
    monkeypatch.setenv("NO_COLOR", "1")
    quiet = Terminal()
    FORMATS["text"](report, quiet)
    assert not re.search(r"\x1b\[[\d;]*3\d", quiet.getvalue())


def test_an_assembly_without_traces_says_how_to_get_them(report: Report, written: Written) -> None:
    """The hint is for CDK programs: a plain template has no other source."""
    without = replace(report.findings[0], source=None)
    assert "cdk synth --debug" in written("text", replace(report, findings=(without,)))
    plain = replace(without, subject=replace(without.subject, construct_path=None))
    assert "cdk synth" not in written("text", replace(report, findings=(plain,)))


def test_severity_orders_rules(report: Report, written: Written) -> None:
    """What to mend first stands first."""
    findings = tuple(
        replace(report.findings[4], severity=s, rule=replace(report.findings[4].rule, id=s))
        for s in reversed(Severity)
    )
    text = written("text", replace(report, findings=findings))
    assert re.findall(r": (\w+) \1 ", text) == [s.value for s in Severity]


def test_many_failures_are_summed_up_by_stack_and_rule(report: Report, written: Written) -> None:
    """The worst stack is first; numbers add up; a few failures need no table."""
    first, other, *_ = report.findings
    elsewhere = replace(other, severity=Severity.LOW, subject=replace(other.subject, stack="Audit"))
    one = replace(report, findings=(*many(first, 20), *many(elsewhere, 10)))
    lines = written("text", one).splitlines()
    table = lines[lines.index("Summary of the failures") + 1 :][:7]
    assert [line.split() for line in table] == [
        ["stack", "critical", "high", "medium", "low", "info"],
        ["ProdStorage", "20", "0", "0", "0", "0"],
        ["Audit", "0", "0", "0", "10", "0"],
        ["all", "20", "0", "0", "10", "0"],
        [],
        ["rule", "all"],
        ["s3-bucket-public", "30"],
    ]
    assert "Summary of the failures" not in written("text", report)
