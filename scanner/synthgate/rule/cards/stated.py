"""What a card states, as bytes: by these it is named, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

import orjson

from synthgate.model import Rule
from synthgate.records import dataclass
from synthgate.rule.cards.of_itself import rule_of


def without_examples(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a card says, but for the templates that no report of a scan depends on."""
    return {key: value for key, value in body.items() if key != "examples"}


def written_of(body: Mapping[str, Any]) -> bytes | None:
    """The words of a card as JSON; None where that would lose something of them."""
    try:
        written = orjson.dumps(body)
    except TypeError:  # an integer of more than 64 bits, say
        return None
    return written if orjson.loads(written) == body else None  # not so for infinity


def digest_of(written: bytes) -> str:
    """A name for what a card says (SHA-256, hexadecimal)."""
    return hashlib.sha256(written).hexdigest()


class Source(Protocol):
    """Where the words of a card are; it may take them from there when it is asked."""

    @property
    def body(self) -> Mapping[str, Any]:
        """All that the card says, perhaps without its examples."""
        ...

    @property
    def rule(self) -> Rule:
        """What the card says of itself: made once, whoever asks, for it is as it is written."""
        ...

    @property
    def examples(self) -> Mapping[str, str]:
        """Templates by what the rule says of them."""
        ...

    @property
    def digest(self) -> str:
        """A name for all that it says but its examples."""
        ...


@dataclass(frozen=True)
class Written:
    """A card as its file has it."""

    body: Mapping[str, Any]

    @property
    def rule(self) -> Rule:
        """What the card says of itself."""
        return self._rule

    @cached_property
    def _rule(self) -> Rule:
        return rule_of(self.body)

    @property
    def examples(self) -> Mapping[str, str]:
        """Templates by what the rule says of them."""
        return self.body["examples"]

    @property
    def digest(self) -> str:
        """A name for all that it says but its examples."""
        body = without_examples(self.body)
        return digest_of(written_of(body) or repr(body).encode())
