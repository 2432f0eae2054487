"""`asff`: what Security Hub imports."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from assessed_frameworks import large, with_frameworks
from counting_asff import counted

from synthgate.model import Comparison, Provenance, Run, ScannedTemplate, Stamp, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.model import Report

    Imported = Callable[[Report], list[dict[str, Any]]]
    Written = Callable[[str, Report], str]

LONG = '가##\U0001f600"' * 400_000

# As the service model documents each member (botocore, securityhub, 2018-10-26).
LONGEST = {
    "Id": 512,
    "ProductArn": 2048,
    "ProductName": 128,
    "CompanyName": 128,
    "GeneratorId": 512,
    "Title": 256,
    "Description": 1024,
}


def units(text: str) -> int:
    """Characters, as Java counts them."""
    return len(text.encode("utf-16-le")) // 2


@pytest.fixture(scope="module")
def refused() -> Callable[[dict[str, Any]], str]:
    """What the client of AWS says of a request before it sends it."""
    session = pytest.importorskip("botocore.session", reason="botocore is not here")
    validate = pytest.importorskip("botocore.validate")
    model = session.get_session().get_service_model("securityhub")
    shape = model.operation_model("BatchImportFindings").input_shape
    return lambda batch: validate.ParamValidator().validate(batch, shape).generate_report()


@pytest.fixture
def imported(
    refused: Callable[[dict[str, Any]], str], written: Written
) -> Callable[[Report], list[dict[str, Any]]]:
    """The findings of a report, each batch of which was held against all limits."""

    def findings(report: Report) -> list[dict[str, Any]]:
        batches = json.loads(written("asff", report))
        for batch in batches:
            assert refused(batch) == ""
            check(batch)
        return [finding for batch in batches for finding in batch["Findings"]]

    return findings


def check(batch: dict[str, Any]) -> None:
    """The limits that the model states in words, and the partner's guide (100, 240 KB, 6 MB)."""
    found = batch["Findings"]
    assert 1 <= len(found) <= 100
    assert len(json.dumps(batch, ensure_ascii=False).encode()) <= 6_000_000
    assert len({(one["AwsAccountId"], one["ProductArn"]) for one in found}) == 1
    assert len({one["Id"] for one in found}) == len(found)
    for one in found:
        assert len(json.dumps(one, ensure_ascii=False).encode()) <= 240_000
        assert {key: units(one[key]) <= most for key, most in LONGEST.items()} == dict.fromkeys(
            LONGEST, True
        )
        assert all(text.strip() for text in texts(one))
        assert len(one["AwsAccountId"]) == 12
        assert len(one["ProductFields"]) <= 50
        assert all(units(key) <= 128 for key in one["ProductFields"])
        assert all(units(value) <= 2048 for value in one["ProductFields"].values())
        assert units(one.get("Remediation", {}).get("Recommendation", {}).get("Text", "")) <= 512
        wanted = one["Compliance"].get("RelatedRequirements", [])
        assert len(wanted) <= 32
        assert all(units(it) <= 64 for it in wanted)
        assert len(one["Compliance"].get("AssociatedStandards", [])) <= 20
        assert 1 <= len(one["Resources"]) <= 32
        for resource in one["Resources"]:
            assert units(resource["Id"]) <= 512
            other = resource.get("Details", {}).get("Other", {})
            assert all(units(value) < 1024 for value in other.values())


