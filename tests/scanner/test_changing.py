"""What a change does, as a user asks for it: what the gate looks at, and bases of every kind."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.model import GATED
from synthgate.rule.words.change import EFFECTS
from synthgate.settings.table import CHANGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WORDS = {
    "data-loss": "change-loses-data",
    "broader-access": "change-broadens-access",
    "will-not-deploy": "change-breaks-import",
}
"""What the gate may look at, and the rule that speaks of it in these apps."""
KEY = {"AttributeName": "id", "AttributeType": "S"}
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "AttributeDefinitions": [KEY],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    },
}
QUEUE = {"Type": "AWS::SQS::Queue"}


def policy(*actions: str, resource: Any = "arn:aws:s3:::one/*") -> dict[str, Any]:
    """A policy that lets a role do something."""
    statement = {"Effect": "Allow", "Action": [*actions], "Resource": resource}
    properties = {
        "PolicyName": "p",
        "Roles": ["r"],
        "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
    }
    return {"Type": "AWS::IAM::Policy", "Properties": properties}


def template(resources: Mapping[str, Any], **sections: Any) -> dict[str, Any]:
    """A template, with what else it has."""
    return {"Resources": dict(resources), **sections}


def assembly(
    folder: str,
    templates: Mapping[str, Any],
    *,
    version: str = "55.0.0",
    environment: str = "aws://111122223333/eu-west-1",
) -> dict[str, str]:
    """The files of an assembly of stacks by their names; None is a template that is not there."""
    artifacts = {
        name: {
            "type": "aws:cloudformation:stack",
            "environment": environment,
            "properties": {"templateFile": f"{name}.template.json", "stackName": name},
            "displayName": name,
        }
        for name in templates
    }
    manifest = {"version": version, "artifacts": artifacts}
    return {
        f"{folder}/cdk.out": json.dumps({"version": version}),
        f"{folder}/manifest.json": json.dumps(manifest),
        **{
            f"{folder}/{name}.template.json": json.dumps(one)
            for name, one in templates.items()
            if one is not None
        },
    }


EXPORTED = {"O": {"Value": "x", "Export": {"Name": "shared"}}}
READER = template({"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {}}}})
READER["Resources"]["T"]["Properties"]["DisplayName"] = {"Fn::ImportValue": "shared"}
BASE: dict[str, Any] = {
    "App": template({"Data": TABLE, "P": policy("s3:GetObject"), "Q": QUEUE}, Outputs=EXPORTED),
    "Reader": READER,
}
HEAD: dict[str, Any] = {
    "App": template({"P": policy("s3:GetObject", "s3:PutObject"), "Q": QUEUE}),
    "Reader": READER,
}
"""Loses a table, lets a role do more, and takes away what another stack imports."""
PAIR = assembly("base", BASE) | assembly("head", HEAD)
JSON = ("--no-config", "--format", "json")
SCAN = (*JSON, "--fail-on", "info")


def told(ran: Any) -> set[str]:
    """The rules about the change that have found something."""
    rules = {one["rule_id"] for one in ran.report["findings"]}
    return {one for one in rules if one.startswith("change-")}


def codes(ran: Any) -> dict[str, str]:
    """The problems of a run: code and kind."""
    return {one["code"]: one["kind"] for one in ran.report["problems"]}


@pytest.mark.sampled(9)
@pytest.mark.parametrize(
    "words", [some for size in (1, 2, 3) for some in combinations(WORDS, size)], ids=",".join
)
@pytest.mark.parametrize("way", ["option", "variable", "file"])
def test_the_gate_looks_at_what_is_asked_for_and_at_nothing_else(
    cli: Callable[..., Any], words: tuple[str, ...], way: str
) -> None:
    """Whoever asks for it: it is closed as long as one of these is told, and open when none is."""
    options, environ, files = [*SCAN], {}, dict(PAIR)
    match way:
        case "option":
            options += ["--gate-on", ",".join(words)]
        case "variable":
            environ = {"SYNTHGATE_GATE_ON": ",".join(words)}
        case _:
            files["s.yaml"] = f"gate-on: [{', '.join(words)}]\n"
            options[0:1] = ["--config", "s.yaml"]
    ran = cli("diff", "base", "head", *options, files=files, environ=environ)
    assert set(WORDS.values()) <= told(ran)
    assert ran.code == 1
    without = [f"--exclude={WORDS[one]}" for one in words]
    assert cli("diff", "base", "head", *options, *without, environ=environ).code == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--gate-on", "data-loss", "--fail-on", "never"), 0),
        (("--gate-on", "data-loss", "--exit-zero"), 0),
        (("--gate-on", "all"), 1),
        (("--gate-on", "data-loss,nothing"), 2),
    ],
)
def test_other_settings_of_the_gate_hold_all_the_same(
    cli: Callable[..., Any], options: tuple[str, ...], code: int
) -> None:
    """From which severity, with which exit code; an unknown word is a mistake."""
    assert cli("diff", "base", "head", *JSON, *options, files=PAIR).code == code


def test_without_a_base_nothing_can_be_looked_at(cli: Callable[..., Any]) -> None:
    """That the gate is to look at a change is a mistake where there is none."""
    ran = cli("scan", "head", *SCAN, "--gate-on", "data-loss", files=PAIR)
    assert (ran.code, "--against" in ran.err) == (2, True)


@pytest.mark.parametrize("kind", ["results", "json"])
def test_stored_results_tell_nothing_of_the_change(cli: Callable[..., Any], kind: str) -> None:
    """Which is said; and keeps a gate shut that is to look at it."""
    cli("scan", "base", "--no-config", "--format", f"{kind}=base.{kind}", files=PAIR)
    ran = cli("diff", f"base.{kind}", "head", *SCAN)
    assert codes(ran)["change-untold"] == "notice"
    assert (told(ran), ran.report["changes"]) == (set(), None)
    ran = cli("diff", f"base.{kind}", "head", *SCAN, "--gate-on", "data-loss")
    assert (ran.code, codes(ran)["change-unknown"]) == (3, "incomplete")
    [why] = [one["message"] for one in ran.report["problems"] if one["code"] == "change-unknown"]
    assert "gate-on data-loss" in why
    assert "take data-loss out of gate-on" in why
    assert "scanned" not in ran.report["gate"]["reason"]


def test_of_a_base_of_another_app_nothing_is_told(cli: Callable[..., Any]) -> None:
    """Nothing has gone that was never there."""
    many = {f"T{number}": {"Type": "AWS::SNS::Topic"} for number in range(12)}
    files = assembly("base", {"Other": template(many)}) | assembly("head", HEAD)
    ran = cli("diff", "base", "head", *SCAN, files=files)
    assert (ran.code, codes(ran)["base-strange"]) == (3, "incomplete")
    assert (told(ran), ran.report["changes"]) == (set(), None)


@pytest.mark.parametrize("missing", ["base", "head"])
@pytest.mark.parametrize("broken", [None, "{"], ids=["missing", "half"])
def test_what_could_not_be_read_has_neither_come_nor_gone(
    cli: Callable[..., Any], missing: str, broken: str | None
) -> None:
    """A stack whose template is broken on one side is not compared; the gate stays shut."""
    stacks = {"One": template({"Q": QUEUE}), "Two": template({"Data": TABLE, "P": policy("a:b")})}
    files = assembly("base", stacks) | assembly("head", stacks)
    del files[f"{missing}/Two.template.json"]
    files |= {f"{missing}/Two.template.json": broken} if broken else {}
    ran = cli("diff", "base", "head", *SCAN, files=files)
    assert (ran.code, told(ran), ran.report["changes"]) == (3, set(), [])


def test_of_a_base_with_nothing_in_it_nothing_is_told(cli: Callable[..., Any]) -> None:
    """An empty folder is no state from which all has been created."""
    ran = cli("diff", "base", "head", *SCAN, files=assembly("head", HEAD) | {"base/a.txt": ""})
    assert (ran.code, told(ran), ran.report["changes"]) == (3, set(), None)


def test_another_version_of_the_cdk_is_told_and_compared(cli: Callable[..., Any]) -> None:
    """An upgrade is a change as any other."""
    files = assembly("base", BASE, version="36.0.0") | assembly("head", HEAD)
    ran = cli("diff", "base", "head", *SCAN, files=files)
    assert codes(ran)["base-other-cdk"] == "notice"
    assert set(WORDS.values()) <= told(ran)


def test_the_same_bytes_twice_are_no_change(cli: Callable[..., Any]) -> None:
    """A copy of the head changes nothing; the head itself is no base, whatever leads there."""
    files = assembly("base", HEAD) | assembly("head", HEAD)
    ran = cli("diff", "base", "head", *SCAN, "--gate-on", ",".join(WORDS), files=files)
    assert (ran.code, told(ran), ran.report["changes"]) == (0, set(), [])
    text = cli("diff", "base", "head", "--no-config").out
    assert "No resource changes." in text
    for way in ("head", "./base/../head", "head/manifest.json"):
        assert cli("diff", way, "head", *SCAN).code == 2


ARN = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-q"
"""Written so in the template, and with its values in the next one: the same to an account."""


@pytest.mark.parametrize("as_text", [False, True], ids=["data", "text"])
def test_what_was_fetched_is_where_the_stack_of_the_head_is(
    cli: Callable[..., Any], as_text: bool
) -> None:
    """The answer of get-template names no Region: its ARNs are those of the head all the same."""
    before = template({"P": policy("sqs:SendMessage", resource={"Fn::Sub": ARN}), "Q": QUEUE})
    resource = "arn:aws:sqs:eu-west-1:111122223333:App-q"
    after = template({"P": policy("sqs:SendMessage", resource=resource), "Q": QUEUE})
    answer: dict[str, Any] = {
        "TemplateBody": json.dumps(before) if as_text else before,
        "StagesAvailable": [],
    }
    files = {"base/App.json": json.dumps(answer)} | assembly("head", {"App": after})
    ran = cli("diff", "base", "head", *SCAN, files=files)
    assert (told(ran), ran.report["changes"]) == (set(), [])
    elsewhere = assembly("head", {"App": after}, environment="aws://111122223333/us-east-1")
    ran = cli("diff", "base", "head", *SCAN, files=files | elsewhere)
    assert "change-broadens-access" in told(ran)


def test_harmless_is_said_only_of_what_rules_were_asked(cli: Callable[..., Any]) -> None:
    """In one line; neither where a rule is left out nor where a loss is accepted."""
    after = template({"Q": {**QUEUE, "Properties": {"VisibilityTimeout": 60}}})
    files = assembly("base", {"App": template({"Q": QUEUE})}) | assembly("head", {"App": after})
    harmless = "Harmless: 1 updated in place"
    scan = ("diff", "base", "head", "--no-config")
    assert harmless in cli(*scan, files=files).out
    assert harmless not in cli(*scan, "--exclude", "change-loses-data").out


def test_what_is_accepted_closes_no_gate_and_is_at_stake_all_the_same(
    cli: Callable[..., Any],
) -> None:
    """A waiver of a finding of the change counts as one of any other, to its last day."""
    waiver = (
        "waivers:\n- {rule: change-loses-data, resource: Data, reason: it is empty, owner: us, "
        "expires: 2026-12-31}\n"
    )
    scan = ("diff", "base", "head", "--config", "w.yaml", "--gate-on", "data-loss")
    files = {**PAIR, "w.yaml": waiver}
    ran = cli(*scan, files=files, today=date(2026, 12, 1))
    assert (ran.code, "Data at risk: 1." in ran.out, "it is empty" in ran.out) == (0, True, True)
    assert cli(*scan, today=date(2027, 1, 1)).code == 1


@pytest.mark.parametrize("logical_id", ["Data", "P"], ids=["gone", "there"])
def test_the_command_that_a_report_names_accepts_a_finding_of_the_change(
    cli: Callable[..., Any], logical_id: str
) -> None:
    """It is found beside the base alone, even of what only the base has."""
    rule = {"Data": "change-loses-data", "P": "change-broadens-access"}[logical_id]
    without = [f"--exclude={one}" for one in WORDS.values() if one != rule]
    scan = ("diff", "base", "head", "--config", "s.yaml", "--fail-on", "low", *without)
    words = f"severity: {{{rule}: critical}}\n"
    ran = cli(*scan, files={**PAIR, "s.yaml": words}, today=date(2026, 12, 1))
    line = next(one for one in ran.out.splitlines() if one.startswith("accept a finding: "))
    said = line.removeprefix("accept a finding: synthgate ").partition(" --reason")[0].split()
    assert said == ["waive", f"{rule}:{logical_id}", "head", "--against", "base"]
    terms = ("--reason", "meant", "--owner", "us", "--expires", "2026-12-31")
    assert cli(*said, *terms, today=date(2026, 12, 1)).code == 0
    ran = cli(*scan, "--format", "json", today=date(2026, 12, 1))
    assert {one["rule_id"] for one in ran.report["accepted_findings"]} >= {rule}


def test_each_word_of_the_gate_means_something_that_a_change_does() -> None:
    """A word that is taken and means nothing would let all of a change pass."""
    assert {*CHANGES} == GATED.keys()
    assert frozenset[str]().union(*GATED.values()) <= {*EFFECTS}


def suppressing(rule: str, resource: Mapping[str, Any], **more: str) -> dict[str, Any]:
    """A resource whose metadata suppress a rule."""
    entry = {"rule": rule, "reason": "it is empty", **more}
    return {**resource, "Metadata": {"synthgate": {"suppress": [entry]}}}


SUPPRESSED = assembly(
    "base", {"App": template({"Data": suppressing("change-loses-data", TABLE), "Q": QUEUE})}
) | assembly("head", {"App": template({"Q": QUEUE})})


def test_a_suppression_counts_for_what_a_change_does_as_for_the_rest(
    cli: Callable[..., Any],
) -> None:
    """Of what goes, one that was merged with the base; of what stays, one of the head."""
    ran = cli("diff", "base", "head", *SCAN, files=SUPPRESSED)
    assert told(ran) == set()
    accepted = {one["rule_id"]: one["disposition"] for one in ran.report["accepted_findings"]}
    assert accepted["change-loses-data"] == "suppressed"
    rule = "change-broadens-access"
    more = suppressing(rule, policy("s3:GetObject", "s3:PutObject"))
    files = assembly("base", {"App": template({"P": policy("s3:GetObject")})})
    ran = cli(
        "diff",
        "base",
        "head",
        *SCAN,
        files=files | assembly("head", {"App": template({"P": more})}),
    )
    assert told(ran) == set()


@pytest.mark.parametrize(
    ("options", "files"),
    [
        (("--untrusted",), SUPPRESSED),
        (("--policy", "p.yaml"), SUPPRESSED | {"p.yaml": "bounds: {suppressions: told}\n"}),
        (("--policy", "p.yaml"), SUPPRESSED | {"p.yaml": "bounds: {rules: [change-loses-data]}\n"}),
        (
            (),
            SUPPRESSED
            | assembly(
                "base",
                {
                    "App": template(
                        {
                            "Data": suppressing("change-loses-data", TABLE, expires="2020-01-01"),
                            "Q": QUEUE,
                        }
                    )
                },
            ),
        ),
    ],
    ids=["of a stranger", "told by the policy", "of a bound rule", "expired"],
)
def test_what_does_not_suppress_other_findings_suppresses_no_change(
    cli: Callable[..., Any], options: tuple[str, ...], files: Mapping[str, str]
) -> None:
    """By the same settings."""
    ran = cli("diff", "base", "head", *SCAN, *options, files=files)
    assert "change-loses-data" in told(ran)
    assert ran.code == 1
