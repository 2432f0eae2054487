"""`synthgate statement`: several applications' results as the statement of an organisation."""

from __future__ import annotations

import csv
import functools
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.scanner.conftest import Ran

TODAY = date(2026, 11, 23)
OURS = """\
id: ours
version: "3"
source: Handbook
title: {en: Our baseline, ko: 우리 기준}
groups: {data: {en: Data, ko: 데이터}, rest: {en: Rest, ko: 기타}}
controls:
  - id: D-1
    title: {en: Versions are kept, ko: 버전 보관}
    meaning: {en: Old versions stay., ko: 이전 버전을 보관합니다.}
    group: data
    mode: automated
    rules: [s3-bucket-unversioned]
  - id: D-2
    title: {en: Topics are encrypted, ko: 주제 암호화}
    meaning: {en: With a key., ko: 키로 암호화합니다.}
    group: rest
    mode: automated
    rules: [sns-topic-unencrypted]
  - id: D-3
    title: {en: Recovery is tested, ko: 복구 시험}
    meaning: {en: It was restored once., ko: 복원해 보았습니다.}
    group: rest
    mode: manual
    evidence: {what: {en: The last test, ko: 최근 시험}, valid-days: 100}
"""
VERSIONS = "VersioningConfiguration: {Status: Enabled}"
KEPT = f"Resources: {{B: {{Type: AWS::S3::Bucket, Properties: {{{VERSIONS}}}}}}}"
LOST = "Resources: {B: {Type: AWS::S3::Bucket}}"
QUEUE = "Resources: {Q: {Type: AWS::SQS::Queue}}"
ASKED = ("--framework", "ours.yaml")


def states(ran: Ran) -> dict[str, dict[str, str]]:
    """The state of each control: as a whole, and of each application."""
    return {
        one["id"]: {
            "": one["state"],
            **{app: it["state"] for app, it in one["applications"].items()},
        }
        for one in ran.framework["controls"]
    }


@pytest.fixture
def run(tmp_path: Path, cli: Callable[..., Ran]) -> Callable[..., Ran]:
    (tmp_path / "ours.yaml").write_text(OURS, "utf-8")
    return functools.partial(cli, today=TODAY)


@pytest.fixture
def stored(run: Callable[..., Ran], tmp_path: Path) -> Callable[..., str]:
    """Stores the results of a template, and gives the name of their file."""

    def store(
        name: str, template: str, *options: str, file: str = "t.yaml", epoch: str = ""
    ) -> str:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / file).write_text(template, "utf-8")
        more = ("--stamp",) if epoch else ()
        environ = {"SOURCE_DATE_EPOCH": epoch} if epoch else {}
        wish = f"results={name}.json"
        run("scan", f"{name}/{file}", *ASKED, "--format", wish, *more, *options, environ=environ)
        return f"{name}.json"

    return store


def test_the_worst_state_of_each_control_and_each_applications(
    run: Callable[..., Ran], stored: Callable[..., str]
) -> None:
    """Named by the word, by the scan, or by the file."""
    files = [stored("a", KEPT), stored("b", LOST, "--app", "orders"), stored("c", QUEUE)]
    ran = run("statement", f"billing={files[0]}", *files[1:], *ASKED, "--format", "json")
    assert ran.code == 0
    assert states(ran)["D-1"] == {
        "": "not-met", "billing": "met", "c": "not-applicable", "orders": "not-met",
    }  # fmt: skip
    assert set(states(ran)["D-3"].values()) == {"not-assessed"}
    (framework,) = json.loads(ran.out)["frameworks"]
    counts = {group["id"]: group["counts"]["not-met"] for group in framework["groups"]}
    assert counts == {"data": 1, "rest": 0}


def test_evidence_is_of_the_application_that_it_names(
    run: Callable[..., Ran], stored: Callable[..., str], tmp_path: Path
) -> None:
    """By the name that results have in the statement."""
    entry = {
        "control": "D-3",
        "statement": "s",
        "by": "dana",
        "date": "2026-11-01",
        "document": "1",
    }
    central = {"evidence": [{**entry, "apps": ["orders"]}]}
    (tmp_path / "central.yaml").write_text(json.dumps(central), "utf-8")
    words = (f"orders={stored('a', KEPT)}", f"billing={stored('b', KEPT)}")
    shared = ("--shared-evidence", "central.yaml")
    ran = run("statement", *words, *ASKED, *shared, "--format", "json")
    assert states(ran)["D-3"] == {"": "not-assessed", "billing": "not-assessed", "orders": "met"}


def changes(ran: Ran) -> list[tuple[str, str, str, str]]:
    (framework,) = json.loads(ran.out)["frameworks"]
    return [
        (it["application"], it["control"], it["now"], it["direction"])
        for it in framework["changes"]
    ]


