"""What a dashboard shows, read from its body. No card of its own.

CloudWatch API Reference, "Dashboard body structure and syntax": JSON in a string, in which
references to resources stand between pieces of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synthgate.resolve.values import causes_of, text_of
from synthgate.rule.api import ABSENT, Partial, Reference, Truth, Unknown, View, disjunction, each
from synthgate.template.data import is_list, is_mapping
from synthgate.template.json_text import embedded
from synthgate_rules.cards.cloudwatch.watching import KINDS, is_of, may_be, watches

DASHBOARD = "AWS::CloudWatch::Dashboard"
ALARM = "AWS::CloudWatch::Alarm"
_HOLE = re.compile("\ufffd([0-9]+)\ufffd")
"""Stands in the text for a piece that only the deployment knows."""
_SAME = "."
_ALL_THE_SAME = "..."


def shows(board: View, subject: View) -> Truth:
    """Whether a widget of a dashboard draws a metric of a resource."""
    widgets = _widgets(board)
    if isinstance(widgets, Unknown):
        return widgets
    return disjunction(_draws(widget, board, subject) for widget in widgets)


def _widgets(board: View) -> list[dict[str, Any]] | Unknown:
    """The widgets of a dashboard, read once: every resource asks for them."""
    memo, key = board.resolver.memo, ("dashboard", board.resource.logical_id)
    if key not in memo:
        memo[key] = _read(board.resource.properties.get("DashboardBody", ABSENT))
    found: list[dict[str, Any]] | Unknown = memo[key]
    return found


def _read(body: Any) -> list[dict[str, Any]] | Unknown:
    if isinstance(body, Unknown | Reference):
        return Unknown(causes_of(body))
    pieces = body.parts if isinstance(body, Partial) else (body,)
    text = "".join(
        p.replace("\ufffd", "") if isinstance(p, str) else f"\ufffd{i}\ufffd"
        for i, p in enumerate(pieces)
    )
    found = embedded(text) or {}
    if not found and isinstance(body, Partial):
        return Unknown(causes_of(body))
    widgets = (_filled(widget, pieces) for widget in _items(found.get("widgets")))
    return [widget for widget in widgets if is_mapping(widget)]


def _filled(node: Any, pieces: Sequence[Any]) -> Any:
    """A part of the body with its open pieces back in their places."""
    if isinstance(node, str):
        parts = _HOLE.split(node)
        return text_of([pieces[int(p)] if i % 2 else p for i, p in enumerate(parts) if p or i % 2])
    if is_mapping(node):
        return {key: _filled(value, pieces) for key, value in node.items()}
    return [_filled(item, pieces) for item in node] if is_list(node) else node


def _items(value: Any) -> list[Any]:
    return value if is_list(value) else []


def _draws(widget: Mapping[str, Any], board: View, subject: View) -> Truth:
    properties = widget.get("properties")
    if widget.get("type") != "metric" or not is_mapping(properties):
        return False
    annotations = properties.get("annotations")
    alarms: Any = annotations.get("alarms") if is_mapping(annotations) else []
    return disjunction(
        (
            *(is_of(subject, metric, (), board) for metric in _metrics(properties)),
            *_searches(properties, subject),
            *(
                watches(alarm, subject, ())
                for _, arn in each((), alarms)
                for alarm, _ in board.targets(arn, [ALARM])
                if not alarm.is_whole
            ),
        )
    )


def _metrics(properties: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The metrics of a widget, with what the shorthand leaves out, as alarms write them."""
    before: list[Any] = []
    for row in _items(properties.get("metrics")):
        names = [item for item in _items(row) if not is_mapping(item)]
        if names and names[0] == _ALL_THE_SAME:
            rest = names[1:]
            names = [*before[: max(len(before) - len(rest), 0)], *rest]
        names = [
            before[i] if item == _SAME and i < len(before) else item for i, item in enumerate(names)
        ]
        before = names or before
        pairs = zip(names[2::2], names[3::2], strict=False)
        if len(names) > 1:
            yield {
                "Namespace": names[0],
                "MetricName": names[1],
                "Dimensions": [{"Name": name, "Value": value} for name, value in pairs],
            }


def _searches(properties: Mapping[str, Any], subject: View) -> Iterator[Truth]:
    """``SEARCH('{AWS/Lambda,FunctionName} …')`` draws each resource that has such metrics."""
    kind = KINDS[subject.resource.type]
    schema = "|".join(map(re.escape, kind.namespaces))
    searched = re.compile(rf"\{{\s*(?:{schema})\s*,([^{{}}]*)\}}")
    named = re.compile(rf"\b{kind.dimension}\b")
    for row in _items(properties.get("metrics")):
        for item in filter(is_mapping, _items(row)):
            text = _text(item.get("expression"))
            every = next((it for it in searched.finditer(text) if named.search(it[1])), None)
            if every:
                yield may_be("DashboardBody") if kind.dimension in text[every.end() :] else True


def _text(written: Any) -> str:
    """What is known of a string."""
    parts = written.parts if isinstance(written, Partial) else (written,)
    return "".join(part for part in parts if isinstance(part, str))
