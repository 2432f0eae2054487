"""A file of SARIF: what of it can be read, and what its runs say."""

from __future__ import annotations

import codecs
from typing import Any

import orjson

from synthgate.adapters.asking import Answer
from synthgate.adapters.sarif.paths import Files
from synthgate.adapters.sarif.runs import heard_of, invalid
from synthgate.adapters.sarif.shapes import Json, items, text
from synthgate.model import Heard, Message, Problem, Reported, Text, ToolRun
from synthgate.secrets.hearsay import one_line
from synthgate.template.data import is_list, is_mapping

MAX_BYTES = 256 * 1024 * 1024
"""How large a file may be.

Reading one of 200 MB takes a gigabyte of memory if it has snippets, two if it is results alone.
"""
MAX_RESULTS = 100_000
"""How many results of a file are read: four times as many as GitHub takes of a run."""
_VERSION = "2.1."
_SHORT = 40
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class UnreadableError(Exception):
    """A file that is no JSON, with what is to be told of it."""

    def __init__(self, told: Text) -> None:
        super().__init__(told.en)
        self.told = told


def is_json(content: bytes) -> bool:
    """Whether a content begins as JSON does; else it is something else, and not broken JSON."""
    return _decoded(content[:_SHORT]).lstrip()[:1] in (b"{", b"[")


def data_of(content: bytes) -> Any:
    """The data of a JSON text, in UTF-8 or, with its mark, in UTF-16, as PowerShell writes.

    Raises:
        UnreadableError: it is none.
    """
    try:
        return orjson.loads(_decoded(content))
    except orjson.JSONDecodeError as error:
        reason = error.msg.split(":", 1)[0]
        raise UnreadableError(
            _NO_JSON.format(reason=reason, line=error.lineno, column=error.colno)
        ) from error


def _decoded(content: bytes) -> bytes:
    if content[:2] in _WIDE:
        return content.decode("utf-16", errors="replace").encode(errors="replace")
    return content.removeprefix(codecs.BOM_UTF8)


def is_sarif(data: Any) -> bool:
    """Whether data means to be SARIF."""
    if not is_mapping(data):
        return False
    return "runs" in data or "sarif" in text(data.get("$schema")).lower()


def heard_in(data: Json, files: Files, origin: str) -> Answer:
    """What the runs of a file say, which reports call `origin`."""
    version = data.get("version")
    if not text(version).startswith(_VERSION):
        said = one_line(text(version), _SHORT) or "–"
        return _only(_OTHER_VERSION.format(version=said), origin)
    if not is_list(data.get("runs")):
        return _only(_NO_RUNS.format(), origin)
    runs, reported, problems = list[ToolRun](), list[Reported](), list[Problem]()
    left, number = MAX_RESULTS, 0
    for at, run in enumerate(data["runs"]):
        if not is_mapping(run):
            problems.append(invalid(_NO_RUN.format(at=at), origin))
            continue
        results = items(run.get("results"))
        number += len(results)
        answer = heard_of(run, results[:left], at, files, origin)
        left -= min(left, len(results))
        runs.extend(answer.heard.runs)
        reported.extend(answer.heard.reported)
        problems.extend(answer.problems)
    if number > MAX_RESULTS:
        problems.append(invalid(_TOO_MANY.format(number=number, most=MAX_RESULTS), origin))
    return Answer(Heard(tuple(runs), tuple(reported)), tuple(problems))


def _only(text: Text, origin: str) -> Answer:
    return Answer(problems=(invalid(text, origin),))


_NO_JSON = Message(
    "not valid JSON: {reason} (line {line}, column {column}); is the file complete? Let the tool "
    "write it again"
)
_OTHER_VERSION = Message(
    "SARIF of version {version}, of which nothing is read: let the tool write version 2.1.0"
)
_NO_RUNS = Message("SARIF without a list of `runs`: let the tool write the report again")
_NO_RUN = Message("runs[{at}] is no object, and left out: let the tool write the report again")
_TOO_MANY = Message(
    "{number} results, of which the first {most} are read: let the tool look at fewer files, or "
    "import several reports"
)
