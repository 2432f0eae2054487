"""The stages of a scan, joined: discover, read, resolve, check, judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

import synthgate_rules
from synthgate import __version__
from synthgate.evaluate import Results, Stack, evaluate
from synthgate.judge.gate import count, decide
from synthgate.model import (
    Finding,
    Language,
    Problem,
    Report,
    ScannedTemplate,
    Severity,
    Verdict,
)
from synthgate.resolve.resolver import Resolver
from synthgate.rule.card import Card
from synthgate.rule.catalog import Catalog, load_catalog
from synthgate.sources.discover import Finder
from synthgate.sources.loaded import LoadedTemplate
from synthgate.sources.places import Places, places

Item = TypeVar("Item")
Progress = Callable[[int, int], None]
"""Told after each template: how many are done, of how many (as far as it is known yet)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a scan may be told. `folder` is where relative paths start."""

    paths: tuple[str, ...] = ()
    folder: Path = field(default_factory=Path.cwd)
    source_root: Path | None = None
    rules: tuple[Path, ...] = ()
    fail_on: Severity | None = Severity.HIGH
    exit_zero: bool = False
    language: Language = "en"
    environment: str | None = None


@dataclass(slots=True)
class _Tally:
    """The parts of a report, growing unit by unit."""

    templates: list[ScannedTemplate] = field(default_factory=list[ScannedTemplate])
    findings: list[Finding] = field(default_factory=list[Finding])
    verdicts: list[Verdict] = field(default_factory=list[Verdict])
    problems: list[Problem] = field(default_factory=list[Problem])

    def add(self, results: Results) -> None:
        self.findings.extend(results.findings)
        self.verdicts.extend(results.verdicts)
        self.problems.extend(results.problems)


def run(
    options: Options, stdin: BinaryIO | None = None, progress: Progress | None = None
) -> Report:
    """Scan, and report what was found. Nothing is raised for what the input holds."""
    around = places(options.folder, options.source_root)
    catalog = built_in_and_own(options.rules)
    finder = Finder(around, stdin, options.environment)
    discovery = finder.find(options.paths)
    tally = _Tally(problems=[*catalog.problems, *discovery.problems])
    cards = catalog.by_type()
    for waiting, source in _with_rest(discovery.sources):
        unit = source()
        tally.problems.extend(unit.problems)
        for waiting_here, loaded in _with_rest(unit.templates):
            _scan_template(loaded, cards, tally)
            if progress:
                done = len(tally.templates)
                progress(done, done + waiting_here + waiting)
    return _report(options, tally, around)


def built_in_and_own(own: Iterable[Path] = ()) -> Catalog:
    """The rules that ship with synthgate, and those of some folders."""
    return load_catalog(synthgate_rules.CARDS, own)


def _with_rest(items: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    """Each item with the number of those that follow it."""
    for index, item in enumerate(items, start=1):
        yield len(items) - index, item


def _scan_template(
    loaded: LoadedTemplate, cards: Mapping[str, Sequence[Card]], tally: _Tally
) -> None:
    tally.templates.append(_row(loaded))
    if loaded.template:
        resolver = Resolver(loaded.template, loaded.placement)
        tally.add(evaluate(Stack(resolver, loaded.origins, loaded.stack, loaded.stage), cards))


def _row(loaded: LoadedTemplate) -> ScannedTemplate:
    template = loaded.template
    return ScannedTemplate(
        loaded.path,
        "scanned" if template else "failed",
        len(template.resources) if template else 0,
        loaded.stack,
        loaded.stage,
    )


def _report(options: Options, tally: _Tally, around: Places) -> Report:
    findings = tuple(tally.findings)
    return Report(
        version=__version__,
        templates=tuple(tally.templates),
        findings=findings,
        verdicts=tuple(tally.verdicts),
        problems=tuple(tally.problems),
        checks=count(tally.verdicts, findings),
        gate=decide(findings, tally.problems, options.fail_on, exit_zero=options.exit_zero),
        language=options.language,
        source_prefix=around.prefix,
        source_root=around.root,
    )
