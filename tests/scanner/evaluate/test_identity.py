"""A fingerprint stays while the fault is the same one, and only then."""

from __future__ import annotations

import json
import random
import re
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate import scan
from synthgate.evaluate.about import About
from synthgate.evaluate.identity import fingerprint
from synthgate.model import Status, Subject
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import ABSENT, NO_VALUE, Partial, Reference, unknown
from synthgate.rule.terms.outcome import Place
from synthgate.secrets.mask import Shown
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from synthgate.model import Report

EMPTY = Shown(read_template("t.yaml", b"Resources: {A: {Type: T}}"))
OPEN = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
ASSETS = ("a1" * 32, "b2" * 32)
TEMPLATE: dict[str, Any] = {
    "Resources": {
        "DataBucketE3889A50": {"Type": "AWS::S3::Bucket", "Properties": {}},
        "Group7E0A1B2C": {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {
                "GroupDescription": "g",
                "SecurityGroupIngress": [
                    OPEN,
                    {**OPEN, "FromPort": 3389, "ToPort": 3389},
                    {**OPEN, "CidrIp": "10.0.0.0/8"},
                ],
            },
        },
        "Role11111111": {
            "Type": "AWS::IAM::Policy",
            "Properties": {
                "PolicyName": "p",
                "PolicyDocument": {
                    "Statement": [
                        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"},
                        {
                            "Effect": "Allow",
                            "Action": "s3:*",
                            "Resource": {"Fn::GetAtt": ["DataBucketE3889A50", "Arn"]},
                        },
                    ]
                },
            },
        },
        "Task0A0A0A0A": {
            "Type": "AWS::ECS::TaskDefinition",
            "Properties": {
                "ContainerDefinitions": [
                    {
                        "Name": "web",
                        "Image": f"cdk-assets:{ASSETS[0]}",
                        "Privileged": True,
                        "Environment": [{"Name": "DB_PASSWORD", "Value": "hunter2hunter2"}],
                    },
                    {"Name": "side", "Image": "public.ecr.aws/x/y:1", "Privileged": True},
                ]
            },
        },
    }
}


def of_text(folder: Path, text: str) -> Report:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "t.json").write_text(text)
    return scan("t.json", folder=folder, config=None, profile="all")


def fingerprints(report: Report) -> set[str]:
    found = [finding.fingerprint for finding in report.findings]
    assert len({*found}) == len(found)
    return {*found}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    found = fingerprints(of_text(tmp_path_factory.mktemp("before"), json.dumps(TEMPLATE)))
    assert len(found) > 10
    return found


def of_place(subject: Subject | None = None, rule: str = "r", **place: Any) -> str:
    about = subject or Subject("Queue", "T", "t.yaml")
    asked = Place(**{"route": ("Properties", "Name"), **place})
    return fingerprint(rule, About(about, EMPTY), asked, Status.FAIL)


def test_the_template_of_a_stack_may_move() -> None:
    """In a stack, it is the stack that counts, and the construct, not file or logical id."""
    one = Subject("Queue1A2B", "T", "cdk.out/S.template.json", "App/Queue/Resource", "S", "Prod")
    other = Subject("Queue9F9F", "T", "out/S.template.json", "App/Queue/Resource", "S", "Prod")
    assert of_place(one) == of_place(other)


def test_a_nested_stack_is_known_by_those_around_it() -> None:
    """Its file is named by a hash."""
    one, other = (
        Subject("Queue", "T", f"cdk.out/SChild{suffix}.nested.template.json", None, "S/Child")
        for suffix in ("0E954424", "1F065535")
    )
    assert of_place(one) == of_place(other)


def test_tokens_in_construct_paths_are_left_out() -> None:
    """Their numbers change with any edit of the program."""
    paths = [f"App/${{Token[TOKEN.{number}]}}/Resource" for number in (135, 140)]
    one, other = (Subject("Q", "T", "t", path, "S") for path in paths)
    assert of_place(one) == of_place(other)


