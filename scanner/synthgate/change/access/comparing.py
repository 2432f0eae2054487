"""Which requests statements of a head allow that those of the base did not.

Requests are split up into cells: actions, resources and principals that no pattern of either side
tells apart. For each, allowed is what an Allow lets in and no Deny takes away (IAM User Guide,
"Policy evaluation logic"); conditions are looked at value by value, for each of the keys that they
ask for. A cell is new for sure if, whatever the open values turn out to be, there is a request in
it that the head allows and the base did not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from synthgate.change.access.axis import Atom, Select, atoms
from synthgate.change.access.conditions import Absent, Asked, Whole
from synthgate.change.access.grants import Grant
from synthgate.change.access.logic import Expr, Var, every, opposite, some, variables
from synthgate.change.access.questions import Questions, TooMuchError
from synthgate.change.access.relevant import relevant
from synthgate.records import dataclass
from synthgate.rule.texts.wildcards import Pattern, Wild

_ACTIONS: Sequence[Pattern] = ((Wild.ONE, Wild.ANY, ":", Wild.ONE, Wild.ANY),)
"""Every action has a service and a name."""
Fits = Callable[[str, str], bool]
"""Whether an action may be about a resource at all."""


@dataclass(frozen=True, slots=True, eq=False)
class New:
    """Requests that became possible, or may have: one of them, and the statements that allow it.

    `by` are Allow statements of the head, `besides` Deny statements of the base that kept it out.
    What is `open` decides it, where it is not sure.
    """

    actions: list[Atom]
    resources: list[Atom]
    principals: list[Atom]
    context: tuple[tuple[str, str | None], ...]
    by: tuple[Grant, ...]
    besides: tuple[Grant, ...]
    is_sure: bool
    open: tuple[Var, ...] = ()

    @property
    def example(self) -> tuple[str, str, str]:
        """An action, a resource and a principal of which it is true."""
        return self.actions[0].word, self.resources[0].word, self.principals[0].word


def spread(new: Sequence[New]) -> tuple[list[Atom], list[Atom], list[Atom]]:
    """All actions, resources and principals that some requests are about."""
    return (
        [atom for one in new for atom in one.actions],
        [atom for one in new for atom in one.resources],
        [atom for one in new for atom in one.principals],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Classes of texts of which all statements say the same.

    `touched` has a bit for each statement that may be about them.
    """

    said: tuple[Expr, ...]
    touched: int
    atoms: list[Atom]


def compared(
    before: Sequence[Grant],
    after: Sequence[Grant],
    fits: Fits,
    resources: Sequence[Pattern] = (),
) -> tuple[list[New], list[New]]:
    """What the statements of the head allow and those of the base did not; and the other way round.

    Of resources only those are looked at that fit one of some patterns, if there are any.

    Raises:
        TooMuchError: it takes too many steps to find out.
    """
    before, after = relevant(before, after)
    grants = [*before, *after]
    axes = [
        _groups([one.actions for one in grants], _ACTIONS),
        _groups([one.resources for one in grants], resources),
        _groups([one.principals for one in grants]),
    ]
    questions = Questions([*_asked(grants)])
    questions.spend(len(axes[0]) * len(axes[1]) * len(axes[2]))
    base = (1 << len(before)) - 1
    more = _Cells(questions, grants, base, fits)
    less = _Cells(questions, grants, (1 << len(grants)) - 1 & ~base, fits)
    cells = [*product(*axes)]
    return (
        [new for cell in cells for new in more.new_in(cell)],
        [new for cell in cells for new in less.new_in(cell)],
    )


def _asked(grants: Sequence[Grant]) -> Iterator[Var]:
    for grant in grants:
        for var in variables(grant.conditions):
            if isinstance(var, Asked | Absent | Whole):
                yield var


def _groups(selects: Sequence[Select], domain: Sequence[Pattern] = ()) -> list[_Group]:
    found = atoms((entry for one in selects for entry in one.entries), domain)
    if found is None:
        raise TooMuchError
    groups: dict[tuple[Expr, ...], list[Atom]] = {}
    for atom in found:
        groups.setdefault(tuple(one.of(atom) for one in selects), []).append(atom)
    return [_Group(said, _bits(said), same) for said, same in groups.items()]


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _bits(said: Iterable[Expr]) -> int:
    return sum(1 << number for number, one in enumerate(said) if one is not False)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    questions: Questions
    grants: Sequence[Grant]
    others: int
    """A bit for each of the statements that are those of the other state."""
    fits: Fits

    def new_in(self, combined: Sequence[_Group]) -> Iterator[New]:
        """What is new in a cell."""
        acting, about, who = combined
        touched = acting.touched & about.touched & who.touched
        if not touched & ~self.others:
            return
        held = {number: every(one.said[number] for one in combined) for number in _numbers(touched)}
        before = {number: one for number, one in held.items() if self.others >> number & 1}
        after = {number: one for number, one in held.items() if number not in before}
        was = self._allowed(before)
        question = every((self._allowed(after), opposite(was)))
        answer = self.questions.answer(question)
        actions, resources = self._fitting(acting, about) if answer else ([], [])
        if answer and actions:
            yield New(
                actions,
                resources,
                who.atoms,
                tuple((one.key, one.value) for one in answer.context),
                tuple(self._newly(after, was)),
                tuple(self._named(before, is_deny=True)),
                answer.is_sure,
                () if answer.is_sure else tuple(dict.fromkeys(variables(question))),
            )

    def _allowed(self, held: dict[int, Expr]) -> Expr:
        """What is allowed: by some Allow, and denied by no Deny."""
        parts: dict[bool, list[Expr]] = {False: [], True: []}
        for number, one in held.items():
            grant = self.grants[number]
            parts[grant.is_deny].append(every((one, grant.presence, grant.conditions)))
        return every((some(parts[False]), opposite(some(parts[True]))))

    def _newly(self, held: dict[int, Expr], was: Expr) -> list[Grant]:
        """The statements that allow what was not; what they do for sure first."""
        denying = {number: one for number, one in held.items() if self.grants[number].is_deny}
        found: dict[bool, list[Grant]] = {True: [], False: []}
        for number, one in held.items():
            alone = every((self._allowed({number: one, **denying}), opposite(was)))
            answer = self.questions.answer(alone)
            if answer:
                found[answer.is_sure].append(self.grants[number])
        return [*found[True], *found[False]]

    def _named(self, held: dict[int, Expr], *, is_deny: bool) -> Iterator[Grant]:
        every_one = (self.grants[number] for number in held)
        return (one for one in every_one if one.is_deny == is_deny)

    def _fitting(self, acting: _Group, about: _Group) -> tuple[list[Atom], list[Atom]]:
        """The actions and the resources that go together; the first ones do with each other."""
        pairs = [
            (action, resource)
            for action, resource in product(acting.atoms, about.atoms)
            if self.fits(action.word, resource.word)
        ]
        return (
            [*dict.fromkeys(action for action, _ in pairs)],
            [*dict.fromkeys(resource for _, resource in pairs)],
        )
