"""``waive``, ``gate`` and ``report``: a finding accepted, and results judged again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


TEMPLATE = """\
Resources:
  Open:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: x
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]
"""
FILES = {"t.yaml": TEMPLATE}
TERMS = ("--reason", "a bastion", "--owner", "ops", "--as-of", "2027-01-15")
UNTIL = (*TERMS, "--expires", "2027-01-31")
FOUND = "sg-ingress-ssh-open:Open"


def test_what_is_waived_opens_the_gate_until_its_day(cli: Callable[..., Any]) -> None:
    """And is told in the report, with its owner; the day after, it is back."""
    assert cli("scan", "t.yaml", files=FILES).code == 1
    waived = cli("waive", FOUND, *UNTIL, "t.yaml")
    assert waived.code == 0
    assert "1 finding accepted until 2027-01-31" in waived.out
    ran = cli("scan", "t.yaml", "--as-of", "2027-01-31", "--format", "json")
    assert ran.code == 0
    (accepted,) = [it for it in ran.report["accepted_findings"] if it["disposition"] == "waived"]
    assert accepted["accepted"]["owner"] == "ops"
    late = cli("scan", "t.yaml", "--as-of", "2027-02-01")
    assert late.code == 1
    assert "which is over" in late.out


def test_a_fingerprint_means_one_place(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Eight digits of it do; the file has all of them, and what they are."""
    report = cli("scan", "t.yaml", "--format", "json", files=FILES).report
    (finding,) = [it for it in report["findings"] if it["rule_id"] == "sg-ingress-ssh-open"]
    assert cli("waive", finding["fingerprint"][:8], "t.yaml", *UNTIL).code == 0
    written = (tmp_path / "synthgate-waivers.yaml").read_text()
    assert f"fingerprint: {finding['fingerprint']}\n" in written
    assert "rule: sg-ingress-ssh-open\n" in written
    assert cli("scan", "t.yaml", "--as-of", "2027-01-15").code == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("sg-ingress-ssh-open:Opn", *UNTIL), "did you mean 'sg-ingress-ssh-open:Open'"),
        ((FOUND, *TERMS, "--expires", "2027-01-14"), "--expires: is already over"),
        ((FOUND, *TERMS, "--expires", "31.1.2027"), "--expires: a date (2027-12-31)"),
        ((FOUND, "--reason", " ", *UNTIL[2:]), "--reason: says nothing"),
        ((FOUND, *TERMS), "--expires"),
    ],
)
def test_what_cannot_be_waived_writes_nothing(
    cli: Callable[..., Any], tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    """2, and the way out."""
    ran = cli("waive", *words, "t.yaml", files=FILES)
    assert ran.code == 2
    assert why in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.yaml"]


def test_what_is_accepted_already_is_not_waived_again(cli: Callable[..., Any]) -> None:
    """It says by what."""
    cli("waive", FOUND, "t.yaml", *UNTIL, files=FILES)
    ran = cli("waive", FOUND, "t.yaml", *UNTIL)
    assert ran.code == 2
    assert "synthgate-waivers.yaml:2" in ran.err


def test_waivers_in_the_configuration_are_joined_there(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    """Its comments stay."""
    text = (
        "# ours\nwaivers:\n"
        "- {rule: s3-bucket-tls-optional, reason: r, owner: o, expires: 2027-05-01}  # yes\n"
    )
    ran = cli("waive", FOUND, "t.yaml", *UNTIL, files=FILES | {"synthgate.yaml": text})
    assert ran.code == 0
    assert (tmp_path / "synthgate.yaml").read_text().startswith(text)


@pytest.mark.parametrize(("lang", "told"), [("en", "baseline update"), ("ko", "baseline update")])
def test_what_is_known_can_be_waived(cli: Callable[..., Any], lang: str, told: str) -> None:
    """The waiver outweighs the line of the baseline, whichever came first."""
    baseline = "synthgate-baseline.yaml"
    assert cli("baseline", "write", "t.yaml", files=FILES).code == 0
    ran = cli("waive", FOUND, "t.yaml", *UNTIL, "--lang", lang)
    assert ran.code == 0, ran.err
    assert told in ran.out
    assert baseline in ran.out
    report = cli("scan", "t.yaml", "--as-of", "2027-01-15", "--format", "json").report
    assert [one["disposition"] for one in report["accepted_findings"]].count("waived") == 1
    assert (
        "taken out for they are gone: 1"
        in cli("baseline", "update", "t.yaml", "--as-of", "2027-01-15").out
    )
    assert FOUND.partition(":")[0] not in Path(baseline).read_text("utf-8")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_how_a_problem_is_waived_is_told(cli: Callable[..., Any], lang: str) -> None:
    """With the entry to write, which accepts it."""
    broken = {"a/broken.yaml": "Resources: ["} | FILES
    wanted = "template-invalid:a/broken.yaml"
    ran = cli("waive", wanted, ".", *UNTIL, "--lang", lang, files=broken)
    assert ran.code == 2
    assert "{problem: template-invalid, path: a/broken.yaml, reason: " in ran.err
    assert "{problem" not in cli("waive", "no-such-rule:X", ".", *UNTIL, "--lang", lang).err


def test_a_problem_can_be_accepted(cli: Callable[..., Any]) -> None:
    """Exit code 3 no more, and the report says who accepts it."""
    broken = {"a/broken.yaml": "Resources: ["} | FILES
    assert cli("scan", ".", "--fail-on", "never", files=broken).code == 3
    waivers = (
        "waivers:\n- {problem: template-invalid, path: 'a/*', reason: not ours,"
        " owner: ops, expires: 2027-01-31}\n"
    )
    files = {"synthgate-waivers.yaml": waivers}
    ran = cli("scan", ".", "--fail-on", "never", "--as-of", "2027-01-31", files=files)
    assert ran.code == 0
    assert "not ours (owner ops" in ran.out
    assert cli("scan", ".", "--fail-on", "never", "--as-of", "2027-02-01").code == 3


def test_stored_results_are_judged_by_the_gate_of_now(cli: Callable[..., Any]) -> None:
    """Another threshold, a waiver that came since; the last line says whose word it was."""
    cli("scan", "t.yaml", "--format", "results=r.json", files=FILES)
    closed = cli("gate", "r.json")
    assert (closed.code, closed.out.count("\n")) == (1, 1)
    opened = cli("gate", "r.json", files={"synthgate.yaml": "fail-on: critical\n"})
    assert opened.code == 0
    assert opened.out.endswith("(fail-on: synthgate.yaml:1).\n")
    cli("waive", FOUND, "t.yaml", *UNTIL)
    assert cli("gate", "r.json", "--no-config", "--as-of", "2027-01-15").code == 0


def test_a_report_of_results_closes_nothing(cli: Callable[..., Any]) -> None:
    """It is what a scan would have written, and says of which scan it is."""
    scanned = cli("scan", "t.yaml", "--format", "json", files=FILES)
    cli("scan", "t.yaml", "--format", "results=r.json")
    again = cli("report", "r.json", "--format", "json")
    assert (scanned.code, again.code) == (1, 0)
    report = json.loads(again.out)
    assert [one["name"] for one in report["run"]["scans"]] == ["r.json"]
    report["run"]["scans"] = []
    assert report == scanned.report


@pytest.mark.parametrize("command", ["gate", "report"])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        (TEMPLATE, "no results of a scan"),
        ('{"schema_version": "2"}', "no report in any format can be made"),
        ('{"results_version": 1}', "of another version"),
    ],
)
def test_what_is_no_results_is_refused(
    cli: Callable[..., Any], command: str, text: str, why: str
) -> None:
    """2, and how to store some."""
    ran = cli(command, "r.json", files={"r.json": text})
    assert ran.code == 2
    assert why in ran.err
    assert "--format results=FILE" in ran.err


