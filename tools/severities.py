"""Say which checks of checkov and rules of cdk-nag have no severity in the table.

Usage: checkov --list --framework cloudformation secrets | python tools/severities.py

The table, `scanner/synthgate/schemas/severities.txt`, is kept by hand: a new check is read, and
given the kind of faults that it is about. Says too what the table has and the tools do not; of
checkov that may be an id of another release. Exit code 1 where an id lacks a severity.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from synthgate.schemas.nag_ids import nag_ids
from synthgate.schemas.severities import severities

_LISTED = re.compile(r"^\|[ 0-9]+\| (CKV2?_[A-Z]+_[0-9]+) ", re.MULTILINE)


def compared(listed: str) -> tuple[list[str], list[str]]:
    """Ids without a severity, and ids of the table that no tool has, each with its tool."""
    ids = {("cdk-nag", rule) for rule in nag_ids().rules}
    ids |= {("checkov", check) for check in _LISTED.findall(listed)}
    return list(_told(ids - severities().keys())), list(_told(severities().keys() - ids))


def _told(ids: set[tuple[str, str]]) -> Iterator[str]:
    return (" ".join(one) for one in sorted(ids))


def main() -> int:
    """Compare what checkov lists, and what cdk-nag has, with the table."""
    lacking, unknown = compared(sys.stdin.read())
    for one in lacking:
        sys.stdout.write(f"no severity: {one}\n")
    for one in unknown:
        sys.stdout.write(f"in no tool: {one}\n")
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main())
