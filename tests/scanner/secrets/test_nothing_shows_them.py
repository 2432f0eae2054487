"""Whatever is asked of templates that are full of secrets, no output holds one."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generated.planting import framed, known, letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scanner.conftest import Ran

KNOWN = known()
FORMATS = (
    "text",
    "text-verbose",
    "json",
    "sarif",
    "sarif-github",
    "junit",
    "gitlab-sast",
    "asff",
    "ocsf",
    "html",
    "results",
)
CHECKLISTS = ("checklist", "checklist-markdown")
WORDS = iter(range(10**6))


def word() -> str:
    """A password that stands nowhere else."""
    return f"pw{next(WORDS)}{letters(9)}"


class Planted:
    """A template, and what stands in it that nobody should see."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self.given = {"Hidden": self.new(), "EchoedPassword": self.new()}
        self.template: dict[str, Any] = {
            "Parameters": {
                "Hidden": {"Type": "String", "NoEcho": True},
                "EchoedPassword": {"Type": "String"},
                "Kept": {"Type": "String", "NoEcho": True, "Default": self.new()},
                "Used": {"Type": "String", "Default": self.new()},
                "Stage": {"Type": "String"},
            },
            "Conditions": {"Live": {"Fn::Equals": [{"Ref": "Stage"}, "live"]}},
            "Mappings": {
                "Passwords": {"dev": {"Admin": self.new()}, "prod": {"Admin": self.new()}}
            },
            "Resources": {**self.documented(), **self.programs(), **self.elsewhere()},
            "Outputs": {
                "AdminPassword": {"Value": self.new()},
                "Shown": {"Value": {"Ref": "Hidden"}},
                "Token": {"Value": self.keep(KNOWN["github"])},
            },
        }

    def new(self) -> str:
        return self.keep(word())

    def keep(self, secret: str) -> str:
        lines = secret.splitlines()
        self.secrets.update(lines[1:-1] if len(lines) > 1 else lines)
        return secret

    def documented(self) -> dict[str, Any]:
        """In properties that are documented as credentials, in every way to write them."""
        lines = f"{self.new()} {self.new()}"
        half, other = self.new(), self.new()
        ways = {
            "Literal": self.new(),
            "Quoted": f"{self.new()}\"\\ '",
            "Number": 10_000_000_000 + 73_912_345,
            "Folded": lines,
            "Default": {"Ref": "Used"},
            "Given": {"Ref": "EchoedPassword"},
            "Hidden": {"Ref": "Hidden"},
            "Chosen": {"Fn::FindInMap": ["Passwords", {"Ref": "Stage"}, "Admin"]},
            "Either": {"Fn::If": ["Live", self.new(), self.new()]},
            "Joined": {"Fn::Join": ["", [half, other]]},
            "InText": {"Fn::Sub": f"{self.new()}${{Used}}"},
        }
        self.secrets.add(str(ways["Number"]))
        return {
            f"Database{name}": {
                "Type": "AWS::RDS::DBInstance",
                "Properties": {"MasterUserPassword": value, "Engine": "postgres"},
            }
            for name, value in ways.items()
        }

    def programs(self) -> dict[str, Any]:
        """In variables, user data and files of what runs."""
        tokens = {kind: framed(kind, self.keep(secret)) for kind, secret in KNOWN.items()}
        variables = {f"V_{kind}": text for kind, text in tokens.items()}
        script = f"#!/bin/sh\nexport DB_PASSWORD={self.new()}\n{KNOWN['private_key']}\n"
        packed = base64.b64encode(f"mysql --password={self.new()}\n".encode()).decode()
        self.secrets.add(packed)
        return {
            "Function": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Environment": {"Variables": {**variables, "API_PASSWORD": self.new()}},
                    "Code": {"ZipFile": f"KEY = '{KNOWN['stripe']}'\n"},
                },
            },
            "Task": {
                "Type": "AWS::ECS::TaskDefinition",
                "Properties": {
                    "ContainerDefinitions": [
                        {"Environment": [{"Name": "DB_PASSWORD", "Value": self.new()}]}
                    ]
                },
            },
            "Machine": {
                "Type": "AWS::EC2::Instance",
                "Metadata": {
                    "AWS::CloudFormation::Authentication": {"x": {"password": self.new()}},
                    "AWS::CloudFormation::Init": {
                        "config": {
                            "files": {"/etc/x": {"content": f"password='{self.new()}'\n"}},
                            "commands": {"a": {"command": f"git clone {tokens['url']}"}},
                        }
                    },
                },
                "Properties": {"UserData": {"Fn::Base64": {"Fn::Sub": script}}},
            },
            "Packed": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": packed}},
        }

    def elsewhere(self) -> dict[str, Any]:
        """In secrets, stored parameters, and next to faults of others."""
        text = json.dumps({"username": "app", "password": self.new()})
        return {
            "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": text}},
            "Stored": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Name": "/db/password", "Type": "String", "Value": self.new()},
            },
            "Composed": {
                "Type": "AWS::SNS::Topic",
                "Properties": {"TopicName": {"Fn::Join": ["", ["a ", KNOWN["gitlab"]]]}},
            },
            "Bucket": {"Type": "AWS::S3::Bucket"},
        }


