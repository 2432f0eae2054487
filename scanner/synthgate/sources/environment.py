"""What a stack is for: production, staging, development."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from synthgate.template.data import is_mapping
from synthgate.template.document import Template

_WORDS: dict[str, str] = {
    **dict.fromkeys(("production", "prod", "prd", "live"), "production"),
    **dict.fromkeys(
        ("staging", "stage", "stg", "uat", "preprod", "preproduction", "preprd"), "staging"
    ),
    **dict.fromkeys(
        ("development", "develop", "dev", "test", "testing", "qa", "sandbox", "alpha", "beta"),
        "development",
    ),
}
_TAGS = ("environment", "env", "stage")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PRE = re.compile(r"\b(pre|non|not)[-_]?(?=pro?d)", re.IGNORECASE)


def environment_of(
    template: Template | None,
    tags: Mapping[str, Any],
    names: Iterable[str | None],
    configured: str | None = None,
) -> str | None:
    """The environment of a stack, by the first of these that says one.

    The configuration; the template's `Metadata: {synthgate: {environment: …}}`; the
    stack's tags; the words of the stage's name and of the stack's. None if nothing says.
    """
    metadata = template.section("Metadata").get("synthgate") if template else None
    declared = metadata.get("environment") if is_mapping(metadata) else None
    for stated in (configured, declared, *_tagged(tags)):
        if isinstance(stated, str) and stated:
            return _WORDS.get(stated.lower(), stated.lower())
    for name in names:
        word = _named(name or "")
        if word:
            return word
    return None


def _tagged(tags: Mapping[str, Any]) -> list[Any]:
    by_key = {str(key).lower(): value for key, value in tags.items()}
    return [by_key[key] for key in _TAGS if key in by_key]


def _named(name: str) -> str | None:
    words = [word.lower() for word in _WORD.findall(_PRE.sub(r"\1", name))]
    return next((_WORDS[word] for word in words if word in _WORDS), None)
