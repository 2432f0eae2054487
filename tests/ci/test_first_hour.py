"""What the page about CI says to type, typed: it does what the page says."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.ci.conftest import BIN, BUCKET, OPEN_QUEUE, ROOT
from tests.docs.pages import sections

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [ROOT / "docs" / "ci.md", ROOT / "docs" / "ci.ko.md"]
TEMPLATE = "cdk.out/t.template.yaml"


def blocks(page: Path, mark: str) -> list[str]:
    """The blocks of code of a page in which something stands."""
    found = (code for one in sections(page.read_text("utf-8")) for _, code in one.code)
    return [code for code in found if mark in code]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder with an assembly of an old fault."""
    (tmp_path / "cdk.out").mkdir()
    (tmp_path / TEMPLATE).write_text(OPEN_QUEUE)
    return tmp_path


def typed(lines: str, folder: Path) -> int:
    """The exit code of what is typed, by the synthgate of this environment."""
    shell = ["sh", "-euc", re.sub(r"(?m)^synthgate", str(BIN / "synthgate"), lines)]
    ran = subprocess.run(shell, cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode


OPEN_PORT = """\
Resources:
  Ssh:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: ssh
      SecurityGroupIngress: [{CidrIp: 0.0.0.0/0, IpProtocol: tcp, FromPort: 22, ToPort: 22}]
"""
WORST = {"critical": OPEN_QUEUE, "high": OPEN_PORT, "medium": BUCKET}
"""A template for each severity, whose worst finding in production is of it."""
CLOSES = {
    "never": "",
    "critical": "critical",
    "high": "critical high",
    "medium": "critical high medium",
}
WEEKS = ["never", "critical", "high", "medium"]
"""What closes the gate of production, a step after the other."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("severity", WORST)
def test_each_week_closes_on_more(severity: str, app: Path) -> None:
    """By the policies of the page, in a repository that says nothing of it."""
    policies = blocks(PAGES[0], "Platform policy}")
    assert len(policies) == len(WEEKS)
    (app / TEMPLATE).write_text(WORST[severity])
    scan = "synthgate scan cdk.out --environment production --policy policy.yaml"
    for policy, least in zip(policies, WEEKS, strict=True):
        (app / "policy.yaml").write_text(policy)
        assert typed(scan, app) == (severity in CLOSES[least]), least


@pytest.mark.exhaustive
def test_a_repository_cannot_undo_a_week(app: Path) -> None:
    """But for the first one, which binds nothing."""
    (app / "synthgate.yaml").write_text("fail-on: never\n")
    codes: list[int] = []
    for policy in blocks(PAGES[0], "Platform policy}"):
        (app / "policy.yaml").write_text(policy)
        codes.append(typed("synthgate scan cdk.out --policy policy.yaml", app))
    assert codes == [0, 1, 1, 1]


def test_what_the_page_says_of_doubts_is_a_policy(app: Path) -> None:
    """The line of the list, as it stands there."""
    [found] = re.findall(r"`(bounds: \{unknown: .*\})`", PAGES[0].read_text("utf-8"))
    (app / "policy.yaml").write_text(f"title: {{en: P}}\n{found}\n")
    (app / TEMPLATE).write_text(BUCKET)
    assert typed("synthgate scan cdk.out --policy policy.yaml", app) == 0
    doubt = OPEN_QUEUE.replace('Principal: "*"', "Principal: !Ref Who")
    (app / TEMPLATE).write_text("Parameters: {Who: {Type: String}}\n" + doubt)
    assert typed("synthgate scan cdk.out", app) == 0
    assert typed("synthgate scan cdk.out --policy policy.yaml", app) == 1


@pytest.mark.exhaustive
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_waivers_come_before_the_baseline(page: Path, app: Path) -> None:
    """In the order of the page each counts by itself, and the gate is open."""
    text = page.read_text("utf-8")
    [waive] = blocks(page, "synthgate waive")
    [write] = blocks(page, "synthgate baseline write cdk.out")[:1]
    assert text.index("synthgate waive ") < text.index("    synthgate baseline write cdk.out")
    found = "sqs-queue-policy-open:Anybody"
    ours = re.sub(r"(waive) \S+", rf"\1 {found}", waive).replace("2027-03-31", "2099-01-01")
    assert typed(ours, app) == 0
    assert typed(write, app) == 0
    assert "sqs-queue-policy-open" not in (app / "synthgate-baseline.yaml").read_text("utf-8")
    assert typed("synthgate scan cdk.out", app) == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("words", "code"), [("new", 0), ("data-loss", 3), ("broader-access", 3), ("will-not-deploy", 3)]
)
def test_stored_results_tell_what_is_new_alone(words: str, code: int, app: Path) -> None:
    """And an assembly all of it: it is the same as before, so that the gate is open."""
    typed("synthgate scan cdk.out --format results=main.results", app)
    scan = f"synthgate scan cdk.out --gate-on {words} --against "
    assert typed(f"{scan} main.results", app) == code
    typed("cp -R cdk.out main-cdk.out", app)
    assert typed(f"{scan} main-cdk.out", app) == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_base_that_is_missing_leaves_the_gate_as_it_is(page: Path, app: Path) -> None:
    """And one that is there takes what is known away from it; a new fault is seen."""
    [lines] = blocks(page, "--against main.results")
    keep, compare = lines.split("\n\n")
    assert typed(compare, app) == 1
    typed(keep, app)
    assert typed(compare, app) == 0
    (app / "cdk.out" / "new.template.yaml").write_text(OPEN_QUEUE)
    assert typed(compare, app) == 1
    (app / "main.results").unlink()
    (app / TEMPLATE).write_text(BUCKET)
    (app / "cdk.out" / "new.template.yaml").unlink()
    assert typed(compare, app) == 0
