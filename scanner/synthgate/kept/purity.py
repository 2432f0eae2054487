"""Whether the answers of a plan depend on nothing but it and the files of a unit.

Cards do: their words know no clock and no file. Python beside a card is anybody's. What its text
shows to be sure of is believed: that it imports modules which tell the same everywhere, or what
synthgate gives to rules. Where it may look at the clock its answers are kept for the day; where it
may look at anything else they are not kept.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import synthgate_rules

if TYPE_CHECKING:
    from synthgate.plan import Plan


class Purity(Enum):
    """On what an answer depends besides the plan and the unit."""

    WHOLE = "on nothing"
    DAILY = "on the day"
    NONE = "on anything"


_PURE = frozenset(
    {
        "__future__",
        "abc",
        "base64",
        "binascii",
        "bisect",
        "collections",
        "contextlib",
        "copy",
        "dataclasses",
        "decimal",
        "difflib",
        "enum",
        "fnmatch",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "ipaddress",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "statistics",
        "string",
        "synthgate",
        "synthgate_rules",
        "textwrap",
        "types",
        "typing",
        "unicodedata",
    }
)
"""Modules that tell the same everywhere, and what the fingerprint of the program covers."""
_DAILY = frozenset({"datetime", "calendar", "time", "zoneinfo"})
_ANYTHING = frozenset({"__import__", "breakpoint", "compile", "eval", "exec", "input", "open"})
"""Names by which Python leads anywhere without an import."""


def purity_of(plan: Plan) -> Purity:
    """On what the answers of a plan depend."""
    built_in = Path(synthgate_rules.__path__[0])
    folders = {card.path.parent for card in plan.cards.values()}
    others = (one for one in folders if not one.is_relative_to(built_in))
    found = {_of_file(path) for folder in others for path in sorted(folder.glob("*.py"))}
    return next((one for one in (Purity.NONE, Purity.DAILY) if one in found), Purity.WHOLE)


def _of_file(path: Path) -> Purity:
    """What the text of a module shows; of what is no Python nothing is run."""
    try:
        nodes = [*ast.walk(ast.parse(path.read_bytes()))]
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return Purity.NONE
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    modules = {name for node in nodes for name in _imported(node)}
    if names & _ANYTHING or modules - _PURE - _DAILY:
        return Purity.NONE
    return Purity.DAILY if modules & _DAILY else Purity.WHOLE


def _imported(node: ast.AST) -> Iterator[str]:
    """The packages that a statement imports from; what is relative is beside the card."""
    if isinstance(node, ast.Import):
        yield from (one.name.partition(".")[0] for one in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield (node.module or "").partition(".")[0] if not node.level else "."
