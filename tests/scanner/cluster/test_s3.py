"""What lies in S3 is scanned there, kept there, and reported from there: an S3 that runs here."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

for name, extra in (("distributed", "dask"), ("pyarrow", "dask"), ("s3fs", "s3")):
    pytest.importorskip(name, reason=f"needs the extra {extra}")
pytestmark = pytest.mark.exhaustive


def without_names(text: bytes) -> str:
    """A report whose paths are those of this machine; fingerprints hold paths."""
    return re.sub(r'"fingerprint": ?"\w+"', "", text.decode().replace("s3://bucket/", ""))


def test_a_bucket_says_what_the_same_folder_says(bucket: Any) -> None:
    """Scanned by one process and by workers, and by a report of the facts that lie in it."""
    both = ("--format", "json={}.json", "--format", "results={}.results")

    def of(name: str) -> list[str]:
        return [it.format(name) for it in both]

    bucket.scan("org", *of("here"), code=3)
    bucket.scan("s3://bucket/org", *of("alone"), code=3)
    words = ("s3://bucket/org", *bucket.dask, "--facts", "s3://bucket/facts")
    ran = bucket.scan(*words, *of("there"), code=3)
    for kind in ("json", "results"):
        alone = bucket.bytes(f"alone.{kind}")
        assert alone == bucket.bytes(f"there.{kind}")
        assert without_names(alone) == without_names(bucket.bytes(f"here.{kind}"))
    told = ran.err.partition("facts: ")[2].split(" ")[0]
    assert re.fullmatch(r"s3://bucket/facts/units/day=[\d-]{10}/run=[\w-]+", told)
    made = bucket.run(bucket.argv("report", told, *bucket.words[:4], "--format", "json"))
    again = bucket.run(
        bucket.argv("report", "alone.results", *bucket.words[:4], "--format", "json")
    )
    assert made.code == 3, made.err
    assert made.out.replace(told, "alone.results") == again.out


def test_questions_about_an_organisation(bucket: Any) -> None:
    """Answered by who knows nothing of us, over facts in S3: which accounts have such buckets."""
    s3fs: Any = pytest.importorskip("s3fs")
    dataset: Any = pytest.importorskip("pyarrow.dataset")
    compute: Any = pytest.importorskip("pyarrow.compute")
    bucket.scan(
        "s3://bucket/org", "--facts", "s3://bucket/facts", "--format", "json=r.json", code=3
    )
    fs = s3fs.S3FileSystem()
    verdicts = dataset.dataset("bucket/facts/verdicts", filesystem=fs, partitioning="hive")
    field = compute.field
    asked = (field("rule_id") == "s3-bucket-unversioned") & (field("status") == "fail")
    rows = verdicts.to_table(filter=asked, columns=["account", "template", "run", "day"])
    count = Counter(it["account"] for it in rows.to_pylist())
    findings = json.loads(bucket.bytes("r.json"))["findings"]
    found = [it for it in findings if it["rule_id"] == "s3-bucket-unversioned"]
    assert count["123456789012"] == 1
    assert count.total() == len(found) > 100
    assert len({it["run"] for it in rows.to_pylist()}) == 1


def test_a_store_without_credentials(bucket: Any) -> None:
    """A problem with the address, and exit code 3; not a traceback."""
    environ = {
        "AWS_ACCESS_KEY_ID": "",
        "AWS_SECRET_ACCESS_KEY": "",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    ran = bucket.scan("s3://bucket/org", "--format", "json", code=3, **environ)
    (told,) = json.loads(ran.out)["problems"]
    assert told["path"] == "s3://bucket/org"
    assert told["code"] == "file-unreadable"
    assert "Traceback" not in ran.err
