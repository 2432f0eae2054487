"""Arguments and wiring: the one module that knows all others."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from synthgate.arguments import parser
from synthgate.catalogs import CatalogError, require
from synthgate.errors import CardError, SynthError, UsageError
from synthgate.model import INCOMPLETE, MISUSED, Language, Message
from synthgate.output import Streams, painted, standard_streams
from synthgate.settings import variable
from synthgate.settings.options import given_in
from synthgate.synth.arguments import told_apart
from synthgate.telling import UNWRITTEN, complain, printable, say

if TYPE_CHECKING:
    from datetime import date

    from synthgate.config import Config
    from synthgate.workbench.console import Console

Day: TypeAlias = "date | Literal['now']"
"""A day, or that of the clock, which is asked when a command has been read."""
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""


def run() -> None:
    """The console script: the one place that ends the process."""
    # A scan makes many small things and takes its cycles apart itself (`evaluate.let_go`): a search
    # for them goes through what is kept, each million of things, and finds next to nothing.
    gc.set_threshold(1_000_000, 50, 100)
    try:
        streams = standard_streams()
        code = main(sys.argv[1:], streams, os.environ, "now")
        code = code if _flushed(streams) else code or MISUSED
    except KeyboardInterrupt:  # before, or after, anything was done
        code = INTERRUPTED
    gc.freeze()  # what is left goes with the process: no search for cycles in it, three times
    sys.exit(code)


def main(
    argv: Sequence[str],
    streams: Streams,
    environ: Mapping[str, str] | None = None,
    today: Day | None = None,
) -> int:
    """Carry out a command line and return its exit code; without `environ`, nothing is set.

    `today` is the day that evidence has to be valid on, where ``--as-of`` says no other.
    """
    environ = environ or {}
    argv, app_words = told_apart(argv)
    language = _language(argv, environ)
    try:
        arguments = parser(language).read(argv)
        arguments.app_words, arguments.environ = app_words, environ
        colour = getattr(arguments, "color", "auto")
        arguments.said = said = argparse.Namespace(**vars(arguments))
        arguments.anew = lambda: _configured(said, environ, today)
        with arguments.anew() as config:
            arguments.config, arguments.lang = config, config.language
            require(language := config.language)
            return _COMMANDS[arguments.command](arguments, painted(streams, colour, environ))
    except (UsageError, CardError) as error:
        for line in error.text[language].split("\n"):
            say(streams.stderr, line)
        return MISUSED
    except SynthError as error:
        for line in error.text[language].split("\n"):
            say(streams.stderr, line)
        return INCOMPLETE
    except CatalogError as error:  # there are no words to say it in but English
        say(streams.stderr, str(error))
        return INCOMPLETE
    except SystemExit as asked:  # argparse has said what is wrong, or printed the help
        return asked.code if isinstance(asked.code, int) else MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # of a listing; a report that cannot be written is told by name
        say(streams.stderr, f"{UNWRITTEN[language]}: {error.strerror or error}")
        return MISUSED
    except Exception as error:  # noqa: BLE001 - the last handler: a traceback would exit with 1
        from synthgate.guard import broken  # noqa: PLC0415 - signals and threads, for a clock

        say(streams.stderr, broken(error)[language])
        return INCOMPLETE


def _flushed(streams: Streams) -> bool:
    """Whether all that was said has arrived, or at least nobody is there to hear it."""
    try:
        streams.stdout.flush()
        streams.stderr.flush()
    except OSError as error:
        say(streams.stderr, f"{UNWRITTEN['en']}: {error.strerror}")
        return False
    return True


def _language(argv: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language, before the arguments are read: their errors are said in it."""
    for word, following in pairwise([*argv, ""]):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang"):
            return "ko" if value.lower() == "ko" else "en"
    return "ko" if environ.get(variable("lang"), "").lower() == "ko" else "en"


_WRITING = ("baseline", "evidence", "waive")
"""The commands that write what accepts findings: here, wherever that is taken from otherwise."""


def _configured(
    arguments: argparse.Namespace, environ: Mapping[str, str], today: Day | None
) -> AbstractContextManager[Config]:
    """The configuration, which the options of a command have their way in."""
    from datetime import date  # noqa: PLC0415 - `--help` shall be quick

    from synthgate.config import configure, configured  # noqa: PLC0415

    if today == "now":
        today = date.today()
    given, file = given_in(arguments), getattr(arguments, "config", None)
    if arguments.command in _WRITING:
        return nullcontext(configure(given, environ, Path.cwd(), file, today))
    exit_zero = getattr(arguments, "exit_zero", False)
    return configured(given, environ, Path.cwd(), file, today, exit_zero=exit_zero)


