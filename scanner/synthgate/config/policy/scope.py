"""What is scanned, and what it is for: where a policy holds it, no file of the repository says it.

A template that is left out, or a stack that is called a test, has no finding that closes a gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from synthgate.config.policy.bounds import refused
from synthgate.config.policy.sheet import Policy
from synthgate.model import Message, Problem, verbatim
from synthgate.rule.cards.sheet import Sheet, Source
from synthgate.sources.cdk_json import FILE_NAME as CDK_JSON

SCOPE, HELD = "scope", "held"
KEYS = ("paths", "exclude-path", "environment", "environments")
"""The keys that say it."""


def held(
    said: Sequence[Sheet], file: Source | None, policies: Sequence[Policy]
) -> tuple[list[Sheet], list[Problem]]:
    """What is said, without what the repository says of the scope where a policy holds that.

    And the notices of what is not followed. An option and a variable have their way.
    """
    holding = next((one for one in policies if one.bounds.body.get(SCOPE) == HELD), None)
    if holding is None:
        return [*said], []
    ours = [one for one in said if one.source is file or one.source.name == CDK_JSON]
    problems = [it for sheet in ours for it in _notices(sheet, holding)]
    return [_without_scope(one) if one in ours else one for one in said], problems


def _without_scope(sheet: Sheet) -> Sheet:
    return replace(sheet, body={key: it for key, it in sheet.body.items() if key not in KEYS})


def _notices(sheet: Sheet, policy: Policy) -> Iterator[Problem]:
    for key in KEYS:
        if key in sheet.body:
            yield refused(sheet.source, (key,), verbatim(key), _BOUND, policy.place(SCOPE))


_BOUND = Message("scope: held, so that an option or a variable says it")
