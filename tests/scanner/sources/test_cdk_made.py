"""What the CDK makes by itself is told from what the user wrote, by what is there and no name."""

from __future__ import annotations

import copy
import importlib
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cdk_made as page
import synth
from synthgate.choosing import built_in_and_own
from synthgate.sources.assembly import load_assembly
from synthgate.sources.cdk_made import made_by_cdk
from synthgate.sources.cdk_made.table import ROWS
from synthgate.sources.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.scanner.conftest import Ran

    from synthgate.sources.cdk_made.parts import Part, Row

APP = Path(__file__).with_name("helpers_app.py")
SINGLETON = "LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a"
LAYERS = {"AwsCliLayer/Resource", "NodeProxyAgentLayer/Resource"}
RETENTION: dict[str, Any] = {
    "Type": "AWS::Lambda::Function",
    "Properties": {
        "Code": {"S3Bucket": "assets", "S3Key": "a.zip"},
        "Handler": "index.handler",
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Runtime": "nodejs24.x",
        "Timeout": 900,
    },
}
"""The function of `LogRetention`, as the CDK writes it."""
BASTION: dict[str, Any] = {
    "Type": "AWS::IAM::Policy",
    "Properties": {
        "PolicyDocument": {
            "Statement": [
                {
                    "Action": ["ssmmessages:*", "ssm:UpdateInstanceInformation", "ec2messages:*"],
                    "Effect": "Allow",
                    "Resource": "*",
                }
            ],
            "Version": "2012-10-17",
        },
        "PolicyName": "Policy",
        "Roles": [{"Ref": "Role"}],
    },
}


def made(body: Any, path: str, tree: Mapping[str, str] | None = None) -> bool:
    """Whether the CDK made a resource at a path."""
    return "X" in made_by_cdk({"X": body}, {"X": path}, (tree or {}).get)


def changed(body: Any, *route: str, to: Any) -> Any:
    """A resource with one thing in it another."""
    other = copy.deepcopy(body)
    at = other
    for step in route[:-1]:
        at = at[step]
    at[route[-1]] = to
    return other


# By hand


def test_a_row_has_to_fit_as_a_whole() -> None:
    """The path ends in the id of the CDK, the type is that of the row, and so is every property."""
    assert made(RETENTION, f"App/{SINGLETON}/Resource")
    assert not made(RETENTION, f"App/{SINGLETON}/Function")
    assert not made({**RETENTION, "Type": "AWS::Lambda::Version"}, f"App/{SINGLETON}/Resource")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Handler", "mine.handler"),
        ("Code", {"ZipFile": "exports.handler = mine"}),
        ("Code", {"ImageUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine"}),
        ("Environment", {"Variables": {"PASSWORD": "swordfish"}}),
        ("Timeout", 3),
        ("Runtime", "provided.al2023"),
        ("Role", "arn:aws:iam::111122223333:role/admin"),
        ("VpcConfig", {"SubnetIds": ["subnet-1"]}),
    ],
)
def test_a_copied_name_proves_nothing(name: str, value: Any) -> None:
    """A program that gives its own function an id of the CDK's keeps it."""
    body = changed(RETENTION, "Properties", name, to=value)
    assert not made(body, f"App/{SINGLETON}/Resource")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Action", ["ssmmessages:*", "iam:*"]),
        ("Action", "*"),
        ("Effect", "Deny"),
        ("NotAction", "s3:*"),
        ("Principal", "*"),
    ],
)
def test_one_more_action_makes_a_statement_the_users(key: str, value: Any) -> None:
    """A policy is the CDK's where it says what the CDK says, and not a word more."""
    path, tree = (
        "App/Bastion/Resource/InstanceRole/DefaultPolicy/Resource",
        {"App/Bastion": "aws-cdk-lib.aws_ec2.BastionHostLinux"},
    )
    assert made(BASTION, path, tree)
    statement = {**BASTION["Properties"]["PolicyDocument"]["Statement"][0], key: value}
    document = {"Statement": [statement], "Version": "2012-10-17"}
    assert not made(changed(BASTION, "Properties", "PolicyDocument", to=document), path, tree)


