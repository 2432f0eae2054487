"""`concise`: a line that editors and problem matchers read, as the documentation tells them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from synthgate.model import Problem, verbatim
from synthgate.problem_code import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Written = Callable[[str, Report], str]

ROOT = Path(__file__).parents[2]
LINE = re.compile(
    r"(?P<file>.+):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<severity>critical|high|medium|low|info|error|notice) (?P<rule>[a-z0-9-]+) (?P<message>.+)"
)
KINDS = {
    **dict.fromkeys(("critical", "high", "error"), "error"),
    **dict.fromkeys(("medium", "low"), "warning"),
    **dict.fromkeys(("info", "notice"), "notice"),
}


def documented(language: str) -> str:
    """The only block of that language in the page about formats."""
    page = (ROOT / "docs" / "reports-in-ci.md").read_text("utf-8")
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return block


def lines(report: Report, written: Written) -> list[re.Match[str]]:
    return [
        found for line in written("concise", report).splitlines() if (found := LINE.fullmatch(line))
    ]


def test_a_finding_is_a_line(report: Report, written: Written) -> None:
    """`file:line:column: severity rule message`, the worst first."""
    first, *_ = lines(report, written)
    assert first.groupdict() == {
        "file": "app/storage.py",
        "line": "41",
        "column": "5",
        "severity": "critical",
        "rule": "s3-bucket-public",
        "message": "AccessControl is PublicRead",
    }
    assert len(lines(report, written)) == len(report.failures) + 1  # a problem has a place, too


def test_problem_matchers_read_it(report: Report, written: Written) -> None:
    """GitHub's, each line by one of them, with its severity."""
    matchers = json.loads(documented("json"))["problemMatcher"]
    notice = Problem(
        ProblemCode.WAIVER_ENDING, verbatim("ends"), "waivers.yaml", report.problems[0].position
    )
    told = replace(report, problems=(*report.problems, notice))
    found = lines(told, written)
    assert {one["severity"] for one in found} >= {"critical", "info", "error", "notice"}
    for one in found:
        fitting = [
            (matcher, match)
            for matcher in matchers
            for pattern in matcher["pattern"]
            if (match := re.search(pattern["regexp"], one[0], re.ASCII))
        ]
        ((matcher, match),) = fitting
        (pattern,) = matcher["pattern"]
        assert matcher["severity"] == KINDS[one["severity"]]
        for name, ours in (
            ("file", "file"),
            ("line", "line"),
            ("column", "column"),
            ("code", "rule"),
            ("message", "message"),
        ):
            assert match[pattern[name]] == one[ours]
    assert len({matcher["owner"] for matcher in matchers}) == len(matchers)


@pytest.mark.skipif(not shutil.which("vim"), reason="there is no vim")
def test_vim_reads_it(report: Report, written: Written, tmp_path: Path) -> None:
    """By the errorformat of the documentation, in a real Vim."""
    (told,) = re.findall(r"^set errorformat=.*$", documented("vim"), re.MULTILINE)
    (tmp_path / "out.txt").write_text(written("concise", report), encoding="utf-8")
    seen_by_vim = 'map(filter(getqflist(), "v:val.valid"), {_, v -> [bufname(v.bufnr), v.lnum, '
    ask = f'call writefile([json_encode({seen_by_vim}v.col, v.text]}}))], "seen.json")'
    subprocess.run(
        [
            "vim",
            "-u",
            "NONE",
            "-N",
            "-es",
            "-c",
            told,
            "-c",
            "cgetfile out.txt",
            "-c",
            ask,
            "-c",
            "qa!",
        ],
        cwd=tmp_path,
        check=False,
        timeout=30,
        stdin=subprocess.DEVNULL,
    )
    seen = json.loads((tmp_path / "seen.json").read_text("utf-8"))
    assert seen == [
        [
            one["file"],
            int(one["line"]),
            int(one["column"]),
            f"{one['severity']} {one['rule']} {one['message']}",
        ]
        for one in lines(report, written)
    ]
