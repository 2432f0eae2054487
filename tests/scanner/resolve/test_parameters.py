"""What a parameter is before anything is deployed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from synthgate.resolve.causes import Decider
from synthgate.resolve.parameters import parameter_value
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import Unknown
from synthgate.template.read import read_template


@pytest.mark.parametrize(
    ("declaration", "given", "meaning"),
    [
        ({"Type": "String", "Default": "a"}, {}, "a"),
        ({"Type": "String", "Default": ""}, {}, ""),
        ({"Type": "String", "Default": "a"}, {"P": "b"}, "b"),
        ({"Type": "String"}, {"P": "b"}, "b"),
        ({"Type": "String", "Default": "a"}, {"Other": "b"}, "a"),
        ({"Type": "Number", "Default": 0}, {}, "0"),
        ({"Type": "Number"}, {"P": 4.5}, "4.5"),
        ({"Type": "String", "Default": True}, {}, "true"),
        ({"Type": "Number", "Default": "5"}, {}, "5"),
        ({"Type": "CommaDelimitedList", "Default": "a, b ,c"}, {}, ["a", "b", "c"]),
        ({"Type": "CommaDelimitedList", "Default": ""}, {}, []),
        ({"Type": "List<Number>", "Default": "1,2"}, {}, ["1", "2"]),
        ({"Type": "List<Number>", "Default": 1}, {}, ["1"]),
        ({"Type": "List<AWS::EC2::Subnet::Id>"}, {"P": "s-1,s-2"}, ["s-1", "s-2"]),
        ({"Type": "CommaDelimitedList"}, {"P": ["a", "b"]}, ["a", "b"]),
        ({"Type": "AWS::EC2::VPC::Id", "Default": "vpc-1"}, {}, "vpc-1"),
        ({"Default": "untyped"}, {}, "untyped"),
    ],
)
def test_a_parameter_with_a_value_has_it(
    declaration: dict[str, Any], given: dict[str, Any], meaning: object
) -> None:
    """What is given, else the default, as texts; lists are split as CloudFormation splits them."""
    assert parameter_value("P", declaration, given) == meaning


@pytest.mark.parametrize(
    ("declaration", "decider", "choices"),
    [
        ({"Type": "String"}, Decider.PARAMETER, ()),
        ({"Type": "String", "Default": None}, Decider.PARAMETER, ()),
        ({"Type": "String", "AllowedValues": ["a", "b"]}, Decider.PARAMETER, ("a", "b")),
        ({"Type": "Number", "AllowedValues": [1, 2]}, Decider.PARAMETER, ("1", "2")),
        ({"Type": "CommaDelimitedList", "AllowedValues": ["a", "b"]}, Decider.PARAMETER, ()),
        ({"Type": "List<Number>", "AllowedValues": [1, 2]}, Decider.PARAMETER, ()),
        ({"Type": "String", "AllowedValues": "a"}, Decider.PARAMETER, ()),
        (
            {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a/b"},
            Decider.PARAMETER,
            (),
        ),
        (None, Decider.MISSING, ()),
        ("text", Decider.MISSING, ()),
    ],
)
def test_a_parameter_without_a_value_is_unknown(
    declaration: object, decider: Decider, choices: tuple[Any, ...]
) -> None:
    """It names itself, and what it is limited to; the path of an SSM parameter is no value.

    In a list each item is one of the allowed ones: it may hold any number of them.
    """
    found = parameter_value("P", declaration, {})
    assert isinstance(found, Unknown)
    assert [(cause.decider, cause.name) for cause in found.causes] == [(decider, "P")]
    assert found.choices == choices


def test_the_value_of_an_ssm_parameter_is_never_the_name_that_is_given() -> None:
    """What is given for an SSM parameter type is a name in Parameter Store too."""
    kind = {"Type": "AWS::SSM::Parameter::Value<String>"}
    assert isinstance(parameter_value("P", kind, {"P": "/other"}), Unknown)


def test_the_name_in_parameter_store_is_told_of_those_that_are_fetched_by_one() -> None:
    """The default's or the one that is given; none past defaults, and of no other type."""
    fetched = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a/b"}
    body = {
        "Resources": {},
        "Parameters": {"P": fetched, "Text": {"Type": "String", "Default": "/a/b"}},
    }
    template = read_template("t.json", json.dumps(body).encode())
    assert Resolver(template).stored_under("P") == "/a/b"
    assert Resolver(template, given={"P": "/other"}).stored_under("P") == "/other"
    assert Resolver(template, past_defaults=True).stored_under("P") == ""
    assert Resolver(template).stored_under("Text") == Resolver(template).stored_under("Gone") == ""
