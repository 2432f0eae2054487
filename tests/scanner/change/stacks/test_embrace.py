"""Exports that go or change, and the stacks that are in the way: in the order of deployment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

Change = Callable[..., Sequence[tuple[str, str, str, str]]]

DATA = """\
# stack: Data
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Other: {Type: AWS::DynamoDB::Table}
Outputs:
  Orders:
    Value: %s
    Export: {Name: %s}
"""
SERVICE = """\
# stack: %s
Resources:
  Reads:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: %s
"""
GONE = """\
# stack: Data
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Other: {Type: AWS::DynamoDB::Table}
"""


def data(value: str = "!Ref Orders", name: str = "orders") -> str:
    return DATA % (value, name)


def service(value: str = "!ImportValue orders", name: str = "Service") -> str:
    return SERVICE % (name, value)


def test_an_export_that_stays_breaks_nothing(change: Change) -> None:
    """Also where it is written in another way, or its output is called otherwise."""
    assert not change(f"{data()}{service()}---\n{data()}{service()}")
    assert not change(f"{data()}{service()}---\n{data('!Sub ${Orders}')}{service()}")
    renamed = data().replace("Outputs:\n  Orders", "Outputs:\n  Renamed")
    assert not change(f"{data()}{service()}---\n{renamed}{service()}")


def test_an_export_that_nobody_imports_may_go(change: Change) -> None:
    assert not change(f"{data()}{service('none')}---\n{GONE}{service('none')}")


def test_an_export_that_is_imported_still_may_not_go(change: Change) -> None:
    ((kind, status, stack, note),) = change(f"{data()}{service()}---\n{GONE}{service()}")
    assert (kind, status, stack) == ("breaks-import", "fail", "Data")
    assert "orders" in note
    assert "Service" in note


def test_the_exporting_stack_comes_first(change: Change) -> None:
    """That the head imports no more comes too late for what is deployed after: a deadly embrace."""
    ((kind, status, *_),) = change(f"{data()}{service()}---\n{GONE}{service('none')}")
    assert (kind, status) == ("breaks-import", "fail")


def test_a_stack_that_is_deployed_before_has_let_go_by_then(change: Change) -> None:
    """The head of the exporting stack imports from the other, and is deployed after it."""
    lets_go = service("none") + "Outputs: {Done: {Value: done, Export: {Name: done}}}\n"
    waits = GONE + "Outputs: {Waits: {Value: !ImportValue done}}\n"
    assert not change(f"{data()}{service()}---\n{waits}{lets_go}")


def test_where_nothing_holds_either_back_the_cdk_goes_by_name(change: Change) -> None:
    """A stack that would be deployed first may have let go: that is not known."""
    ((kind, status, *_),) = change(
        f"{data()}{service(name='Analytics')}---\n{GONE}{service('none', 'Analytics')}"
    )
    assert (kind, status) == ("breaks-import", "unknown")


def test_a_stack_that_leaves_the_app_stays_deployed(change: Change) -> None:
    """The CDK deletes no stack that is not in the app any more: it still imports."""
    ((kind, status, *_),) = change(f"{data()}{service()}---\n{GONE}")
    assert (kind, status) == ("breaks-import", "fail")


def test_a_stack_that_leaves_the_app_keeps_its_exports(change: Change) -> None:
    assert not change(f"{data()}{service()}---\n{service()}")


def test_an_export_that_moves_to_another_stack_goes_from_the_first(change: Change) -> None:
    """A name is exported by one stack at a time, and the one that has it may not let go of it."""
    other = data().replace("Data", "Other")
    ((kind, status, stack, _),) = change(f"{data()}{service()}---\n{GONE}{other}{service()}")
    assert (kind, status, stack) == ("breaks-import", "fail", "Data")


def test_a_name_that_changes_is_told_with_both(change: Change) -> None:
    ((kind, status, _, note),) = change(f"{data()}{service()}---\n{data(name='other')}{service()}")
    assert (kind, status) == ("breaks-import", "fail")
    assert "another name" in note


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ("slow", "slow", None),
        ("slow", "fast", "fail"),
        ('"1"', "1", None),
        ("!Ref Orders", "!Ref Other", "fail"),
        ("!GetAtt Orders.Arn", "!GetAtt Orders.Arn", None),
        ("!GetAtt Orders.Arn", "!GetAtt Other.Arn", "fail"),
        ("!GetAtt Orders.Arn", "!GetAtt Orders.StreamArn", "unknown"),
        ("!Ref Orders", "literal", "unknown"),
        ('!Sub "${Orders}-a"', '!Sub "${Orders}-b"', "fail"),
        ('!Sub "${Orders}-a"', '!Join ["-", [!Ref Orders, a]]', None),
        ('!Join [",", !GetAZs ""]', '!Join [",", !GetAZs ""]', None),
        ('!Select [0, !GetAZs ""]', '!Select [1, !GetAZs ""]', "unknown"),
        ("!Ref AWS::Region", "!Ref AWS::Region", None),
    ],
)
def test_a_value_changes_where_it_surely_does(
    change: Change, before: str, after: str, status: str | None
) -> None:
    """Sure, or unknown with a reason; never *the same* where it may be another."""
    found = change(f"{data(before)}{service()}---\n{data(after)}{service()}")
    assert [one[1] for one in found] == ([status] if status else [])


def test_what_is_replaced_has_another_value(change: Change) -> None:
    """Whoever knows what is replaced says so."""
    text = f"{data('!GetAtt Orders.Arn')}{service()}---\n{data('!GetAtt Orders.Arn')}{service()}"
    ((kind, status, *_),) = change(text, replaced={("Data", "Orders")})
    assert (kind, status) == ("breaks-import", "fail")
    assert not change(text, replaced={("Data", "Other"), ("Service", "Orders")})


def test_other_accounts_and_regions_are_others(change: Change) -> None:
    """An export is seen in one account and one Region."""
    there = "Metadata: {synthgate: {region: eu-west-1}}\n"
    here = "Metadata: {synthgate: {region: us-east-1}}\n"
    exporting, gone = data() + here, GONE + here
    assert not change(f"{exporting}{service()}{there}---\n{gone}{service()}{there}")
    assert change(f"{exporting}{service()}{here}---\n{gone}{service()}{here}")


def test_a_place_that_the_base_does_not_know_is_that_of_the_head(change: Change) -> None:
    """Templates fetched from an account do not say where they are deployed."""
    there = "Metadata: {synthgate: {region: eu-west-1}}\n"
    here = "Metadata: {synthgate: {region: us-east-1}}\n"
    assert not change(f"{data()}{service()}---\n{GONE}{here}{service()}{there}")
    assert change(f"{data()}{service()}---\n{GONE}{here}{service()}{here}")


CONDITION = "Parameters: {On: {Type: String%s}}\nConditions: {On: !Equals [!Ref On, 'yes']}\n"


@pytest.mark.parametrize(("default", "status"), [(", Default: 'no'", None), ("", "unknown")])
def test_an_import_counts_as_its_condition_lets_it(
    change: Change, default: str, status: str | None
) -> None:
    """One that is not made is none; one that may be makes it unknown."""
    reads = service("!If [On, !ImportValue orders, none]") + CONDITION % default
    found = change(f"{data()}{reads}---\n{GONE}{reads}")
    assert [one[1] for one in found] == ([status] if status else [])


@pytest.mark.parametrize(
    ("default", "status"),
    [(", Default: 'no'", "fail"), ("", "unknown"), (", Default: 'yes'", None)],
)
def test_an_export_goes_with_its_condition(
    change: Change, default: str, status: str | None
) -> None:
    on = data().replace("    Export:", "    Condition: On\n    Export:") + CONDITION % default
    found = change(f"{data()}{service()}---\n{on}{service()}")
    assert [one[1] for one in found] == ([status] if status else [])


def test_names_are_resolved(change: Change) -> None:
    """They are made of the stack's name, mostly."""
    exporting = data(name='!Sub "${AWS::StackName}:orders"')
    importing = service('!ImportValue {"Fn::Join": [":", [Data, orders]]}')
    assert change(f"{exporting}{importing}---\n{GONE}{importing}")


