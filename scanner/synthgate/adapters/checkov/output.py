"""What checkov printed: one report, several in a list, or a summary alone.

Seen of checkov 3.3.30: a run that found no file of its framework prints its summary, without
`results`. Log lines and banners may stand around the JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from synthgate.records import dataclass
from synthgate.template.data import is_list, is_mapping

_START = re.compile(rb"^[{\[]", re.MULTILINE)
_TRIES = 20
"""How many lines that look like the start of JSON are tried."""
_LISTS = ("passed_checks", "failed_checks", "skipped_checks", "unknown_checks")


@dataclass(frozen=True, slots=True)
class Said:
    """What a run of checkov said.

    `records` are results of checks, in whatever shape. `unparsed` are files that it could not read,
    `resources` how many it read in the others. `broken` counts parts without any known shape.
    """

    records: tuple[Any, ...] = ()
    unparsed: tuple[str, ...] = ()
    release: str = ""
    resources: int = 0
    broken: int = 0


def said(output: bytes) -> Said | None:
    """What an output says; None where it holds no report at all."""
    reports = next(_reports(output), None)
    if reports is None:
        return None
    records, unparsed = list[Any](), list[str]()
    broken, resources, release = 0, 0, ""
    for report in reports:
        results, summary = report.get("results", {}), _summary(report)
        if not is_mapping(results):
            results, broken = {}, broken + 1
        for name in _LISTS:
            found = results.get(name, [])
            records.extend(_listed(found))
            broken += not is_list(found)
        errors = results.get("parsing_errors", [])
        unparsed.extend(one for one in _listed(errors) if isinstance(one, str))
        broken += not is_list(errors)
        count, version = summary.get("resource_count"), summary.get("checkov_version")
        resources += count if isinstance(count, int) else 0
        release = version if isinstance(version, str) else release
    return Said(tuple(records), tuple(unparsed), release, resources, broken)


def _summary(report: dict[str, Any]) -> dict[str, Any]:
    summary = report.get("summary", report)
    return summary if is_mapping(summary) else {}


def _listed(value: Any) -> list[Any]:
    return value if is_list(value) else []


def _reports(output: bytes) -> Iterator[list[dict[str, Any]]]:
    """The reports in an output, from each place where some may start."""
    for value in _values(output):
        reports = [one for one in (value if is_list(value) else [value]) if _is_report(one)]
        if reports:
            yield reports


def _values(output: bytes) -> Iterator[Any]:
    try:
        yield orjson.loads(output)
    except orjson.JSONDecodeError:
        for start in _starts(output):
            try:
                yield json.JSONDecoder().raw_decode(output[start:].decode(errors="replace"))[0]
            except (ValueError, RecursionError):
                continue


def _starts(output: bytes) -> list[int]:
    found: list[int] = []
    for match in _START.finditer(output):
        found.append(match.start())
        if len(found) == _TRIES:
            break
    return found


def _is_report(value: Any) -> bool:
    return is_mapping(value) and ("results" in value or "passed" in value)
