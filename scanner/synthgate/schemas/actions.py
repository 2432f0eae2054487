"""Which actions of AWS cannot be limited to some resources (Service Authorization Reference)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions of a service: those that accept only ``*`` as their resource, and the others."""

    unlimitable: tuple[str, ...] = ()
    limitable: tuple[str, ...] = ()


def accept_only_everything(pattern: str) -> bool:
    """Whether an action, or each that a pattern such as ``logs:Describe*`` matches, is unlimitable.

    Of what the table does not know nothing is said.
    """
    service, _, action = pattern.lower().partition(":")
    known = _actions_of(service)
    if not set(action) & {"*", "?"}:
        return action in known.unlimitable
    match = re.compile(translate(action.replace("[", "[[]"))).match
    return any(map(match, known.unlimitable)) and not any(map(match, known.limitable))


def actions_of(service: str) -> tuple[str, ...]:
    """The actions of a service, in lower case; none of a service that the table does not know."""
    known = _actions_of(service.lower())
    return (*known.unlimitable, *known.limitable)


@cache
def _actions_of(service: str) -> Actions:
    unlimitable, _, limitable = _lines().get(service, "").partition("|")
    return Actions(tuple(unlimitable.split()), tuple(limitable.split()))


@cache
def _lines() -> Mapping[str, str]:
    text = zlib.decompress(Path(__file__).with_name("actions.txt.z").read_bytes()).decode()
    _release, *lines = text.splitlines()
    return dict(line.split(" ", 1) for line in lines)
