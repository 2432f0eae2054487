"""What lies in a store is scanned as what lies here; no name and no size in it does harm here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from synthgate.sources.remote.laid import Laid, Wanted, is_safe
from synthgate.sources.remote.store import opened

BUCKET = "{Resources: {B: {Type: AWS::S3::Bucket}}}"
STACK = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "One.template.json"}}
MANIFEST = json.dumps({"version": "36.0.0", "artifacts": {"One": STACK}})
NESTING = """
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./nested/child.yaml}
"""
FILES = {
    "plain.yaml": BUCKET,
    "notes.md": "nothing",
    "other.json": "[1, 2]",
    "parents/parent.yaml": NESTING,
    "parents/nested/child.yaml": BUCKET,
    "broken.yaml": "Resources: {B: [",
    "odd.unknown": BUCKET,
    "node_modules/x.yaml": BUCKET,
    "app/cdk.out/cdk.out": '{"version": "36.0.0"}',
    "app/cdk.out/manifest.json": MANIFEST,
    "app/cdk.out/One.template.json": json.dumps({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}),
    "app/cdk.out/stray.yaml": BUCKET,
    "app/cdk.out/asset.1/index.js": "x",
}
SCAN = ("scan", "--no-config", "--exit-zero", "--select", "s3-bucket-unencrypted")


@pytest.fixture
def memory() -> Iterator[Any]:
    """A store in the memory of the tests."""
    memory = fsspec.filesystem("memory")
    yield memory
    if memory.exists("/org"):
        memory.rm("/org", recursive=True)


def put(memory: Any, files: dict[str, str]) -> None:
    for name, content in files.items():
        memory.pipe_file(f"/org/{name}", content.encode())


def report(ran: Any, root: str) -> str:
    """A JSON report that calls the root R; fingerprints of templates hold their paths."""
    return re.sub(r'"fingerprint": "\w+"', "", ran.out.replace(root, "R"))


def test_a_store_is_scanned_as_a_folder_is(cli: Callable[..., Any], memory: Any) -> None:
    """Assemblies, nested templates, what is left out and what is broken: all is told alike."""
    put(memory, FILES)
    here = cli(*SCAN, "org", "--format", "json", files={f"org/{it}": FILES[it] for it in FILES})
    there = cli(*SCAN, "memory://org", "--format", "json")
    assert here.code == there.code == 3
    assert report(here, '"org') == report(there, '"memory://org').replace("memory://org", "org")
    assert [one["path"] for one in there.report["templates"]] == [
        "memory://org/broken.yaml",
        "memory://org/plain.yaml",
        "memory://org/app/cdk.out/One.template.json",
        "memory://org/parents/parent.yaml",
        "memory://org/parents/nested/child.yaml",
    ]


@pytest.mark.parametrize("name", ["app/cdk.out", "app/cdk.out/", "app/cdk.out/manifest.json"])
def test_an_assembly_is_named_itself(cli: Callable[..., Any], memory: Any, name: str) -> None:
    """By its folder, or by its manifest."""
    put(memory, FILES)
    ran = cli(*SCAN, f"memory://org/{name}", "--format", "json")
    assert [(it["path"], it["stack"]) for it in ran.report["templates"]] == [
        ("memory://org/app/cdk.out/One.template.json", "One")
    ]


def test_a_template_is_named_itself(cli: Callable[..., Any], memory: Any) -> None:
    """With what it nests, and once, however often it is named."""
    put(memory, FILES)
    word = "memory://org/parents/parent.yaml"
    ran = cli(*SCAN, word, word, "memory://org/parents", "--format", "json")
    assert [it["path"] for it in ran.report["templates"]] == [
        "memory://org/parents/parent.yaml",
        "memory://org/parents/nested/child.yaml",
    ]


def test_what_is_not_there_is_told(cli: Callable[..., Any], memory: Any) -> None:
    """An address of nothing, and one of a kind that nobody knows."""
    put(memory, {"a.yaml": BUCKET})
    ran = cli(*SCAN, "memory://org/no", "--format", "json")
    assert [(it["code"], it["path"]) for it in ran.report["problems"]] == [
        ("nothing-to-scan", "memory://org/no")
    ]
    assert ran.code == 3
    ran = cli(*SCAN, "nosuch://org/no")
    assert ran.code == 2
    assert "nosuch://org/no" in ran.err


def test_nothing_is_fetched_because_a_file_says_so(cli: Callable[..., Any], memory: Any) -> None:
    """Neither the configuration of a repository nor its cdk.json; the user's own word does it."""
    put(memory, {"a.yaml": BUCKET})
    asked = {"synthgate.yaml": "paths: ['memory://org']\n"}
    ran = cli("scan", files=asked)
    assert ran.code == 2
    assert "synthgate.yaml" in ran.err
    assert "memory://org" in ran.err
    ran = cli("scan", "memory://org", "--format", "json", "--exit-zero")
    assert [it["path"] for it in ran.report["templates"]] == ["memory://org/a.yaml"]


