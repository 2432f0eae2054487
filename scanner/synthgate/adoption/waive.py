"""``synthgate waive``: accept a finding, with reason, owner and end, in the file of waivers."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import BinaryIO

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.judge.appending import appended, write_whole
from synthgate.judge.names import writable
from synthgate.judge.options import PAST, as_day, of_option, refuse_empty
from synthgate.judge.waivers import LIST
from synthgate.judge.waivers.entry import ACCEPTABLE, PLACES, SUBJECTS
from synthgate.model import Disposition, Finding, Message, plural
from synthgate.pipeline import run
from synthgate.rule.cards.sheet import shown
from synthgate.rule.terms.mistakes import meant

SHORTEST = 8
"""How many digits of a fingerprint name it."""
_MOST_NAMED = 5


def waive(
    arguments: argparse.Namespace,
    config: Config,
    stdin: BinaryIO | None,
    say: Callable[[str], None],
) -> int:
    """Scan, find what is meant, and write down that it is accepted.

    Raises:
        UsageError: an argument is unusable, nothing or too much is meant, the configuration or the
            file has mistakes, or the file cannot be written.
    """
    terms = _terms(arguments, config.as_of)
    report = run(replace(config, format=()), stdin)
    found = _meant(arguments.finding, report.findings)
    entry = {**_about(arguments.finding, found), **terms}
    path = config.folder / config.waivers_file
    name = shown(path, config.folder)
    before = path.read_text("utf-8-sig") if os.path.lexists(path) else ""
    write_whole(path, appended(before, LIST, entry, (*SUBJECTS, *PLACES)))
    said = [_WRITTEN.format(number=len(found), file=name, date=terms["expires"])]
    if any(_is_known(one) for one in found):
        said.append(_SUPERSEDED.format(file=shown(config.baseline_file, config.folder)))
    for sentence in said:
        say(sentence[config.language])
    return 0


def _terms(arguments: argparse.Namespace, today: date) -> dict[str, str]:
    """Why, who and until when."""
    for option in ("reason", "owner"):
        refuse_empty(option, getattr(arguments, option))
    if as_day("expires", arguments.expires) < today.isoformat():
        raise UsageError(of_option("expires", PAST))
    terms = {
        "reason": arguments.reason,
        "owner": arguments.owner,
        "expires": arguments.expires,
        "ticket": arguments.ticket,
    }
    return {key: value for key, value in terms.items() if value is not None}


def _meant(wanted: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings that a fingerprint, or a rule and a resource, mean; all of one resource."""
    every = [one for one in findings if _is_meant(wanted, one)]
    active = [one for one in every if one.is_active or _is_known(one)]
    if every and not active:
        accepted = every[0].accepted
        raise UsageError(_ACCEPTED.format(wanted=wanted, by=accepted.by if accepted else ""))
    if not active:
        _refuse_problem(wanted)
        known = (one for finding in findings for one in _names(finding))
        raise UsageError(_NONE.format(wanted=wanted, meant=meant(wanted, known)))
    places = dict.fromkeys(_place(one) for one in active)
    if len(places) > 1:
        named = "; ".join([*places][:_MOST_NAMED])
        raise UsageError(_SEVERAL.format(wanted=wanted, number=len(places), names=named))
    return active


def _refuse_problem(wanted: str) -> None:
    """Say how a problem is accepted, where one is meant.

    Raises:
        UsageError: a kind of problem is named, and the file of waivers is where it is accepted.
    """
    code, _, path = wanted.partition(":")
    if code in {one.id for one in ACCEPTABLE}:
        entry = f"problem: {code}, path: {writable(path or '…')}"
        raise UsageError(_PROBLEM.format(wanted=wanted, entry=entry, list=LIST))


def _is_known(finding: Finding) -> bool:
    """Whether it is in the baseline, which a waiver outweighs."""
    return finding.disposition is Disposition.BASELINE


def _is_meant(wanted: str, finding: Finding) -> bool:
    is_short = len(wanted) >= SHORTEST and finding.fingerprint.startswith(wanted.lower())
    return is_short or wanted in _names(finding)


def _names(finding: Finding) -> Iterator[str]:
    """A finding's rule with each name of its resource."""
    subject = finding.subject
    for name in (subject.logical_id, subject.construct_path):
        if name is not None:
            yield f"{finding.rule.id}:{name}"


def _place(finding: Finding) -> str:
    """The resource of a finding, as nothing else in the run is called."""
    subject = finding.subject
    around = subject.stack or subject.template
    return f"{finding.rule.id}:{subject.construct_path or f'{around} {subject.logical_id}'}"


def _about(wanted: str, found: Sequence[Finding]) -> dict[str, str]:
    """What the waiver is about: the rule, the resource, and the one place if that was said."""
    about = entry_about(found[0])
    if wanted not in _names(found[0]):
        about["fingerprint"] = found[0].fingerprint
    return about


def entry_about(finding: Finding) -> dict[str, str]:
    """What a waiver says of a finding's rule and resource, whichever place in it is meant."""
    subject = finding.subject
    about = {"rule": finding.rule.id}
    if subject.construct_path is not None:
        about["construct"] = subject.construct_path
    elif subject.stack is not None:
        about |= {"resource": subject.logical_id, "stack": subject.stack}
    else:
        about |= {"resource": subject.logical_id, "path": writable(subject.template)}
    return about


_WRITTEN = plural(
    "{number} finding accepted until {date}: written to {file}",
    "{number} findings accepted until {date}: written to {file}",
)
_SUPERSEDED = Message(
    "its line in {file} is of no use any more: 'synthgate baseline update' takes it out"
)
_PROBLEM = Message(
    "{wanted!r}: a problem is accepted by hand: add {{{entry}, reason: …, owner: …, expires: …}} "
    "to {list!r} in the file of waivers (docs/waivers.md)"
)
_NONE = Message(
    "{wanted!r}: no finding of this scan; it is a fingerprint (eight digits of it do), or "
    "RULE:RESOURCE with a logical id or construct path{meant}"
)
_SEVERAL = Message(
    "{wanted!r} means {number} resources; say which by its construct path or its fingerprint: "
    "{names}"
)
_ACCEPTED = Message("{wanted!r} does not count already: {by}")
