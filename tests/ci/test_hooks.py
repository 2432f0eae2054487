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


def test_templates_of_a_commit_are_scanned(tmp_path: Path) -> None:
    """Those alone whose names say that they are some."""
    (tmp_path / "queue.template.yaml").write_text(OPEN_QUEUE)
    (tmp_path / "other.template.yaml").write_text(BUCKET)
    fits = re.compile(HOOKS["synthgate-templates"]["files"])
    assert fits.search("stacks/queue.template.yaml")
    assert fits.search("queue.cfn.json")
    assert not fits.search("docker-compose.yaml")
    assert run("synthgate-templates", tmp_path, "other.template.yaml").returncode == 0
    both = ("other.template.yaml", "queue.template.yaml")
    assert run("synthgate-templates", tmp_path, *both).returncode == 1


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
