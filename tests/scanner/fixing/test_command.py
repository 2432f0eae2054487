"""``synthgate fix`` on templates: shown, written, asked about, and left with the reason."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.errors import UsageError
from synthgate.fixing.outcomes import Edited
from synthgate.fixing.putting import put_in_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


QUEUE = """\
Resources:
  # in the clear
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: false  # for now
"""
KEY = """\
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: {KeyPolicy: {Version: "2012-10-17", Statement: []}}
"""
MENDED = QUEUE.replace("false", "true")
SSH = """\
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: the bastion
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]
"""
WAIVER = """\
waivers:
  - {rule: sqs-queue-unencrypted, resource: Orders, reason: a test, owner: me, expires: 2099-01-01}
"""


def test_the_diff_is_shown_and_nothing_written(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Exit code 1: there is something to write; what it shows `patch` takes."""
    ran = cli("fix", "t.yaml", files={"t.yaml": QUEUE})
    assert ran.code == 1
    assert (tmp_path / "t.yaml").read_text() == QUEUE
    assert "can be fixed: t.yaml:6: sqs-queue-unencrypted (Orders)" in ran.err
    subprocess.run(["patch", "-p1"], input=ran.out, cwd=tmp_path, text=True, check=True)
    assert (tmp_path / "t.yaml").read_text() == MENDED


