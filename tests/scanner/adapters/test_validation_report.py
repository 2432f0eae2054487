"""Reports that lie in an assembly: read whole, joined to resources, and trusted in nothing.

The recorded ones come from real syntheses (aws-cdk-lib 2.275 with cdk-nag 3.0.2, and 2.176 with
2.38.2), of which traces, assets and repeated rules were taken out.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.adapters.nag_report import read
from synthgate.model import Reported, Spot, Status
from synthgate.problem_code import ProblemCode
from synthgate.sources.assembly import load_assembly
from synthgate.sources.places import Places
from synthgate.sources.validation_report.plugins import read_plugins
from synthgate.sources.validation_report.words import said, said_with_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from synthgate.sources.loaded import Unit

RECORDED = Path(__file__).parent / "recorded"
NEW, OLD = "validation-report.json", "policy-validation-report.json"


@pytest.fixture
def assembly(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a recorded assembly, to be changed."""

    def copied(name: str) -> Path:
        return shutil.copytree(RECORDED / name, tmp_path / name)

    return copied


def load(folder: Path) -> Unit:
    return load_assembly(folder, Places(folder.parent, folder.parent))


def of(unit: Unit, rule_id: str) -> list[Reported]:
    return [one for one in unit.heard.reported if one.rule_id == rule_id]


def spots(found: Iterable[Reported]) -> set[tuple[str, str, str]]:
    return {(it.spot.template, it.spot.logical_id, it.spot.construct) for it in found}


def test_findings_of_cdk_nag_3_lead_to_resources_of_stages_and_nested_stacks() -> None:
    unit = load(RECORDED / "cdk-nag-3")
    stage = "cdk-nag-3/assembly-Prod/ProdSvcChild45567D4B.nested.template.json"
    assert spots(of(unit, "AwsSolutions-SQS3")) >= {
        ("cdk-nag-3/DataChild7B368E56.nested.template.json", "JobsDF1CC2D4",
         "Data/Child/Jobs/Resource"),
        ("cdk-nag-3/DataAgainDF3CACB7.nested.template.json", "JobsDF1CC2D4",
         "Data/Again/Jobs/Resource"),
        (stage, "JobsDF1CC2D4", "Prod/Svc/Child/Jobs/Resource"),
    }  # fmt: skip
    assert all(one.spot.logical_id for one in unit.heard.reported)
    assert {one.tool for one in unit.heard.reported} == {"cdk-nag"}


def test_what_was_acknowledged_says_by_whom_and_where() -> None:
    unit = load(RECORDED / "cdk-nag-3")
    reasons = {
        (one.rule_id, one.spot.construct): one.accepted.reason.en
        for one in unit.heard.reported
        if one.accepted
    }
    assert reasons["AwsSolutions-S10", "Data/Files/Resource"] == "app says so"
    stage = reasons["AwsSolutions-SQS3", "Prod/Svc/Child/Jobs/Resource"]
    assert stage == "stage says so (acknowledged for Prod)"
    granular = reasons["AwsSolutions-IAM5[Action::s3:*]", "Prod/Svc/Role/DefaultPolicy/Resource"]
    assert granular.startswith("granular")
    accepted = [one for one in unit.heard.reported if one.accepted]
    assert {(one.status, one.accepted and one.accepted.by) for one in accepted} == {
        (Status.FAIL, "cdk-nag")
    }


def test_a_rule_that_threw_is_unknown_and_controls_are_no_part_of_the_message() -> None:
    unit = load(RECORDED / "cdk-nag-3")
    assert {one.status for one in of(unit, "AwsSolutions-EC23")} == {Status.UNKNOWN}
    (first, *_) = of(unit, "NIST.800.53.R5-S3DefaultEncryptionKMS")
    assert first.message == "The S3 Bucket is not encrypted with a KMS Key by default."
    assert first.controls[:3] == ("AU-9(3)", "CP-9d", "CP-9(8)")
    assert first.controls[-1] == "SI-19(4)"


