"""The verdicts of the built-in rules where only a correct resolution gives the right one.

Each feature of CloudFormation that a value may hang on, in a variant that fails, one that
passes, and one that only the deployment decides: which then names what decides it.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from synthgate.config import Config
from synthgate.pipeline import run
from synthgate.rule.cards.profile import Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from synthgate.model import Report

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


FAIL, PASS, UNKNOWN, NONE = "fail", "pass", "unknown", None


class Slot(NamedTuple):
    """A place in a resource R that a rule looks at."""

    rule: str
    resource: str


ENCRYPTED = (
    "{ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}"
)
ALLOWED = "Effect: Allow, Action: s3:GetObject"
SLOTS = {
    # true passes, anything else known fails
    "flag": Slot(
        "s3-bucket-public-access-unblocked",
        "{Type: AWS::S3::Bucket, Properties: {PublicAccessBlockConfiguration: {"
        "BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, "
        "RestrictPublicBuckets: @}}}",
    ),
    # "*" fails, anything else known passes
    "arn": Slot(
        "iam-policy-wildcard-resource",
        "{Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: "
        "[{" + ALLOWED + ", Resource: @}]}}}",
    ),
    "action": Slot(
        "iam-policy-wildcard-action",
        "{Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: "
        "[{Effect: Allow, Resource: 'arn:aws:s3:::b/*', Action: @}]}}}",
    ),
    "statements": Slot(
        "iam-policy-wildcard-resource",
        "{Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: @}}}",
    ),
    # something passes, nothing fails
    "days": Slot(
        "log-group-kept-forever", "{Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: @}}"
    ),
    "encryption": Slot(
        "s3-bucket-unencrypted", "{Type: AWS::S3::Bucket, Properties: {BucketEncryption: @}}"
    ),
    "bucket": Slot("s3-bucket-unencrypted", "{Type: AWS::S3::Bucket, Properties: @}"),
    # "*" fails
    "trust": Slot(
        "iam-role-trusts-anyone",
        "{Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: "
        "[{Effect: Allow, Action: sts:AssumeRole, Principal: {AWS: @}}]}}}",
    ),
    "deletion": Slot(
        "stateful-resource-not-retained",
        "{Type: AWS::DynamoDB::Table, UpdateReplacePolicy: Retain, DeletionPolicy: @}",
    ),
    "rotation": Slot(
        "kms-key-not-rotated", "{Type: AWS::KMS::Key, Properties: {EnableKeyRotation: @}}"
    ),
}

AROUND = """
Transform: AWS::LanguageExtensions
Metadata: {synthgate: {environment: production}}
Parameters:
  Yes: {Type: String, Default: "true"}
  No: {Type: String, Default: "false"}
  Star: {Type: String, Default: "*"}
  Arn: {Type: String, Default: "arn:aws:s3:::b/k"}
  Empty: {Type: String, Default: ""}
  One: {Type: Number, Default: 1}
  Open: {Type: String}
  Other: {Type: String}
  OpenNumber: {Type: Number}
  OpenList: {Type: CommaDelimitedList}
  List: {Type: CommaDelimitedList, Default: "arn:aws:s3:::a/k, arn:aws:s3:::b/k"}
  StarList: {Type: CommaDelimitedList, Default: "arn:aws:s3:::a/k, *"}
  Secret: {Type: String, NoEcho: true}
  SecretYes: {Type: String, NoEcho: true, Default: "true"}
  Ssm: {Type: "AWS::SSM::Parameter::Value<String>", Default: /a/b}
  SsmList: {Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /a/b}
  Stage: {Type: String, AllowedValues: [dev, test, prod]}
  Trues: {Type: String, AllowedValues: ["true", "True"]}
  Falses: {Type: String, AllowedValues: ["false", "no"]}
  Either: {Type: String, AllowedValues: ["true", "false"]}
  Index: {Type: Number, AllowedValues: [0, 1]}
Mappings:
  M:
    dev: {Flag: "false", Same: "true", Never: "false", Arn: "*", Key: Flag}
    test: {Flag: "true", Same: "true", Never: "no", Arn: "arn:aws:s3:::t/k", Key: Flag}
    prod: {Flag: "true", Same: "true", Never: "false", Arn: "arn:aws:s3:::p/k", Key: Flag}
  Pairs:
    dev: {Effect: Deny, Resource: "*", List: ["a", "*"]}
    test: {Effect: Allow, Resource: "arn:aws:s3:::t/k", List: ["a", "b"]}
    prod: {Effect: Allow, Resource: "arn:aws:s3:::p/k", List: ["a", "b"]}
  Partitions:
    aws: {Flag: "true"}
    aws-cn: {Flag: "false"}
