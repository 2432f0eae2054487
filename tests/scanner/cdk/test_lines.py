"""Lines that a Python program records itself, for a CDK that does not: asked of a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import synth as infra_runner
import synthgate
from synthgate.cdk.recorder import FILE_NAME, Recorder
from synthgate.sources.assembly import load_assembly
from synthgate.sources.places import places

if TYPE_CHECKING:
    from collections.abc import Callable

cdk = pytest.importorskip("aws_cdk", reason="needs the extra 'cdk'")

import jsii  # noqa: E402 - it may not be there
from aws_cdk import aws_iam as iam  # noqa: E402
from aws_cdk import aws_lambda as lambda_  # noqa: E402
from aws_cdk import aws_s3 as s3  # noqa: E402
from aws_cdk import aws_sqs as sqs  # noqa: E402
from constructs import Construct  # noqa: E402

RECORDER = Path(synthgate.__path__[0]) / "cdk"


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], dict[str, int]]:
    """What is recorded of an app that something builds, by path, counted from its first line."""
    monkeypatch.setenv("CDK_VALIDATION", "false")
    for name in ("create", "invoke"):
        monkeypatch.setattr(jsii, name, getattr(jsii, name))  # to be put back
    Recorder().wrap(jsii)

    def record(build: Callable[[Any], object]) -> dict[str, int]:
        app = cdk.App(outdir=str(tmp_path / "cdk.out"), analytics_reporting=False)
        build(app)
        app.synth()
        held = json.loads((tmp_path / "cdk.out" / FILE_NAME).read_text())
        assert held["synth"]["file"] == __file__
        assert {place["file"] for place in held["constructs"].values()} == {__file__}
        first = build.__code__.co_firstlineno
        return {path: one["line"] - first for path, one in held["constructs"].items()}

    return record


class Shelf(s3.Bucket):
    """A class of a program, whose object is made by the line that calls its parent's."""

    def __init__(self, scope: Any, name: str) -> None:
        super().__init__(scope, name)


LINE_OF_SHELF = Shelf.__init__.__code__.co_firstlineno + 1


@pytest.mark.exhaustive
def test_every_construct_has_the_line_that_made_it(recorded: Any) -> None:
    """In stages, nested stacks and classes of the program; whatever their names hold."""

    def build(app: Any) -> None:
        stage = cdk.Stage(app, "Prod")
        stack = cdk.Stack(stage, "Data")
        group = Construct(stack, "Gr/oup")
        sqs.Queue(
            group,
            "Late",
        )
        nested = cdk.NestedStack(stack, "Nested")
        sqs.Queue(nested, "Inner")
        [sqs.Queue(stack, f"Q{number}") for number in range(2)]
        Shelf(stack, "Books")
        iam.PolicyStatement(actions=["s3:*"])

    lines = recorded(build)
    shelf = LINE_OF_SHELF - build.__code__.co_firstlineno
    assert lines == {
        "Prod": 1,
        "Prod/Data": 2,
        "Prod/Data/Gr--oup": 3,
        "Prod/Data/Gr--oup/Late": 4,
        "Prod/Data/Nested": 8,
        "Prod/Data/Nested/Inner": 9,
        "Prod/Data/Q0": 10,
        "Prod/Data/Q1": 10,
        "Prod/Data/Books": shelf,
    }


@pytest.mark.exhaustive
def test_what_is_made_in_what_javascript_made_has_a_path(recorded: Any) -> None:
    """The construct tree is asked for it; a second app has lines of its own."""

    def build(app: Any) -> None:
        cdk.Stack(cdk.App(), "Other")
        stack = cdk.Stack(app, "Data")
        code = lambda_.Code.from_inline("x")
        function = lambda_.Function(
            stack, "F", runtime=lambda_.Runtime.PYTHON_3_12, handler="i.h", code=code
        )
        role: Any = function.role
        sqs.Queue(role, "Below")
        sqs.Queue(stack.node.find_child("F").node.find_child("Resource"), "Deep")
        cdk.Stack.of(role)

    assert recorded(build) == {
        "Data": 2,
        "Data/F": 4,
        "Data/F/ServiceRole/Below": 8,
        "Data/F/Resource/Deep": 9,
    }


@pytest.mark.exhaustive
def test_a_fault_in_it_is_none_of_the_program(recorded: Any, monkeypatch: Any) -> None:
    """The program goes on, and has its assembly."""

    def broken(*_: object) -> None:
        raise RuntimeError("a private part of jsii has changed")

    monkeypatch.setattr(Recorder, "_note", broken)
    monkeypatch.setattr(Recorder, "_write", broken)

    def build(app: Any) -> None:
        cdk.Stack(app, "Data")

    with pytest.raises(FileNotFoundError, match=FILE_NAME):
        recorded(build)


PROGRAM = """
import sys
import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_s3 as s3

app = cdk.App()
stack = cdk.Stack(app, "Data")
for number in range(12):
    sqs.Queue(stack, f"Queue{number}")
    s3.Bucket(stack, f"Bucket{number}")
nested = cdk.NestedStack(stack, "Nested")
for number in range(10):
    sqs.Queue(nested, f"Queue{number}")
assert sys.argv[1:] == ["--flag", "값"] and __file__.endswith("app.py")
app.synth()
"""


@pytest.mark.exhaustive
@pytest.mark.parametrize("how", ["module", "injected"])
def test_it_agrees_with_what_the_cdk_records(how: str, tmp_path: Path) -> None:
    """Of an app of 35 resources every line is the same, however the program is started."""
    (tmp_path / "app.py").write_text(PROGRAM)
    before = tmp_path / "before"
    before.mkdir()
    (before / "sitecustomize.py").write_text("print('was there before')")
    environ = {**os.environ, "JSII_NODE": infra_runner.find_node(os.environ)}
    traced = {**environ, "CDK_VALIDATION": "false", "JSII_HOST_STACK_TRACES": "1"}
    built_in = _run(["app.py"], tmp_path / "a", traced)
    path = [*sys.path] if how == "module" else [str(RECORDER / "inject"), str(before)]
    plain = {**traced, "JSII_HOST_STACK_TRACES": "0", "PYTHONPATH": os.pathsep.join(path)}
    words = ["-m", "synthgate.cdk.lines", "app.py"] if how == "module" else ["app.py"]
    ours = _run(words, tmp_path / "b", plain)
    assert ("was there before" in ours) == (how == "injected")
    assert "was there before" not in built_in
    first, second = (_lines(tmp_path / name) for name in "ab")
    assert len(first) == 35
    assert second == first


def _run(words: list[str], output: Path, environ: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *words, "--flag", "값"],
        cwd=output.parent,
        env={**environ, "CDK_OUTDIR": str(output)},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout


def _lines(assembly: Path) -> dict[str | None, int | None]:
    return {
        origin.construct_path: origin.source.line if origin.source else None
        for loaded in load_assembly(assembly, places(assembly.parent)).templates
        for origin in loaded.origins.values()
    }


@pytest.mark.parametrize("argv", [[], ["nowhere.py"], ["."]])
def test_without_a_program_it_says_what_it_is_for(argv: list[str]) -> None:
    """And exits as for any wrong usage."""
    done = subprocess.run(
        [sys.executable, "-m", "synthgate.cdk.lines", *argv],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "usage: python -m synthgate.cdk.lines app.py" in done.stderr