NEVER = "gate: {clauses: [{fail-on: never}]}\n"


def test_a_clause_is_named_where_it_lets_pass(cli: Callable[..., Any]) -> None:
    """And told as what the file takes from the gate."""
    ran = cli("scan", "t.yaml", files=FILES | {"synthgate.yaml": NEVER})
    assert ran.code == 0
    assert ran.out.endswith("1 finding let pass (gate.clauses[0]: synthgate.yaml:1).\n")
    assert "1 clause of the gate" in ran.out


@pytest.mark.parametrize("gate", ["fail-on: never", "at-most: 100", "rules: ['*'], fail-on: never"])
def test_a_stronger_threshold_outweighs_clauses(cli: Callable[..., Any], gate: str) -> None:
    """Of an option or a variable, over the file's."""
    files = FILES | {"synthgate.yaml": f"gate: {{clauses: [{{{gate}}}]}}\n"}
    assert cli("scan", "t.yaml", files=files).code == 0
    assert cli("scan", "t.yaml", "--fail-on", "high").code == 1
    own = ("--gate", f"{{clauses: [{{{gate}}}]}}")
    assert cli("scan", "t.yaml", "--fail-on", "high", *own).code == 0


def test_a_clause_about_no_rule_is_a_mistake(cli: Callable[..., Any]) -> None:
    """With its line."""
    text = "gate:\n  clauses:\n  - {rules: [sg-ingress-ssh-opn], fail-on: never}\n"
    ran = cli("scan", "t.yaml", files=FILES | {"synthgate.yaml": text})
    assert ran.code == 2
    assert "synthgate.yaml:3:1: no rule 'sg-ingress-ssh-opn'; did you mean" in ran.err


