"""The library cloudformation-validate itself, in a process of its own: where it is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synthgate.adapters.asking import Answer, Readable, Request, adapter
from synthgate.adapters.cfn_validate import process
from synthgate.model import Status

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(process.package() is None, reason="cloudformation-validate is not here"),
]

TEMPLATE = """\
Resources:
  Logged:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration: {DestinationBucketName: logs}
  Bare:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: Hunter_2222
  Topic:
    Type: AWS::SNS::Topic
"""
GUARD = """\
let buckets = Resources.*[ Type == 'AWS::S3::Bucket' ]
rule S3_BUCKET_LOGGING_ENABLED when %buckets !empty {
  %buckets.Properties.LoggingConfiguration exists <<log it>>
}
rule QUEUES { AWS::SQS::Queue { Properties.KmsMasterKeyId exists } }
"""
REGO = """\
package mine
import rego.v1
violation contains v if {
  some name, res in input.resources
  res.resourceType == "AWS::S3::Bucket"
  not has_property(name, "LoggingConfiguration")
  v := make_diag_at("R.1", "WARN", name, "Properties.BucketName", sprintf("%v", [res.properties]))
}
"""
LOOP = """\
package loop
import rego.v1
violation contains v if {
  some a in numbers.range(1, 10000)
  some b in numbers.range(1, 10000)
  a * b == 0
  v := make_diag("X", "ERROR", "", "m")
}
"""


def cel(**rules: str) -> str:
    every = [
        {"rule_id": name, "severity": "DEBUG", "resource_type": "AWS::S3::Bucket",
         "expression": expression, "message": "{name}", "prop_path": "Properties.BucketName"}
        for name, expression in rules.items()
    ]  # fmt: skip
    return json.dumps({"rules": every}, indent=1)


def asked(folder: Path, tool: str, **files: str) -> Answer:
    (folder / "t.yaml").write_text(TEMPLATE)
    (folder / "u.yaml").write_text("Resources:\n  T:\n    Type: AWS::SNS::Topic\n")
    names = [f"{name}.{tool}" for name in files]
    for name, text in zip(names, files.values(), strict=True):
        (folder / name).write_text(text)
    templates = [Readable(name, folder / name) for name in ("t.yaml", "u.yaml")]
    return adapter(tool)(Request(templates, folder, files=tuple(names)))


def rows(answer: Answer) -> list[tuple[str, str, str, int, str]]:
    return [
        (one.rule_id, one.status.value, one.spot.logical_id, one.spot.line, one.spot.property_path)
        for one in answer.heard.reported
    ]


def test_guard(tmp_path: Path) -> None:
    """What fails, where; a file with a mistake is told with its line, and takes none along."""
    answer = asked(tmp_path, "guard", a=GUARD, b="rule X {\n\n  Resources.* exists\n", c="# none")
    assert rows(answer) == [("S3_BUCKET_LOGGING_ENABLED", "fail", "Bare", 8, "Properties")]
    assert answer.heard.reported[0].message == "log it"
    (problem,) = answer.problems
    assert (problem.path, problem.position and problem.position.line) == ("b.guard", 4)


def test_rego(tmp_path: Path) -> None:
    """What a rule says of a template is shown without values of it."""
    wrong = "package q\nimport rego.v1\nviolation contains v if {\n some x in\n}\n"
    answer = asked(tmp_path, "rego", a=REGO, b=wrong)
    assert rows(answer) == [("R.1", "fail", "Bare", 9, "Properties.BucketName")]
    assert answer.heard.reported[0].message == '{"BucketName": "****"}'
    assert answer.heard.reported[0].severity == "WARN"
    (problem,) = answer.problems
    assert (problem.path, problem.position and problem.position.line) == ("b.rego", 5)


def test_cel(tmp_path: Path) -> None:
    """One rule that breaks over a template, or cannot be read, takes none along."""
    text = cel(C1="!has(properties.LoggingConfiguration)", C2="properties.Nope == 1", C3="1 +")
    answer = asked(tmp_path, "cel", a=text)
    assert rows(answer) == [
        ("C1", "fail", "Bare", 9, "Properties.BucketName"),
        ("C2", Status.UNKNOWN.value, "", 0, ""),
    ]
    assert [one.position and one.position.line for one in answer.problems] == [20, 12]


def test_built_in(tmp_path: Path) -> None:
    """The library's own findings, without what they quote."""
    answer = asked(tmp_path, "cfn-validate")
    assert ("F3031", "fail", "Bare", 9, "Properties.BucketName") in rows(answer)
    assert not any("Hunter_2222" in one.message for one in answer.heard.reported)
    assert not any(one.severity == "INFO" for one in answer.heard.reported)
    assert not answer.problems


@pytest.mark.parametrize(
    ("tool", "deadly", "sound"),
    [
        ("guard", f"rule x {{ {'Resources { ' * 20_000}A exists{' }' * 20_000} }}", GUARD),
        ("cel", cel(D=f"{'(' * 20_000}true{')' * 20_000}"), cel(C="true")),
        ("rego", LOOP, REGO),
    ],
)
def test_what_kills_it_or_never_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str, deadly: str, sound: str
) -> None:
    """Why the library has a process of its own: such rules are told, the others are held."""
    monkeypatch.setattr(process, "STEP", 6.0)
    answer = asked(tmp_path, tool, a=sound, b=deadly, c=sound.replace("package mine", "package c"))
    assert [one.path for one in answer.problems if one.code.id == "tool-failed"] == [f"b.{tool}"]
    assert answer.heard.reported
