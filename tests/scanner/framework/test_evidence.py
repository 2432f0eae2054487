"""Evidence: what counts, what does not and why, and how it is written."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.judge.appending import appended

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

OURS = ("--framework", "ours.yaml")
TEMPLATE = {"t.yaml": "Resources: {B: {Type: AWS::S3::Bucket}}\n"}
GOOD = hashlib.sha256(b"good").hexdigest()


def evidence(**more: Any) -> str:
    entry = {"control": "D-2", "statement": "Restored", "by": "dana", "date": "2026-11-01"}
    if not more.keys() & {"file", "link"}:
        entry["document"] = "BCP-7"
    said = {key.replace("_", "-"): it for key, it in {**entry, **more}.items() if it is not None}
    return json.dumps({"evidence": [said]})


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, None),
        ({"file": "proof/r.pdf", "sha256": GOOD}, None),
        ({"valid_until": "2026-11-23"}, None),
        ({"link": "https://wiki.example.com/bcp"}, None),
        ({"document": None}, "stated, but no record is named"),
        ({"valid_until": "2026-11-22"}, "expired on 2026-11-22"),
        ({"date": "2026-08-01", "valid_until": "2030-01-01"}, "expired on 2026-11-09"),
        ({"date": "2026-11-24"}, "dated in the future (2026-11-24)"),
        ({"date": "9999-12-01"}, "dated in the future (9999-12-01)"),
        ({"file": "proof/r.pdf", "sha256": "0" * 64}, "SHA-256 differs"),
        ({"file": "proof/none.pdf", "sha256": GOOD}, "cannot be read"),
        ({"file": "proof", "sha256": GOOD}, "cannot be read"),
        ({"file": "../r.pdf", "sha256": GOOD}, "not below the folder"),
        ({"file": "/etc/passwd", "sha256": GOOD}, "not below the folder"),
        ({"file": "link.pdf", "sha256": GOOD}, "not below the folder"),
        ({"file": "a\0b", "sha256": GOOD}, "cannot be read"),
        ({"file": "loop.pdf", "sha256": GOOD}, "cannot be read"),
    ],
)
def test_what_counts(run: Run, tmp_path: Path, more: dict[str, Any], why: str | None) -> None:
    """Expired, untimely or tampered evidence is none, and the report says so."""
    (tmp_path.parent / "r.pdf").write_text("good")
    (tmp_path / "link.pdf").symlink_to(tmp_path.parent / "r.pdf")
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    files = {**TEMPLATE, "proof/r.pdf": "good", "evidence.yaml": evidence(**more)}
    ran = run("checklist", "t.yaml", *OURS, "--format", "json", files=files)
    assert ran.states["D-2"] == ("not-assessed" if why else "met")
    (stated,) = ran.control("D-2")["evidence"]
    assert stated["valid"] is (why is None)
    assert (why or "") in (stated["refused"] or "")
    checked = run("evidence", "check", *OURS)
    assert checked.code == (1 if why else 0)
    assert (why or "valid until") in checked.out


def test_every_mistake_is_told_with_its_place(run: Run) -> None:
    """By `check` and by every report; nothing is assessed by a file with mistakes."""
    text = """\
evidence:
  - {control: D-9, statement: s, by: b, date: 2026-11-01}
  - {control: D-2, framework: their, statement: s, by: b, date: 2026-11-01}
"""
    wrong = """\
evidence:
  - control: D-2
    statement: ""
    date: yesterday
    link: file:///etc
    file: x
  - {control: D-2, statement: s, by: b, date: 2026-11-02, valid-until: 2026-11-01}
