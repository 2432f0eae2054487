"""Files of rules that somebody names, or all of a folder: read within bounds, never outside it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from synthgate.adapters.cfn_validate.process import Kind, Rule
from synthgate.model import Message, Position, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.places import is_folder, read_bounded, why, within
from synthgate.template.data import is_list, is_mapping

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "guard": (".guard", ".ruleset"),
    "rego": (".rego",),
    "cel": (".cel", ".json"),
}
"""Which files of a folder are read; a file that is named itself may have any suffix."""
MAX_BYTES = 1024 * 1024
"""Bytes of one file; the longest of AWS's Guard registry has 40 kB."""
MAX_FILES = 2000


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file as reports name it, and its text."""

    shown: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A rule, or a file of rules, and where it stands; `rule_id` is empty where it is a file."""

    rule: Rule
    shown: str
    line: int = 1
    rule_id: str = ""


class Sources:
    """What there is to hold, and what could not be read."""

    def __init__(self) -> None:
        self.every: list[Source] = []
        self.problems: list[Problem] = []


def sources_of(kind: Kind, folder: Path, named: Sequence[str]) -> Sources:
    """The rules of what somebody names, each file once, in the order of the names."""
    sources = Sources()
    seen: set[str] = set()
    for name in named:
        for file in _files(kind, folder, name, sources.problems):
            shown = Path(os.path.relpath(file, folder)).as_posix()
            if shown in seen:
                continue
            seen.add(shown)
            if len(seen) > MAX_FILES:
                text = _MANY.format(name=name, most=MAX_FILES)
                sources.problems.append(Problem(ProblemCode.TOOL_FAILED, text, name))
                return sources
            _read(kind, file, shown, sources)
    return sources


def _files(kind: Kind, folder: Path, name: str, problems: list[Problem]) -> Iterator[Path]:
    """The file that is named, or those of a folder in order; links do not lead out of it."""
    root = folder / name
    if not is_folder(root):
        yield root
        return
    found = 0
    for at, folders, files in os.walk(root):
        folders.sort()
        for file in (Path(at, one) for one in sorted(files) if one.endswith(SUFFIXES[kind])):
            found += 1
            if within(file, root):
                yield file
            else:
                shown = Path(os.path.relpath(file, folder)).as_posix()
                text = _OUTSIDE.format(file=shown, name=name)
                problems.append(Problem(ProblemCode.TOOL_FAILED, text, shown))
    if not found:
        text = _EMPTY.format(name=name, suffixes=", ".join(SUFFIXES[kind]))
        problems.append(Problem(ProblemCode.TOOL_FAILED, text, name))


def _read(kind: Kind, file: Path, shown: str, sources: Sources) -> None:
    try:
        content = read_bounded(file, MAX_BYTES)
        text = content.decode("utf-8-sig")
    except OSError as error:
        sources.problems.append(_refused(shown, why(error)))
        return
    except UnicodeDecodeError:
        sources.problems.append(_refused(shown, _UTF_8.format()))
        return
    if len(content) > MAX_BYTES:
        sources.problems.append(_refused(shown, _LARGE.format(most=MAX_BYTES)))
    elif kind == "cel":
        _cel(RuleFile(shown, text), sources)
    else:
        rule = Rule(f"{len(sources.every):04}.{kind}", text)
        sources.every.append(Source(rule, shown))


def _cel(file: RuleFile, sources: Sources) -> None:
    """Each rule by itself: one that breaks over a template takes none along."""
    try:
        data: Any = json.loads(file.text)
    except json.JSONDecodeError as error:
        at = Position(error.lineno, error.colno)
        sources.problems.append(_refused(file.shown, _JSON.format(error=error.msg), at))
        return
    except RecursionError:
        sources.problems.append(_refused(file.shown, _RULES.format()))
        return
    rules: Any = data.get("rules") if is_mapping(data) else None
    if not is_list(rules):
        sources.problems.append(_refused(file.shown, _RULES.format()))
        return
    for rule in rules:
        rule_id = str(rule.get("rule_id", "")) if is_mapping(rule) else ""
        text = json.dumps({"rules": [rule]})
        line = _line_of(file.text, rule_id)
        name = f"{len(sources.every):04}.json"
        sources.every.append(Source(Rule(name, text), file.shown, line, rule_id))


def _line_of(text: str, rule_id: str) -> int:
    at = text.find(json.dumps(rule_id)) if rule_id else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _refused(shown: str, reason: Text, at: Position | None = None) -> Problem:
    text = _REFUSED.format(file=shown, reason=reason)
    return Problem(ProblemCode.TOOL_FAILED, text, shown, at)


_REFUSED = Message("{file}: {reason}; its rules are not checked, the others are")
_UTF_8 = Message("it is not text in UTF-8")
_LARGE = Message("it has more than {most} bytes")
_JSON = Message("it is not JSON ({error})")
_RULES = Message("rules of CEL are a JSON object with a list `rules`")
_OUTSIDE = Message("{file} is a link that leads out of {name}: it is not read; name it itself")
_EMPTY = Message("{name} has no file that ends with {suffixes}: name the files themselves")
_MANY = Message("{name}: more than {most} files of rules are named; the rest is not read")
