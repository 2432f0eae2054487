"""Look-ups that synth could not make, and the resources that hold what it made up in their place.

The manifest has each with its `dummyValue`; that of a VPC is known to the CDK alone (aws-cdk-lib,
`aws-ec2/lib/vpc.ts`, DUMMY_VPC_PROPS).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from synthgate.template.data import is_mapping, leaves
from synthgate.template.document import Template

_OF_A_VPC = ("vpc-12345", "s-12345", "s-67890", "p-12345", "p-67890", "1.2.3.4/5", "dummy1")
_SHORTEST = 4
"""A made-up text of fewer letters may be anything."""


def key_of(entry: object) -> str:
    """What a look-up was for, as `cdk.context.json` would have it."""
    return str(entry.get("key") if is_mapping(entry) else entry)


def touched(entry: object, templates: Iterable[Template]) -> tuple[str, ...] | None:
    """The types of the resources that hold what was made up; None where that is not known."""
    made_up = [*_made_up(entry)] if is_mapping(entry) else []
    if not made_up:
        return None
    is_made_up = re.compile("|".join(map(re.escape, made_up)))
    types = {
        str(body.get("Type"))
        for template in templates
        for body in template.resources.values()
        if is_mapping(body) and any(map(is_made_up.search, _texts(body)))
    }
    return tuple(sorted(types)) or None


def _made_up(entry: Mapping[str, Any]) -> Iterator[str]:
    if entry.get("provider") == "vpc-provider":
        yield from _OF_A_VPC
    asked = entry.get("props")
    if not is_mapping(asked):
        return
    given = {text for key, value in asked.items() if key != "dummyValue" for text in _texts(value)}
    for text in _texts(asked.get("dummyValue")):
        if len(text) >= _SHORTEST and text not in given:
            yield text


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, whatever it is made of."""
    return (one for _, one in leaves(value, ()) if isinstance(one, str))
