"""A CDK program suppresses a rule for a construct and all below it: asked of a real synthesis."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

cdk = pytest.importorskip("aws_cdk", reason="needs the extra 'cdk'")

from aws_cdk import aws_s3 as s3  # noqa: E402 - it may not be there
from aws_cdk import aws_sqs as sqs  # noqa: E402

from synthgate import scan  # noqa: E402
from synthgate.cdk import suppress  # noqa: E402

RULE = "s3-bucket-tls-optional"


@pytest.fixture
def synthesized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Path]:
    """The assembly of an app that something builds."""
    monkeypatch.setenv("CDK_VALIDATION", "false")

    def synth(build: Callable[[Any], object]) -> Path:
        app = cdk.App(outdir=str(tmp_path / "cdk.out"), analytics_reporting=False)
        build(app)
        app.synth()
        return tmp_path / "cdk.out"

    return synth


def entries(template: Path, logical_id: str | None = None) -> list[dict[str, str]]:
    """What is suppressed on a resource, by the start of its logical id, or on the template."""
    data = json.loads(template.read_text())
    bodies = [body for name, body in data["Resources"].items() if name.startswith(logical_id or "")]
    holder = bodies[0] if logical_id else data
    return holder.get("Metadata", {}).get("synthgate", {}).get("suppress", [])


def test_all_below_a_construct_is_suppressed_and_nothing_else(synthesized: Any) -> None:
    """Also what is made later, in a nested stack; what a resource says already stays."""

    def build(app: Any) -> None:
        stack = cdk.Stack(app, "Data")
        bucket = s3.Bucket(stack, "Books")
        old = {"rule": "a", "reason": "b"}
        bucket.node.default_child.add_metadata("synthgate", {"note": 1, "suppress": [old]})
        suppress(bucket, RULE, reason="legacy", owner="me", expires=date(2027, 1, 31))
        nested = cdk.NestedStack(stack, "Nested")
        suppress(nested, "sqs-*", reason="in the pager")
        sqs.Queue(nested, "Late")
        s3.Bucket(stack, "Other")

    out = synthesized(build)
    said = {"rule": RULE, "reason": "legacy", "owner": "me", "expires": "2027-01-31"}
    books = entries(out / "Data.template.json", "Books")
    assert books == [{"rule": "a", "reason": "b"}, {**said, "construct": "Data/Books"}]
    assert entries(out / "Data.template.json", "Other") == []
    assert entries(out / "Data.template.json") == []
    (nested,) = out.glob("*.nested.template.json")
    wished = [{"rule": "sqs-*", "reason": "in the pager", "construct": "Data/Nested"}]
    assert entries(nested, "Late") == entries(nested) == wished


def test_an_app_is_suppressed_with_its_stages(synthesized: Any) -> None:
    """Whose stacks an aspect of the app does not reach."""

    def build(app: Any) -> None:
        stage = cdk.Stage(app, "Prod")
        s3.Bucket(cdk.Stack(stage, "Svc"), "Books")
        cdk.Stack(app, "Empty")
        suppress(app, "budget-missing", reason="central")

    out = synthesized(build)
    (template,) = out.glob("assembly-Prod/*.template.json")
    wished = [{"rule": "budget-missing", "reason": "central", "construct": "App"}]
    assert entries(template, "Books") == entries(template) == wished
    assert "budget-missing" in (out / "Empty.template.json").read_text()


def test_the_scan_follows_it(synthesized: Any) -> None:
    """One wish that matches somewhere is in use, wherever else it stands."""

    def build(app: Any) -> None:
        stack = cdk.Stack(app, "Data")
        s3.Bucket(stack, "Books")
        s3.Bucket(stack, "Safe", enforce_ssl=True)
        suppress(stack, RULE, reason="legacy")

    report = scan(synthesized(build), config=None)
    (finding,) = [it for it in report.findings if it.rule.id == RULE]
    assert finding.accepted is not None
    assert finding.accepted.by == f"synthgate {RULE}"
    assert not [it for it in report.problems if it.code.id.startswith("suppression-")]


def test_the_same_program_writes_the_same_bytes(synthesized: Any) -> None:
    """In the order of the calls."""

    def build(app: Any) -> None:
        stack = cdk.Stack(app, "Data")
        s3.Bucket(stack, "Books")
        for rule in ("b", "a", "b"):
            suppress(stack, rule, reason="r")

    first = (synthesized(build) / "Data.template.json").read_bytes()
    assert (synthesized(build) / "Data.template.json").read_bytes() == first
    assert [it["rule"] for it in json.loads(first)["Metadata"]["synthgate"]["suppress"]] == [
        "b",
        "a",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule": "", "reason": "r"},
        {"rule": RULE, "reason": " "},
        {"rule": RULE, "reason": "r", "owner": ""},
        {"rule": RULE, "reason": "r", "expires": "31.12.2026"},
    ],
)
def test_what_would_not_count_is_refused_at_once(wrong: dict[str, str]) -> None:
    """In the line of the program that says it."""
    with pytest.raises(ValueError, match="suppress: '"):
        suppress(cdk.App(), wrong.pop("rule"), **wrong)  # type: ignore[arg-type]
