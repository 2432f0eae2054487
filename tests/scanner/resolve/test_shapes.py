"""Pseudo parameters have shapes: what no account, Region or partition is, none is equal to."""

from __future__ import annotations

from typing import Any

import pytest

from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.shapes import may_be, never_holds, shape_of
from synthgate.resolve.values import Partial, Reference, Unknown


def pseudo(name: str, **more: Any) -> Unknown:
    return Unknown((Cause(Decider.PSEUDO, name),), exact=True, **more)


@pytest.mark.parametrize(
    ("name", "text", "possible"),
    [
        ("AWS::AccountId", "123456789012", True),
        ("AWS::AccountId", "*", False),
        ("AWS::AccountId", "12345678901", False),
        ("AWS::AccountId", "１２３４５６７８９０１２", False),
        ("AWS::Region", "eu-west-1", True),
        ("AWS::Region", "us-gov-east-1", True),
        ("AWS::Region", "us-isob-east-1", True),
        ("AWS::Region", "eusc-de-east-1", True),
        ("AWS::Region", "prod", False),
        ("AWS::Partition", "aws", True),
        ("AWS::Partition", "aws-us-gov", True),
        ("AWS::Partition", "aws-iso-b", True),
        ("AWS::Partition", "azure", False),
        ("AWS::URLSuffix", "amazonaws.com.cn", True),
        ("AWS::URLSuffix", "", False),
        ("AWS::StackName", "App-Prod", True),
        ("AWS::StackName", "app_prod", False),
        ("AWS::NotificationARNs", "anything", True),
    ],
)
def test_a_pseudo_parameter_is_equal_to_what_fits_its_shape(
    name: str, text: str, *, possible: bool
) -> None:
    assert may_be(pseudo(name), text) is possible
    found = equal(pseudo(name), text)
    assert isinstance(found, Unknown) if possible else found is False
    assert (equal(text, pseudo(name)) is False) is not possible


def test_numbers_are_compared_as_texts() -> None:
    assert equal(pseudo("AWS::AccountId"), 5) is False
    assert isinstance(equal(pseudo("AWS::AccountId"), 123456789012), Unknown)


@pytest.mark.parametrize(
    "value",
    [
        Unknown((Cause(Decider.PARAMETER, "AWS::AccountId"),), exact=True),
        Unknown((Cause(Decider.PSEUDO, "AWS::AccountId"),)),
        pseudo("AWS::AccountId", choices=("1",)),
    ],
)
def test_only_a_pseudo_parameter_itself_has_a_shape(value: Unknown) -> None:
    """Not what is made of one, nor a parameter of such a name."""
    assert shape_of(value) is None


@pytest.mark.parametrize(
    ("value", "letter", "never"),
    [
        (pseudo("AWS::AccountId"), ":", True),
        (pseudo("AWS::AccountId"), "1", False),
        (pseudo("AWS::Region"), "-", False),
        (pseudo("AWS::Region"), "/", True),
        (pseudo("AWS::StackId"), "/", False),
        (Unknown((Cause(Decider.PARAMETER, "P"),)), "/", False),
        (Unknown((Cause(Decider.PARAMETER, "P"),), ("a", "b")), "/", True),
        (Unknown((Cause(Decider.PARAMETER, "P"),), ("a", "b/c")), "/", False),
        (Unknown((Cause(Decider.PARAMETER, "P"),), ("a", 1)), "/", False),
        (Reference("R"), "/", False),
        (Partial(("a", Reference("R"))), "/", False),
    ],
)
def test_what_never_has_a_letter(value: Any, letter: str, *, never: bool) -> None:
    assert never_holds(value, letter) is never


def test_a_text_of_any_length_is_answered_at_once() -> None:
    assert may_be(pseudo("AWS::Region"), "a-" * 1_000_000) is False
