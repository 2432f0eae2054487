"""``synthgate synth --watch``: an app is run and scanned whenever one of its files changes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path
from time import monotonic

from synthgate.config import Config
from synthgate.errors import CardError, SynthError, UsageError
from synthgate.model import INCOMPLETE, MISUSED, Message, Report, Text, first_of
from synthgate.output import STDOUT, Streams
from synthgate.pipeline import run
from synthgate.progress import progress_on
from synthgate.reporting import write_all
from synthgate.sinks import Sinks, with_sinks
from synthgate.synth.beside import difference, lines
from synthgate.synth.changes import Changes
from synthgate.synth.project import Project
from synthgate.synth.synthesis import assembly_of, synthesized
from synthgate.synth.watched import Watched, watched
from synthgate.synthesizing import ready, scanning, wished
from synthgate.telling import printable, say

Configured = Callable[[], AbstractContextManager[Config]]
_MOST_NAMED = 3


def carry_out(arguments: argparse.Namespace, streams: Streams, configured: Configured) -> int:
    """Run and scan the app until somebody interrupts that; the exit code is the last round's.

    Raises:
        UsageError: nothing can be run, or watched, to begin with.
        KeyboardInterrupt: before there was a first round.
    """
    _refuse_options(arguments)
    _refuse_streams(ready(arguments, arguments.config, streams))
    rounds = _Rounds(arguments, streams, configured)
    code = None
    try:
        code = rounds.first()
        while True:
            code = rounds.next()
    except KeyboardInterrupt:
        if code is None:
            raise
        return code
    finally:
        rounds.close()


def _refuse_options(arguments: argparse.Namespace) -> None:
    """What is said of one scan is not said of many.

    Raises:
        UsageError: an option asks for that.
    """
    asked = {"--explain": arguments.explain, "--facts": arguments.config.facts}
    for option in (option for option, value in asked.items() if value):
        raise UsageError(_ONE_SCAN.format(option=option))


def _refuse_streams(sinks: Sinks) -> None:
    """What a program reads is one whole report; here follows what changes.

    Raises:
        UsageError: such a report has no file of its own.
    """
    for name, file in sinks.targets:
        if file == STDOUT and name not in _FOR_PEOPLE:
            raise UsageError(_NO_FILE.format(name=name))


class _Rounds:
    """The rounds of one command, of which each knows the last that came to a report."""

    def __init__(
        self, arguments: argparse.Namespace, streams: Streams, configured: Configured
    ) -> None:
        self._arguments, self._streams, self._configured = arguments, streams, configured
        self._config: Config = arguments.config
        self._last: Report | None = None
        self._changes = Changes(self._watched())
        self._told: set[str] = set()

    def first(self) -> int:
        """Run the app, and write its report. A mistake of the caller's ends the command."""
        try:
            return self._round()
        except SynthError as error:
            return self._failed(error, INCOMPLETE)

    def next(self) -> int:
        """Wait for a change, and run the app again."""
        paths = self._meanwhile()
        if not paths:
            self._say(_WAITING)
            paths = self._changes.awaited()
        gone = [path for path in paths if not Path(path).exists()]
        changed = [path for path in paths if path not in gone]
        for said, some in ((_CHANGED, changed), (_DELETED, gone)):
            if some:
                self._say(said.format(names=first_of([*self._named(some)], _MOST_NAMED)))
        try:
            with self._configured() as self._config:
                self._changes.watched = self._watched()
                return self._round()
        except SynthError as error:
            return self._failed(error, INCOMPLETE)
        except (UsageError, CardError) as error:
            return self._failed(error, MISUSED)

    def close(self) -> None:
        """Watch no longer."""
        self._changes.close()

    def _meanwhile(self) -> Sequence[str]:
        paths = self._changes.meanwhile()
        own = [path for path in self._changes.own if path not in self._told]
        if own:
            self._told.update(own)
            self._say(_ITS_OWN.format(names=first_of([*self._named(own)], _MOST_NAMED)))
        return paths

    def _round(self) -> int:
        """A synthesis, a scan, and what there is to tell of it."""
        arguments, streams, started = self._arguments, self._streams, monotonic()
        sinks = ready(arguments, self._config, streams)
        _refuse_streams(sinks)
        assembly = synthesized(wished(arguments, self._config), arguments.environ)
        synthesis = monotonic() - started
        config = with_sinks(scanning(self._config, assembly), sinks)
        with nullcontext() if arguments.quiet else progress_on(streams.stderr) as progress:
            report = run(config, streams.stdin, progress)
        scan = monotonic() - started - synthesis
        code = self._write(report, sinks)
        self._last = report
        self._say(_TOOK.format(synthesis=f"{synthesis:.1f}", scan=f"{scan:.1f}"))
        return code

    def _write(self, report: Report, sinks: Sinks) -> int:
        """The report in all its files; and for who looks on, whole the first time only."""
        if self._last is None:
            return write_all(report, sinks, self._streams)
        for line in lines(difference(self._last, report), report):
            print(printable(line), file=self._streams.stdout)
        self._streams.stdout.flush()
        files = tuple(one for one in sinks.targets if one[1] != STDOUT)
        if not (files or sinks.sets or sinks.folder):
            return report.gate.exit_code
        # What is said where no person has a report of his own, is said above.
        others = replace(sinks, targets=(*files, ("concise", STDOUT)))
        return write_all(report, others, replace(self._streams, stdout=StringIO()))

    def _failed(self, error: SynthError | UsageError | CardError, code: int) -> int:
        self._say(error.text)
        return code

    def _watched(self) -> Watched:
        """The files of the app, as far as its cdk.json can be read."""
        config, arguments = self._config, self._arguments
        own = [config.folder / assembly_of(wished(arguments, config))]
        own += [config.folder / file for file in _files(config.format)]
        own += [config.folder / arguments.out_dir] if arguments.out_dir else []
        project = Project(config.folder) if config.untrusted else Project.of(config.folder)
        return watched(config.folder, project.settings, own)

    def _named(self, paths: Iterable[str]) -> Iterator[str]:
        return (self._config.shown(Path(path)) for path in paths)

    def _say(self, said: Text) -> None:
        """Tell it at once: somebody looks on, be it through a pipe."""
        for line in said[self._config.language].split("\n"):
            say(self._streams.stderr, line)
        with suppress(OSError, ValueError):
            self._streams.stderr.flush()


def _files(formats: Iterable[str]) -> Iterator[str]:
    return (file for one in formats if (file := one.partition("=")[2]))


_FOR_PEOPLE = ("text", "text-verbose", "concise", "checklist", "checklist-markdown", "markdown")
_NO_FILE = Message(
    "--watch: {name} is one whole report, and what follows are the changes: give it a file, as in "
    "--format {name}=FILE, which is written anew each time"
)
_ONE_SCAN = Message("--watch: {option} is about one scan: leave one of the two out")
_WAITING = Message("waiting for a change (Ctrl-C ends)")
_CHANGED = Message("changed: {names}")
_DELETED = Message("deleted: {names}")
_ITS_OWN = Message(
    "{names}: the program writes this itself each time, so that what it makes of it while it runs "
    "starts nothing; 'watch' of cdk.json can leave it out ('exclude')"
)
_TOOK = Message("synthesized in {synthesis} s, scanned in {scan} s")
