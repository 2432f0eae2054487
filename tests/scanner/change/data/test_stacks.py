"""What becomes of resources whose stacks go, and of those that other stacks refer to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from two_states import Body

from synthgate.change.data.changes import changes_of
from synthgate.change.data.effects import effects
from synthgate.change.matching import matched
from synthgate.evaluate import Stack
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import App, Resolver
from synthgate.template.read import read_template
from synthgate.workbench.states import states_in

TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {}}
TOPIC = {"Type": "AWS::SNS::Topic"}
NESTED = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "inner.json"}}


def app_of(
    bodies: Mapping[str, Body], nested: Mapping[str, Mapping[str, str]] | None = None
) -> list[Stack]:
    """An app of a few stacks by their names, some of them nested in others."""
    app = App(nested)
    for name, body in bodies.items():
        template = read_template(f"{name}.json", json.dumps(body).encode())
        place = Placement("111122223333", "eu-west-1", name)
        app.stacks[name] = Resolver(template, place, app=app, identity=name)
    return [Stack(app.stacks[name], {}, name) for name in bodies]


def stack(**found: Any) -> Body:
    """A template with some resources."""
    return {"Resources": found}


def told(base: list[Stack], head: list[Stack]) -> tuple[set[str], dict[str, str]]:
    """The effects, and the actions by stack and logical id."""
    both = matched(base, head)
    words = {f"{one.kind} {one.stack.name}.{one.logical_id}" for one in effects(both)}
    changes = {
        f"{one.subject.stack}.{one.subject.logical_id}": one.action.value
        for one in changes_of(both)
    }
    return words, changes


def test_a_stack_that_leaves_the_app_stays_deployed() -> None:
    """`cdk deploy` deletes no stack: its data are left, and only the stack is told of."""
    words, changes = told(
        app_of({"One": stack(Topic=TOPIC), "Two": stack(It=TABLE)}),
        app_of({"One": stack(Topic=TOPIC)}),
    )
    assert [word.split(".")[0] for word in words] == ["removes-stack Two"]
    assert changes == {"Two.It": "left"}


def test_a_nested_stack_that_goes_takes_along_what_is_in_it() -> None:
    """By the policies in it, unless the nested stack is retained."""
    nested = {"Top": {"Inner": "Inner"}}
    head = app_of({"Top": stack(Topic=TOPIC)})
    kept = {"Type": "AWS::EFS::FileSystem", "DeletionPolicy": "Retain"}
    inner = stack(It=TABLE, Kept=kept)
    deleted = app_of({"Top": stack(Topic=TOPIC, Inner=NESTED), "Inner": inner}, nested)
    words, changes = told(deleted, head)
    assert words == {"loses-data Inner.It", "leaves-data-behind Inner.Kept"}
    assert changes["Inner.It"] == "deleted"
    retained = {**NESTED, "DeletionPolicy": "Retain"}
    whole = app_of({"Top": stack(Topic=TOPIC, Inner=retained), "Inner": inner}, nested)
    words, changes = told(whole, head)
    assert words == {"leaves-data-behind Inner.Kept"}
    assert changes["Inner.It"] == "left"


def test_a_replacement_reaches_other_stacks() -> None:
    """What imports the ID of something that is replaced is given another one."""

    def state(block: str) -> list[Stack]:
        network = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": block}}
        outputs = {"Id": {"Value": {"Ref": "Vpc"}, "Export": {"Name": "vpc"}}}
        part = {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": {"Fn::ImportValue": "vpc"}, "CidrBlock": "10.0.0.0/24"},
        }
        work = {
            "Type": "AWS::Lambda::Function",
            "Properties": {"VpcConfig": {"SubnetIds": [{"Ref": "Part"}]}},
        }
        exporting = {**stack(Vpc=network), "Outputs": outputs}
        return app_of({"Net": exporting, "App": stack(Part=part, Work=work)})

    words, changes = told(state("10.0.0.0/16"), state("10.1.0.0/16"))
    assert words == {"replaces Net.Vpc", "replaces App.Part"}
    assert changes == {"Net.Vpc": "replaced", "App.Part": "replaced", "App.Work": "updated"}


def test_a_resource_that_moves_loses_its_data() -> None:
    """For CloudFormation it is deleted by its policy, and created empty."""
    base = app_of({"One": stack(Orders=TABLE), "Two": stack(Topic=TOPIC)})
    head = app_of({"One": stack(Topic=TOPIC), "Two": stack(Orders=TABLE, Topic=TOPIC)})
    words, changes = told(base, head)
    assert {"moves Two.Orders", "loses-data One.Orders"} <= words
    assert changes["Two.Orders"] == "moved"


def test_a_name_keeps_a_resource_from_moving() -> None:
    """The new one is created first, in the same stack under the same name."""
    table = {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}}
    words, _ = told(app_of({"One": stack(Orders=table)}), app_of({"One": stack(Sales=table)}))
    assert words == {"moves One.Sales", "reuses-name One.Sales"}


NESTED_DEFAULT = """
# stack: Outer
Parameters:
  Given: {Type: String, Default: DEFAULT}
Conditions:
  On: !Equals [!Ref Given, a]
Resources:
  Nest:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: inner.json, Parameters: {Name: PASSED}}
# stack: Outer/Nest
Parameters:
  Name: {Type: String, Default: unused}
Resources:
  It: {Type: AWS::Kinesis::Stream, Properties: {Name: !Ref Name}}
"""


@pytest.mark.parametrize("passed", ["!Ref Given", "!Sub 'x-${Given}'", "!If [On, b, c]"])
def test_a_default_of_the_stack_around_one_is_one_of_its_own(passed: str) -> None:
    """A deployed stack keeps the value that it has, and passes that on: unknown by its name."""
    written = NESTED_DEFAULT.replace("PASSED", passed)
    base, head = (next(states_in(written.replace("DEFAULT", one))) for one in "ab")
    (effect,) = effects(matched(base, head))
    assert [cause.name for cause in effect.place.causes] == ["Given"]
    (change,) = (one for one in changes_of(matched(base, head)) if one.subject.logical_id == "It")
    assert change.action.value == "undecided"


def test_what_a_stack_passes_otherwise_is_sure() -> None:
    """Another text, or a default of the nested stack that another value is passed for."""
    base, head = (
        next(states_in(NESTED_DEFAULT.replace("PASSED", one).replace("DEFAULT", "a")))
        for one in "ab"
    )
    (effect,) = effects(matched(base, head))
    assert not effect.place.causes
    written = NESTED_DEFAULT.replace("PASSED", "a").replace("DEFAULT", "a")
    base, head = (next(states_in(written.replace("unused", one))) for one in "bc")
    assert not [*effects(matched(base, head))]
