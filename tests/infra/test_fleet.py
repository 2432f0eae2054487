"""The fleet: nothing in its templates is unexplained, and its function writes what it finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.infra.conftest import SOMEBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "fleet-lambda.md"
TEMPLATE = """
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties: {AccessControl: PublicRead}
"""


@pytest.fixture(scope="module")
def assembly(clean_environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in ("jsii", "cdk_nag"):
        pytest.importorskip(name, reason="needs the extra 'cdk'")
    output = tmp_path_factory.mktemp("fleet") / "cdk.out"
    path = os.pathsep.join((str(ROOT / "infra"), clean_environ.get("PYTHONPATH", "")))
    subprocess.run(
        [sys.executable, "-m", "fleet.synth", "--output", str(output)],
        check=True,
        cwd=ROOT,
        env={**clean_environ, "PYTHONPATH": path, "NOTIFICATION_EMAIL": SOMEBODY},
    )
    return output


def scan(assembly: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "synthgate", "scan", str(assembly), "--no-config", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.exhaustive
def test_the_fleet_keeps_the_gate_open(assembly: Path) -> None:
    """At the lowest severity, with nothing unknown."""
    done = scan(assembly, "--profile", "recommended", "--fail-on", "low")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "; 0 failed, 0 unknown, " in done.stdout


@pytest.mark.exhaustive
def test_what_all_rules_find_in_the_fleet_is_explained(assembly: Path, tmp_path: Path) -> None:
    """On the page that says how to use it."""
    report = tmp_path / "report.json"
    scan(assembly, "--profile", "all", "--format", f"json={report}")
    found = {one["rule_id"] for one in json.loads(report.read_text())["findings"]}
    assert found
    assert not {rule for rule in found if f"`{rule}`" not in PAGE.read_text("utf-8")}


@pytest.mark.exhaustive
def test_cdk_nag_has_nothing_to_say_of_the_fleet(assembly: Path) -> None:
    """What it found is acknowledged, with a reason."""
    [report] = json.loads((assembly / "validation-report.json").read_text())["pluginReports"]
    assert report["conclusion"] == "success"
    assert all(each["reason"] for each in report["suppressedViolations"])


@pytest.mark.exhaustive
def test_no_batch_is_lost_in_silence(assembly: Path) -> None:
    """Batches are tried again, and one that fails for good fails the run."""
    [file] = assembly.glob("assembly-*/*.template.json")
    resources = json.loads(file.read_text())["Resources"].values()
    [machine] = [one for one in resources if one["Type"] == "AWS::StepFunctions::StateMachine"]
    text = "".join(
        part if isinstance(part, str) else "x"
        for part in machine["Properties"]["DefinitionString"]["Fn::Join"][1]
    )
    definition = json.loads(text)
    state = definition["States"]["EveryUnit"]
    assert state["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    assert state["ItemReader"]["Resource"].endswith(":s3:listObjectsV2")
    assert not state.get("ToleratedFailurePercentage")
    assert not state.get("ToleratedFailureCount")
    assert state["ItemProcessor"]["States"]["Scan"]["Retry"]


# The function


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The handler, beside an S3 in memory that has two buckets."""
    boto3 = pytest.importorskip("boto3")
    moto = pytest.importorskip("moto")
    pytest.importorskip("synthgate.kept.codec")
    from fleet.scan_units import index

    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("UNITS_BUCKET", "units")
    monkeypatch.setenv("FACTS_BUCKET", "facts")
    monkeypatch.setenv("SYNTHGATE_PROFILE", "recommended")
    index.client.cache_clear()
    with moto.mock_aws():
        for name in ("units", "facts"):
            boto3.client("s3").create_bucket(Bucket=name)
        yield index


def put(index: Any, objects: dict[str, str]) -> dict[str, Any]:
    """Objects in the bucket of units, and the event that the state machine makes of them."""
    for key, content in objects.items():
        index.client("s3").put_object(Bucket="units", Key=key, Body=content.encode())
    return {"Items": [{"Key": key, "Size": len(it)} for key, it in objects.items()]}


def facts(index: Any) -> list[bytes]:
    """All that has been written."""
    listed = index.client("s3").list_objects_v2(Bucket="facts").get("Contents", [])
    get = index.client("s3").get_object
    return [get(Bucket="facts", Key=one["Key"])["Body"].read() for one in listed]


def test_what_a_template_comes_to_is_written_down(function: Any) -> None:
    """The same as a scan of the file finds, under the name that the object has."""
    from synthgate.kept.codec import decode

    event = put(function, {"team/a/t.yaml": TEMPLATE})
    assert function.handler(event, None)["scanned"] == 1
    [content] = facts(function)
    [unit] = decode(content).units
    assert [one.path for one in unit.templates] == ["team/a/t.yaml"]
    rules = {one.rule.id for seen in unit.observed for one in seen.findings}
    assert any("public" in rule for rule in rules), rules


def test_nothing_is_scanned_twice(function: Any) -> None:
    """A batch that is tried again finds its facts; a template that was changed is scanned."""
    event = put(function, {"t.yaml": TEMPLATE})
    assert function.handler(event, None)["scanned"] == 1
    assert function.handler(event, None)["kept"] == 1
    event = put(function, {"t.yaml": TEMPLATE.replace("PublicRead", "Private")})
    assert function.handler(event, None)["scanned"] == 1
    assert len(facts(function)) == 2


def test_an_assembly_is_one_unit(function: Any) -> None:
    """Its manifest names it; its templates and assets name nothing."""
    from synthgate.kept.codec import decode

    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/eu-west-1",
        "properties": {"templateFile": "S.template.json"},
    }
    template = json.dumps({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})
    objects = {
        "app/cdk.out/manifest.json": json.dumps({"version": "48.0.0", "artifacts": {"S": stack}}),
        "app/cdk.out/S.template.json": template,
        "app/cdk.out/asset.1/template.json": template,
    }
    answer = function.handler(put(function, objects), None)
    assert (answer["scanned"], answer["parts"]) == (1, 2)
    [content] = facts(function)
    [unit] = decode(content).units
    assert [(one.path, one.stack) for one in unit.templates] == [
        ("app/cdk.out/S.template.json", "S")
    ]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("key", ["../out.yaml", "a/../../out.yaml", "/etc/out.yaml", "a//t.yaml"])
def test_no_key_leads_out_of_the_folder(function: Any, key: str) -> None:
    """It is refused by name, and the rest of the batch is scanned."""
    event = put(function, {"t.yaml": TEMPLATE})
    function.client("s3").put_object(Bucket="units", Key=key, Body=TEMPLATE.encode())
    answer = function.handler({"Items": [{"Key": key}, *event["Items"]]}, None)
    assert answer["scanned"] == 1
    assert [*answer["refused"]] == [key]


def test_what_cannot_be_read_is_a_problem_in_its_facts(function: Any) -> None:
    """Not a missing row."""
    from synthgate.kept.codec import decode

    event = put(function, {"t.yaml": "AWSTemplateFormatVersion: [\n"})
    assert function.handler(event, None)["scanned"] == 1
    [content] = facts(function)
    [unit] = decode(content).units
    assert unit.problems


def test_a_bucket_that_cannot_be_read_fails_the_batch(function: Any) -> None:
    """So that it is tried again."""
    from botocore.exceptions import ClientError

    with pytest.raises(ClientError):
        function.handler({"Items": [{"Key": "gone.yaml"}]}, None)