def test_what_has_changed_since(run: Callable[..., Ran], stored: Callable[..., str]) -> None:
    """Mended, broken, new and gone; nobody is better because something is no longer scanned."""
    before = [f"a={stored('b1', LOST)}", f"b={stored('b2', KEPT)}", f"z={stored('b3', KEPT)}"]
    now = [f"a={stored('n1', KEPT)}", f"b={stored('n2', LOST)}", f"y={stored('n4', KEPT)}"]
    asked = ("statement", *now, *ASKED, "--since", *before, "--format", "json")
    ran = run(*asked)
    assert ran.code == 0
    told = json.loads(ran.out)
    assert (told["new_applications"], told["gone_applications"]) == (["y"], ["z"])
    assert ("b", "D-1", "not-met", "worse") in changes(ran)


@pytest.mark.exhaustive
def test_nothing_is_better_that_is_no_longer_looked_at(
    run: Callable[..., Ran], stored: Callable[..., str], tmp_path: Path
) -> None:
    """The same file mended is better; another file in its place says nothing of it."""
    (tmp_path / "one").mkdir()
    before = stored("one", LOST)
    (tmp_path / before).rename(tmp_path / "before.json")
    mended = stored("one", KEPT)
    ran = run("statement", f"a={mended}", *ASKED, "--since", "a=before.json", "--format", "json")
    assert changes(ran) == [("a", "D-1", "met", "better")]
    other = stored("two", KEPT, file="other.yaml")
    ran = run("statement", f"a={other}", *ASKED, "--since", "a=before.json", "--format", "json")
    assert changes(ran) == [("a", "D-1", "met", "unclear")]


def test_of_several_days_the_newest_counts(
    run: Callable[..., Ran], stored: Callable[..., str], tmp_path: Path
) -> None:
    """By the stamp, whatever the order on the command line; the older one is named."""
    older = stored("one", LOST, "--app", "a", epoch="1700000000")
    (tmp_path / older).rename(tmp_path / "older.json")
    newer = stored("one", KEPT, "--app", "a", epoch="1750000000")
    for words in ((newer, "older.json"), ("older.json", newer)):
        ran = run("statement", *words, *ASKED, "--format", "json")
        assert states(ran)["D-1"] == {"": "met", "a": "met"}
        assert "older.json: newer results of the same application" in ran.err


def test_rules_that_were_not_asked_leave_their_controls_unknown(
    run: Callable[..., Ran], stored: Callable[..., str], tmp_path: Path
) -> None:
    """And no others; the run is not whole."""
    file = stored("a", KEPT)
    more = "[sns-topic-unencrypted, cloudtrail-object-events-unrecorded]"
    wider = OURS.replace("[sns-topic-unencrypted]", more)
    (tmp_path / "ours.yaml").write_text(wider, "utf-8")
    ran = run("statement", file, *ASKED, "--format", "json")
    assert ran.code == 3
    assert states(ran)["D-1"]["a"] == "met"
    assert states(ran)["D-2"]["a"] == "unknown"


@pytest.mark.exhaustive
@pytest.mark.parametrize("form", ["text", "markdown", "csv"])
def test_each_form_names_applications_states_and_changes(
    run: Callable[..., Ran], stored: Callable[..., str], form: str
) -> None:
    """In Korean as in English; a spreadsheet computes nothing of it."""
    words = [f"orders={stored('a', LOST)}", f"billing={stored('b', KEPT)}"]
    asked = ("statement", *words, *ASKED, "--since", f"billing={stored('c', LOST)}")
    ran = run(*asked, "--format", form, "--output", f"s.{form}")
    assert (ran.code, ran.out) == (0, "")
    for language in ("en", "ko"):
        text = run(*asked, "--format", form, "--lang", language).out
        assert "orders" in text
        assert "billing" in text
        assert "D-1" in text
    if form == "csv":
        rows = [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]
        assert len(rows) == 6
        assert {row["application"] for row in rows} == {"orders", "billing"}


def test_what_is_no_result_is_told(run: Callable[..., Ran], stored: Callable[..., str]) -> None:
    """A report, a file that is not there; and no input is overwritten."""
    assert run("statement", "none.json", *ASKED).code == 2
    file = stored("a", KEPT)
    assert run("statement", file, *ASKED, "--output", "ours.yaml").code in {0, 2}
    ran = run("statement", file, *ASKED, "--output", file)
    assert ran.code == 2
    assert "cannot be written to" in ran.err


def test_what_is_accepted_since_is_not_better(
    run: Callable[..., Ran], stored: Callable[..., str]
) -> None:
    """Nothing was mended; where it was met before, something has failed since."""
    excuse = LOST.replace("Bucket}", "Bucket, Metadata: {synthgate: {suppress: [EXCUSE]}}}")
    excused = excuse.replace(
        "EXCUSE", "{rule: s3-bucket-unversioned, reason: Kept a day, owner: w}"
    )
    for template, direction in ((LOST, "unclear"), (KEPT, "worse")):
        before, now = stored("one", template), stored("two", excused)
        argv = (f"a={now}", *ASKED, "--since", f"a={before}", "--format", "json")
        told = {it[1]: it[2:] for it in changes(run("statement", *argv))}
        assert told["D-1"] == ("excepted", direction)
