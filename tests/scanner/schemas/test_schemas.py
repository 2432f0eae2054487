"""What the package knows of resource types is what the provider schemas say."""

from __future__ import annotations

import json
import runpy
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import pytest

from synthgate.schemas.facts import UNTOLD, Facts, facts_of, is_known
from synthgate.schemas.properties import types, types_like

TOOL = Path(__file__).parents[3] / "tools" / "schemas.py"


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (
            "AWS::RDS::DBCluster",
            Facts("DBClusterIdentifier", (), True, "Tags", True),
        ),
        (
            "AWS::ElastiCache::ReplicationGroup",
            Facts("ReplicationGroupId", (), True, "Tags", True),
        ),
        ("AWS::ApiGateway::Stage", Facts("StageName", ("RestApiId",), tags="Tags")),
        ("AWS::EC2::SecurityGroup", Facts("GroupName", tags="Tags")),
        ("AWS::EC2::LaunchTemplate", Facts("LaunchTemplateName", tags="TagSpecifications")),
        ("AWS::EFS::FileSystem", Facts(tags="FileSystemTags")),
        ("AWS::Lambda::Permission", Facts()),
        ("Custom::Anything", UNTOLD),
    ],
)
def test_what_is_known_of_a_type(kind: str, facts: Facts) -> None:
    """Its name, within what it is one, and its tags; a type of nobody's has none."""
    assert replace(facts_of(kind), lists=frozenset()) == facts
    assert is_known(kind) is (facts is not UNTOLD)


def test_attributes_that_are_lists() -> None:
    """The blocks of a VPC; the ARN of a bucket is one text."""
    assert "CidrBlockAssociations" in facts_of("AWS::EC2::VPC").lists
    assert "Arn" not in facts_of("AWS::S3::Bucket").lists
    assert facts_of("AWS::S3::Bucket").is_ref
    assert not facts_of("AWS::SQS::Queue").is_ref


def test_what_only_aws_sets_is_no_property() -> None:
    """The ARN of a table can be asked of it, and written nowhere."""
    table = types()["AWS::DynamoDB::Table"]
    assert "Arn" in table["readOnly"]
    assert "Arn" not in table["properties"]
    assert "BillingMode" in table["properties"]


def test_types_by_a_pattern() -> None:
    """A pattern stands for all that are like it; a name for itself."""
    assert types_like("AWS::SQS::Queue") == ["AWS::SQS::Queue"]
    assert {"AWS::SQS::Queue", "AWS::SQS::QueuePolicy"} <= set(types_like("AWS::SQS::*"))
    assert types_like("AWS::Nowhere::*") == []


@pytest.mark.exhaustive
def test_the_files_are_those_that_the_tool_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the release of cfn-lint that they name: nobody has written in them by hand."""
    tool: dict[str, Any] = runpy.run_path(str(TOOL))
    kept = tool["FOLDER"] / "facts.json"
    if json.loads(kept.read_text("utf-8"))["source"] != f"cfn-lint {version('cfn-lint')}":
        pytest.skip("another release of cfn-lint")
    monkeypatch.setitem(tool["main"].__globals__, "FOLDER", tmp_path)
    tool["main"]()
    assert (tmp_path / "facts.json").read_bytes() == kept.read_bytes()
    written = tool["properties_of"]
    made = {schema["typeName"]: written(schema) for schema in tool["provider_schemas"]()}
    assert orjson.loads(orjson.dumps(made)) == types()
