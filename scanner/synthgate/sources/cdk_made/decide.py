"""Which resources of a template the CDK made, decided once while the template is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from re import Pattern
from typing import Any

from synthgate.model import CdkMade
from synthgate.sources.cdk_made.parts import FUNCTION, Part, Row
from synthgate.sources.cdk_made.table import ROWS
from synthgate.template.data import is_list, is_mapping

ConstructNames = Callable[[str], str | None]
"""The class of a construct by its path, as ``tree.json`` has it (`constructInfo.fqn`)."""


def made_by_cdk(
    resources: Mapping[str, Mapping[str, Any]],
    paths: Mapping[str, str],
    fqn_of: ConstructNames,
) -> dict[str, CdkMade]:
    """The resources that the CDK made, by logical id; `paths` are those of their constructs."""
    found: dict[str, CdkMade] = {}
    served: dict[str, CdkMade] = {}
    for logical_id, path in paths.items():
        body = resources[logical_id]
        made = _row_of(body, path, fqn_of)
        if made:
            (served if "ServiceToken" in _properties(body) else found)[logical_id] = made
    functions = {name for name in found if resources[name]["Type"] == FUNCTION}
    is_served = {
        name: made for name, made in served.items() if _called(resources[name]) in functions
    }
    return found | is_served


def _row_of(body: Mapping[str, Any], path: str, fqn_of: ConstructNames) -> CdkMade | None:
    for row, part, pattern in _rows_of(body["Type"]):
        match = pattern.fullmatch(path)
        if match and part.holds(_properties(body)) and _agrees(row, match["construct"], fqn_of):
            return CdkMade(row.construct, _reached(part, _properties(body)))
    return None


def _reached(part: Part, properties: Mapping[str, Any]) -> Mapping[str, str]:
    """The properties that the program sets; of a custom resource, all that it hands over."""
    if not part.is_open:
        return part.props
    handed_over = {name: "" for name in properties if name not in part.needed}
    return {**handed_over, **part.props}


def _properties(body: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = body.get("Properties")
    return properties if is_mapping(properties) else {}


def _called(body: Mapping[str, Any]) -> object:
    """The function of the same template that serves a custom resource."""
    token = _properties(body).get("ServiceToken")
    named: Any = token.get("Fn::GetAtt") if is_mapping(token) else None
    return named[0] if is_list(named) and named else None


def _agrees(row: Row, construct: str, fqn_of: ConstructNames) -> bool:
    """Whether the construct tree, where there is one, calls the construct by its class."""
    if not row.fqns:
        return True
    fqn = fqn_of(construct)
    return fqn in row.fqns if fqn else not row.needs_tree


@cache
def _rows_of(kind: str) -> tuple[tuple[Row, Part, Pattern[str]], ...]:
    return tuple(_parts_of(kind))


def _parts_of(kind: str) -> Iterator[tuple[Row, Part, Pattern[str]]]:
    for row in ROWS:
        for part in row.parts:
            if part.type == kind:
                yield row, part, row.pattern(part)
