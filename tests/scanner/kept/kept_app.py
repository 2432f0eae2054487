"""An assembly with one file of every kind that a scan reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from synthgate.cdk.recorder import FILE_NAME, VERSION

HASH = "a" * 64
SECRET = "hunter2-Zq8vXw3Lr6Np"  # noqa: S105 - nobody's


def _stack(name: str, **more: Any) -> dict[str, Any]:
    properties = {"templateFile": f"{name}.template.json"}
    return {"type": "aws:cloudformation:stack", "properties": properties, **more}


def _json(value: Any) -> str:
    return json.dumps(value)


BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}
_NESTED = {
    "Type": "AWS::CloudFormation::Stack",
    "Properties": {
        "TemplateURL": {"Fn::Sub": f"https://s3.${{AWS::URLSuffix}}/assets/{HASH}.json"}
    },
}
_TOPIC = {"Type": "AWS::SNS::Topic", "Metadata": {"aws:cdk:path": "Data/N/T/Resource"}}
_MADE = {
    "Type": "AWS::Lambda::Function",
    "Properties": {"Code": {"ZipFile": "x"}, "Handler": "index.handler", "Role": "r"},
}
NAG = """\
Rule ID,Resource ID,Compliance,Exception Reason,Rule Level,Rule Info
"AwsSolutions-S1","Data/B/Resource","Non-Compliant","N/A","Error","No access logs."
"""

FILES: Mapping[str, str] = {
    "cdk.out/cdk.out": _json({"version": "55.0.0"}),
    "cdk.out/manifest.json": _json(
        {
            "artifacts": {
                "Data": _stack("Data", additionalMetadataFile="Data.metadata.json"),
                "assembly-Prod": {
                    "type": "cdk:cloud-assembly",
                    "properties": {"directoryName": "assembly-Prod", "displayName": "Prod"},
                },
                "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
            }
        }
    ),
    "cdk.out/Data.template.json": _json({"Resources": {"B": BUCKET, "F": _MADE, "N": _NESTED}}),
    "cdk.out/Data.metadata.json": _json(
        {
            f"/Data/{name}": [{"type": "aws:cdk:logicalId", "data": logical}]
            for name, logical in {
                "B/Resource": "B",
                "Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler": "F",
            }.items()
        }
    ),
    "cdk.out/Data.assets.json": _json(
        {"files": {HASH: {"source": {"path": "nested.template.json", "packaging": "file"}}}}
    ),
    "cdk.out/nested.template.json": _json({"Resources": {"T": _TOPIC}}),
    "cdk.out/tree.json": _json(
        {
            "tree": {
                "path": "",
                "children": {
                    "Data": {
                        "path": "Data",
                        "children": {"T": {"path": "Data/N/T/Resource"}},
                    }
                },
            }
        }
    ),
    f"cdk.out/{FILE_NAME}": _json(
        {"version": VERSION, "constructs": {"Data/B/Resource": {"file": "/app/app.py", "line": 3}}}
    ),
    "cdk.out/AwsSolutions-Data-NagReport.csv": NAG,
    "cdk.out/assembly-Prod/cdk.out": _json({"version": "55.0.0"}),
    "cdk.out/assembly-Prod/manifest.json": _json({"artifacts": {"Web": _stack("Web")}}),
    "cdk.out/assembly-Prod/Web.template.json": _json({"Resources": {"B": BUCKET}}),
    "cdk.out/asset.1/readme.json": "{}",
}
TEMPLATES: Mapping[str, str] = {
    "parent.yaml": """\
Resources:
  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/child.yaml}}
""",
    "nested/child.yaml": "Resources: {T: {Type: AWS::SNS::Topic}}\n",
    "secret.yaml": f"""\
Resources:
  D:
    Type: AWS::RDS::DBInstance
    Properties: {{MasterUsername: admin, MasterUserPassword: {SECRET}, Engine: mysql}}
  F:
    Type: AWS::Lambda::Function
    Properties:
      Environment: {{Variables: {{PASSWORD: {SECRET}}}}}
      Code: {{ZipFile: "x"}}
""",
}


def write(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write files into a folder, and give that."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder
