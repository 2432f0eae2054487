"""How a Lambda function is called besides by its name and its whole ARN.

By a part of its ARN, ``123456789012:function:orders``, and with a version or an alias behind it,
``orders:live`` (Lambda API Reference, "CreateEventSourceMapping", "AddPermission").
"""

from __future__ import annotations

import re
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.shapes import never_holds
from synthgate.resolve.strings import joined
from synthgate.resolve.values import Partial, Unknown, exactly

_TYPES = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_FUNCTION = ":function:"
_ACCOUNT = re.compile("[0-9]{12}:function:")
_OWN_ACCOUNT = exactly(Decider.PSEUDO, "AWS::AccountId")
_OWN_REGION = exactly(Decider.PSEUDO, "AWS::Region")


def with_whole_arn(value: Any) -> Any:
    """A part of a function's ARN as the whole one, in the Region of its stack."""
    parts: tuple[Any, ...] = value.parts if isinstance(value, Partial) else (value,)
    if not _is_part(parts):
        return value
    return joined(["arn:aws:lambda:", _OWN_REGION, ":", *parts])


def _is_part(parts: tuple[Any, ...]) -> bool:
    first, *rest = parts
    if isinstance(first, str):
        return bool(_ACCOUNT.match(first))
    behind = rest[0] if rest else None
    return first == _OWN_ACCOUNT and isinstance(behind, str) and behind.startswith(_FUNCTION)


def without_version(value: Any, kind: str) -> Any:
    """A name without the version or alias that may stand behind the name of a function.

    It may start in the first piece that is not known.
    """
    if kind not in _TYPES:
        return value
    parts = value.parts if isinstance(value, Partial) else (value,)
    for number, part in enumerate(parts):
        if isinstance(part, str) and ":" in part:
            break
        if isinstance(part, Unknown) and not never_holds(part, ":"):
            return joined([*parts[: number + 1]])
    return until(":", value)


def until(mark: str, value: Any) -> Any:
    """What stands in a text before a mark that is written in it; the whole one without it."""
    parts = value.parts if isinstance(value, Partial) else (value,)
    for number, part in enumerate(parts):
        if isinstance(part, str) and mark in part:
            return joined([*parts[:number], part.partition(mark)[0]]) or ""
    return value
