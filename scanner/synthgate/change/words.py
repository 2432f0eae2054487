"""Values of templates in words, as what is told of a change has them."""

from __future__ import annotations

from typing import Any

import orjson

from synthgate.model import Message, Text, verbatim
from synthgate.resolve.values import (
    Nothing,
    Partial,
    Reference,
    Unknown,
    reasons,
    scalar_text,
)
from synthgate.template.data import is_list, is_mapping

_SHOWN = 80


def value_text(value: Any) -> Text:
    """A value as a reader of the template would know it, cut where it is long."""
    match value:
        case Nothing():
            return Message("not set")
        case Unknown(causes=causes) if causes:
            return reasons(causes[:1])
        case _:
            text = _plain(value)
            text = text if isinstance(text, str) else orjson.dumps(text).decode()
            return verbatim(f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text or '""')


def _plain(value: Any) -> Any:
    match value:
        case Reference(logical_id, attribute):
            return f"{logical_id}.{attribute}" if attribute else logical_id
        case Partial(parts):
            return "".join(
                part if isinstance(part, str) else f"${{{_plain(part)}}}" for part in parts
            )
        case Unknown(causes=causes):
            return causes[0].name if causes else "…"
        case _ if is_mapping(value):
            return {key: _plain(item) for key, item in value.items()}
        case _ if is_list(value):
            return [_plain(item) for item in value]
        case Nothing():
            return ""
        case _:
            return scalar_text(value)
