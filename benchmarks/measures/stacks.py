"""A large app: 4,510 resources in ten stacks of one assembly, each of which imports from the last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from benchmarks.floor import floor
from benchmarks.process import here, in_turn
from benchmarks.setup import Row, Setup, jobs

STACKS = 10
RESOURCES = 451
"""In each stack."""
_SET = 11
"""How many resources a part of the app has: see `_part`."""


def stacks(setup: Setup) -> Iterator[Row]:
    """The floor and a cold scan, of an assembly and of the same templates in YAML."""
    folder, others = setup.scratch / "stacks" / "cdk.out", setup.scratch / "stacks-yaml"
    files = [*_write(folder)]
    in_yaml = [*_write_yaml(others)]
    costs = in_turn(
        setup.runs,
        {
            "floor": lambda: here(lambda: floor(files)),
            "cold": setup.cold(lambda: setup.scan(folder, *jobs(1), report="stacks.json")),
            "floor, YAML": lambda: here(lambda: floor(in_yaml)),
            "cold, YAML": setup.cold(lambda: setup.scan(others, *jobs(1), report="yaml.json")),
        },
    )
    total = STACKS * RESOURCES
    for name, report in (("cold", "stacks.json"), ("cold, YAML", "yaml.json")):
        yield Row("stacks", name.replace("cold", "floor"), costs[name.replace("cold", "floor")])
        counts = setup.counted(report)
        lost = counts.resources != total or counts.templates != STACKS
        wrong = (f"{counts.resources} resources in {counts.templates} stacks",) if lost else ()
        yield Row("stacks", name, costs[name], counts, wrong=wrong, size=total)


def _write_yaml(folder: Path) -> Iterator[Path]:
    """The same stacks as templates of their own, as people write them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(STACKS):
        file = folder / f"stack-{number}.yaml"
        data = json.loads(json.dumps({"Resources": _resources(number)}))  # without aliases
        file.write_text(_in_yaml(data))
        yield file


def _in_yaml(data: Any) -> str:
    made: Any = yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False)  # pyright: ignore
    return str(made)


def _write(folder: Path) -> Iterator[Path]:
    """Write the assembly, and name its files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cdk.out").write_text('{"version": "48.0.0"}')
    artifacts: dict[str, Any] = {}
    for number in range(STACKS):
        name, resources = f"Stack{number}", _resources(number)
        file = f"{name}.template.json"
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": "aws://111122223333/eu-west-1",
            "properties": {"templateFile": file},
            "metadata": {
                f"/{name}/{key[:-2]}/{key}": [{"type": "aws:cdk:logicalId", "data": key}]
                for key in resources
            },
        }
        export = {"Value": {"Ref": "Bucket0"}, "Export": {"Name": f"bucket-{number}"}}
        (folder / file).write_text(json.dumps({"Resources": resources, "Outputs": {"O": export}}))
        yield folder / file
    manifest = {"version": "48.0.0", "artifacts": artifacts}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    yield folder / "manifest.json"


def _resources(stack: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for number in range(RESOURCES // _SET):
        made |= _part(stack, number)
    return made


def _part(stack: int, n: int) -> dict[str, Any]:
    """A function with all that is around it, as a construct library makes it."""
    role = {"Fn::GetAtt": [f"Role{n}", "Arn"]}
    lambdas = {
        "Statement": [_allow("sts:AssumeRole", Principal={"Service": "lambda.amazonaws.com"})]
    }
    bucket = {"Fn::GetAtt": [f"Bucket{n}", "Arn"]}
    objects = {"Fn::Join": ["", [bucket, "/*"]]}
    grants = [_allow("s3:GetObject", Resource=objects), _allow("sqs:SendMessage", Resource="*")]
    logs = {"DestinationBucketName": {"Fn::ImportValue": f"bucket-{stack - 1}"}} if stack else None
    tls = _allow("s3:*", Effect="Deny", Principal="*", Resource=[bucket, objects],
                 Condition={"Bool": {"aws:SecureTransport": "false"}})  # fmt: skip
    dimension = [{"Name": "FunctionName", "Value": {"Ref": f"Function{n}"}}]
    kinds: dict[str, tuple[str, dict[str, Any]]] = {
        "Bucket": ("S3::Bucket", {"LoggingConfiguration": logs} if logs else {}),
        "Policy": ("S3::BucketPolicy", {"Bucket": {"Ref": f"Bucket{n}"}, "PolicyDocument": {"Statement": [tls]}}),
        "Role": ("IAM::Role", {"AssumeRolePolicyDocument": lambdas}),
        "Grants": ("IAM::Policy", {"PolicyName": f"p{n}", "Roles": [{"Ref": f"Role{n}"}], "PolicyDocument": {"Statement": grants}}),
        "Function": ("Lambda::Function", {"Runtime": "python3.13", "Handler": "index.handler", "Role": role}),
        "Log": ("Logs::LogGroup", {"LogGroupName": {"Fn::Sub": f"/aws/lambda/${{Function{n}}}"}, "RetentionInDays": 30}),
        "Alarm": ("CloudWatch::Alarm", {"Namespace": "AWS/Lambda", "MetricName": "Errors", "Dimensions": dimension, "AlarmActions": [{"Ref": f"Topic{n}"}]}),
        "Topic": ("SNS::Topic", {}),
        "Queue": ("SQS::Queue", {"RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": [f"Dead{n}", "Arn"]}, "maxReceiveCount": 5}}),
        "Dead": ("SQS::Queue", {"MessageRetentionPeriod": 1209600}),
        "Table": ("DynamoDB::Table", {"BillingMode": "PAY_PER_REQUEST", "SSESpecification": {"SSEEnabled": True}}),
    }  # fmt: skip
    return {
        f"{name}{n}": {"Type": f"AWS::{kind}", "Properties": properties}
        for name, (kind, properties) in kinds.items()
    }


def _allow(action: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, **more}
