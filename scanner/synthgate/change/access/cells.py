"""A cell of requests: whether one state allows what the other does not, and by what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from synthgate.change.access.around import Around
from synthgate.change.access.axis import Atom
from synthgate.change.access.beside import Beside, May
from synthgate.change.access.fitting import is_about_some
from synthgate.change.access.grants import Grant
from synthgate.change.access.logic import Expr, Is, Var, every, given, opposite, some, variables
from synthgate.change.access.news import New
from synthgate.change.access.questions import Answer, Questions
from synthgate.records import dataclass

Fits = Callable[[str, str], bool]
"""Whether an action may be about a resource at all."""
_Held = Mapping[int, Expr]
"""What statements, by their numbers, say of a cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Classes of texts of which all statements say the same.

    `touched` has a bit for each statement that may be about them. Of principals, whether they
    `are_own`, of the account of the resource, and the ARN of the identity that is one. Of
    resources, whether they `are_bound`: reached by what their own policies say, and no other way.
    """

    said: tuple[Expr, ...]
    touched: int
    atoms: list[Atom]
    are_own: Expr = False
    text: str = ""
    are_bound: Expr = False


@dataclass(frozen=True, slots=True)
class Parts:
    """A bit for each statement of the one state, of the other, and of those beside in either."""

    was: int
    now: int
    could: int = 0
    can: int = 0

    @property
    def turned(self) -> Parts:
        """The same, with the states the other way round."""
        return Parts(self.now, self.was, self.can, self.could)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A question, what was allowed before, and what is known of the identity it is about.

    It is not `is_by_policy` where none of the policies allows anything new by itself.
    """

    question: Expr
    was: Expr
    may: Mapping[Var, Expr]
    is_by_policy: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Looks at cells; where it matters, at what identities may do `beside`.

    Of the cells of an identity, at what policies of resources say of it `around` that.
    """

    questions: Questions
    grants: Sequence[Grant]
    parts: Parts
    fits: Fits
    beside: Beside | None = None
    around: Around | None = None

    def new_in(self, combined: Sequence[Group]) -> Iterator[New]:
        """What is new in a cell: what policies let in, else what a Deny keeps out no more."""
        acting, about, who = combined
        touched = acting.touched & about.touched & who.touched
        is_beside = self.beside is not None or self.around is not None
        if not touched & (self.parts.now | (self.parts.was if is_beside else 0)):
            return
        held = {number: every(one.said[number] for one in combined) for number in _numbers(touched)}
        if self.around:
            yield from self._new_around(held, combined, self.around)
            return
        for ask, fits in ((self._let_in, self.fits), (self._denied_no_more, self._fits_for_real)):
            asked = ask(held, who)
            answer = self.questions.answer(asked.question)
            if answer and (answer.is_sure or self._may_be_told(who, asked)):
                actions, resources = _fitting(acting, about, fits)
                if actions:
                    named = "" if asked.is_by_policy else who.text
                    yield self._new(held, asked, answer, (actions, resources, who.atoms), named)
                return

    def _may_be_told(self, who: Group, asked: _Asked) -> bool:
        """Whether a doubt is told: of an identity that no statement names, only what a Deny did.

        Whatever else may be is the same for whoever is not named.
        """
        is_named = self.beside is None or not who.text or who.text in self.beside.stated
        return is_named or not asked.is_by_policy

    def _new(
        self,
        held: _Held,
        asked: _Asked,
        answer: Answer,
        about: tuple[list[Atom], list[Atom], list[Atom]],
        named: str,
    ) -> New:
        before = map(self.grants.__getitem__, _of(held, self.parts.was))
        return New(
            *about,
            tuple((one.key, one.value) for one in answer.context),
            tuple(self._newly(held, asked) if asked.is_by_policy else ()),
            tuple(one for one in before if one.is_deny),
            answer.is_sure,
            () if answer.is_sure else tuple(dict.fromkeys(variables(asked.question))),
            named,
        )

    def _let_in(self, held: _Held, who: Group) -> _Asked:
        """What the policies themselves allow now, and did not.

        What an identity of the account could do all the same, had it been given what it has now, is
        told of that.
        """
        can, could = (self._allowed(_of(held, bits)) for bits in (self.parts.can, self.parts.could))
        may, might = self._may(who, can), self._may(who, some((can, could)))
        now = given(self._allowed(_of(held, self.parts.now)), may)
        was = given(self._allowed(_of(held, self.parts.was)), might)
        was = some((was, self._could_anyway(held, who)))
        barred = self._denied(_of(held, self.parts.can))
        return _Asked(every((now, opposite(barred), opposite(was))), was, may)

    def _could_anyway(self, held: _Held, who: Group) -> Expr:
        """What policies of an identity of the app allow where these are enough."""
        if self.beside is None or not self.beside.is_enough or not who.text:
            return False
        own = (self._allowed(_of(held, bits)) for bits in (self.parts.can, self.parts.could))
        kept_out = self._denied(_of(held, self.parts.was))
        return every((who.are_own, some(own), opposite(kept_out)))

    def _new_around(self, held: _Held, combined: Sequence[Group], around: Around) -> Iterator[New]:
        """What is new to an identity in all, if it is by a change of its own policies."""
        acting, about, who = combined
        parts, bound = self.parts, about.are_bound
        was, now = (_of(held, bits) for bits in (parts.was, parts.now))
        before = self._in_all(was, _of(held, parts.could), bound, around)
        after = self._in_all(now, _of(held, parts.can), bound, around)
        allowed = every((self._allowed(now), opposite(self._allowed(was))))
        undenied = every((self._denied(was), opposite(self._denied(now))))
        question = every((after, opposite(before), some((allowed, undenied))))
        answer = self.questions.answer(question)
        actions, resources = _fitting(acting, about, self.fits) if answer else ([], [])
        if answer and actions:
            asked = _Asked(question, before, {}, is_by_policy=False)
            found = self._new(held, asked, answer, (actions, resources, who.atoms), around.text)
            by = [self.grants[it] for it in now if self._is_by(it, now[it], question)]
            yield replace(found, by=tuple(by), named="" if by else around.text)

    def _is_by(self, number: int, said: Expr, question: Expr) -> bool:
        """Whether a statement allows what is asked."""
        grant = self.grants[number]
        alone = every((said, grant.presence, grant.conditions, question))
        return not grant.is_deny and self.questions.answer(alone) is not None

    def _in_all(self, own: _Held, others: _Held, bound: Expr, around: Around) -> Expr:
        """What an identity may do by policies of its own, and of resources."""
        allowed = some(self._said(own, is_deny=False))
        given_to_it = given(some(self._said(others, is_deny=False)), {May(around.text): allowed})
        lets_in = some((given_to_it, every((allowed, opposite(bound)))))
        return every((lets_in, opposite(self._denied({**own, **others}))))

    def _denied_no_more(self, held: _Held, who: Group) -> _Asked:
        """What a Deny kept from identities whose own policies allow it, and keeps no more."""
        if self.beside is None or not self.beside.is_enough or who.are_own is False:
            return _Asked(False, False, {}, is_by_policy=False)
        can = _of(held, self.parts.can)
        may = self._may(who, self._allowed(can))
        question = every(
            (
                who.are_own,
                given(Is(May(who.text)), may),
                self._denied(_of(held, self.parts.was)),
                opposite(self._denied(_of(held, self.parts.now))),
                opposite(self._denied(can)),
            )
        )
        return _Asked(question, False, may, is_by_policy=False)

    def _fits_for_real(self, action: str, resource: str) -> bool:
        return is_about_some(action) and self.fits(action, resource)

    def _may(self, who: Group, allowed: Expr) -> Mapping[Var, Expr]:
        return self.beside.may(who.text, allowed) if self.beside and who.text else {}

    def _allowed(self, held: _Held) -> Expr:
        """What is allowed: by some Allow, and denied by no Deny."""
        return every((some(self._said(held, is_deny=False)), opposite(self._denied(held))))

    def _denied(self, held: _Held) -> Expr:
        return some(self._said(held, is_deny=True))

    def _said(self, held: _Held, *, is_deny: bool) -> Iterator[Expr]:
        for number, one in held.items():
            grant = self.grants[number]
            if grant.is_deny == is_deny:
                yield every((one, grant.presence, grant.conditions))

    def _newly(self, held: _Held, asked: _Asked) -> list[Grant]:
        """The statements that allow what was not; what they do for sure first."""
        now = _of(held, self.parts.now)
        denying = {number: one for number, one in now.items() if self.grants[number].is_deny}
        found: dict[bool, list[Grant]] = {True: [], False: []}
        for number, one in now.items():
            alone = given(self._allowed({number: one, **denying}), asked.may)
            answer = self.questions.answer(every((alone, opposite(asked.was))))
            if answer:
                found[answer.is_sure].append(self.grants[number])
        return [*found[True], *found[False]]


def _fitting(acting: Group, about: Group, fits: Fits) -> tuple[list[Atom], list[Atom]]:
    """The actions and the resources that go together; the first ones do with each other."""
    pairs = [
        (action, resource)
        for action, resource in product(acting.atoms, about.atoms)
        if fits(action.word, resource.word)
    ]
    return (
        [*dict.fromkeys(action for action, _ in pairs)],
        [*dict.fromkeys(resource for _, resource in pairs)],
    )


def _of(held: _Held, bits: int) -> _Held:
    return {number: one for number, one in held.items() if bits >> number & 1}


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
