"""Other scanners: how each is asked about a folder, where it is here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import ROOT

_VALIDATE = """
import sys
from cloudformation_validate import CompositeEngine

engine = CompositeEngine()
for path in sys.argv[1:]:
    try:
        engine.validate_template(path)
    except Exception as error:
        print(path, error)
"""
PEERS: dict[str, tuple[str, ...]] = {
    "cfn-lint": ("cfn-lint", "--format", "json", "{files}"),
    "checkov": (
        "checkov", "--framework", "cloudformation", "--quiet", "--compact", "--skip-download",
        "--output", "json", "--directory", "{folder}",
    ),
    "cfn-guard": ("cfn-guard", "validate", "--data", "{folder}", "--rules", "{rules}"),
    # A Python package without a command: name the interpreter of its environment.
    "cloudformation-validate": ("cloudformation-validate", "-c", _VALIDATE, "{files}"),
}  # fmt: skip
"""Their command lines. cdk-nag is asked within a synthesis, see `benchmarks.synthesis`."""
_GUARD_RULES = ROOT / "benchmarks" / "comparison" / "cfn-guard"


@dataclass(frozen=True, slots=True)
class Peer:
    """A scanner with its command line for a folder, or the reason why it is not asked."""

    name: str
    command: tuple[str, ...] = ()
    lacking: str = ""


def variable(name: str) -> str:
    """The variable that names the program of a peer that is not on the PATH."""
    return f"SYNTHGATE_BENCH_{name.upper().replace('-', '_')}"


def peers(folder: Path, templates: Sequence[Path]) -> list[Peer]:
    """Every peer, asked about a folder."""
    return [_peer(name, folder, templates) for name in PEERS]


def _peer(name: str, folder: Path, templates: Sequence[Path]) -> Peer:
    words = PEERS[name]
    program = os.environ.get(variable(name)) or shutil.which(words[0])
    if not program:
        return Peer(name, lacking=f"not on the PATH; {variable(name)} may name it")
    rules = os.environ.get("SYNTHGATE_BENCH_GUARD_RULES", str(_GUARD_RULES))
    blanks = {"{folder}": [str(folder)], "{rules}": [rules], "{files}": [*map(str, templates)]}
    rest = (part for word in words[1:] for part in blanks.get(word, [word]))
    return Peer(name, (program, *rest))
