"""The tables, their columns, and the version of both.

A column is added without a word, at the end; another version is one that readers of this one would
misread. Every file says in its metadata of which it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

VERSION = "1"
KEY = b"synthgate.facts"
"""Under it stands the version, in the metadata of a file's schema."""

_WHERE = {
    "unit": "string",
    "template": "string",
    "stack": "string",
    "stage": "string",
    "environment": "string",
    "account": "string",
    "region": "string",
}
_RESOURCE = {
    "logical_id": "string",
    "resource_type": "string",
    "construct_path": "string",
    "made_by": "string",
}
_RULE = {"rule_id": "string", "severity": "string", "pillar": "string"}

TABLES: Mapping[str, Mapping[str, str]] = {
    "verdicts": {**_WHERE, **_RESOURCE, **_RULE, "status": "string"},
    "findings": {
        **_WHERE,
        **_RESOURCE,
        **_RULE,
        "status": "string",
        "disposition": "string",
        "accepted_reason": "string",
        "message": "string",
        "why": "string",
        "path": "string",
        "line": "int32",
        "column": "int32",
        "property_path": "string",
        "source_path": "string",
        "source_line": "int32",
        "fingerprint": "string",
    },
    "problems": {
        "unit": "string",
        "code": "string",
        "kind": "string",
        "message": "string",
        "path": "string",
        "line": "int32",
        "rule_id": "string",
    },
    "templates": {**_WHERE, "status": "string", "resources": "int32", "digest": "string"},
    "units": {
        "unit": "string",
        "digest": "string",
        "plan": "string",
        "templates": "int32",
        "resources": "int32",
        "passed": "int32",
        "failed": "int32",
        "unknown": "int32",
        "problems": "int32",
        "is_whole": "bool_",
        "partial": "large_binary",
    },
    "runs": {
        "plan": "string",
        "version": "string",
        "app": "string",
        "units": "int32",
        "members": "large_binary",
        "rules": "large_binary",
        "results": "large_binary",
    },
}
"""The columns of each table by their types, as pyarrow calls these."""

PARTS = ("verdicts", "findings", "problems", "templates", "units")
"""The tables of units. The last one is written last: what stands in it is there as a whole."""


def arrow() -> Any:
    """Apache Arrow, with its Parquet.

    Raises:
        ImportError: it is not installed.
    """
    import_module("pyarrow.parquet")
    return import_module("pyarrow")


def schema_of(table: str) -> Any:
    """The schema of a table."""
    pa = arrow()
    columns = [(name, getattr(pa, kind)()) for name, kind in TABLES[table].items()]
    return pa.schema(columns, metadata={KEY: VERSION.encode()})
