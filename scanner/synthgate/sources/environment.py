"""What a stack is for: production, staging, development."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from synthgate.model import Message, Text
from synthgate.resolve.placement import Placement
from synthgate.resolve.values import scalar_text
from synthgate.sources.loaded import LoadedTemplate
from synthgate.template.data import is_mapping
from synthgate.template.document import Template

_PLAIN: dict[str, str] = {
    **dict.fromkeys(("production", "prod", "prd", "live"), "production"),
    **dict.fromkeys(("staging", "stage", "stg", "uat"), "staging"),
    **dict.fromkeys(
        ("development", "develop", "dev", "test", "testing", "qa", "sandbox", "alpha", "beta"),
        "development",
    ),
}
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
_TAGS = ("environment", "env", "stage")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


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
    return told_environment(template, tags, names, configured)[0]


def told_environment(
    template: Template | None,
    tags: Mapping[str, Any],
    names: Iterable[str | None],
    configured: str | None = None,
) -> tuple[str | None, Text | None]:
    """The environment of a stack, and what says so."""
    metadata = template.section("Metadata").get("synthgate") if template else None
    declared = metadata.get("environment") if is_mapping(metadata) else None
    tagged = ((value, _BY_TAG) for value in _tagged(tags))
    for stated, teller in ((configured, BY_CONFIGURATION), (declared, _BY_METADATA), *tagged):
        if isinstance(stated, str) and stated:
            return _named(stated) or stated.lower(), teller
    for name in names:
        word = _named(name or "")
        if word:
            return word, _BY_NAME.format(name=name)
    return None, None


def told_by(loaded: LoadedTemplate, configured: str | None, *, is_configured: bool) -> Text | None:
    """What says which environment a stack is for; None where nothing does, or a stack around it.

    `configured` is what the run is told of every stack; `is_configured` says that it is told
    something of some.
    """
    placement = loaded.placement
    if placement.environment is None:
        return None
    names = (loaded.stage, (loaded.stack or "").partition("/")[0], placement.stack_name)
    told = told_environment(loaded.template, placement.tags, names, configured)
    if told[0] == placement.environment:
        return told[1]
    return BY_CONFIGURATION if is_configured else None


def named_environment(name: str) -> str:
    """The name that synthgate has for an environment: ``prod`` is ``production``."""
    return environment_of(None, {}, (), name) or name


BY_CONFIGURATION = Message("the configuration")
_BY_TAG = Message("a tag of the stack")
_BY_METADATA = Message("Metadata of the template")
_BY_NAME = Message("the name {name}")


def stated_placement(template: Template | None, configured: str | None = None) -> Placement:
    """What a template outside any assembly says of its stack.

    In its `Metadata: {synthgate: …}`: `environment`, `account`, `region`, `stack-name`,
    `tags` (a mapping) and `termination-protection`, all of them optional.
    """
    stated = template.section("Metadata").get("synthgate") if template else None
    facts: Mapping[str, Any] = stated if is_mapping(stated) else {}
    tags = facts.get("tags")
    protected = facts.get("termination-protection")
    account, region, name = (_word(facts.get(key)) for key in ("account", "region", "stack-name"))
    return Placement(
        account,
        region,
        name,
        environment=environment_of(template, tags if is_mapping(tags) else {}, (name,), configured),
        tags=tags if is_mapping(tags) else {},
        termination_protection=protected if isinstance(protected, bool) else None,
    )


def _word(value: object) -> str | None:
    """A fact in one word; what is no text and no number says nothing."""
    is_word = isinstance(value, str | int | float) and not isinstance(value, bool)
    return scalar_text(value) if is_word else None


def _tagged(tags: Mapping[str, Any]) -> list[Any]:
    by_key = {str(key).lower(): value for key, value in tags.items()}
    return [by_key[key] for key in _TAGS if key in by_key]


def _named(name: str) -> str | None:
    """What the first word that says anything says; ``pre-prod`` and ``PreProd`` are one word."""
    words = [word.lower() for word in _WORD.findall(name)]
    for before, word in pairwise(["", *words]):
        meaning = _WORDS.get(before + word if before in _PREFIXES else word)
        if meaning:
            return meaning
    return None