Conditions:
  Always: !Equals [a, a]
  Never: !Equals [a, b]
  Maybe: !Equals [!Ref Open, x]
  Perhaps: !Equals [!Ref Other, x]
  NotMaybe: !Not [!Condition Maybe]
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Equals [!Ref Stage, dev]
  IsTest: !Equals [!Ref Stage, test]
  NotProd: !Not [!Condition IsProd]
  ProdAndDev: !And [!Condition IsProd, !Condition IsDev]
  AnyStage: !Or [!Condition IsProd, !Condition IsDev, !Condition IsTest]
  IsOther: !Equals [!Ref Stage, elsewhere]
  InChina: !Equals [!Ref AWS::Partition, aws-cn]
  Looped: !Condition Looped
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Custom: {Type: Custom::Thing, Properties: {ServiceToken: x}}
  R: """


def scanned(
    folder: Path, text: str, parameters: object = None, *, all_scenarios: bool = False
) -> Report:
    """The report of one template."""
    (folder / "t.yaml").write_text(text)
    file = None
    if parameters is not None:
        file = folder / "given.json"
        file.write_text(json.dumps(parameters))
    return run(
        Config(
            profile=Wish("all"),
            paths=("t.yaml",),
            folder=folder,
            parameters=file,
            all_scenarios=all_scenarios,
        )
    )


def verdict(report: Report, rule: str, resource: str = "R", stack: str | None = None) -> Any:
    """What a rule said of a resource: None if it was not its business."""
    assert not [p for p in report.problems if "crashed" in p.message.en], report.problems
    found = [
        str(one.status)
        for one in report.verdicts
        if one.rule.id == rule
        and one.subject.logical_id == resource
        and (stack is None or one.subject.stack == stack)
    ]
    assert len(found) <= 1
    return found[0] if found else None


def why(report: Report, rule: str, resource: str = "R") -> str:
    return "; ".join(
        one.why.en
        for one in report.findings
        if one.rule.id == rule and one.subject.logical_id == resource
    )


def holds(folder: Path, slot: str, value: str, *expected: Any, **more: Any) -> None:
    rule, resource = SLOTS[slot]
    report = scanned(folder, AROUND + resource.replace("@", value), **more)
    status, *names = expected
    assert verdict(report, rule) == status
    for name in names:
        assert name in why(report, rule)


def once(_wrong: str, *values: Any) -> Any:
    """A case that came out wrong once, with what was wrong."""
    return pytest.param(*values)


INTRINSICS = [
    # Ref
    ("flag", "!Ref Yes", PASS),
    ("flag", "!Ref No", FAIL),
    ("flag", "!Ref Open", UNKNOWN, "Open"),
    ("flag", "{Ref: Yes}", PASS),
    ("days", "!Ref AWS::NoValue", FAIL),
    ("days", "!Ref OpenNumber", PASS),
    ("flag", "!Ref Nowhere", UNKNOWN, "Nowhere"),
    ("flag", "!Ref Bucket", FAIL),  # a bucket's name is no boolean: AWS would refuse it
    # Fn::GetAtt
    ("arn", "!GetAtt Bucket.Arn", PASS),
    ("arn", "{Fn::GetAtt: [Bucket, Arn]}", PASS),
    ("arn", "{Fn::GetAtt: Bucket.Arn}", PASS),
    ("flag", "!GetAtt Custom.Flag", UNKNOWN, "Custom.Flag"),
    ("flag", "!GetAtt Custom.A.B", UNKNOWN, "Custom.A.B"),
    ("days", "!GetAtt Custom.Days", PASS),
    # Fn::Sub
    ("arn", "!Sub '*'", FAIL),
    ("arn", "!Sub '${Star}'", FAIL),
    ("arn", "!Sub '${!Star}'", PASS),
    ("arn", "!Sub '${Open}'", UNKNOWN),
    ("arn", "!Sub ['${A}', {A: '*'}]", FAIL),
    ("arn", "!Sub ['${A}', {A: !Ref Arn}]", PASS),
    ("arn", "!Sub ['${Star}', {Star: own}]", PASS),
    ("arn", "{Fn::Sub: ['${A}${B}', {A: {Ref: Empty}, B: !Sub '${Star}'}]}", FAIL),
    ("arn", "!Sub 'arn:${AWS::Partition}:*'", FAIL),
    ("arn", "!Sub 'arn:${AWS::Partition}:s3:::x/*'", PASS),
    ("arn", "!Sub '${Bucket.Arn}/*'", PASS),
    ("arn", "!Sub '${Bucket}'", PASS),
    ("flag", "!Sub '${Custom.Flag}'", UNKNOWN, "Custom.Flag"),
    ("flag", "!Sub 't${AWS::NoValue}rue'", PASS),
    ("flag", "!Sub 'tr${Open}'", UNKNOWN, "Open"),
    ("flag", "!Sub 'x${Open}'", FAIL),
    ("flag", "!Sub '${Open}x'", FAIL),
    ("action", "!Sub 's3:${Star}'", FAIL),
    ("action", "!Sub 's3:Get${Star}'", PASS),
    ("action", "!Sub 's3:${Open}'", UNKNOWN),
    ("action", "!Sub 's3:Get${Open}'", PASS),
    ("action", "!Sub '${Open}:*'", FAIL),
    # Fn::Join
    ("arn", "!Join ['', ['*']]", FAIL),
    ("arn", "!Join [':', [arn, aws, s3, '', '', b/k]]", PASS),
    ("arn", "{Fn::Join: ['', [!Ref Empty, {Ref: Star}, '']]}", FAIL),
    ("arn", "!Join ['', [!Ref Open]]", UNKNOWN),
    ("arn", "!Join ['', !Ref OpenList]", UNKNOWN, "OpenList"),
    ("arn", "!Join [':', !Ref OpenList]", UNKNOWN, "OpenList"),
    ("arn", "!Join ['', ['*', !Ref AWS::NoValue]]", FAIL),
    ("action", "!Join [':', ['s3', '*']]", FAIL),
    ("action", "!Join [':', ['s3', 'Get*']]", PASS),
    ("action", "!Join [':', ['s3', !Ref Open]]", UNKNOWN),
    ("flag", "!Join ['', [!If [Maybe, t, t], rue]]", PASS),
    ("flag", "!Join ['', [!If [Always, !Ref 'AWS::NoValue', x], 'true']]", PASS),
    ("flag", "!Join ['', [!If [Maybe, !Ref 'AWS::NoValue', x], 'true']]", UNKNOWN, "Maybe"),
    ("arn", "!Join ['', !Split ['/', '*']]", FAIL),
    # Fn::Select
    ("arn", "!Select [1, [a, '*']]", FAIL),
    ("arn", "!Select ['1', [a, '*']]", FAIL),
    ("arn", "!Select [0, [a, '*']]", PASS),
    ("arn", "!Select [!Ref One, [a, '*']]", FAIL),
    ("arn", "!Select [1, !Ref StarList]", FAIL),
    ("arn", "!Select [0, !Ref StarList]", PASS),
    ("arn", "!Select [0, !Ref OpenList]", UNKNOWN),
    ("arn", "!Select [!Ref OpenNumber, [a, '*']]", UNKNOWN, "OpenNumber"),
    ("arn", "!Select [0, [a, !Ref Open]]", PASS),
    ("arn", "!Select [1, [!Ref Open, '*']]", FAIL),
    once("Fn::Select does not try the allowed values of its index",
    ("arn", "!Select [!Ref Index, ['*', '*']]", FAIL)),
    once("Fn::Select does not try the allowed values of its index",
    ("arn", "!Select [!Ref Index, [a, b]]", PASS)),
    ("arn", "!Select [!Ref Index, [a, '*']]", UNKNOWN, "Index"),
    ("arn", "!Select [0, !GetAZs '']", PASS),
    ("arn", "!Select [1, !If [Always, [a, '*'], [a, b]]]", FAIL),
    ("arn", "!Select [1, !If [Maybe, [a, '*'], [b, '*']]]", FAIL),
    ("arn", "!Select [1, !If [Maybe, [a, '*'], [b, b]]]", UNKNOWN, "Maybe"),
    # Fn::Split
    ("arn", "!Split [',', 'a,*']", FAIL),
    ("arn", "!Split [',', 'a,b']", PASS),
    ("arn", "!Split [',', !Ref Open]", UNKNOWN, "Open"),
    ("arn", "!Select [2, !Split [':', 'a:b:*']]", FAIL),
    ("arn", "!Select [1, !Split [':', 'a:b:*']]", PASS),
    ("arn", "!Select [1, !Split [':', !Sub 'a:b:${Open}']]", PASS),
    ("arn", "!Select [1, !Split [':', !Sub 'a:*:${Open}']]", FAIL),
    ("arn", "!Select [2, !Split [':', !Sub 'a:b:${Open}']]", UNKNOWN, "Open"),
    ("arn", "!Select [5, !Split [':', !GetAtt Bucket.Arn]]", PASS),
    ("arn", "!Split [',', !Join [',', [a, '*']]]", FAIL),
    # Fn::FindInMap
    ("flag", "!FindInMap [M, prod, Flag]", PASS),
    ("flag", "!FindInMap [M, dev, Flag]", FAIL),
    ("flag", "!FindInMap [M, !Ref Stage, Flag]", UNKNOWN, "Stage"),
    ("flag", "!FindInMap [M, !Ref Stage, Same]", PASS),
    ("flag", "!FindInMap [M, !Ref Stage, Never]", FAIL),
    ("flag", "!FindInMap [M, prod, !FindInMap [M, dev, Key]]", PASS),
    ("flag", "!FindInMap [M, none, Flag, {DefaultValue: true}]", PASS),
    ("flag", "!FindInMap [M, none, Flag, {DefaultValue: false}]", FAIL),
    ("flag", "!FindInMap [M, dev, Flag, {DefaultValue: true}]", FAIL),
    ("flag", "!FindInMap [Nowhere, dev, Flag, {DefaultValue: true}]", UNKNOWN, "Nowhere"),
    ("flag", "!FindInMap [M, !Ref Open, Flag, {DefaultValue: true}]", UNKNOWN, "Open"),
    ("flag", "!FindInMap [M, !Ref Open, Same, {DefaultValue: true}]", PASS),
    ("flag", "!FindInMap [M, !Ref Open, Same, {DefaultValue: false}]", UNKNOWN, "Open"),
    ("flag", "!FindInMap [M, !Ref Open, Same]", PASS),  # any other key cannot be deployed
    ("flag", "!FindInMap [M, !Ref Open, Never]", FAIL),
    ("flag", "!FindInMap [M, none, Flag]", UNKNOWN),
    ("flag", "!FindInMap [M, !Sub '${Stage}', Same]", PASS),
    ("flag", "!FindInMap [M, !Select [1, [dev, prod]], Flag]", PASS),
    ("flag", "!FindInMap [Partitions, !Ref AWS::Partition, Flag]", UNKNOWN, "AWS::Partition"),
    ("arn", "!FindInMap [Pairs, dev, List]", FAIL),
    ("arn", "!FindInMap [Pairs, prod, List]", PASS),
    ("arn", "!FindInMap [Pairs, !Ref Stage, List]", UNKNOWN, "Stage"),
    # Fn::If
    ("flag", "!If [Always, true, false]", PASS),
    ("flag", "!If [Never, true, false]", FAIL),
    ("flag", "!If [Maybe, true, false]", UNKNOWN, "Maybe", "Open"),
    ("flag", "!If [Maybe, true, 'true']", PASS),
    ("flag", "!If [Maybe, false, !Ref No]", FAIL),
    ("flag", "!If [Nowhere, true, false]", UNKNOWN, "Nowhere"),
    ("flag", "!If [Looped, true, false]", UNKNOWN, "Looped"),
    ("flag", "{Fn::If: [Maybe, !If [NotMaybe, false, true], !If [Maybe, false, true]]}", PASS),
    ("flag", "!If [IsProd, !If [IsDev, false, true], true]", PASS),
    ("flag", "!If [ProdAndDev, false, true]", PASS),
    ("flag", "!If [AnyStage, true, false]", PASS),
    ("flag", "!If [IsOther, true, false]", FAIL),
    ("days", "!If [Always, 7, !Ref AWS::NoValue]", PASS),
    ("days", "!If [Never, 7, !Ref AWS::NoValue]", FAIL),
    ("days", "!If [Maybe, 7, !Ref AWS::NoValue]", UNKNOWN, "Maybe"),
    ("days", "!If [Maybe, !Ref AWS::NoValue, !Ref AWS::NoValue]", FAIL),
    ("days", "!If [Maybe, !Ref OpenNumber, 7]", PASS),
    # Fn::If in lists
    ("arn", "[a, !If [Always, '*', b]]", FAIL),
    ("arn", "[a, !If [Never, '*', !Ref AWS::NoValue]]", PASS),
    ("arn", "[a, !If [Maybe, '*', !Ref AWS::NoValue]]", UNKNOWN, "Maybe"),
    ("arn", "[a, !If [Maybe, b, !Ref AWS::NoValue]]", PASS),
    ("arn", "['*', !If [Maybe, b, !Ref AWS::NoValue]]", FAIL),
    ("arn", "!If [Maybe, ['*'], [a, '*']]", FAIL),
    ("arn", "!If [Maybe, [a], [b, c]]", PASS),
    ("arn", "!If [Maybe, [a], '*']", UNKNOWN, "Maybe"),
    # Fn::If in Fn::Sub
    ("arn", "!Sub ['${A}', {A: !If [Always, '*', b]}]", FAIL),
    ("arn", "!Sub ['${A}', {A: !If [Never, '*', b]}]", PASS),
    ("arn", "!Sub ['${A}', {A: !If [Maybe, '*', b]}]", UNKNOWN, "Maybe"),
    ("arn", "!Sub ['arn:aws:s3:::${A}/k', {A: !If [Maybe, a, b]}]", PASS),
    ("flag", "!Sub ['${A}rue', {A: !If [Maybe, t, t]}]", PASS),
    ("flag", "!Sub ['${A}rue', {A: !If [Maybe, t, T]}]", PASS),
    ("flag", "!Sub ['${A}rue', {A: !If [Maybe, t, x]}]", UNKNOWN, "Maybe"),
    ("flag", "!Sub ['${A}rue', {A: !If [Maybe, x, y]}]", FAIL),
    # Fn::If around whole blocks
    ("encryption", f"!If [Always, {ENCRYPTED}, !Ref AWS::NoValue]", PASS),
    ("encryption", f"!If [Never, {ENCRYPTED}, !Ref AWS::NoValue]", FAIL),
    ("encryption", f"!If [Maybe, {ENCRYPTED}, !Ref AWS::NoValue]", UNKNOWN, "Maybe"),
    ("encryption", f"!If [Maybe, {ENCRYPTED}, {ENCRYPTED}]", PASS),
    ("encryption", "!If [Maybe, {ServerSideEncryptionConfiguration: []}, !Ref AWS::NoValue]", FAIL),
    ("encryption", f"!If [IsProd, {ENCRYPTED}, !If [NotProd, {ENCRYPTED}, {{}}]]", PASS),
    ("bucket", f"!If [Maybe, {{BucketEncryption: {ENCRYPTED}}}, {{}}]", UNKNOWN, "Maybe"),
    (
        "statements",
        f"[!If [Maybe, {{{ALLOWED}, Resource: '*'}}, !Ref AWS::NoValue]]",
        UNKNOWN,
        "Maybe",
    ),
    ("statements", f"[!If [Never, {{{ALLOWED}, Resource: '*'}}, !Ref AWS::NoValue]]", PASS),
    ("statements", f"[!If [Always, {{{ALLOWED}, Resource: '*'}}, !Ref AWS::NoValue]]", FAIL),
    (
        "statements",
        f"!If [Maybe, [{{{ALLOWED}, Resource: '*'}}], [{{{ALLOWED}, Resource: ['*']}}]]",
        FAIL,
    ),
    # two values that one parameter decides
    (
        "statements",
        ("[{Effect: !If [IsProd, Allow, Deny], Action: s3:GetObject, "
        "Resource: !If [IsProd, 'arn:aws:s3:::b/k', '*']}]"),
        PASS,
    ),
    (
        "statements",
        ("[{Effect: !If [IsProd, Allow, Deny], Action: s3:GetObject, "
        "Resource: !If [IsDev, '*', 'arn:aws:s3:::b/k']}]"),
        PASS,
    ),
    (
        "statements",
        ("[{Effect: !If [NotProd, Allow, Deny], Action: s3:GetObject, "
        "Resource: !If [IsDev, '*', 'arn:aws:s3:::b/k']}]"),
        UNKNOWN,
    ),
    (
        "statements",
        ("[{Effect: !FindInMap [Pairs, !Ref Stage, Effect], Action: s3:GetObject, "
        "Resource: !FindInMap [Pairs, !Ref Stage, Resource]}]"),
        PASS,
    ),
    (
        "statements",
        ("[{Effect: !If [IsDev, Deny, Allow], Action: s3:GetObject, "
        "Resource: !FindInMap [Pairs, !Ref Stage, Resource]}]"),
        PASS,
    ),
    # Fn::Base64, Fn::Cidr, Fn::GetAZs, Fn::Length, Fn::ToJsonString
    ("days", "{Fn::Base64: x}", PASS),
    ("arn", "!Cidr ['10.0.0.0/24', 2, 5]", PASS),
    ("arn", "!Select [1, !Cidr ['10.0.0.0/24', 2, 5]]", PASS),
    ("days", "!Cidr [!Ref Open, 2, 5]", PASS),
    ("arn", "!GetAZs ''", PASS),
    ("days", "{Fn::Length: [1, 2]}", PASS),
    ("flag", "!Sub ['${A}', {A: {Fn::Length: [1, 2]}}]", FAIL),
    ("flag", "{Fn::ToJsonString: {A: 1}}", FAIL),
    ("flag", "{Fn::ToJsonString: true}", PASS),
    ("flag", "!Select [{Fn::Length: !Ref StarList}, [a, b, 'true']]", PASS),
    ("flag", "!Select [{Fn::Length: !Ref StarList}, [a, b, 'false']]", FAIL),
    ("flag", "!Select [{Fn::Length: !Ref OpenList}, ['false', 'true']]", UNKNOWN, "OpenList"),
    # Fn::ImportValue, Fn::Transform, dynamic references
    ("flag", "!ImportValue shared", UNKNOWN, "shared"),
    ("arn", "!ImportValue shared", PASS),
    ("days", "!ImportValue shared", PASS),
    once("the parameter in the name of an import is not named",
    ("flag", "!ImportValue {Fn::Sub: '${Open}-x'}", UNKNOWN, "Open")),
    ("flag", "{Fn::Transform: {Name: Mine, Parameters: {}}}", UNKNOWN, "Mine"),
    ("encryption", "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}",
     UNKNOWN, "AWS::Include"),
    ("bucket", "{BucketName: x, Fn::Transform: {Name: AWS::Include}}", UNKNOWN, "AWS::Include"),
    ("bucket", f"{{BucketEncryption: {ENCRYPTED}, Fn::Transform: {{Name: Mine}}}}", PASS),
    ("flag", "'{{resolve:ssm:/a/flag}}'", UNKNOWN, "/a/flag"),
    ("flag", "'{{resolve:secretsmanager:s:SecretString:k}}'", UNKNOWN, "secretsmanager"),
    ("flag", "!Sub '{{resolve:ssm-secure:/a/${Stage}}}'", UNKNOWN, "ssm-secure"),
    ("arn", "'{{resolve:ssm:/a/arn:1}}'", UNKNOWN, "/a/arn"),
    ("arn", "'arn:aws:s3:::{{resolve:ssm:/a/name}}/k'", PASS),
    ("days", "'{{resolve:ssm:/a/days}}'", PASS),
    # conditions
    ("flag", "!Ref AWS::NoValue", FAIL),
    ("rotation", "!Ref Trues", PASS),
    ("rotation", "!Ref Falses", FAIL),
    ("rotation", "!Ref Either", UNKNOWN, "Either"),
    ("rotation", "!Ref Ssm", UNKNOWN, "Ssm"),
    ("rotation", "!Ref Secret", UNKNOWN, "Secret"),
    ("rotation", "!Ref SecretYes", PASS),
    ("arn", "!Ref List", PASS),
    ("arn", "!Ref StarList", FAIL),
    ("arn", "!Ref OpenList", UNKNOWN),
    ("arn", "!Ref SsmList", UNKNOWN),
    ("arn", "[!Ref Arn, !Ref Star]", FAIL),
    # in the attributes of a resource (AWS::LanguageExtensions)
    ("deletion", "Retain", PASS),
    ("deletion", "!If [IsProd, Retain, Snapshot]", PASS),
    ("deletion", "!If [IsProd, Retain, Delete]", UNKNOWN, "IsProd"),
    ("deletion", "!If [IsOther, Retain, Delete]", FAIL),
    ("trust", "!Ref Star", FAIL),
    ("trust", "!Ref AWS::AccountId", PASS),
    ("trust", "!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'", PASS),
    ("trust", "!Ref Open", UNKNOWN),
    ("trust", "!Sub 'arn:aws:iam::${Open}:root'", PASS),
    ("trust", "[!Ref Arn, !If [Maybe, '*', !Ref AWS::NoValue]]", UNKNOWN, "Maybe"),
]  # fmt: skip


def _id(case: Any) -> str:
    return f"{case[0]}: {case[1]} -> {case[2]}"


@pytest.mark.parametrize("case", INTRINSICS, ids=_id)
def test_a_value_is_what_cloudformation_makes_of_it(tmp_path: Path, case: tuple[Any, ...]) -> None:
    """Every intrinsic function, alone and in others, in its short and its long form."""
    holds(tmp_path, *case)


BUCKET = "{Type: AWS::S3::Bucket}"
SAFE = f"{{Type: AWS::S3::Bucket, Properties: {{BucketEncryption: {ENCRYPTED}}}}}"
FLAG = SLOTS["flag"].resource
BLOCKED = "s3-bucket-public-access-unblocked"
KEPT = "log-group-kept-forever"
ROTATED = "kms-key-not-rotated"
CIPHERED = "s3-bucket-unencrypted"


def parameter(declaration: str, value: str = "!Ref P") -> str:
    return f"Parameters: {{P: {declaration}}}\nResources: {{R: {FLAG.replace('@', value)}}}\n"


ALLOWED_VALUES = "{Type: String, Default: 'true', AllowedValues: ['true', 'false']}"
FIRST = "!Select [0, !Ref P]"
PARAMETERS = [
    # the shapes of the file
    ("{Type: String}", "!Ref P", [{"ParameterKey": "P", "ParameterValue": "true"}], PASS),
    ("{Type: String}", "!Ref P", [{"ParameterKey": "P", "ParameterValue": "false"}], FAIL),
    ("{Type: String}", "!Ref P", [{"ParameterKey": "Q", "ParameterValue": "true"}], UNKNOWN),
    ("{Type: String}", "!Ref P", ["P=true"], PASS),
    ("{Type: String}", "!Ref P", ["P=false", "Q=true"], FAIL),
    ("{Type: String}", "!Ref P", {"Parameters": {"P": "true"}}, PASS),
    ("{Type: String}", "!Ref P", {"Parameters": {"P": "false"}, "Tags": {"a": "b"}}, FAIL),
    ("{Type: String}", "!Ref P", {"Parameters": {}, "StackPolicy": {}}, UNKNOWN),
    ("{Type: String}", "!Ref P", {"P": "true"}, PASS),
    ("{Type: String}", "!Ref P", {"P": True}, PASS),
    ("{Type: String}", "!Ref P", {"P": False}, FAIL),
    ("{Type: String}", "!Ref P", {}, UNKNOWN),
    # by stack: a template outside of any stack goes by its path
    ("{Type: String}", "!Ref P", {"*": {"P": "true"}}, PASS),
    ("{Type: String}", "!Ref P", {"t.yaml": {"P": "true"}}, PASS),
    ("{Type: String}", "!Ref P", {"*": {"P": "true"}, "t.yaml": {"P": "false"}}, FAIL),
    ("{Type: String}", "!Ref P", {"elsewhere": {"P": "true"}}, UNKNOWN),
    ("{Type: String}", "!Ref P", {"t.yaml": [{"ParameterKey": "P", "ParameterValue": "true"}]},
     PASS),
    # default, given, allowed values
    ("{Type: String, Default: 'true'}", "!Ref P", {}, PASS),
    ("{Type: String, Default: 'true'}", "!Ref P", {"P": "false"}, FAIL),
    ("{Type: String, Default: 'false'}", "!Ref P", {"P": "true"}, PASS),
    (ALLOWED_VALUES, "!Ref P", {}, PASS),
    ("{Type: String, AllowedValues: ['true', 'True']}", "!Ref P", {}, PASS),
    ("{Type: String, AllowedValues: ['false']}", "!Ref P", {}, FAIL),
    ("{Type: String, AllowedValues: ['true', 'false']}", "!Ref P", {}, UNKNOWN),
    ("{Type: String, AllowedValues: [true, true]}", "!Ref P", {}, PASS),
    # the value that the deployed stack has
    ("{Type: String, Default: 'true'}", "!Ref P",
     [{"ParameterKey": "P", "UsePreviousValue": True}], UNKNOWN),
    ("{Type: String, Default: 'x', AllowedValues: ['true', 'True']}", "!Ref P",
     [{"ParameterKey": "P", "UsePreviousValue": True}], PASS),
    ("{Type: String, Default: 'true', AllowedValues: ['false']}", "!Ref P",
     [{"ParameterKey": "P", "UsePreviousValue": True}], FAIL),
    ("{Type: String, Default: 'true'}", "!Ref P",
     [{"ParameterKey": "P", "ParameterValue": "true", "UsePreviousValue": False}], PASS),
    # lists
    ("{Type: CommaDelimitedList, Default: 'true, x'}", FIRST, {}, PASS),
    ("{Type: CommaDelimitedList, Default: 'x,true'}", FIRST, {}, FAIL),
    ("{Type: CommaDelimitedList}", FIRST, {"P": "true,x"}, PASS),
    ("{Type: CommaDelimitedList}", FIRST, {"P": ["x", "true"]}, FAIL),
    ("{Type: CommaDelimitedList}", FIRST, {}, UNKNOWN),
    ("{Type: CommaDelimitedList, AllowedValues: ['true', 'false']}", FIRST, {}, UNKNOWN),
    ("{Type: 'List<String>', Default: ' true ,x'}", FIRST, {}, PASS),
    # SSM parameters: the value given is a name
    ("{Type: 'AWS::SSM::Parameter::Value<String>', Default: 'true'}", "!Ref P", {}, UNKNOWN),
    ("{Type: 'AWS::SSM::Parameter::Value<String>'}", "!Ref P", {"P": "true"}, UNKNOWN),
    ("{Type: 'AWS::SSM::Parameter::Name', Default: 'true'}", "!Ref P", {}, PASS),
    # NoEcho hides a value from people, not from the template
    ("{Type: String, NoEcho: true, Default: 'true'}", "!Ref P", {}, PASS),
    ("{Type: String, NoEcho: true, Default: 'false'}", "!Ref P", {}, FAIL),
    ("{Type: String, NoEcho: true}", "!Ref P", {}, UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("declaration", "value", "given", "expected"), PARAMETERS)
def test_a_parameter_is_what_was_given_else_its_default(
    tmp_path: Path, declaration: str, value: str, given: object, expected: str
) -> None:
    """In every shape of the file; what has no value is unknown, and named."""
    report = scanned(tmp_path, parameter(declaration, value), given)
    assert verdict(report, BLOCKED) == expected
    assert expected != UNKNOWN or "parameter P" in why(report, BLOCKED)


ALL_SCENARIOS = [
    ("{Type: String, Default: 'true'}", {}, UNKNOWN),
    (ALLOWED_VALUES, {}, UNKNOWN),
    ("{Type: String, Default: x, AllowedValues: ['true', 'True']}", {}, PASS),
    ("{Type: String, Default: 'true', AllowedValues: ['false', 'no']}", {}, FAIL),
    ("{Type: String, Default: 'false'}", {"P": "true"}, PASS),
    ("{Type: String, Default: 'true'}", {"P": "false"}, FAIL),
]


@pytest.mark.parametrize(("declaration", "given", "expected"), ALL_SCENARIOS)
def test_all_scenarios_looks_past_defaults(
    tmp_path: Path, declaration: str, given: object, expected: str
) -> None:
    """What is given still holds."""
    report = scanned(tmp_path, parameter(declaration), given, all_scenarios=True)
    assert verdict(report, BLOCKED) == expected


def test_the_command_line_takes_parameters_and_scenarios(cli: Callable[..., Any]) -> None:
    """The same by `synthgate scan`, as a person runs it."""
    files = {"t.yaml": parameter("{Type: String, Default: 'true'}"), "p.yaml": "P: 'false'"}

    def statuses(*flags: str) -> list[str]:
        ran = cli("scan", "t.yaml", "--format", "json", *flags, files=files)
        return [f["status"] for f in ran.report["findings"] if f["rule_id"] == BLOCKED]

    assert statuses() == []
    assert statuses("--parameters", "p.yaml") == ["fail"]
    assert statuses("--all-scenarios") == ["unknown"]


STAGES = "Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}, Open: {Type: String}}\n"
FREE = "Parameters: {Stage: {Type: String}, Other: {Type: String}, Open: {Type: String}}\n"
IFS = """Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Equals [!Ref Stage, dev]
  NotProd: !Not [!Condition IsProd]
  Both: !And [!Condition IsProd, !Condition NotProd]
  Same: !Equals [!Ref Stage, !Ref Open]
  InRegion: !Equals [!Ref AWS::Region, eu-west-1]
  NotInRegion: !Not [!Equals [!Ref AWS::Region, eu-west-1]]
  Tail: !Equals [!Select [0, !Split ['-', !Ref Open]], x]
  NotTail: !Not [!Condition Tail]
