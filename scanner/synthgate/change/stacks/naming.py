"""Values of templates, as sentences about a change have them."""

from __future__ import annotations

from typing import Any

from synthgate.evaluate import Stack
from synthgate.model import Text, verbatim
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, scalar_text
from synthgate.template.data import is_list, is_mapping

_SHOWN = 120
_MORE = "…"


def shown_value(value: Any) -> Text | None:
    """A value in one line, open pieces by the names of what decides them; None of a block."""
    found = _text(value)
    if found is None:
        return None
    return verbatim(found if len(found) <= _SHOWN else found[:_SHOWN] + _MORE)


def _text(value: Any) -> str | None:
    match value:
        case Reference(value=stated) if stated is not ABSENT:
            return _text(stated)
        case Reference():
            return f"${{{value.cause.name}}}"
        case Unknown(causes):
            return f"${{{causes[0].name}}}" if len(causes) == 1 else _MORE
        case Partial(parts):
            return "".join(_text(part) or _MORE for part in parts)
        case _ if is_list(value):
            return ", ".join(_text(item) or _MORE for item in value)
        case _ if is_mapping(value) or value is ABSENT or value is None:
            return None
        case _:
            return scalar_text(value)


def name_of(stack: Stack) -> str:
    """What people call a stack."""
    return stack.name or stack.resolver.placement.stack_name or stack.template.path
