"""What synthgate itself raises over one template costs that template alone, and never the report.

An error is put into one stage after the other, for one of three templates.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from synthgate.guard import Guard, crash, described, raised_in
from synthgate.model import Position, Problem
from synthgate.resolve.resolver import Resolver
from synthgate.template.read import read_template
from synthgate_reports import FORMATS

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


TEMPLATE = """\
Parameters: {Given: {Type: String, Default: x}}
Conditions: {There: !Equals [!Ref Given, x]}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Condition: There
    Metadata: {checkov: {skip: [{id: CKV_AWS_18, comment: not needed}]}}
    Properties: {BucketName: !Ref Given}
  Policy:
    Type: AWS::S3::BucketPolicy
    Condition: There
    Properties: {Bucket: !Ref Bucket, PolicyDocument: !Ref Nowhere}
"""
FILES = {f"{name}.yaml": TEMPLATE for name in ("first", "broken", "last")}
BROKEN = "broken"


def stack(name: str) -> dict[str, Any]:
    return {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111111111111/eu-west-1",
        "properties": {"templateFile": f"{name}.template.json"},
    }


def as_data(name: str) -> str:
    return json.dumps(read_template(name, TEMPLATE.encode()).data)


ASSEMBLY = {
    "cdk.out/cdk.out": '{"version": "55.0.0"}',
    "cdk.out/manifest.json": json.dumps(
        {"version": "55.0.0", "artifacts": {n: stack(n) for n in ("first", BROKEN, "last")}}
    ),
    **{f"cdk.out/{n}.template.json": as_data(n) for n in ("first", BROKEN, "last")},
}
INPUTS = {"folder": FILES, "assembly": ASSEMBLY}


def paths_in(value: Any, depth: int = 3) -> Iterable[str]:
    """The paths of the templates that an argument is about."""
    if isinstance(value, str):
        yield value
    elif depth:
        for name in ("path", "template", "resolver", "stack", "subject"):
            yield from paths_in(getattr(value, name, None), depth - 1)


def broken_in(function: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """The function, which raises where it is asked about the broken template."""

    @wraps(function)
    def raising(*args: Any, **keywords: Any) -> Any:
        if any(BROKEN in path for value in args for path in paths_in(value)):
            raise error
        return function(*args, **keywords)

    return raising


STAGES = (
    "synthgate.linking:is_serverless",
    "synthgate.linking:written_out",
    "synthgate.linking:_macros",
    "synthgate.linking:_templates_elsewhere",
    "synthgate.sources.parameter_file:GivenParameters.of",
    "synthgate.evaluate.stack:Stack.subject",
    "synthgate.evaluate.answers:finding_of",
    "synthgate.evaluate.engine:_whole",
    "synthgate.evaluate.engine:_of_stack",
    "synthgate.evaluate.finding:fingerprint",
    "synthgate.template.document:Template.locate",
    "synthgate.resolve.resolver:Resolver.ref",
    "synthgate.resolve.resolver:Resolver.exists",
    "synthgate.resolve.resolver:Resolver.condition",
    "synthgate.resolve.resolver:Resolver.resolve",
    "synthgate.scanning:evaluate",
    "synthgate.judge.inline.ledger:of_template",
    "synthgate.scanning:dangling",
    "synthgate.scanning:told_by",
)


def put(stage: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    module, _, name = stage.partition(":")
    owner: Any = import_module(module)
    *outer, name = name.split(".")
    for part in outer:
        owner = getattr(owner, part)
    monkeypatch.setattr(owner, name, broken_in(getattr(owner, name), error))


def elsewhere(report: Any) -> list[Any]:
    """The findings of the other templates."""
    return [one for one in report["findings"] if BROKEN not in one["location"]["path"]]


def scan(cli: Callable[..., Any], files: dict[str, str]) -> tuple[int, Any, Path]:
    """Every format into a file of its own; the code, the JSON and the folder."""
    formats = [word for name in FORMATS for word in ("--format", f"{name}=out/{name}")]
    ran = cli(
        "scan", "cdk.out" if files is ASSEMBLY else ".", "--profile", "all", *formats, files=files
    )
    assert "Traceback" not in ran.err
    folder = Path("out")
    return ran.code, json.loads((folder / "json").read_text()), folder


@pytest.mark.parametrize("files", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("stage", STAGES)
def test_the_other_templates_are_scanned(
    stage: str,
    files: dict[str, str],
    cli: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the findings that they always have; the report says what broke, and is incomplete."""
    _, before, _ = scan(cli, files)
    put(stage, RuntimeError("out of order"), monkeypatch)
    code, report, folder = scan(cli, files)
    assert code == 3
    assert elsewhere(report) == elsewhere(before)
    told = [one for one in report["problems"] if one["code"] in ("scan-crashed", "rule-crashed")]
    assert told
    assert all(BROKEN in one["path"] for one in told)
    assert all("RuntimeError: out of order" in one["message"] for one in told)
    assert all((folder / name).stat().st_size for name in FORMATS)


