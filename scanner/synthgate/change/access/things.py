"""The resources of an app that have policies, with what these say to one identity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property

from synthgate.change.access.around import Around
from synthgate.change.access.axis import Entry, Select
from synthgate.change.access.comparing import compared
from synthgate.change.access.entries import principals
from synthgate.change.access.entries import resources as resource_patterns
from synthgate.change.access.fitting import fits
from synthgate.change.access.grants import Grant, Opaque
from synthgate.change.access.holders import Holder, Side, by_key
from synthgate.change.access.letters import Letters
from synthgate.change.access.news import New
from synthgate.change.access.own import with_inside
from synthgate.change.access.people import BY_POLICY, People, read
from synthgate.change.access.questions import TooMuchError
from synthgate.change.access.reading import At
from synthgate.change.access.resources import resources
from synthgate.change.sides import Matched
from synthgate.records import dataclass
from synthgate.resolve.values import Reference
from synthgate.rule.texts.wildcards import Pattern

_IDENTITIES = frozenset({"AWS::IAM::Role", "AWS::IAM::User"})


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """The statements of a state by the account of their resources, and what is about what."""

    grants: dict[str, list[Grant]]
    bound: dict[str, list[Entry]]


class Things:
    """Those of both states; looked for when somebody asks."""

    def __init__(self, people: People, letters: Letters) -> None:
        self._people = people
        self._letters = letters
        self._inside: dict[int, Select] = {}

    def around(self, base: Holder | None, head: Holder | None) -> Around | None:
        """What they say to an identity; None of one that the app does not make, or of two."""
        there = [one for one in (base, head) if one]
        if len({one.key for one in there}) != 1 or there[-1].sort != "identity":
            return None
        member = there[-1].member
        if member is None or member.type not in _IDENTITIES:
            return None
        side = self._people.sides[bool(head)]
        text, account = (
            side.reader.arn(member.where, member.stack),
            side.reader.account(member.stack),
        )
        was, now = self._said
        bound = [*was.bound.get(account, ()), *now.bound.get(account, ())]
        before, after = (one.grants.get(account, []) for one in (was, now))
        who = principals("AWS")(text)[:1]
        return Around(text, who, before, after, self._inside, Select(tuple(dict.fromkeys(bound))))

    @cached_property
    def _said(self) -> tuple[_Said, _Said]:
        was, now = map(self._of, self._people.sides)
        return was, now

    def _of(self, side: Side) -> _Said:
        found = _Said({}, {})
        for holder in by_key(resources(side)).values():
            own = [*self._own(side, holder)] if holder.sort == "resource" else []
            statements = read(holder, self._letters, is_before=side.reader.is_before) if own else []
            if not own or any(isinstance(one, Opaque) for one in statements):
                continue
            account = side.reader.account(holder.at.stack)
            grants = [one for one in statements if isinstance(one, Grant)]
            self._inside |= {id(one): Select(tuple(own)) for one in grants}
            found.grants.setdefault(account, []).extend(grants)
            if holder.at.type in BY_POLICY:
                found.bound.setdefault(account, []).extend(own)
        return found

    def _own(self, side: Side, holder: Holder) -> Iterator[Entry]:
        """The resource, and what is inside of it; none of a policy that is about others."""
        if holder.own is None:
            return
        arns: Sequence[str] = holder.own or [*self._arn(side, holder)]
        for arn in arns:
            inside = resource_patterns(arn) if holder.is_single else with_inside(arn)
            for pattern in inside:
                yield self._letters.entry(pattern, (), (), arn)

    def _arn(self, side: Side, holder: Holder) -> Iterator[str]:
        """The ARN of a resource that has its policy itself, and that nobody knows how to write."""
        if holder.member:
            at = At(holder.member, ("Properties",), side.reader.is_before)
            yield side.reader.text(Reference(holder.member.logical_id, "Arn"), at)


class Others:
    """What is asked of others where the policies of somebody are compared."""

    def __init__(self, matched: Matched, letters: Letters) -> None:
        self.people = People(matched, letters)
        self._letters = letters
        self._things = Things(self.people, letters)

    def compared(
        self,
        states: tuple[Holder | None, Holder | None],
        grants: tuple[Sequence[Grant], Sequence[Grant]],
        about: Sequence[Pattern],
    ) -> tuple[list[New], list[New]]:
        """What the statements of the head allow and those of the base did not; and the other way.

        Raises:
            TooMuchError: it takes too many steps to find out.
        """
        fitting = fits(self._letters)
        if around := self._things.around(*states):
            with suppress(TooMuchError):
                return compared(*grants, fitting, about, around=around)
        return compared(*grants, fitting, about, self.people.beside(states, grants))
