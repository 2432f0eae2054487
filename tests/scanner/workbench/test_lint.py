"""``rules lint``: every mistake of a pack at once, each at its line and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

# A mistake stands on its line as ``!COLUMN words of its message``.
ALL_WRONG = """\
id: Everything_Wrong  # !1 missing key 'title' !1 is no rule id
titel: {en: One, ko: 하나}  # !1 did you mean 'title'?
severity: hihg  # !1 did you mean 'high'?
pillar: safety  # !1 pillar is one of
resources:
  - AWS::S3::Buckett  # !5 did you mean 'AWS::S3::Bucket'?
  - AWS::EC3::*  # !5 no resource type is like 'AWS::EC3::*'
  - S3 Bucket  # !5 no resource type 'S3 Bucket'
  - aws::s3::Bucket  # !5 did you mean 'AWS::S3::Bucket'?
when: yes please  # !1 a mapping is needed
check:
  all-of:
    - {path: "$.Properties.[", exists: true}  # !8 not a JSONPath
    - {path: $.Properties.A, exits: true}  # !30 did you mean 'exists'?
    - {path: $.Properties.A, exists: 3}  # !30 true or false is needed
    - {path: $.Properties.A, matches: "("}  # !30 not a regular expression
    - {path: $.Properties.A}  # !7 without an operator
    - {equals: 1}  # !7 'equals' without a 'path'
    - {python: nothing}  # !8 there is no everything-wrong.py
    - related: AWS::S3::BucketPolicyy  # !7 did you mean 'AWS::S3::BucketPolicy'?
      by: $.Properties.Bucket
why: {en: 영어로, ko: In English}  # !7 not in English !16 not in Korean
fix: {fr: Do it}  # !1 needs 'en' or 'ko'
equivalents: {chekov: [CKV_1]}  # !15 did you mean 'checkov'?
examples:
  fails: ""  # !3 the example 'fails' is empty
  passes: |  # !3 'passes' cannot have a line marked
    Resources:
      A:
        Type: AWS::S3::Bucket  # finding
  unknown: |  # !3 'unknown' needs a line marked
    Resources:
      A:
        Type: AWS::S3::Bucket
"""
REST = """\
why: {en: Why, ko: 이유}
fix: {en: Fix, ko: 수정}
examples:
  fails: "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}  # finding"
  passes: "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}"
