"""The baseline of a run: the file of known findings, if there is one and it may count."""

from __future__ import annotations

import os
from collections.abc import Iterator

from synthgate.config import NO_BASELINE, Config
from synthgate.errors import UsageError
from synthgate.judge.baseline.file import Baseline, read_baseline
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.reach import is_inside, repository_of
from synthgate.rule.cards.sheet import refuse
from synthgate.settings.table import CHANGES


def baseline_for(config: Config) -> Baseline | None:
    """What is known; None where no file is named and none lies beside the configuration.

    A stranger's repository knows nothing: only a file that the user names counts.

    Raises:
        UsageError: the file has mistakes, and the first of them are told; or the gate is to look
            at new findings alone, and nothing says which are.
    """
    if config.against is None and (change := sorted({*CHANGES} & {*(config.gate_on or ())})):
        raise UsageError(_NO_CHANGE.format(words=", ".join(change)))
    path = config.baseline_file
    name = config.shown(path)
    is_there = config.baseline is not None or (os.path.lexists(path) and not config.excuses_nothing)
    if config.baseline == NO_BASELINE or not is_there:
        if config.gates_some and config.against is None:
            raise UsageError(_NOTHING_KNOWN.format(words=", ".join(config.gate_on or ())))
        return None
    if config.baseline is None and not is_inside(path, repository_of(path.parent)):
        raise UsageError(_LEADS_AWAY.format(file=name))
    baseline = read_baseline(path, name)
    refuse(baseline.problems[:_TOLD])
    return baseline


def unheeded_baseline(config: Config) -> Iterator[Problem]:
    """A notice of the baseline that does not count, for a stranger wrote it."""
    path = config.baseline_file
    if config.excuses_nothing and config.baseline is None and os.path.lexists(path):
        yield Problem(ProblemCode.SETTING_IGNORED, _UNHEEDED, config.shown(path))


_TOLD = 20
"""How many mistakes are told of a file that may have thousands."""
_LEADS_AWAY = Message(
    "{file}: leads out of the repository by a link: name the file that is meant with --baseline"
)
_UNHEEDED = Message(
    "--untrusted: not taken; a baseline that is meant to count, name it with --baseline"
)
_NO_CHANGE = Message(
    "--gate-on {words}: what a change does is told beside a base: name it with --against, or use "
    "'synthgate diff BASE HEAD'"
)
_NOTHING_KNOWN = Message(
    "--gate-on {words}: nothing says what is new: name what to compare with (--against), or write "
    "a baseline ('synthgate baseline write')"
)
