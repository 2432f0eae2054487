"""Stored results of several scans as those of one: of stages, of apps, of repositories."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from synthgate.errors import UsageError
from synthgate.merging import merge
from synthgate.model import (
    NOTHING_HEARD,
    FileUsed,
    Message,
    PartialReport,
    Problem,
    Results,
    Stamp,
    StoredScan,
    UnitReport,
    joined,
)
from synthgate.problem_code import ProblemCode
from synthgate_reports.origin import SHOWN_OF_DIGEST as SHOWN


def united(every: Sequence[tuple[str, Results]]) -> Results:
    """The results of several scans, each with the word that it was named by, put together.

    What two of them hold alike counts once. Rules count as asked that all were asked.

    Raises:
        UsageError: two of them say different things of one file.
    """
    if len(every) == 1:
        return every[0][1]
    first, *others = (results for _, results in every)
    return Results(
        _plan(results.plan for _, results in every),
        _in_all(first.gated, *(one.gated for one in others)),
        tuple(dict.fromkeys(it for _, results in every for it in results.problems)),
        _together(every),
        _in_all(first.asked, *(one.asked for one in others)),
        tuple(dict.fromkeys(scan for _, results in every for scan in results.scans)),
    )


def _plan(plans: Iterable[str]) -> str:
    """A name for what was asked: of several, for all of them."""
    distinct = sorted({*plans})
    if len(distinct) == 1:
        return distinct[0]
    return hashlib.sha256("\n".join(distinct).encode()).hexdigest()


def _in_all(first: tuple[str, ...], *others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*first}.intersection(*others)))


def _together(every: Sequence[tuple[str, Results]]) -> PartialReport:
    """The units of all, in the order of the results; each unit once."""
    known: dict[str, tuple[str, UnitReport]] = {}
    parts: list[PartialReport] = []
    for number, (word, results) in enumerate(every):
        new = [unit for unit in results.partial.units if not _is_known(unit, word, known)]
        known.update((path, (word, unit)) for unit in new for path in _paths(unit))
        is_again = not new and bool(results.partial.units)
        ordered = tuple(replace(unit, order=(number, *unit.order)) for unit in new)
        heard = NOTHING_HEARD if is_again else results.partial.heard
        parts.append(PartialReport(ordered, heard))
    return merge(parts)


def _is_known(unit: UnitReport, word: str, known: dict[str, tuple[str, UnitReport]]) -> bool:
    """Whether a scan before has the same of the same files.

    Raises:
        UsageError: it says something else of one of them.
    """
    found = [(path, *known[path]) for path in _paths(unit) if path in known]
    for path, before, other in found:
        if replace(other, order=unit.order) != unit:
            raise UsageError(_SAME_PATH.format(path=path, first=before, second=word))
    return bool(found)


def _paths(unit: UnitReport) -> Iterator[str]:
    """All that a unit is known by: its folder, and the files in it."""
    if unit.base is not None:
        yield unit.base
    yield from (row.path for row in unit.templates)
    if unit.base is None and not unit.templates:  # nothing but what is wrong with it
        yield from (one.path for one in unit.problems if one.path)


def unlike(scans: Sequence[StoredScan]) -> Iterator[Problem]:
    """Notices of what some scans were asked otherwise than others."""
    for sentence, of in _UNLIKE:
        said: dict[str, list[str]] = {}
        for scan in scans:
            said.setdefault(of(scan), []).append(scan.name)
        if len(said) > 1:
            each = (
                _EACH.format(what=what or "?", names=", ".join(names))
                for what, names in said.items()
            )
            message = sentence.format(each=joined("; ", each))
            yield Problem(ProblemCode.RESULTS_UNLIKE, message)


def accepted_then(scans: Sequence[StoredScan], here: Iterable[FileUsed]) -> Iterator[Problem]:
    """Notices of the files that accepted findings then, and that are not those of `here`.

    What a template accepts stands in the results; these files are judged anew, and may lie with
    the scan alone.
    """
    known = {(one.role, one.digest) for one in here}
    for scan in scans:
        missing = [
            _ITS_FILE.format(role=_ROLES[one.role], path=one.path, digest=one.digest[:SHOWN])
            for one in scan.run.origin.files
            if one.role in _ROLES and (one.role, one.digest) not in known
        ]
        if missing:
            message = _ACCEPTED_THEN.format(name=scan.name, files=joined(", ", missing))
            yield Problem(ProblemCode.ACCEPTED_THEN, message)


def stamp_of(scans: Sequence[StoredScan]) -> Stamp | None:
    """When the scans were made, and of what: the latest time, and what all of them say alike."""
    stamps = [scan.run.origin.stamp for scan in scans]
    said = [one for one in stamps if one]
    if not said:
        return None
    alike = {one and replace(one, is_dirty=None) for one in stamps}
    if len(alike) == 1:
        states = {one.is_dirty for one in said}
        return replace(said[0], is_dirty=True if True in states else min(states, key=_in_doubt))
    repositories = {one.repository if one else "" for one in stamps}
    repository = repositories.pop() if len(repositories) == 1 else ""
    return Stamp(max(one.time for one in said), repository=repository)


def _in_doubt(is_dirty: bool | None) -> bool:
    """What is not known of one is not known of all."""
    return is_dirty is not None


_UNLIKE: tuple[tuple[Message, Callable[[StoredScan], str]], ...] = (
    (
        Message("results that were stored by different releases of synthgate: {each}"),
        lambda scan: scan.version,
    ),
    (
        Message("results of scans that were asked different rules: {each}"),
        lambda scan: f"{scan.run.profile or '?'} ({scan.run.rules})",
    ),
    (
        Message("results of scans with different settings: {each}"),
        lambda scan: scan.run.origin.digest[:SHOWN],
    ),
)
_ROLES = {
    "waivers": Message("waivers"),
    "baseline": Message("baseline"),
    "evidence": Message("evidence"),
}
_ITS_FILE = Message("{role} {path} (SHA-256 {digest})")
_ACCEPTED_THEN = Message(
    "{name}: the scan went by {files}, which this report does not: what these accepted counts "
    "here, unless what is named here accepts it. Name the same files (--waivers, --baseline, "
    "--evidence), or keep the reports that the scan itself has written"
)
_EACH = Message("{what} ({names})")
_SAME_PATH = Message(
    "{first} and {second} say different things of one file, {path}: give the results of different "
    "repositories, or of different assemblies in one folder, a name each, below which their paths "
    "are shown, as in one={first} two={second}"
)