"""
HEAD = """\
id: bucket-astray
title: {en: Astray, ko: 잘못됨}
severity: low
pillar: cost
resources: [AWS::S3::Bucket]
"""
PATHS = f"""\
{HEAD}\
when: {{path: $.Propertys.BucketName, exists: true}}  # !8 $ of AWS::S3::Bucket; did you mean 'Prop
check:
  any-of:
    - {{path: $.BucketName, exists: true}}  # !8 did you mean 'Properties.BucketName'?
    - {{path: $.Properties.BuketName, exists: true}}  # !8 did you mean 'BucketName'?
    - {{path: $.Properties.Tags.Key, equals: a}}  # !8 did you mean '[*].Key'?
    - path: "$.Properties.Tags[*]"
      any:
        all-of:
          - {{path: $.key, equals: a}}  # !14 'key' is not in $.Properties.Tags[*] of
          - {{path: $.Value, equals: {{value-of: $.Properties.BucketNme}}}}  # !38 'BucketNme'
    - {{path: "$.Properties.Tags[?(@.Kee=='a')].Value", equals: b}}  # !8 did you mean 'Key'?
    - {{path: "$.Properties..ServerSideEncription", exists: true}}  # !8 'ServerSideEncription'
    - {{path: $.Properties.Arn, exists: true}}  # !8 AWS sets it
    - {{keys: $.Properties.Tagz, not-matches: a}}  # !8 did you mean 'Tags'?
    - related: AWS::S3::BucketPolicy
      by: $.Properties.BucketName  # !7 'BucketName' is not in $.Properties of AWS::S3::BucketPolicy
      any: {{path: $.Properties.PolicyDoc, exists: true}}  # !13 did you mean 'PolicyDocument'?
    - not: {{there-is: AWS::CloudTrail::Trial}}  # !13 did you mean 'AWS::CloudTrail::Trail'?
    - there-is: AWS::CloudTrail::Trail
      where: {{path: $.Properties.IsLoging, equals: true}}  # !15 did you mean 'IsLogging'?
    - refers: $.Properties.LoggingConfiguration.DestinationBucket  # !7 'DestinationBucketName'?
      to: AWS::S3::Bucket
      any: {{path: $.Properties.LogginConfiguration, exists: false}}  # !13 'LoggingConfiguration'?
    - {{unique: $.Properties.Name, among: AWS::SNS::Topic}}  # !8 did you mean 'TopicName'?
    - related: AWS::S3::BucketPolicy
      by: $.Properties.Bucket
      any:
        path: $.Properties.Bucket
        in: {{value-of: {{this: $.Properties.BuketName}}}}  # !25 did you mean 'BucketName'?
        equals: {{value-of: {{path: $.Properties.Buket}}}}  # !29 'Buket' is not in $
    - related: AWS::S3::BucketPolicy
      each: $.Properties.Tags[*]  # !7 'Tags' is not in $.Properties of AWS::S3::BucketPolicy
      by: $.Bucket
    - related: AWS::EC2::SecurityGroup
      each: $.Properties.SecurityGroupIngress[*]
      by: $.SourceGroup  # !7 did you mean 'SourceSecurityGroupId'?
      none: {{path: $.ToPrt, equals: 1}}  # !14 did you mean 'ToPort'?
    - by-type:
        AWS::S3::Bukket: {{taggable: true}}  # !9 no resource that is !9 mean 'AWS::S3::Bucket'?
        AWS::S3::Bucket: {{path: $.Properties.Tagz, exists: true}}  # !27 did you mean 'Tags'?
{REST}"""
RIGHT = f"""\
{HEAD}\
check:
  any-of:
    - {{path: $.DeletionPolicy, equals: Retain}}
    - {{path: "$.Metadata.cdk_nag.rules[*].id", exists: true}}
    - {{path: "$.Properties['VersioningConfiguration'].Status", equals: Enabled}}
    - {{path: "$..SSEAlgorithm", any: {{equals: "aws:kms"}}}}
    - {{path: "$.Properties.LifecycleConfiguration.Rules[0].*", exists: true}}
    - {{path: "$.Properties.Tags[0:2].Key", contains: a}}
    - {{tag: CostCenter, all: {{matches: "^[0-9]+$"}}}}
    - {{keys: $.Metadata, not-matches: a}}
    - {{stack: region, in: [eu-west-1]}}
    - {{related: "Custom::Cleaner", by: $.Properties.Anything.At.All}}
    - {{related: "Org::Own::Type::MODULE", by: $.Properties.Anything}}
    - related: [AWS::KMS::Key, AWS::S3::BucketPolicy]
      by: "$.Properties.KeyPolicy.Statement[*].Resource"
    - there-is: AWS::EC2::*
      where: {{path: $.Properties.CidrIp, equals: "0.0.0.0/0"}}
    - {{there-is: "*", where: {{path: $.Properties.Whatever, exists: true}}}}
    - {{path: $.Properties.BucketName, equals: {{path: $.Not.A.Condition}}}}
{REST}"""


FAMILY = """\
family: astray
title: {en: "{Thing} is astray", ko: not Korean}  # !34 not in Korean
severity: low
pillar: cost
check: {path: "{path}", equals: true}
why: {en: Why, ko: 이유}
fix: {en: Fix, ko: 수정}
rows:
  - id: bucket-astray
    resources: [AWS::S3::Bucket]
    thing: bucket
    path: $.Properties.BucketNme  # !5 did you mean 'BucketName'?
    default: null
    documented: https://docs.aws.amazon.com/a
    examples:
      fails: "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}  # finding"
      passes: "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}"
  - id: Queue  # !5 is no rule id
    resources: [AWS::SQS::Queu]  # !17 did you mean 'AWS::SQS::Queue'?
    thing: queue
    path: $.Properties.QueueName
    default: null
    documented: https://docs.aws.amazon.com/a
    examples:
      fails: ""  # !7 the example 'fails' is empty
      passes: "{Resources: {A: {Type: 'AWS::SQS::Queue'}}}"
  - id: bucket-astray  # !5 already defined in
    resources: [AWS::S3::Bucket]
    thing: bucket
    path: $.Properties.BucketName
    default: null
    documented: https://docs.aws.amazon.com/a
    unless: {path: $.Properties.Tagz, exists: true}  # !14 did you mean 'Tags'?
    examples:
      fails: "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}  # finding"
      passes: "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}"
