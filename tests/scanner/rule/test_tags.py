"""A tag is looked up whatever its type calls it, however it is spelt, and on the stack."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from synthgate.model import Status
from synthgate.resolve.resolver import Placement, Resolver
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.surroundings.tags import known_tags
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Outcome
from synthgate.template.read import read_template

PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN
AROUND = """\
Parameters:
  Open: {Type: String}
  Few: {Type: String, AllowedValues: [Owner, Team]}
Conditions: {Maybe: !Equals [!Ref Open, x]}
Resources: {R: {Type: "%s", Properties: %s}}
"""
NONE = "!Ref AWS::NoValue"
LAUNCH_TEMPLATE = "AWS::EC2::LaunchTemplate"
MINE = "[{Key: Owner, Value: me}]"
OWNER = "{tag: Owner, equals: me}"
THERE = "{tag: Owner, exists: true}"
GIVEN = {"Owner": "me"}


def no_python(name: str) -> Any:
    raise AssertionError(name)


def ask(check: str, properties: str, kind: str = "AWS::SQS::Queue", **stack_tags: Any) -> Outcome:
    template = read_template("t.yaml", (AROUND % (kind, properties)).encode())
    resolver = Resolver(template, Placement(tags=stack_tags))
    resource = resolver.resource("R")
    condition = Compiler(no_python).condition(yaml.safe_load(check))
    return condition(View(resource, resolver), resource.body)


@pytest.mark.parametrize(
    ("kind", "properties", "status"),
    [
        ("AWS::SQS::Queue", "{Tags: [{Key: Owner, Value: me}]}", PASS),
        ("AWS::SQS::Queue", "{Tags: [{Key: A, Value: b}, {Key: Owner, Value: you}]}", FAIL),
        ("AWS::SQS::Queue", "{Tags: []}", FAIL),
        ("AWS::SQS::Queue", "{}", FAIL),
        ("AWS::SQS::Queue", "{UserPoolTags: {Owner: me}}", FAIL),
        ("AWS::SSM::Parameter", "{Tags: {Owner: me}}", PASS),
        ("AWS::SSM::Parameter", "{Tags: {owner: me}}", FAIL),
        ("AWS::Cognito::UserPool", "{UserPoolTags: {Owner: me}}", PASS),
        ("AWS::Cognito::UserPool", "{Tags: {Owner: me}}", FAIL),
        ("AWS::EFS::FileSystem", "{FileSystemTags: [{Key: Owner, Value: me}]}", PASS),
        ("AWS::KinesisAnalytics::X", "{Tags: [{TagKey: Owner, TagValue: me}]}", PASS),
        ("AWS::X::Y", "{Tags: [{key: Owner, value: me}]}", PASS),
        (
            LAUNCH_TEMPLATE,
            f"{{TagSpecifications: [{{ResourceType: launch-template, Tags: {MINE}}}]}}",
            PASS,
        ),
        (
            LAUNCH_TEMPLATE,
            f"{{TagSpecifications: [{{ResourceType: instance, Tags: {MINE}}}]}}",
            FAIL,
        ),
        (
            LAUNCH_TEMPLATE,
            f"{{TagSpecifications: [{{ResourceType: !Ref Open, Tags: {MINE}}}]}}",
            UNKNOWN,
        ),
        (LAUNCH_TEMPLATE, "{TagSpecifications: !Ref Open}", UNKNOWN),
        (LAUNCH_TEMPLATE, "{}", FAIL),
        ("AWS::EC2::EC2Fleet", f"{{TagSpecifications: [{{Tags: {MINE}}}]}}", PASS),
        ("AWS::X::Y", "{Tags: [text, 5]}", FAIL),
        ("AWS::X::Y", "{Tags: text}", FAIL),
    ],
)
def test_a_tag_in_every_spelling(kind: str, properties: str, status: Status) -> None:
    """A list of keys and values, a map, under the name that the type gives it."""
    assert ask(OWNER, properties, kind).status is status


@pytest.mark.parametrize(
    ("check", "properties", "status"),
    [
        (OWNER, "{Tags: !Ref Open}", UNKNOWN),
        (THERE, "{Tags: !Ref Open}", UNKNOWN),
        (OWNER, "!If [Maybe, {}, {Tags: []}]", UNKNOWN),
        (OWNER, "{Tags: [!Ref Open]}", UNKNOWN),
        (OWNER, "{Tags: [!Ref Open, {Key: Owner, Value: me}]}", PASS),
        (OWNER, "{Tags: [{Key: Owner, Value: !Ref Open}]}", UNKNOWN),
        (THERE, "{Tags: [{Key: Owner, Value: !Ref Open}]}", UNKNOWN),
        (THERE, "{Tags: [{Key: Owner, Value: !Ref Few}]}", PASS),
        (OWNER, "{Tags: [{Key: !Ref Open, Value: me}]}", UNKNOWN),
        (OWNER, "{Tags: [{Key: !Ref Few, Value: me}]}", UNKNOWN),
        ("{tag: Cost, exists: false}", "{Tags: [{Key: !Ref Few, Value: me}]}", PASS),
        (OWNER, f"{{Tags: [!If [Maybe, {{Key: Owner, Value: me}}, {NONE}]]}}", UNKNOWN),
        (OWNER, f"{{Tags: {{Owner: !If [Maybe, you, {NONE}]}}}}", FAIL),
    ],
)
def test_a_tag_that_may_be_there(check: str, properties: str, status: Status) -> None:
    """An open list or key may be anything; what is stated beside it is stated."""
    assert ask(check, properties).status is status


@pytest.mark.parametrize(
    ("check", "properties", "status"),
    [
        (OWNER, "{}", PASS),
        (OWNER, "{Tags: [{Key: Owner, Value: you}]}", FAIL),
        (THERE, "{Tags: !Ref Open}", PASS),
        (OWNER, "{Tags: !Ref Open}", UNKNOWN),
        (OWNER, f"{{Tags: {{Owner: !If [Maybe, me, {NONE}]}}}}", PASS),
        (OWNER, f"{{Tags: {{Owner: !If [Maybe, you, {NONE}]}}}}", UNKNOWN),
        ("{tag: [Owner, Cost], exists: true}", "{}", FAIL),
        ("{tag: [Owner, Cost], exists: true}", "{Tags: [{Key: Cost, Value: 5}]}", PASS),
    ],
)
def test_the_tags_of_the_stack_are_those_of_its_resources(
    check: str, properties: str, status: Status
) -> None:
    """Where a resource says nothing of a tag, in this branch or that, it has the stack's."""
    assert ask(check, properties, **GIVEN).status is status


