"""What tells, of a property whose change has several effects, which of them it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any


class How(IntEnum):
    """What an update does, the harmless first."""

    IN_PLACE = 0
    INTERRUPTED = 1
    MAYBE = 2
    """In place or replaced."""
    REPLACED = 3
    REFUSED = 4


Properties = Mapping[str, Any]


def _of_keys(before: Properties, after: Properties) -> How | None:
    """A table whose key is another one is replaced; keys in another order are the same.

    (Template Reference, "AWS::DynamoDB::Table", `KeySchema`.)
    """
    old, new = _keys(before), _keys(after)
    if old is None or new is None:
        return None
    return How.IN_PLACE if old == new else How.REPLACED


def _keys(properties: Properties) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for one in properties.get("KeySchema") or ():
        match one:
            case {"AttributeName": str() as name, "KeyType": str() as kind}:
                found[kind] = name
            case _:
                return None
    return found


def _of_attributes(before: Properties, after: Properties) -> How | None:
    """A table is replaced "if you edit an existing AttributeDefinition": the type of a key.

    (Template Reference, "AWS::DynamoDB::Table", `AttributeDefinitions`.)
    """
    old, new, keys = _types(before), _types(after), _keys(before)
    if old is None or new is None or keys is None:
        return None
    edited = {name for name, kind in old.items() if new.get(name, kind) != kind}
    if edited & set(keys.values()):
        return How.REPLACED
    return None if edited else How.IN_PLACE


def _types(properties: Properties) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for one in properties.get("AttributeDefinitions") or ():
        match one:
            case {"AttributeName": str() as name, "AttributeType": str() as kind}:
                found[name] = kind
            case _:
                return None
    return found


def _of_indexes(before: Properties, after: Properties) -> How | None:
    """Of an index, keys and projection cannot be updated; one may be added, or go.

    (Template Reference, "AWS::DynamoDB::Table GlobalSecondaryIndex": "Updates are not supported";
    "AWS::DynamoDB::Table", `GlobalSecondaryIndexes`: "You can delete or add one global secondary
    index without interruption. If you do both in the same update (for example, by changing the
    index's logical ID), the update fails"; "AWS::DynamoDB::GlobalTable": "You can only create or
    delete one global secondary index in a single stack operation".)
    """
    old, new = _indexes(before), _indexes(after)
    if old is None or new is None:
        return None
    fixed = any(
        old[name].get(part) != new[name].get(part)
        for name in old.keys() & new.keys()
        for part in ("KeySchema", "Projection")
    )
    several = len(old.keys() ^ new.keys()) > 1
    return How.REFUSED if fixed or several else How.IN_PLACE


def _indexes(properties: Properties) -> dict[str, dict[str, Any]] | None:
    found: dict[str, dict[str, Any]] = {}
    for one in properties.get("GlobalSecondaryIndexes") or ():
        match one:
            case {"IndexName": str() as name}:
                found[name] = one
            case _:
                return None
    return found


DECIDED: Mapping[tuple[str, str], Callable[[Properties, Properties], How | None]] = {
    ("AWS::DynamoDB::GlobalTable", "AttributeDefinitions"): _of_attributes,
    ("AWS::DynamoDB::GlobalTable", "GlobalSecondaryIndexes"): _of_indexes,
    ("AWS::DynamoDB::GlobalTable", "KeySchema"): _of_keys,
    ("AWS::DynamoDB::Table", "AttributeDefinitions"): _of_attributes,
    ("AWS::DynamoDB::Table", "GlobalSecondaryIndexes"): _of_indexes,
    ("AWS::DynamoDB::Table", "KeySchema"): _of_keys,
}
