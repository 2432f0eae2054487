"""The evidence of a run: the configuration's file, and those that several repositories share."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.framework.library import Known
from synthgate.framework.stores import Store
from synthgate.judge.evidence import EvidenceFile, evidence_in, read_evidence
from synthgate.judge.validity import Judge
from synthgate.model import Message
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.reach import OUTSIDE, is_inside, repository_of
from synthgate.rule.cards.sheet import MAX_BYTES, Source, refuse, sheet_of
from synthgate.sources.remote.store import is_address

if TYPE_CHECKING:
    from synthgate.framework.sheet import Framework


def evidence_for(config: Config, frameworks: Iterable[Framework]) -> Judge:
    """What people state of the controls of frameworks, if any are asked for.

    A stranger's repository states nothing: only a file that the user names counts.

    Raises:
        UsageError: a file has mistakes, or cannot be fetched; it tells all mistakes.
    """
    files = read_files(config, Known(frameworks)) if config.framework else []
    return judge_of(files, config)


def judge_of(files: list[EvidenceFile], config: Config) -> Judge:
    """Who judges what some files state, for this app and on the day of the run."""
    return Judge(tuple(files), config.as_of, config.app)


def read_files(config: Config, known: Known) -> list[EvidenceFile]:
    """Every file of evidence, without mistakes.

    Raises:
        UsageError: as `evidence_for` has it.
    """
    own = None
    if not config.excuses_nothing or config.evidence is not None:
        own = read_own(config, known)
    files = [*([own] if own else ()), *_shared(config, known)]
    refuse(problem for file in files for problem in file.problems)
    return files


def read_own(config: Config, known: Known) -> EvidenceFile | None:
    """The file of evidence; None where none is named and none lies beside the configuration.

    Raises:
        UsageError: a link leads out of the repository.
    """
    path = config.evidence_file
    if config.evidence is None and not os.path.lexists(path):
        return None
    if config.evidence is None and not is_inside(path, repository_of(path.parent)):
        raise UsageError(_LEADS_AWAY.format(file=config.shown(path)))
    return read_evidence(path, config.shown(path), known)


def _shared(config: Config, known: Known) -> Iterator[EvidenceFile]:
    """The files that several repositories share; a store is asked where the user names it."""
    for wish in config.shared_evidence:
        if is_address(wish.name):
            yield _fetched(wish, known)
            continue
        if wish.source.strays(wish.name):
            told = wish.problem(OUTSIDE.format(path=wish.name, option="--shared-evidence"))
            refuse([told])
        path = wish.source.folder / wish.name
        yield read_evidence(path, config.shown(path), known)


def _fetched(wish: Wish, known: Known) -> EvidenceFile:
    if wish.source.within is not None:  # a repository's file
        refuse([wish.problem(_UNASKED.format(address=wish.name))])
    store = Store(wish.name)
    content = store.content(MAX_BYTES)
    file = evidence_in(sheet_of(content, Source(wish.name)), store, known)
    return replace(file, digest=hashlib.sha256(content).hexdigest())


_LEADS_AWAY = Message(
    "{file}: leads out of the repository by a link: name the file that is meant with --evidence"
)
_UNASKED = Message(
    "{address}: nothing is fetched because a file says so: name it by --shared-evidence, or by "
    "SYNTHGATE_SHARED_EVIDENCE"
)