def test_a_doubt_that_only_an_environment_decides_counts(cli: Callable[..., Any]) -> None:
    """No finding tells of it, and the gate looks at it all the same."""
    template = "Resources: {B: {Type: AWS::DynamoDB::Table, Properties: {}}}\n"
    words = ("scan", "t.yaml", "--fail-on", "info", "--select", "stateful-resource-not-retained")
    ran = cli(*words, "--format", "json", files={"t.yaml": template})
    assert ran.report["checks"]["unknown"] == 1
    assert ran.report["findings"] == []
    assert ran.code == 0
    assert cli(*words, "--gate", "{unknown: fail}").code == 1


def test_results_of_rules_that_are_not_here_are_judged_by_nobody(cli: Callable[..., Any]) -> None:
    """The gate is incomplete; likewise where rules are chosen that were not asked."""
    cli("scan", "t.yaml", "--format", "results=r.json", files=FILES)
    text = Path("r.json").read_text()
    files = {"other.json": text.replace("sg-ingress-ssh-open", "zzz-open")}
    foreign = cli("gate", "other.json", files=files)
    assert foreign.code == 3
    assert "zzz-open" in foreign.out
    more = cli("gate", "r.json", "--profile", "all")
    assert more.code == 3
    assert "was not asked then" in more.out or "were not asked then" in more.out


@pytest.mark.parametrize(
    "entry",
    [
        "rule: '*', tag: {}",
        "control: '*'",
        "rule: '*', path: '**'",
        "rule: 's3-*', tag: {}",
        "rule: '*', path: '?*'",
        "rule: '*', path: '*.yaml'",
        "rule: '*', path: 'cdk.out/*.template.json'",
        "rule: '*', type: 'AWS::*'",
        "rule: '*', resource: '**?**'",
        "rule: '*', construct: '**/Resource'",
        "rule: '*', construct: '**a**b**c**'",
        "rule: '*', tag: {Team: '*'}",
    ],
)
def test_nobody_waives_everything(cli: Callable[..., Any], entry: str) -> None:
    """A pattern needs a place, which is not anywhere."""
    text = f"waivers:\n- {{{entry}, reason: r, owner: o, expires: 2027-03-01}}\n"
    ran = cli("scan", "t.yaml", files=FILES | {"synthgate-waivers.yaml": text})
    assert ran.code == 2
    assert "synthgate-waivers.yaml:2" in ran.err