also: 1
"""
    ran = run("evidence", "check", *OURS, files={**TEMPLATE, "evidence.yaml": text})
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "synthgate: evidence.yaml:2:6: evidence[0].control: no control 'D-9'; did you mean 'D-3'?",
        "synthgate: evidence.yaml:3:20: evidence[1].framework: no framework 'their'",
    ]
    for argv in (("evidence", "check"), ("checklist", "t.yaml")):
        ran = run(*argv, *OURS, files={"evidence.yaml": wrong})
        assert ran.code == 2
        assert [line.split(": ")[1] for line in ran.err.splitlines()] == [
            "evidence.yaml:2:5",
            "evidence.yaml:2:5",
            "evidence.yaml:3:5",
            "evidence.yaml:4:5",
            "evidence.yaml:5:5",
            "evidence.yaml:7:59",
            "evidence.yaml:8:1",
        ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"statement": "."}, "statement: a text with a letter or a digit in it"),
        ({"by": "-"}, "by: a text with a letter or a digit in it"),
        ({"link": "https://"}, "link: an address"),
        ({"apps": []}, "apps: names no app"),
    ],
)
def test_what_says_nothing_proves_nothing(run: Run, more: dict[str, Any], told: str) -> None:
    """An entry of no app is of all only where it says so, by leaving them out."""
    ran = run("evidence", "check", *OURS, files={**TEMPLATE, "evidence.yaml": evidence(**more)})
    assert ran.code == 2
    assert told in ran.err


@pytest.mark.exhaustive
def test_of_very_many_mistakes_the_first_are_told(run: Run) -> None:
    """A guess at what each was to be takes its time."""
    entry = "  - {control: CC9, statement: s, by: b, date: 2026-11-01}\n"
    ran = run("evidence", "check", *OURS, files={"evidence.yaml": "evidence:\n" + entry * 1000})
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 201


def test_a_file_that_is_named_has_to_be_there(run: Run) -> None:
    """A default one need not be."""
    assert run("checklist", "t.yaml", *OURS, files=TEMPLATE).code == 1
    assert run("checklist", "t.yaml", *OURS, "--evidence", "e.yaml").code == 2
    assert run("evidence", "check", *OURS).code == 0


def add(run: Run, *more: str, control: str = "D-2") -> Any:
    usual = {"--control": control, "--statement": "It: #1 '한글'", "--by": "dana"}
    if "--file" not in more:
        usual["--document"] = "BCP-7"
    said = usual | dict(zip(more[::2], more[1::2], strict=True))
    return run("evidence", "add", *OURS, *chain.from_iterable(said.items()))


def test_entries_are_added_beside_comments(run: Run, tmp_path: Path) -> None:
    """The file grows at its end; what stands there stays."""
    path = tmp_path / "evidence.yaml"
    assert add(run).code == 0
    first = path.read_text("utf-8")
    path.write_text(f"# ours\n{first}  # the next one\n", "utf-8")
    (tmp_path / "r.pdf").write_text("good")
    assert add(run, "--file", "r.pdf", "--valid-until", "2026-12-01").code == 0
    text = path.read_text("utf-8")
    assert text.startswith(f"# ours\n{first}  # the next one\n")
    assert GOOD in text
    assert add(run, "--link", "https://wiki/x", control="D-3").code == 0
    assert run("evidence", "check", *OURS).out.count("valid until") == 3
    assert [one.name for one in tmp_path.glob(".evidence*")] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        "evidence: []\n",
        "evidence:\n",
        "# ours\n" + evidence(),
        (
            "evidence:\n- control: D-2\n  statement: |\n    - x\n\n"
            "  by: b\n  document: d\n  date: 2026-11-01"
        ),
        "evidence:\n    - {control: D-2, statement: s, by: b, date: 2026-11-01, document: d} #",
    ],
)
def test_any_form_of_a_list_can_be_added_to(run: Run, tmp_path: Path, text: str) -> None:
    """Lines, brackets, nothing at all; comments at the beginning stay in any case."""
    (tmp_path / "evidence.yaml").write_text(text, "utf-8")
    assert add(run).code == 0
    after = (tmp_path / "evidence.yaml").read_text("utf-8")
    assert after.startswith(text[: text.index("\n") + 1] if text.startswith("#") else "evidence:")
    ran = run("evidence", "check", *OURS)
    assert (ran.code, ran.out.count("valid")) == (0, text.count("D-2") + 1)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--control", "D-1"), "--control: rules alone decide 'D-1'"),
        (("--control", "D-4"), "--control: no control 'D-4'"),
        (("--by", " "), "--by: says nothing"),
        (("--date", "2026-02-30"), "--date: a date"),
        (("--date", "2026-11-24"), "--date: is in the future"),
        (("--valid-until", "2026-11-22"), "--valid-until: is already over"),
        (("--link", "ftp://x"), "--link: an address"),
        (("--link", "https://"), "--link: an address"),
        (("--file", "none"), "--file: no such file"),
        (("--file", "../r.pdf"), "--file: not below"),
        (("--document", " "), "--document: says nothing"),
        (("--document", ""), "--document: says nothing"),
        (("--evidence", "none/e.yaml"), "cannot be written"),
    ],
)
def test_what_cannot_be_added_leaves_the_file_alone(
    run: Run, tmp_path: Path, more: tuple[str, ...], why: str
) -> None:
    """Whole or not at all."""
    (tmp_path.parent / "r.pdf").write_text("good")
    (tmp_path / "evidence.yaml").write_text(evidence())
    ran = add(run, *more)
    assert ran.code == 2
    assert why in ran.err
    assert (tmp_path / "evidence.yaml").read_text() == evidence()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["evidence.yaml", "ours.yaml"]


def test_a_word_alone_is_not_added_where_no_rule_tells(run: Run, tmp_path: Path) -> None:
    """It would count for nothing; beside rules that find something it does."""
    bare = ("--statement", "s", "--by", "dana")
    ran = run("evidence", "add", *OURS, "--control", "D-2", *bare)
    assert ran.code == 2
    assert "--statement: no rule tells of 'D-2'" in ran.err
    assert not (tmp_path / "evidence.yaml").exists()
    assert run("evidence", "add", *OURS, "--control", "D-3", *bare).code == 0
    topic = "Resources: {T: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: alias/k}}}\n"
    argv = (*OURS, "--format", "json")
    assert run("checklist", "t.yaml", *argv, files={"t.yaml": topic}).states["D-3"] == "met"
    ran = run("checklist", "t.yaml", *argv, files=TEMPLATE)
    assert ran.states["D-3"] == "not-assessed"
    assert "names no record" in ran.control("D-3")["environments"][0]["reasons"][-1]


def test_a_broken_file_is_not_added_to(run: Run, tmp_path: Path) -> None:
    """Its mistakes come first."""
    (tmp_path / "evidence.yaml").write_text("evidence: {}\n")
    assert add(run).code == 2
    assert (tmp_path / "evidence.yaml").read_text() == "evidence: {}\n"


def test_evidence_lies_beside_the_configuration(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever synthgate runs."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "t.yaml").write_text(TEMPLATE["t.yaml"])
    (tmp_path / "synthgate.yaml").write_text("framework: [ours.yaml]\n")
    (tmp_path / "evidence.yaml").write_text(evidence())
    monkeypatch.chdir(tmp_path / "app")
    ran = run("checklist", "t.yaml", "--format", "json")
    assert ran.states["D-2"] == "met"
    assert run("checklist", "t.yaml", today=date(2027, 11, 23)).out.count("not assessed") > 1


def test_the_text_of_an_entry_is_read_as_it_was_said() -> None:
    """Whatever is in it; else it is refused."""
    entry = {"control": "A", "statement": "x: [y] # z\n- \u2028 'q'", "by": "true", "date": "1"}
    assert appended("", "evidence", entry)


def test_what_runs_out_before_the_audit_is_told(run: Run) -> None:
    """It counts today, and somebody has to renew it: exit code 1."""
    files = {**TEMPLATE, "evidence.yaml": evidence(valid_until="2027-01-31")}
    assert run("evidence", "check", *OURS, files=files).code == 0
    ran = run("evidence", "check", *OURS, "--before", "2027-02-01")
    assert ran.code == 1
    assert "runs out on 2027-01-31, before 2027-02-01: renew it" in ran.out
    assert run("evidence", "check", *OURS, "--before", "2027-01-31").code == 0
    for wrong in ("soon", "2026-11-22"):
        assert run("evidence", "check", *OURS, "--before", wrong).code == 2


def test_evidence_of_an_id_that_several_frameworks_have_says_of_which(
    run: Run, tmp_path: Path
) -> None:
    """Else it would count for both; for one that extends another it is the same control."""
    ours = (tmp_path / "ours.yaml").read_text("utf-8")
    other = ours.replace("id: ours", "id: other", 1)
    more = "id: more\nextends: ./ours.yaml\ntitle: {en: More}\n"
    files = {**TEMPLATE, "other.yaml": other, "more.yaml": more, "evidence.yaml": evidence()}
    both = (*OURS, "--framework", "other.yaml")
    ran = run("checklist", "t.yaml", *both, "--format", "json", files=files)
    assert ran.code == 2
    assert "several frameworks have a control 'D-2': say 'framework', ours, other" in ran.err
    added = run("evidence", "add", *both, "--control", "D-2", "--statement", "s", "--by", "d")
    assert added.code == 2
    named = {"evidence.yaml": evidence(framework="ours")}
    ran = run("checklist", "t.yaml", *both, "--format", "json", files=named)
    states = [
        {it["id"]: it["state"] for it in one["controls"]}
        for one in json.loads(ran.out)["frameworks"]
    ]
    assert [one["D-2"] for one in states] == ["met", "not-assessed"]
    ran = run("checklist", "t.yaml", "--framework", "more.yaml", "--format", "json")
    assert ran.states["D-2"] == "met"
