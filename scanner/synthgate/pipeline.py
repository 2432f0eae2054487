"""The stages of a scan, joined: discover, read, resolve, check, judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, TypeVar

import synthgate_rules
from synthgate import __version__
from synthgate.evaluate import Results, Stack, evaluate
from synthgate.judge.gate import count, decide
from synthgate.linking import dangling, link
from synthgate.model import (
    Finding,
    Language,
    Problem,
    Report,
    ScannedTemplate,
    Severity,
    Verdict,
)
from synthgate.rule.catalog import Catalog, load_catalog
from synthgate.sources.discover import Finder
from synthgate.sources.loaded import LoadedTemplate
from synthgate.sources.parameter_file import GivenParameters, read_parameters
from synthgate.sources.places import Places, places


@dataclass(frozen=True, slots=True)
class Found:
    """Where a resource was found, and what could not be looked through."""

    resources: list[tuple[Stack, str]] = field(default_factory=list[tuple[Stack, str]])
    problems: list[Problem] = field(default_factory=list[Problem])


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
    parameters: Path | None = None
    all_scenarios: bool = False


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
    """Scan, and report what was found. Nothing is raised for what the input holds.

    Raises:
        UsageError: the file of parameters cannot be used.
    """
    catalog = built_in_and_own(options.folder / path for path in options.rules)
    around = places(options.folder, options.source_root)
    given = _given(options, around)
    discovery = Finder(around, stdin, options.environment).find(options.paths)
    tally = _Tally(problems=[*_shown(catalog.problems, around), *discovery.problems])
    cards = catalog.by_type()
    declared: set[str] = set()
    for waiting, source in _with_rest(discovery.sources):
        unit = source()
        linked = link(unit, given, past_defaults=options.all_scenarios)
        tally.problems.extend((*unit.problems, *linked.problems))
        for waiting_here, loaded in _with_rest(unit.templates):
            stack = linked.stacks.get(loaded.id)
            tally.templates.append(_row(loaded, stack))
            if stack:
                declared.update(stack.template.section("Parameters"))
                tally.add(evaluate(stack, cards))
                tally.problems.extend(dangling(stack))
            if progress:
                done = len(tally.templates)
                progress(done, done + waiting_here + waiting)
    tally.problems.extend(given.unused(declared, _stack_names(tally.templates)))
    return _report(options, tally, around)


def _shown(problems: Iterable[Problem], around: Places) -> Iterator[Problem]:
    """Problems of rule cards, by paths that a report may hold: never absolute."""
    for problem in problems:
        absolute = problem.path is not None and Path(problem.path).is_absolute()
        yield replace(problem, path=around.shown(Path(problem.path or ""))) if absolute else problem


def _stack_names(templates: Iterable[ScannedTemplate]) -> set[str]:
    """Every name by which a file of parameters may mean a stack."""
    return {name for row in templates for name in (row.path, row.stack) if name}


def find_resource(options: Options, name: str, stdin: BinaryIO | None = None) -> Found:
    """The stacks that have a resource, by its logical id or construct path.

    Raises:
        UsageError: the file of parameters cannot be used.
    """
    around = places(options.folder, options.source_root)
    given = _given(options, around)
    discovery = Finder(around, stdin, options.environment).find(options.paths)
    found = Found(problems=[*discovery.problems])
    for source in discovery.sources:
        unit = source()
        linked = link(unit, given, past_defaults=options.all_scenarios)
        found.problems.extend((*unit.problems, *linked.problems))
        for stack in linked.stacks.values():
            for logical_id in stack.template.resources:
                origin = stack.origins.get(logical_id)
                if name in {logical_id, origin and origin.construct_path}:
                    found.resources.append((stack, logical_id))
    return found


def built_in_and_own(own: Iterable[Path] = ()) -> Catalog:
    """The rules that ship with synthgate, and those of some folders."""
    return load_catalog(synthgate_rules.CARDS, own)


def _with_rest(items: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    """Each item with the number of those that follow it."""
    for index, item in enumerate(items, start=1):
        yield len(items) - index, item


def _given(options: Options, around: Places) -> GivenParameters:
    if options.parameters is None:
        return GivenParameters()
    path = options.folder / options.parameters
    return read_parameters(path, around.shown(path))


def _row(loaded: LoadedTemplate, stack: Stack | None) -> ScannedTemplate:
    template = stack.template if stack else None
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