"""


def bucket(value: str, condition: str | None = None) -> str:
    own = f"Condition: {condition}, " if condition else ""
    return (
        "Resources: {R: " + FLAG.replace("{Type", "{" + own + "Type", 1).replace("@", value) + "}\n"
    )


WORLDS = [
    # a resource whose own condition is false does not exist
    (IFS + STAGES + bucket("false", "IsProd"), FAIL),
    (IFS + STAGES + bucket("true", "IsProd"), PASS),
    (IFS + STAGES + bucket("!If [IsProd, true, false]", "IsProd"), PASS),
    (IFS + STAGES + bucket("!If [IsProd, false, true]", "IsProd"), FAIL),
    (IFS + STAGES + bucket("!If [NotProd, false, true]", "IsProd"), PASS),
    (IFS + STAGES + bucket("!If [IsDev, false, true]", "NotProd"), FAIL),
    (IFS + STAGES + bucket("!Ref Open", "NotProd"), UNKNOWN, "Open"),
    (IFS + FREE + bucket("!If [IsDev, false, true]", "NotProd"), UNKNOWN, "IsDev", "Stage"),
    (IFS + FREE + bucket("!If [IsProd, !If [IsDev, false, true], true]"), PASS),
    (IFS + FREE + bucket("!If [IsProd, !If [IsDev, true, false], false]"), FAIL),
    (IFS + FREE + bucket("!If [NotProd, !If [IsProd, false, true], true]"), PASS),
    (IFS + FREE + bucket("!If [InRegion, !If [NotInRegion, false, true], true]"), PASS),
    (IFS + FREE + bucket("!If [InRegion, false, true]"), UNKNOWN, "AWS::Region"),
    (IFS + FREE + bucket("!If [Tail, !If [NotTail, false, true], true]"), PASS),
    (IFS + FREE + bucket("!If [Tail, true, !If [NotTail, true, false]]"), PASS),
    (IFS + FREE + bucket("!If [Same, true, false]"), UNKNOWN, "Same"),
    (
        "Conditions: {Gone: !Equals [a, b]}\n" + bucket("false", "Gone"),
        NONE,
    ),
    (
        "Conditions: {There: !Equals [a, a]}\n" + bucket("false", "There"),
        FAIL,
    ),
    # a resource that can never exist
    once("a resource that no world has is judged", (IFS + STAGES + bucket("false", "Both"), NONE)),
    # the value itself is what conditions compare
    (IFS + STAGES.replace("dev, prod", "'true', 'false'") + bucket("!Ref Stage"), UNKNOWN, "Stage"),
    (
        "Parameters: {P: {Type: String}}\nConditions: {On: !Equals [!Ref P, 'true']}\n"
        + bucket("!Ref P", "On"),
        PASS,
    ),
    (
        "Parameters: {P: {Type: String}}\nConditions: {Off: !Equals [!Ref P, 'false']}\n"
        + bucket("!Ref P", "Off"),
        FAIL,
    ),
    (
        "Parameters: {P: {Type: String}}\nConditions: {On: !Not [!Equals [!Ref P, 'false']]}\n"
        + bucket("!Ref P", "On"),
        UNKNOWN,
        "P",
    ),
    (
        "Parameters: {P: {Type: String, AllowedValues: ['true', 'false']}}\n"
        "Conditions: {On: !Not [!Equals [!Ref P, 'false']]}\n" + bucket("!Ref P", "On"),
        PASS,
    ),
    (
        "Parameters: {P: {Type: String, Default: ''}}\n"
        "Conditions: {Given: !Not [!Equals [!Ref P, '']]}\n" + bucket("!If [Given, !Ref P, true]"),
        PASS,
    ),
    # one parameter behind two values, which no condition compares
    once(
        "no worlds of a parameter that no condition compares",
        (
            (
                "Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}\n"
                "Mappings: {M: {dev: {E: Deny, R: '*'}, prod: {E: Allow, R: 'arn:aws:s3:::b/k'}}}\n"
                "Resources: {R: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{"
                "Effect: !FindInMap [M, !Ref Stage, E], Action: s3:GetObject, "
                "Resource: !FindInMap [M, !Ref Stage, R]}]}}}}\n"
            ),
            PASS,
        ),
    ),
    # Rules: what breaks an assertion is not deployed
    (
        "Parameters: {P: {Type: String}}\nRules: {A: {Assertions: [{Assert: !Equals "
        "[!Ref P, 'true']}]}}\n" + bucket("!Ref P"),
        PASS,
    ),
    (
        "Parameters: {P: {Type: String}}\nRules: {A: {Assertions: [{Assert: {'Fn::Contains': "
        "[['true', 'True'], !Ref P]}}]}}\n" + bucket("!Ref P"),
        PASS,
    ),
    (
        "Parameters: {P: {Type: String}}\nRules: {A: {Assertions: [{Assert: {'Fn::Contains': "
        "[['false', 'no'], !Ref P]}}]}}\n" + bucket("!Ref P"),
        FAIL,
    ),
    (
        "Parameters: {P: {Type: String}}\nRules: {A: {Assertions: [{Assert: {'Fn::Contains': "
        "[['false', 'true'], !Ref P]}}]}}\n" + bucket("!Ref P"),
        UNKNOWN,
        "P",
    ),
    once(
        "worlds do not split what the resource's own condition hangs on",
        (
            "Parameters: {P: {Type: String, AllowedValues: ['true', 'false']}, "
            "Stage: {Type: String, AllowedValues: [dev, prod]}}\n"
            "Conditions: {IsProd: !Equals [!Ref Stage, prod]}\n"
            "Rules: {A: {RuleCondition: !Equals [!Ref Stage, prod], "
            "Assertions: [{Assert: !Equals [!Ref P, 'true']}]}}\n" + bucket("!Ref P", "IsProd"),
            PASS,
        ),
    ),
    (
        "Parameters: {P: {Type: String, AllowedValues: ['true', 'false']}, "
        "Stage: {Type: String, AllowedValues: [dev, prod]}}\n"
        "Conditions: {IsProd: !Equals [!Ref Stage, prod]}\n"
        "Rules: {A: {RuleCondition: !Equals [!Ref Stage, dev], "
        "Assertions: [{Assert: !Equals [!Ref P, 'true']}]}}\n" + bucket("!Ref P", "IsProd"),
        UNKNOWN,
        "P",
    ),
    (
        "Parameters: {P: {Type: CommaDelimitedList}}\nRules: {A: {Assertions: [{Assert: "
        "{'Fn::EachMemberIn': [!Ref P, ['arn:aws:s3:::a', 'arn:aws:s3:::b']]}}]}}\n"
        "Resources: {R: " + SLOTS["arn"].resource.replace("@", "!Ref P") + "}\n",
        UNKNOWN,  # told in no finding: only somebody who types a wildcard makes one
    ),
    # a missing key of a mapping cannot be deployed
    (
        "Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}\n"
        "Mappings: {M: {prod: {F: 'true'}}}\n" + bucket("!FindInMap [M, !Ref Stage, F]"),
        PASS,
    ),
    (
        "Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}\n"
        "Mappings: {M: {prod: {F: 'false'}}}\n" + bucket("!FindInMap [M, !Ref Stage, F]"),
        FAIL,
    ),
    (
        "Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}\n"
        "Conditions: {IsDev: !Equals [!Ref Stage, dev]}\n"
        "Mappings: {M: {prod: {F: 'true'}}}\n"
        + bucket("!If [IsDev, !FindInMap [M, !Ref Stage, F], true]"),
        PASS,
    ),
    (
        "Mappings: {M: {prod: {F: 'true'}}}\n" + bucket("!FindInMap [M, dev, F]"),
        UNKNOWN,
        "M.dev.F",
    ),
    (
        "Parameters: {Open: {Type: String}}\nConditions: {Flag: !Equals [!FindInMap [M, !Ref Open, "
        "F], 'yes']}\nMappings: {M: {dev: {F: 'yes'}, prod: {F: 'yes'}}}\n"
        + bucket("!If [Flag, true, false]"),
        PASS,
    ),
]


@pytest.mark.parametrize("case", WORLDS)
def test_a_verdict_holds_in_every_world_that_can_be(tmp_path: Path, case: tuple[Any, ...]) -> None:
    """No world contradicts itself, breaks an assertion, or lacks the resource."""
    text, status, *names = case
    report = scanned(tmp_path, text)
    rule = "iam-policy-wildcard-resource" if "AWS::IAM::Policy" in text else BLOCKED
    assert verdict(report, rule) == status
    for name in names:
        assert name in why(report, rule)


def test_twelve_levels_of_nested_conditions_are_quick(tmp_path: Path) -> None:
    """The template that other scanners never finish."""
    inner: Any = True
    for level in range(12):
        inner = {"Fn::If": [f"C{level}", inner, {"Fn::If": [f"C{level}", True, inner]}]}
    template = {
        "Parameters": {f"P{level}": {"Type": "String"} for level in range(12)},
        "Conditions": {
            f"C{level}": {"Fn::Equals": [{"Ref": f"P{level}"}, "x"]} for level in range(12)
        },
        "Resources": {
            "R": {
                "Type": "AWS::S3::Bucket",
                "Properties": {
                    "PublicAccessBlockConfiguration": {
                        "BlockPublicAcls": True,
                        "IgnorePublicAcls": True,
                        "BlockPublicPolicy": True,
                        "RestrictPublicBuckets": inner,
                    }
                },
            }
        },
    }
    text = json.dumps(template)
    assert len(text) > 28_000
    started = time.monotonic()
    report = scanned(tmp_path, text)
    assert time.monotonic() - started < 10
    assert verdict(report, BLOCKED) == PASS


LOOPS = "Transform: AWS::LanguageExtensions\n"
NAMES = "Parameters: {Names: {Type: CommaDelimitedList, Default: 'A,B'}, Open: {Type: CommaDelimitedList}}\n"
EACH = [
    # in Resources
    (
        "Resources:\n  Fn::ForEach::L:\n    - N\n    - [A, B]\n    - Bucket${N}: " + SAFE,
        {"BucketA": PASS, "BucketB": PASS},
    ),
    (
        "Resources:\n  Fn::ForEach::L:\n    - N\n    - [A, B]\n    - Bucket${N}: " + BUCKET,
        {"BucketA": FAIL, "BucketB": FAIL},
    ),
    (
        NAMES + "Resources:\n  Fn::ForEach::L: [N, !Ref Names, {'Bucket${N}': " + BUCKET + "}]",
        {"BucketA": FAIL, "BucketB": FAIL},
    ),
    # characters that a logical id may not have
    (
        "Resources:\n  Fn::ForEach::L: [N, [a.b, c-d], {'Bucket&{N}': " + BUCKET + "}]",
        {"Bucketab": FAIL, "Bucketcd": FAIL},
    ),
    # nested
    (
        "Resources:\n  Fn::ForEach::L: [N, [A], {'Fn::ForEach::I': [M, [X, Y], {'B${N}${M}': "
        + BUCKET + "}]}]",
        {"BAX": FAIL, "BAY": FAIL},
    ),
    # the identifier as a value, a key of a mapping, and in Fn::Sub
    (
        "Mappings: {M: {A: {F: 'true'}, B: {F: 'false'}}}\n"
        "Resources:\n  Fn::ForEach::L: [N, [A, B], {'B${N}': "
        + FLAG.replace("@", "!FindInMap [M, !Ref N, F]") + "}]",
        {"BA": PASS, "BB": FAIL},
    ),
    (
        "Resources:\n  Fn::ForEach::L: [N, ['true', 'false'], {'B${N}': "
        + FLAG.replace("@", "!Ref N") + "}]",
        {"Btrue": PASS, "Bfalse": FAIL},
    ),
    (
        "Resources:\n  Fn::ForEach::L: [N, ['true', 'false'], {'B${N}': "
        + FLAG.replace("@", "!Sub '${N}'") + "}]",
        {"Btrue": PASS, "Bfalse": FAIL},
    ),
    (
        "Parameters: {P: {Type: String}}\n"
        "Resources:\n  Fn::ForEach::L: [N, [A], {'B${N}': " + FLAG.replace("@", "!Ref P") + "}]",
        {"BA": UNKNOWN},
    ),
    # in the properties of a resource
    (
        "Resources:\n  R:\n    Type: AWS::S3::Bucket\n    Properties:\n"
        "      Fn::ForEach::L: [N, [Encryption], {'Bucket${N}': " + ENCRYPTED + "}]",
        {"R": PASS},
    ),
    (
        ("Resources:\n  R:\n    Type: AWS::S3::Bucket\n    Properties:\n"
        "      Fn::ForEach::L: [N, [Name], {'Bucket${N}': x}]"),
        {"R": FAIL},
    ),
    once("an open loop in properties is left out as if it made nothing",
        NAMES + "Resources:\n  R:\n    Type: AWS::S3::Bucket\n    Properties:\n"
        "      Fn::ForEach::L: [N, !Ref Open, {'Bucket${N}': " + ENCRYPTED + "}]",
        {"R": UNKNOWN}),
    # in Conditions
    (
        "Conditions:\n  Fn::ForEach::L: [N, [A, B], {'Is${N}': !Equals [!Ref N, A]}]\n"
        "Resources:\n  RA: " + BUCKET.replace("{", "{Condition: IsA, ") + "\n"
        "  RB: " + BUCKET.replace("{", "{Condition: IsB, "),
        {"RA": FAIL, "RB": NONE},
    ),
    # a resource made by a loop is referred to
    (
        "Resources:\n  Fn::ForEach::L: [N, [A], {'B${N}': " + SAFE + "}]\n"
        "  P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: "
        "[{Effect: Allow, Action: 's3:GetObject', Resource: !GetAtt BA.Arn}]}}}",
        {"BA": PASS},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EACH)
def test_a_loop_is_what_it_makes(
    tmp_path: Path, text: str, expected: Mapping[str, str | None]
) -> None:
    """In Resources, Conditions and properties, nested, over parameters."""
    report = scanned(tmp_path, LOOPS + text + "\n")
    rule = BLOCKED if "RestrictPublicBuckets" in text else CIPHERED
    assert {name: verdict(report, rule, name) for name in expected} == expected


def test_a_loop_over_what_is_given_is_written_out(tmp_path: Path) -> None:
    """With --parameters; without, the report says that something was not checked."""
    text = (
        LOOPS
        + NAMES
        + ("Resources:\n  Fn::ForEach::L: [N, !Ref Open, {'B${N}': " + BUCKET + "}]\n")
    )
    report = scanned(tmp_path, text)
    assert not report.verdicts
    assert [problem.kind for problem in report.problems] == ["incomplete"]
    assert "parameter Open" in report.problems[0].message.en
    report = scanned(tmp_path, text, {"Open": "X,Y"})
    assert verdict(report, CIPHERED, "BX") == verdict(report, CIPHERED, "BY") == FAIL


class Out:
    """A cdk.out being written by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "cdk.out"
        self.folder.mkdir()
        self.artifacts: dict[str, Any] = {}

    def stack(self, name: str, text: str, environment: str = "aws://123456789012/eu-west-1") -> Out:
        self.file(f"{name}.template.yaml", text)
        self.artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": environment,
            "properties": {"templateFile": f"{name}.template.yaml", "stackName": name},
        }
        return self

    def file(self, name: str, text: str) -> Out:
        (self.folder / name).write_text(text)
        return self

    def scan(self, parameters: object = None) -> Report:
        manifest = {"version": "48.0.0", "artifacts": self.artifacts}
        (self.folder / "manifest.json").write_text(json.dumps(manifest))
        (self.folder / "cdk.out").write_text('{"version": "48.0.0"}')
        file = None
        if parameters is not None:
            file = self.folder.parent / "given.json"
            file.write_text(json.dumps(parameters))
        report = run(
            Config(
                profile=Wish("all"), paths=("cdk.out",), folder=self.folder.parent, parameters=file
            )
        )
        assert not [p for p in report.problems if p.kind != "notice"], report.problems
        return report


