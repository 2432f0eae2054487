"""The evidence of a run: the file of the configuration, held against all frameworks."""

from __future__ import annotations

import os

from synthgate.config import Config
from synthgate.framework.library import every_framework
from synthgate.judge.evidence import EvidenceFile, Judge, judge, read_evidence
from synthgate.rule.sheet import refuse, shown


def evidence_for(config: Config) -> Judge:
    """What people state of controls, if frameworks are asked for.

    Raises:
        UsageError: the file has mistakes; it tells all of them.
    """
    if not config.framework:
        return judge(None, config.today)
    file = read_file(config)
    refuse(file.problems if file else ())
    return judge(file, config.today)


def read_file(config: Config) -> EvidenceFile | None:
    """The file of evidence; None where none is named and none lies beside the configuration.

    Raises:
        UsageError: a framework that is asked for has mistakes.
    """
    path = config.evidence_file
    if config.evidence is None and not os.path.lexists(path):
        return None
    frameworks = every_framework(config)
    refuse(frameworks.problems)
    controls = {one.id: [control.id for control in one.controls] for one in frameworks.chosen}
    return read_evidence(path, shown(path, config.folder), controls)
