"""``synthgate fix`` on a CDK program: run in a copy of it, with the real aws-cdk-lib."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from synthgate.cli import Streams, main
from synthgate.fixing import syntax
from synthgate.fixing.copies import copied

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
import time

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from helper import key

app = cdk.App()
stack = cdk.Stack(app, "Shop")
key(stack, "First")
key(stack, "Second")
sqs.Queue(
    stack,
    "Orders",
    encryption=sqs.QueueEncryption.UNENCRYPTED,  # for now
)
s3.Bucket(stack, "Files", removal_policy=cdk.RemovalPolicy.DESTROY, auto_delete_objects=True)
cdk.CfnOutput(stack, "MadeAt", value=str(time.time()))
app.synth()
"""
HELPER = """\
from aws_cdk import aws_kms as kms


def key(scope, name):
    return kms.Key(scope, name)
"""


WRITES = """\
import json, os
out = os.environ["CDK_OUTDIR"]
open(out + "/cdk.out", "w").write("{}")
stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json"}}
json.dump({"version": "39.0.0", "artifacts": {"S": stack}}, open(out + "/manifest.json", "w"))
queue = {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": False}}
json.dump({"Resources": {"Q": queue}}, open(out + "/t.json", "w"))
"""
"""A program that writes an assembly without the CDK."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its assembly."""
    folder = tmp_path_factory.mktemp("project")
    (folder / ".git").mkdir()
    (folder / "app.py").write_text(APP)
    (folder / "helper.py").write_text(HELPER)
    code, _, err = run(folder, "synth", "--exit-zero", "--", sys.executable, "app.py")
    assert code == 0, err
    return folder


def run(folder: Path, *argv: str) -> tuple[int, str, str]:
    """A command line in a folder."""
    out, err = io.StringIO(), io.StringIO()
    before = os.getcwd()  # noqa: PTH109 - the one that is gone back to
    os.chdir(folder)
    try:
        code = main(argv, Streams(io.BytesIO(), out, err), {**os.environ})
    finally:
        os.chdir(before)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.exhaustive
def test_without_a_run_it_is_shown_as_unverified(project: Path) -> None:
    """At the lines that the assembly tells; two resources of one line are one edit."""
    code, out, err = run(project, "fix", "cdk.out")
    assert code == 1
    assert "+    encryption=sqs.QueueEncryption.SQS_MANAGED,  # for now" in out
    assert out.count("+    return kms.Key(scope, name, enable_key_rotation=True)") == 1
    assert "the line makes 2 resources of this type, and all of them change" in err
    assert "not verified" in err


@pytest.mark.exhaustive
def test_nothing_unverified_is_written(project: Path) -> None:
    """Exit code 2, with the way out."""
    code, _, err = run(project, "fix", "cdk.out", "--write")
    assert code == 2
    assert "fix --write --synth" in err
    assert (project / "app.py").read_text() == APP


@pytest.mark.exhaustive
def test_lines_that_may_have_moved_are_left_alone(project: Path) -> None:
    """A file that is newer than the assembly has other lines, perhaps."""
    newer = (project / "cdk.out" / "manifest.json").stat().st_mtime + 60
    os.utime(project / "app.py", (newer, newer))
    code, out, err = run(project, "fix", "cdk.out", "--rule", "sqs-queue-unencrypted")
    os.utime(project / "app.py", (newer - 120, newer - 120))
    assert (code, out) == (0, "")
    assert "changed since the synthesis" in err


@pytest.mark.exhaustive
def test_what_passes_is_written(project: Path) -> None:
    """The program synthesizes still, and the findings are gone."""
    before = {it.name for it in project.iterdir()}
    code, out, err = run(project, "fix", "--write", "--", sys.executable, "app.py")
    assert code == 0, err
    app, helper = ((project / name).read_text() for name in ("app.py", "helper.py"))
    assert helper == HELPER.replace(
        "Key(scope, name)", "Key(scope, name, enable_key_rotation=True)"
    )
    assert "encryption=sqs.QueueEncryption.SQS_MANAGED,  # for now" in app
    assert "+" in out
    assert {it.name for it in project.iterdir()} == before
    assert run(project, "fix", "--", sys.executable, "app.py")[1] == ""