def flagged(value: str, **sections: str) -> str:
    more = "".join(f"{name}: {text}\n" for name, text in sections.items())
    return more + "Resources: {R: " + FLAG.replace("@", value) + "}\n"


def exporting(value: str, name: str = "shared", **sections: str) -> str:
    more = "".join(f"{name}: {text}\n" for name, text in sections.items())
    return (
        more + "Resources: {Q: {Type: AWS::SQS::Queue}}\n"
        f"Outputs: {{O: {{Value: {value}, Export: {{Name: {name}}}}}}}\n"
    )


HERE, THERE, ELSEWHERE = (
    "aws://123456789012/eu-west-1",
    "aws://123456789012/us-east-1",
    "aws://999999999999/eu-west-1",
)
NOWHERE = "aws://unknown-account/unknown-region"
P = "{P: {Type: String}}"
DEFAULT_TRUE = "{P: {Type: String, Default: 'true'}}"
IMPORTS = [
    (exporting("'true'"), HERE, "!ImportValue shared", PASS),
    (exporting("'false'"), HERE, "!ImportValue shared", FAIL),
    (exporting("!Ref P", Parameters=DEFAULT_TRUE), HERE, "!ImportValue shared", PASS),
    (exporting("!Ref P", Parameters=P), HERE, "!ImportValue shared", UNKNOWN, "P"),
    (exporting("!GetAtt Q.Arn"), HERE, "!ImportValue shared", UNKNOWN, "Q.Arn"),
    # only in the same account and Region
    (exporting("'true'"), THERE, "!ImportValue shared", UNKNOWN, "shared"),
    (exporting("'true'"), ELSEWHERE, "!ImportValue shared", UNKNOWN, "shared"),
    (exporting("'true'"), HERE, "!ImportValue other", UNKNOWN, "other"),
    # names that are made
    (exporting("'true'", "!Sub '${AWS::StackName}-O'"), HERE, "!ImportValue a-O", PASS),
    (exporting("'false'", "!Sub '${AWS::StackName}-O'"), HERE, "!ImportValue a-O", FAIL),
    (exporting("'false'"), HERE, "!ImportValue {'Fn::Sub': 'sha${X}'}", UNKNOWN),
    (exporting("'true'"), HERE, "{'Fn::ImportValue': !Join ['', [sha, red]]}", PASS),
    # CDK's own name
    (
        (
            "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {ExportsOutputRefQ1: {Value: 'true', "
            "Export: {Name: 'a:ExportsOutputRefQ1'}}}\n"
        ),
        HERE,
        "!ImportValue 'a:ExportsOutputRefQ1'",
        PASS,
    ),
    # an output whose condition is false exports nothing
    once(
        "an output whose condition is false is read",
        (
            (
                "Conditions: {No: !Equals [a, b]}\nResources: {Q: {Type: AWS::SQS::Queue}}\n"
                "Outputs: {O: {Condition: No, Value: 'true', Export: {Name: shared}}}\n"
            ),
            HERE,
            "!ImportValue shared",
            UNKNOWN,
            "shared",
        ),
    ),
    # SSM parameters
    (
        (
            "Resources: {Q: {Type: AWS::SSM::Parameter, Properties: {Name: /f, Type: String, "
            "Value: 'true'}}}\n"
        ),
        HERE,
        "'{{resolve:ssm:/f}}'",
        PASS,
    ),
    (
        (
            "Resources: {Q: {Type: AWS::SSM::Parameter, Properties: {Name: /f, Type: String, "
            "Value: 'false'}}}\n"
        ),
        HERE,
        "'{{resolve:ssm:/f}}'",
        FAIL,
    ),
    (
        (
            "Resources: {Q: {Type: AWS::SSM::Parameter, Properties: {Name: /f, Type: String, "
            "Value: 'true'}}}\n"
        ),
        THERE,
        "'{{resolve:ssm:/f}}'",
        UNKNOWN,
        "/f",
    ),
    (
        (
            "Resources: {Q: {Type: AWS::SSM::Parameter, Properties: {Name: /g, Type: String, "
            "Value: 'true'}}}\n"
        ),
        HERE,
        "'{{resolve:ssm:/f}}'",
        UNKNOWN,
        "/f",
    ),
    once(
        "an SSM parameter whose condition is false is read",
        (
            (
                "Conditions: {No: !Equals [a, b]}\nResources: {Q: {Type: AWS::SSM::Parameter, Condition: "
                "No, Properties: {Name: /f, Type: String, Value: 'true'}}}\n"
            ),
            HERE,
            "'{{resolve:ssm:/f}}'",
            UNKNOWN,
            "/f",
        ),
    ),
]