def test_fingerprints_differ_where_faults_do() -> None:
    """By rule, stage, stack, construct, template, property and kind of what was seen."""
    others = [
        of_place(),
        of_place(rule="other"),
        of_place(saw="x"),
        of_place(saw=["x"]),
        of_place(saw=Reference("x")),
        of_place(saw=unknown(Decider.PARAMETER, "P")),
        of_place(route=("Properties", "Other")),
        of_place(route=()),
        of_place(Subject("Queue2", "T", "t.yaml")),
        of_place(Subject("Queue", "T", "u.yaml")),
        of_place(Subject("Queue", "T", "t.yaml", None, "S")),
        of_place(Subject("Queue", "T", "t.yaml", None, "S", "Prod")),
        of_place(Subject("Queue", "T", "t.yaml", None, "S", "Dev")),
        of_place(Subject("Queue", "T", "t.yaml", "App/Queue", "S")),
    ]
    assert len({*others}) == len(others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, "false"),
        ("x", Partial(("y", unknown(Decider.PARAMETER, "P")))),
        ({"a": 1}, {"b": [2]}),
        (ABSENT, ABSENT),
    ],
)
def test_a_value_is_no_part_of_it(one: Any, other: Any) -> None:
    """Who changes a password, or spells a value in another way, still has the same fault."""
    assert of_place(saw=one) == of_place(saw=other)
    assert of_place(saw=one) == of_place(saw=one) != of_place(saw=NO_VALUE, rule="s")


def reordered(node: Any, shuffle: random.Random) -> Any:
    """The same data, its keys in another order."""
    if isinstance(node, dict):
        keys = [*node]
        shuffle.shuffle(keys)
        return {key: reordered(node[key], shuffle) for key in keys}
    return [reordered(item, shuffle) for item in node] if isinstance(node, list) else node


def moved(data: dict[str, Any], shuffle: random.Random) -> None:
    """Entries of lists in another order, and others among them."""
    resources = data["Resources"]
    rules = resources["Group7E0A1B2C"]["Properties"]["SecurityGroupIngress"]
    rules.insert(0, {**OPEN, "CidrIp": "10.1.0.0/16"})
    statements = resources["Role11111111"]["Properties"]["PolicyDocument"]["Statement"]
    statements.append({"Effect": "Deny", "Action": "*", "Resource": "*"})
    for one in (rules, statements):
        shuffle.shuffle(one)


def renewed(text: str, suffix: str) -> str:
    """The assets of another build, another secret, and logical ids of another construct path."""
    text = text.replace(*ASSETS).replace("hunter2hunter2", f"s3cret-{suffix}-9x!")
    return re.sub(r'(?<=[a-z])[0-9A-F]{8}(?=")', suffix, text)


@given(st.integers(0, 10_000), st.from_regex(r"\A[0-9A-F]{8}\Z"), st.sampled_from([None, 1, 4]))
@pytest.mark.exhaustive
def test_it_outlives_what_changes_no_fault(
    tmp_path_factory: pytest.TempPathFactory,
    before: set[str],
    seed: int,
    suffix: str,
    indent: int | None,
) -> None:
    """Lines, order, other assets, another folder, other hashes in logical ids, another secret."""
    shuffle = random.Random(seed)  # noqa: S311 - for variety
    data = deepcopy(TEMPLATE)
    moved(data, shuffle)
    text = json.dumps(reordered(data, shuffle), indent=indent)
    after = of_text(tmp_path_factory.mktemp("after") / str(seed), renewed(text, suffix))
    assert before <= fingerprints(after)


def test_another_entry_is_another_fault(tmp_path: Path, before: set[str]) -> None:
    """A port that was opened besides is new, although it stands where another one stood."""
    data = deepcopy(TEMPLATE)
    rules = data["Resources"]["Group7E0A1B2C"]["Properties"]["SecurityGroupIngress"]
    rules[1] = {**OPEN, "FromPort": 23, "ToPort": 23}
    assert fingerprints(of_text(tmp_path, json.dumps(data))) - before


def test_alike_entries_are_told_apart(tmp_path: Path) -> None:
    """Each is a finding of its own."""
    data = deepcopy(TEMPLATE)
    rules = data["Resources"]["Group7E0A1B2C"]["Properties"]["SecurityGroupIngress"]
    rules.append({**OPEN})
    fingerprints(of_text(tmp_path, json.dumps(data)))


def test_logical_ids_that_only_end_alike_are_told_apart(tmp_path: Path) -> None:
    """`Table20240101` and `Table20250101` were named by somebody."""
    tables = {f"Table{day}": {"Type": "AWS::S3::Bucket"} for day in ("20240101", "20250101")}
    fingerprints(of_text(tmp_path, json.dumps({"Resources": tables})))


def test_the_order_of_actions_is_no_part_of_it(tmp_path: Path, before: set[str]) -> None:
    """They are a set."""
    found: list[set[str]] = []
    for name, order in (("a", 1), ("b", -1)):
        data = deepcopy(TEMPLATE)
        policy = data["Resources"]["Role11111111"]["Properties"]["PolicyDocument"]
        policy["Statement"][0]["Action"] = ["sqs:SendMessage", "sqs:DeleteMessage"][::order]
        found.append(fingerprints(of_text(tmp_path / name, json.dumps(data))))
    assert found[0] == found[1] != before
