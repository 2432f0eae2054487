"""What CloudFormation makes before a resource, as several cards ask. No card of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synthgate.rule.api import View
from synthgate.template.data import is_list, is_mapping

_IN_TEXT = re.compile(r"\$\{([^!.}]+)")


def waits_for(view: View) -> set[str]:
    """All that is there before a resource is made: what it depends on, and what that does."""
    resources = view.resolver.template.resources
    found: set[str] = set()
    waiting = [view.resource.logical_id]
    while waiting:
        one = waiting.pop()
        if one not in found and one in resources:
            found.add(one)
            body = resources[one]
            needs = body.get("DependsOn", [])
            waiting.extend(map(str, needs if is_list(needs) else [needs]))
            waiting.extend(_named_in(body))
    return found


def _named_in(body: Any) -> Iterator[str]:
    """The names that a resource has in its intrinsic functions, parameters among them."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if is_mapping(value):
            yield from _by_function(value)
            waiting.extend(value.values())
        elif is_list(value):
            waiting.extend(value)


def _by_function(value: Any) -> Iterator[str]:
    match value:
        case {"Ref": str() as name} | {"Fn::GetAtt": [str() as name, *_]}:
            yield name
        case {"Fn::GetAtt": str() as text}:
            yield text.partition(".")[0]
        case {"Fn::Sub": str() as text} | {"Fn::Sub": [str() as text, *_]}:
            yield from _IN_TEXT.findall(text)
        case _:
            return
