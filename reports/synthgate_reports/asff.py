"""`asff`: AWS Security Finding Format, in batches as Security Hub's BatchImportFindings takes them.

A JSON array with a batch on each line: `{"Findings": […]}`, at most 100 findings and 6 MB, all of
one account and Region, for a batch goes to the endpoint of its Region with credentials of its
account. `docs/security-consoles.md` has the command that sends them.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from synthgate_reports.asff_controls import controls
from synthgate_reports.asff_findings import every
from synthgate_reports.asff_parts import scan_of
from synthgate_reports.jsontext import dump_each, encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from synthgate.model import Report
    from synthgate_reports.asff_parts import Json

_MOST_FINDINGS = 100
_MOST_BYTES = 5_900_000
"""Of 6 MB, with room for what is around the findings."""


def write(report: Report, stream: TextIO) -> None:
    """Write the batches: faults, doubts, what was accepted or is fixed, problems, controls."""
    scan = scan_of(report)
    dump_each(_batches(chain(every(scan), controls(scan))), stream)
    stream.write("\n")


def _batches(findings: Iterable[Json]) -> Iterator[Json]:
    """The findings of each account and Region, in their order, in as few batches as may be."""
    places: dict[object, list[Json]] = {}
    for finding in findings:
        places.setdefault(finding["ProductArn"], []).append(finding)
    for of_one in places.values():
        for batch in _filled(of_one):
            yield {"Findings": batch}


def _filled(findings: list[Json]) -> Iterator[list[Json]]:
    batch: list[Json] = []
    size = 0
    for finding in findings:
        bytes_ = len(encoded(finding).encode()) + 1
        if batch and (len(batch) == _MOST_FINDINGS or size + bytes_ > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(finding)
        size += bytes_
    if batch:
        yield batch
