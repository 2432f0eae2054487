"""Stacks of one app see each other only as far as CloudFormation lets them."""

from __future__ import annotations

from typing import Any

import pytest

from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import App, Resolver
from synthgate.resolve.values import ABSENT, Reference, Unknown, causes_of
from synthgate.template.read import read_template

HERE = Placement("1", "eu-west-1", "a")


def app_of(children: Any = None, **stacks: tuple[str, Placement]) -> App:
    app = App(children=children or {})
    for name, (text, placement) in stacks.items():
        template = read_template(f"{name}.yaml", text.encode())
        app.stacks[name] = Resolver(template, placement, app=app, identity=name)
    return app


def exporting(value: str, name: str = "e") -> str:
    return (
        "Resources: {B: {Type: AWS::S3::Bucket}}\n"
        f"Outputs: {{O: {{Value: {value}, Export: {{Name: {name}}}}}}}"
    )


@pytest.mark.parametrize(
    ("placement", "found"),
    [
        (Placement("1", "eu-west-1"), True),
        (Placement("1", "us-east-1"), False),
        (Placement("2", "eu-west-1"), False),
        (Placement(None, "eu-west-1"), False),
    ],
)
def test_an_export_is_seen_in_its_account_and_region(placement: Placement, *, found: bool) -> None:
    """Nowhere else."""
    app = app_of(a=(exporting("x"), HERE))
    assert (app.export("e", placement) is not ABSENT) == found


def test_a_reference_keeps_the_stack_it_is_of() -> None:
    """A resource of one stack is another's only by its stack and its logical id."""
    app = app_of(a=(exporting("!GetAtt B.Arn"), HERE))
    assert app.export("e", HERE) == Reference("B", "Arn", "a")


def test_imports_in_a_circle_end() -> None:
    """CloudFormation would refuse them: the value is not known."""
    app = app_of(
        a=(exporting("!ImportValue f", "e"), HERE), b=(exporting("!ImportValue e", "f"), HERE)
    )
    assert isinstance(app.export("e", HERE), Unknown)


def test_a_nested_stack_of_its_own_output_ends() -> None:
    """What a parent passes to a child may not be what the child gives."""
    parent = (
        "Resources: {C: {Type: AWS::CloudFormation::Stack, "
        "Properties: {Parameters: {P: !GetAtt C.Outputs.O}}}}"
    )
    child = (
        "Parameters: {P: {Type: String}}\nResources: {B: {Type: T}}\nOutputs: {O: {Value: !Ref P}}"
    )
    app = app_of({"a": {"C": "c"}}, a=(parent, HERE), c=(child, HERE))
    assert causes_of(app.stacks["c"].ref("P"))


@pytest.mark.parametrize("section", ["Export: {}", "Export: text", "Export: {Name: [a]}"])
def test_an_export_without_a_name_is_none(section: str) -> None:
    """And raises nothing."""
    text = f"Resources: {{B: {{Type: T}}}}\nOutputs: {{O: {{Value: x, {section}}}, P: text}}"
    assert app_of(a=(text, HERE)).export("e", HERE) is ABSENT


@pytest.mark.parametrize(
    ("argument", "found"),
    [
        ("{StackName: a, OutputName: O}", True),
        ("{StackName: a, OutputName: O, Region: eu-west-1}", True),
        ("{StackName: 'arn:aws:cloudformation:eu-west-1:1:stack/a/*', OutputName: O}", True),
        ("{StackName: a, OutputName: O, Region: us-east-1}", False),
        ("{StackName: a, OutputName: P}", False),
        ("{StackName: c, OutputName: O}", False),
    ],
)
def test_an_output_is_read_by_the_name_of_its_stack(argument: str, found: bool) -> None:
    """What CDK writes for weak references leads to the resource, where the stack is in the app."""
    text = f"Resources: {{R: {{Type: T, Properties: {{V: {{'Fn::GetStackOutput': {argument}}}}}}}}}"
    producer = exporting("!Ref B"), HERE
    app = app_of(first=producer, second=(text, Placement("1", "eu-west-1", "b")))
    value = app.stacks["second"].resource("R").properties["V"]
    assert (value == Reference("B", None, "first")) is found
    assert isinstance(value, Unknown) is not found
