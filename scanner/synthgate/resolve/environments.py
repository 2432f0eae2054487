"""The names of environments: ``prod``, ``PRD`` and ``live`` are ``production``."""

from __future__ import annotations

import re
from itertools import pairwise

_PLAIN: dict[str, str] = {
    **dict.fromkeys(("production", "prod", "prd", "live"), "production"),
    **dict.fromkeys(("staging", "stage", "stg", "uat"), "staging"),
    **dict.fromkeys(
        ("development", "develop", "dev", "test", "testing", "qa", "sandbox", "alpha", "beta"),
        "development",
    ),
}
KNOWN = (*dict.fromkeys(_PLAIN.values()), "non-production")
"""The names that synthgate has for environments."""
_NEGATIONS = ("non", "not", "no")
_PREFIXES = frozenset(("pre", *_NEGATIONS))
_WORDS: dict[str, str | None] = {
    **_PLAIN,
    **{f"pre{word}": "staging" if is_ == "production" else is_ for word, is_ in _PLAIN.items()},
    **{
        f"{no}{word}": "non-production" if is_ == "production" else None
        for no in _NEGATIONS
        for word, is_ in _PLAIN.items()
    },
}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def environment_named(name: str) -> str:
    """The name that synthgate has for an environment; an unknown one in small letters."""
    return environment_in(name) or name.lower()


def environment_in(name: str) -> str | None:
    """What the first word that says anything says; ``pre-prod`` and ``PreProd`` are one word."""
    words = [word.lower() for word in _WORD.findall(name)]
    for before, word in pairwise(["", *words]):
        meaning = _WORDS.get(before + word if before in _PREFIXES else word)
        if meaning:
            return meaning
    return None