"""


def expected(pack: dict[str, str]) -> set[tuple[str, str, str, str]]:
    return {
        (name, str(line), column, words.strip())
        for name, text in pack.items()
        for line, written in enumerate(text.splitlines(), 1)
        for column, words in re.findall(r" !(\d+) ((?:(?! !\d).)+)", written)
    }


def as_expected(line: str, wanted: set[tuple[str, str, str, str]]) -> tuple[str, str, str, str]:
    """The expectation that a line meets, else the line."""
    name, number, column, message = line.split(":", 3)
    found = [one for one in wanted if one[:3] == (name, number, column) and one[3] in message]
    return found[0] if found else (name, number, column, message)


def test_all_mistakes_of_a_pack_are_told_at_once(cli: Callable[..., Any]) -> None:
    """Each kind of mistake, at its line and column, with what was probably meant."""
    pack = {
        "pack/everything-wrong.yaml": ALL_WRONG,
        "pack/paths.yaml": PATHS,
        "pack/twice/again.yaml": f"{HEAD}{REST}".replace(
            "why", "check: {path: $.Type, in: [a]}\nwhy"
        ),
        "pack/built-in.yaml": HEAD.replace("bucket-astray", "kms-key-not-rotated")
        + "check: {path: $.Type, in: [a]}\n"
        + REST,
        "pack/yaml.yaml": "a: }",
        "pack/list.yaml": "- a\n",
        "pack/bytes.yaml": b"\xff",
    }
    texts = {name: text for name, text in pack.items() if isinstance(text, str)}
    wanted = expected(texts) | {
        ("pack/twice/again.yaml", "1", "1", "already defined in pack/paths.yaml"),
        ("pack/built-in.yaml", "1", "1", "built-in rule"),
        ("pack/yaml.yaml", "1", "4", "not valid YAML"),
        ("pack/list.yaml", "1", "1", "a rule card is a mapping"),
        ("pack/bytes.yaml", "1", "1", "not UTF-8"),
    }
    ran = cli("rules", "lint", "pack", files=pack)
    *lines, summary = ran.out.splitlines()
    assert ran.code == 2
    assert {as_expected(line, wanted) for line in lines} == wanted
    assert len(lines) == len(wanted)
    assert summary == f"7 cards: {len(wanted)} mistakes in 7"
    assert not ran.err


def test_the_mistakes_of_a_family_are_told_at_its_rows(cli: Callable[..., Any]) -> None:
    """Those of what the rows share once, and in their place."""
    ran = cli("rules", "lint", "r", files={"r/family.yaml": FAMILY})
    wanted = expected({"r/family.yaml": FAMILY})
    *lines, summary = ran.out.splitlines()
    assert {as_expected(line, wanted) for line in lines} == wanted
    assert len(lines) == len(wanted)
    assert summary == f"3 cards: {len(wanted)} mistakes in 2"


def test_what_is_right_is_no_mistake(cli: Callable[..., Any]) -> None:
    """Attributes of resources, free forms, custom types, patterns, words that ask elsewhere."""
    ran = cli("rules", "lint", "right.yaml", files={"right.yaml": RIGHT})
    assert (ran.code, ran.out) == (0, "1 card: no mistakes\n")


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("resources", "path", "is_right"),
    [
        ("[AWS::Lambda::Function, AWS::Serverless::Function]", "$.Properties.Tracing", True),
        ("[AWS::Lambda::Function, AWS::Serverless::Function]", "$.Properties.Tracin", False),
        ("[AWS::Lambda::Function]", "$.Properties.Tracing", False),
        ("[AWS::EC2::*]", "$.Properties.CidrIp", True),
        ("[Alexa::ASK::Skill]", "$.Properties.Nothing", False),
        ("[AWS::EC2::*]", "$.Properties.BucketName", False),
        ('["*"]', "$.Properties.Anything", True),
        ("[Custom::Thing, AWS::S3::Bucket]", "$.Properties.Anything", True),
        ("[AWS::IAM::Role]", "$.Properties.AssumeRolePolicyDocument.Statement[*].Effect", True),
        ("[AWS::IAM::ManagedPolicy]", "$.Properties.PolicyDocument.Anything", True),
        ("[AWS::Lambda::Function]", "$.Properties.Environment.Variables.ANY", True),
        ("[AWS::WAFv2::WebACL]", "$..NotStatement.Statement", True),
        ("[AWS::S3::Bucket]", "$.Properties..SSEAlgoritm", False),
    ],
)
def test_a_path_needs_one_type_that_has_it(
    cli: Callable[..., Any], resources: str, path: str, is_right: bool
) -> None:
    """Of several types one will do; what lies in a free form nobody can tell."""
    card = f"{HEAD}check: {{path: '{path}', exists: true}}\n{REST}".replace(
        "[AWS::S3::Bucket]", resources
    )
    assert (cli("rules", "lint", "a.yaml", files={"a.yaml": card}).code == 0) is is_right


def test_the_path_of_a_wide_rule_leads_through_the_template(cli: Callable[..., Any]) -> None:
    """With another scope than the resource, no type tells what a path may be."""
    card = f"{HEAD}scope: stack\ncheck: {{path: $.Outputs.*.Export, exists: true}}\n{REST}"
    assert cli("rules", "lint", "a.yaml", files={"a.yaml": card}).code == 0


@pytest.mark.exhaustive
def test_the_built_in_cards_are_without_mistakes(cli: Callable[..., Any]) -> None:
    """Every type that they name exists, and every path is a property of one."""
    ran = cli("rules", "lint")
    assert ran.code == 0, ran.out


@pytest.mark.parametrize("action", ["lint", "test"])
@pytest.mark.parametrize(
    ("given", "said"),
    [("nowhere", "no such folder or file"), ("empty", "no rule card in it"), ("x" * 300, "")],
)
def test_where_there_is_no_card_nothing_passes(
    cli: Callable[..., Any], action: str, given: str, said: str
) -> None:
    """A pipeline that looks into the wrong folder shall not be green."""
    ran = cli("rules", action, given, files={"empty/readme.txt": ""})
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_what_cards_say_cannot_move_the_cursor(cli: Callable[..., Any]) -> None:
    """Control characters of a card are shown, not sent to the terminal."""
    ran = cli("rules", "lint", "a.yaml", files={"a.yaml": f'{HEAD}"\\e[31m": 1\n{REST}'})
    assert "\x1b" not in ran.out
    assert "\\x1b[31m" in ran.out


def test_mistakes_are_told_in_korean(cli: Callable[..., Any]) -> None:
    """With ``--lang ko``, all of it."""
    ran = cli("rules", "lint", "--lang", "ko", "a.yaml", files={"a.yaml": ALL_WRONG})
    assert ran.code == 2
    assert all(re.search("[가-힣]", line) for line in ran.out.splitlines())
