"""``covers: this``: whether a pattern of a policy, a name or a reference covers a resource."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.resolver import NOWHERE, App, Placement, Resolver
from synthgate.rule.cards.card import read_file
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARD = {
    "id": "covered-by",
    "title": {"en": "Covered", "ko": "포함"},
    "severity": "low",
    "pillar": "security",
    "resources": ["*"],
    "when": {"path": "$.Properties.Me", "exists": True},
    "check": {
        "there-is": "AWS::IAM::ManagedPolicy",
        "where": {"path": "$.Properties.Resource", "covers": "this"},
    },
    "why": {"en": "w", "ko": "이유"},
    "fix": {"en": "f", "ko": "방법"},
    "examples": {"fails": "", "passes": ""},
}
TEMPLATE = """
Parameters: {{Open: {{Type: String}}, Few: {{Type: String, AllowedValues: [logs-prod, logs-dev]}}}}
Conditions: {{A: !Equals [!Ref Few, logs-prod]}}
Resources:
  R: {{Type: "{kind}", Properties: {{{properties}}}}}
  Same: {{Type: "{kind}"}}
  Topic: {{Type: "AWS::SNS::Topic"}}
  Made: {{Type: "Custom::Thing"}}
  P: {{Type: "AWS::IAM::ManagedPolicy", Properties: {{Resource: {resource}}}}}
