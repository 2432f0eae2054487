"""Each environment's templates, as they were last approved.

Approve a change with SYNTHGATE_UPDATE_SNAPSHOTS=1, and read its diff.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.infra.conftest import System

SNAPSHOTS = Path(__file__).with_name("snapshots")

ASSET = re.compile(r"\b[0-9a-f]{64}\b")


def normal(system: System) -> str:
    """Return the templates without hashes of code, paths of constructs, and bootstrap checks."""
    templates: dict[str, Any] = {}
    for stack, template in sorted(system.templates.items()):
        kept = {
            name: part for name, part in template.items() if name not in ("Parameters", "Rules")
        }
        kept["Resources"] = {
            name: {key: value for key, value in resource.items() if key != "Metadata"}
            for name, resource in template["Resources"].items()
        }
        templates[stack] = kept
    return ASSET.sub("ASSET", json.dumps(templates, indent=1, sort_keys=True)) + "\n"


def test_templates_are_what_was_approved(system: System) -> None:
    """A change of what is deployed is seen before it is deployed."""
    path = SNAPSHOTS / f"{system.name}.json"
    text = normal(system)
    if os.environ.get("SYNTHGATE_UPDATE_SNAPSHOTS") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")
