"""Applications from stored results: which results are of which, and each judged by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from synthgate.config import Config
from synthgate.looking import Seen
from synthgate.model import Message, Problem, Report
from synthgate.pipeline import run_stored
from synthgate.problem_code import ProblemCode
from synthgate.sources.places import places
from synthgate.statements.merged import Application
from synthgate.stored import file_of, stored_in


def applications(
    words: Sequence[str], config: Config, *, as_stored: bool = False
) -> list[Application]:
    """The applications of some results, ``FILE`` or ``NAME=FILE``, in the order of their names.

    Results of one application are one: its stages, and of several days the newest. `as_stored`
    judges evidence as of the day that results are stamped with, and not as of now.

    Raises:
        UsageError: there are no such results, or the configuration has mistakes.
    """
    seen = stored_in(words, places(config.folder, config.source_root))
    by_app: dict[str, list[str]] = {}
    for word, one in seen.items():
        by_app.setdefault(_app_of(word, one, config), []).append(word)
    return [
        _application(name, by_app[name], seen, config, as_stored=as_stored)
        for name in sorted(by_app)
    ]


def _app_of(word: str, seen: Seen, config: Config) -> str:
    """What an application is called: as the word names it, as its scan did, or as its file."""
    name, file = file_of(word, config.folder)
    said = {scan.run.app for scan in (seen.stored.scans if seen.stored else ()) if scan.run.app}
    return name or (said.pop() if len(said) == 1 else PurePath(file).stem)


def _application(
    name: str,
    words: Sequence[str],
    seen: Mapping[str, Seen],
    config: Config,
    *,
    as_stored: bool,
) -> Application:
    newest, dropped = _newest(words, seen)
    config = replace(config, app=name, format=())
    day = max((_day_of(seen[word]) for word in newest), default="")
    if as_stored and day:
        config = replace(config, as_of=date.fromisoformat(day))
    report = run_stored(config, newest)
    return Application(
        name,
        {one.id: one for one in report.frameworks},
        frozenset(_stacks(report)),
        report.scans,
        (*report.serious_problems, *map(_superseded, dropped)),
        config.as_of.isoformat(),
    )


def _stacks(report: Report) -> Iterator[str]:
    """What was looked at, by names that do not change with the folder that it lay in."""
    for one in report.templates:
        yield one.stack or one.path


def _newest(words: Sequence[str], seen: Mapping[str, Seen]) -> tuple[list[str], list[str]]:
    """The results that count, in the order of the words, and those that newer ones replace.

    Results replace others where they are of the same files, and are stamped with a later time.
    """
    ordered = sorted(words, key=lambda word: _time_of(seen[word]), reverse=True)
    kept: list[str] = []
    for word in ordered:
        paths = _paths(seen[word])
        older = [it for it in kept if paths & _paths(seen[it])]
        if not any(_time_of(seen[it]) > _time_of(seen[word]) for it in older):
            kept.append(word)
    return [word for word in words if word in kept], [word for word in words if word not in kept]


def _paths(seen: Seen) -> set[str]:
    """What results are of: stacks by their names, other templates by their paths."""
    return {row.stack or row.path for unit in seen.partial.units for row in unit.templates}


def _time_of(seen: Seen) -> str:
    """The latest time (RFC 3339) that results are stamped with; empty where they are not."""
    scans = seen.stored.scans if seen.stored else ()
    return max((it.run.origin.stamp.time for it in scans if it.run.origin.stamp), default="")


def _day_of(seen: Seen) -> str:
    return _time_of(seen)[:10]


def _superseded(word: str) -> Problem:
    """A notice of results that newer ones of the same application stand for."""
    return Problem(ProblemCode.RESULTS_UNLIKE, _OLDER, word)


_OLDER = Message("newer results of the same application stand for these")