def test_tools_that_read_files_are_not_asked(cli: Callable[..., Any], memory: Any) -> None:
    """That is said before anything is scanned."""
    put(memory, {"a.yaml": BUCKET})
    ran = cli(*SCAN, "memory://org", "--guard", "rules.guard", files={"rules.guard": ""})
    assert ran.code == 2
    assert "--guard" in ran.err


def test_what_is_left_out_is_left_out(cli: Callable[..., Any], memory: Any) -> None:
    """By the names of the store."""
    put(memory, {"a.yaml": BUCKET, "old/b.yaml": BUCKET})
    ran = cli(*SCAN, "memory://org", "--exclude-path", "*/old", "--format", "json")
    assert [it["path"] for it in ran.report["templates"]] == ["memory://org/a.yaml"]
    assert [it["code"] for it in ran.report["problems"]] == ["not-looked-at"]


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "/a", "a//b", ".", "a/.", "a\0b", "c:a", "a\\b", "a" * 300, "a\nb"],
)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    """What no file below a folder can be called is not written at all."""
    assert not is_safe(name)
    assert is_safe("a/b-c d.yaml")
    assert is_safe("버킷/템플릿.yaml")


def test_names_that_cannot_be_are_told(tmp_path: Path, memory: Any) -> None:
    """A file that is a folder too, and one that leads out: it could be a template."""
    put(memory, {"a": "1", "c.yaml": BUCKET})
    laid = Laid(tmp_path / "in", opened("memory://org"), 10, 10**6)
    laid.lay([Wanted("a", 1, 1), Wanted("a/b.yaml", 0, 0), Wanted("c.yaml", 1, 1)])
    laid.lay([Wanted("../out.yaml", 1, 0)])
    (told,) = laid.tell()
    assert told.code.id == "file-unreadable"
    assert "2" in told.message.en
    assert [it.name for it in tmp_path.iterdir()] == ["in"]


def test_no_more_is_fetched_than_there_is_room_for(tmp_path: Path, memory: Any) -> None:
    """Of files and of bytes; that there was more is a problem, and no silence."""
    put(memory, {f"{it}.yaml": BUCKET for it in range(5)})
    for files, size in ((3, 10**6), (10, 3 * len(BUCKET))):
        laid = Laid(tmp_path / str(files), opened("memory://org"), files, size)
        laid.lay(Wanted(f"{it}.yaml", len(BUCKET), len(BUCKET)) for it in range(5))
        assert len([*(tmp_path / str(files)).iterdir()]) == 3
        assert [it.code.id for it in laid.tell()] == ["limit"]


def test_a_store_that_fails_is_a_problem(
    cli: Callable[..., Any], memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its package raises; and nothing of it is left lying here."""
    put(memory, FILES)

    class OddError(Exception):
        pass

    def refuse(*_: object, **__: object) -> None:
        raise OddError("no credentials")

    monkeypatch.setattr(type(memory), "ls", refuse)
    ran = cli(*SCAN, "memory://org", "--format", "json")
    assert ran.code == 3
    (told,) = ran.report["problems"]
    assert told["code"] == "file-unreadable"
    assert "OddError: no credentials" in told["message"]
