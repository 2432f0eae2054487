"""Results that were stored by an earlier scan, judged again: ``gate`` and ``report``."""

from __future__ import annotations

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.inputs import is_stored
from synthgate.model import Message, Report
from synthgate.pipeline import run
from synthgate.reread import is_report


def judged_again(config: Config, word: str) -> Report:
    """The report of stored results, by the configuration of now.

    Raises:
        UsageError: there are none, or the configuration has mistakes.
    """
    path = config.folder / word
    if is_report(path):
        raise UsageError(_REPORT.format(word=word))
    if not is_stored(path):
        raise UsageError(_NONE.format(word=word))
    return run(config, head=word)


_REPORT = Message(
    "{word}: a report for programs, in which passes and excluded rules are only counted: store "
    "results with scan --format results=FILE"
)
_NONE = Message("{word}: no results of a scan: store them with scan --format results=FILE")