@pytest.mark.parametrize("error", [RecursionError("deep"), MemoryError(), AssertionError()])
def test_no_error_of_python_ends_the_run(
    error: Exception, cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too deep, too large, or an assertion of ours."""
    put("synthgate.scanning:evaluate", error, monkeypatch)
    code, report, _ = scan(cli, FILES)
    assert code == 3
    assert {one["path"]: one["status"] for one in report["templates"]} == {
        "broken.yaml": "failed",
        "first.yaml": "scanned",
        "last.yaml": "scanned",
    }


def test_an_interrupt_of_the_user_is_obeyed(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no error over a template."""
    put("synthgate.scanning:evaluate", KeyboardInterrupt(), monkeypatch)  # type: ignore[arg-type]
    assert cli("scan", ".", files=FILES).code == 130


def test_a_resource_that_cannot_be_resolved_is_unknown(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told of once, and rules about others that look at it go on."""
    resolve = Resolver.resolve

    def raising(self: Resolver, node: object) -> Any:
        if isinstance(node, dict) and "PolicyDocument" in node:
            raise ZeroDivisionError
        return resolve(self, node)

    monkeypatch.setattr(Resolver, "resolve", raising)
    ran = cli("scan", "a.yaml", "--profile", "all", "--format", "json", files={"a.yaml": TEMPLATE})
    crashes = [one for one in ran.report["problems"] if one["code"].endswith("crashed")]
    assert [(one["code"], one["line"]) for one in crashes] == [("scan-crashed", 9)]
    about = {one["resource"]["logical_id"]: one["status"] for one in ran.report["findings"]}
    assert about.keys() == {"Bucket", "Policy", "App"}
    policy = [f for f in ran.report["findings"] if f["resource"]["logical_id"] == "Policy"]
    assert {one["status"] for one in policy} == {"unknown"}


PARENT = """\
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: child.yaml, Parameters: {Days: "7"}}
"""
CHILD = """\
Parameters: {Days: {Type: Number, Default: 3653}}
Resources:
  Log: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}
"""


def test_what_a_lost_stack_passes_on_is_unknown(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default of the nested stack's parameter is not what it will get."""
    files = {"broken.yaml": PARENT, "child.yaml": CHILD}
    put("synthgate.resolve.resolver:Resolver.exists", RuntimeError(), monkeypatch)
    ran = cli("explain", ".", "--resource", "Log", files=files)
    assert "parameter Days has no known value" in ran.out


def test_a_control_that_cannot_be_assessed_is_unknown(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are assessed, and the run is incomplete."""
    from synthgate.framework import assess

    result = assess._result

    def raising(one: Any, *args: Any) -> Any:
        if one.id == "SEC-1":
            raise RuntimeError
        return result(one, *args)

    monkeypatch.setattr(assess, "_result", raising)
    ran = cli("checklist", ".", "--format", "json", files={"a.yaml": TEMPLATE})
    states = {one["id"]: one["state"] for one in ran.report["frameworks"][0]["controls"]}
    assert states.pop("SEC-1") == "unknown"
    assert len(states) > 10
    assert ran.code == 3


def test_a_problem_says_where_in_the_program() -> None:
    """By module and line, never by a path of the machine."""
    problems: list[Problem] = []
    with Guard(problems, crash("t.yaml")):
        Resolver.resource(None, "x")  # type: ignore[arg-type]
    text = problems[0].message.en
    assert "in synthgate.resolve.resolver:" in text
    assert str(Path(__file__).parent) not in text
    assert "report it" in text


class _MuteError(Exception):
    def __str__(self) -> str:
        raise ValueError


def test_an_error_that_cannot_say_what_it_is_has_its_kind() -> None:
    """Whoever made it; and a place that cannot be found is left out."""
    assert described(_MuteError()) == "_MuteError"
    assert raised_in(_MuteError()) == "synthgate"

    def nowhere() -> Position:
        raise _MuteError

    problems: list[Problem] = []
    with Guard(problems, crash("t.yaml", nowhere)):
        raise _MuteError
    assert problems[0].position is None
