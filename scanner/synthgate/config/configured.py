"""The configuration of a run, for as long as it lasts: with what is accepted taken from elsewhere.

What lies here says at most which revision is to be asked; once that is known, it is all read anew
from there, and what lies here otherwise is told.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from synthgate.config.accepted import OPTION, Accepted, accepted_from
from synthgate.config.configure import configure
from synthgate.config.found import FILE_NAME
from synthgate.config.policy import BASE, Policy
from synthgate.config.record import Config
from synthgate.errors import UsageError
from synthgate.judge.baseline.file import FILE_NAME as BASELINE_NAME
from synthgate.judge.evidence import FILE_NAME as EVIDENCE_NAME
from synthgate.judge.waivers import FILE_NAME as WAIVERS_NAME
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.sheet import Source
from synthgate.settings import variable

_BESIDE = (FILE_NAME, WAIVERS_NAME, BASELINE_NAME, EVIDENCE_NAME)


@contextmanager
def configured(
    given: Mapping[str, Any],
    environ: Mapping[str, str],
    folder: Path,
    file: str | None = None,
    today: date | None = None,
    *,
    exit_zero: bool = False,
) -> Generator[Config]:
    """The configuration as `configure` has it, while the files that it names are there.

    Raises:
        UsageError: what findings are accepted from cannot be had, or a policy demands another one.
    """
    here = configure(given, environ, folder, file, today, exit_zero=exit_zero)
    word = given.get(OPTION) or environ.get(variable(OPTION)) or _demanded(here.policies)
    if not word:
        _refuse_others(here.policies, None)
        yield replace(here, refused=(*here.refused, *_open(here.policies)))
        return
    with accepted_from(word, here.folder) as accepted:
        config = configure(
            given, environ, folder, file, today, exit_zero=exit_zero, accepted=accepted
        )
        _refuse_others(config.policies, word)
        notices = _otherwise(here, config, accepted)
        yield replace(config, refused=(*config.refused, *notices))


def _demanded(policies: tuple[Policy, ...]) -> str | None:
    """The revision that a policy names; one that the change could edit has the last word."""
    firm_first = sorted(policies, key=lambda policy: not policy.is_firm)
    words = [one.bounds.body[OPTION] for one in firm_first if OPTION in one.bounds.body]
    return next((word for word in words if word != BASE), None)


def _refuse_others(policies: tuple[Policy, ...], word: str | None) -> None:
    """Refuse to go by anything but what every policy demands.

    Raises:
        UsageError: a policy demands something else, or that something is named.
    """
    for policy in policies:
        demanded = policy.bounds.body.get(OPTION, word)
        place = policy.place(OPTION)
        if demanded == BASE and word is None:
            raise UsageError(_NAME_ONE.format(place=place))
        if demanded not in {BASE, word}:
            raise UsageError(_ANOTHER.format(place=place, demanded=demanded, word=word))


def _open(policies: tuple[Policy, ...]) -> Iterator[Problem]:
    """Notices of the policies that bind nobody who can edit them."""
    for policy in policies:
        if not policy.is_firm:
            yield Problem(ProblemCode.POLICY_OPEN, _EDITABLE, policy.name)


def _otherwise(here: Config, config: Config, accepted: Accepted) -> Iterator[Problem]:
    """A notice of the files here that say something else, which does not count."""
    beside = here.file.folder if here.file else here.folder
    files = [beside / name for name in _BESIDE]
    files += [here.folder / policy.name for policy in here.policies]
    for one in (here, config):
        named = (one.waivers_file, one.baseline_file, one.evidence_file)
        files += [accepted.here(one.folder / path) for path in named]
    distinct = dict.fromkeys(Path(os.path.normpath(path)) for path in files)
    differ = [path for path in distinct if _differs(path, accepted)]
    if differ:
        names = ", ".join(sorted({config.shown(path) for path in differ}))
        text = _NOT_COUNTED.format(files=names, accepted=accepted.name)
        yield Source(config.shown(differ[0])).problem((), text, ProblemCode.ACCEPTED_ELSEWHERE)


def _differs(path: Path, accepted: Accepted) -> bool:
    there = accepted.there(path)
    return there != path and _content(path) != _content(there)


def _content(path: Path) -> bytes | None:
    """What a file holds, a link not followed: it is another file than that which was accepted."""
    try:
        return bytes(path.readlink()) if path.is_symlink() else path.read_bytes()
    except OSError:
        return None


_NAME_ONE = Message(
    "{place}: the policy demands --accepted-from: name what the change is merged into, as in "
    "--accepted-from origin/main"
)
_ANOTHER = Message(
    "{place}: the policy demands what is accepted from {demanded}, not from {word}: say "
    "--accepted-from {demanded}"
)
_EDITABLE = Message(
    "this policy lies in the repository, where a change may edit it, or name it no more: say from "
    "which revision it is taken (--accepted-from origin/main), or give it by --policy from outside"
)
_NOT_COUNTED = Message(
    "what is accepted is taken from {accepted}; what differs here does not count: {files}"
)
