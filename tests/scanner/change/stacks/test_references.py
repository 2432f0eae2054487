"""Names in Parameter Store that go while they are read, within a Region and between two."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

Change = Callable[..., Sequence[tuple[str, str, str, str]]]

WRITES = """\
# stack: Data
Resources:
  Name:
    Type: AWS::SSM::Parameter
    Properties: {Name: %s, Type: String, Value: orders}
"""
DYNAMIC = """\
# stack: Service
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: "%s"}}
"""
FETCHED = """\
# stack: Service
Parameters: {Name: {Type: "AWS::SSM::Parameter::Value<String>", Default: %s}}
Resources:
  Queue: {Type: AWS::SQS::Queue}
"""


@pytest.mark.parametrize(
    "reads", [DYNAMIC % "{{resolve:ssm:/a}}", DYNAMIC % "x-{{resolve:ssm:/a:3}}-y", FETCHED % "/a"]
)
def test_a_name_that_is_read_may_not_go(change: Change, reads: str) -> None:
    """However it is read: it is the reading stack that cannot be deployed any more."""
    ((kind, status, stack, note),) = change(f"{WRITES % '/a'}{reads}---\n{WRITES % '/b'}{reads}")
    assert (kind, status, stack) == ("breaks-reference", "fail", "Service")
    assert "/a" in note
    assert not change(f"{WRITES % '/a'}{reads}---\n{WRITES % '/a'}{reads}")


def test_a_name_that_is_read_no_more_may_go(change: Change) -> None:
    """A dynamic reference holds nothing back, and is resolved anew."""
    before, after = DYNAMIC % "{{resolve:ssm:/a}}", DYNAMIC % "plain"
    assert not change(f"{WRITES % '/a'}{before}---\n{WRITES % '/b'}{after}")


def test_a_name_that_another_stack_writes_is_there(change: Change) -> None:
    reads, other = DYNAMIC % "{{resolve:ssm:/a}}", (WRITES % "/a").replace("Data", "Other")
    assert not change(f"{WRITES % '/a'}{reads}---\n{other}{reads}{WRITES % '/b'}")


def test_a_stack_that_leaves_the_app_keeps_its_parameters(change: Change) -> None:
    """The CDK does not delete it."""
    reads = DYNAMIC % "{{resolve:ssm:/a}}"
    assert not change(f"{WRITES % '/a'}{reads}---\n{reads}")


def test_what_the_base_never_wrote_is_somebody_elses(change: Change) -> None:
    before, after = DYNAMIC % "plain", DYNAMIC % "{{resolve:ssm:/elsewhere}}"
    assert not change(f"{WRITES % '/a'}{before}---\n{WRITES % '/b'}{after}")


def test_the_same_name_in_another_region_is_another(change: Change) -> None:
    there = "Metadata: {synthgate: {region: eu-west-1}}\n"
    here = "Metadata: {synthgate: {region: us-east-1}}\n"
    reads = DYNAMIC % "{{resolve:ssm:/a}}"
    assert not change(
        f"{WRITES % '/a'}{here}{reads}{there}---\n{WRITES % '/b'}{here}{reads}{there}"
    )


HANDS_OVER = """\
# stack: Data
Metadata: {synthgate: {region: us-east-1}}
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Writer:
    Type: Custom::CrossRegionExportWriter
    Properties: {WriterProps: {region: eu-west-1, exports: {%s}}}
"""
TAKES = """\
# stack: Service
Metadata: {synthgate: {region: eu-west-1}}
Resources:
  Reader:
    Type: Custom::CrossRegionExportReader
    Properties:
      ReaderProps: {region: eu-west-1, prefix: Service, imports: {%s}}
"""
OVER = "/cdk/exports/Service/x: %s"
READ = '/cdk/exports/Service/x: "{{resolve:ssm:/cdk/exports/Service/x}}"'


def test_what_is_handed_over_to_another_region_may_not_change(change: Change) -> None:
    """No version of the CDK's handler brings another value there."""
    takes = TAKES % READ
    before, after = (HANDS_OVER % (OVER % value) for value in ("!Ref Orders", "!GetAtt Orders.Arn"))
    assert not change(f"{before}{takes}---\n{before}{takes}")
    ((kind, status, stack, _),) = change(f"{before}{takes}---\n{after}{takes}")
    assert (kind, status, stack) == ("breaks-reference", "unknown", "Data")
    ((kind, status, stack, _),) = change(
        f"{before}{takes}---\n{before}{takes}", {("Data", "Orders")}
    )
    assert (kind, status, stack) == ("breaks-reference", "fail", "Data")


def test_what_is_handed_over_no_more_is_missed_where_it_is_read(change: Change) -> None:
    before, after, takes = HANDS_OVER % (OVER % "!Ref Orders"), HANDS_OVER % "", TAKES % READ
    ((kind, status, stack, _),) = change(f"{before}{takes}---\n{after}{takes}")
    assert (kind, status, stack) == ("breaks-reference", "fail", "Service")


def test_where_both_let_go_the_version_of_the_cdk_decides(change: Change) -> None:
    """Earlier handlers refuse to let go of what the deployed stack still holds."""
    before, after = HANDS_OVER % (OVER % "!Ref Orders"), HANDS_OVER % ""
    ((kind, status, stack, _),) = change(f"{before}{TAKES % READ}---\n{after}{TAKES % ''}")
    assert (kind, status, stack) == ("breaks-reference", "unknown", "Data")
    assert not change(f"{before}{TAKES % ''}---\n{after}{TAKES % ''}")
