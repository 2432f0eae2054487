"""What a file of evidence says of who files a statement, and of how controls are run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

TEMPLATE = {"t.yaml": "Resources: {B: {Type: AWS::S3::Bucket}}\n"}
FILED = """\
organization: {name: Acme, scope: Orders, author: {name: Dana, date: 2026-11-01}}
operation:
  - {control: D-2, applicable: false, reason: Nothing is to be restored}
  - {control: D-3, implemented: true, how: "=By hand", documents: [P-1], owner: Security}
"""


def ours(run: Run) -> str:
    run("frameworks", "list")
    return Path("ours.yaml").read_text("utf-8")


def test_what_is_filed_changes_no_state(run: Run) -> None:
    """It stands in the statement that the framework asks for, and there alone."""
    text = "statement: operation\n" + ours(run)
    files = {**TEMPLATE, "ours.yaml": text, "evidence.yaml": FILED}
    argv = ("t.yaml", "--framework", "ours.yaml", "--format")
    ran = run("checklist", *argv, "json", files=files)
    assert ran.states == {"D-1": "not-met", "D-2": "not-assessed", "D-3": "not-assessed"}
    page = run("checklist", *argv, "html").out
    assert "Acme" in page
    for cell in ("N/A", "Nothing is to be restored", "=By hand", "P-1", "Security"):
        assert f"<td>{cell}" in page, cell
    assert run("evidence", "check", "--framework", "ours.yaml").code == 0


@pytest.mark.parametrize(
    ("said", "line", "why"),
    [
        ("operation: [{control: D-2, applicable: false}]", 1, "needs 'reason'"),
        ("operation: [{control: D-9}]", 1, "no control 'D-9'"),
        ("operation:\n- {control: D-2}\n- {control: D-2}", 3, "is said already"),
        ("operation:\n- {control: D-2}\n- {control: D-2, framework: ours}", 3, "is said already"),
        ("operation: [{control: D-2, owners: x}]", 1, "owners"),
        ("operation: [{control: D-2, framework: their}]", 1, "no framework 'their'"),
        ("operation: [{control: D-2, reason: x, applicable: false, implemented: true}]", 1,
         "is not implemented either"),
        ("organization: {scope: x}", 1, "missing key 'name'"),
        ("organization: {name: x, author: {name: d, date: soon}}", 1, "a date"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(run: Run, said: str, line: int, why: str) -> None:
    """And nothing of the file counts."""
    files = {**TEMPLATE, "evidence.yaml": f"{said}\n"}
    ran = run("checklist", "t.yaml", "--framework", "ours.yaml", files=files)
    assert ran.code == 2
    assert f"evidence.yaml:{line}:" in ran.err
    assert why in ran.err


def test_what_is_said_of_a_framework_itself_goes_first(run: Run) -> None:
    """Before what is said of the one that it extends, whichever stands first in the file."""
    said = """\
operation:
  - {control: D-2, framework: ours, how: As everybody}
  - {control: D-2, framework: mine, how: As we do}
"""
    mine = "id: mine\nextends: ./ours.yaml\nstatement: operation\n"
    ours(run)
    files = {**TEMPLATE, "mine.yaml": mine, "evidence.yaml": said}
    page = run("checklist", "t.yaml", "--framework", "mine.yaml", "--format", "html", files=files)
    assert "<td>As we do" in page.out
    assert "<td>As everybody" not in page.out


def test_a_framework_says_which_statement_is_filed(run: Run) -> None:
    """One of two; another word is a mistake."""
    text = "statement: confession\n" + ours(run)
    ran = run(
        "checklist", "t.yaml", "--framework", "ours.yaml", files={**TEMPLATE, "ours.yaml": text}
    )
    assert ran.code == 2
    assert "operation, applicability" in ran.err


def test_what_nobody_files_is_told(run: Run) -> None:
    """With its line; a framework that extends another one files what is said of that."""
    said = "operation:\n  - {control: D-2, how: By hand}\n"
    ours(run)
    mine = "id: mine\nextends: ./ours.yaml\nstatement: operation\n"
    files = {**TEMPLATE, "mine.yaml": mine, "evidence.yaml": said}
    ran = run("evidence", "check", "--framework", "ours.yaml", files=files)
    assert ran.code == 1
    assert "evidence.yaml:2:6: operation[0].control: stands in no statement" in ran.out
    assert run("evidence", "check", "--framework", "mine.yaml").code == 0


def test_evidence_can_be_added_beside_it(run: Run) -> None:
    """The list grows; what else the file says stays."""
    text = f"evidence: []\n{FILED}"
    argv = ("--framework", "ours.yaml", "--control", "D-2", "--statement", "s", "--by", "d")
    ran = run("evidence", "add", *argv, "--document", "B-1", files={"evidence.yaml": text})
    assert ran.code == 0, ran.err
    assert "D-2" in run("evidence", "check", "--framework", "ours.yaml").out
