"""``synthgate fix``: cures applied, scanned again, and shown or written."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from synthgate.config import Config, configured
from synthgate.errors import UsageError
from synthgate.fixing.asking import Asking
from synthgate.fixing.copies import copied
from synthgate.fixing.expecting import by_cause
from synthgate.fixing.looking import Looked, Wanted, looked
from synthgate.fixing.made import assembly_of
from synthgate.fixing.mending import (
    Asks,
    expected_of,
    of_templates,
    outcome_of,
    proposals_for,
    wanted_of,
)
from synthgate.fixing.outcomes import Edited, Outcome
from synthgate.fixing.putting import put_in_place
from synthgate.fixing.showing import as_data, show_diff, summed_up, tell
from synthgate.fixing.trying import Before, Trial
from synthgate.model import MISUSED, PASSED, Message, Severity
from synthgate.output import Streams
from synthgate.rule.cards.sheet import refuse
from synthgate.settings.options import given_in
from synthgate.sources.discover import Discovery
from synthgate.sources.places import places
from synthgate.sources.source import Source
from synthgate.synth.synthesis import Wished, synthesized
from synthgate.telling import complain, say
from synthgate.workbench.console import Console

UNWRITTEN = 1
"""The exit code where there are fixes, and nothing was written."""


def carry_out(arguments: argparse.Namespace, streams: Streams, console: Console) -> int:
    """Mend what can be mended, show it, write it if that is asked for; and the exit code.

    Raises:
        UsageError: the arguments or the configuration have mistakes, or files cannot be written.
        SynthError: the program does not synthesize as it is.
    """
    config: Config = arguments.config
    refuse(config.mistakes)
    run = _Run(arguments, streams)
    outcome = run.with_program() if run.synthesizes else run.of_paths()
    code = complain(outcome.problems, config.language, streams.stderr)
    is_refused = arguments.write and not outcome.verified
    is_written = bool(arguments.write and outcome.edited and not is_refused)
    if is_written:
        put_in_place(outcome.edited)
    if arguments.form == "json":
        console.data(as_data(outcome, config.language, is_written=is_written))
    else:
        show_diff(outcome.edited, streams.stdout)
        tell(outcome, config.language, streams.stderr, is_written=is_written)
        for text in summed_up(outcome, is_written=is_written):
            say(streams.stderr, text[config.language])
    if is_refused:
        say(streams.stderr, _UNVERIFIED[config.language])
        return MISUSED
    return code or (UNWRITTEN if outcome.edited and not is_written else PASSED)


class _Run:
    """One run of the command."""

    def __init__(self, arguments: argparse.Namespace, streams: Streams) -> None:
        self._arguments = arguments
        self._streams = streams
        self._config: Config = arguments.config
        self._wanted = Wanted(tuple(arguments.rule), Severity(arguments.least))
        self.synthesizes = bool(arguments.synth or arguments.app_words)

    @property
    def _asks(self) -> Asks | None:
        if not self._arguments.interactive:
            return None
        language = self._config.language
        return Asking(self._streams.stdin, self._streams.stdout, self._streams.stderr, language)

    def of_paths(self) -> Outcome:
        """What can be mended of the paths, with no program run."""
        stdin = None if self._arguments.interactive else self._streams.stdin
        seen = looked(self._config, stdin)
        findings, asks = seen.findings(self._wanted), self._asks
        outcome = of_templates(seen, findings, asks)
        found = proposals_for(seen, findings)
        kept, left = wanted_of(found, asks, seen)
        told = Outcome(left=tuple(left), problems=tuple(seen.problems))
        tells = expected_of(seen)
        return outcome + outcome_of(found, kept, seen, verified=False, tells=tells) + told

    def with_program(self) -> Outcome:
        """What can be mended of the program that is run, in a copy of it.

        Raises:
            UsageError: paths are named besides, or the project cannot be copied.
            SynthError: the program fails as it is.
        """
        if "paths" in given_in(self._arguments):
            raise UsageError(_NO_PATHS)
        around = places(self._config.folder, self._config.source_root)
        folder = around.folder
        root = around.source_root if folder.is_relative_to(around.source_root) else folder
        with copied(root) as copy:
            here = copy / folder.relative_to(root)
            outcome = self._in_copy(here, copy)
            edited = tuple(_at_home(one, copy, root) for one in outcome.edited)
        return replace(outcome, edited=edited)

    def _in_copy(self, here: Path, root: Path) -> Outcome:
        arguments = self._arguments
        given = {**given_in(arguments), "source-root": str(root)}
        with configured(
            given, arguments.environ, here, _file(arguments), self._config.as_of
        ) as settled:
            refuse(settled.mistakes)
            config = replace(settled, paths=(str(self._synthesized(settled)),))
            seen = looked(config)
            found = proposals_for(seen, seen.findings(self._wanted))
            kept, left = wanted_of(found, self._asks, seen)
            assembly = assembly_of(seen.prepared.plan, seen.sources)
            before = Before(here, seen.prepared, assembly, seen.places)
            trial = Trial(before, found, lambda: self._units(config, seen))
            kept = trial.passing(kept)
            told = Outcome(left=(*left, *trial.left), problems=tuple(seen.problems))
            fixed = [finding for one in kept for finding in one.findings]
            tells = by_cause(trial.told, expected_of(seen), fixed)
            return outcome_of(found, kept, seen, verified=True, tells=tells) + told

    def _synthesized(self, config: Config) -> Path:
        arguments = self._arguments
        wished = Wished(
            config.folder,
            arguments.app_words,
            None,
            arguments.timeout,
            dict(arguments.context),
            bundling=not arguments.no_bundling,
            untrusted=config.untrusted,
        )
        return synthesized(wished, arguments.environ)

    def _units(self, config: Config, seen: Looked) -> Sequence[Source]:
        """The units of an assembly that is synthesized again."""
        self._synthesized(config)
        discovery = Discovery(seen.prepared.judgement.around, None, config.left_out)
        return [*discovery.sources(config.paths)]


def _file(arguments: argparse.Namespace) -> str | None:
    """The file of the configuration, as the command line named it before it was read."""
    named: str | None = arguments.said.config
    return named


def _at_home(one: Edited, copy: Path, root: Path) -> Edited:
    """A file of the copy, where it lies in the project."""
    file = one.file.resolve() if one.file else copy
    return replace(one, file=root / file.relative_to(copy))


_NO_PATHS = Message("--synth: the program that is run says what is scanned: name no path besides")
_UNVERIFIED = Message(
    "--write: nothing was written, for fixes of a CDK program are written once it was run with "
    "them: 'synthgate fix --write --synth', or 'synthgate fix --write -- python app.py'"
)
