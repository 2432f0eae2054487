"""Scan templates and cloud assemblies that lie in a bucket, and write down what they come to.

A unit is a template, or a cloud assembly: the outermost folder that has a `manifest.json`. It is
named by one object, the template or the manifest; other objects of an assembly name nothing. What a
unit comes to is one object, under a name that its object, the version of that and the plan give it:
a batch that is tried again writes the same, and scans nothing twice.
"""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import boto3
from botocore.exceptions import ClientError

from synthgate.config import configured
from synthgate.kept.codec import encode
from synthgate.pipeline import prepare
from synthgate.plan import Plan
from synthgate.scanning import scan_unit
from synthgate.sources.places import Places
from synthgate.sources.source import Source

MANIFEST = "manifest.json"
MOST_BYTES = 256 * 1024 * 1024
"""How much a unit may be: half of what a function has to write on."""
MOST_OBJECTS = 5_000
"""How many files an assembly may have."""


class RefusedError(Exception):
    """A unit that is not fetched: its names lead out of a folder, or it is too large."""


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


@cache
def plan() -> Plan:
    """Return what is asked of every unit: what the variables ``SYNTHGATE_…`` say, settled once."""
    with configured({}, os.environ, folder(), "none") as configuration:
        return prepare(configuration).plan


@cache
def folder() -> Path:
    """Return where units are fetched into, one after another; it is the folder of the plan."""
    return Path(tempfile.mkdtemp(prefix="units-"))


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Scan the units of a batch, and count them; those that were refused are named.

    Raises:
        ClientError: the buckets cannot be read or written. The batch is to be tried again.
    """
    bucket = Bucket(os.environ["UNITS_BUCKET"])
    answer: dict[str, Any] = {"scanned": 0, "kept": 0, "parts": 0, "refused": {}}
    for item in event["Items"]:
        key = str(item["Key"])
        try:
            answer[scan(bucket, key)] += 1
        except RefusedError as error:
            answer["refused"][key] = str(error)
    return answer


def scan(bucket: "Bucket", key: str) -> str:
    """Scan the unit that an object names, and say what became of it."""
    root = bucket.root_of(key)
    if root is not None and key != f"{root}{MANIFEST}":
        return "parts"
    objects = [*bucket.below(root)] if root is not None else [bucket.object(key)]
    if sum(one.size for one in objects) > MOST_BYTES or len(objects) > MOST_OBJECTS:
        raise RefusedError(f"more than {MOST_BYTES} bytes or {MOST_OBJECTS} files")
    name = facts_name(key, objects, plan().digest)
    if bucket.has_facts(name):
        return "kept"
    here = folder()
    try:
        for one in objects:
            bucket.fetch(one, here)
        kind = "file" if root is None else "assembly"
        path = here / (key if root is None else root)
        partial = scan_unit(plan(), Source((0,), kind, path, Places(here, here)))
    finally:
        shutil.rmtree(here, ignore_errors=True)
    bucket.write_facts(name, key, encode(partial))
    return "scanned"


def facts_name(key: str, objects: list["Object"], digest: str) -> str:
    """Return the name of what a unit comes to: of the plan, and of each object and its version."""
    told = "\0".join([key, *(f"{one.key}\0{one.version}" for one in objects)])
    return f"{digest}/{hashlib.sha256(told.encode()).hexdigest()}.json"


@dataclass(frozen=True, slots=True)
class Object:
    """An object of the bucket: its key, how large it is, and which version (its ETag)."""

    key: str
    size: int
    version: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where units lie; what they come to lies in the bucket that FACTS_BUCKET names."""

    name: str

    def root_of(self, key: str) -> str | None:
        """Return the prefix of the assembly that an object is part of, with its slash."""
        folders = [*reversed(PurePosixPath(key).parents)]
        for folder in folders:
            prefix = "" if str(folder) == "." else f"{folder}/"
            if self.exists(f"{prefix}{MANIFEST}"):
                return prefix
        return None

    def exists(self, key: str) -> bool:
        """Whether there is such an object."""
        return _exists(self.name, key)

    def object(self, key: str) -> Object:
        """Return an object as it is now."""
        head = client("s3").head_object(Bucket=self.name, Key=key)
        return Object(key, head["ContentLength"], head["ETag"])

    def below(self, prefix: str) -> Iterator[Object]:
        """Return the objects of an assembly, but for what its assets hold, in their order."""
        pages = client("s3").get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.name, Prefix=prefix):
            for one in page.get("Contents", []):
                inside = one["Key"].removeprefix(prefix)
                if not inside.startswith("asset.") or "/" not in inside:
                    yield Object(one["Key"], one["Size"], one["ETag"])

    def fetch(self, one: Object, into: Path) -> None:
        """Write an object below a folder, under its own name.

        Raises:
            RefusedError: the name leads out of the folder.
        """
        parts = one.key.split("/")
        if not all(parts) or {".", ".."} & {*parts} or "\0" in one.key:
            raise RefusedError(f"{one.key!r} is no name of a file below a folder")
        path = into.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        client("s3").download_file(self.name, one.key, str(path))

    def has_facts(self, name: str) -> bool:
        """Whether it is known what a unit comes to."""
        return _exists(os.environ["FACTS_BUCKET"], name)

    def write_facts(self, name: str, key: str, content: bytes) -> None:
        """Write down what a unit comes to, and which one it was."""
        client("s3").put_object(
            Bucket=os.environ["FACTS_BUCKET"],
            Key=name,
            Body=content,
            ContentType="application/json",
            Metadata={"unit": key.encode("unicode_escape").decode()},
        )


def _exists(bucket: str, key: str) -> bool:
    try:
        client("s3").head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in {"404", "NoSuchKey"}:
            return False
        raise
    return True
