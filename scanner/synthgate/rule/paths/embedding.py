"""JSON in strings, as policy documents, dashboards and event patterns may be given.

What cannot be read is unknown: whether CloudFormation's service refuses it, or reads it otherwise
than synthgate, nobody has looked into it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.values import ABSENT, Nothing, Partial, Unknown, unknown
from synthgate.rule.paths.partial_json import embedded_in_part
from synthgate.template import json_text
from synthgate.template.document import Route

__all__ = [
    "below_text",
    "embedded",
    "is_place_of_policy",
    "is_unreadable_policy",
    "last_name",
    "unreadable",
]

_STATEMENT = "Statement"
_BEGINS_AS_OBJECT = re.compile(r"\s*\{\s*[\"}]")
"""Other than ``{proxy+}``, which is a part of a path, and ``{{resolve:…}}``."""
_POLICY = re.compile(
    r"(?:PolicyDocument(?:V2)?|PolicyText|AccessPolic(?:y|ies)"
    r"|(?:Key|Resource|FileSystem|Inline|Permissions|Registry|Repository)Policy|\APolicy)\Z"
)
"""Properties of AWS that hold a policy document, some of them as text."""


def embedded(value: object) -> dict[str, Any] | None:
    """The JSON object that a text holds, as far as the text is known; None where it holds none."""
    if isinstance(value, Partial):
        return embedded_in_part(value)
    return json_text.embedded(value)


def unreadable(route: Route) -> Unknown:
    """What stands for the content of a text that cannot be read, by the property that holds it."""
    return unknown(Decider.TEXT, last_name(route) or "JSON")


def below_text(value: object, name: str, route: Route) -> Unknown | Nothing:
    """What a key leads to in a value that is no mapping, and no text that holds one.

    Nothing in most: a number, a name. But only a policy has statements, and what begins as JSON
    means to be some.
    """
    if isinstance(value, str) and (name == _STATEMENT or _BEGINS_AS_OBJECT.match(value)):
        return unreadable(route)
    return ABSENT


def is_unreadable_policy(value: object, route: Route) -> bool:
    """Whether a text that stands where AWS expects a policy is none that can be read."""
    is_text = isinstance(value, str) and is_place_of_policy(last_name(route))
    return is_text and embedded(value) is None


@lru_cache(maxsize=4096)
def is_place_of_policy(name: str) -> bool:
    """Whether AWS expects a policy in a property of a name, as text or not."""
    return bool(_POLICY.search(name))


def last_name(route: Route) -> str:
    """The last name on a route, whatever indices come behind it."""
    return next((step for step in reversed(route) if isinstance(step, str)), "")
