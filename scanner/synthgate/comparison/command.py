"""``synthgate compare``: a scan that nobody is let through or stopped by."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import BinaryIO

from synthgate.choosing import chosen_rules
from synthgate.comparison.cases import asked_of, cases_of
from synthgate.comparison.data import as_data
from synthgate.comparison.telling import as_markdown, as_text, introduction, tables
from synthgate.config import NO_BASELINE, Config
from synthgate.inputs import is_stored
from synthgate.model import INCOMPLETE, OURS, PASSED, Message, PartialReport
from synthgate.pipeline import RESULTS, run
from synthgate.problem_code import ProblemCode
from synthgate.workbench.console import Console


def carry_out(arguments: argparse.Namespace, stdin: BinaryIO, console: Console) -> int:
    """Compare, write it, and return the exit code.

    Raises:
        UsageError: the configuration has mistakes.
    """
    config: Config = arguments.config
    asked = replace(config, format=(RESULTS,), baseline=NO_BASELINE, against=None, gate_on=None)
    head = _stored(config)
    report = run(asked, stdin, None, head)
    partial = report.results.partial if report.results else PartialReport()
    known = asked_of(report, partial, chosen_rules(config))
    cases = cases_of(report.findings, known)
    language = console.language
    problems = report.serious_problems
    left_out = (one for one in report.problems if one.code is ProblemCode.SETTING_IGNORED)
    console.complain([*problems, *left_out])
    if arguments.form == "json":
        console.data(as_data(report, cases, language))
    else:
        write = as_markdown if arguments.form == "markdown" else as_text
        introduced = introduction(report, cases, language)
        every = tables(cases, (OURS, *known.tools), language)
        for line in write(introduced, every):
            console.line(line)
    if not known.tools:
        console.err.write(f"synthgate: {_NOBODY[language]}\n")
    return INCOMPLETE if problems else PASSED


def _stored(config: Config) -> str | None:
    """The stored results that are named in the place of paths, if any are."""
    if len(config.paths) == 1 and is_stored(config.folder / config.paths[0]):
        return config.paths[0]
    return None


_NOBODY = Message(
    "nobody to compare with: name tools (--with checkov), a report (--import FILE), or an assembly "
    "that cdk-nag has looked at in synth"
)
