"""Results that earlier scans have stored, as they are named on a command line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from synthgate.errors import UsageError
from synthgate.inputs import is_stored, results_at, seen_of
from synthgate.looking import Seen
from synthgate.model import Message, Report, StoredScan
from synthgate.prefixed import prefixed
from synthgate.reread import is_report
from synthgate.sources.places import Places, exists, is_folder
from synthgate.sources.remote.store import is_address
from synthgate.uniting import stamp_of, united, unlike

_FACTS = re.compile(r".+/day=[\d-]{10}/run=[\w-]+/?", re.DOTALL)
_NAMED = re.compile(r"(?P<name>\w[\w.-]{0,99})=(?P<file>.+)", re.DOTALL)


def file_of(word: str, folder: Path) -> tuple[str, str]:
    """The name that a word gives to results, maybe empty, and their file.

    What is there by the whole word is a file.
    """
    named = None if exists(folder / word) else _NAMED.fullmatch(word)
    return (named["name"], named["file"]) if named else ("", word)


def stored_in(words: Sequence[str], around: Places) -> Mapping[str, Seen]:
    """What some words name, by these; each file once.

    Raises:
        UsageError: one names no results, or such as cannot be read.
    """
    return {word: _stored_in(word, around) for word in dict.fromkeys(words)}


def _stored_in(word: str, around: Places) -> Seen:
    name, file = file_of(word, around.folder)
    path = around.folder / file
    if _FACTS.fullmatch(file) and (is_address(file) or is_folder(path)):
        from synthgate.facts.restored import results_in  # noqa: PLC0415 - few results are facts

        return _named(seen_of(file, results_in(file if is_address(file) else str(path))), name)
    if is_address(file) or is_folder(path / "units"):
        from synthgate.facts.listed import run_wanted  # noqa: PLC0415 - as above

        wanted = run_wanted(file, file.rstrip("/") if is_address(file) else str(path))
        if wanted:
            raise wanted
    if is_report(path):
        raise UsageError(_REPORT.format(word=file))
    if not is_stored(path):
        raise UsageError(_NONE.format(word=file))
    return _named(results_at(file, path), name)


def _named(seen: Seen, name: str) -> Seen:
    """What was stored, its paths below the name that somebody gives it."""
    if not seen.stored:
        return seen
    told = tuple(one for one in seen.problems if one not in seen.stored.problems)
    stored = prefixed(seen.stored, name)
    return replace(seen, partial=stored.partial, problems=(*stored.problems, *told), stored=stored)


def together(each: Mapping[str, Seen]) -> Seen:
    """What several results tell, as one; with notices of how unlike they were asked.

    Raises:
        UsageError: two of them say different things of one file.
    """
    stored = united([(word, seen.stored) for word, seen in each.items() if seen.stored])
    problems = dict.fromkeys(it for seen in each.values() for it in seen.problems)
    told = (*problems, *unlike(stored.scans))
    return Seen(stored.partial, told, frozenset(stored.gated), stored=stored)


def with_scans(report: Report, scans: tuple[StoredScan, ...]) -> Report:
    """The report, which tells of the scans that it was made of.

    It was made when they were, of what they were: a stamp of now counts where they have none.
    """
    run = report.run
    origin = replace(run.origin, stamp=stamp_of(scans) or run.origin.stamp)
    return replace(report, run=replace(run, origin=origin), scans=scans)


_REPORT = Message(
    "{word}: a JSON report, of which no report in any format can be made: it names findings, but "
    "passes and excluded rules are only counted, and its sentences are of one language. It can be "
    "a BASE (diff, --against). Store results with scan --format results=FILE"
)
_NONE = Message("{word}: no results of a scan: store them with scan --format results=FILE")