@pytest.mark.parametrize("case", IMPORTS)
@pytest.mark.parametrize("first", [True, False], ids=["writer first", "reader first"])
def test_what_one_stack_writes_another_reads(
    tmp_path: Path, case: tuple[Any, ...], first: bool
) -> None:
    """Exports and SSM parameters, in one account and Region, whichever stack comes first."""
    writer, environment, value, expected, *names = case
    out = Out(tmp_path)
    if first:
        out.stack("a", writer, environment).stack("b", flagged(value))
    else:
        out.stack("b", flagged(value)).stack("a", writer, environment)
    report = out.scan()
    assert verdict(report, BLOCKED) == expected
    for name in names:
        assert name in why(report, BLOCKED)


SSM_TYPED = "{P: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /f}}"


@pytest.mark.parametrize(("value", "expected"), [("'true'", PASS), ("'false'", FAIL),
                                                 ("!Ref Q", UNKNOWN)])  # fmt: skip
def test_an_ssm_typed_parameter_reads_what_another_stack_writes(
    tmp_path: Path, value: str, expected: str
) -> None:
    """As CDK's `StringParameter.valueForStringParameter` does."""
    writer = (
        "Parameters: {Q: {Type: String}}\nResources: {W: {Type: AWS::SSM::Parameter, Properties: "
        f"{{Name: /f, Type: String, Value: {value}}}}}}}\n"
    )
    out = Out(tmp_path).stack("a", writer).stack("b", flagged("!Ref P", Parameters=SSM_TYPED))
    assert verdict(out.scan(), BLOCKED) == expected


