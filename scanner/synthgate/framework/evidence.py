"""The evidence of a run: the file of the configuration, held against all frameworks."""

from __future__ import annotations

import os

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.framework.library import known_to
from synthgate.judge.evidence import EvidenceFile, Judge, judge, read_evidence
from synthgate.model import Message
from synthgate.rule.cards.reach import is_inside, repository_of
from synthgate.rule.cards.sheet import refuse


def evidence_for(config: Config) -> Judge:
    """What people state of controls, if frameworks are asked for.

    A stranger's repository states nothing: only a file that the user names counts.

    Raises:
        UsageError: the file has mistakes; it tells all of them.
    """
    if not config.framework or (config.excuses_nothing and config.evidence is None):
        return judge(None, config.as_of)
    file = read_file(config)
    refuse(file.problems if file else ())
    return judge(file, config.as_of)


def read_file(config: Config) -> EvidenceFile | None:
    """The file of evidence; None where none is named and none lies beside the configuration.

    Raises:
        UsageError: a framework that is asked for has mistakes.
    """
    path = config.evidence_file
    if config.evidence is None and not os.path.lexists(path):
        return None
    if config.evidence is None and not is_inside(path, repository_of(path.parent)):
        raise UsageError(_LEADS_AWAY.format(file=config.shown(path)))
    known, wrong = known_to(config)
    refuse(wrong)
    return read_evidence(path, config.shown(path), known)


_LEADS_AWAY = Message(
    "{file}: leads out of the repository by a link: name the file that is meant with --evidence"
)