def texts(value: Any) -> list[str]:
    """Every text in a document: none of ASFF may be blank."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in texts(one)]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_security_hub_takes_it(
    report: Report, hostile: Report, imported: Imported, language: Any
) -> None:
    """Whatever things are called."""
    for one in (report, hostile):
        assert imported(replace(one, language=language))


@pytest.mark.parametrize("number", [0, 1, 300, pytest.param(50_000, marks=pytest.mark.exhaustive)])
def test_any_number(
    number: int, alike: Callable[[int], Report], imported: Imported, written: Written
) -> None:
    """In as few batches as may be."""
    report = replace(alike(number), problems=())
    assert len(imported(report)) == number
    assert len(json.loads(written("asff", report))) == (number + 99) // 100


def test_batches_are_cut_by_their_size(
    alike: Callable[[int], Report], imported: Imported, written: Written
) -> None:
    """A hundred findings of the longest names are more than one batch takes."""
    report = alike(200)
    long = tuple(
        replace(
            one,
            message=verbatim(LONG[:5000]),
            location=replace(one.location, property_path=LONG[:5000]),
            rule=replace(one.rule, controls=tuple(LONG[:90] + str(n) for n in range(40))),
        )
        for one in report.findings
    )
    facts = replace(report, findings=long, problems=(), version=LONG[:5000])
    assert len(imported(facts)) == 200
    monstrous = replace(report.findings[0], message=verbatim(LONG), why=verbatim(LONG))
    assert imported(replace(report, findings=(monstrous,), problems=()))


def test_a_batch_is_of_one_account_and_region(
    report: Report, imported: Imported, written: Written
) -> None:
    """It goes to the endpoint of its Region, in the partition of that."""
    first, second = (
        ScannedTemplate(path, "scanned", account=account, region=region, partition=partition)
        for path, account, region, partition in (
            (report.templates[0].path, "111122223333", "eu-west-1", "aws"),
            (report.templates[1].path, "444455556666", "cn-north-1", "aws-cn"),
        )
    )
    placed = replace(report, templates=(first, second), problems=())
    assert {one["ProductArn"] for one in imported(placed)} == {
        "arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default",
        "arn:aws-cn:securityhub:cn-north-1:444455556666:product/444455556666/default",
    }
    assert len(json.loads(written("asff", placed))) == 2


def test_what_no_assembly_says_is_not_guessed(report: Report, imported: Imported) -> None:
    """Security Hub refuses such an account and Region, and the finding says that they are none."""
    one = imported(report)[0]
    assert one["AwsAccountId"] == "000000000000"
    assert ":unknown-region:" in one["ProductArn"]
    assert one["ProductFields"]["synthgate/unknown"] == "account, region"
    assert "Region" not in one["Resources"][0]


def test_states(report: Report, imported: Imported) -> None:
    """What is accepted is archived, so that it comes back when that ends; a problem is no pass."""
    assert [(one["RecordState"], one["Compliance"]["Status"]) for one in imported(report)] == [
        ("ACTIVE", "FAILED"),
        ("ACTIVE", "FAILED"),
        ("ARCHIVED", "FAILED"),
        ("ACTIVE", "WARNING"),
        ("ACTIVE", "FAILED"),
        ("ACTIVE", "NOT_AVAILABLE"),
        ("ACTIVE", "NOT_AVAILABLE"),
    ]
    accepted = imported(report)[2]["ProductFields"]
    assert accepted["synthgate/owner"] == "web team"
    assert accepted["synthgate/expires"] == "2027-03-31"
    assert not any(
        {"Workflow", "Note", "Severity", "Types"} & one.keys() for one in imported(report)
    )


def test_what_is_fixed(report: Report, imported: Imported) -> None:
    """Beside an earlier scan, it is archived as passed."""
    compared = replace(
        report, findings=(), problems=(), comparison=Comparison("main", report.findings[:1])
    )
    (one,) = imported(compared)
    assert (one["RecordState"], one["Compliance"]["Status"]) == ("ARCHIVED", "PASSED")


def test_times(report: Report, imported: Imported) -> None:
    """Of the stamp; else a fixed one, which Security Hub takes for long ago."""
    stamped = replace(report, run=Run(origin=Provenance(stamp=Stamp("2026-11-30T12:00:00Z"))))
    for one, time in ((report, "1970-01-01T00:00:00.000Z"), (stamped, "2026-11-30T12:00:00.000Z")):
        first = imported(one)[0]
        assert first["CreatedAt"] == first["UpdatedAt"] == time


def test_a_stack_is_a_stack(report: Report, imported: Imported) -> None:
    """A rule about a stack has its type; all else has no ARN yet and is of none."""
    first = report.findings[0]
    stack = replace(
        first.subject,
        logical_id="ProdStorage",
        type="AWS::CloudFormation::Stack",
        construct_path=None,
    )
    found = imported(replace(report, findings=(first, replace(first, subject=stack)), problems=()))
    assert [(one["Resources"][0]["Type"], one["Resources"][0]["Id"]) for one in found] == [
        ("Other", "Prod/Storage/Uploads/Resource"),
        ("AwsCloudFormationStack", "Prod/ProdStorage"),
    ]


def test_a_model_that_refuses(
    report: Report, refused: Callable[[dict[str, Any]], str], written: Written
) -> None:
    """The client finds what is missing and what is of another type."""
    (batch,) = json.loads(written("asff", report))
    del batch["Findings"][0]["ProductArn"]
    batch["Findings"][1]["Title"] = 1
    assert refused(batch).count("\n") == 1


@pytest.mark.exhaustive
def test_controls(report: Report, hostile: Report, imported: Imported, written: Written) -> None:
    """What is met, not met or unknown is a finding; rules name the controls that they serve."""
    told = with_frameworks(report)
    found = imported(told)
    controls = [one for one in found if one["Id"].startswith("synthgate/control/")]
    assert [
        (
            one["Compliance"]["SecurityControlId"],
            one["Compliance"]["Status"],
            one["RecordState"],
            one["FindingProviderFields"]["Severity"]["Label"],
        )
        for one in controls
    ] == [
        ("AC-2(1)", "FAILED", "ACTIVE", "CRITICAL"),
        ("164.312(a)(2)", "WARNING", "ACTIVE", "INFORMATIONAL"),
        ("M-2", "PASSED", "ARCHIVED", "INFORMATIONAL"),
        ("E 1", "PASSED", "ARCHIVED", "INFORMATIONAL"),
    ]
    first = controls[0]["Compliance"]
    assert first["AssociatedStandards"] == [{"StandardsId": "standards/ours/v/3"}]
    assert first["RelatedRequirements"] == ["ours AC-2(1)"]
    assert [one["ReasonCode"] for one in first["StatusReasons"]] == [
        "SYNTHGATE_NOT_MET",
        "SYNTHGATE_MET",
    ]
    rule = found[0]["Compliance"]
    assert rule["SecurityControlId"] == "s3-bucket-public"
    assert rule["RelatedRequirements"][:2] == ["ours AC-2(1)", "ours 164.312(a)(2)"]
    assert rule["RelatedRequirements"][-1] == "cis-aws-3.0:2.1.4"
    assert counted(written("asff", told)) == counted(written("asff", report))
    imported(with_frameworks(hostile, "<b>", "", "\ud800", LONG))


def test_a_rule_of_many_controls(report: Report, imported: Imported) -> None:
    """Security Hub takes 32 requirements, and no finding of a control that nobody claims."""
    found = imported(large(report, 1_000))
    assert len(found[0]["Compliance"]["RelatedRequirements"]) == 32
    assert sum(one["Id"].startswith("synthgate/control/") for one in found) == 100