def test_a_concise_report_counts_what_is_accepted(cli: Callable[..., Any]) -> None:
    """What is not shown is told."""
    cli("waive", FOUND, "t.yaml", *UNTIL, files=FILES)
    assert "1 accepted" in cli("scan", "t.yaml", "-q", "--as-of", "2027-01-15").out


@pytest.mark.parametrize(("word", "code"), [("nope", 2), ("nope*", 2), ("PRD", 0), ("prod*", 0)])
def test_a_clause_about_an_environment_that_is_none_is_a_mistake(
    cli: Callable[..., Any], word: str, code: int
) -> None:
    """One that is there may be written in any of its spellings."""
    clause = f"gate:\n  clauses:\n  - {{environments: ['{word}'], fail-on: never}}\n"
    files = {**FILES, "synthgate.yaml": clause}
    ran = cli("scan", "t.yaml", "--environment", "production", files=files)
    assert ran.code == code
    if code:
        assert "synthgate.yaml:3:1: no environment is called 'nope" in ran.err


@pytest.mark.parametrize(
    "entry",
    ["type: 'AWS::EC2::*'", "path: 't.yaml'", "path: 'legacy/**'", "resource: 'Ope*'"],
)
def test_a_pattern_of_rules_at_a_place_is_taken(cli: Callable[..., Any], entry: str) -> None:
    """A name as a whole, or enough of one."""
    text = f"waivers:\n- {{rule: '*', {entry}, reason: r, owner: o, expires: 2999-03-01}}\n"
    ran = cli("scan", "t.yaml", files=FILES | {"synthgate-waivers.yaml": text})
    assert ran.code in {0, 1}


@pytest.mark.parametrize(("key", "word"), [("reason", "\u200b"), ("owner", "…")])
def test_a_reason_says_something(cli: Callable[..., Any], key: str, word: str) -> None:
    """A letter or a digit, that somebody sees."""
    said = {"reason": "r", "owner": "o"} | {key: word}
    words = ", ".join(f'{name}: "{it}"' for name, it in said.items())
    text = f"waivers:\n- {{rule: sg-ingress-ssh-open, {words}, expires: 2027-03-01}}\n"
    assert cli("scan", "t.yaml", files=FILES | {"synthgate-waivers.yaml": text}).code == 2
    terms = ("--reason", said["reason"], "--owner", said["owner"], "--expires", "2999-01-01")
    ran = cli("waive", FOUND, "t.yaml", "--waivers", "other.yaml", *terms)
    assert (ran.code, f"--{key}: says nothing" in ran.err) == (2, True)


def test_what_has_expired_is_renewed(cli: Callable[..., Any], tmp_path: Path) -> None:
    """In its place, with its comments; the words of now take the place of those of then."""
    cli("waive", FOUND, "t.yaml", *UNTIL, "--ticket", "T-1", files=FILES)
    path = tmp_path / "synthgate-waivers.yaml"
    path.write_text(f"# ours\n{path.read_text()}# the end\n")
    again = ("--reason", "still", "--owner", "ops", "--expires", "2027-06-30")
    ran = cli("waive", FOUND, "t.yaml", *again, "--as-of", "2027-02-01")
    assert ran.code == 0, ran.err
    text = path.read_text()
    assert text.startswith("# ours\n")
    assert "# the end" in text
    assert text.count("sg-ingress-ssh-open") == 1
    assert "T-1" not in text
    assert cli("scan", "t.yaml", "--as-of", "2027-06-30").code == 0