def test_a_name_that_only_the_deployment_knows_may_be_any(change: Change) -> None:
    """It may be what is imported, unless what is known of it speaks against that."""
    given = "Parameters: {Of: {Type: String}}\n"
    for text, status in (("${Of}-orders", "unknown"), ("${Of}-others", None)):
        importing = service(f'!ImportValue {{"Fn::Sub": "{text}"}}') + given
        exported = data(name="data-orders")
        found = change(f"{exported}{importing}---\n{GONE}{importing}")
        assert [one[1] for one in found] == ([status] if status else [])


NESTED = """\
# stack: App
Resources:
  Part: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: part.yaml}}
# stack: App/Part
"""


def test_nested_stacks_import_and_export_as_well(change: Change) -> None:
    """What is nested is deployed with what is around it."""
    part = NESTED + service().partition("\n")[2]
    ((kind, status, stack, note),) = change(f"{data()}{part}---\n{GONE}{part}")
    assert (kind, status, stack) == ("breaks-import", "fail", "Data")
    assert "App/Part" in note
    exporting, gone = (NESTED + one.partition("\n")[2] for one in (data(), GONE))
    ((kind, status, stack, _),) = change(f"{exporting}{service()}---\n{gone}{service()}")
    assert (kind, status, stack) == ("breaks-import", "fail", "App/Part")