def test_what_the_cdk_says_itself_is_counted_apart() -> None:
    unit = load(RECORDED / "cdk-nag-3")
    runs = {one.tool: (one.apart, one.release) for one in unit.heard.runs}
    assert runs == {
        "cfn-validate": (True, "1.12.1"),
        "cdk-nag": (False, ""),
        "construct-annotations": (True, ""),
    }
    told = [one.message.en for one in unit.unheard if one.code is ProblemCode.TOOL_APART]
    assert "4 things" in told[0]
    assert "--with cfn-validate" in told[0]
    assert "1 warning or error" in told[1]


def test_the_first_annotation_is_told_with_its_words(assembly: Callable[[str], Path]) -> None:
    """In one line and bounded, in either language."""
    folder = assembly("cdk-nag-3")
    report = json.loads((folder / NEW).read_text("utf-8"))
    [annotated] = [
        one
        for one in report["pluginReports"]
        if "annotations" in one.get("pluginName", "").lower().replace("-", " ")
    ]
    for violation in annotated["violations"]:
        violation["description"] = "no\x1b[31m such\nthing " + "x" * 2000
    (folder / NEW).write_text(json.dumps(report), "utf-8")
    [*_, told] = [one.message for one in load(folder).unheard if one.code is ProblemCode.TOOL_APART]
    for language in ("en", "ko"):
        assert "such thing xxx" in told[language]
        assert "\x1b" not in told[language]
        assert len(told[language]) < 600


def test_the_older_report_is_read_where_it_is_alone(assembly: Callable[[str], Path]) -> None:
    folder = assembly("cdk-nag-3")
    new = load(folder)
    assert not any(one.origin.endswith(OLD) for one in new.heard.runs)
    (folder / NEW).unlink()
    old = load(folder)
    unaccepted = [one for one in new.heard.reported if not one.accepted]
    assert Counter(old.heard.reported) == Counter(unaccepted)
    assert {one.tool for one in old.heard.runs} == {one.tool for one in new.heard.runs}


def test_rows_of_cdk_nag_2_are_the_same_as_csv_and_as_json(
    assembly: Callable[[str], Path],
) -> None:
    folder = assembly("cdk-nag-2")
    as_json = load(folder)
    for path in folder.glob("*-NagReport.json"):
        path.unlink()
    as_csv = load(folder)
    assert as_csv.heard.reported == as_json.heard.reported
    assert [one.origin[-3:] for one in as_csv.heard.runs] == ["csv", "csv"]
    assert Counter(one.status for one in as_csv.heard.reported) == {
        Status.PASS: 5,
        Status.FAIL: 7,
        Status.UNKNOWN: 1,
    }
    (suppressed,) = of(as_csv, "AwsSolutions-IAM5[Action::s3:*]")
    assert suppressed.accepted
    assert suppressed.accepted.reason.en == "it needs all buckets"
    (quoted,) = of(as_csv, "AwsSolutions-S1")
    assert quoted.accepted
    assert quoted.accepted.reason.en == 'no logs, "really", needed here'
    assert quoted.spot == Spot(
        "cdk-nag-2/Data.template.json", "Files8E6940B8", "Data/Files/Resource"
    )


@pytest.mark.parametrize("end", ["cell", "between", "row"])
def test_a_report_of_cdk_nag_2_that_is_cut_off_is_told_and_keeps_the_rows_before(
    end: str, tmp_path: Path
) -> None:
    """A disk that was full, an artifact that was copied while it was written."""
    whole = (RECORDED / "cdk-nag-2" / "AwsSolutions--Data-NagReport.csv").read_text()
    rows = whole.splitlines()
    text = "\n".join(rows[:5])
    cells = rows[5].split(",")
    cut = {"cell": rows[5][:-4], "between": ",".join(cells[:3]), "row": rows[5]}[end]
    (tmp_path / "x.csv").write_text(f"{text}\n{cut}")
    found = read(tmp_path / "x.csv", "x.csv")
    assert len(found.heard.reported) == (5 if end == "row" else 4)
    codes = [one.code for one in found.problems]
    assert codes == ([] if end == "row" else [ProblemCode.TOOL_REPORT_INVALID])