def test_an_assembly_that_cannot_be_followed_may_be_accepted(cli: Callable[..., Any]) -> None:
    """It is a gap of what is scanned, as an unreadable template is."""
    files = {"cdk.out/manifest.json": "{", "cdk.out/cdk.out": '{"version": "36.0.0"}'}
    assert cli("scan", "cdk.out", files=files).code == 3
    entry = "problem: assembly-invalid, path: cdk.out/manifest.json, reason: r, owner: o"
    text = f"waivers:\n- {{{entry}, expires: 2999-03-01}}\n"
    assert cli("scan", "cdk.out", files={"synthgate-waivers.yaml": text}).code == 0


def test_results_of_nothing_open_no_gate(cli: Callable[..., Any]) -> None:
    """As a scan of nothing does not."""
    cli("scan", "t.yaml", "--format", "results=r.json", files=FILES)
    results = json.loads(Path("r.json").read_text())
    results["units"] = []
    ran = cli("gate", "r.json", files={"r.json": json.dumps(results)})
    assert ran.code == 3
    assert "results of no template" in ran.out


def test_each_mistake_is_called_by_its_name(cli: Callable[..., Any]) -> None:
    """Another document, a report in the place of results, a folder that is not there."""
    two = {"synthgate-waivers.yaml": "waivers: []\n---\nwaivers: []\n"}
    ran = cli("scan", "t.yaml", files=FILES | two)
    assert (ran.code, "another document" in ran.err) == (2, True)
    cli("scan", "t.yaml", "--waivers", "w.yaml", "--format", "json=r.json", files={"w.yaml": ""})
    Path("synthgate-waivers.yaml").unlink()
    assert "can be a BASE only" in cli("diff", "t.yaml", "r.json").err
    ran = cli("baseline", "write", "t.yaml", "--baseline", "x/y/z.yaml")
    assert (ran.code, "there is no folder x/y" in ran.err.replace("\\", "/")) == (2, True)


@pytest.mark.parametrize("app", ["{", "[]", '{"output": 5}'])
def test_an_app_that_cannot_be_read_is_told(cli: Callable[..., Any], app: str) -> None:
    """Where nobody names what to scan."""
    files = {"cdk.out/t.yaml": TEMPLATE, "cdk.json": app}
    ran = cli("scan", "--format", "json", files=files)
    assert "app-unread" in {one["code"] for one in ran.report["problems"]}
    for words, gone in ((["cdk.out"], ""), ([], "cdk.json")):
        Path(gone or "none").unlink(missing_ok=True)
        ran = cli("scan", *words, "--format", "json")
        assert "app-unread" not in {one["code"] for one in ran.report["problems"]}


@pytest.mark.parametrize(
    ("words", "file", "why"),
    [
        (("t.yaml",), "t.yaml", "is scanned"),
        ((".",), "t.yaml", "is scanned"),
        (("t.yaml",), "synthgate.yaml", "goes by"),
        (("cdk.out",), "cdk.out/manifest.json", "in the cloud assembly"),
        (("cdk.out/manifest.json",), "cdk.out/new.json", "in the cloud assembly"),
        ((), "cdk.out/assembly-A/r.json", "in the cloud assembly"),
    ],
)
def test_no_report_replaces_what_is_scanned(
    cli: Callable[..., Any], words: tuple[str, ...], file: str, why: str
) -> None:
    """Nor what the run goes by, whoever names it; beside that it may lie."""
    manifest = json.dumps({"version": "36.0.0", "artifacts": {}})
    files = {**FILES, "synthgate.yaml": "lang: en\n", "cdk.out/manifest.json": manifest}
    files["cdk.out/cdk.out"] = '{"version": "36.0.0"}'
    ran = cli("scan", *words, "--format", f"json={file}", files=files)
    assert (ran.code, why in ran.err) == (2, True)
    assert Path("t.yaml").read_text() == TEMPLATE
    assert cli("scan", "t.yaml", "--format", "json=r.json").code == 1