def test_a_nested_stack_that_goes_takes_its_exports_along(change: Change) -> None:
    exporting = NESTED + data().partition("\n")[2]
    without = "# stack: App\nResources: {Queue: {Type: AWS::SQS::Queue}}\n"
    ((kind, status, stack, _),) = change(f"{exporting}{service()}---\n{without}{service()}")
    assert (kind, status, stack) == ("breaks-import", "fail", "App/Part")


OUTPUT = "!GetStackOutput {StackName: Data, OutputName: Orders}"


def test_an_output_that_is_read_by_name_may_not_go(change: Change) -> None:
    """A weak reference is resolved anew: what the head does not ask for any more is no matter."""
    plain = data().replace("    Export: {Name: orders}\n", "")
    ((kind, status, stack, _),) = change(f"{plain}{service(OUTPUT)}---\n{GONE}{service(OUTPUT)}")
    assert (kind, status, stack) == ("breaks-import", "fail", "Service")
    assert not change(f"{plain}{service(OUTPUT)}---\n{GONE}{service('none')}")
    assert not change(f"{plain}{service(OUTPUT)}---\n{plain}{service(OUTPUT)}")


HOSTILE: list[Any] = ["null", "[]", "{}", "7", "{Value: 1}", "{Export: x}", "{Export: {Name: []}}"]


@pytest.mark.parametrize("output", HOSTILE)
def test_an_odd_output_is_no_export(change: Change, output: str) -> None:
    """It is read as well as it can be, on both sides."""
    odd = GONE + f"Outputs: {{Odd: {output}}}\n"
    assert not change(f"{odd}{service()}---\n{odd}{service()}")
    assert not change(f"{odd}{service()}---\n{GONE}{service()}")
    assert change(f"{data()}{service()}---\n{odd}{service()}")


def test_a_value_may_be_as_deep_as_a_template(change: Change) -> None:
    """Which is what bounds the way down."""
    deep, other = ("[" * 180 + text + "]" * 180 for text in ("a", "b"))
    assert not change(f"{data(deep)}{service()}---\n{data(deep)}{service()} ")
    ((kind, *_),) = change(f"{data(deep)}{service()}---\n{data(other)}{service()}")
    assert kind == "breaks-import"
