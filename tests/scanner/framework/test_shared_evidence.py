"""Evidence that several repositories share: by path, by address, for some apps."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import fsspec
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., Any]

TEMPLATE = {"t.yaml": "Resources: {B: {Type: AWS::S3::Bucket}}\n"}
ASKED = ("checklist", "t.yaml", "--framework", "ours.yaml", "--format", "json")
GOOD = hashlib.sha256(b"good").hexdigest()


def stated(**more: object) -> str:
    entry = {
        "control": "D-2",
        "statement": "Restored",
        "by": "dana",
        "date": "2026-11-01",
        "document": "BCP-7",
    }
    return json.dumps({"evidence": [{**entry, **more}]})


@pytest.fixture
def store() -> Iterator[Any]:
    """A file store that is no folder of this machine."""
    memory = fsspec.filesystem("memory")
    yield memory
    memory.rm("/audit", recursive=True)


def test_a_file_that_several_share_counts_beside_the_own(run: Run, tmp_path: Path) -> None:
    """Each is told with the file that says so, and the report has the digest of both."""
    (tmp_path / "own").mkdir()
    files = {**TEMPLATE, "central/evidence.yaml": stated(), "evidence.yaml": stated(by="own")}
    ran = run(*ASKED, "--shared-evidence", "central/evidence.yaml", files=files)
    assert ran.states["D-2"] == "met"
    said = ran.control("D-2")["evidence"]
    assert [(one["by"], one["stated_in"]) for one in said] == [
        ("own", "evidence.yaml"),
        ("dana", "central/evidence.yaml"),
    ]
    used = json.loads(ran.out)["run"]["files"]
    assert [one["path"] for one in used if one["role"] == "evidence"] == [
        "evidence.yaml",
        "central/evidence.yaml",
    ]


@pytest.mark.parametrize(
    ("app", "state", "told"),
    [
        (("--app", "orders-api"), "met", "stated by dana"),
        (("--app", "billing"), "not-assessed", "no evidence"),
        ((), "not-assessed", "nobody says which this is: --app"),
    ],
)
def test_what_is_of_some_apps_is_of_no_other(
    run: Run, app: tuple[str, ...], state: str, told: str
) -> None:
    """Who does not say which app it is borrows none."""
    files = {**TEMPLATE, "central.yaml": stated(apps=["orders-*"])}
    ran = run(*ASKED, "--shared-evidence", "central.yaml", *app, files=files)
    assert ran.states["D-2"] == state
    assert told in " ".join(ran.control("D-2")["environments"][0]["reasons"])
    assert json.loads(ran.out)["run"]["app"] == (app[1] if app else None)


def test_an_address_is_fetched_where_somebody_names_it(run: Run, store: Any) -> None:
    """With the proof beside it; its digest is in the report, and a proof that changed is none."""
    store.pipe("/audit/evidence.yaml", stated(file="p/r.pdf", sha256=GOOD).encode())
    store.pipe("/audit/p/r.pdf", b"good")
    named = ("--shared-evidence", "memory://audit/evidence.yaml")
    ran = run(*ASKED, *named, files=TEMPLATE)
    assert ran.states["D-2"] == "met"
    (used,) = json.loads(ran.out)["run"]["files"]
    content = store.cat("/audit/evidence.yaml")
    assert used["digest"] == hashlib.sha256(content).hexdigest()
    store.pipe("/audit/p/r.pdf", b"other")
    assert run(*ASKED, *named).states["D-2"] == "not-assessed"
    climbing = stated(file="../../etc/passwd", sha256=GOOD)
    store.pipe("/audit/evidence.yaml", climbing.encode())
    ran = run(*ASKED, *named)
    assert "not below the folder" in ran.control("D-2")["evidence"][0]["refused"]


def test_no_file_has_something_fetched(run: Run, store: Any) -> None:
    """A repository's address is a mistake, at its line, with the way out; nothing is scanned."""
    store.pipe("/audit/evidence.yaml", stated().encode())
    asked = "shared-evidence: ['memory://audit/evidence.yaml']\n"
    ran = run(*ASKED, files={**TEMPLATE, "synthgate.yaml": asked})
    assert ran.code == 2
    assert not ran.out
    assert "synthgate.yaml:1:1" in ran.err
    assert "nothing is fetched because a file says so" in ran.err


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("memory://audit/none.yaml", "memory://audit/none.yaml: cannot be read"),
        ("nosuch://audit/e.yaml", "nosuch://audit/e.yaml: cannot be read"),
        ("memory://audit/large.yaml", "more than 1,000,000 bytes"),
        ("memory://audit/wrong.yaml", "memory://audit/wrong.yaml:1:1: missing key 'evidence'"),
        ("none.yaml", "none.yaml: no such file"),
    ],
)
def test_what_cannot_be_read_is_told(run: Run, store: Any, word: str, told: str) -> None:
    """By its address; no state is better for it."""
    store.pipe("/audit/large.yaml", b"#" * 1_000_001)
    store.pipe("/audit/wrong.yaml", b"also: 1\n")
    ran = run(*ASKED, "--shared-evidence", word, files=TEMPLATE)
    assert ran.code == 2
    assert not ran.out
    assert told in ran.err
