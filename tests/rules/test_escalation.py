"""`iam-identity-escalates`: each path of its table is found whole, and none with a step less."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from synthgate import scan
from synthgate_rules.cards.iam.escalation_paths import (
    ACTIONS,
    CHANGED,
    ENTERING,
    EQUIPPING,
    PASS,
    PRINCIPALS,
    REWRITING,
    RUNNERS,
    matched,
)

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.model import Finding

RULE = "iam-identity-escalates"


def test_each_way_to_start_something_with_a_passed_role(tmp_path: Path) -> None:
    """Who passes an administrator's role and may start what has it; not with a step less."""
    whole, parts = _users([(PASS, *way) for ways in RUNNERS.values() for way in ways], "Admin")
    services = [f"{PRINCIPALS.get(one, one)}.amazonaws.com" for one in RUNNERS]
    profile = {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": [{"Ref": "Admin"}]}}
    told = _told(tmp_path, {"Admin": _admin(services), "Profile": profile, **whole, **parts})
    assert told == set(whole)


def test_each_way_into_what_runs(tmp_path: Path) -> None:
    """Who brings code into what runs with an administrator's role; not into what has another."""
    resources: dict[str, Any] = {"Admin": _admin(["ec2.amazonaws.com"]), "Plain": _role()}
    expected: set[str] = set()
    for number, (kind, path, ways) in enumerate(CHANGED):
        for role in ("Admin", "Plain"):
            thing, profile = f"{role}Thing{number}", f"{role}Profile{number}"
            body = {"Roles": [{"Ref": role}]}
            resources[profile] = {"Type": "AWS::IAM::InstanceProfile", "Properties": body}
            is_machine = kind == "AWS::EC2::Instance"
            led = {"Ref": profile} if is_machine else {"Fn::GetAtt": [role, "Arn"]}
            resources[thing] = {"Type": kind, "Properties": _nested(path, led)}
            whole, _ = _users(list(ways), thing, f"{role}{number}", attribute="Ref")
            resources |= whole
            expected |= set(whole) if role == "Admin" else set()
    assert _told(tmp_path, resources) == expected


def test_each_way_to_rights_of_its_own(tmp_path: Path) -> None:
    """Who writes its own policies; who makes credentials of an administrator."""
    own = {
        f"Own{number}": _user([action], {"Fn::GetAtt": [f"Own{number}", "Arn"]})
        for number, action in enumerate(EQUIPPING["AWS::IAM::User"])
    }
    chief = {"Type": "AWS::IAM::User", "Properties": {"ManagedPolicyArns": [_ADMINISTRATOR]}}
    ways = [(action,) for action in ENTERING["AWS::IAM::User"]]
    others, _ = _users(ways, "Chief", "Other")
    policy = {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {
            "Users": [{"Ref": "Writer"}],
            "PolicyDocument": {"Statement": _statement([REWRITING], {"Ref": "Policy"})},
        },
    }
    resources = {"Chief": chief, "Policy": policy, "Writer": {"Type": "AWS::IAM::User"}}
    assert _told(tmp_path, {**resources, **own, **others}) == {*own, *others, "Writer"}


def test_the_chain_is_told_statement_by_statement(tmp_path: Path) -> None:
    """In the order of its steps, each where it stands; what one statement allows is one."""
    starting = _statement(["lambda:Create*", "lambda:InvokeFunction"], "*")
    document = {"Statement": [_statement(["logs:*"], "*"), starting]}
    developer = {"Policies": [{"PolicyName": "functions", "PolicyDocument": document}]}
    passing = {"Statement": _statement([PASS], {"Fn::GetAtt": ["Admin", "Arn"]})}
    resources = {
        "Admin": _admin(["lambda.amazonaws.com"]),
        "Developer": {"Type": "AWS::IAM::User", "Properties": developer},
        "Passing": {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"Users": [{"Ref": "Developer"}], "PolicyDocument": passing},
        },
    }
    (tmp_path / "t.json").write_text(json.dumps({"Resources": resources}, indent=1))
    (finding,) = _found(tmp_path, "t.json")
    assert [
        (one.logical_id, one.location.property_path, one.message["en"]) for one in finding.related
    ] == [
        (
            "Passing",
            "Properties.PolicyDocument.Statement",
            "step 1: a statement of Passing allows iam:PassRole",
        ),
        (
            "Developer",
            "Properties.Policies[0].PolicyDocument.Statement[1]",
            "step 2: a statement of Developer allows lambda:CreateFunction, lambda:InvokeFunction",
        ),
    ]
    lines = (tmp_path / "t.json").read_text().splitlines()
    told = [lines[one.location.start.line - 1] for one in finding.related]
    assert told[0].strip().startswith('"Statement": {')
    assert "lambda:Create*" in lines[finding.related[1].location.start.line + 2]


