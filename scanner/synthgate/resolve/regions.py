"""The partitions of AWS, with what their hosts end with and their Regions.

As the public SDKs have them (`partitions.json` of botocore), Regions that are announced among them;
a test tells which of cfn-lint's are missing here.
"""

from __future__ import annotations

from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Partition:
    """A group of Regions that share nothing with the others."""

    name: str
    suffix: str
    regions: tuple[str, ...]


COMMERCIAL = Partition(
    "aws",
    "amazonaws.com",
    (
        *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1"),
        *("mx-central-1", "sa-east-1", "sa-west-1", "af-south-1", "il-central-1"),
        *("me-central-1", "me-south-1", "me-west-1"),
        *("eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2"),
        *("eu-west-1", "eu-west-2", "eu-west-3"),
        *("ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
        *("ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3"),
        *("ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"),
    ),
)
PARTITIONS = (
    COMMERCIAL,
    Partition("aws-cn", "amazonaws.com.cn", ("cn-north-1", "cn-northwest-1")),
    Partition("aws-us-gov", "amazonaws.com", ("us-gov-east-1", "us-gov-west-1")),
    Partition("aws-eusc", "amazonaws.eu", ("eusc-de-east-1",)),
    Partition("aws-iso", "c2s.ic.gov", ("us-iso-east-1", "us-iso-west-1")),
    Partition("aws-iso-b", "sc2s.sgov.gov", ("us-isob-east-1", "us-isob-west-1")),
    Partition("aws-iso-e", "cloud.adc-e.uk", ("eu-isoe-west-1",)),
    Partition("aws-iso-f", "csp.hci.ic.gov", ("us-isof-east-1", "us-isof-south-1")),
)
REGIONS = tuple(region for partition in PARTITIONS for region in partition.regions)
_BEFORE = {one.regions[0].rsplit("-", 2)[0] + "-": one for one in PARTITIONS[1:]}
"""How the Regions of each partition start, but for the first: ``us-gov-``."""


def partition_of(region: str) -> Partition:
    """The partition of a Region, also of one that is newer than this table."""
    return next((one for start, one in _BEFORE.items() if region.startswith(start)), COMMERCIAL)
