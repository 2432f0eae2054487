"""The real checkov, where it is: ``make checkov``, or SYNTHGATE_CHECKOV=FILE.

Nothing here needs the network, and none of it is asked for.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from synthgate.adapters.asking import Answer, Readable, Request, adapter
from synthgate.adapters.checkov.program import TESTED
from synthgate.adapters.installed import script
from synthgate.errors import TemplateError
from synthgate.model import Status
from synthgate.template.read import read_template

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(os.environ.get("SYNTHGATE_CHECKOV") or script(ROOT / ".venv/checkov", "checkov"))
SAMPLES = Path(os.environ.get("SYNTHGATE_CORPUS") or ROOT.parent / "shared/corpus") / "aws-samples"
ASSEMBLY = ROOT / "out" / "cdk.out"

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(not PROGRAM.is_file(), reason="checkov is not here"),
]

MIXED = {
    "bucket.yaml": """
Resources:
  Bucket:
    # checkov:skip=CKV_AWS_18:logs are elsewhere
    Type: AWS::S3::Bucket
""",
    "database.template.json": '{"Resources": {"Db": {"Type": "AWS::RDS::DBInstance", "Properties":'
    ' {"MasterUserPassword": "hunter2hunter2"}}}}',
    "function.txt": """
Resources:
  Function:
    Type: AWS::Serverless::Function
""",
    "dotted.json": '{"Resources": {"A.b": {"Type": "AWS::S3::Bucket"}}}',
    "deadly.yaml": """
Resources:
  Odd:
    Type: {Fn::Sub: x}
    Properties: {A: b}
""",
}


def readable(file: Path, folder: Path) -> Readable | None:
    """A template with its resources, as a run has it."""
    try:
        template = read_template(file.name, file.read_bytes())
    except TemplateError:
        return None
    written = template.section("Resources").items()
    types = {
        name: str(one["Type"]) for name, one in written if isinstance(one, dict) and "Type" in one
    }
    return Readable(file.relative_to(folder).as_posix(), file, types)


def asked(folder: Path, seconds: float = 600.0) -> tuple[list[Readable], Answer]:
    found = (readable(file, folder) for file in sorted(folder.rglob("*")) if file.is_file())
    templates = [one for one in found if one is not None]
    request = Request(templates, folder, executable=str(PROGRAM), seconds=seconds)
    return templates, adapter("checkov")(request)


def test_its_answer_is_what_the_adapter_takes_it_for(tmp_path: Path) -> None:
    for name, text in MIXED.items():
        (tmp_path / name).write_text(text)
    _, answer = asked(tmp_path)
    told = {
        (one.spot.template, one.spot.logical_id, one.rule_id): one for one in answer.heard.reported
    }
    skipped = told["bucket.yaml", "Bucket", "CKV_AWS_18"]
    assert skipped.accepted
    assert skipped.accepted.reason["en"] == "logs are elsewhere"
    assert (skipped.spot.line, skipped.spot.end_line) == (3, 5)
    encrypted = told["database.template.json", "Db", "CKV_AWS_16"]
    assert encrypted.status is Status.FAIL
    assert encrypted.spot.property_path == "Properties.StorageEncrypted"
    assert told["database.template.json", "Db", "CKV2_AWS_69"].status is Status.PASS
    assert told["function.txt", "Function", "CKV_AWS_116"].status is Status.FAIL
    assert "hunter2" not in repr(answer)
    paths = [one.path for one in answer.problems]
    assert paths == ["deadly.yaml", "dotted.json"]
    (run,) = answer.heard.runs
    assert run.release.startswith(f"{TESTED}.")
    assert not run.is_whole


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the corpus is not here")
def test_the_samples_that_kill_it_cost_no_other_its_answer() -> None:
    """As one run it dies: of those that use a module of Rain's, which is no resource yet."""
    templates, answer = asked(SAMPLES, seconds=3600.0)
    silent = {one.shown for one in templates} - {one.spot.template for one in answer.heard.reported}
    named = {one.path for one in answer.problems}
    assert None not in named
    assert {
        "CloudFormation/StackSets/common-resources.json",
        "CloudFormation/StackSets/common-resources.yaml",
        "RainModules/bucket.yml",
    } <= named
    assert named <= silent
    assert len(silent) < len(templates) / 4


@pytest.mark.skipif(not ASSEMBLY.is_dir(), reason="infra is not synthesized: make synth")
def test_it_answers_about_every_template_of_infra() -> None:
    _, answer = asked(ASSEMBLY)
    assert not answer.problems
    assert len(answer.heard.reported) > 100
