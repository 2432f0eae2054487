"""The reports that cdk-nag 2 writes into an assembly: a row for each rule and resource.

``<Pack>-<Stage>-<Stack>-NagReport.csv`` and ``.json`` hold the same rows (cdk-nag 2.38,
`nag-logger.ts`). A row of a granular finding does not say which, but where it is suppressed: there
the reason begins with it, in brackets (``[Action::s3:*] …``).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synthgate.model import Acceptance, Heard, Reported, Status, ToolRun, verbatim
from synthgate.sources.validation_report.plugins import Read
from synthgate.sources.validation_report.spots import SpotOf, by_path
from synthgate.sources.validation_report.words import said, said_with_controls
from synthgate.sources.validation_report.wrong import Wrong

NAG = "cdk-nag"
SUFFIXES = ("-NagReport.json", "-NagReport.csv")
"""How the names of reports end; of the two of one stack, the first is read."""
HEADER = ("Rule ID", "Resource ID", "Compliance", "Exception Reason", "Rule Level", "Rule Info")
_KEYS = ("ruleId", "resourceId", "compliance", "exceptionReason", "ruleLevel", "ruleInfo")
_STATUS: Mapping[str, Status] = {
    "compliant": Status.PASS,
    "non-compliant": Status.FAIL,
    "suppressed": Status.FAIL,
    "unknown": Status.UNKNOWN,
}
_NOT_APPLICABLE = "n/a"
_GRANULAR = re.compile(r"\[([A-Za-z]+::[^\n]+?)\] (.*)", re.DOTALL)


def rows_of_csv(text: str) -> list[dict[str, Any]] | None:
    """The rows of a report as CSV, under the names that they have in JSON; None of another file.

    A row that is cut off is empty, so that it is told as one of another shape.
    """
    header, _, rows = text.removeprefix("\ufeff").partition("\n")
    if header.strip() != ",".join(HEADER):
        return None
    found = [*_each(csv.reader(io.StringIO(rows, newline="")))]
    if found and rows.count('"') % 2:
        found[-1] = {}  # the file ends inside a cell, so that its last row is half a row
    return found


def _each(cells: Iterator[Sequence[str]]) -> Iterator[dict[str, Any]]:
    try:
        for row in cells:
            if row:
                yield dict(zip(_KEYS, row, strict=False)) if len(row) >= len(_KEYS) else {}
    except csv.Error:
        yield {}  # a cell longer than the library takes: the rest is one broken row


def read_rows(rows: Mapping[str, Any], shown: str, spot_of: SpotOf = by_path) -> Read:
    """What a report says, as JSON has it: ``{"lines": […]}``; each row once."""
    wrong = Wrong()
    lines = wrong.entries(rows, "lines", "")
    found = filter(None, (_reported(row, wrong, spot_of) for row in lines))
    once = tuple(dict.fromkeys(found))
    return Read(Heard((ToolRun(NAG, origin=shown),), once), wrong.problems(shown))


def _reported(row: Mapping[str, Any], wrong: Wrong, spot_of: SpotOf) -> Reported | None:
    where = "lines[]"
    rule_id, resource, compliance, reason, level, info = (
        wrong.text(row, key, where) for key in _KEYS
    )
    if compliance.lower() == _NOT_APPLICABLE:
        return None
    status = _STATUS.get(compliance.lower())
    if not rule_id or status is None:
        wrong.note(f"{where}.{'compliance' if rule_id else 'ruleId'}")
        return None
    accepted = None
    if compliance.lower() == "suppressed":
        granular = _GRANULAR.fullmatch(reason)
        if granular:
            rule_id, reason = f"{rule_id}[{granular[1]}]", granular[2]
        accepted = Acceptance(NAG, verbatim(said(reason)))
    title, controls = said_with_controls(info)
    return Reported(
        NAG,
        said(rule_id),
        status,
        spot_of(resource),
        title if status is Status.FAIL else "",
        title,
        said(level),
        controls=controls,
        accepted=accepted,
    )
