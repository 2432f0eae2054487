"""The JSON Schema of the report that `json` writes."""

from __future__ import annotations

from pathlib import Path

REPORT = Path(__file__).with_name("report-2.schema.json")
"""JSON Schema, draft 2020-12, of `schema_version` 2. New keys may come without another version."""