def test_rows_left_over_by_cdk_nag_2_do_not_count_beside_cdk_nag_3(
    assembly: Callable[[str], Path],
) -> None:
    folder = assembly("cdk-nag-2")
    shutil.copy(RECORDED / "cdk-nag-3" / NEW, folder / NEW)
    assert {one.origin for one in load(folder).heard.runs} == {f"cdk-nag-2/{NEW}"}


def test_other_plugins_are_named_truly_and_our_own_is_none_of_them() -> None:
    unit = load(RECORDED / "other-plugins")
    assert [(one.tool, one.is_whole) for one in unit.heard.runs] == [
        ("broken-one", False),
        ("other-plugin", True),
    ]
    assert [(one.spot.property_path, one.severity) for one in unit.heard.reported] == [
        ("Properties.X", "HIGH"),
        ("Properties.Y.0", "HIGH"),
    ]
    assert {one.spot.template for one in unit.heard.reported} == {"other-plugins/S.template.json"}
    (failed,) = unit.unheard
    assert failed.code is ProblemCode.TOOL_FAILED
    assert "boom" in failed.message.en


def test_a_report_that_is_named_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    rows = RECORDED / "cdk-nag-2" / "AwsSolutions--Data-NagReport.csv"
    assert len(read(rows, "rows.csv").heard.reported) == 10
    report = read(RECORDED / "other-plugins" / NEW, f"out/{NEW}")
    assert report.heard.reported[0].spot.template == "out/S.template.json"
    for text in ("[]", "{}", '{"lines": {}}', "no JSON", "Rule ID,Resource ID\n"):
        (tmp_path / "x.csv").write_text(text)
        (problem,) = read(tmp_path / "x.csv", "x.csv").problems
        assert problem.code is ProblemCode.TOOL_REPORT_INVALID
    (gone,) = read(tmp_path / "gone.json", "gone.json").problems
    assert gone.code is ProblemCode.TOOL_REPORT_INVALID


VIOLATION = {"ruleName": "R1", "description": "d", "severity": "error"}
OUTSIDE = {
    "constructPath": "S/B",
    "cloudFormationResource": {
        "templatePath": "../../etc/x.json",
        "logicalId": "B",
        "propertyPaths": ["Properties.X"],
    },
}
MISSHAPEN: dict[str, Any] = {
    "pluginReports[]": 7,
    "pluginReports[].pluginName": {"pluginName": 7},
    "pluginReports[].violations": {"pluginName": "P", "violations": {}},
    "pluginReports[].violations[]": {"pluginName": "P", "violations": [None]},
    "pluginReports[].violations[].ruleName": {"pluginName": "P", "violations": [{}]},
    "pluginReports[].violations[].description": {
        "pluginName": "P",
        "violations": [{**VIOLATION, "description": []}],
    },
    "pluginReports[].violations[].violatingConstructs": {
        "pluginName": "P",
        "violations": [{**VIOLATION, "violatingConstructs": 1}],
    },
    "pluginReports[].violations[].violatingConstructs[].templatePath": {
        "pluginName": "P",
        "violations": [{**VIOLATION, "violatingConstructs": [OUTSIDE]}],
    },
    "pluginReports[].suppressedViolations[].reason": {
        "pluginName": "P",
        "suppressedViolations": [{**VIOLATION, "reason": 1}],
    },
    "pluginReports[].metadata": {"pluginName": "P", "metadata": 3},
}


def test_what_a_pack_that_is_registered_twice_says_is_heard_once() -> None:
    plugin: Any = {"pluginName": "P", "violations": [VIOLATION]}
    assert len(read_plugins({"pluginReports": [plugin, plugin]}, "r.json").heard.reported) == 1