def test_what_is_written_needs_no_fix(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Exit code 0 both times, and the second run finds nothing to change."""
    ran = cli("fix", "--write", "t.yaml", files={"t.yaml": QUEUE})
    assert (ran.code, (tmp_path / "t.yaml").read_text()) == (0, MENDED)
    assert "fixed: t.yaml:6: sqs-queue-unencrypted" in ran.err
    again = cli("fix", "--write", "t.yaml")
    assert (again.code, again.out) == (0, "")
    assert "nothing can be fixed here" in again.err


def test_bytes_that_are_no_part_of_the_text_stay(cli: Callable[..., Any], tmp_path: Path) -> None:
    """A byte order mark, line ends of Windows, and no line end after the last line."""
    odd = b"\xef\xbb\xbf" + QUEUE.replace("\n", "\r\n").rstrip().encode()
    cli("fix", "--write", "t.yaml", files={"t.yaml": odd})
    assert (tmp_path / "t.yaml").read_bytes() == odd.replace(b"false", b"true")


def test_values_of_somebody_s_own_are_left_to_them(cli: Callable[..., Any]) -> None:
    """With the reason and the suggestion; there is nothing to write, so the exit code is 0."""
    ran = cli("fix", "t.yaml", files={"t.yaml": SSH})
    assert ran.code == 0
    assert "sg-ingress-ssh-open: the cure has values that are yours to choose" in ran.err
    assert "CidrIp: 192.0.2.7/32" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    "files",
    [
        {"synthgate-waivers.yaml": WAIVER},
        {"synthgate.yaml": "exclude: [sqs-queue-unencrypted]\n"},
    ],
    ids=["waived", "excluded"],
)
def test_what_does_not_count_is_not_touched(cli: Callable[..., Any], files: dict[str, str]) -> None:
    """What was accepted stays as it is."""
    ran = cli("fix", "t.yaml", files={"t.yaml": QUEUE, **files})
    assert (ran.code, ran.out) == (0, "")


def test_rules_and_severities_choose(cli: Callable[..., Any]) -> None:
    """Of two findings, the one that is meant; a rule that nobody asks is wrong usage."""
    both = QUEUE + KEY.removeprefix("Resources:\n")
    ran = cli("fix", "--rule", "kms-key-not-rotated", "t.yaml", files={"t.yaml": both})
    assert "+++ b/t.yaml" in ran.out
    assert "SqsManagedSseEnabled: true" not in ran.out
    assert "EnableKeyRotation: true" in ran.out
    high = cli("fix", "--severity", "high", "t.yaml")
    assert "SqsManagedSseEnabled: true" in high.out
    assert "EnableKeyRotation" not in high.out
    wrong = cli("fix", "--rule", "kms-key-not-rotatd", "t.yaml")
    assert wrong.code == 2
    assert "kms-key-not-rotated" in wrong.err


@pytest.mark.exhaustive
def test_a_replacement_is_told(cli: Callable[..., Any]) -> None:
    """An instance cannot be encrypted in place: a new one takes its place, without the data."""
    database = """\
Resources:
  Orders:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    Properties: {Engine: postgres, DBInstanceClass: db.t4g.micro, StorageEncrypted: false}
"""
    ran = cli("fix", "--rule", "rds-instance-unencrypted", "t.yaml", files={"t.yaml": database})
    assert "StorageEncrypted: true" in ran.out
    assert "replaces the resource by a new one" in ran.err
    assert "StorageEncrypted" in ran.err
    assert "replaces" not in cli("fix", "t.yaml", files={"t.yaml": QUEUE}).err
    both = cli("fix", "--profile", "all", "t.yaml", files={"t.yaml": database})
    told = [line.split(": ")[3] for line in both.err.splitlines() if "replaces the" in line]
    assert "rds-instance-deletion-unprotected (Orders)" in both.err
    assert told == ["rds-instance-unencrypted (Orders)"]


def test_what_a_scan_finds_at_another_property_is_not_fixed(cli: Callable[..., Any]) -> None:
    """Encryption without a key of one's own is still that, wherever in the bucket it is told."""
    names = ("s3-bucket-unencrypted", "s3-bucket-unencrypted-by-own-key")
    rules = [word for name in names for word in ("--rule", name)]
    bucket = "Resources: {B: {Type: AWS::S3::Bucket}}\n"
    files = {"t.yaml": bucket}
    ran = cli("fix", "--write", "--profile", "all", *rules, "t.yaml", files=files)
    assert "fixed: t.yaml:1: s3-bucket-unencrypted (B)" in ran.err
    assert "not fixed: t.yaml:1 (B): s3-bucket-unencrypted-by-own-key: the cure" in ran.err
    found = cli("scan", "--profile", "all", "--format", "concise", "t.yaml").out
    assert [name in found for name in (f"{names[0]} ", f"{names[1]} ")] == [False, True]


def test_people_are_asked(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Yes and no hold for one fix; when nobody answers, nothing more is done."""
    both = QUEUE + KEY.removeprefix("Resources:\n")
    ran = cli("fix", "--interactive", "--write", "t.yaml", files={"t.yaml": both}, stdin=b"n\ny\n")
    text = (tmp_path / "t.yaml").read_text()
    assert ("SqsManagedSseEnabled: false" in text, "EnableKeyRotation: true" in text) == (
        True,
        True,
    )
    assert "sqs-queue-unencrypted: not wanted" in ran.err
    silent = cli("fix", "--interactive", "--write", "t.yaml", stdin=b"")
    assert (silent.code, (tmp_path / "t.yaml").read_text()) == (0, text)


def test_machines_read_it_as_json(cli: Callable[..., Any]) -> None:
    """What is fixed, what is left and why, and the diff."""
    ran = cli("fix", "--format", "json", "t.yaml", files={"t.yaml": QUEUE + SSH[11:]})
    told = json.loads(ran.out)
    assert [one["rule_id"] for one in told["fixed"]] == ["sqs-queue-unencrypted"]
    assert [one["rule_id"] for one in told["left"]] == ["sg-ingress-ssh-open"]
    assert "+      SqsManagedSseEnabled: true" in told["diff"]
    assert (told["verified"], told["written"]) == (True, False)


def test_help_has_each_heading_once(
    cli: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Options of one subject stand together."""
    cli("fix", "--help")
    lines = capsys.readouterr().out.splitlines()
    headings = [it for it in lines if re.fullmatch(r"\S.*:", it)]
    assert "what closes the gate:" in headings
    assert len(headings) == len({*headings})


def test_it_speaks_korean(cli: Callable[..., Any]) -> None:
    """Sentences of the program, reasons and the sum."""
    ran = cli("fix", "--lang", "ko", "t.yaml", files={"t.yaml": QUEUE + SSH[11:]})
    told = [line for line in ran.err.splitlines() if "    " not in line]
    assert told
    assert all(any("가" <= letter <= "힣" for letter in line) for line in told)


def test_standard_input_is_shown_and_never_written(cli: Callable[..., Any]) -> None:
    """There is no file that it would be written to."""
    shown = cli("fix", "-", stdin=QUEUE.encode())
    assert (shown.code, "--write does" in shown.err) == (1, False)
    ran = cli("fix", "--write", "-", stdin=QUEUE.encode())
    assert ran.code == 2
    assert "standard input" in ran.err


def test_the_templates_of_the_cdk_are_not_changed(cli: Callable[..., Any]) -> None:
    """The next synthesis would write them anew."""
    made = {
        "Resources": {
            "Q": {
                "Type": "AWS::SQS::Queue",
                "Properties": {"SqsManagedSseEnabled": False},
                "Metadata": {"aws:cdk:path": "Shop/Q/Resource"},
            }
        }
    }
    ran = cli("fix", "t.json", files={"t.json": json.dumps(made)})
    assert (ran.code, ran.out) == (0, "")
    assert "the CDK writes this template" in ran.err


def test_nothing_is_written_where_a_link_leads_out(
    cli: Callable[..., Any], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What lies there is somebody else's; by its own name it is mended."""
    outside = tmp_path_factory.mktemp("outside") / "o.yaml"
    outside.write_text(QUEUE)
    (tmp_path / "link.yaml").symlink_to(outside)
    (tmp_path / "folder").symlink_to(outside.parent)
    for name in ("link.yaml", "folder/o.yaml"):
        ran = cli("fix", "--write", name)
        assert (ran.code, outside.read_text()) == (0, QUEUE)
        assert "a link leads out of the repository to it: name the file itself" in ran.err
    cli("fix", "--write", str(outside))
    assert outside.read_text() == MENDED


def test_what_cannot_be_read_is_told(cli: Callable[..., Any]) -> None:
    """Exit code 3, and what can be mended is shown all the same."""
    ran = cli("fix", "t.yaml", "u.yaml", files={"t.yaml": QUEUE, "u.yaml": "Resources: [\n"})
    assert ran.code == 3
    assert "+      SqsManagedSseEnabled: true" in ran.out


def test_a_file_that_changed_meanwhile_is_kept(tmp_path: Path) -> None:
    """None of the others is written either."""
    for name in "ab":
        (tmp_path / name).write_text("old")
    edits = [Edited(name, tmp_path / name, b"old", b"new") for name in "ab"]
    (tmp_path / "b").write_text("somebody's")
    with pytest.raises(UsageError, match="changed meanwhile"):
        put_in_place(edits)
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {
        "a": "old",
        "b": "somebody's",
    }