def _scan(arguments: argparse.Namespace, streams: Streams) -> int:
    config: Config = arguments.config
    if getattr(arguments, "explain", None) is not None:
        return _trace(arguments, streams)
    from synthgate.sinks import sinks_for, with_sinks  # noqa: PLC0415 - `--help` shall be quick

    head = getattr(arguments, "head", None)
    sinks = sinks_for(arguments, config, config.format, streams, [head] if head else [])
    from synthgate.pipeline import run  # noqa: PLC0415
    from synthgate.progress import progress_on  # noqa: PLC0415
    from synthgate.reporting import write_all  # noqa: PLC0415
    from synthgate.running import recorder_of  # noqa: PLC0415

    config = with_sinks(config, sinks)
    recorder = recorder_of(config, head)
    with nullcontext() if arguments.quiet else progress_on(streams.stderr) as progress:
        report = run(config, streams.stdin, progress, head, recorder=recorder, is_written_once=True)
    if recorder:
        say(streams.stderr, _FACTS.format(address=recorder.address)[config.language])
    if arguments.command == "checklist":
        from synthgate.framework.gate import decide_checklist  # noqa: PLC0415

        gate = decide_checklist(report.frameworks, report.problems, exit_zero=config.exit_zero)
        report = _replaced(report, gate=gate)
    return write_all(report, sinks, streams)


def _replaced(record: Any, **changes: Any) -> Any:
    from dataclasses import replace  # noqa: PLC0415 - brings `inspect`, and `--help` needs none

    return replace(record, **changes)


def _synth(arguments: argparse.Namespace, streams: Streams) -> int:
    """A scan of what the app writes, once, or whenever the app changes."""
    if arguments.watch:
        from synthgate.rounds import carry_out as watch  # noqa: PLC0415 - `--help` shall be quick

        return watch(arguments, streams, arguments.anew)
    from synthgate.synthesizing import carry_out  # noqa: PLC0415 - `--help` shall be quick

    return carry_out(arguments, streams, _scan)


def _lsp(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.editor.command import carry_out  # noqa: PLC0415 - `--help` shall be quick
    from synthgate.output import below  # noqa: PLC0415

    return carry_out(arguments, arguments.said, streams.stdin, below(streams.stdout))


def _fix(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.fixing.command import carry_out  # noqa: PLC0415 - `--help` shall be quick

    return carry_out(arguments, streams, _console(arguments, streams))


def _stored(arguments: argparse.Namespace, streams: Streams) -> int:
    """Reports of stored results, or the gate's answer alone; a report as such closes nothing."""
    from synthgate.restored import carry_out  # noqa: PLC0415 - `--help` shall be quick

    return carry_out(arguments, streams)


def _waive(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.adoption.waive import waive  # noqa: PLC0415 - `--help` shall be quick

    return waive(arguments, arguments.config, streams.stdin, _saying(streams))


def _saying(streams: Streams) -> Callable[[str], None]:
    """Writes a line to standard output."""
    return lambda line: print(printable(line), file=streams.stdout)


def _console(arguments: argparse.Namespace, streams: Streams) -> Console:
    from synthgate.workbench.console import Console  # noqa: PLC0415 - `--help` shall be quick

    return Console(streams.stdout, streams.stderr, arguments.lang, printable)


def _baseline(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.adoption.baseline import carry_out  # noqa: PLC0415 - `--help` shall be quick

    return carry_out(arguments, streams.stdin, _console(arguments, streams))


def _trace(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.trace import trace  # noqa: PLC0415 - `--help` shall be quick

    problems = trace(arguments.config, arguments.explain, streams.stdin, _saying(streams))
    return complain(problems, arguments.lang, streams.stderr)


_FACTS = Message("facts: {address} ('synthgate report' makes any report of it)")


def _told_by(module: str) -> Callable[[argparse.Namespace, Streams], int]:
    """A command whose module speaks through a console; it is imported when it is carried out."""

    def carry_out(arguments: argparse.Namespace, streams: Streams) -> int:
        code: int = import_module(module).carry_out(arguments, _console(arguments, streams))
        return code

    return carry_out


def _by(module: str) -> Callable[[argparse.Namespace, Streams], int]:
    """A command whose module has the streams."""
    return lambda arguments, streams: int(import_module(module).carry_out(arguments, streams))


def _checklist(arguments: argparse.Namespace, streams: Streams) -> int:
    """A scan of which the framework is the gate."""
    from synthgate.sinks import with_checklist  # noqa: PLC0415 - `--help` shall be quick

    formats = tuple(arguments.format or ("checklist",))
    arguments.config = _replaced(with_checklist(arguments.config), format=formats)
    return _scan(arguments, streams)


def _evidence(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.framework.commands import carry_out  # noqa: PLC0415 - `--help` shall be quick

    return carry_out(arguments, arguments.config, _saying(streams))


def _compare(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.comparison.command import carry_out  # noqa: PLC0415 - `--help` shall be quick

    return carry_out(arguments, streams.stdin, _console(arguments, streams))


_COMMANDS = {
    "scan": _scan,
    "synth": _synth,
    "lsp": _lsp,
    "fix": _fix,
    "diff": _scan,
    "gate": _stored,
    "report": _stored,
    "waive": _waive,
    "baseline": _baseline,
    "compare": _compare,
    "statement": _by("synthgate.stating"),
    "checklist": _checklist,
    "evidence": _evidence,
    "explain": _by("synthgate.explaining"),
    "rules": _told_by("synthgate.workbench.commands"),
    "frameworks": _told_by("synthgate.workbench.frameworks"),
    "config": _told_by("synthgate.setup.commands"),
    "tools": _told_by("synthgate.setup.tools"),
    "cache": _told_by("synthgate.setup.cache"),
    "mcp": _told_by("synthgate.agents.command"),
}
