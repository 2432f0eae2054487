"""The hooks of pre-commit, run as pre-commit runs them: entry, arguments, files."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.ci.conftest import BIN, BUCKET, OPEN_QUEUE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}


def run(name: str, folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Run a hook; those that take files get them."""
    hook = HOOKS[name]
    _, *words = shlex.split(hook["entry"])
    given = files if hook.get("pass_filenames", True) else ()
    return subprocess.run(
        [BIN / "synthgate", *words, *hook.get("args", ()), *given],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", HOOKS)
def test_what_pre_commit_asks_of_a_hook_is_there(name: str) -> None:
    """Installed from the repository as a Python package, whose program is its entry."""
    hook = HOOKS[name]
    assert hook["language"] == "python"
    assert shlex.split(hook["entry"])[0] == "synthgate"
    assert hook["name"]
    re.compile(hook.get("files", ""))


def test_a_scan_says_whether_the_gate_is_open(tmp_path: Path) -> None:
    """Over the assembly, whatever the files of the commit are."""
    (tmp_path / "cdk.out").mkdir()
    template = tmp_path / "cdk.out" / "t.template.yaml"
    template.write_text(BUCKET)
    assert run("synthgate-scan", tmp_path, "README.md").returncode == 0
    template.write_text(OPEN_QUEUE)
    ran = run("synthgate-scan", tmp_path, "README.md")
    assert (ran.returncode, "Gate closed" in ran.stdout) == (1, True)


OPEN_PORT = """\
{"Resources": {"Ssh": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
  "GroupDescription": "ssh", "SecurityGroupIngress": [
    {"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}]}}}}
"""
SHUT_PORT = OPEN_PORT.replace("0.0.0.0/0", "10.0.0.0/16")


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    "name", ["stacks/queue.yaml", "queue.yml", "queue.json", "queue.template", "q.template.yaml"]
)
def test_templates_are_scanned_whatever_their_names(name: str, tmp_path: Path) -> None:
    """Beside files of the same kinds that are none: the program decides."""
    fits = re.compile(HOOKS["synthgate-templates"]["files"])
    assert fits.search(name)
    assert not fits.search("README.md")
    (tmp_path / "package.json").write_text('{"name": "shop"}')
    (tmp_path / "compose.yaml").write_text("services: {shop: {image: shop}}\n---\nb: 1\n")
    template = tmp_path / name
    template.parent.mkdir(exist_ok=True)
    text = OPEN_PORT if name.endswith(".json") else OPEN_QUEUE
    template.write_text(SHUT_PORT if name.endswith(".json") else BUCKET)
    ran = run("synthgate-templates", tmp_path, "package.json", "compose.yaml", name)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    template.write_text(text)
    assert run("synthgate-templates", tmp_path, "package.json", "compose.yaml").returncode == 1


CARD = """\
id: bucket-unnamed
title: {en: Bucket has no name, ko: 버킷에 이름이 없습니다}
severity: low
pillar: operations
resources: [AWS::S3::Bucket]
check: {path: $.Properties.BucketName, exists: true}
why: {en: Nobody finds it., ko: 찾을 수 없습니다.}
fix: {en: Name it., ko: 이름을 붙이세요., template: "BucketName: logs"}
examples:
  fails: |
    Resources:
      Logs:
        Type: AWS::S3::Bucket  # finding
  passes: |
    Resources:
      Logs:
        Type: AWS::S3::Bucket
        Properties: {BucketName: logs}
"""


@pytest.mark.exhaustive
def test_rule_cards_are_linted_and_tested(tmp_path: Path) -> None:
    """A card without fault passes; one with a mistake, and one whose example lies, do not."""
    card = tmp_path / "policies" / "bucket-unnamed.yaml"
    card.parent.mkdir()
    card.write_text(CARD, "utf-8")
    assert run("synthgate-rules-lint", tmp_path).stderr == ""
    assert run("synthgate-rules-lint", tmp_path).returncode == 0
    assert run("synthgate-rules-test", tmp_path).returncode == 0
    card.write_text(CARD.replace("# finding", ""), "utf-8")
    assert run("synthgate-rules-test", tmp_path).returncode == 1
    card.write_text(CARD.replace("resources:", "resurces:"), "utf-8")
    assert run("synthgate-rules-lint", tmp_path).returncode == 2


def test_the_example_names_hooks_that_exist() -> None:
    """With keys that pre-commit knows."""
    path = ROOT / "examples" / "ci" / "pre-commit-config.yaml"
    [repository] = yaml.safe_load(path.read_text("utf-8"))["repos"]
    for hook in repository["hooks"]:
        assert hook["id"] in HOOKS
        assert {*hook} <= {"id", "args", "files", "stages"}