def child(file: str, parameters: str = "{}", more: str = "") -> str:
    return (
        "{Type: AWS::CloudFormation::Stack, "
        + more
        + "Metadata: {'aws:asset:path': "
        + file
        + "}, "
        f"Properties: {{TemplateURL: 'https://x', Parameters: {parameters}}}}}"
    )


NESTED = [
    # what the parent passes
    ("{P: 'true'}", P, "!Ref P", PASS),
    ("{P: 'false'}", P, "!Ref P", FAIL),
    ("{P: !Ref Q}", P, "!Ref P", UNKNOWN, "Q"),
    ("{}", P, "!Ref P", UNKNOWN, "P"),
    ("{}", DEFAULT_TRUE, "!Ref P", PASS),
    ("{P: 'false'}", DEFAULT_TRUE, "!Ref P", FAIL),
    ("{P: !Ref D}", P, "!Ref P", PASS),
    ("{P: !Join [',', ['true', x]]}", "{P: {Type: CommaDelimitedList}}", "!Select [0, !Ref P]",
     PASS),
    ("{P: !Join [',', ['x', 'true']]}", "{P: {Type: CommaDelimitedList}}", "!Select [0, !Ref P]",
     FAIL),
    ("{P: !If [Prod, 'true', 'True']}", P, "!Ref P", PASS),
    ("{P: !If [Prod, 'true', 'false']}", P, "!Ref P", UNKNOWN, "Prod"),
    once("a branch of AWS::NoValue means the default of the nested stack",
    ("{P: !If [Prod, !Ref 'AWS::NoValue', 'false']}", DEFAULT_TRUE, "!Ref P", UNKNOWN)),
    ("{P: !If [Yes, !Ref 'AWS::NoValue', 'false']}", DEFAULT_TRUE, "!Ref P", PASS),
    ("{P: !GetAtt Queue.Arn}", P, "!Ref P", UNKNOWN, "Queue.Arn"),
    ("{P: !Ref 'AWS::Region'}", P, "!If [InEurope, true, false]", PASS),
    ("{P: !Ref Few}", P, "!Ref P", PASS),
    ("{P: !Ref Stage}", P, "!If [C, !If [C, true, false], true]", PASS),
]  # fmt: skip
PARENT = """Parameters:
  Q: {Type: String}
  D: {Type: String, Default: 'true'}
  Few: {Type: String, AllowedValues: ['true', 'True']}
  Stage: {Type: String, AllowedValues: [dev, prod]}
Conditions: {Prod: !Equals [!Ref Stage, prod], Yes: !Equals [a, a]}
Resources:
  Queue: {Type: AWS::SQS::Queue}
"""


