"""What nobody should miss of waivers: that one has expired, is about to, or was of no use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from synthgate.judge.expiry import is_ending
from synthgate.judge.waivers.entry import Waiver
from synthgate.model import Message, Problem, Text, first_of, plural
from synthgate.problem_code import ProblemCode

_NAMED = 10
"""How many waivers a notice names; the rest is counted."""


def expired(waiver: Waiver) -> Text:
    """That a waiver accepts a finding no more."""
    until = waiver.expires.isoformat()
    return _IS_BACK.format(place=waiver.place, date=until, owner=waiver.owner)


def told(waivers: Sequence[Waiver], used: Collection[int], today: date) -> Iterator[Problem]:
    """Notices, one for each kind and file, at the first of the waivers that it is about."""
    unused = [one for at, one in enumerate(waivers) if at not in used]
    of_use = [waivers[at] for at in sorted(used)]
    over = [one for one in of_use if not one.counts_on(today)]
    ending = [one for one in of_use if is_ending(one.expires, today)]
    yield from _notices(ProblemCode.WAIVER_EXPIRED, _EXPIRED, over)
    yield from _notices(ProblemCode.WAIVER_ENDING, _ENDING, ending)
    yield from _notices(ProblemCode.WAIVER_UNUSED, _UNUSED, unused)


def _notices(code: ProblemCode, sentence: Message, waivers: Iterable[Waiver]) -> Iterator[Problem]:
    by_file: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        by_file.setdefault(waiver.source.name, []).append(waiver)
    for group in by_file.values():
        named = first_of([*map(_name, group)], _NAMED, "; ")
        message = sentence.format(number=len(group), waivers=named)
        yield group[0].source.problem(group[0].route, message, code)


def _name(waiver: Waiver) -> str:
    """A waiver by what it accepts, its line and its end."""
    about = waiver.rule or waiver.control or waiver.problem
    place = next(iter((waiver.places or waiver.tags).values()), "")
    return f"{waiver.place} {' '.join(filter(None, (about, place)))} ({waiver.expires.isoformat()})"


_IS_BACK = Message("(accepted by {owner} until {date}, which is over: {place})")
_EXPIRED = plural(
    "{number} waiver has expired, and what it accepted counts again; "
    "mend that, or renew it with a new reason: {waivers}",
    "{number} waivers have expired, and what they accepted counts again; "
    "mend that, or renew them with a new reason: {waivers}",
)
_ENDING = plural(
    "{number} waiver ends within two weeks: {waivers}",
    "{number} waivers end within two weeks: {waivers}",
)
_UNUSED = plural(
    "{number} waiver matched nothing in this run; take it out if it never will: {waivers}",
    "{number} waivers matched nothing in this run; take out those that never will: {waivers}",
)
