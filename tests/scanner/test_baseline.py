"""A team adopts synthgate on an app that has faults: through the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Cli = Callable[..., Any]

FILE = "synthgate-baseline.yaml"
JSON = ("--format", "json")


def template(*open_: str, closed: tuple[str, ...] = ()) -> str:
    """A template of security groups: some are open to everybody."""
    ingress = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    groups = {name: [{**ingress, "CidrIp": "0.0.0.0/0"}] for name in open_}
    groups |= {name: [{**ingress, "CidrIp": "10.0.0.0/8"}] for name in closed}
    resources = {
        name: {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {"GroupDescription": "x", "SecurityGroupIngress": rules},
        }
        for name, rules in groups.items()
    }
    return json.dumps({"Resources": resources}, indent=1)


def dispositions(ran: Any) -> list[str]:
    return [one["disposition"] for one in ran.report["accepted_findings"]]


def codes(ran: Any) -> set[str]:
    """What is told, besides that nothing says what the stacks are for."""
    return {one["code"] for one in ran.report["problems"]} - {"environment-untold"}


def test_day_one(cli: Cli) -> None:
    """What is known closes no gate, and is counted apart; the next fault closes it."""
    assert cli("scan", "t.json", files={"t.json": template("A", "B")}).code == 1
    ran = cli("baseline", "write", "t.json", "--as-of", "2026-11-30")
    assert (ran.code, "2 findings are known" in ran.out) == (0, True)
    ran = cli("scan", "t.json", *JSON)
    assert (ran.code, ran.report["findings"], dispositions(ran)) == (0, [], ["baseline"] * 2)
    accepted = ran.report["accepted_findings"][0]["accepted"]
    assert accepted["by"].startswith(f"{FILE}:")
    assert accepted["reason"] == "known since 2026-11-30"
    assert ran.report["checks"]["accepted"] == 2
    assert ran.report["gate"]["reason"].startswith("Gate open: no new finding of severity high")
    korean = cli("scan", "t.json", *JSON, "--lang", "ko")
    assert "새 조사 결과 없음" in korean.report["gate"]["reason"]
    assert cli("scan", "t.json", "--gate-on", "all").code == 1
    ran = cli("scan", "t.json", *JSON, files={"t.json": template("A", "B", "C")})
    assert ran.code == 1
    assert [one["resource"]["logical_id"] for one in ran.report["findings"]] == ["C"]


def test_what_is_fixed_leaves_by_update(cli: Cli, tmp_path: Path) -> None:
    """It is told until then; who stays keeps his first day; what is new needs --add."""
    cli(
        "baseline", "write", "t.json", "--as-of", "2026-01-01", files={"t.json": template("A", "B")}
    )
    files = {"t.json": template("A", "C", closed=("B",))}
    ran = cli("scan", "t.json", *JSON, files=files)
    assert codes(ran) == {"baseline-stale"}
    ran = cli("baseline", "update", "t.json", "--as-of", "2026-11-30")
    assert "known: 1, taken out for they are gone: 1" in ran.out
    assert "--add" in ran.out
    assert codes(cli("scan", "t.json", *JSON)) == set()
    text = (tmp_path / FILE).read_text("utf-8")
    assert ("resource: A" in text, "2026-01-01" in text, "resource: C" in text) == (
        True,
        True,
        False,
    )
    cli("baseline", "update", "t.json", "--add", "--as-of", "2026-11-30")
    text = (tmp_path / FILE).read_text("utf-8")
    assert [line.count("2026-01-01") for line in text.splitlines() if "resource:" in line] == [1, 0]
    assert cli("scan", "t.json").code == 0
    before = text
    cli("baseline", "update", "t.json")
    assert (tmp_path / FILE).read_text("utf-8") == before


def test_what_is_fixed_and_comes_back_is_new(cli: Cli) -> None:
    """Once it has left the file."""
    cli("baseline", "write", "t.json", files={"t.json": template("A")})
    cli("baseline", "update", "t.json", files={"t.json": template(closed=("A",))})
    assert cli("scan", "t.json", files={"t.json": template("A")}).code == 1


def test_nothing_is_overwritten_unasked(cli: Cli, tmp_path: Path) -> None:
    """Else all would be known since today."""
    cli("baseline", "write", "t.json", files={"t.json": template("A")})
    before = (tmp_path / FILE).read_text("utf-8")
    ran = cli("baseline", "write", "t.json", files={"t.json": template("B")})
    assert (ran.code, "--force" in ran.err) == (2, True)
    assert (tmp_path / FILE).read_text("utf-8") == before
    assert cli("baseline", "write", "t.json", "--force").code == 0
    assert "resource: B" in (tmp_path / FILE).read_text("utf-8")


def test_the_baseline_of_another_app_excuses_nothing(cli: Cli) -> None:
    """And that it is of another one, is told."""
    cli("baseline", "write", "a.json", files={"a.json": template("A"), "b.json": template("A")})
    ran = cli("scan", "b.json", *JSON)
    assert (ran.code, codes(ran)) == (1, {"baseline-elsewhere"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version: 2\nfingerprints: 2\nfindings: []\n", f"{FILE}:1:1: version 2 is of a newer"),
        ("<<<<<<< HEAD\n", f"{FILE}:1:1: git has left conflict marks"),
        ("findings: {", f"{FILE}:2:1: not valid YAML"),
        ("- a\n", f"{FILE}:1:1: not a mapping"),
    ],
)
def test_a_broken_baseline_keeps_the_gate_from_opening(cli: Cli, text: str, message: str) -> None:
    """By its line, with the way out; writing it anew is one."""
    files = {"t.json": template(closed=("A",)), FILE: text}
    for words in (("scan",), ("baseline", "update")):
        ran = cli(*words, "t.json", files=files)
        assert (ran.code, message in ran.err) == (2, True), ran.err
    assert cli("baseline", "write", "t.json", "--force").code == 0
    assert cli("scan", "t.json").code == 0


def test_a_baseline_that_is_named_must_be_there(cli: Cli) -> None:
    """One that is not named need not; and none may be wanted."""
    files = {"t.json": template("A")}
    assert cli("scan", "t.json", "--baseline", "b.yaml", files=files).code == 2
    assert cli("baseline", "show").code == 2
    cli("baseline", "write", "t.json")
    assert cli("scan", "t.json").code == 0
    assert cli("scan", "t.json", "--baseline", "none").code == 1


def test_only_new_findings_need_something_that_knows_the_old_ones(cli: Cli) -> None:
    """Else every finding would be looked over, or none: nobody could tell which."""
    ran = cli("scan", "t.json", "--gate-on", "new", files={"t.json": template("A")})
    assert (ran.code, "--against" in ran.err) == (2, True)
    cli("baseline", "write", "t.json")
    assert cli("scan", "t.json", "--gate-on", "new").code == 0


def test_a_strangers_baseline_does_not_count(cli: Cli) -> None:
    """Else a pull request could bring its own; one that the user names does."""
    cli("baseline", "write", "t.json", files={"t.json": template("A")})
    ran = cli("scan", "t.json", "--untrusted", *JSON)
    assert (ran.code, codes(ran)) == (1, {"setting-ignored"})
    assert cli("scan", "t.json", "--untrusted", "--baseline", FILE).code == 0


def test_it_lies_beside_the_configuration(cli: Cli, tmp_path: Path) -> None:
    """Or where that says."""
    cli("baseline", "write", files={"t.json": template("A"), "synthgate.yaml": "paths: [t.json]"})
    assert (tmp_path / FILE).exists()
    files = {"synthgate.yaml": "paths: [t.json]\nbaseline: known.yaml"}
    cli("baseline", "write", files=files)
    assert (tmp_path / "known.yaml").exists()
    ran = cli("scan", *JSON)
    assert (ran.code, dispositions(ran)) == (0, ["baseline"])
    assert any("known.yaml" in one["message"] for one in ran.report["problems"])


def test_a_summary_tells_how_much_is_known(cli: Cli) -> None:
    """By severity, rule, stack and day."""
    cli(
        "baseline", "write", "t.json", "--as-of", "2026-01-01", files={"t.json": template("A", "B")}
    )
    ran = cli("baseline", "show")
    assert ran.code == 0
    assert "known findings: 2; the oldest since 2026-01-01" in ran.out
    assert "  2  sg-ingress-ssh-open" in ran.out


def test_each_property_that_gets_worse_is_new(cli: Cli) -> None:
    """Who has accepted one switch that is off has not accepted the next one."""
    names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")

    def bucket(*off: str) -> str:
        block = {name: name not in off for name in names}
        properties = {"PublicAccessBlockConfiguration": block}
        resource = {"Type": "AWS::S3::Bucket", "Properties": properties}
        return json.dumps({"Resources": {"Bucket": resource}})

    cli("baseline", "write", "t.json", files={"t.json": bucket("BlockPublicAcls")})
    assert cli("scan", "t.json").code == 0
    ran = cli("scan", "t.json", *JSON, files={"t.json": bucket("BlockPublicAcls", names[2])})
    assert ran.code == 1
    assert [
        one["location"]["property_path"].rpartition(".")[2] for one in ran.report["findings"]
    ] == [names[2]]


def test_a_name_that_is_no_utf8_is_escaped(cli: Cli, tmp_path: Path) -> None:
    """As reports have it; what is written so is found again, and may be waived."""
    name = "t\udcff.json"
    (tmp_path / name).write_text(template("A"))
    ran = cli("baseline", "write", name)
    assert ran.code == 0, ran.err
    assert r"t\udcff.json" in (tmp_path / FILE).read_text()
    assert cli("scan", name).code == 0
    (tmp_path / FILE).unlink()
    terms = ("--reason", "r", "--owner", "o", "--expires", "2999-01-01")
    ran = cli("waive", "sg-ingress-ssh-open:A", name, *terms)
    assert ran.code == 0, ran.err
    assert cli("scan", name).code == 0


def test_an_incomplete_scan_overwrites_no_baseline(cli: Cli, tmp_path: Path) -> None:
    """What could not be scanned would be new as soon as it can be; --partial says to go on.

    The first time as any other.
    """
    first = cli("baseline", "write", "t.json", files={"t.json": "{"})
    assert first.code == 3
    assert "not written" in first.err
    assert "--partial" in first.err
    assert not (tmp_path / FILE).exists()
    assert "이번에 빠진" in cli("baseline", "write", "t.json", "--lang", "ko").err
    cli("baseline", "write", "t.json", files={"t.json": template("A")})
    before = (tmp_path / FILE).read_bytes()
    ran = cli("baseline", "write", "--force", "t.json", files={"t.json": "{"})
    assert ran.code == 3
    assert "--partial" in ran.err
    assert (tmp_path / FILE).read_bytes() == before
    assert cli("baseline", "write", "--force", "--partial", "t.json").code == 3
    assert (tmp_path / FILE).read_bytes() != before