PLANTED = Planted()
MINIFIED = json.dumps(PLANTED.template, separators=(",", ":"))
TEMPLATES = {
    "t.yaml": yaml.safe_dump(PLANTED.template, sort_keys=False, width=40),
    "wide.yaml": yaml.safe_dump(PLANTED.template, sort_keys=False, width=10_000),
    "flow.yaml": yaml.safe_dump(PLANTED.template, default_flow_style=True, width=120),
    "t.json": json.dumps(PLANTED.template, indent=2),
    "small.json": MINIFIED,
}
NOSY = """\
id: nosy-rule
title: {en: Nosy, ko: 참견}
severity: high
pillar: security
resources: ["AWS::*"]
check:
  all-of:
    - {path: $.Properties.MasterUserPassword, matches: "^never$", default: never}
    - {path: "$.Properties.Environment.Variables.*", matches: "^never$"}
    - {path: $.Properties.UserData, equals: never, default: never}
    - {path: $.Properties.SecretString, equals: never, default: never}
    - {path: $.Properties.Value, equals: never, default: never}
    - {path: $.Properties.TopicName, in: [never], default: never}
why: {en: w, ko: 왜}
fix: {en: f, ko: 조치, template: "x: y"}
examples:
  fails: |
    Resources:
      A: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: x}}  # finding
  passes: |
    Resources:
      A: {Type: AWS::RDS::DBInstance}
"""


def assembly() -> dict[str, str]:
    """The same as a CDK app, with a program that has the secrets, too."""
    literals = sorted(PLANTED.secrets)
    program = ["import aws_cdk"]
    for number, secret in enumerate(literals):
        program += [f"bucket{number} = Bucket(self, 'B{number}')", f"use(name, {secret!r})"]
    program += ['"""', *literals, '"""', *(f"# {secret}" for secret in literals)]
    trace = [f"x (app.py:{2 * number + 2})" for number in range(len(PLANTED.template["Resources"]))]
    metadata = {
        f"/S/{name}": [
            {"type": "aws:cdk:logicalId", "data": name},
            {"type": "aws:cdk:creationStack", "data": [frame]},
        ]
        for name, frame in zip(PLANTED.template["Resources"], trace, strict=True)
    }
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/eu-west-1",
        "properties": {"templateFile": "S.template.json"},
        "metadata": metadata,
        "displayName": "S",
    }
    manifest = {"version": "36.0.0", "artifacts": {"S": stack}}
    return {
        "app.py": "\n".join(program),
        "cdk.out/manifest.json": json.dumps(manifest),
        "cdk.out/cdk.out": '{"version":"36.0.0"}',
        "cdk.out/S.template.json": TEMPLATES["t.json"],
    }


FILES: dict[str, str] = {
    "given.json": json.dumps(PLANTED.given),
    "nosy.yaml": NOSY,
    "nosy/nosy.yaml": NOSY.replace("nosy-rule", "nosy-too"),
}


def forms(secret: str) -> Iterator[str]:
    yield secret
    yield base64.b64encode(secret.encode()).decode()
    yield json.dumps(secret)[1:-1]


HIDDEN = {form for secret in PLANTED.secrets for form in forms(secret)}
CUT = {secret[:24] for secret in PLANTED.secrets if len(secret) > 24}
"""What is left of a long one where a line is cut."""


def leaks(text: str) -> set[str]:
    """What is in a text, or in the data of a page, which are deflated."""
    for packed in re.findall(r'id="data">([A-Za-z0-9+/=]+)<', text):
        text += zlib.decompress(base64.b64decode(packed)).decode()
    return {form for form in HIDDEN | CUT if form in text}