@pytest.mark.parametrize("case", NESTED)
def test_a_nested_stack_has_what_its_parent_passes(tmp_path: Path, case: tuple[Any, ...]) -> None:
    """Its parameters bound, else their defaults."""
    passed, declared, value, expected, *names = case
    text = flagged(
        value,
        Parameters=declared,
        Conditions="{InEurope: !Equals [!Ref P, eu-west-1], C: !Equals [!Ref P, prod]}"
        if "CommaDelimitedList" not in declared
        else "{}",
    )
    out = Out(tmp_path).file("child.yaml", text)
    report = out.stack("a", PARENT + "  Child: " + child("child.yaml", passed) + "\n").scan()
    assert verdict(report, BLOCKED) == expected
    for name in names:
        assert name in why(report, BLOCKED)


OUTPUTS = [
    ("'true'", PASS),
    ("'false'", FAIL),
    ("!Ref P", PASS),
    ("!Ref Open", UNKNOWN, "Open"),
    ("!GetAtt Q.Arn", UNKNOWN, "Q.Arn"),
]


@pytest.mark.parametrize("case", OUTPUTS)
@pytest.mark.parametrize("spelt", ["!GetAtt Child.Outputs.O", "!Sub '${Child.Outputs.O}'",
                                   "{'Fn::GetAtt': [Child, Outputs.O]}"])  # fmt: skip
def test_a_parent_reads_the_outputs_of_a_nested_stack(
    tmp_path: Path, case: tuple[Any, ...], spelt: str
) -> None:
    """By GetAtt in every spelling."""
    value, expected, *names = case
    nested = (
        "Parameters: {P: {Type: String}, Open: {Type: String}}\n"
        "Resources: {Q: {Type: AWS::SQS::Queue}}\n"
        f"Outputs: {{O: {{Value: {value}}}}}\n"
    )
    text = "Resources:\n  Child: " + child("child.yaml", "{P: 'true'}")
    text += "\n  R: " + FLAG.replace("@", spelt) + "\n"
    report = Out(tmp_path).file("child.yaml", nested).stack("a", text).scan()
    assert verdict(report, BLOCKED) == expected
    for name in names:
        assert name in why(report, BLOCKED)


