"""Log widgets with nothing to query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, View
from synthgate.template.data import is_list, is_mapping
from synthgate.template.json_text import embedded

PLACE = ("Properties", "DashboardBody")
OPEN = "\ufffd"
"""Stands for what only the deployment knows: a region, the name of a log group."""


def sourceless(resource: Resource, _: View) -> Iterator[Place]:
    """The body, if one of its log widgets names no log group; a doubt, if one may not."""
    body = resource.properties.get("DashboardBody", ABSENT)
    if isinstance(body, Unknown | Reference):
        yield Place(PLACE, body, causes_of(body))
        return
    queries = [query for query in _queries(embedded(_text(body)) or {}) if not _has_source(query)]
    if any(OPEN not in query.split("|")[0] for query in queries):
        yield Place(PLACE)
    elif queries:
        yield Place(PLACE, body, causes_of(body))


def _text(body: Any) -> Any:
    if isinstance(body, Partial):
        return "".join(part if isinstance(part, str) else OPEN for part in body.parts)
    return body


def _queries(body: dict[str, Any]) -> Iterator[str]:
    widgets = body.get("widgets", [])
    for widget in widgets if is_list(widgets) else []:
        if not is_mapping(widget) or widget.get("type") != "log":
            continue
        properties: Any = widget.get("properties")
        if is_mapping(properties) and properties.get("queryLanguage", "CWLI") == "CWLI":
            yield str(properties.get("query", ""))


def _has_source(query: str) -> bool:
    return query.lstrip(" |").lower().startswith("source")