@pytest.fixture(params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def asked(cli: Callable[..., Ran], *argv: str, files: Mapping[str, str]) -> Ran:
    ran = cli(*argv, files={**FILES, **files})
    assert not leaks(ran.out + ran.err), argv
    return ran


@pytest.mark.sampled(24)
@pytest.mark.parametrize("profile", ["all", "recommended"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_no_report_of_a_template(
    cli: Callable[..., Ran], name: str, profile: str, language: str, tmp_path: Path
) -> None:
    """In any format; and there is something that it does not show."""
    wishes = [f"--format={one}=out/{one}" for one in FORMATS]
    options = ("--profile", profile, "--rules", "nosy", "--lang", language)
    given = ("--parameters", "given.json")
    (tmp_path / "out").mkdir()
    ran = asked(cli, "scan", name, *options, *given, *wishes, files={name: TEMPLATES[name]})
    assert ran.code in {1, 3}, ran.err
    for one in FORMATS:
        text = (tmp_path / "out" / one).read_text()
        assert not leaks(text), one
        assert one == "results" or "database-password-in-template" in text
    found = json.loads((tmp_path / "out" / "json").read_text())["findings"]
    assert {"secret-in-output", "secret-in-user-data", "nosy-too"} <= {
        it["rule_id"] for it in found
    }


@pytest.mark.sampled(2)
def test_no_report_of_an_app(cli: Callable[..., Ran], language: str, tmp_path: Path) -> None:
    """The lines of its program are shown without them."""
    wishes = [f"--format={one}=out/{one}" for one in FORMATS]
    (tmp_path / "out").mkdir()
    options = ("--profile", "all", "--lang", language, "--parameters", "given.json")
    asked(cli, "scan", "cdk.out", *options, *wishes, files=assembly())
    for one in FORMATS:
        text = (tmp_path / "out" / one).read_text()
        assert not leaks(text), one
        assert one in {"results", "junit", "html"} or "app.py" in text


@pytest.mark.sampled(2)
def test_no_checklist(cli: Callable[..., Ran], language: str, tmp_path: Path) -> None:
    """For auditors, who pass it on."""
    wishes = [f"--format={one}={one}.out" for one in CHECKLISTS]
    options = ("--framework", "production-checklist", "--lang", language)
    ran = asked(cli, "scan", "t.yaml", *options, *wishes, files=TEMPLATES)
    assert ran.code != 2, ran.err
    for one in CHECKLISTS:
        assert not leaks((tmp_path / f"{one}.out").read_text())


@pytest.mark.exhaustive
def test_nothing_is_explained(cli: Callable[..., Ran], language: str) -> None:
    """Neither a resource nor a verdict."""
    options = ("--lang", language, "--parameters", "given.json")
    for name in PLANTED.template["Resources"]:
        ran = asked(cli, "explain", "--resource", name, "t.yaml", *options, files=TEMPLATES)
        assert name in ran.out, ran.err
        if name == "Bucket":
            continue
        told = ("--rules", "nosy", "--explain", f"nosy-too:{name}")
        ran = asked(cli, "scan", "t.yaml", *told, *options, files=TEMPLATES)
        assert name in ran.out, ran.err
    for rule in ("database-password-in-template:DatabaseLiteral", "secret-in-output:t.yaml"):
        ran = asked(cli, "scan", "t.yaml", "--explain", rule, *options, files=TEMPLATES)
        assert "=>" in ran.out, ran.err


def test_no_rule_that_is_tried_shows_them(cli: Callable[..., Ran], language: str) -> None:
    """Nor each of its steps."""
    options = ("--lang", language, "--parameters", "given.json", "--explain")
    ran = asked(cli, "rules", "try", "nosy.yaml", "t.yaml", *options, files=TEMPLATES)
    assert "DatabaseLiteral" in ran.out, ran.err


def test_no_cache_holds_them(tmp_path: Path) -> None:
    """Nothing that a run leaves behind, in whatever folder it may write."""
    for name, text in {**FILES, "t.yaml": TEMPLATES["t.yaml"]}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    homes = {
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "SYNTHGATE_CACHE": "on",
        "TMPDIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "synthgate", "scan", "t.yaml", "--rules", "nosy"]
    ran = subprocess.run(
        command, cwd=tmp_path, capture_output=True, env={**os.environ, **homes}, check=False
    )
    assert ran.returncode == 1
    kept = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert not any(leaks(path.read_bytes().decode("latin-1")) for path in kept)


def test_an_identity_does_not_hang_on_a_secret(cli: Callable[..., Ran]) -> None:
    """Else it would tell who guesses one that the guess is right."""
    before = asked(cli, "scan", "t.json", *JSON, files=TEMPLATES).report["findings"]
    text = TEMPLATES["t.json"]
    for secret in sorted(PLANTED.secrets, key=len, reverse=True):
        if secret.startswith("pw"):
            text = text.replace(secret, f"other{secret[::-1]}")
    after = asked(cli, "scan", "t.json", *JSON, files={"t.json": text}).report["findings"]
    assert {it["fingerprint"] for it in before} == {it["fingerprint"] for it in after}


JSON = ("--rules", "nosy", "--profile", "all", "--format", "json")
