"""Comments of YAML suppress as far as their scanner takes them, and no further."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

ENCRYPTION = "sqs-queue-unencrypted"
LOGGING = "s3-bucket-access-unlogged"
TEMPLATE = """\
{top}
Resources:
  {above_a}
  A:  {beside_a}
    {in_a}
    Type: AWS::SQS::Queue
    Properties:
      {above}
      SqsManagedSseEnabled: false  {beside}
    {end_of_a}
  {above_b}
  B:
    Type: AWS::SQS::Queue
    Properties: {{SqsManagedSseEnabled: false}}
"""
PLACES = ("top", "above_a", "beside_a", "in_a", "above", "beside", "end_of_a", "above_b")


def template(**comments: str) -> str:
    written = TEMPLATE.format(**{place: comments.get(place, "#") for place in PLACES})
    return written.replace(" #\n", "\n")


def excused(scan: Any, day: date = date(2026, 12, 1), **comments: str) -> str:
    """The queues whose finding is suppressed."""
    scanned = scan(template(**comments), day=day)
    return "".join(one for one in "AB" if scanned.by(ENCRYPTION, one))


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("in_a", "A"),
        ("beside_a", "A"),
        ("above", "A"),
        ("beside", "A"),
        ("end_of_a", "A"),
        ("top", ""),
        ("above_a", ""),
        ("above_b", ""),
    ],
)
def test_checkov_means_the_resource_in_whose_block_it_stands(
    scan: Any, place: str, names: str
) -> None:
    """A comment between resources is in neither, and is told."""
    assert excused(scan, **{place: "# checkov:skip=CKV_AWS_27:why"}) == names


def test_checkov_says_why(scan: Any) -> None:
    """Several ids in a row, and other names of the tool, too."""
    comment = "#bridgecrew:skip=CKV_AWS_1,CKV_AWS_27: no data in it"
    accepted = scan(template(in_a=comment)).finding(ENCRYPTION, "A").accepted
    assert (accepted.by, accepted.reason.en) == ("checkov CKV_AWS_27", "no data in it")


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("comments", "names"),
    [
        ({"above_a": "# kics-scan ignore-block"}, "A"),
        ({"above": "# kics-scan ignore-line"}, "A"),
        ({"above": "# KICS-SCAN ignore-line"}, "A"),
        ({"above_a": "# kics-scan ignore-line"}, ""),
        ({"in_a": "# kics-scan ignore-line"}, ""),
        ({"top": "# kics-scan ignore"}, "AB"),
        ({"top": "# by us\n# kics-scan ignore"}, "AB"),
        ({"top": "---\n# kics-scan ignore"}, "AB"),
        ({"above_a": "# kics-scan ignore"}, ""),
        ({"above": "# kics-scan ignore-line because"}, ""),
        ({"top": "# kics-scan enable=4bc0b5b0-8a2a-4d5e-9a7e-7a7a7a7a7a7a"}, ""),
    ],
)
def test_kics_means_the_line_or_the_block_below_or_the_file(
    scan: Any, comments: dict[str, str], names: str
) -> None:
    """And takes a command for one only where nothing stands behind it."""
    assert excused(scan, **comments) == names


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("comments", "names"),
    [
        ({"above_a": "#trivy:ignore:AVD-AWS-0096"}, "A"),
        ({"above_a": "# tfsec:ignore:AWS-0096"}, "A"),
        ({"above_a": "# trivy:ignore:avd-aws-0096 (LOW): why"}, "A"),
        ({"above_a": "# trivy:ignore:*"}, "A"),
        ({"above_a": "# trivy:ignore:AWS-0001 trivy:ignore:AWS-0096"}, "A"),
        ({"above_a": "# trivy:ignore:AWS-0096\n  # another"}, "A"),
        ({"beside_a": "# trivy:ignore:AWS-0096"}, "A"),
        ({"above": "# trivy:ignore:AWS-0096"}, "A"),
        ({"beside": "# trivy:ignore:AWS-0096"}, "A"),
        ({"above_b": "# trivy:ignore:AWS-0096"}, "B"),
        ({"above_a": "# trivy:ignore:AWS-0001"}, ""),
        ({"in_a": "# trivy:ignore:AWS-0096"}, ""),
        ({"above_a": "# trivy:ignore:AWS-0096:ws:dev"}, ""),
        ({"above_a": "# trivy:ignore:AWS-0096[name=x]"}, ""),
    ],
)
def test_trivy_means_the_block_below_or_the_line_it_trails(
    scan: Any, comments: dict[str, str], names: str
) -> None:
    """In both spellings of its ids; a limit that is not followed excuses nothing."""
    assert excused(scan, **comments) == names


@pytest.mark.parametrize(("day", "names"), [(date(2026, 12, 30), "A"), (date(2026, 12, 31), "")])
def test_trivy_ends_before_a_day(scan: Any, day: date, names: str) -> None:
    """As it reads ``exp``."""
    assert excused(scan, day, above_a="# trivy:ignore:AWS-0096:exp:2026-12-31") == names


def test_what_is_no_comment_suppresses_nothing(scan: Any) -> None:
    """A script or a quoted text that has the words in it; nor does JSON, which has no comments."""
    scanned = scan(
        "Resources:\n"
        "  A:\n"
        "    Type: AWS::SQS::Queue\n"
        "    Description: |\n"
        "      # checkov:skip=CKV_AWS_27\n"
        "    Note: 'a # checkov:skip=CKV_AWS_27'\n"
        "    Properties: {SqsManagedSseEnabled: false}\n"
    )
    assert scanned.by(ENCRYPTION) is None
    assert not scanned.told


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("comments", "code", "line"),
    [
        ({"above_b": "# checkov:skip=CKV_AWS_27"}, "invalid", 11),
        ({"in_a": "# checkov:skip=CKV_AWS27"}, "unknown", 5),
        ({"above_a": "# kics-scan ignore-blocks"}, "invalid", 3),
        ({"in_a": "# trivy:ignore:AWS-0096"}, "unused", 5),
        ({"top": "# kics-scan disable=*"}, "invalid", 1),
        ({"top": "# kics-scan disable=sqs_with_sse_disabled"}, "invalid", 1),
        ({"top": "# kics-scan disable=9b877bd8-94b4-4c10-a060-8e0436cc09fa"}, "unused", 1),
    ],
)
def test_what_a_comment_does_not_do_is_told(
    scan: Any, comments: dict[str, str], code: str, line: int
) -> None:
    """With its line."""
    scanned = scan(template(**comments))
    assert [it for it, _ in scanned.told] == [code]
    assert scanned.lines == [line]
