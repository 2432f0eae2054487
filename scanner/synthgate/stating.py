"""``synthgate statement``: what an organisation knows of the controls of its frameworks."""

from __future__ import annotations

import argparse

from synthgate.config import Config
from synthgate.model import INCOMPLETE, MISUSED, PASSED
from synthgate.output import STDOUT, Streams, opened
from synthgate.overwriting import refuse_inputs
from synthgate.sinks import with_checklist
from synthgate.statements.judging import applications
from synthgate.statements.merged import Whole, merged
from synthgate.statements.writing import write
from synthgate.telling import UNWRITTEN, complain, problem_line, say


def carry_out(arguments: argparse.Namespace, streams: Streams) -> int:
    """State it, and return the exit code: it closes nothing.

    Raises:
        UsageError: there are no such results; the configuration, a framework or the evidence has
            mistakes; the statement would replace an input.
    """
    config: Config = with_checklist(arguments.config)
    file = arguments.output or STDOUT
    refuse_inputs([("statement", file)], config, [*arguments.results, *arguments.since])
    apps = applications(arguments.results, config)
    before = applications(arguments.since, config, as_stored=True) if arguments.since else []
    whole = merged(apps, before)
    try:
        with opened(file, streams) as stream:
            write(whole, arguments.form, config.language, stream)
    except OSError as error:
        reason = error.strerror or str(error)
        say(streams.stderr, f"{file}: {UNWRITTEN[config.language]}: {reason}")
        return MISUSED
    return _code(whole, config, streams)


def _code(whole: Whole, config: Config, streams: Streams) -> int:
    for one in whole.problems:
        if one.kind == "notice":
            say(streams.stderr, problem_line(one, config.language))
    return INCOMPLETE if complain(whole.problems, config.language, streams.stderr) else PASSED