@pytest.mark.parametrize(("version", "told"), [("55.0.0", 0), ("54", 0), ("56.1.0", 1), (5, 0)])
def test_a_report_of_a_newer_schema_is_read_and_told(version: object, told: int) -> None:
    data = {"version": version, "pluginReports": [{"pluginName": "acme", "violations": []}]}
    read = read_plugins(data, "r.json")
    assert [one.code.id for one in read.problems] == ["assembly-newer"] * told
    assert [run.tool for run in read.heard.runs] == ["acme"]


def test_reports_are_left_alone_where_the_user_says_so(
    cli: Callable[..., Any], assembly: Callable[[str], Path]
) -> None:
    assembly("other-plugins")
    heard = cli("scan", "other-plugins", "--format", "json", "--exit-zero")
    assert any("boom" in one["message"] for one in heard.report["problems"])
    assert heard.code == 3
    ignored = cli(
        "scan", "other-plugins", "--validation-report", "ignore", "--format", "json", "--exit-zero"
    )
    assert not any("boom" in one["message"] for one in ignored.report["problems"])
    assert ignored.code == 0


@pytest.mark.parametrize("where", MISSHAPEN)
def test_what_is_misshapen_is_counted_and_the_rest_is_kept(where: str) -> None:
    good = {"pluginName": "Good", "violations": [VIOLATION]}
    plugins = [MISSHAPEN[where], good, MISSHAPEN[where]]
    found = read_plugins({"pluginReports": plugins}, "out/r.json")
    assert [one.rule_id for one in found.heard.reported if one.tool == "good"] == ["R1"]
    assert not any("etc" in one.spot.template for one in found.heard.reported)
    (problem,) = found.problems
    assert problem.code is ProblemCode.TOOL_REPORT_INVALID
    assert problem.path == "out/r.json"
    assert f": 2 × {where};" in problem.message.en


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'{"pluginReports": 1}', b"\xff\xfe", b'{"a":1,"a":2}']
)
def test_a_broken_report_loses_nothing_else(
    assembly: Callable[[str], Path], content: bytes
) -> None:
    folder = assembly("other-plugins")
    (folder / NEW).write_bytes(content)
    unit = load(folder)
    assert [one.path for one in unit.templates] == ["other-plugins/S.template.json"]
    assert [one.code for one in unit.unheard] == [ProblemCode.TOOL_REPORT_INVALID]
    assert not unit.problems


def test_a_report_that_leads_out_of_the_assembly_is_not_opened(
    assembly: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = assembly("other-plugins")
    (folder / NEW).rename(tmp_path / "elsewhere.json")
    (folder / NEW).symlink_to(tmp_path / "elsewhere.json")
    unit = load(folder)
    assert not unit.heard.reported
    assert [one.code for one in unit.unheard] == [ProblemCode.TOOL_REPORT_INVALID]


def test_texts_show_neither_secrets_nor_random_paths_nor_more_than_a_line() -> None:
    shown = said(
        "a\x1b[2Jb\n AKIAIOSFODNN7EXAMPLQ at /tmp/jsii-kernel-Ab12/x.js:1 end\u202e" + "x" * 900
    )
    assert "AKIA" not in shown
    assert "jsii-kernel" not in shown
    assert "Ab12" not in shown
    assert shown.isprintable()
    assert len(shown) == 500
    assert said_with_controls("Open (Control ID: 2.2(a)). More") == ("Open. More", ("2.2(a)",))
    assert said_with_controls("Open (Control IDs: 2.2") == ("Open (Control IDs: 2.2", ())


def test_twenty_thousand_findings_are_read_at_once(assembly: Callable[[str], Path]) -> None:
    folder = assembly("other-plugins")
    constructs = [{"constructPath": f"S/B{number}"} for number in range(100)]
    one = {**VIOLATION, "violatingConstructs": constructs}
    violations = [{**one, "ruleName": f"R{number}"} for number in range(200)]
    report = {"pluginReports": [{"pluginName": "P", "violations": violations}]}
    (folder / NEW).write_text(json.dumps(report))
    began = time.perf_counter()
    unit = load(folder)
    assert len(unit.heard.reported) == 20_000
    assert time.perf_counter() - began < 5
