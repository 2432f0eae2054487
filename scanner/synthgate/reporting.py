"""Reports, each written to its place, and what a person must see besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from synthgate.errors import UsageError
from synthgate.guard import broken
from synthgate.model import CLOSED, INCOMPLETE, MISUSED, PASSED, Message, Report
from synthgate.output import STDOUT, Streams, opened, target_of
from synthgate.telling import say, sum_up

if TYPE_CHECKING:
    import argparse

    from synthgate.config import Config


def with_checklist(config: Config, formats: Iterable[str]) -> Config:
    """The production checklist, where a report is of frameworks and none is asked for."""
    if config.framework or not any(name in _OF_FRAMEWORKS for name in formats):
        return config
    from synthgate.framework.library import CHECKLIST  # noqa: PLC0415 - `--help` shall be quick
    from synthgate.rule.cards.profile import Wish  # noqa: PLC0415

    return replace(config, framework=(Wish(CHECKLIST, key="framework"),))


def targets_of(
    wishes: Sequence[str], output: str | None, text: str = "text"
) -> list[tuple[str, str]]:
    """Formats with their files, checked before any work is done; `text` is told as that one."""
    targets: list[tuple[str, str]] = []
    for wish in wishes:
        name, _, file = wish.partition("=")
        targets.append((text if name == "text" else name, file or output or STDOUT))
    files = [target_of(file) for _, file in targets]
    twice = next((file for file in files if files.count(file) > 1), None)
    if twice:
        raise UsageError(
            Message(
                "two reports for {twice!r}: give each its file, as in --format sarif=out.sarif"
            ).format(twice=twice)
        )
    return targets


def text_of(arguments: argparse.Namespace) -> str:
    """The format in the place of `text`: with less, or with all."""
    if arguments.quiet:
        return "concise"
    return "text-verbose" if arguments.verbose else "text"


def targets_for(
    arguments: argparse.Namespace, config: Config, wishes: Sequence[str]
) -> list[tuple[str, str]]:
    """The targets of a command line, none of which is what the run reads.

    Raises:
        UsageError: two reports have one file, or one would replace an input.
    """
    from synthgate.overwriting import refuse_inputs  # noqa: PLC0415 - `--help` shall be quick

    targets = targets_of(wishes, arguments.output, text_of(arguments))
    refuse_inputs(targets, config, getattr(arguments, "head", None))
    return targets


def write_all(report: Report, targets: list[tuple[str, str]], streams: Streams) -> int:
    """Write every report; one that cannot be written does not keep the others from it."""
    from synthgate_reports import write  # noqa: PLC0415 - `--help` shall be quick

    codes = [report.gate.exit_code]
    for name, file in targets:
        try:
            with opened(file, streams) as stream:
                write(name, report, stream)
        except OSError as error:
            reason = error.strerror or str(error)
            say(streams.stderr, f"{file}: {UNWRITTEN[report.language]}: {reason}")
            codes.append(MISUSED)
        except Exception as error:  # noqa: BLE001 - the other formats are still to be written
            say(streams.stderr, f"{name}: {broken(error)[report.language]}")
            codes.append(INCOMPLETE)
    if not any((name, STDOUT) in targets for name in _FOR_PEOPLE):
        sum_up(report, streams.stderr)
    return next(code for code in _GRAVEST if code in codes)


_GRAVEST = (MISUSED, INCOMPLETE, CLOSED, PASSED)
"""Exit codes, the one that outweighs the others first."""
_OF_FRAMEWORKS = ("checklist", "checklist-markdown")
"""The formats that are about frameworks; each says what a person must see."""
_FOR_PEOPLE = ("text", "text-verbose", "concise", *_OF_FRAMEWORKS)
UNWRITTEN = Message("cannot be written")
