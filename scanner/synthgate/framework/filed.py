"""How controls are run, of frameworks that nothing is filed of: what nobody will ever read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from synthgate.framework.library import Known
from synthgate.framework.sheet import Framework
from synthgate.judge.evidence import EvidenceFile
from synthgate.judge.operation import Run
from synthgate.model import Message, Problem
from synthgate.rule.terms.mistakes import told


def unfiled(files: Iterable[EvidenceFile], known: Known) -> Iterator[Problem]:
    """The entries of `operation` that stand in no statement, with their places."""
    for file in files:
        for one in file.runs:
            about = [*_about(one, known)]
            if about and not any(it.statement for it in about):
                names = ", ".join(it.id for it in about)
                mistake = told((*one.route, "control"), _UNFILED.format(frameworks=names))
                yield from file.sheet.source.problems([mistake])


def _about(run: Run, known: Known) -> Iterator[Framework]:
    """The chosen frameworks that an entry is about; where there are none, the others."""
    control = run.operation.control
    chosen = [
        one
        for one in known.chosen.values()
        if run.framework in {None, one.id, *one.before}
        and any(it.id == control for it in one.controls)
    ]
    if chosen:
        yield from chosen
        return
    names = known.having(control) if run.framework is None else [run.framework]
    yield from (one for name in names if (one := known.named(name)))


_UNFILED = Message(
    "stands in no statement: nothing is filed of {frameworks}; a framework of your own may say "
    "'statement'"
)
