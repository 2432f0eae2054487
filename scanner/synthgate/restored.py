"""``gate`` and ``report``: results that earlier scans have stored, judged by the gate of now."""

from __future__ import annotations

import argparse

from synthgate.config import Config
from synthgate.model import CLOSED, PASSED
from synthgate.output import Streams
from synthgate.pipeline import run_stored
from synthgate.reporting import write_all
from synthgate.sinks import (
    CHECKLIST,
    OF_FRAMEWORKS,
    WITH_FRAMEWORKS,
    sinks_for,
    with_checklist,
    with_sinks,
)
from synthgate.stored import file_of
from synthgate.telling import sum_up


def carry_out(arguments: argparse.Namespace, streams: Streams) -> int:
    """Write reports of stored results, or the gate's answer alone; a report closes nothing.

    The checklist of a folder, or of the page, is written where the scans have asked its rules.

    Raises:
        UsageError: there are no such results, or the configuration has mistakes.
    """
    is_gate = arguments.command == "gate"
    config: Config = arguments.config
    words: list[str] = arguments.results
    wishes = config.format if arguments.format or not is_gate else ()
    files = [file_of(word, config.folder)[1] for word in words]
    sinks = sinks_for(arguments, config, wishes, files)
    wanted = any(name in OF_FRAMEWORKS for name in sinks.wished)
    config = with_sinks(with_checklist(config) if wanted else config, sinks, adds=False)
    is_offered = bool(sinks.folder) or any(name in WITH_FRAMEWORKS for name in sinks.formats)
    report = run_stored(config, words, offered=CHECKLIST if is_offered else None)
    if not sinks.wished:
        sum_up(report, streams.stdout)
    code = write_all(report, sinks, streams) if sinks.formats else report.gate.exit_code
    return PASSED if code == CLOSED and not is_gate else code
