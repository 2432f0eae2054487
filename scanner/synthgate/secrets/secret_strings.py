"""What counts of the values that are documented as secrets, the text of a secret above all."""

from __future__ import annotations

import json
import re
from typing import Any

from synthgate.secrets.exposure import HOLE, Exposed
from synthgate.secrets.scripts import known_in
from synthgate.secrets.words import is_password, is_placeholder, is_secret
from synthgate.template.data import is_mapping, leaves
from synthgate.template.document import Route

_LAST_KEY = re.compile(r'"([^"]{1,80})"\s*:\s*"[^"]*\Z')


def is_no_placeholder(one: Exposed) -> bool:
    """Whether what is written, if anything is, is meant to be used as it is."""
    return not one.text or not is_placeholder(one.text)


def gives_away(one: Exposed) -> bool:
    """Whether the text of a secret tells one: any, but JSON in which none is called so."""
    key = _LAST_KEY.search(one.before)
    if key:
        return is_password(key[1]) or is_secret(key[1])
    members = members_of(one.text)
    return any(is_told(*it) for it in members) if members else is_no_placeholder(one)


def members_of(text: str) -> list[tuple[str, str]]:
    """The texts and numbers in a JSON object; none of another text."""
    try:
        found: Any = json.loads(text, strict=False) if text.lstrip()[:1] == "{" else None
    except (ValueError, RecursionError):
        return []
    members = leaves(found, ()) if is_mapping(found) else ()
    return [(_name(at), str(it)) for at, it in members if isinstance(it, str | int)]


def _name(route: Route) -> str:
    """How a member is called: by the last key that leads to it."""
    return next((step for step in reversed(route) if isinstance(step, str)), "")


def is_told(name: str, value: str) -> bool:
    """Whether a member of the text of a secret is one: by its name, or as a known credential."""
    is_named = is_password(name) or is_secret(name)
    is_given = HOLE not in value and not is_placeholder(value)
    return (is_named and is_given) or any(known_in(value))
