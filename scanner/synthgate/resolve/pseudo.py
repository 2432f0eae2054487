"""What is known of pseudo parameters that the deployment decides: their shapes.

CloudFormation Template Reference, "Pseudo parameters"; an account has twelve digits (AWS Account
Management Reference Guide, "View AWS account identifiers"), a Region's name such parts as
``us-gov-west-1``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from synthgate.resolve.values import Decider, Unknown

SHAPES: Mapping[str, str] = {
    "AWS::AccountId": "[0-9]{12}",
    "AWS::Region": "[a-z]+(-[a-z]+)+-[0-9]+",
    "AWS::Partition": "aws(-[a-z]+)*",
    "AWS::URLSuffix": "[a-z0-9]+([.-][a-z0-9]+)*",
    "AWS::StackName": "[A-Za-z][A-Za-z0-9-]*",
    "AWS::StackId": "arn:aws[a-z-]*:cloudformation:[a-z0-9-]+:[0-9]{12}:stack/[A-Za-z0-9/-]+",
}
"""Patterns that fit the whole of a pseudo parameter."""

_COMPILED = {name: re.compile(shape, re.ASCII) for name, shape in SHAPES.items()}
_LETTERS = {
    "AWS::AccountId": re.compile("[0-9]"),
    "AWS::Region": re.compile("[a-z0-9-]"),
    "AWS::Partition": re.compile("[a-z-]"),
    "AWS::URLSuffix": re.compile("[a-z0-9.-]"),
    "AWS::StackName": re.compile("[A-Za-z0-9-]"),
}
"""The letters that a pseudo parameter may have."""
_LONGEST = 1024
"""Letters; no pseudo parameter has as many."""


def shape_of(value: Unknown) -> str | None:
    """The pattern of a value that is a pseudo parameter; None of any other."""
    name = _name(value)
    return SHAPES.get(name) if name else None


def may_be(value: Unknown, text: str) -> bool:
    """Whether a value that is not known may be a text, as far as its shape tells."""
    name = _name(value)
    pattern = _COMPILED.get(name) if name else None
    return pattern is None or (len(text) <= _LONGEST and pattern.fullmatch(text) is not None)


def never_holds(value: object, letter: str) -> bool:
    """Whether a piece that is not known surely has not a letter in it."""
    if not isinstance(value, Unknown):
        return False
    if value.choices:
        return all(isinstance(one, str) and letter not in one for one in value.choices)
    name = _name(value)
    letters = _LETTERS.get(name) if name else None
    return letters is not None and letters.fullmatch(letter) is None


def _name(value: Unknown) -> str | None:
    """The pseudo parameter that a value is, if it is one and nothing else."""
    if value.choices or not value.exact or len(value.causes) != 1:
        return None
    cause = value.causes[0]
    return cause.name if cause.decider is Decider.PSEUDO else None
