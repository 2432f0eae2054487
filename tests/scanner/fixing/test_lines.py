"""``synthgate fix`` on the lines that an assembly tells: no program is run here."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from mend import assembly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HELPER = """\
from aws_cdk import aws_sqs as sqs


def queue(scope, name):
    return sqs.Queue(scope, name, encryption=sqs.QueueEncryption.UNENCRYPTED)
"""
OPEN = {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": False}}
RULE = "sqs-queue-unencrypted"
WAIVER = """\
waivers:
  - {rule: sqs-queue-unencrypted, resource: Second, reason: a test, owner: me, expires: 2099-01-01}
"""


@pytest.fixture
def fix(cli: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Runs ``fix`` beside a program, lines of which have made open queues."""

    def run(
        *argv: str,
        program: str | bytes = HELPER,
        lines: dict[str, int],
        body: dict[str, Any] = OPEN,
        **files: str,
    ) -> Any:
        made = assembly(tmp_path / "app.py", lines, body)
        return cli("fix", *argv, "cdk.out", files={"app.py": program, **files, **made})

    return run


def test_a_helper_is_left_as_it_is_where_one_of_its_resources_is_accepted(
    fix: Callable[..., Any],
) -> None:
    """The edit would change that one, too; somebody has said that it may stay."""
    lines = {"First": 5, "Second": 5}
    ran = fix(lines=lines)
    assert "SQS_MANAGED" in ran.out
    assert "all of them change" in ran.err
    assert "2 findings can be fixed: 'fix --write --synth' does" in ran.err
    assert "--write does" not in ran.err
    waived = fix(lines=lines, **{"synthgate-waivers.yaml": WAIVER})
    assert (waived.code, waived.out) == (0, "")
    assert f"{RULE}: the line makes other resources, too, of which the same is accepted" in (
        waived.err
    )
    assert "S/Second/Resource" in waived.err


def test_a_program_of_another_encoding_is_shown_in_its_letters(
    fix: Callable[..., Any], tmp_path: Path
) -> None:
    """The diff can be read, and `patch` takes it in the encoding of the program."""
    program = f"# -*- coding: euc-kr -*-\n{HELPER}".replace("(scope, name,", "(scope, '대기열',")
    ran = fix(program=program.encode("euc-kr"), lines={"First": 6})
    assert "+    return sqs.Queue(scope, '대기열', encryption=sqs.QueueEncryption.SQS" in ran.out
    subprocess.run(["patch", "-p1"], input=ran.out.encode("euc-kr"), cwd=tmp_path, check=True)
    made = program.replace("UNENCRYPTED", "SQS_MANAGED")
    assert (tmp_path / "app.py").read_bytes() == made.encode("euc-kr")


def test_a_replacement_is_expected_of_a_program_that_was_not_run(fix: Callable[..., Any]) -> None:
    """By what the card's cure does to the template; of the fix alone that does it."""
    program = "from aws_cdk import aws_rds as rds\nrds.DatabaseInstance(stack, 'D', vpc=vpc)\n"
    body = {"Type": "AWS::RDS::DBInstance", "Properties": {"DBInstanceClass": "db.t4g.micro"}}
    ran = fix("--profile", "all", program=program, lines={"D": 2}, body=body)
    assert "deletion_protection=True" in ran.out
    assert "storage_encrypted=True" in ran.out
    told = [line for line in ran.err.splitlines() if "replaces the resource by a new one" in line]
    assert [line.split(": ")[3].split(" ")[0] for line in told] == ["rds-instance-unencrypted"]
