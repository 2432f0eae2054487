"""Whether what a waiver says of places is about some of them, or about any.

A pattern that fits whatever there is (``?*``, ``AWS::*``, ``*.yaml``) is no place: with a pattern
of rules it would accept everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from synthgate.judge.waivers.globs import is_glob
from synthgate.template.data import is_mapping

LEAST = 3
"""So many letters in a row are the least of a name that tells something."""
_RUN = re.compile(r"[^\W_]+")
_USUAL = re.compile(r"Resource|Default|cdk\.out|assembly", re.IGNORECASE)
"""What the CDK puts into the names of all that it makes."""


def is_somewhere(entry: Mapping[str, Any]) -> bool:
    """Whether an entry names at least one place that is not anywhere."""
    tags = entry.get("tag")
    if is_mapping(tags) and any(isinstance(it, str) and _is_name(it) for it in tags.values()):
        return True
    said = ((is_place, entry.get(key)) for key, is_place in _PLACES.items())
    return any(isinstance(pattern, str) and is_place(pattern) for is_place, pattern in said)


def _is_name(pattern: str) -> bool:
    """A name as a whole, or a pattern with enough of one."""
    if not is_glob(pattern):
        return True
    return any(len(run) >= LEAST for run in _RUN.findall(_USUAL.sub("*", pattern)))


def _is_path(pattern: str) -> bool:
    """A path by a folder or by a file's name: how that ends does not tell files apart."""
    folder, _, name = pattern.rpartition("/")
    stem = name.partition(".")[0]
    return not is_glob(pattern) or _is_name(f"{folder}*/{stem}")


def _is_type(pattern: str) -> bool:
    """A type by its service: ``AWS::S3::*``."""
    parts = pattern.split("::")
    return not is_glob(pattern) or (len(parts) > 1 and bool(parts[1]) and not is_glob(parts[1]))


_PLACES: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("construct", "resource", "stack", "stage", "fingerprint"), _is_name),
    "path": _is_path,
    "type": _is_type,
}
