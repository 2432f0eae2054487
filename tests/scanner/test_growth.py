"""Twice the input takes about twice the work: counted, not timed.

Each case makes an input of some size, and counts the calls of functions of ours while it is
scanned. Work that grows with the square of the input would be four times as much.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from synthgate_reports import FORMATS

MOST = 2.3
"""How much more work twice the input may be."""


def buckets(number: int) -> dict[str, str]:
    """Buckets with names, each named by the logging of the next, in part unknown."""
    made: dict[str, Any] = {}
    for n in range(number):
        logs = {"DestinationBucketName": {"Fn::Sub": f"b-{n + 1}-${{P}}"}}
        properties = {"BucketName": {"Fn::Sub": f"b-{n}-${{P}}"}, "LoggingConfiguration": logs}
        made[f"B{n}"] = {"Type": "AWS::S3::Bucket", "Properties": properties}
    return {"t.json": json.dumps({"Parameters": {"P": {"Type": "String"}}, "Resources": made})}


def policies(number: int) -> dict[str, str]:
    """Buckets with literal names, and their policies, which say the names."""
    made: dict[str, Any] = {}
    for n in range(number):
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}
        made[f"B{n}"] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": f"b{n}"}}
        made[f"P{n}"] = {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": f"b{n}", "PolicyDocument": {"Statement": [statement] * 3}},
        }
    return {"t.json": json.dumps({"Resources": made})}


def stacks(number: int) -> dict[str, str]:
    """An assembly of stacks, each of which imports from the one before, and has alarms and logs."""
    files = {"cdk.out/cdk.out": '{"version": "55.0.0"}'}
    artifacts: dict[str, Any] = {}
    for n in range(number):
        name = f"Stack{n}"
        file = f"{name}.template.json"
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": "aws://111111111111/eu-west-1",
            "properties": {"templateFile": file},
            "metadata": {
                f"/{name}/R{k}": [{"type": "aws:cdk:logicalId", "data": f"R{k}"}] for k in range(4)
            },
        }
        output = {"Value": {"Ref": "R0"}, "Export": {"Name": f"export-{n}"}}
        logs = {"DestinationBucketName": {"Fn::ImportValue": f"export-{n - 1}"}}
        function = {"FunctionName": f"f{n}", "Role": {"Fn::ImportValue": f"export-{n - 1}"}}
        statement = {"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::b{n}"}
        resources = {
            "R0": {"Type": "AWS::S3::Bucket", "Properties": {"LoggingConfiguration": logs}},
            "R1": {"Type": "AWS::Lambda::Function", "Properties": function},
            "R2": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"PolicyDocument": {"Statement": [statement]}},
            },
            "R3": {"Type": "AWS::SNS::Topic"},
        }
        files[f"cdk.out/{file}"] = json.dumps({"Resources": resources, "Outputs": {"O": output}})
    manifest = {"version": "55.0.0", "artifacts": artifacts}
    return {**files, "cdk.out/manifest.json": json.dumps(manifest)}


def constructs(number: int) -> dict[str, str]:
    """A stack whose constructs lie deep, and of which a line of the program is known."""
    trace = {"type": "aws:cdk:creationStack", "data": ["new Bucket (/app/main.ts:7:1)"]}
    deep = "/x" * number
    metadata = {
        f"/S{deep}/R{k}": [{"type": "aws:cdk:logicalId", "data": f"R{k}"}, trace]
        for k in range(number)
    }
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "S.template.json"},
        "metadata": metadata,
    }
    manifest = {"version": "55.0.0", "artifacts": {"S": stack}}
    resources = {f"R{k}": {"Type": "AWS::SNS::Topic"} for k in range(number)}
    return {
        "cdk.out/manifest.json": json.dumps(manifest),
        "cdk.out/S.template.json": json.dumps({"Resources": resources}),
    }


def faults(number: int) -> dict[str, str]:
    """One resource with many faults, one after the other in one line of text."""
    rules = [
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
        for _ in range(number)
    ]
    group = {"GroupDescription": "x", "SecurityGroupIngress": rules}
    resources = {"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": group}}
    return {"t.json": json.dumps({"Resources": resources})}


CASES: dict[str, tuple[Callable[[int], dict[str, str]], int]] = {
    "buckets": (buckets, 40),
    "policies": (policies, 40),
    "stacks": (stacks, 20),
    "constructs": (constructs, 40),
    "faults": (faults, 100),
}


FORMATTED = [word for name in FORMATS for word in ("--format", f"{name}=out/{name}")]


def calls_of_ours(run: Callable[[], object]) -> int:
    """How many functions of synthgate are called."""
    count = 0

    def note(frame: Any, event: str, _: object) -> None:
        nonlocal count
        if event == "call":
            count += str(frame.f_globals.get("__name__")).startswith("synthgate")

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(("make", "size"), CASES.values(), ids=CASES)
@pytest.mark.exhaustive
def test_twice_the_input_is_twice_the_work(
    make: Callable[[int], dict[str, str]], size: int, cli: Callable[..., Any]
) -> None:
    """Whatever there is much of."""

    def work(number: int) -> int:
        files = make(number)
        return calls_of_ours(
            lambda: cli("scan", *_where(files), "--profile", "all", *FORMATTED, files=files)
        )

    def _where(files: dict[str, str]) -> list[str]:
        return ["cdk.out"] if "cdk.out/manifest.json" in files else [*files]

    floor = work(1)  # loads the rules
    once, twice = work(size) - floor, work(2 * size) - floor
    assert once > 0
    assert twice <= MOST * once
