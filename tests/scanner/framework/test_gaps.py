"""A look-up that synth could not make concerns the items whose rules it touches, and no others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

TEMPLATE = {
    "Resources": {
        "B": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"VersioningConfiguration": {"Status": "Enabled"}},
        },
        "S": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "dummy1a"}},
    }
}
ZONES = {
    "key": "availability-zones:account=1:region=eu-west-1",
    "provider": "availability-zones",
    "props": {"account": "1", "dummyValue": ["dummy1a", "dummy1b"]},
}


def _assembly(missing: Any, template: Any = TEMPLATE) -> dict[str, str]:
    artifact = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "s.json"}}
    manifest = {"version": "36.0.0", "artifacts": {"S": artifact}, "missing": missing}
    return {
        "a/cdk.out": '{"version": "36.0.0"}',
        "a/manifest.json": json.dumps(manifest),
        "a/s.json": json.dumps(template),
    }


@pytest.mark.parametrize(
    ("missing", "state"),
    [
        ([], "met"),
        ([ZONES], "met"),
        ([{**ZONES, "props": {"dummyValue": ["Enabled"]}}], "unknown"),
        ([{**ZONES, "props": {"dummyValue": ["Enabled"], "other": ["Enabled"]}}], "unknown"),
        ([{**ZONES, "props": {"dummyValue": ["nowhere"]}}], "unknown"),
        ([{"key": "x", "provider": "y"}], "unknown"),
        (["odd"], "unknown"),
    ],
)
def test_a_look_up_concerns_what_holds_its_made_up_value(
    run: Run, missing: Any, state: str
) -> None:
    """Where the value is found nowhere, or not known, it may be anything."""
    options = ("a", "--framework", "ours.yaml", "--format", "json")
    ran = run("checklist", *options, files=_assembly(missing))
    assert ran.code == (3 if missing else 0)
    assert ran.states["D-1"] == state


def test_the_reason_names_the_look_up(run: Run) -> None:
    """So that somebody can make it."""
    missing = [{**ZONES, "props": {"dummyValue": ["Enabled"]}}]
    options = ("a", "--framework", "ours.yaml", "--format", "json")
    ran = run("checklist", *options, files=_assembly(missing))
    (result,) = ran.control("D-1")["environments"]
    assert any("availability-zones:account=1" in reason for reason in result["reasons"])
