"""What all measurements share: a folder of templates, a place to work in, and a scan there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benchmarks.counts import Counts, counts_of, report_in
from benchmarks.floor import templates_in
from benchmarks.maker import Original, make, originals
from benchmarks.process import Cost, Site, options, synthgate

EVERY = ("--profile", "all", "--no-config", "--exit-zero")
"""Every built-in rule, and nothing that lies about."""
INCOMPLETE = 3
"""The code of a run over templates of which some cannot be read, as a corpus may have them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured, or the reason why it was not.

    `wrong` is what a run has lost, or what speaks against its figures.
    """

    measure: str
    name: str
    cost: Cost | None = None
    counts: Counts | None = None
    skipped: str = ""
    wrong: tuple[str, ...] = ()
    size: int = 0
    """What the row is a row of: templates, rules or resources."""


@dataclass(frozen=True)
class Setup:
    """A run of the benchmark: which templates, where, and how often."""

    corpus: Path
    scratch: Path
    runs: int = 3
    sizes: Sequence[int] = (1, 10, 100, 1000)
    _kept: set[Path] = field(default_factory=set[Path])

    @cached_property
    def templates(self) -> list[Path]:
        """The templates of the corpus."""
        return templates_in(self.corpus)

    @cached_property
    def originals(self) -> list[Original]:
        """What more of them are made of."""
        return originals(self.corpus)

    @cached_property
    def site(self) -> Site:
        """Where programs keep what they keep."""
        return Site(self.scratch / "site")

    def made(self, number: int) -> Path:
        """A folder with that many templates."""
        folder = self.scratch / f"made-{number}"
        if not folder.exists():
            for _ in make(self.originals, number, folder):
                pass
        return folder

    def scan(self, path: Path, *words: str, report: str | None = None, **more: str) -> Cost:
        """Scan with every rule; the JSON report goes into that file of `scratch`, or nowhere.

        Raises:
            RuntimeError: the run failed otherwise than over templates that cannot be read.
        """
        command = self.command(str(path), *words, report=report)
        cost = self.site.run(command, self.scratch, **more)
        if cost.code not in (0, INCOMPLETE):
            raise RuntimeError(f"{' '.join(command)}: {cost.code}\n{cost.said}")
        return cost

    def command(self, path: str, *words: str, report: str | None) -> list[str]:
        """The command line of a scan."""
        into = self.scratch / report if report else os.devnull
        asked = () if "--profile" in words else EVERY
        return synthgate("scan", path, *asked, *words, "--format", f"json={into}")

    def counted(self, report: str) -> Counts:
        """What the report counts that a scan has written."""
        return counts_of(report_in(self.scratch / report))

    def prime(self) -> None:
        """Compile bytecode and cards, by scanning templates that no measurement scans.

        Whatever the cache holds then is not of the units that are measured.
        """
        folder = self.scratch / "prime"
        shift = len(self.originals)
        for path in make(self.originals * 2, 2 * shift, folder):
            if int(path.name.split("-")[0]) < shift:
                path.unlink()
        self.scan(folder)
        self._kept.update(self._files())

    def forget(self) -> None:
        """Have the cache hold no more than what `prime` has left there."""
        for path in self._files() - self._kept:
            path.unlink()

    def cold(self, run: Callable[[], Cost]) -> Callable[[], Cost]:
        """A run before which the cache is emptied of scans."""

        def forgetful() -> Cost:
            self.forget()
            return run()

        return forgetful

    def _files(self) -> set[Path]:
        return {path for path in self.site.cache.parent.rglob("*") if path.is_file()}


def jobs(number: int) -> tuple[str, ...]:
    """The words for so many processes at once, where this version has them."""
    return ("--jobs", str(number)) if "--jobs" in options() else ()


def lacking(option: str) -> str:
    """Why something cannot be measured with this version; empty where it can."""
    return "" if option in options() else f"this version has no {option}"