"""
DATABASE = "AWS::SecretsManager::Secret"
BUCKET, QUEUE, FUNCTION = "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Lambda::Function"
HERE = Placement(region="eu-west-1", account="111122223333", environment=None)


def covered(kind: str, properties: str, resource: str, placement: Placement = HERE) -> str:
    found = read_file(Path("covered-by.yaml"), json.dumps(CARD).encode(), compiled=True)
    assert found.card, [one.text.en for one in found.mistakes]
    text = TEMPLATE.format(kind=kind, properties=f"Me: 1, {properties}", resource=resource)
    stack = Stack(Resolver(read_template("t.yaml", text.encode()), placement), {})
    results = evaluate(stack, Index([found.card]))
    assert not results.problems
    return next(str(one.status) for one in results.verdicts)


NAMED = "BucketName: logs-prod"
CASES = [
    (BUCKET, NAMED, "arn:aws:s3:::logs-*", "pass"),
    (BUCKET, NAMED, "arn:aws:s3:::logs-prod/*", "pass"),
    (BUCKET, NAMED, "arn:aws:s3:::logs-pro?", "pass"),
    (BUCKET, NAMED, "'*'", "pass"),
    (BUCKET, NAMED, "arn:aws:s3:::*", "pass"),
    (BUCKET, NAMED, "arn:*:s3:::logs-prod", "pass"),
    (BUCKET, NAMED, "arn:aws:s3:::logs-prod/private/*", "fail"),
    (BUCKET, NAMED, "arn:aws:s3:::logs-dev", "fail"),
    (BUCKET, NAMED, "arn:aws:sqs:::logs-prod", "fail"),
    (BUCKET, NAMED, "arn:aws:s3:::Logs-*", "fail"),
    (BUCKET, NAMED, "'logs-*'", "pass"),
    (BUCKET, NAMED, "logs-prod", "pass"),
    (BUCKET, NAMED, "'logs-d*'", "fail"),
    (BUCKET, NAMED, "!Ref R", "pass"),
    (BUCKET, NAMED, "!GetAtt R.Arn", "pass"),
    (BUCKET, NAMED, "!Sub '${R.Arn}/*'", "pass"),
    (BUCKET, NAMED, "!Sub 'arn:${AWS::Partition}:s3:::${R}/*'", "pass"),
    (BUCKET, NAMED, "!Sub 'arn:aws:s3:::${R}-other'", "fail"),
    (BUCKET, NAMED, "!Sub 'arn:aws:s3:::my-${R}'", "fail"),
    (BUCKET, NAMED, "!Sub '${R.Arn}/private/*'", "fail"),
    (BUCKET, NAMED, "!Sub '${R.Arn}/${Open}'", "unknown"),
    (BUCKET, NAMED, "!GetAtt Same.Arn", "fail"),
    (BUCKET, NAMED, "!Sub '${Same.Arn}/*'", "fail"),
    (BUCKET, NAMED, "!Sub 'arn:aws:s3:::${Same}/*'", "fail"),
    (BUCKET, NAMED, "!Ref Topic", "fail"),
    (BUCKET, NAMED, "!GetAtt Made.Arn", "unknown"),
    (BUCKET, NAMED, "!Sub 'arn:aws:s3:::${Open}'", "unknown"),
    (BUCKET, NAMED, "!Sub 'arn:aws:s3:::data-${Open}'", "fail"),
    (BUCKET, NAMED, "!Sub 'arn:aws:s3:::logs-${Open}'", "unknown"),
    (BUCKET, NAMED, "!Sub 'arn:aws:s3:::${Few}'", "unknown"),
    (BUCKET, NAMED, "!Ref Open", "unknown"),
    (BUCKET, NAMED, "[!Ref Open, 'arn:aws:s3:::logs-*']", "pass"),
    (BUCKET, NAMED, "['arn:aws:s3:::a', 'arn:aws:s3:::b*']", "fail"),
    (BUCKET, NAMED, "[]", "fail"),
    (BUCKET, NAMED, "{a: 1}", "fail"),
    (BUCKET, NAMED, "!If [A, 'arn:aws:s3:::logs-*', '*']", "pass"),
    (BUCKET, NAMED, "!If [A, 'arn:aws:s3:::logs-*', !Ref 'AWS::NoValue']", "unknown"),
    (BUCKET, "", "arn:aws:s3:::logs-*", "unknown"),
    (BUCKET, "", "arn:aws:s3:::logs", "fail"),
    (BUCKET, "", "arn:aws:s3:::*", "pass"),
    (BUCKET, "", "'*'", "pass"),
    (BUCKET, "", "!Sub '${R.Arn}/*'", "pass"),
    (BUCKET, "", "arn:aws:sqs:*:*:*", "fail"),
    (BUCKET, "", "'logs-*'", "unknown"),
    (BUCKET, "BucketName: !Ref Open", "arn:aws:s3:::logs-*", "unknown"),
    (BUCKET, "BucketName: !Ref Open", "!Sub 'arn:aws:s3:::${Open}/*'", "pass"),
    (BUCKET, "BucketName: !Sub 'a-${Open}'", "!Sub 'arn:aws:s3:::a-${Open}'", "pass"),
    (BUCKET, "BucketName: !Sub 'a-${Open}'", "arn:aws:s3:::a-*", "pass"),
    (BUCKET, "BucketName: !Sub 'a-${Open}'", "arn:aws:s3:::b-*", "fail"),
    (BUCKET, "BucketName: !Sub 'a-${Open}'", "arn:aws:s3:::a-b", "unknown"),
    (BUCKET, "BucketName: !Sub 'a-${Open}'", "!Sub 'arn:aws:s3:::b-${Open}'", "fail"),
    (BUCKET, "BucketName: !Ref Few", "arn:aws:s3:::logs-*", "pass"),
    (BUCKET, "BucketName: !Ref Few", "arn:aws:s3:::logs-p*", "unknown"),
    (QUEUE, "QueueName: orders", "arn:aws:sqs:eu-west-1:111122223333:orders", "pass"),
    (QUEUE, "QueueName: orders", "arn:aws:sqs:eu-west-1:*:ord*", "pass"),
    (QUEUE, "QueueName: orders", "arn:aws:sqs:us-east-1:*:orders", "fail"),
    (QUEUE, "QueueName: orders", "arn:aws:sqs:*", "pass"),
    (
        QUEUE,
        "QueueName: orders",
        "!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:o*'",
        "pass",
    ),
    (FUNCTION, "FunctionName: f", "arn:aws:lambda:*:*:function:f", "pass"),
    (FUNCTION, "FunctionName: f", "arn:aws:lambda:*:*:function:f:*", "pass"),
    (FUNCTION, "FunctionName: f", "arn:aws:lambda:*:*:layer:f", "fail"),
    ("AWS::KMS::Key", "", "arn:aws:kms:*:*:key/*", "pass"),
    ("AWS::KMS::Key", "", "arn:aws:kms:*:*:key/1*", "unknown"),
    ("AWS::KMS::Key", "", "arn:aws:kms:eu-west-1:111122223333:alias/*", "fail"),
    (DATABASE, "Name: db", "arn:aws:secretsmanager:*:*:secret:db-*", "pass"),
    (
        "AWS::SecretsManager::Secret",
        "Name: db",
        "arn:aws:secretsmanager:*:*:secret:db-??????",
        "pass",
    ),
    (
        "AWS::SecretsManager::Secret",
        "Name: db",
        "arn:aws:secretsmanager:*:*:secret:db-a*",
        "unknown",
    ),
    ("AWS::IAM::Role", "RoleName: r", "arn:aws:iam::111122223333:role/r", "pass"),
    ("AWS::IAM::Role", "RoleName: r, Path: /x/", "arn:aws:iam::*:role/x/*", "pass"),
    ("AWS::IAM::Role", "RoleName: r", "arn:aws:iam::*:role/x/*", "fail"),
    ("AWS::Glue::Job", "Name: j", "arn:aws:glue:eu-west-1:111122223333:job/j", "pass"),
    ("AWS::Glue::Job", "Name: j", "arn:aws:glue:*:*:job/*", "unknown"),
    ("AWS::Glue::Job", "Name: j", "arn:aws:glue:*", "pass"),
    ("AWS::Glue::Job", "Name: j", "arn:aws:s3:::j", "fail"),
]


@pytest.mark.parametrize(("kind", "properties", "resource", "status"), CASES)
def test_what_a_pattern_covers(kind: str, properties: str, resource: str, status: str) -> None:
    """Surely, surely not, or as the deployment has it."""
    assert covered(kind, properties, resource) == status


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        ("arn:aws:sqs:*:*:orders", "pass"),
        ("arn:aws:sqs:eu-west-1:*:orders", "unknown"),
        ("arn:aws:sqs:eu-west-1:*:others", "fail"),
        ("!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders'", "pass"),
        ("!Sub 'arn:aws:sqs:eu-west-1:${AWS::AccountId}:orders'", "unknown"),
    ],
)
def test_where_the_stack_goes_may_decide(resource: str, status: str) -> None:
    """A Region that is written out is compared with one that nobody has told."""
    assert covered(QUEUE, "QueueName: orders", resource, NOWHERE) == status


def test_it_is_asked_across_stacks() -> None:
    """A policy of another stack covers this one; a reference of its own is another's."""
    found = read_file(
        Path("covered-by.yaml"),
        json.dumps({**CARD, "check": {**CARD["check"], "in": "app"}}).encode(),
        compiled=True,
    )
    for resource, status in (("arn:aws:s3:::logs-*", "pass"), ("!GetAtt R.Arn", "fail")):
        texts = {
            "one": "Resources: "
            "{R: {Type: 'AWS::S3::Bucket', Properties: {Me: 1, BucketName: logs-a}}}",
            "two": "Resources: {R: {Type: 'AWS::S3::Bucket'}, "
            f"P: {{Type: 'AWS::IAM::ManagedPolicy', Properties: {{Resource: {resource}}}}}}}",
        }
        app = App({})
        for name, text in texts.items():
            template = read_template(f"{name}.yaml", text.encode())
            app.stacks[name] = Resolver(template, HERE, app=app, identity=name)
        assert found.card
        results = evaluate(Stack(app.stacks["one"], {}), Index([found.card]))
        assert [str(one.status) for one in results.verdicts] == [status]


