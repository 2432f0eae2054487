"""Nested stacks and what is passed to them: what CloudFormation would refuse, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.change.stacks.allowed import refusal

Change = Callable[..., Sequence[tuple[str, str, str, str]]]

STACKS = """\
# stack: App
Parameters: {Given: {Type: String}}
Conditions: {Given: !Equals [!Ref Given, "yes"]}
Resources:
  Part:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: part.yaml
      Parameters: %s
# stack: App/Part
Parameters: {%s}
Resources: {Queue: {Type: AWS::SQS::Queue}}
"""
FITS = STACKS % ("{}", "")


@pytest.mark.parametrize(
    ("passed", "declared", "statuses"),
    [
        ("{A: x}", "A: {Type: String}", []),
        ("{A: x}", "", ["fail"]),
        ("{}", "A: {Type: String}", ["fail"]),
        ("{}", "A: {Type: String, Default: ''}", []),
        ("{A: !Ref AWS::NoValue}", "A: {Type: String}", ["fail"]),
        ("{A: !If [Given, x, !Ref AWS::NoValue]}", "A: {Type: String}", ["unknown"]),
        ("{A: x, B: y}", "C: {Type: String}", ["fail", "fail", "fail"]),
        ("{A: !If [Given, x, y]}", "A: {Type: String, AllowedValues: [x]}", ["unknown"]),
        ("{A: !If [Given, x, y]}", "A: {Type: String, AllowedValues: [z]}", ["fail"]),
        ("{A: !Ref Given}", "A: {Type: String, AllowedValues: [z]}", []),
        ("!Ref Given", "A: {Type: String}", []),
    ],
)
def test_parameters_fit_both_ways(
    change: Change, passed: str, declared: str, statuses: list[str]
) -> None:
    """None that is not declared, none missing that has no default; what is open may be right."""
    found = change(f"{FITS}---\n{STACKS % (passed, declared)}")
    assert [one[:2] for one in found] == [("misfits", status) for status in statuses]


def test_what_did_not_fit_before_is_no_change(change: Change) -> None:
    """It is told where it comes, and not with every change after."""
    wrong = STACKS % ("{A: x}", "")
    assert not change(f"{wrong}---\n{wrong.replace('Queue: {', 'Other: {')}")
    (one,) = change(f"{wrong}---\n{STACKS % ('{A: x, B: y}', '')}")
    assert "parameter B " in one[3]


@pytest.mark.parametrize(
    ("value", "declaration", "is_allowed"),
    [
        ("b", "Type: String, AllowedValues: [a, b]", True),
        ("c", "Type: String, AllowedValues: [a, b]", False),
        ("1", "Type: Number, AllowedValues: [1, 2]", True),
        ("true", "Type: String, AllowedValues: [true, false]", True),
        ("abc", "Type: String, AllowedPattern: '[a-c]+'", True),
        ("abcd", "Type: String, AllowedPattern: '[a-c]+'", False),
        ("abc", "Type: String, MinLength: 3, MaxLength: 3", True),
        ("ab", "Type: String, MinLength: 3", False),
        ("abcd", "Type: String, MaxLength: 3", False),
        ("7", "Type: Number, MinValue: 1, MaxValue: 7", True),
        ("8", "Type: Number, MaxValue: 7", False),
        ("seven", "Type: Number", False),
        ("a,b", "Type: CommaDelimitedList, AllowedValues: [a, b]", True),
        ("a,c", "Type: CommaDelimitedList, AllowedValues: [a, b]", False),
        ("1,2", "Type: 'List<Number>'", True),
        ("1,x", "Type: 'List<Number>'", False),
        ("vpc-1a2b", "Type: 'AWS::EC2::VPC::Id'", True),
        ("subnet-1", "Type: 'AWS::EC2::VPC::Id'", False),
        ("/any/name", "Type: 'AWS::SSM::Parameter::Value<String>'", True),
    ],
)
def test_a_value_is_allowed_as_it_is_declared(
    change: Change, value: str, declaration: str, *, is_allowed: bool
) -> None:
    parts = STACKS % (f'{{A: "{value}"}}', f"A: {{{declaration}}}")
    found = change(f"{FITS}---\n{parts}")
    assert [one[1] for one in found] == ([] if is_allowed else ["fail"])


@given(st.text(), st.sampled_from(["String", "Number", "CommaDelimitedList", "x", "List<x>"]))
def test_any_text_is_answered(value: str, kind: str) -> None:
    """Whatever is written, of whatever type; a declaration that is none refuses nothing."""
    found = refusal(value, {"Type": kind, "AllowedPattern": "(a", "MinLength": "x"})
    assert found is None or found.holds is True
    assert refusal(value, None) is None


def test_an_output_that_the_parent_asks_for_is_there(change: Change) -> None:
    """By `Fn::GetAtt` and by `Fn::Sub`, in resources and in outputs."""
    asks = "  Name: {Type: AWS::SSM::Parameter, Properties: {Value: !Sub '${Part.%s}'}}\n"
    gives = "Outputs: {%s: {Value: !GetAtt Part.Outputs.B}}\n"

    def app(output: str, given: str) -> str:
        top, part = FITS.split("# stack: App/Part\n")
        inner = f"{part}Outputs: {{A: {{Value: a}}, {given}: {{Value: b}}}}\n"
        return f"{top}{asks % output}{gives % 'Out'}# stack: App/Part\n{inner}"

    assert not change(f"{FITS}---\n{app('Outputs.A', 'B')}")
    (one,) = change(f"{FITS}---\n{app('Outputs.A', 'C')}")
    assert one[:2] == ("misfits", "fail")
    assert "output B" in one[3]
    assert len(change(f"{FITS}---\n{app('Outputs.D', 'C')}")) == len("DB")
