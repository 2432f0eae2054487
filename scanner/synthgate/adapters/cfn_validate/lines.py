"""What the worker writes, read with care: it may have died in the middle of a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from synthgate.records import dataclass
from synthgate.template.data import is_list, is_mapping

_LONGEST = 64 * 1024 * 1024
"""Bytes of one line: what is said of one template."""


Doing = Literal["starting", "loading", "holding", "between", "nothing"]
"""What a worker was at when it ended: nothing, where it came to its end."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, in the words of the library."""

    rule_id: str
    severity: str
    message: str
    logical_id: str
    property_path: str
    line: int
    end_line: int
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What is said of one template, by its number.

    `status` is that of its report, `short` what it ran short of, `failed` the rules that broke over
    it, by their numbers (-1 for the library as a whole), and why. `odd` counts what is no finding.
    """

    number: int
    status: str = "OK"
    short: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    failed: tuple[tuple[int, str], ...] = ()
    odd: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """All that one worker said; `doing` is what it was at when it died, of which rules and what."""

    release: str = ""
    ids: tuple[str, ...] = ()
    refused: Mapping[int, str] = field(default_factory=dict[int, str])
    answered: tuple[Answered, ...] = ()
    doing: Doing = "starting"
    rules: tuple[int, ...] = ()
    template: int = -1


def read(output: Path) -> Lines:
    """What a worker has written into a file."""
    release, ids, refused = "", list[str](), dict[int, str]()
    answered, last = list[Answered](), dict[str, Any]()
    for line in _objects(output):
        last = line
        if "release" in line:
            release = str(line["release"])
        elif "ids" in line:
            ids.extend(map(str, line["ids"]))
        elif "refused" in line:
            refused[int(line["refused"])] = str(line.get("error"))
        elif "answered" in line:
            answered.append(_answered(line))
    doing, rules = _doing(last), tuple(map(int, last.get("loading") or last.get("holding") or ()))
    at = int(last.get("template", -1))
    return Lines(release, tuple(ids), refused, tuple(answered), doing, rules, at)


def _doing(last: Mapping[str, Any]) -> Doing:
    if "end" in last:
        return "nothing"
    if "holding" in last:
        return "holding"
    if "loading" in last:
        return "loading"
    return "between" if "answered" in last or "ids" in last or "refused" in last else "starting"


def _objects(output: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole: the last one may be cut."""
    with output.open("rb") as stream:
        while line := stream.readline(_LONGEST):
            if not line.endswith(b"\n"):
                return
            try:
                value: Any = json.loads(line)
            except ValueError:
                continue
            if is_mapping(value):
                yield value


def _answered(line: Mapping[str, Any]) -> Answered:
    rows: list[Any] = line["found"] if is_list(line.get("found")) else []
    found = [*_found(rows)]
    return Answered(
        int(line["answered"]),
        str(line.get("status", "")),
        tuple(map(str, line.get("short", ()))),
        tuple(found),
        tuple((int(at), str(why)) for at, why in line.get("failed", ())),
        len(rows) - len(found),
    )


def _found(rows: Iterable[Any]) -> Iterator[Found]:
    """The findings that have the shape of one."""
    for row in rows:
        if is_list(row) and [type(part) for part in row] == _SHAPE:
            yield Found(*row)


_SHAPE = [str, str, str, str, str, int, int, str, str]