LETTERS = st.text("ab-", min_size=1, max_size=4)
PATTERNS = st.text("ab-*?", min_size=1, max_size=5)


@given(LETTERS, PATTERNS, st.sampled_from(["", "arn:aws:s3:::"]))
def test_of_a_known_name_it_is_what_wildcards_are(name: str, pattern: str, head: str) -> None:
    """``*`` stands for any letters and ``?`` for one; nothing is left open."""
    letters = {"*": ".*", "?": "."}
    regex = "".join(letters.get(c, re.escape(c)) for c in pattern)
    texts = [name] if head else [name, f"arn:aws:s3:::{name}"]
    expected = "pass" if any(re.fullmatch(regex, text) for text in texts) else "fail"
    assert covered(BUCKET, f"BucketName: '{name}'", f"'{head}{pattern}'") == expected


RULE, AT = "AWS::Events::Rule", "eu-west-1:111122223333"


@pytest.mark.parametrize(
    ("properties", "resource", "status"),
    [
        ("Name: n", f"'arn:aws:events:{AT}:rule/*'", "unknown"),
        ("A: 1", f"'arn:aws:events:{AT}:rule/*'", "unknown"),
        ("Name: n", f"'arn:aws:events:{AT}:rule/n'", "pass"),
        ("Name: n", f"'arn:aws:events:{AT}:rule/other'", "fail"),
        ("Name: n", f"'arn:aws:sqs:{AT}:rule/*'", "fail"),
        ("Name: n", "'arn:aws:events:*:*:*'", "pass"),
    ],
)
def test_of_a_type_whose_arns_are_not_known(properties: str, resource: str, status: str) -> None:
    """A pattern of all names may be of this one; a name that is written out is it, or is not."""
    assert covered(RULE, properties, resource) == status
