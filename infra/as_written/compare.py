"""Two reports side by side: what ``make scan`` says last.

``python infra/as_written/compare.py BEFORE.json AFTER.json``
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SEVERITIES = ("critical", "high", "medium", "low", "info")
SIDES = ("as written", "mended")


def main(argv: Sequence[str]) -> int:
    """Print the failures by severity, and both gates."""
    reports: list[dict[str, Any]] = [json.loads(Path(name).read_text("utf-8")) for name in argv]
    print(_row("", *SIDES))
    counts = [_failures(report) for report in reports]
    for severity in SEVERITIES:
        print(_row(severity, *(count[severity] for count in counts)))
    for side, report in zip(SIDES, reports, strict=True):
        print(f"{side}: {report['gate']['reason']}")
    return 0


def _row(name: str, *cells: object) -> str:
    return f"{name:<10}" + "".join(f"{cell!s:>12}" for cell in cells)


def _failures(report: dict[str, Any]) -> Counter[str]:
    findings: list[dict[str, Any]] = report["findings"]
    return Counter(str(finding["severity"]) for finding in findings if finding["status"] == "fail")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
