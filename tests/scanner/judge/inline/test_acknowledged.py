"""What an app acknowledges holds for a construct and all below it, across stacks and stages."""

from __future__ import annotations

import json
from typing import Any

import pytest

RULE = "s3-bucket-tls-optional"
BUCKET = {"Type": "AWS::S3::Bucket"}


def acknowledged(id_: str) -> dict[str, Any]:
    trace = ["...jsii runtime...", "<module> (/builds/app/app.py:23)"]
    return {"type": "aws:cdk:acknowledged-rules", "data": {id_: "why"}, "trace": trace}


def logical(name: str) -> list[dict[str, Any]]:
    return [{"type": "aws:cdk:logicalId", "data": name}]


def write(scan: Any, at: str, id_: str, *, inline: bool = False) -> None:
    """An app of a stack in a stage, with a bucket, and with a nested stack that has one, too."""
    out = scan.folder / "cdk.out"
    inner = out / "assembly-Prod"
    inner.mkdir(parents=True)
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "x"}}
    metadata: dict[str, list[dict[str, Any]]] = {
        "/Prod/Svc": [{"type": "aws:cdk:templateFile", "data": "Svc.template.json"}],
        "/Prod/Svc/Logs/Resource": logical("Logs"),
        "/Prod/Svc/Data": [{"type": "aws:cdk:templateFile", "data": "Data.nested.template.json"}],
        "/Prod/Svc/Data.NestedStack/Data.NestedStackResource": logical("Data"),
        "/Prod/Svc/Data/Books/Resource": logical("Books"),
        "/Prod/Svc/Data/Books2/Resource": logical("Books2"),
    }
    metadata.setdefault(at, []).append(acknowledged(id_))
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "Svc.template.json"},
        "displayName": "Prod/Svc",
        **({"metadata": metadata} if inline else {"additionalMetadataFile": "Svc.metadata.json"}),
    }
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}}
    files = {
        out / "cdk.out": {"version": "55.0.0"},
        out / "manifest.json": {"version": "55.0.0", "artifacts": {"assembly-Prod": stage}},
        inner / "manifest.json": {"version": "55.0.0", "artifacts": {"Svc": stack}},
        inner / "Svc.metadata.json": metadata,
        inner / "Svc.template.json": {"Resources": {"Logs": BUCKET, "Data": nested}},
        inner / "Data.nested.template.json": {"Resources": {"Books": BUCKET, "Books2": BUCKET}},
    }
    for path, content in files.items():
        path.write_text(json.dumps(content))


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize(
    ("at", "excused"),
    [
        ("/Prod/Svc", ["Books", "Books2", "Logs"]),
        ("/Prod/Svc/Logs", ["Logs"]),
        ("/Prod/Svc/Data", ["Books", "Books2"]),
        ("/Prod/Svc/Data/Books", ["Books"]),
        ("/Prod/Svc/Data/Books/Resource", ["Books"]),
    ],
)
def test_a_construct_is_excused_with_all_below_it(
    scan: Any, at: str, excused: list[str], inline: bool
) -> None:
    """In the file beside the manifest, or in the manifest, as older releases have it."""
    write(scan, at, "AwsSolutions::AwsSolutions-S10", inline=inline)
    scanned = scan(path="cdk.out")
    found = [it for it in scanned.report.accepted_findings if it.rule.id == RULE]
    assert sorted(it.subject.logical_id for it in found) == excused
    assert {it.accepted.by for it in found if it.accepted} == {
        "cdk-nag AwsSolutions::AwsSolutions-S10"
    }
    assert not scanned.told


def test_what_matches_nothing_is_told_with_its_construct_and_line(scan: Any) -> None:
    """For the metadata has no lines that anybody wrote."""
    write(scan, "/Prod/Svc/Data/Books", "Annotation::AwsSolutions-RDS99")
    scanned = scan(path="cdk.out")
    ((code, text),) = scanned.told
    assert code == "unknown"
    assert "AwsSolutions-RDS99 of Prod/Svc/Data/Books (app.py:23)" in text
    (problem,) = [it for it in scanned.report.problems if it.code.id == "suppression-unknown"]
    assert problem.path == "cdk.out/assembly-Prod/Svc.metadata.json"


def test_what_the_cdk_acknowledges_for_itself_is_nobodys(scan: Any) -> None:
    """Neither told of nor followed."""
    write(scan, "/Prod/Svc", "CloudFormation-Validate::W3010")
    assert not scan(path="cdk.out").told


def test_a_stack_is_excused_by_its_own_construct(scan: Any) -> None:
    """What is asked about the stack as a whole, too."""
    write(scan, "/Prod/Svc", "synthgate::stack-unprotected-from-termination")
    scanned = scan(path="cdk.out")
    assert scanned.by("stack-unprotected-from-termination")