def test_the_chain_leads_into_another_stack(tmp_path: Path) -> None:
    """A policy that is attached by the export of the stack with the user."""
    user = _user(["lambda:CreateFunction", "lambda:InvokeFunction"], "*")
    first = {
        "Resources": {"Admin": _admin(["lambda.amazonaws.com"]), "Developer": user},
        "Outputs": {
            "User": {"Value": {"Ref": "Developer"}, "Export": {"Name": "developer"}},
            "Role": {"Value": {"Fn::GetAtt": ["Admin", "Arn"]}, "Export": {"Name": "admin"}},
        },
    }
    passing = {
        "Users": [{"Fn::ImportValue": "developer"}],
        "PolicyDocument": {"Statement": _statement([PASS], {"Fn::ImportValue": "admin"})},
    }
    second = {"Resources": {"Passing": {"Type": "AWS::IAM::ManagedPolicy", "Properties": passing}}}
    app = tmp_path / "cdk.out"
    app.mkdir()
    artifacts: dict[str, Any] = {}
    for name, template in (("One", first), ("Two", second)):
        (app / f"{name}.template.json").write_text(json.dumps(template))
        file = {"templateFile": f"{name}.template.json"}
        artifacts[name] = {"type": "aws:cloudformation:stack", "properties": file}
    (app / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts}))
    (app / "cdk.out").write_text('{"version": "55.0.0"}')
    (finding,) = _found(tmp_path, "cdk.out")
    assert [(one.logical_id, one.location.path) for one in finding.related] == [
        ("Passing", "cdk.out/Two.template.json"),
        ("Developer", "cdk.out/One.template.json"),
        ("Developer", "cdk.out/One.template.json"),
    ]


def test_patterns_stand_for_the_actions_they_match() -> None:
    """In any case of letters; a bracket is no wildcard of IAM's."""
    assert matched("*") == ACTIONS
    assert matched("IAM:pass*") == {PASS}
    assert matched("iam:[p]assRole") == frozenset()
    assert matched("iam:PassRole?") == frozenset()


_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def _role(services: list[str] | None = None) -> dict[str, Any]:
    principal = {"Service": services or ["ec2.amazonaws.com"]}
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    properties = {"AssumeRolePolicyDocument": {"Statement": [statement]}}
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _admin(services: list[str]) -> dict[str, Any]:
    role = _role(services)
    role["Properties"]["ManagedPolicyArns"] = [_ADMINISTRATOR]
    return role


def _statement(actions: list[str], resource: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def _user(actions: list[str], resource: Any) -> dict[str, Any]:
    """A user with a policy for each action."""
    policies = [
        {"PolicyName": f"p{at}", "PolicyDocument": {"Statement": [_statement([one], resource)]}}
        for at, one in enumerate(actions)
    ]
    return {"Type": "AWS::IAM::User", "Properties": {"Policies": policies}}


def _users(
    ways: list[tuple[str, ...]], target: str, prefix: str = "User", attribute: str = "Arn"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Users who have all that a way takes, and users who lack one step of it."""
    arn: Any = {"Fn::GetAtt": [target, "Arn"]} if attribute == "Arn" else {"Ref": target}
    whole, parts = dict[str, Any](), dict[str, Any]()
    for number, way in enumerate(ways):
        for lacking in (None, *(way if len(way) > 1 else ())):
            user = _user([one for one in way if one != lacking], arn)
            for policy in user["Properties"]["Policies"]:
                for statement in policy["PolicyDocument"]["Statement"]:
                    is_on_one = statement["Action"] == [PASS] or len(way) == 1 or attribute != "Arn"
                    statement["Resource"] = arn if is_on_one else "*"
            name = f"{prefix}{number}" + (lacking or "").replace(":", "").replace("-", "")
            (whole if lacking is None else parts)[name] = user
    return whole, parts


def _nested(path: str, value: Any) -> dict[str, Any]:
    for key in reversed(path.removeprefix("$.Properties.").split(".")):
        value = {key: value}
    return value


def _told(folder: Path, resources: dict[str, Any]) -> set[str]:
    (folder / "t.json").write_text(json.dumps({"Resources": resources}))
    return {one.subject.logical_id for one in _found(folder, "t.json")}


def _found(folder: Path, path: str) -> list[Finding]:
    report = scan(path, folder=folder, config=None, profile="all")
    return [one for one in report.findings if one.status == "fail" and one.rule.id == RULE]
