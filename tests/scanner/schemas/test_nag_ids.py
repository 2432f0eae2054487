"""Which rule of cdk-nag an id means is what cdk-nag's packs say."""

from __future__ import annotations

import runpy
from importlib.metadata import version
from pathlib import Path

import pytest

from synthgate.schemas.nag_ids import nag_ids, pieces

ROOT = Path(__file__).parents[3]
FILE = ROOT / "scanner" / "synthgate" / "schemas" / "nag_ids.txt"


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("AwsSolutions-S10", "S3BucketSSLRequestsOnly"),
        ("awssolutions-S10", "S3BucketSSLRequestsOnly"),
        ("HIPAA.Security-S3BucketSSLRequestsOnly", "S3BucketSSLRequestsOnly"),
        ("NIST.800.53.R5-S3BucketSSLRequestsOnly", "S3BucketSSLRequestsOnly"),
        ("PCI.DSS.321-S3BucketSSLRequestsOnly", "S3BucketSSLRequestsOnly"),
        ("Serverless-LambdaTracing", "LambdaTracing"),
        ("OurPack-S3BucketSSLRequestsOnly", "S3BucketSSLRequestsOnly"),
        ("S3BucketSSLRequestsOnly", "S3BucketSSLRequestsOnly"),
        ("AwsSolutions-RDS99", None),
        ("AwsSolutions-S3BucketSSLRequestsOnly", None),
        ("OurPack-Naming", None),
        ("", None),
    ],
)
def test_an_id_means_a_rule_whatever_pack_wrote_it(written: str, rule: str | None) -> None:
    """A pack of somebody's own calls a rule by its name; those of cdk-nag have their own ids."""
    assert nag_ids().rule(written) == rule


@pytest.mark.parametrize(
    ("written", "taken_apart"),
    [
        ("AwsSolutions-S10", ("", "AwsSolutions-S10", "")),
        ("AwsSolutions-IAM5[Action::s3:*]", ("", "AwsSolutions-IAM5", "Action::s3:*")),
        ("AwsSolutions::AwsSolutions-S10", ("AwsSolutions", "AwsSolutions-S10", "")),
        ("Annotation::AwsSolutions-IAM5[*]", ("Annotation", "AwsSolutions-IAM5", "*")),
        ("[odd]::", ("", "[odd]::", "")),
    ],
)
def test_an_id_is_taken_apart(written: str, taken_apart: tuple[str, str, str]) -> None:
    """The plugin before it, the id, the finding behind it, in the spellings of all releases."""
    assert pieces(written) == taken_apart


def test_the_file_is_what_the_tool_writes() -> None:
    """From the release that it names."""
    pytest.importorskip("cdk_nag", reason="needs the extra 'cdk'")
    text = FILE.read_text("utf-8")
    if text.splitlines()[0] != f"cdk-nag {version('cdk-nag')}":
        pytest.skip(f"written from {text.splitlines()[0]}")
    assert runpy.run_path(str(ROOT / "tools" / "nag_ids.py"))["table"]() == text
