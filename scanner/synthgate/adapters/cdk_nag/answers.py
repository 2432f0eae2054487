"""What the program that asks cdk-nag writes, line by line; it may have been cut off anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from synthgate.adapters.process import Ran
from synthgate.records import dataclass
from synthgate.template.data import is_list, is_mapping

_MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: the logical id, the rule, what it says, and how serious that is."""

    logical_id: str
    rule_id: str
    description: str
    severity: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one template; `refused` are resources with the reason, see `app`."""

    found: tuple[Found, ...]
    refused: Mapping[str, str]
    is_cut: bool = False


class Answers:
    """What the program said: by the number of a template (`of`), and of itself.

    `killed` are the templates that it died of, `ran` is how its last run ended, `release` is
    cdk-nag's. What is `missing` is a part without which nothing can be asked.
    """

    def __init__(self) -> None:
        self.of: dict[int, Told] = {}
        self.killed: list[int] = []
        self.release = ""
        self.missing = ""
        self.ended = False
        self.ran: Ran | None = None

    def take(self, file: Path) -> int | None:
        """Note what one run answered; the number of the template that it was at when it ended."""
        began: int | None = None
        for line in _lines(file):
            self.release = _text(line.get("release")) or self.release
            self.missing = _text(line.get("missing")) or self.missing
            self.ended = self.ended or "ended" in line
            at, number = line.get("began"), line.get("number")
            if isinstance(at, int):
                began = at
            told = _told(line)
            if isinstance(number, int) and number == began:
                began = None
                if told:
                    self.of[number] = told
        return began


def _lines(file: Path) -> Iterator[Mapping[str, Any]]:
    """The lines that were written whole."""
    if not file.exists():
        return
    with file.open("rb") as stream:
        lines = stream.read(_MAX_BYTES).split(b"\n")
    for line in lines[:-1]:
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        if is_mapping(said):
            yield said


def _told(line: Mapping[str, Any]) -> Told | None:
    """What a line says of a template, if it is one that `app` writes."""
    found, refused = line.get("found", []), line.get("refused", {})
    if not is_list(found) or not is_mapping(refused):
        return None
    entries = [one for one in found if is_list(one) and [*map(type, one)] == [str] * 4]
    reasons = {name: why for name, why in refused.items() if isinstance(why, str)}
    if len(entries) < len(found) or len(reasons) < len(refused):
        return None
    return Told(tuple(Found(*one) for one in entries), reasons, bool(line.get("is_cut")))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
