"""A scan that looks first whether its answer is kept, and keeps what it had to find out.

An answer is kept under all that is known before a unit is opened: what is asked (the digest of the
plan), the unit's name and place, and the bytes of the file that leads to all others. It counts only
while whatever else the scan asked of files has the same answers (`synthgate.kept.trace`).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from synthgate.executors.tally import Told
from synthgate.kept.alike import Alike
from synthgate.kept.codec import FORMAT, DamagedError, encode
from synthgate.kept.found import Found
from synthgate.kept.known import PlannedRules, keep_made, tabled
from synthgate.kept.packed import Packed, Reported, packed
from synthgate.kept.purity import Purity, purity_of
from synthgate.kept.store import Store
from synthgate.kept.trace import Asking, Origin, read, written
from synthgate.model import PartialReport
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.watching import Watch, digest_of, watched

if TYPE_CHECKING:
    from synthgate.plan import Plan
    from synthgate.sources.discover import Discovery
    from synthgate.sources.left_out import LeftOut
    from synthgate.sources.places import Places
    from synthgate.sources.source import Source

NEVER = frozenset(
    {
        ProblemCode.TIMED_OUT,
        ProblemCode.SCAN_CRASHED,
        ProblemCode.RULE_CRASHED,
        ProblemCode.SAM_NOT_EXPANDED,  # for want of a profile of AWS, say
    }
)
"""Problems that another run need not have: what they are part of is not kept."""
_MOST = {"assembly": 128 * 1024 * 1024, "file": 32 * 1024 * 1024}
"""Bytes that are read at most of the file that leads to all others."""
_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Keep:
    """Scans as `synthgate.scanning.scan_unit` does. It can be pickled, and serves one run.

    `day` is the day of the run, for plans whose answers may depend on it.
    """

    store: Store
    day: str = ""

    def scan(self, plan: Plan, source: Source, told: Told = lambda _: None) -> Reported:
        """What is kept of a unit, else what a scan of it comes to."""
        unit = self._unit(plan, source)
        if unit is None:
            return _scanned(plan, source, told)
        name = unit.name(self._asking(unit.folder))
        found = self._found(name, unit)
        if found is None:
            return self._anew(name, unit, told)
        for waiting in reversed(range(len(found.unit().templates))):
            told(waiting)
        return found

    def known(self, plan: Plan, source: Source) -> Packed | None:
        """What is kept of a unit; None for one that is to be scanned."""
        unit = self._unit(plan, source)
        return unit and self._found(unit.name(self._asking(unit.folder)), unit)

    def sources(
        self, discovery: Discovery, places: Places, without: LeftOut, paths: Sequence[str]
    ) -> Iterator[Source]:
        """The units below some paths, which are looked for where that is not kept."""
        if not self._is_usable:
            return discovery.sources(paths)
        found = Found(self.store, self._asking(places.folder), places, without)
        return found.sources(discovery, paths)

    def finish(self, plan: Plan) -> None:
        """Keep what this run had to make, and the next one would; to be called at its end."""
        if self._is_usable and self._purity(plan) is not Purity.NONE:
            keep_made(self.rules(plan), plan, self.store)

    def _unit(self, plan: Plan, source: Source) -> _Unit | None:
        """What is asked of a unit; None where no answer is kept."""
        purity = self._purity(plan)
        if purity is Purity.NONE or not self._is_usable:
            return None
        return _Unit(plan, source, self.day if purity is Purity.DAILY else "")

    def _found(self, name: str, unit: _Unit) -> Packed | None:
        """What is kept under a name, if nothing that it rests on has changed."""
        content = self.store.load(name)
        if content is None:
            return None
        notes, _, report = content.partition(b"\n")
        try:
            if self._asking(unit.folder).holds(read(orjson.loads(notes))):
                found = packed(unit.source, report, self.rules(unit.plan))
                return replace(found, made=found.unit(self._alike))
        except (DamagedError, ValueError, TypeError):
            self.store.forget(name)
        return None

    def _anew(self, name: str, unit: _Unit, told: Told) -> Reported:
        """A scan, of which the answer is kept if the next one would give it, too."""
        with watched() as watch:
            partial = _scanned(unit.plan, unit.source, told)
        if not watch.torn and not any(one.code in NEVER for one in partial.units[0].problems):
            notes = unit.notes(watch)
            if notes is not None:
                (report,) = partial.units
                rules = PlannedRules(unit.plan)
                rows = encode(PartialReport((replace(report, order=()),)), rules)
                with suppress(TypeError):  # of orjson: a name of a file that is no text
                    self.store.store(name, orjson.dumps(notes) + b"\n" + rows)
                return replace(packed(unit.source, rows, rules), made=report)
        return partial

    def _purity(self, plan: Plan) -> Purity:
        if plan.digest not in self._purities:
            self._purities[plan.digest] = purity_of(plan)
        return self._purities[plan.digest]

    @cached_property
    def _purities(self) -> dict[str, Purity]:
        return {}

    def rules(self, plan: Plan) -> PlannedRules:
        """The rules of a plan; there is one in most runs."""
        if plan.digest not in self._tabled:
            self._tabled[plan.digest] = tabled(plan, self.store)
        return self._tabled[plan.digest]

    @cached_property
    def _tabled(self) -> dict[str, PlannedRules]:
        return {}

    @cached_property
    def _alike(self) -> Alike:
        return Alike()

    def _asking(self, folder: Path) -> Asking:
        if folder not in self._asked:
            self._asked[folder] = Asking(Origin(folder))
        return self._asked[folder]

    @cached_property
    def _asked(self) -> dict[Path, Asking]:
        """What this run has asked of files, by the folder that their paths are written from."""
        return {}

    @cached_property
    def _is_usable(self) -> bool:
        try:
            return self.store.make()
        except OSError:
            return False

    def __getstate__(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def _scanned(plan: Plan, source: Source, told: Told) -> PartialReport:
    # All of the resolver and of the rules: a run that finds its answers kept does without.
    from synthgate.scanning import scan_unit  # noqa: PLC0415

    return scan_unit(plan, source, told)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is asked of what; `day` is empty where the answer does not depend on it."""

    plan: Plan
    source: Source
    day: str

    @property
    def folder(self) -> Path:
        """What paths are written from: the folder of the run, or what lies in its place."""
        places = self.source.places
        return places.in_place[0] if places.in_place else places.folder

    def name(self, asking: Asking) -> str:
        """The name under which the answer is kept."""
        source, plan = self.source, self.plan
        places = source.places
        root = asking.origin.written(str(places.source_root))
        called = places.in_place[1] if places.in_place else ""
        about = [FORMAT, sys.version, plan.digest, self.day, root, called]
        about += [source.kind, source.shown, source.expected, self._content(asking)]
        return hashlib.sha256(ascii(about).encode()).hexdigest()  # names of files may be no text

    def _content(self, asking: Asking) -> str:
        """What stands for the file that leads to all others, which has been read then."""
        source = self.source
        if source.kind == "stdin":
            return digest_of(source.content)
        path = source.path / _MANIFEST if source.kind == "assembly" else source.path
        return asking.bytes_of(path, _MOST[source.kind])

    def notes(self, watch: Watch) -> list[Any] | None:
        """What the scan asked of files; None if that cannot be asked again.

        What lies in the place of something else is kept by names within it: what is around it lies
        there for this run only.
        """
        notes = written(watch.answers, Origin(self.folder))
        outside = (path for kind, path, _, _ in notes if kind != "leads" and path.startswith(".."))
        return None if self.source.places.in_place and any(outside) else notes
