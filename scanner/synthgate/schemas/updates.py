"""What a change of a property does to a resource (`tools/updates.py` writes the table).

From the provider schemas of CloudFormation and the service specification of the CDK: the first line
of the table names both with their releases. It is read only where something changes.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Updates:
    """Which properties of a type replace it, as paths (``KubernetesNetworkConfig.IpFamily``).

    A change of a `conditional` one replaces it for some values, of a `disputed` one by one source
    and not by the other. Of a type that is `never_updated` nothing is changed in place, as far as
    its schema says. One that is deleted before it is created anew (`deletes_first`) may keep its
    name.
    """

    replacing: frozenset[str] = frozenset()
    conditional: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()
    deletes_first: bool = False
    is_stateful: bool = False
    never_updated: bool = False


@cache
def updates_of(kind: str) -> Updates | None:
    """What the table says of a type; None of one that it does not know."""
    line = _lines().get(kind)
    if line is None:
        return None
    marks, *lists = line.split("|")
    replacing, conditional, disputed = (frozenset(one.split()) for one in lists)
    return Updates(replacing, conditional, disputed, "d" in marks, "s" in marks, "h" in marks)


def sources() -> str:
    """What the table was made of, with the releases."""
    return _text().partition("\n")[0]


@cache
def _lines() -> Mapping[str, str]:
    """The line of each type, without its name."""
    lines = _text().splitlines()[1:]
    named = (line.partition("|") for line in lines)
    words = ((head.partition(" "), rest) for head, _, rest in named)
    return {kind: f"{marks}|{rest}" for (kind, _, marks), rest in words}


def _text() -> str:
    return zlib.decompress(Path(__file__).with_name("updates.txt.z").read_bytes()).decode()
