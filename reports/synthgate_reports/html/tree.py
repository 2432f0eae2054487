"""Frameworks as a tree: chapters, the controls of each, and totals at each node."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synthgate.records import dataclass
from synthgate_reports import operation
from synthgate_reports.checklist import beside
from synthgate_reports.control_groups import SILENT, group_title, is_silent
from synthgate_reports.html.addresses import Addresses, link_to
from synthgate_reports.html.controls import Control, control
from synthgate_reports.html.tables import name, prose
from synthgate_reports.standing import STATES, environment_name, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        ControlState,
        Language,
        Report,
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """How many controls are in each state, with its word; wait for evidence; are met elsewhere."""

    states: Sequence[tuple[ControlState, str, int]]
    waiting: int
    elsewhere: int
    all: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of totals; `depth` is how many groups its own is part of."""

    title: str
    link: str
    depth: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class Silent:
    """Controls of which nothing is known, by their ids alone; a sentence stands around these."""

    before: str
    controls: Sequence[tuple[str, str]]
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """Controls of one heading, and the groups that are part of it.

    `running` is what stands at the head of each of its pages; one that `is_chapter` begins a page.
    """

    address: str
    title: str
    running: str
    level: int
    totals: Totals
    controls: Sequence[Control]
    silent: Silent | None
    groups: Sequence[Group]
    is_chapter: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where ids or mappings are from."""

    title: str
    link: str
    commit: str
    licence: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What an organisation files: a cover, and a row for each control."""

    address: str
    title: str
    cover: Sequence[operation.Fact]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework; `environments` are its totals in each, where there are several."""

    address: str
    link: str
    title: str
    id: str
    version: str
    source: str
    sources: Sequence[Source]
    totals: Totals
    environments: Sequence[Row]
    rows: Sequence[Row]
    groups: Sequence[Group]
    filed: Filed | None


def frameworks(report: Report, taken: Iterable[str]) -> list[Framework]:
    """Each framework that was assessed; `taken` are ids that the page has for other parts."""
    addresses, first, told = Addresses(taken), 0, list[Framework]()
    for one in report.frameworks:
        told.append(_Tree(one, first, addresses, report).framework())
        first += len(one.controls)
    return told


def remarks(report: Report) -> list[str]:
    """What would close the gate of a scan, and is in no control."""
    return [line.text for line in beside(report)]


_Standing = tuple["ControlState", bool, bool]
"""A state, whether evidence is all that is lacking, and whether it is met elsewhere."""


def _totals(every: Iterable[_Standing], report: Report) -> Totals:
    listed = [*every]
    counts = tally(state for state, _, _ in listed)
    words = [(it, STATES[it][report.language], counts[it]) for it in STATES]
    waiting, elsewhere = sum(it[1] for it in listed), sum(it[2] for it in listed)
    return Totals(words, waiting, elsewhere, len(listed))


class _Tree:
    """A framework while it is told; `first` is the number of its first control on the page."""

    def __init__(
        self, one: AssessedFramework, first: int, addresses: Addresses, report: Report
    ) -> None:
        self.one, self.report = one, report
        self.language: Language = report.language
        self.address = addresses.of(one.id)
        self.controls = {
            id(it): (number, addresses.of(self.address, it.control.id))
            for number, it in enumerate(one.controls, first)
        }
        self.groups = {group: addresses.of(self.address, group) for group in one.groups}
        self.filed = addresses.of(self.address, "statement")
        self.title = prose(one.title[self.language]) or name(one.id)

    def framework(self) -> Framework:
        one = self.one
        return Framework(
            self.address,
            link_to(self.address),
            self.title,
            name(one.id),
            name(one.version),
            prose(one.source[self.language]),
            [
                Source(
                    prose(it.title[self.language]),
                    name(it.link or ""),
                    name(it.commit or ""),
                    name(it.licence or ""),
                )
                for it in one.sources.values()
            ],
            self._of(one.controls),
            [*self._environments()],
            [*self._rows(None)],
            [*self._below(None)],
            self._filed(),
        )

    def _filed(self) -> Filed | None:
        form = self.one.form
        if form is None:
            return None
        return Filed(
            self.filed,
            operation.TITLES[form][self.language],
            [*operation.cover(self.one, self.report)],
            [head[self.language] for head in operation.HEADS[form]],
            [*operation.rows(self.one, self.report)],
        )

    def _of(self, controls: Iterable[AssessedControl]) -> Totals:
        standings = ((it.state, it.waits, it.is_elsewhere) for it in controls)
        return _totals(standings, self.report)

    def _environments(self) -> Iterator[Row]:
        found: dict[str | None, list[_Standing]] = {}
        for one in self.one.controls:
            for result in one.results:
                alone = replace(one, state=result.state, results=(result,))
                standing = alone.state, alone.waits, alone.is_elsewhere
                found.setdefault(result.environment, []).append(standing)
        for environment, standings in found.items() if len(found) > 1 else ():
            title = environment_name(environment, self.report)
            yield Row(title, "", 0, _totals(standings, self.report))

    def _within(self, outer: str | None) -> Iterator[tuple[str, tuple[AssessedControl, ...]]]:
        """The groups that are part of one, or of none, with all controls of each that has some."""
        for group in self.one.groups:
            around = self.one.around(group)
            if (around[1] if len(around) > 1 else None) == outer:
                below = self.one.below(group)
                if below:
                    yield group, below

    def _rows(self, outer: str | None) -> Iterator[Row]:
        for group, below in self._within(outer):
            title = group_title(group, self.one, self.language)
            link = link_to(self.groups[group])
            yield Row(title, link, self.one.depth(group), self._of(below))
            yield from self._rows(group)

    def _below(self, outer: str | None) -> Iterator[Group]:
        for group, below in self._within(outer):
            own = [it for it in below if it.control.group == group]
            title = group_title(group, self.one, self.language)
            around = reversed(self.one.around(group))
            headings = (group_title(it, self.one, self.language) for it in around)
            depth = self.one.depth(group)
            yield Group(
                self.groups[group],
                title,
                " · ".join((self.title, *headings)),
                min(6, 4 + depth),
                self._of(below),
                [self._control(it) for it in own if not is_silent(it)],
                self._silent([it for it in own if is_silent(it)]),
                [*self._below(group)],
                depth == 0 and sum(not is_silent(it) for it in below) >= _CHAPTER,
            )

    def _control(self, one: AssessedControl) -> Control:
        number, address = self.controls[id(one)]
        return control(one, number, address, self.one, self.report)

    def _silent(self, every: Sequence[AssessedControl]) -> Silent | None:
        if not every:
            return None
        told = SILENT.format(number=len(every), ids=_IDS)[self.language]
        before, _, after = told.partition(_IDS)
        return Silent(
            before, [(self.controls[id(it)][1], name(it.control.id)) for it in every], after
        )


_CHAPTER = 4
"""Controls of which something is told from which on a group begins a page of its own on paper."""
_IDS = "\x00"
"""What the ids of controls take the place of, in a sentence that names them."""
