"""The aspect annotates what a scan of the assembly that is written afterwards says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


cdk = pytest.importorskip("aws_cdk", reason="needs the extra 'cdk'")

import jsii  # noqa: E402 - it may not be there
from aws_cdk import aws_kms as kms  # noqa: E402
from aws_cdk import aws_s3 as s3  # noqa: E402
from aws_cdk import aws_sqs as sqs  # noqa: E402

from synthgate import scan  # noqa: E402
from synthgate.cdk import SynthgateAspect, noting  # noqa: E402

TLS = "s3-bucket-tls-optional"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An app without the CDK's own validation."""
    monkeypatch.setenv("CDK_VALIDATION", "false")
    monkeypatch.chdir(tmp_path)
    return cdk.App(outdir=str(tmp_path / "cdk.out"), analytics_reporting=False)


def annotated(folder: Path) -> dict[tuple[str, str], str]:
    """The kinds of the annotations of ours, by rule and construct."""
    found: dict[tuple[str, str], str] = {}
    for path in folder.rglob("*.metadata.json"):
        for construct, entries in json.loads(path.read_text()).items():
            for entry in entries:
                said = entry["data"] if isinstance(entry["data"], str) else ""
                if "synthgate::" in said:
                    rule = said.rpartition("synthgate::")[2].rstrip(")]")
                    found[rule, construct[1:]] = entry["type"].removeprefix("aws:cdk:")
    return found


@jsii.implements(cdk.IAspect)
class Later:
    """An aspect that comes after ours, and mends what it finds."""

    def visit(self, node: Any) -> None:
        if isinstance(node, s3.CfnBucket) and node.node.path == "Data/Mended/Resource":
            cdk.Stack.of(node).termination_protection = True
            node.add_property_override("VersioningConfiguration.Status", "Enabled")
            acknowledged = cdk.Acknowledgment(id=f"synthgate::{TLS}", reason="it is so")
            cdk.Validations.of(node).acknowledge(acknowledged)


def test_it_annotates_what_a_scan_of_the_assembly_says(app: Any, tmp_path: Path) -> None:
    """Stages, nested stacks, keys of other stacks and later aspects; each in its construct."""
    stage = cdk.Stage(app, "Prod")
    s3.Bucket(cdk.Stack(stage, "Svc"), "Books")
    data = cdk.Stack(app, "Data")
    key = kms.Key(data, "Key")
    s3.Bucket(data, "Mended")
    s3.Bucket(cdk.NestedStack(data, "Child"), "Inner", public_read_access=True, **OPEN)
    other = cdk.Stack(app, "Other")
    kms.Key(other, "Key", enable_key_rotation=True)
    sqs.Queue(other, "Queue", encryption_master_key=key)
    aspect = SynthgateAspect(config=None)
    for root in (app, stage):
        cdk.Aspects.of(root).add(aspect)
        cdk.Aspects.of(root).add(Later(), priority=900)
    app.synth()
    report = scan("cdk.out", config=None)
    said = annotated(tmp_path / "cdk.out")
    expected = {
        (it.rule.id, it.subject.construct_path or "Prod/Svc"): (
            "error" if report.closes(it) else "warning"
        )
        for it in report.failures
        if it.rule.scope != "app"
    }
    assert said == expected
    assert "error" in said.values()
    assert not [rule for rule, path in said if "Mended" in path]


OPEN = {
    "block_public_access": s3.BlockPublicAccess(
        block_public_acls=False,
        block_public_policy=False,
        ignore_public_acls=False,
        restrict_public_buckets=False,
    )
}


def test_what_is_outside_of_its_construct_it_leaves_alone(app: Any, tmp_path: Path) -> None:
    """It has the whole stage in view all the same."""
    data = cdk.Stack(app, "Data")
    inside, _ = s3.Bucket(data, "Inside"), s3.Bucket(data, "Outside")
    cdk.Aspects.of(inside).add(SynthgateAspect(config=None))
    app.synth()
    assert {path for _, path in annotated(tmp_path / "cdk.out")} == {"Data/Inside/Resource"}


def test_what_breaks_inside_fails_the_synthesis(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the other errors of the app, if it has any."""

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("by the test")

    monkeypatch.setattr(noting, "run", broken)
    s3.Bucket(cdk.Stack(app, "Data"), "Books")
    cdk.Aspects.of(app).add(SynthgateAspect(config=None))
    with pytest.raises(RuntimeError, match=r"synthgate itself broke.*by the test"):
        app.synth()