@pytest.mark.exhaustive
def test_a_cure_that_does_not_synthesize_is_not_kept(tmp_path: Path) -> None:
    """Objects are deleted only with their bucket: the CDK refuses the cure beside that."""
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "helper.py").write_text(HELPER)
    code, out, err = run(
        tmp_path, "fix", "--environment", "production", "--profile", "all",
        "--rule", "stateful-resource-not-retained", "--rule", "sqs-queue-unencrypted",
        "--", sys.executable, "app.py",
    )  # fmt: skip
    assert code == 1, err
    assert "removal_policy=cdk.RemovalPolicy.RETAIN" not in out
    assert "does not synthesize" in err
    assert "SQS_MANAGED" in out


def test_a_program_that_fails_as_it_is(tmp_path: Path) -> None:
    """Exit code 3, with what it said."""
    (tmp_path / "app.py").write_text("raise SystemExit('no such stage')\n")
    code, out, err = run(tmp_path, "fix", "--", sys.executable, "app.py")
    assert (code, out) == (3, "")
    assert "no such stage" in err


def test_the_copy_is_read_as_the_project_is(tmp_path: Path) -> None:
    """The configuration at the root of the repository, above the folder of the app."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "synthgate.yaml").write_text("severity: {sqs-queue-unencrypted: low}\n")
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "app.py").write_text(WRITES)
    for least, number in (("low", 1), ("medium", 0)):
        words = ("fix", "--severity", least, "--format", "json", "--", sys.executable, "app.py")
        code, out, err = run(tmp_path / "service", *words)
        assert code == 0, err
        assert len(json.loads(out)["left"]) == number


def test_paths_and_programs_exclude_each_other(tmp_path: Path) -> None:
    """The program says what is scanned."""
    code, _, err = run(tmp_path, "fix", "t.yaml", "--synth")
    assert code == 2
    assert "--synth" in err


def test_the_copy_has_all_but_what_is_made(tmp_path: Path) -> None:
    """Older assemblies are left out, what is installed is led to; the copy is gone in the end."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "a.py").write_text("a")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "cdk.out").mkdir()
    (tmp_path / "cdk.out" / "cdk.out").write_text("{}")
    (tmp_path / "cdk.out" / "manifest.json").write_text('{"version": "39.0.0", "artifacts": {}}')
    with copied(tmp_path) as copy:
        assert {it.name for it in copy.iterdir()} == {"lib", "node_modules"}
        assert (copy / "node_modules").is_symlink()
        assert (copy / "lib" / "a.py").read_text() == "a"
    assert not copy.exists()


def test_links_lead_where_they_led(tmp_path: Path) -> None:
    """Out of the project, to what lies there; within it, to the copy; to nothing, to nothing."""
    project = tmp_path / "repository" / "app"
    (project / "lib").mkdir(parents=True)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "a.py").write_text("shared")
    (project / "lib" / "b.py").write_text("own")
    for name, end in {
        "a.py": "../../shared/a.py",
        "all": "../../shared",
        "b.py": "lib/b.py",
    }.items():
        (project / name).symlink_to(end)
    (project / "gone").symlink_to("../nowhere")
    with copied(project) as copy:
        assert (copy / "a.py").read_text() == "shared"
        assert (copy / "all" / "a.py").read_text() == "shared"
        assert (copy / "b.py").resolve() == copy / "lib" / "b.py"
        assert (copy / "gone").is_symlink()
        assert not (copy / "gone").exists()


def test_libcst_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Templates need none of it; a program does, and is told how to get it."""
    monkeypatch.setitem(sys.modules, "libcst", None)
    syntax.cst.cache_clear()
    queue = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: false}}}\n"
    (tmp_path / "t.yaml").write_text(queue)
    assert run(tmp_path, "fix", "t.yaml")[0] == 1
    with pytest.raises(Exception, match=r"pip install 'synthgate\[fix\]'"):
        syntax.cst()
