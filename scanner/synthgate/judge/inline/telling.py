"""What is told of suppressions that are wrong, over or ending, or match nothing, or too little.

A few of a kind are told one by one, with their places; of many the number, and the first few.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from datetime import date
from operator import itemgetter
from typing import TypeAlias

from synthgate.judge.inline.meanings import may_exist
from synthgate.judge.inline.said import EVERYTHING, OURS
from synthgate.judge.inline.standing import is_ending, is_over
from synthgate.model import Message, Problem, Suppression, Text, verbatim
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.former import Names, renamed
from synthgate.rule.terms.mistakes import meant

FEW = 5
"""So many of a kind are told one by one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asked: the rules that its gate goes by, the names of all rules, and the day.

    `tools` are those that were heard themselves, so that each of their ids means something.
    """

    gated: frozenset[str]
    names: Names
    day: date
    tools: frozenset[str] = frozenset()


_Order: TypeAlias = tuple[tuple[str, int, int], int]
"""Where one stands, and as which it came."""


@dataclass(slots=True)
class _Kind:
    """How many there are to tell the same of, and the first few of them in the order of texts."""

    number: int = 0
    first: list[tuple[_Order, Suppression, Text]] = field(
        default_factory=list[tuple[_Order, Suppression, Text]]
    )

    def add(self, order: _Order, one: Suppression, said: Text) -> None:
        self.number += 1
        insort(self.first, (order, one, said), key=itemgetter(0))
        del self.first[FEW:]


@dataclass(slots=True)
class _Foreign:
    """How many of another scanner no rule corresponds to, each id with where it stands first."""

    number: int = 0
    ids: dict[str, tuple[_Order, Suppression]] = field(
        default_factory=dict[str, tuple[_Order, Suppression]]
    )

    def add(self, order: _Order, one: Suppression) -> None:
        self.number += 1
        known = self.ids.get(one.id)
        if known is None or order < known[0]:
            self.ids[one.id] = order, one


@dataclass(slots=True)
class Telling:
    """What there is to tell of the suppressions of a run, which are taken in one by one.

    No more of them stays in memory than is told. `is_dated` says whether that may differ from day
    to day.
    """

    asked: Asked
    is_dated: bool = False
    _number: int = 0
    _kinds: dict[ProblemCode, _Kind] = field(default_factory=dict[ProblemCode, _Kind])
    _foreign: dict[str, _Foreign] = field(default_factory=dict[str, _Foreign])
    _shared: dict[object, tuple[_Order, Suppression]] = field(
        default_factory=dict[object, tuple[_Order, Suppression]]
    )

    def add(self, one: Suppression) -> None:
        """Take in a suppression."""
        order = _in_text(one), self._number
        self._number += 1
        self.is_dated = self.is_dated or bool(one.expires)
        if not one.shared:
            self._take(order, one)
            return
        # Those that one wish wrote in several places are one: what it did anywhere, it did.
        key = (one.tool, one.id, one.shared, one.expires)
        known = self._shared.get(key)
        if known and known[0] < order:
            self._shared[key] = known[0], _both(known[1], one)
        else:
            self._shared[key] = order, _both(one, known[1]) if known else one

    def problems(self) -> Iterator[Problem]:
        """The notices of all that were taken in."""
        for order, one in self._shared.values():
            self._take(order, one)
        self._shared.clear()
        for code in sorted(self._kinds, key=[*ProblemCode].index):
            yield from _of_kind(code, self._kinds[code])
        for tool, some in sorted(self._foreign.items()):
            yield _no_rules(tool, some)

    def _take(self, order: _Order, one: Suppression) -> None:
        found = _problem(one, self.asked)
        if found:
            code, said = found
            self._kinds.setdefault(code, _Kind()).add(order, one, said)
        elif _is_foreign(one) and one.tool not in self.asked.tools:
            self._foreign.setdefault(one.tool, _Foreign()).add(order, one)


def _in_text(one: Suppression) -> tuple[str, int, int]:
    """Where it stands: by files, from the top of each down."""
    at = one.position
    return (one.path, at.line, at.column) if at else (one.path, 0, 0)


def _both(one: Suppression, other: Suppression) -> Suppression:
    return replace(
        one,
        asked=tuple(sorted({*one.asked, *other.asked})),
        excused=tuple(sorted({*one.excused, *other.excused})),
        unnamed=tuple(sorted({*one.unnamed, *other.unnamed})),
        wrong=one.wrong or other.wrong,
    )


def _problem(one: Suppression, asked: Asked) -> tuple[ProblemCode, Text] | None:
    """What is to be told of one, the gravest first."""
    for code, tell in _TELLERS:
        said = tell(one, asked)
        if said:
            return code, said
    return None


_Teller = Callable[[Suppression, Asked], Text | None]


def _wrong(one: Suppression, _: Asked) -> Text | None:
    return one.wrong and _WRONG.format(id=_shown(one), why=one.wrong)


def _unknown(one: Suppression, asked: Asked) -> Text | None:
    if one.tool == OURS:
        if asked.names.matching(one.id):
            return None
        return _NO_RULE.format(id=_shown(one), meant=meant(one.id, asked.names.ids))
    return None if may_exist(one.tool, one.id) else _NO_ID.format(id=_shown(one), tool=one.tool)


def _over(one: Suppression, asked: Asked) -> Text | None:
    if not is_over(one.expires, asked.day):
        return None
    said = _OVER_COUNTS if one.excused else _OVER
    return said.format(id=_shown(one), day=one.expires)


def _renamed(one: Suppression, asked: Asked) -> Text | None:
    stale = asked.names.stale(one.id) if one.tool == OURS else ()
    return renamed(one.id, stale) if stale else None


def _ending(one: Suppression, asked: Asked) -> Text | None:
    if not (one.excused and is_ending(one.expires, asked.day)):
        return None
    return _ENDING.format(id=_shown(one), day=one.expires)


def _unused(one: Suppression, asked: Asked) -> Text | None:
    if one.unnamed:
        missing = [part for part in one.unnamed if part != EVERYTHING]
        said = _UNNAMED if missing else _UNTOLD
        return said.format(id=_shown(one), parts=", ".join(missing[:FEW]))
    if one.excused or asked.gated.isdisjoint(one.asked) or one.tool in asked.tools:
        return None  # what it excuses of a tool that was heard, that tool says
    rules = [rule_id for rule_id in one.asked if rule_id in asked.gated]
    return _UNUSED.format(id=_shown(one), rules=", ".join(rules[:FEW]))


_TELLERS: tuple[tuple[ProblemCode, _Teller], ...] = (
    (ProblemCode.SUPPRESSION_INVALID, _wrong),
    (ProblemCode.SUPPRESSION_UNKNOWN, _unknown),
    (ProblemCode.SUPPRESSION_EXPIRED, _over),
    (ProblemCode.RULE_RENAMED, _renamed),
    (ProblemCode.SUPPRESSION_ENDING, _ending),
    (ProblemCode.SUPPRESSION_UNUSED, _unused),
)


def _of_kind(code: ProblemCode, kind: _Kind) -> Iterator[Problem]:
    """A few one by one; many as one, at the place of the first."""
    if kind.number <= FEW:
        for _, one, said in kind.first:
            yield Problem(code, said, one.path, one.position)
        return
    _, first, said = kind.first[0]
    places = ", ".join(_place(one) for _, one, _ in kind.first[1:])
    text = _MORE.format(said=said, number=kind.number - 1, places=places)
    yield Problem(code, text, first.path, first.position)


def _is_foreign(one: Suppression) -> bool:
    """Whether no rule of the run says what the check of another scanner says."""
    return one.tool != OURS and not one.means and not one.excused


def _no_rules(tool: str, some: _Foreign) -> Problem:
    each = sorted(some.ids.values(), key=itemgetter(0))
    named = ", ".join(one.id[:80] for _, one in each[:FEW]) + (", …" if len(each) > FEW else "")
    said = _FOREIGN.format(number=some.number, tool=tool, ids=named)
    _, first = each[0]
    return Problem(ProblemCode.SUPPRESSION_UNUSED, said, first.path, first.position)


def _shown(one: Suppression) -> Text:
    """A suppression by its words, and what it is for."""
    name = f"{one.tool} {one.id[:80]}" if one.tool != OURS else one.id[:80]
    return _OF.format(id=name, about=one.about[:160]) if one.about else verbatim(name)


def _place(one: Suppression) -> str:
    line = f":{one.position.line}" if one.position else ""
    return f"{one.path}{line} ({one.id[:80]})"


_OF = Message("{id} of {about}")
_WRONG = Message("suppression {id} does not count: {why}")
_NO_RULE = Message(
    "suppression {id}: no rule has that id{meant} (synthgate rules list shows all of them)"
)
_NO_ID = Message("suppression {id}: {tool} has no such id; is it spelt right?")
_OVER = Message("suppression {id} has expired ({day}): take it out, or give it another day")
_OVER_COUNTS = Message(
    "suppression {id} has expired ({day}), and what it suppressed counts again: mend that, or "
    "give it another day"
)
_ENDING = Message("suppression {id} expires soon ({day}): what it suppresses counts from then on")
_UNUSED = Message(
    "suppression {id} matches nothing: {rules} finds nothing there; is it still needed?"
)
_UNNAMED = Message(
    "suppression {id} does not name all that a finding is about, so that this counts: name also "
    "{parts}, or suppress the check as a whole"
)
_UNTOLD = Message(
    "suppression {id} names a part of what the check finds, and whether a finding is about that "
    "cannot be told, so that it counts: suppress the check as a whole"
)
_MORE = Message("{said} (and {number:,} more like this, the first at {places})")
_FOREIGN = Message(
    "suppressions of {tool} for checks that no rule asked here corresponds to: {number:,} ({ids})"
)
