"""What a stack is for: production, staging, development."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from synthgate.model import Message, Text
from synthgate.resolve.environments import environment_in, environment_named
from synthgate.resolve.placement import Placement
from synthgate.resolve.values import scalar_text
from synthgate.sources.loaded import LoadedTemplate
from synthgate.template.data import is_mapping
from synthgate.template.document import Template

_TAGS = ("environment", "env", "stage")


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
            return environment_named(stated), teller
    for name in names:
        word = environment_in(name or "")
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


BY_CONFIGURATION = Message("the configuration")
_BY_TAG = Message("a tag of the stack")
_BY_METADATA = Message("Metadata of the template")
_BY_NAME = Message("the name {name}")


def stated_placement(
    template: Template | None, configured: str | None = None, called: str | None = None
) -> Placement:
    """What a template outside any assembly says of its stack.

    In its `Metadata: {synthgate: …}`: `environment`, `account`, `region`, `stack-name`,
    `tags` (a mapping) and `termination-protection`, all of them optional. `called` is the name of
    the stack where it says none.
    """
    stated = template.section("Metadata").get("synthgate") if template else None
    facts: Mapping[str, Any] = stated if is_mapping(stated) else {}
    tags = facts.get("tags")
    protected = facts.get("termination-protection")
    account, region, name = (_word(facts.get(key)) for key in ("account", "region", "stack-name"))
    name = name or called
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
