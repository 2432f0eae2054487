"""The numbers of a `github` in English: the annotations, and those that are said to be left out."""

from __future__ import annotations

import re
from typing import NamedTuple

_COMMAND = re.compile(r"::(?P<kind>[a-z]+) (?P<properties>.*?)::(?P<data>.*)")


class Annotation(NamedTuple):
    """A command as the runner reads it (actions/runner, ActionCommand.TryParseV2)."""

    kind: str
    properties: dict[str, str]
    data: str


def annotations(text: str) -> list[Annotation]:
    """Every line, each of which has to be a command."""
    return [_annotation(line) for line in text.removesuffix("\n").split("\n")]


def _annotation(line: str) -> Annotation:
    found = _COMMAND.fullmatch(line)
    assert found, line
    pairs = [one.partition("=") for one in found["properties"].split(",")]
    assert all(name and said for name, _, said in pairs), line
    named = {name: _plain(said) for name, _, said in pairs}
    return Annotation(found["kind"], named, _plain(found["data"]))


def _plain(text: str) -> str:
    for sign, written in (("\r", "0D"), ("\n", "0A"), (":", "3A"), (",", "2C"), ("%", "25")):
        text = text.replace(f"%{written}", sign)
    return text


def counted(text: str) -> dict[str, int | None]:
    *shown, last = annotations(text)
    said = dict(re.findall(r"([a-z][a-z ]*): (\d+)", last.data.split("\n")[1]))
    findings = [it for it in shown if not it.properties["title"].startswith("synthgate: ")]
    problems = [it for it in shown if it not in findings and it.kind == "error"]
    active = len(findings) + _left("findings that count and are not annotated", last)
    active += _left("findings that are not new, which the gate does not look at", last)
    problem = len(problems) + _left("problems that are not annotated", last)
    assert (active, problem) == (int(said["findings that count"]), int(said["problems"]))
    return {
        "active": active,
        "accepted": int(said["set aside"]),
        "unknown": int(said["unknown"]),
        "problems": problem,
    }


def _left(words: str, last: Annotation) -> int:
    return sum(map(int, re.findall(rf"^{words}: (\d+)$", last.data, re.MULTILINE)))
