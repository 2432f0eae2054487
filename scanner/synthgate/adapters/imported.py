"""Reports of other tools that the user names (``--import``): SARIF, and those of cdk-nag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from synthgate.adapters.asking import Answer, Request
from synthgate.adapters.sarif.log import (
    MAX_BYTES,
    UnreadableError,
    data_of,
    heard_in,
    is_json,
    is_sarif,
)
from synthgate.adapters.sarif.paths import Files
from synthgate.model import Heard, Message, Problem, Reported, Spot, Text
from synthgate.problem_code import ProblemCode
from synthgate.sources.places import read_bounded, why

_NAG_REPORT = "synthgate.adapters.nag_report"


def read(request: Request) -> Answer:
    """What the reports say that a run is given, each result once, whoever of them says it again.

    One that cannot be read is a problem that names it, and loses nothing of the rest.
    """
    files = Files(request.templates, request.folder)
    answers = [_read(request.folder / name, name, files) for name in dict.fromkeys(request.files)]
    runs = dict.fromkeys(run for one in answers for run in one.heard.runs)
    reported = _once(it for one in answers for it in one.heard.reported)
    problems = tuple(problem for one in answers for problem in one.problems)
    return Answer(Heard(tuple(runs), tuple(reported)), problems)


def _once(reported: Iterable[Reported]) -> Iterator[Reported]:
    seen: set[tuple[str, str, Spot, str]] = set()
    for one in reported:
        key = (one.tool, one.rule_id, one.spot, one.message)
        if key not in seen:
            seen.add(key)
            yield one


def _read(path: Path, name: str, files: Files) -> Answer:
    shown = Path(name).as_posix()
    try:
        data = _data(path)
    except OSError as error:
        return _refused(_UNREADABLE.format(reason=why(error)), shown)
    except UnreadableError as error:
        return _refused(error.told, shown)
    return heard_in(data, files, shown) if is_sarif(data) else _nag(path, shown)


def _data(path: Path) -> Any:
    """The data of a report; None of one that is no JSON at all.

    Raises:
        OSError: it cannot be opened, or is no regular file.
        UnreadableError: it is too large, empty, or broken JSON.
    """
    content = read_bounded(path, MAX_BYTES)
    if len(content) > MAX_BYTES:
        raise UnreadableError(_TOO_LARGE.format(most=MAX_BYTES // 2**20))
    if not content.strip():
        raise UnreadableError(_EMPTY)
    return data_of(content) if is_json(content) else None


def _nag(path: Path, shown: str) -> Answer:
    """What a report of cdk-nag's says, for which alone its reader is imported."""
    try:
        module = import_module(_NAG_REPORT)
    except ModuleNotFoundError as error:
        if error.name != _NAG_REPORT:
            raise
        return _refused(_NEITHER, shown)
    return module.read(path, shown)


def _refused(text: Text, shown: str) -> Answer:
    return Answer(problems=(Problem(ProblemCode.TOOL_REPORT_INVALID, text, shown),))


_UNREADABLE = Message(
    "cannot be read: {reason}; let the tool write its report into a file, and name that"
)
_TOO_LARGE = Message(
    "larger than {most} MiB, and not read: let the tool look at fewer files, or leave out snippets"
)
_EMPTY = Message("an empty file: the tool has written no report; run it again")
_NEITHER = Message(
    "neither SARIF nor a report of cdk-nag: let the tool write SARIF 2.1.0 (often --format sarif)"
)
