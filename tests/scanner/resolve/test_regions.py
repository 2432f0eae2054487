"""The table of Regions, and what it decides of pseudo parameters that nobody has told."""

from __future__ import annotations

import pytest

from synthgate.resolve.causes import Decider
from synthgate.resolve.placement import Placement
from synthgate.resolve.regions import PARTITIONS, REGIONS, partition_of
from synthgate.resolve.values import Partial, Unknown, exactly
from synthgate.rule.texts.possible import found_in


def test_every_region_of_cfn_lint_is_in_the_table() -> None:
    """One that is missing has been opened since: add it."""
    helpers = pytest.importorskip("cfnlint.helpers")
    assert set(helpers.REGIONS) <= {*REGIONS}


def test_every_partition_of_botocore_is_in_the_table() -> None:
    """With what its hosts end with."""
    loaders = pytest.importorskip("botocore.loaders")
    told = loaders.Loader().load_data("partitions")["partitions"]
    assert {(one["id"], one["outputs"]["dnsSuffix"]) for one in told} == {
        (one.name, one.suffix) for one in PARTITIONS
    }


def test_a_region_is_of_its_partition_though_it_is_new() -> None:
    for partition in PARTITIONS:
        assert all(partition_of(region) is partition for region in partition.regions)
    assert partition_of("us-gov-north-7").name == "aws-us-gov"
    assert partition_of("eu-north-7").name == "aws"


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
        ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"),
    ],
)
def test_partition_and_suffix_follow_from_the_region(
    region: str, partition: str, suffix: str
) -> None:
    placement = Placement(region=region)
    assert placement.pseudo_parameter("AWS::Partition") == partition
    assert placement.pseudo_parameter("AWS::URLSuffix") == suffix


@pytest.mark.parametrize(
    ("name", "pattern", "answer"),
    [
        ("AWS::Region", r"^x-[a-z]+(-[a-z]+)+-[0-9]$", True),
        ("AWS::Region", r"^x-[a-z]{2,4}-([a-z]+-)?[a-z]+-[0-9]$", True),
        ("AWS::Region", r"^x-[a-z]{2}-[a-z]+-[0-9]$", None),
        ("AWS::Region", r"prod|test", False),
        ("AWS::Region", r"us-gov", None),
        ("AWS::Partition", r"aws", True),
        ("AWS::Partition", r"^x-aws(-cn|-us-gov)?$", None),
        ("AWS::URLSuffix", r"amazon|gov|adc-e", True),
        ("AWS::URLSuffix", r"\.org$", False),
    ],
)
def test_a_pattern_is_decided_where_all_of_them_agree(
    name: str, pattern: str, *, answer: bool | None
) -> None:
    found = found_in(pattern, Partial(("x-", exactly(Decider.PSEUDO, name))))
    assert isinstance(found, Unknown) if answer is None else found is answer
