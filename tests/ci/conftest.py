"""A runner of GitHub Actions, as far as its steps see it: files, variables, an empty home."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
BIN = Path(sys.executable).parent
REPOSITORY = "acme/shop"
BUCKET = "Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n"
OPEN_QUEUE = """\
Resources:
  Orders: {Type: AWS::SQS::Queue}
  Anybody:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Orders]
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: "*", Action: "sqs:*", Resource: "*"}]
"""
"""A template that closes the gate at its default."""


@dataclass(frozen=True)
class Ran:
    """What a step came to."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


@dataclass(frozen=True)
class Runner:
    """A job: its folders, and what its steps have put out."""

    folder: Path
    outputs: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def event(self, head: str = REPOSITORY) -> None:
        """The job is of a pull request, from a repository."""
        pull = {"number": 7, "head": {"repo": {"full_name": head}}}
        (self.folder / "event.json").write_text(json.dumps({"pull_request": pull}))

    def step(self, name: str, inputs: dict[str, str] | None = None, **variables: str) -> Ran:
        """Run a step of the action, with inputs, and what the steps before it have put out."""
        [step] = [one for one in ACTION["runs"]["steps"] if one.get("id", one["name"]) == name]
        given = {key: one.get("default", "") for key, one in ACTION["inputs"].items()}
        given.update(inputs or {})
        filled = {key: self._filled(text, given) for key, text in step["env"].items()}
        output, summary = self.folder / "output", self.folder / "summary"
        output.write_text("")
        summary.write_text("")
        environment = {
            **{key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ},
            "HOME": str(self.home),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_REPOSITORY": REPOSITORY,
            **filled,
            **variables,
        }
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.work,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        lines = output.read_text("utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        self.outputs[name] = outputs
        return Ran(ran.returncode, ran.stdout, outputs, summary.read_text("utf-8"))

    def _filled(self, text: str, inputs: dict[str, str]) -> str:
        """A value of `env`, as the runner fills it in."""

        def value(match: re.Match[str]) -> str:
            match match[1].split("."):
                case ["inputs", name]:
                    return inputs[name]
                case ["steps", step, "outputs", name]:
                    return self.outputs.get(step, {}).get(name, "")
                case ["steps", _, "outcome"]:
                    return "success"
                case _:
                    raise AssertionError(match[1])

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A job in which synthgate is installed, and nothing has been scanned."""
    for name in ("home", "temp", "work"):
        (tmp_path / name).mkdir()
    (tmp_path / "event.json").write_text("{}")
    return Runner(tmp_path, {"install": {"bin": str(BIN)}})


def scanned(runner: Runner, inputs: dict[str, str], **variables: str) -> Ran:
    """Prepare and scan, in one."""
    prepared = runner.step("prepare", inputs)
    assert prepared.code == 0, prepared.log
    return runner.step("scan", inputs, **variables)


def shown(value: Any) -> str:
    """All text in data out of YAML, a line each."""
    if isinstance(value, dict):
        return "\n".join(map(shown, value.values()))
    if isinstance(value, list):
        return "\n".join(map(shown, value))
    return str(value)
