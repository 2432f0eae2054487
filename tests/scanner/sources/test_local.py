"""Nested stacks of plain templates: a relative `TemplateURL` is the template beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PARENT = """\
Parameters: {Algorithm: {Type: String, Default: "aws:kms"}}
Resources:
  One:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./sub/child.yaml, Parameters: {A: !Ref Algorithm}}
  Two: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: sub/child.yaml}}
"""
CHILD = """\
Parameters: {A: {Type: String, Default: ""}}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: !Ref A}}]
"""
BUCKET = "Resources: {B: {Type: AWS::S3::Bucket}}\n"


def nested(url: str) -> str:
    return (
        "Resources: {N: {Type: AWS::CloudFormation::Stack, "
        f"Properties: {{TemplateURL: '{url}'}}}}}}\n"
    )


def test_a_child_is_checked_with_what_its_parent_passes(cli: Callable[..., Any]) -> None:
    """Two instances of one file are two stacks, each with its own parameters."""
    files = {"d/parent.yaml": PARENT, "d/sub/child.yaml": CHILD}
    report = cli("scan", "d", "--format", "json", "--profile", "all", files=files).report
    stacks = [template["stack"] for template in report["templates"]]
    assert stacks == [None, "d/parent.yaml/One", "d/parent.yaml/Two"]
    unencrypted = [f for f in report["findings"] if f["rule_id"] == "s3-bucket-unencrypted"]
    assert len(unencrypted) == 1
    assert len({f["fingerprint"] for f in report["findings"]}) == len(report["findings"])


@pytest.mark.parametrize(
    ("url", "word"), [("gone.yaml", "is not there"), ("../../x.yaml", "outside")]
)
def test_a_child_that_cannot_be_read_is_told(cli: Callable[..., Any], url: str, word: str) -> None:
    """With the line that names it, and never a silent pass."""
    ran = cli("scan", "d", "--format", "json", files={"d/p.yaml": nested(url), "x.yaml": BUCKET})
    (problem,) = [one for one in ran.report["problems"] if one["kind"] != "notice"]
    assert (ran.code, problem["path"], problem["line"]) == (3, "d/p.yaml", 1)
    assert word in problem["message"]


def test_templates_that_only_nest_each_other_are_read_all_the_same(
    cli: Callable[..., Any],
) -> None:
    """Nobody is left to read them for: each is told to be endless, none is lost."""
    files = {"d/a.yaml": nested("b.yaml"), "d/b.yaml": nested("a.yaml")}
    ran = cli("scan", "d", "--format", "json", files=files)
    assert ran.code == 3
    assert {template["path"] for template in ran.report["templates"]} == {"d/a.yaml", "d/b.yaml"}


def test_an_address_elsewhere_is_no_child(cli: Callable[..., Any]) -> None:
    """What is already uploaded is not on this disk: it is said that nobody checked it."""
    files = {"p.yaml": nested("https://s3.amazonaws.com/b/child.yaml")}
    words = ("scan", "p.yaml", "--environment", "development", "--format", "json")
    ran = cli(*words, files=files)
    (notice,) = ran.report["problems"]
    assert (ran.code, notice["kind"], notice["path"]) == (0, "notice", "p.yaml")
    assert "not checked" in notice["message"]


SET, PRODUCT = "AWS::CloudFormation::StackSet", "AWS::ServiceCatalog::CloudFormationProduct"


@pytest.mark.parametrize(
    ("type_", "properties", "words"),
    [
        ("AWS::CloudFormation::Stack", "{TemplateBody: '{}'}", "inline"),
        (SET, "{TemplateBody: '{}'}", "inline"),
        (SET, "{TemplateBody: {Resources: {}}}", "inline"),
        (SET, "{TemplateURL: 'https://x/y.yaml'}", "stack set 'R'"),
        (SET, "{}", "stack set 'R'"),
        (
            PRODUCT,
            "{ProvisioningArtifactParameters: [{Info: {LoadTemplateFromURL: 'https://x'}}]}",
            "product 'R'",
        ),
        (
            PRODUCT,
            "{ProvisioningArtifactParameters: [{Info: {ImportFromPhysicalId: x}}]}",
            "product 'R'",
        ),
        (PRODUCT, "x", "product 'R'"),
    ],
)
def test_a_template_that_is_inline_or_elsewhere_is_told(
    cli: Callable[..., Any], type_: str, properties: str, words: str
) -> None:
    """Whatever deploys it: that nobody checked it is said, at its place."""
    text = f"Resources:\n  R:\n    Type: {type_}\n    Properties: {properties}\n"
    ran = cli("scan", "p.yaml", "--fail-on", "never", "--format", "json", files={"p.yaml": text})
    notices = [one for one in ran.report["problems"] if one["code"] == "nested-template-elsewhere"]
    (notice,) = notices
    assert (ran.code, notice["line"]) == (0, 4)
    assert words in notice["message"]
