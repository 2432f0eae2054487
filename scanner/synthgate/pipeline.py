"""The stages of a scan, joined: discover, read, resolve, check, judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, TypeVar

from synthgate import __version__
from synthgate.choosing import chosen_rules, named_environment
from synthgate.config import Config
from synthgate.evaluate import Stack
from synthgate.framework.assess import assess
from synthgate.framework.evidence import evidence_for
from synthgate.guard import Guard, crash
from synthgate.judge.gate import count, decide
from synthgate.judge.inline import unheeded
from synthgate.linking import Linked, link
from synthgate.model import Problem, Report, ScannedTemplate
from synthgate.rule.sheet import refuse
from synthgate.sources.discover import Discovery, Finder
from synthgate.sources.loaded import LoadedTemplate, Unit
from synthgate.sources.parameter_file import GivenParameters, read_parameters
from synthgate.sources.places import Places, places
from synthgate.tally import Tally


@dataclass(frozen=True, slots=True)
class Found:
    """Where a resource was found, and what could not be looked through."""

    resources: list[tuple[Stack, str]] = field(default_factory=list[tuple[Stack, str]])
    problems: list[Problem] = field(default_factory=list[Problem])


Item = TypeVar("Item")
Progress = Callable[[int, int], None]
"""Told after each template: how many are done, of how many (as far as it is known yet)."""


@dataclass(frozen=True, slots=True)
class _Input:
    """What there is to read, and what is given for it."""

    config: Config
    around: Places
    given: GivenParameters
    discovery: Discovery

    def units(self) -> Iterator[tuple[int, Unit, Linked]]:
        """Each unit with its stacks, and the number of those that follow it."""
        for waiting, source in _with_rest(self.discovery.sources):
            problems: list[Problem] = []
            unit = Unit()
            with Guard(problems, crash(None)):
                unit = _in_environments(source(), self.config, problems)
            unit = replace(unit, problems=(*unit.problems, *problems))
            yield waiting, unit, link(unit, self.given, past_defaults=self.config.all_scenarios)


def run(config: Config, stdin: BinaryIO | None = None, progress: Progress | None = None) -> Report:
    """Scan, and report what was found. Nothing is raised for what the input holds.

    Raises:
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    chosen = chosen_rules(config)
    evidence = evidence_for(config)
    input_ = _input(config, stdin)
    around, given = input_.around, input_.given
    told = [*_shown(chosen.gated.problems, around), *input_.discovery.problems]
    tally = Tally(chosen, told, untrusted=config.untrusted)
    for waiting, unit, linked in input_.units():
        tally.problems.extend((*unit.problems, *linked.problems))
        for waiting_here, loaded in _with_rest(unit.templates):
            tally.scan(loaded, linked.stacks.get(loaded.id), config)
            if progress:
                done = len(tally.templates)
                progress(done, done + waiting_here + waiting)
        tally.scan_app(linked.stacks.values())
    tally.problems.extend(given.unused(tally.declared, _stack_names(tally.templates)))
    tally.problems.extend(unheeded(tally.unheeded))
    assessed = assess(chosen.frameworks.chosen, tally.observed, tally.problems, evidence)
    return replace(_report(config, tally, around), frameworks=assessed)


def _shown(problems: Iterable[Problem], around: Places) -> Iterator[Problem]:
    """Problems of rule cards, by paths that a report may hold: never absolute."""
    for problem in problems:
        absolute = problem.path is not None and Path(problem.path).is_absolute()
        yield replace(problem, path=around.shown(Path(problem.path or ""))) if absolute else problem


def _stack_names(templates: Iterable[ScannedTemplate]) -> set[str]:
    """Every name by which a file of parameters may mean a stack."""
    return {name for row in templates for name in (row.path, row.stack) if name}


def find_resource(config: Config, name: str, stdin: BinaryIO | None = None) -> Found:
    """The stacks that have a resource, by its logical id or construct path.

    Raises:
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    found = Found()
    for stacks, problems in each_app(config, stdin):
        found.problems.extend(problems)
        for stack in stacks:
            for logical_id in stack.template.resources:
                origin = stack.origins.get(logical_id)
                if name in {logical_id, origin and origin.construct_path}:
                    found.resources.append((stack, logical_id))
    return found


def each_app(
    config: Config, stdin: BinaryIO | None = None
) -> Iterator[tuple[list[Stack], list[Problem]]]:
    """The stacks of each app that there is to scan, with what went wrong in reading them.

    Raises:
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    input_ = _input(config, stdin)
    yield [], [*input_.discovery.problems]
    for _, unit, linked in input_.units():
        yield [*linked.stacks.values()], [*unit.problems, *linked.problems]


def _input(config: Config, stdin: BinaryIO | None) -> _Input:
    refuse(config.mistakes)
    around = places(config.folder, config.source_root)
    finder = Finder(around, stdin, config.environment)
    return _Input(config, around, _given(config, around), finder.find(config.paths))


def _in_environments(unit: Unit, config: Config, problems: list[Problem]) -> Unit:
    """A unit, of which the configuration says the environments of some stacks."""
    if not config.environments:
        return unit
    templates: list[LoadedTemplate] = []
    for loaded in unit.templates:
        with Guard(problems, crash(loaded.path)) as guard:
            templates.append(_in_environment(loaded, config))
        if guard.tripped:
            templates.append(replace(loaded, template=None))
    return replace(unit, templates=tuple(templates))


def _in_environment(loaded: LoadedTemplate, config: Config) -> LoadedTemplate:
    """A template by its stack, by the stacks around that, by its stage or by its file."""
    stack = (loaded.stack or "").split("/")
    names = ["/".join(stack[:depth]) for depth in range(len(stack), 0, -1)]
    names += [loaded.stage or "", loaded.placement.stack_name or ""]
    stated = config.stated_environment([name for name in names if name], loaded.path)
    if stated is None:
        return loaded
    placement = replace(loaded.placement, environment=named_environment(stated))
    return replace(loaded, placement=placement)


def _with_rest(items: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    """Each item with the number of those that follow it."""
    for index, item in enumerate(items, start=1):
        yield len(items) - index, item


def _given(config: Config, around: Places) -> GivenParameters:
    if config.parameters is None:
        return GivenParameters()
    path = config.folder / config.parameters
    return read_parameters(path, around.shown(path))


def _report(config: Config, tally: Tally, around: Places) -> Report:
    findings = tuple(tally.findings)
    return Report(
        version=__version__,
        templates=tuple(tally.templates),
        findings=findings,
        verdicts=tuple(tally.verdicts),
        problems=tuple(tally.problems),
        checks=count(tally.verdicts, findings),
        gate=decide(findings, tally.problems, config.fail_on, exit_zero=config.exit_zero),
        language=config.language,
        source_prefix=around.prefix,
        source_root=around.root,
    )
