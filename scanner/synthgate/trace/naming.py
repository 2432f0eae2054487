"""What somebody meant who named a resource by the id that stands in the program."""

from __future__ import annotations

import re
from collections.abc import Iterable

from synthgate.model import Message, Text, verbatim
from synthgate.rule.terms.mistakes import meant

_MOST = 3
_HASH = r"[0-9A-F]{8}"
"""What the CDK puts behind the ids of a path to make a logical id."""


def resource_meant(name: str, known: Iterable[str]) -> Text:
    """A guess: paths that hold the ids in a row, else logical ids made of them, else what is near.

    Of paths, a construct is before what is in it.
    """
    ids = [part for part in name.strip(":").split("/") if part]
    names = dict.fromkeys(known)
    near = (_paths(ids, names) or _logical_ids(ids, names)) if ids else []
    if not near:
        return meant(name, names)
    return _MEANT.format(names=verbatim(", ".join(map(repr, near[:_MOST]))))


def _paths(ids: list[str], names: Iterable[str]) -> list[str]:
    wanted = f"/{'/'.join(ids)}/"
    below = {name: f"/{name}/".rpartition(wanted)[2] for name in names if "/" in name}
    holding = (name for name in below if wanted in f"/{name}/")
    return sorted(holding, key=lambda name: (below[name].count("/"), len(name), name))


def _logical_ids(ids: list[str], names: Iterable[str]) -> list[str]:
    made = re.compile(rf"(?:.*[a-z0-9])?{re.escape(''.join(ids))}{_HASH}")
    return sorted(filter(made.fullmatch, names), key=lambda name: (len(name), name))


_MEANT = Message("; did you mean {names}?")
