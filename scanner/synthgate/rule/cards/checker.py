"""The shape of a card: which keys it has, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.model import LANGUAGES, MATURITIES, SCOPES, Message, Pillar, Severity
from synthgate.rule.cards import cures, equivalents, faults
from synthgate.rule.cards.shapes import (
    MAPPING,
    Shape,
    fields,
    is_text,
    items,
    keys,
    kind,
    member,
    sentence,
    text,
)
from synthgate.rule.terms.mistakes import Mistake, told, wrong_kind
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

OPTIONAL = (
    "fault",
    "severity",
    "severity-reason",
    "milder",
    "milder-when",
    "maturity",
    "scope",
    "parameters",
    "when",
    "unless",
    "cdk",
    "limits",
    "link",
    "config-rule",
    "equivalents",
    "controls",
    "formerly",
)


def mistakes_of(card: Mapping[str, Any]) -> Iterator[Mistake]:
    """Every mistake of a card but those inside its conditions."""
    yield from keys(card, (), (key for key in SHAPES if key not in OPTIONAL), OPTIONAL)
    for key, shape in SHAPES.items():
        if key in card:
            yield from shape(card[key], (key,))
    yield from faults.mistakes(card)
    yield from cures.mistakes(card)


def _fix(value: Any, route: Route) -> Iterator[Mistake]:
    """A sentence in each language, and code in any."""
    spoken = {key: value[key] for key in LANGUAGES if key in value} if is_mapping(value) else value
    yield from sentence(spoken, route)
    for key in value if is_mapping(value) else ():
        if key not in LANGUAGES:
            yield from text(value[key], (*route, key))


def _severity(value: Any, route: Route) -> Iterator[Mistake]:
    """One severity, or one by environment with a default."""
    if not is_mapping(value):
        yield from _a_severity(value, route)
        return
    yield from keys(value, route, ["default"], (key for key in value if key != "default"))
    for environment, severity in value.items():
        yield from _a_severity(severity, (*route, environment))


def _parameters(value: Any, route: Route) -> Iterator[Mistake]:
    """The default of each parameter: a text, a number, a boolean or a list of those."""
    if not is_mapping(value):
        yield told(route, wrong_kind(MAPPING, value))
        return
    for name, default in value.items():
        every: list[Any] = default if is_list(default) else [default]
        if not all(isinstance(item, str | int | float) for item in every):
            wanted = Message("a text, a number, a boolean or a list")
            yield told((*route, name), wrong_kind(wanted, default))


def _types(value: Any, route: Route) -> Iterator[Mistake]:
    wanted = Message("a list of types")
    yield from items(kind(is_text, wanted), wanted)(value, route)
    if value == []:
        yield told(route, wrong_kind(wanted, value))


_a_severity = member(Severity)
_string = kind(lambda value: isinstance(value, str), Message("a text"))
_ids = items(text, Message("a list of ids"))
_condition = kind(is_mapping, MAPPING)

SHAPES: dict[str, Shape] = {
    "id": text,
    "title": sentence,
    "fault": member(faults.FAULTS),
    "severity": _severity,
    "severity-reason": text,
    "milder": _a_severity,
    "milder-when": _condition,
    "maturity": member(MATURITIES),
    "pillar": member(Pillar),
    "scope": member(SCOPES),
    "resources": _types,
    "parameters": _parameters,
    "when": _condition,
    "unless": _ids,
    "check": _condition,
    "why": sentence,
    "fix": _fix,
    "cdk": cures.SHAPE,
    "limits": sentence,
    "link": text,
    "config-rule": text,
    "equivalents": equivalents.shape,
    "controls": _ids,
    "formerly": _ids,
    "examples": fields(dict.fromkeys(("fails", "passes", "unknown"), _string), ("fails", "passes")),
}
"""The keys of a card, each with the shape of its value."""
