"""`sarif-github`: SARIF 2.1.0 within the limits of GitHub's code scanning.

GitHub reads neither kind nor suppressions and would open an alert for each result, so there are
the failures that count alone, the worst first. It takes 25,000 results and shows 5,000, takes ten
megabytes after gzip, and rejects a file as a whole (GitHub Docs, "SARIF support for code scanning",
"SARIF results exceed one or more limits"). What is left out is counted in a notification.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, cast

from synthgate.model import plural
from synthgate_reports.clipping import shortened
from synthgate_reports.jsontext import encoded
from synthgate_reports.sarif import LOG, notifications, run_of
from synthgate_reports.sarif_results import results
from synthgate_reports.sarif_rules import described
from synthgate_reports.wording import worst_first

if TYPE_CHECKING:
    from typing import TextIO

    from synthgate.model import Report
    from synthgate_reports.sarif_rules import Described

    Json = dict[str, object]

_MOST_RESULTS = 5_000
_MOST_RULES = 25_000
_MOST_BYTES = 10_000_000
_LARGEST = 50_000
"""Characters of a result: a name of a megabyte must not take the room of all others."""
_SHORT = 2_000
"""Characters of the message of one that is larger."""


def write(report: Report, stream: TextIO) -> None:
    """Write the failures that count, the worst first, as many as GitHub takes."""
    findings = worst_first(report.failures)
    kept = findings[:_MOST_RESULTS]
    rules = described(report, kept, _MOST_RULES)
    rows = [_bounded(row) for _, row in results(kept, rules.index, report)]
    text = _written(report, rules, rows, len(findings))
    while rows and (size := _packed(text)) > _MOST_BYTES:
        rows = rows[: len(rows) * _MOST_BYTES * 9 // (size * 10)]
        text = _written(report, rules, rows, len(findings))
    stream.write(text)


def _written(report: Report, rules: Described, rows: list[Json], number: int) -> str:
    """The log of some of so many failures."""
    notes = [*notifications(report, rules), *_left_out(number - len(rows), report)]
    log = {**LOG, "runs": [run_of(report, rules, rows, notes)]}
    return encoded(log, indented=True) + "\n"


def _packed(text: str) -> int:
    """How many bytes of a text are uploaded: as gzip packs them, if need be."""
    data = text.encode()
    return len(data) if len(data) <= _MOST_BYTES else len(zlib.compress(data)) + _OF_GZIP


_OF_GZIP = 18
"""Bytes of gzip's own around what zlib packs."""


def _bounded(row: Json) -> Json:
    """A result; of one with texts that no person wrote, what GitHub cannot do without."""
    if len(encoded(row)) <= _LARGEST:
        return row
    whole = cast("Any", row)
    place = whole["locations"][0]["physicalLocation"]
    region = {key: value for key, value in place["region"].items() if key != "snippet"}
    return {
        **{key: row[key] for key in ("ruleId", "ruleIndex", "level", "partialFingerprints")},
        "message": {"text": shortened(whole["message"]["text"], _SHORT)},
        "locations": [
            {"physicalLocation": {"artifactLocation": place["artifactLocation"], "region": region}}
        ],
    }


def _left_out(number: int, report: Report) -> list[Json]:
    if not number:
        return []
    text = _LEFT_OUT.format(number=number)[report.language]
    note: Json = {"level": "warning", "message": {"text": text}}
    return [{**note, "properties": {"leftOut": number}}]


_LEFT_OUT = plural(
    "{number} failure, of the least severe, is left out, for GitHub shows no more: "
    "--format json has all.",
    "{number} failures, the least severe, are left out, for GitHub shows no more: "
    "--format json has all.",
)
