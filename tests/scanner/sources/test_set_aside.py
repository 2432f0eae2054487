"""No template is put aside because another one, or a manifest, is said to lead to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

HIDDEN = (
    "Resources:\n  Hidden:\n    Type: AWS::S3::Bucket\n"
    "    Properties: {AccessControl: PublicRead}\n"
)
OTHER = "Resources:\n  Wait:\n    Type: AWS::CloudFormation::WaitConditionHandle\n"
STACK = """\
Resources:
  S:
    Type: AWS::CloudFormation::{kind}
    {where}: {{TemplateURL: hid.yaml}}
"""
SAID = {
    "in a comment": {"a.yaml": OTHER + "# TemplateURL: hid.yaml\n"},
    "in metadata": {"a.yaml": STACK.format(kind="Stack", where="Metadata")},
    "by a stack set": {"a.yaml": STACK.format(kind="StackSet", where="Properties")},
    "by something else": {"a.yaml": "a: b\n# TemplateURL: hid.yaml\n", "b.yaml": OTHER},
    "by a broken one": {"a.yaml": STACK.format(kind="Stack", where="Properties") + "x: ["},
    "in a circle": {
        "g.yaml": OTHER + "# TemplateURL: a.yaml\n",
        "a.yaml": OTHER + "# TemplateURL: hid.yaml\n",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_a_template_that_only_seems_to_be_nested_is_scanned(
    cli: Callable[..., Any], name: str
) -> None:
    """Who nests it was parsed: a word in a text puts nothing aside."""
    ran = cli("scan", ".", "--format", "json", files={**SAID[name], "hid.yaml": HIDDEN})
    assert ran.code in {1, 3}
    named = {finding["resource"]["logical_id"] for finding in ran.report["findings"]}
    assert "Hidden" in named


STRAYS = (
    "hid.yaml",
    "hid.template",
    "hid.txt",
    "asset.abc/hid.yaml",
    "x/y/z/hid.yaml",
    "sub/hid.yaml",
    "Old.template.json",
    "tree.json",
    "S.assets.json",
)


@pytest.mark.parametrize("path", STRAYS)
def test_a_template_in_an_assembly_that_no_manifest_names_is_named(
    cli: Callable[..., Any], path: str
) -> None:
    """Two marker files make an assembly of any folder; what else lies there is told."""
    artifact = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.json"}}
    files = {
        "app/cdk.out": '{"version": "48.0.0"}',
        "app/manifest.json": json.dumps({"version": "48.0.0", "artifacts": {"S": artifact}}),
        "app/S.json": json.dumps({"Resources": {"B": {"Type": "AWS::SNS::Topic"}}}),
        "app/package.json": '{"name": "resources"}',
        f"app/{path}": HIDDEN.replace("Resources", r'"\u0052esources"'),
    }
    problems = cli("scan", ".", "--format", "json", files=files).report["problems"]
    told = [problem["path"] for problem in problems if problem["code"] == "template-stray"]
    assert told == [f"app/{path}"]


def test_an_assembly_in_an_assembly_that_no_manifest_names_is_named(
    cli: Callable[..., Any],
) -> None:
    """The folder of it, whatever it is called."""
    marker, manifest = '{"version": "48.0.0"}', '{"version": "48.0.0", "artifacts": {}}'
    files = {f"{at}cdk.out": marker for at in ("app/", "app/inner/")}
    files |= {f"{at}manifest.json": manifest for at in ("app/", "app/inner/")}
    problems = cli("scan", ".", "--format", "json", files=files).report["problems"]
    assert "app/inner" in [one["path"] for one in problems if one["code"] == "template-stray"]


@pytest.mark.parametrize(
    "text",
    [
        '{"Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://b/k"}}}',
        '{"Fn::Transform": {"Name": "Maker"}}',
        '{"AWSTemplateFormatVersion" /*c*/ : "2010-09-09", "Resources" /*c*/ : {}}',
    ],
)
def test_what_a_macro_makes_is_not_left_alone(cli: Callable[..., Any], text: str) -> None:
    """Nor is what only a lenient reader of JSON could read."""
    assert cli("scan", ".", files={"a.json": text, "b.yaml": OTHER}).code == 3