def test_where_the_user_gives_the_id_the_tree_tells() -> None:
    """Without a tree, or with another class in it, a bastion is an instance like any."""
    path = "App/Bastion/Resource/InstanceRole/DefaultPolicy/Resource"
    assert not made(BASTION, path)
    assert not made(BASTION, path, {"App/Bastion": "aws-cdk-lib.aws_ec2.Instance"})


def test_a_custom_resource_is_of_whom_it_calls() -> None:
    """The type of the CDK's with a function of the user's is the user's."""
    body = {"Type": "Custom::LogRetention", "Properties": {"RetentionInDays": 1}}
    for called, expected in (("Retention", True), ("Mine", False)):
        token = {"Fn::GetAtt": [called, "Arn"]}
        resources: dict[str, Any] = {
            "Retention": RETENTION,
            "Mine": RETENTION,
            "X": changed(body, "Properties", "ServiceToken", to=token),
        }
        paths = {"Retention": f"A/{SINGLETON}/Resource", "Mine": "A/Mine", "X": "A/L/Resource"}
        assert ("X" in made_by_cdk(resources, paths, lambda _: None)) is expected


WORDS = st.text("abcDEF019-:", min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_no_name_of_the_users_is_one_of_the_cdks(words: list[str]) -> None:
    """However the user calls it, what has no id of the CDK's is the user's."""
    assert not made(RETENTION, "/".join(words) + "/Resource")
    assert not made(BASTION, "/".join(words) + "/DefaultPolicy/Resource")


def test_an_odd_body_is_the_users() -> None:
    """Properties may be anything; none of it stops the scan."""
    odd: list[Any] = [None, [], "text", 1, {"Fn::If": ["A", {}, {}]}]
    path = f"A/{SINGLETON}/Resource"
    for value in odd:
        assert not made({**RETENTION, "Properties": value}, path)
        for name in RETENTION["Properties"]:
            assert made(changed(RETENTION, "Properties", name, to=value), path) in {True, False}


# The table


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assembly of an app with all of it, of the CDK that is installed."""
    pytest.importorskip("aws_cdk.aws_s3")
    folder = tmp_path_factory.mktemp("helpers")
    (folder / "layer").mkdir()
    (folder / "layer" / "kubectl").write_text("")
    (folder / "layer" / "Dockerfile").write_text("FROM scratch\n")
    environ = synth.app_environment(os.environ, synth.find_node(os.environ), {}, folder / "cdk.out")
    command = [sys.executable, str(APP), str(folder / "layer")]
    subprocess.run(command, env=environ, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder / "cdk.out"


def _parts() -> list[tuple[Row, Part]]:
    return [(row, part) for row in ROWS for part in row.parts]


@pytest.mark.exhaustive
def test_every_row_is_what_the_cdk_writes(out: Path) -> None:
    """Each part of the table is found in the app, but for those of older versions alone."""
    unit = load_assembly(out, Places(out.parent, out.parent))
    found = [
        (loaded.template.resources[name]["Type"], origin.construct_path, origin.made.construct)
        for loaded in unit.templates
        for name, origin in loaded.origins.items()
        if origin.made and loaded.template
    ]
    missing = {
        f"{row.construct}: {part.path}"
        for row, part in _parts()
        if "2.275.0" in row.seen
        and not any(
            kind == part.type
            and made_for == row.construct
            and row.pattern(part).fullmatch(path or "")
            for kind, path, made_for in found
        )
    }
    assert missing <= ONLY_OLDER


ONLY_OLDER = {
    f"{construct}: {above}waiter-state-machine/LogGroup/Resource"
    for construct, above in (("Provider", ""), ("Table", "Provider/"), ("eks.Cluster", "Provider/"))
} | {
    "eks.Cluster: Provider/waiter-state-machine/Resource",
    "Bucket: Role/DefaultPolicy/Resource",
}
"""What the CDK makes no more, or where the user asks for it."""


@pytest.mark.exhaustive
def test_nothing_of_the_users_is_taken_for_the_cdks(out: Path) -> None:
    """The functions, roles and servers that the app itself asks for."""
    unit = load_assembly(out, Places(out.parent, out.parent))
    ours = {
        origin.construct_path.partition("/")[2]
        for loaded in unit.templates
        for origin in loaded.origins.values()
        if origin.construct_path and not origin.made
    }
    assert ours >= {
        "Called/Resource",
        "Handler/Resource",
        "Trigger/Resource",
        "Bastion/Resource/Resource",
    }
    assert ours >= {"Call/CustomResourcePolicy/Resource", "Machine/Role/Resource"}


MENDED = {
    ("AWS::KMS::Key", "Properties.EnableKeyRotation"),
    ("AWS::Lambda::Function", "Properties.KmsKeyArn"),
    ("AWS::Lambda::Function", "Properties.VpcConfig.SubnetIds"),
    ("AWS::Logs::LogGroup", ""),
    ("AWS::Logs::LogGroup", "Properties.KmsKeyId"),
    ("AWS::SNS::Topic", "Properties.KmsMasterKeyId"),
}
"""What props of the app's constructs set, a log group in the place of the CDK's among them."""


def told(findings: list[Any]) -> int:
    """How many there are, with those that kept silent for them."""
    return sum(1 + len(finding["also"]) for finding in findings)


@pytest.mark.exhaustive
def test_no_finding_of_a_helper_closes_a_gate(out: Path, cli: Callable[..., Ran]) -> None:
    """What is left of them a prop mends; ``--untrusted``, or the file, takes all of it back."""
    rules = built_in_and_own().rules
    tried = {rule.id for rule in rules if rule.maturity == "preview"}

    def findings(*options: str, config: str = "") -> tuple[list[Any], list[Any]]:
        argv = ("scan", "--profile", "all", "--format", "json", *options, str(out))
        report = cli(*argv, files={"synthgate.yaml": config}).report
        helpers = [f for f in report["findings"] if f["resource"]["made_by"] == "cdk"]
        aside = report["accepted_findings"]
        return helpers, [f for f in aside if f["rule_id"] not in tried]

    active, aside = findings()
    assert {finding["disposition"] for finding in aside} == {"cdk-made"}
    assert {finding["resource"]["made_by"] for finding in aside} == {"cdk"}
    assert not [finding for finding in active if finding["severity"] in {"high", "critical"}]
    assert {(it["resource"]["type"], it["location"]["property_path"]) for it in active} <= MENDED
    untrusted = findings("--untrusted")
    for helpers, still_aside in (untrusted, findings(config="cdk-made: count")):
        assert told(helpers) == told(active) + told(aside)
        assert not still_aside


@pytest.mark.exhaustive
def test_a_fix_names_the_prop(out: Path, cli: Callable[..., Ran]) -> None:
    """Where a prop of the user's construct mends it, the user is told which."""
    ran = cli("scan", "--no-config", "--profile", "all", "--format", "junit", str(out))
    assert (
        "The CDK made this resource: set provider_function_env_encryption of Provider." in ran.out
    )
    assert "made by the CDK: it belongs to LogRetention, which has no prop" in ran.out
    sarif = cli("scan", "--no-config", "--profile", "all", "--format", "sarif", str(out)).out
    assert "set provider_function_env_encryption of Provider." in sarif.replace("\\\\", "")


CLASSES = {
    "Bucket": "aws_s3.Bucket",
    "BucketDeployment": "aws_s3_deployment.BucketDeployment",
    "AwsCustomResource": "custom_resources.AwsCustomResource",
    "Provider": "custom_resources.Provider",
    "LogRetention": "aws_logs.LogRetention",
    "DnsValidatedCertificate": "aws_certificatemanager.DnsValidatedCertificate",
    "Cluster": "aws_ecs.AddCapacityOptions",
    "eks.Cluster": "aws_eks.Cluster",
    "CodePipeline": "pipelines.CodePipeline",
    "Pipeline": "aws_codepipeline.Pipeline",
}
"""The classes that have the props of the table."""


@pytest.mark.exhaustive
def test_every_prop_is_one() -> None:
    """The props that fixes name are keywords of the constructs."""
    pytest.importorskip("aws_cdk.aws_s3")
    for row, part in _parts():
        for prop in filter(None, part.props.values()):
            module, _, name = CLASSES[row.construct].partition(".")
            found = getattr(importlib.import_module(f"aws_cdk.{module}"), name)
            assert prop in inspect.signature(found.__init__).parameters, (row.construct, prop)


def test_the_page_lists_the_table() -> None:
    """``python tools/cdk_made.py`` writes it."""
    text = page.PAGE.read_text("utf-8")
    assert page.written(text) == text