OWN = "{tag: Owner, of: resource, equals: me}"


@pytest.mark.parametrize(
    ("check", "properties", "status"),
    [
        (OWN, "{}", FAIL),
        (OWN, f"{{Tags: {MINE}}}", PASS),
        (OWN, "{Tags: [{Key: Owner, Value: you}]}", FAIL),
        (OWN, f"{{Tags: !If [Maybe, {MINE}, {NONE}]}}", UNKNOWN),
        ("{tag: Owner, of: resource, exists: false}", "{}", PASS),
        ("{tag: Owner, of: resource, equals: me, default: me}", "{}", PASS),
        ("{tag: Owner, of: any, equals: me}", "{}", PASS),
    ],
)
def test_the_own_tags_are_those_that_the_resource_says(
    check: str, properties: str, status: Status
) -> None:
    """Whatever its stack is tagged with."""
    assert ask(check, properties, **GIVEN).status is status


@pytest.mark.parametrize(
    ("properties", "route"),
    [
        ("{}", ("Properties", "Tags", "Owner")),
        ("{Tags: [{Key: A, Value: b}]}", ("Properties", "Tags", "Owner")),
        ("{Tags: [{Key: A, Value: b}, {Key: Owner, Value: you}]}", ("Tags", 1, "Value")),
        (f"{{Tags: [{NONE}, {{Key: Owner, Value: you}}]}}", ("Tags", 1, "Value")),
        ("{Tags: {Owner: you}}", ("Tags", "Owner")),
    ],
)
def test_a_wrong_tag_is_shown_where_it_is_written(properties: str, route: Any) -> None:
    """At its value; where it is missing, below the tags, by its name."""
    (place,) = ask(OWNER, properties).places
    assert place.route[-len(route) :] == route


@pytest.mark.parametrize(
    ("kind", "can"),
    [("AWS::SQS::Queue", True), ("AWS::S3::BucketPolicy", False), (LAUNCH_TEMPLATE, True)],
)
def test_taggable_is_what_the_schema_says(kind: str, *, can: bool) -> None:
    """A rule for every type asks of those that can have tags at all."""
    assert ask("{taggable: true}", "{}", kind).status is (PASS if can else FAIL)
    assert ask("{taggable: false}", "{}", kind).status is (FAIL if can else PASS)


REPLICAS = "AWS::DynamoDB::GlobalTable"
TAGGED = f"{{Region: eu-west-1, Tags: {MINE}}}"


@pytest.mark.parametrize(
    ("replicas", "given", "status"),
    [
        (f"[{TAGGED}]", {}, PASS),
        (f"[{TAGGED}, {{Region: eu-west-2}}]", {}, FAIL),
        (f"[{TAGGED}, {{Region: eu-west-2}}]", GIVEN, UNKNOWN),
        (f"[{TAGGED}, !If [Maybe, {NONE}, {TAGGED}]]", {}, UNKNOWN),
        (f"[{TAGGED}, !Ref Open]", {}, UNKNOWN),
        ("[]", {}, FAIL),
        ("!Ref Open", {}, UNKNOWN),
    ],
)
def test_the_tags_of_each_replica(replicas: str, given: dict[str, str], status: Status) -> None:
    """A global table has none of its own, and its replicas have some in each Region."""
    assert ask(OWNER, f"{{Replicas: {replicas}}}", REPLICAS, **given).status is status
    assert ask("{taggable: true}", "{}", REPLICAS).status is PASS


@pytest.mark.parametrize(
    ("kind", "properties", "tags"),
    [
        ("AWS::SQS::Queue", NONE, GIVEN),
        ("AWS::SQS::Queue", "{Tags: [{Key: Owner, Value: you}]}", {"Owner": "you"}),
        ("AWS::SQS::Queue", "{Tags: [{Key: A, Value: b}, {Key: C, Value: !Ref Open}]}", {"A": "b"}),
        ("AWS::SSM::Parameter", "{Tags: {A: b, C: !Ref Open}}", {"A": "b"}),
        ("AWS::SQS::Queue", "{Tags: !Ref Open}", GIVEN),
    ],
)
def test_what_is_known_of_all_tags(kind: str, properties: str, tags: dict[str, str]) -> None:
    """Its own outweigh those of its stack; what only the deployment tells is left out."""
    template = read_template("t.yaml", (AROUND % (kind, properties)).encode())
    resolver = Resolver(template, Placement(tags=GIVEN))
    assert known_tags(View(resolver.resource("R"), resolver)) == {**GIVEN, **tags}
