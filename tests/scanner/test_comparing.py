"""Two scans side by side: what is new, what is fixed, what has moved; through the command line."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Cli = Callable[..., Any]

OPEN = {
    "Type": "AWS::EC2::SecurityGroup",
    "Properties": {
        "GroupDescription": "x",
        "SecurityGroupIngress": [
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
        ],
    },
}
CLOSED = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "x"}}
SCAN = ("--no-config", "--fail-on", "high")


def app(folder: str, **stacks: dict[str, Any]) -> dict[str, str]:
    """An assembly of stacks, each with its resources by their construct paths below the stack."""
    artifacts: dict[str, Any] = {}
    files: dict[str, str] = {f"{folder}/cdk.out": '{"version":"40.0.0"}'}
    for name, resources in stacks.items():
        metadata = {}
        template: dict[str, Any] = {}
        for at, (path, resource) in enumerate(resources.items()):
            logical_id = "".join(path.split("/")[:-1]) + f"{at:08X}"
            whole = {**resource, "Metadata": {"aws:cdk:path": f"{name}/{path}"}}
            template[logical_id] = whole
            data = {"type": "aws:cdk:logicalId", "data": logical_id}
            metadata[f"/{name}/{path}"] = [data]
        files[f"{folder}/{name}.template.json"] = json.dumps({"Resources": template}, indent=1)
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": "aws://unknown-account/unknown-region",
            "properties": {"templateFile": f"{name}.template.json"},
            "metadata": metadata,
            "displayName": name,
        }
    files[f"{folder}/manifest.json"] = json.dumps({"version": "40.0.0", "artifacts": artifacts})
    return files


def of_state(ran: Any) -> list[Any]:
    """The findings that are there whatever they are compared with."""
    return [one for one in ran.report["findings"] if not one["rule_id"].startswith("change-")]


def counted(ran: Any) -> dict[str, int]:
    """How many findings of each kind a JSON report has, but for those of the change itself."""
    report = ran.report
    novelties = [one["novelty"] for one in of_state(ran)]
    counts = {word: novelties.count(word) for word in ("new", "unchanged", "moved")}
    return {**counts, "fixed": len(report["comparison"]["fixed"])}


def compared(cli: Cli, base: dict[str, Any], head: dict[str, Any]) -> tuple[int, dict[str, int]]:
    """The exit code and the counts of two apps, each a mapping of stacks."""
    files = app("old", **base) | app("new", **head)
    ran = cli("diff", "old", "new", *SCAN, "--format", "json", files=files)
    return ran.code, counted(ran)


def test_the_same_app_in_two_folders_is_the_same(cli: Cli) -> None:
    """Whatever line its resources stand at."""
    base = {"App": {"G/Resource": OPEN, "H/Resource": CLOSED}}
    head = {"App": {"H/Resource": CLOSED, "G/Resource": OPEN}}
    assert compared(cli, base, head) == (0, {"new": 0, "unchanged": 1, "moved": 0, "fixed": 0})


def test_a_new_fault_closes_the_gate_and_a_fixed_one_is_told(cli: Cli) -> None:
    """Where each lies: what is fixed, in the base."""
    base = app("old", App={"G/Resource": OPEN, "H/Resource": CLOSED, "I/Resource": OPEN})
    head = app("new", App={"G/Resource": CLOSED, "H/Resource": OPEN, "I/Resource": OPEN})
    ran = cli("diff", "old", "new", *SCAN, "--format", "json", files=base | head)
    assert ran.code == 1
    assert counted(ran) == {"new": 1, "unchanged": 1, "moved": 0, "fixed": 1}
    (fixed,) = ran.report["comparison"]["fixed"]
    assert fixed["location"]["path"] == "old/App.template.json"
    (new,) = (one for one in of_state(ran) if one["novelty"] == "new")
    assert new["resource"]["construct_path"] == "App/H/Resource"


def test_severity_and_novelty_must_both_hold(cli: Cli) -> None:
    """A new finding below --fail-on opens no gate; --gate-on all looks at the others again."""
    old, new = {"App": {"G/Resource": OPEN}}, {"App": {"G/Resource": OPEN, "H/Resource": OPEN}}
    files = app("old", **old) | app("new", **new)
    for options, code in (
        (("--fail-on", "high"), 1),
        (("--fail-on", "critical"), 0),
        (("--fail-on", "critical", "--gate-on", "all"), 0),
    ):
        assert cli("diff", "old", "new", "--no-config", *options, files=files).code == code
    same = ("scan", "old", "--no-config", "--against", "again")
    files |= app("again", **old)
    assert cli(*same, files=files).code == 0
    assert cli(*same, "--gate-on", "all").code == 1


MOVES = [
    pytest.param(
        {"App": {"G/Resource": OPEN}}, {"App": {"In/G/Resource": OPEN}}, id="into a scope"
    ),
    pytest.param({"App": {"In/G/Resource": OPEN}}, {"App": {"G/Resource": OPEN}}, id="out of one"),
    pytest.param(
        {"App": {"G/Resource": OPEN}, "Net": {}},
        {"App": {}, "Net": {"G/Resource": OPEN}},
        id="stack",
    ),
]


@pytest.mark.parametrize(("base", "head"), MOVES)
def test_a_resource_that_moves_is_not_new(
    cli: Cli, base: dict[str, Any], head: dict[str, Any]
) -> None:
    """Nobody has made a fault by it."""
    assert compared(cli, base, head) == (0, {"new": 0, "unchanged": 0, "moved": 1, "fixed": 0})


NO_MOVES = [
    pytest.param({"G/Resource": OPEN}, {"H/Resource": OPEN}, id="another name"),
    pytest.param(
        {"G/Resource": OPEN}, {"G/Resource": CLOSED, "In/G/Resource": OPEN}, id="still there"
    ),
    pytest.param({"G/Resource": CLOSED}, {"In/G/Resource": OPEN}, id="had no fault"),
    pytest.param(
        {"G/Resource": OPEN}, {"A/G/Resource": OPEN, "B/G/Resource": OPEN}, id="which of the two"
    ),
    pytest.param({"A/G/Resource": OPEN}, {"B/G/Resource": OPEN}, id="another scope"),
]


@pytest.mark.parametrize(("base", "head"), NO_MOVES)
def test_a_new_fault_never_passes_for_a_moved_one(
    cli: Cli, base: dict[str, Any], head: dict[str, Any]
) -> None:
    """In doubt it is new, and the old one fixed."""
    code, counts = compared(cli, {"App": base}, {"App": head})
    assert (code, counts["moved"], counts["new"] > 0) == (1, 0, True)


def test_a_copy_in_a_second_stage_is_new(cli: Cli) -> None:
    """The first one is still there."""
    base = {"First": {"G/Resource": OPEN}}
    head = base | {"Second": {"G/Resource": OPEN}}
    assert compared(cli, base, head) == (1, {"new": 1, "unchanged": 1, "moved": 0, "fixed": 0})


def test_templates_compare_wherever_they_lie(cli: Cli) -> None:
    """Outside of any stack a template is known by its path: here, from the folder that is named."""
    template = json.dumps({"Resources": {"G": OPEN}})
    files = {"old/sub/t.json": template, "new/sub/t.json": template, "new/more.json": template}
    ran = cli("diff", "old", "new", *SCAN, "--format", "json", files=files)
    assert counted(ran) == {"new": 1, "unchanged": 1, "moved": 0, "fixed": 0}
    ran = cli("diff", "old/sub/t.json", "new/more.json", *SCAN, "--format", "json")
    assert counted(ran) == {"new": 0, "unchanged": 1, "moved": 0, "fixed": 0}


def test_stored_results_and_reports_are_bases(cli: Cli) -> None:
    """Results tell all; a report tells no faultless resource, and says so."""
    files = app("cdk.out", App={"G/Resource": OPEN})
    out = ("--format", "results=b.results", "--format", "json=b.json")
    cli("scan", *SCAN, *out, files=files)
    files = app("cdk.out", App={"In/G/Resource": OPEN})
    ran = cli("scan", *SCAN, "--against", "b.results", "--format", "json", files=files)
    assert counted(ran) == {"new": 0, "unchanged": 0, "moved": 1, "fixed": 0}
    ran = cli("scan", *SCAN, "--against", "b.json", "--format", "json")
    assert counted(ran) == {"new": 1, "unchanged": 0, "moved": 0, "fixed": 1}
    assert "base-partial" in {one["code"] for one in ran.report["problems"]}
    ran = cli("diff", "cdk.out", "b.results", *SCAN, "--format", "json")
    assert counted(ran) == {"new": 0, "unchanged": 0, "moved": 1, "fixed": 0}


def test_what_was_not_asked_is_neither_new_nor_fixed_in_silence(cli: Cli) -> None:
    """Results of fewer rules: all that the others find is new, which is told; nothing is fixed."""
    files = app("cdk.out", App={"G/Resource": OPEN})
    files |= {"synthgate.yaml": "exclude: [sg-ingress-ssh-open]"}
    cli("scan", "--format", "results=b.results", files=files)
    ran = cli("scan", *SCAN, "--against", "b.results", "--format", "json")
    assert counted(ran)["new"] == 1
    assert any("1 rule was not asked" in one["message"] for one in ran.report["problems"])
    ran = cli("diff", "cdk.out", "b.results", *SCAN, "--format", "json")
    assert counted(ran)["fixed"] == 0


@pytest.mark.parametrize(
    ("base", "code", "message"),
    [
        ("nowhere", 2, "nothing is there"),
        ("cdk.out", 2, "this is what is scanned"),
        ("cdk.out/manifest.json", 2, "this is what is scanned"),
        ("empty", 3, "in the base empty: no CloudFormation template"),
        ("broken.json", 3, "in the base broken.json"),
        ("broken.results", 2, "store them again"),
        ("old.json", 2, "a JSON report of schema 1"),
        ("cut.json", 2, "a broken one"),
        ("HEAD:cdk.out", 2, "no git repository here"),
    ],
)
def test_what_is_no_base_keeps_the_gate_from_opening(
    cli: Cli, base: str, code: int, message: str
) -> None:
    """With what to do instead."""
    files = app("cdk.out", App={"H/Resource": CLOSED}) | {
        "empty/README.md": "",
        "broken.json": "{",
        "broken.results": '{"results_version": 3, "units": 5}',
        "old.json": '{"schema_version": "1", "findings": []}',
        "cut.json": '{"schema_version": "2"}',
    }
    ran = cli("scan", *SCAN, "--against", base, files=files)
    assert ran.code == code
    assert message in ran.out + ran.err


def test_every_format_tells_what_is_new(cli: Cli) -> None:
    """SARIF by its states (§3.27.24), JUnit by its failures, text in its own sections."""
    files = app("old", App={"G/Resource": OPEN, "H/Resource": CLOSED, "I/Resource": OPEN})
    files |= app("new", App={"G/Resource": CLOSED, "H/Resource": OPEN, "I/Resource": OPEN})

    def told(format_: str) -> str:
        without = [f"--exclude=change-{verb}-access" for verb in ("broadens", "narrows")]
        out: str = cli("diff", "old", "new", *SCAN, *without, "--format", format_, files=files).out
        return out

    (run,) = json.loads(told("sarif"))["runs"]
    states = sorted(one["baselineState"] for one in run["results"])
    assert states == ["absent", "new", "unchanged"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    (run,) = json.loads(told("sarif-github"))["runs"]
    assert len(run["results"]) == 2
    junit = told("junit")
    assert (junit.count("<failure"), "not new: old has it, too" in junit) == (
        2,
        True,
    )  # and the gate
    text = told("text")
    assert "beside old: 1 new, 1 fixed, 1 unchanged, 0 moved" in text
    assert text.index("App/H/Resource") < text.index("Not new") < text.index("Fixed")


def git(folder: Path, *words: str) -> None:
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, env=environ, capture_output=True
    )


def test_a_revision_is_read_as_it_was(cli: Cli, tmp_path: Path) -> None:
    """From the root of the repository or from here, and shown by the paths of the repository."""
    base = app("sub/cdk.out", App={"G/Resource": OPEN, "H/Resource": CLOSED})
    head = app("sub/cdk.out", App={"G/Resource": CLOSED, "H/Resource": OPEN})
    cli("rules", "list", files=base)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A", "-f")
    git(tmp_path, "commit", "-qm", "one")
    for name in ("main:sub/cdk.out", "HEAD:./sub/cdk.out"):
        ran = cli("scan", "sub/cdk.out", *SCAN, "--against", name, "--format", "json", files=head)
        assert counted(ran) == {"new": 1, "unchanged": 0, "moved": 0, "fixed": 1}
        assert ran.report["comparison"]["base"] == name
        assert "/tmp" not in ran.out  # noqa: S108 - no path of the machine is told
    ran = cli("diff", "main:sub/cdk.out", "HEAD:sub/cdk.out", *SCAN, "--format", "json")
    assert counted(ran) == {"new": 0, "unchanged": 1, "moved": 0, "fixed": 0}


def test_one_template_is_compared_with_the_one_of_its_name(cli: Cli) -> None:
    """Of a folder, here or at a revision: it is the same one, and not moved into itself."""
    text = json.dumps({"Resources": {"A": OPEN}})
    ran = cli("scan", "t.json", "--against", "old", *SCAN, "--format", "json",
              files={"t.json": text, "old/t.json": text})  # fmt: skip
    assert (ran.code, counted(ran)["unchanged"]) == (0, len(ran.report["findings"]))
    options = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        subprocess.run(["git", *options, *words], check=True)
    ran = cli("scan", "t.json", "--against", "HEAD:.", *SCAN, "--format", "json")
    assert (ran.code, counted(ran)["unchanged"]) == (0, len(ran.report["findings"]))
    assert counted(ran)["moved"] == 0
