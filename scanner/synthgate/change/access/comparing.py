"""Which requests statements of a head allow that those of the base did not.

Requests are split up into cells: actions, resources and principals that no pattern of either side
tells apart. For each, allowed is what an Allow lets in and no Deny takes away (IAM User Guide,
"Policy evaluation logic"); conditions are looked at value by value, for each of the keys that they
ask for. A cell is new for sure if, whatever the open values turn out to be, there is a request in
it that the head allows and the base did not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from synthgate.change.access.around import Around
from synthgate.change.access.axis import Atom, Entry, Select, atoms
from synthgate.change.access.beside import Beside
from synthgate.change.access.cells import Cells, Fits, Group, Parts
from synthgate.change.access.conditions import Absent, Asked, Whole
from synthgate.change.access.grants import Grant
from synthgate.change.access.logic import Expr, Var, variables
from synthgate.change.access.news import New
from synthgate.change.access.questions import Questions, TooMuchError
from synthgate.change.access.relevant import meets, relevant
from synthgate.rule.texts.wildcards import Pattern, Wild

_ACTIONS: Sequence[Pattern] = ((Wild.ONE, Wild.ANY, ":", Wild.ONE, Wild.ANY),)
"""Every action has a service and a name."""


def compared(
    before: Sequence[Grant],
    after: Sequence[Grant],
    fits: Fits,
    resources: Sequence[Pattern] = (),
    beside: Beside | None = None,
    around: Around | None = None,
) -> tuple[list[New], list[New]]:
    """What the statements of the head allow and those of the base did not; and the other way round.

    Of resources only those are looked at that fit one of some patterns, if there are any.

    Raises:
        TooMuchError: it takes too many steps to find out.
    """
    before, after = relevant(before, after)
    beside = beside and _about_the_same(beside, [*before, *after])
    around = around and around.only([*before, *after])
    more_said = beside or around
    lists = before, after, *((more_said.before, more_said.after) if more_said else ((), ()))
    grants = [one for these in lists for one in these]
    axes = [
        _groups([(one.actions, one) for one in grants], _ACTIONS),
        _about([(one.resources, one) for one in grants], resources, around),
        _who([(one.principals, one) for one in grants], beside, around),
    ]
    questions = Questions([*_asked(grants)])
    questions.spend(len(axes[0]) * len(axes[1]) * len(axes[2]))
    parts = _parts(*lists)
    more = Cells(questions, grants, parts, fits, beside, around)
    less = Cells(questions, grants, parts.turned, fits, beside, around)
    cells = [*product(*axes)]
    return (
        [new for cell in cells for new in more.new_in(cell)],
        [new for cell in cells for new in less.new_in(cell)],
    )


def _about_the_same(beside: Beside, grants: Sequence[Grant]) -> Beside:
    """Without the statements of identities that are about something else altogether."""
    before, after = (
        [one for one in these if any(meets(one, other) for other in grants)]
        for these in (beside.before, beside.after)
    )
    return replace(beside, before=before, after=after)


def _parts(*lists: Sequence[Grant]) -> Parts:
    """Which of all statements belong to the two states, and to identities in these."""
    found: list[int] = []
    at = 0
    for one in lists:
        found.append((1 << len(one)) - 1 << at)
        at += len(one)
    return Parts(*found)


def _asked(grants: Sequence[Grant]) -> Iterator[Var]:
    for grant in grants:
        for var in variables(grant.conditions):
            if isinstance(var, Asked | Absent | Whole):
                yield var


_Selects = Sequence[tuple[Select, Grant]]
_Said = tuple[tuple[Expr, ...], Expr, str, Expr]
"""What statements say of a class, and the other values of its group."""


def _groups(selects: _Selects, domain: Sequence[Pattern] = ()) -> list[Group]:
    """Classes of texts, and what all statements say of them."""

    def said(atom: Atom) -> _Said:
        return tuple(one.of(atom) for one, _ in selects), False, "", False

    return _grouped(_classes(selects, domain), said)


def _about(selects: _Selects, domain: Sequence[Pattern], around: Around | None) -> list[Group]:
    """Classes of resources; of some, no statement of an identity alone decides."""
    if around is None:
        return _groups(selects, domain)

    def said(atom: Atom) -> _Said:
        of_all = tuple(around.about(grant, atom) for _, grant in selects)
        return of_all, False, "", around.bound.of(atom)

    return _grouped(_classes(selects, domain, around.entries), said)


def _who(selects: _Selects, beside: Beside | None, around: Around | None) -> list[Group]:
    """Classes of principals, and whose they are; one identity, if all is around that."""
    if around is not None:
        others = {id(one) for one in (*around.before, *around.after)}

        def said_of_one(atom: Atom) -> _Said:
            of_all = (
                around.given(grant, atom) if id(grant) in others else select.of(atom)
                for select, grant in selects
            )
            return tuple(of_all), False, "", False

        return _grouped(_classes(selects, around.who), said_of_one)
    if beside is None:
        return _groups(selects)

    def said(atom: Atom) -> _Said:
        of_all = tuple(beside.said(grant, atom) for _, grant in selects)
        return of_all, beside.is_own(atom), beside.text(atom), False

    return _grouped(_classes(selects), said)


def _classes(
    selects: _Selects, domain: Sequence[Pattern] = (), more: Iterable[Entry] = ()
) -> list[Atom]:
    found = atoms((*(it for one, _ in selects for it in one.entries), *more), domain)
    if found is None:
        raise TooMuchError
    return found


def _grouped(found: Iterable[Atom], said: Callable[[Atom], _Said]) -> list[Group]:
    groups: dict[_Said, list[Atom]] = {}
    for atom in found:
        groups.setdefault(said(atom), []).append(atom)
    return [
        Group(of_all, _bits(of_all), same, is_own, text, is_bound)
        for (of_all, is_own, text, is_bound), same in groups.items()
    ]


def _bits(said: Iterable[Expr]) -> int:
    return sum(1 << number for number, one in enumerate(said) if one is not False)
