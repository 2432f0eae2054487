"""The report of a unit that nobody could scan: whoever tried it was ended over it."""

from __future__ import annotations

import signal

from synthgate.executors.unscanned import failed
from synthgate.model import Message, PartialReport, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.sources.source import Source


def lost(source: Source, code: int | None) -> PartialReport:
    """A problem in the place of what a unit holds.

    `code` is how the second process that tried ended, None where no second one could be started.
    """
    message = _ONCE.format() if code is None else _TWICE.format(how=_how(code))
    problem = Problem(ProblemCode.WORKER_DIED, message, source.shown)
    return PartialReport((failed(source, [problem]),))


def _how(code: int) -> Text:
    if code >= 0:
        return _EXIT.format(code=code)
    try:
        return _SIGNAL.format(signal=signal.Signals(-code).name)
    except ValueError:  # one that has no name here
        return _SIGNAL.format(signal=str(-code))


_TWICE = Message(
    "the process that scanned this ended before it was done ({how}), and so did one before it, so "
    "that nothing is said of it: if memory ran out, split this or give the run more; if not, "
    "please report it, with the template if you may share it"
)
_ONCE = Message(
    "the process that scanned this ended before it was done, and no other could be started, so "
    "that nothing is said of it: scan again with fewer --jobs"
)
_SIGNAL = Message("signal {signal}")
_EXIT = Message("exit code {code}")
