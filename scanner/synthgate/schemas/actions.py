"""Which actions of AWS cannot be limited to some resources, and what the others do.

Whether they write or manage permissions (Service Authorization Reference, "Access level").
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from fnmatch import translate
from functools import cache, lru_cache
from pathlib import Path

from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions of a service: those that accept only ``*`` as their resource, and the others."""

    unlimitable: tuple[str, ...] = ()
    writing: tuple[str, ...] = ()
    permitting: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def limitable(self) -> tuple[str, ...]:
        """Those that can be limited to some resources, whatever they do."""
        return (*self.writing, *self.permitting, *self.other)


@lru_cache(maxsize=4096)
def accept_only_everything(pattern: str) -> bool:
    """Whether an action, or each that a pattern such as ``logs:Describe*`` matches, is unlimitable.

    Of what the table does not know nothing is said.
    """
    service, _, action = pattern.lower().partition(":")
    known = by_kind(service)
    if not set(action) & {"*", "?"}:
        return action in known.unlimitable
    match = re.compile(translate(action.replace("[", "[[]"))).match
    return any(map(match, known.unlimitable)) and not any(map(match, known.limitable))


def actions_of(service: str) -> tuple[str, ...]:
    """The actions of a service, in lower case; none of a service that the table does not know."""
    known = by_kind(service.lower())
    return (*known.unlimitable, *known.limitable)


def services() -> tuple[str, ...]:
    """The prefixes of all services that the table knows."""
    return tuple(_lines())


@cache
def by_kind(service: str) -> Actions:
    """The actions of a service, which is written in lower case; none of one that is not known."""
    kinds = _lines().get(service, "|||").split("|")
    return Actions(*(tuple(one.split()) for one in kinds))


@cache
def _lines() -> Mapping[str, str]:
    text = zlib.decompress(Path(__file__).with_name("actions.txt.z").read_bytes()).decode()
    _release, *lines = text.splitlines()
    return dict(line.split(" ", 1) for line in lines)
