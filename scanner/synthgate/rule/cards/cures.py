"""The cure of a card as code: what differs between lines that fail the rule and lines that pass it.

A card whose cure is in the CDK has a runnable pair, `cdk: {flagged, fixed}`, in Python in the scope
of a stack, and the same in TypeScript. What a person is shown is the difference, so that it cannot
be anything that was never run.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from synthgate.model import LANGUAGES, Message
from synthgate.rule.cards.shapes import Shape, fields, text
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.template.data import is_mapping

CDK, FLAGGED, FIXED, TYPESCRIPT = "cdk", "flagged", "fixed", "typescript"
OF_PAIR = ("cdk-python", "cdk-typescript")
"""The names by which a cure is known that a pair says."""

_pair = {FLAGGED: text, FIXED: text}
SHAPE: Shape = fields({**_pair, TYPESCRIPT: fields(_pair, [*_pair])}, [*_pair])


def code_of(card: Mapping[str, Any]) -> dict[str, str]:
    """The code of a card's cure, by the language that it is in."""
    written = {key: it.strip() for key, it in card["fix"].items() if key not in LANGUAGES}
    return {**dict(_from_pair(card.get(CDK))), **written}


def _from_pair(pair: object) -> Iterator[tuple[str, str]]:
    if is_mapping(pair):
        yield OF_PAIR[0], difference(pair[FLAGGED], pair[FIXED])
        if TYPESCRIPT in pair:
            yield OF_PAIR[1], difference(pair[TYPESCRIPT][FLAGGED], pair[TYPESCRIPT][FIXED])


@cache
def difference(flagged: str, fixed: str) -> str:
    """The lines that are new in the second; all of it where nothing but lines is taken away.

    Lines that follow one another keep how they stand to each other, wherever they stand.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - takes long to import

    before, after = flagged.splitlines(), fixed.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    new = [
        textwrap.dedent("\n".join(after[start:end]))
        for kind, _, _, start, end in matcher.get_opcodes()
        if kind in {"insert", "replace"}
    ]
    return "\n".join(new or after).strip()


def mistakes(card: Mapping[str, Any]) -> Iterator[Mistake]:
    """Lines that the pair says already."""
    fix = card.get("fix")
    if CDK in card and is_mapping(fix):
        for name in OF_PAIR:
            if name in fix:
                yield told(("fix", name), _SAID_BY_PAIR)


_SAID_BY_PAIR = Message(
    "what differs between 'flagged' and 'fixed' of 'cdk' is shown: leave it out"
)
