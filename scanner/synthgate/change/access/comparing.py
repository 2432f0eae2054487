"""Which requests statements of a head allow that those of the base did not.

Requests are split up into cells: actions, resources and principals that no pattern of either side
tells apart. For each, allowed is what an Allow lets in and no Deny takes away (IAM User Guide,
"Policy evaluation logic"); conditions are looked at value by value, for each of the keys that they
ask for. A cell is new for sure if, whatever the open values turn out to be, there is a request in
it that the head allows and the base did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from synthgate.change.access.axis import Atom, Select, atoms
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
) -> tuple[list[New], list[New]]:
    """What the statements of the head allow and those of the base did not; and the other way round.

    Of resources only those are looked at that fit one of some patterns, if there are any.

    Raises:
        TooMuchError: it takes too many steps to find out.
    """
    before, after = relevant(before, after)
    beside = beside and _about_the_same(beside, [*before, *after])
    lists = before, after, *((beside.before, beside.after) if beside else ((), ()))
    grants = [one for these in lists for one in these]
    axes = [
        _groups([(one.actions, one) for one in grants], _ACTIONS),
        _groups([(one.resources, one) for one in grants], resources),
        _groups([(one.principals, one) for one in grants], (), beside),
    ]
    questions = Questions([*_asked(grants)])
    questions.spend(len(axes[0]) * len(axes[1]) * len(axes[2]))
    parts = _parts(*lists)
    more = Cells(questions, grants, parts, fits, beside)
    less = Cells(questions, grants, parts.turned, fits, beside)
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


def _groups(
    selects: Sequence[tuple[Select, Grant]],
    domain: Sequence[Pattern] = (),
    beside: Beside | None = None,
) -> list[Group]:
    """Classes of texts, and what all statements say of them; of principals, whose they are."""
    found = atoms((entry for one, _ in selects for entry in one.entries), domain)
    if found is None:
        raise TooMuchError
    groups: dict[tuple[tuple[Expr, ...], Expr, str], list[Atom]] = {}
    for atom in found:
        if beside is None:
            key = tuple(one.of(atom) for one, _ in selects), False, ""
        else:
            said = tuple(beside.said(grant, atom) for _, grant in selects)
            key = said, beside.is_own(atom), beside.text(atom)
        groups.setdefault(key, []).append(atom)
    return [
        Group(said, _bits(said), same, is_own, text)
        for (said, is_own, text), same in groups.items()
    ]


def _bits(said: Iterable[Expr]) -> int:
    return sum(1 << number for number, one in enumerate(said) if one is not False)