def test_one_file_nested_twice_is_two_stacks(tmp_path: Path) -> None:
    """Each with its own parameters, and siblings pass outputs to each other."""
    nested = flagged("!Ref P", Parameters=P) + "Outputs: {O: {Value: !Ref P}}\n"
    text = (
        "Resources:\n  One: " + child("child.yaml", "{P: 'true'}")
        + "\n  Two: " + child("child.yaml", "{P: 'false'}")
        + "\n  Three: " + child("child.yaml", "{P: !GetAtt Two.Outputs.O}") + "\n"
    )  # fmt: skip
    report = Out(tmp_path).file("child.yaml", nested).stack("a", text).scan()
    found = {
        one.subject.stack: str(one.status) for one in report.verdicts if one.rule.id == BLOCKED
    }
    assert found == {"a/One": "pass", "a/Two": "fail", "a/Three": "fail"}


def test_a_nested_stack_whose_condition_is_false_does_not_exist(tmp_path: Path) -> None:
    """Nor do its resources."""
    text = (
        "Conditions: {No: !Equals [a, b]}\nResources:\n  Child: "
        + child("child.yaml", more="Condition: No, ") + "\n"
    )  # fmt: skip
    report = Out(tmp_path).file("child.yaml", flagged("false")).stack("a", text).scan()
    assert verdict(report, BLOCKED) is None


def test_parameters_are_given_by_stack(tmp_path: Path) -> None:
    """One file for a whole app."""
    given = {"*": {"P": "true"}, "b": [{"ParameterKey": "P", "ParameterValue": "false"}]}
    text = flagged("!Ref P", Parameters=P)
    report = Out(tmp_path).stack("a", text).stack("b", text).scan(given)
    assert verdict(report, BLOCKED, stack="a") == PASS
    assert verdict(report, BLOCKED, stack="b") == FAIL


TLS = """{Type: AWS::S3::BucketPolicy, Properties: {Bucket: %s, PolicyDocument: {Statement: [
      {Effect: Deny, Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::%s', 'arn:aws:s3:::%s/*'],
       Condition: {Bool: {'aws:SecureTransport': 'false'}}}]}}}"""
TLS_OPTIONAL = "s3-bucket-tls-optional"


def tls(bucket: str, more: str = "") -> str:
    return TLS.replace("{Type", "{" + more + "Type", 1) % (bucket, "x", "x")


TLS_CASES = [
    ("Resources:\n  R: {Type: AWS::S3::Bucket}\n  P: " + tls("!Ref R"), PASS),
    ("Resources:\n  R: {Type: AWS::S3::Bucket}\n  P: " + tls("!Sub '${R}'"), PASS),
    ("Resources:\n  R: {Type: AWS::S3::Bucket}\n  S: {Type: AWS::S3::Bucket}\n  P: "
     + tls("!Ref S"), FAIL),
    ("Parameters: {N: {Type: String}}\nResources:\n  R: {Type: AWS::S3::Bucket}\n  P: "
     + tls("!Ref N"), UNKNOWN),
    ("Parameters: {N: {Type: String}}\nResources:\n"
     "  R: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref N}}\n  P: " + tls("!Ref N"), PASS),
    ("Resources:\n  R: {Type: AWS::S3::Bucket, Properties: {BucketName: x}}\n  P: " + tls("x"),
     PASS),
    ("Resources:\n  R: {Type: AWS::S3::Bucket, Properties: {BucketName: x}}\n  P: " + tls("y"),
     FAIL),
    ("Conditions: {C: !Equals [!Ref 'AWS::Region', us-east-1]}\nResources:\n  R: {Type: AWS::S3::Bucket}\n"
     "  P: " + tls("!Ref R", "Condition: C, "), UNKNOWN),
    ("Conditions: {C: !Equals [!Ref 'AWS::Region', us-east-1]}\nResources:\n"
     "  R: {Type: AWS::S3::Bucket, Condition: C}\n  P: " + tls("!Ref R", "Condition: C, "), PASS),
    ("Conditions: {C: !Equals [a, b]}\nResources:\n  R: {Type: AWS::S3::Bucket}\n"
     "  P: " + tls("!Ref R", "Condition: C, "), FAIL),
    # the policy exists wherever the bucket does, under another name
    ("Conditions: {C: !Equals [!Ref 'AWS::Region', us-east-1], D: !Condition C}\nResources:\n"
     "  R: {Type: AWS::S3::Bucket, Condition: C}\n  P: " + tls("!Ref R", "Condition: D, "), PASS),
    ("Conditions: {C: !Equals [!Ref 'AWS::Region', us-east-1], D: !Not [!Condition C]}\nResources:\n"
     "  R: {Type: AWS::S3::Bucket}\n  P: " + tls("!Ref R", "Condition: C, ")
     + "\n  Q: " + tls("!Ref R", "Condition: D, "), PASS),
    ("Conditions: {C: !Equals [!Ref 'AWS::Region', us-east-1], D: !Not [!Condition C]}\nResources:\n"
     "  R: {Type: AWS::S3::Bucket, Condition: C}\n  P: " + tls("!Ref R", "Condition: D, "), FAIL),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TLS_CASES)
def test_a_bucket_is_seen_with_its_policy(tmp_path: Path, text: str, expected: str) -> None:
    """By reference or by name, in the worlds where both exist."""
    assert verdict(scanned(tmp_path, text + "\n"), TLS_OPTIONAL) == expected


@pytest.mark.parametrize(
    ("export", "policy", "expected"),
    [
        once("policies of other stacks are not asked", "!Ref R", "!ImportValue shared", PASS),
        ("!Ref S", "!ImportValue shared", FAIL),
        once("policies of other stacks are not asked", "!Ref R", "!ImportValue other", UNKNOWN),
    ],
)
def test_a_bucket_is_seen_with_a_policy_of_another_stack(
    tmp_path: Path, export: str, policy: str, expected: str
) -> None:
    """The reference goes through an export."""
    buckets = (
        "Resources: {R: {Type: AWS::S3::Bucket}, S: {Type: AWS::S3::Bucket}}\n"
        f"Outputs: {{O: {{Value: {export}, Export: {{Name: shared}}}}}}\n"
    )
    policies = "Resources:\n  P: " + tls(policy) + "\n"
    report = Out(tmp_path).stack("a", buckets).stack("b", policies).scan()
    assert verdict(report, TLS_OPTIONAL) == expected


@pytest.mark.parametrize(("environment", "expected"), [
    (HERE, PASS), ("aws://123456789012/cn-north-1", FAIL), (NOWHERE, UNKNOWN),
])  # fmt: skip
def test_the_partition_follows_from_the_region(
    tmp_path: Path, environment: str, expected: str
) -> None:
    """aws, aws-cn, aws-us-gov; unknown where the assembly names no Region."""
    text = flagged(
        "!If [InAws, true, false]", Conditions="{InAws: !Equals [!Ref AWS::Partition, aws]}"
    )
    report = Out(tmp_path).stack("a", text, environment).scan()
    assert verdict(report, BLOCKED) == expected


def test_a_region_that_is_assumed_decides_the_partition(tmp_path: Path) -> None:
    """No world is in a Region of China and in the partition aws."""
    text = flagged(
        "!If [InBeijing, !If [InAws, false, true], true]",
        Conditions="{InAws: !Equals [!Ref AWS::Partition, aws], "
        "InBeijing: !Equals [!Ref AWS::Region, cn-north-1]}",
    )
    assert verdict(scanned(tmp_path, text), BLOCKED) == PASS
    text = text.replace("InBeijing, !If [InAws", "InAws, !If [InBeijing")
    assert verdict(scanned(tmp_path, text), BLOCKED) == PASS


def test_a_macro_of_the_whole_template_is_told(tmp_path: Path) -> None:
    """It was checked as written, and the report says so."""
    report = scanned(tmp_path, "Transform: [Mine]\nResources: {R: {Type: AWS::S3::Bucket}}\n")
    assert verdict(report, CIPHERED) == FAIL
    assert any("Mine" in problem.message.en for problem in report.problems)


def test_a_finding_points_at_the_item_that_is_wrong(tmp_path: Path) -> None:
    """Not at its innocent neighbour, where a condition leaves an item out before it."""
    text = (
        "Conditions: {Never: !Equals [a, b]}\nResources:\n  R:\n    Type: AWS::IAM::Policy\n"
        "    Properties:\n      PolicyDocument:\n        Statement:\n"
        f"          - !If [Never, {{{ALLOWED}, Resource: x}}, !Ref AWS::NoValue]\n"
        f"          - {{{ALLOWED}, Resource: 'arn:aws:s3:::b/k'}}\n"
        f"          - {{{ALLOWED}, Resource: '*'}}\n"
    )
    (found,) = [
        finding
        for finding in scanned(tmp_path, text).findings
        if finding.rule.id == "iam-policy-wildcard-resource"
    ]
    assert found.location.start.line == 10
