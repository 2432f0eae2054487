"""The roles and users of an app, by their ARNs, with what their policies say."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from synthgate.change.access.axis import Entry
from synthgate.change.access.beside import (
    Beside,
    May,
    identities_in,
    leaves_it_to_identities,
    whose,
)
from synthgate.change.access.entries import principals
from synthgate.change.access.grants import Grant, Opaque, Policies, Read
from synthgate.change.access.holders import Holder, Side, by_key, whole_sides
from synthgate.change.access.identities import identities
from synthgate.change.access.letters import Letters
from synthgate.change.access.reading import Reader
from synthgate.change.access.relevant import denials, meets
from synthgate.change.access.weighing import only_logs
from synthgate.change.sides import Matched, Member
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import NO_VALUE, Nothing
from synthgate.rule.iam.statement import Statement

BY_POLICY = frozenset({"AWS::KMS::Key", "AWS::KMS::ReplicaKey"})
"""Types that only their own policies give access to ("Key policies in AWS KMS")."""
_LIMITING = frozenset({"AWS::EC2::VPCEndpoint", "AWS::VpcLattice::AuthPolicy"})
"""Types whose policies give nobody a right: an identity needs one of its own besides (VPC User
Guide, "Control access to VPC endpoints using endpoint policies"; VPC Lattice User Guide, "Auth
policies")."""
MOST_ASKED = 100
"""Of how many identities it is asked whether a Deny kept them out; the others are not known."""


def read(holder: Holder | None, letters: Letters, *, is_before: bool) -> list[Read]:
    """The statements of all papers of a holder."""
    policies, found = Policies(Reader(letters, is_before)), list[Read]()
    for paper in holder.papers if holder else ():
        if paper.is_statement:
            statement = Statement(paper.route, paper.value)
            found += policies.statement(paper.member, statement, paper.kind, paper.presence)
        else:
            found += policies.document(
                paper.member, paper.value, paper.route, paper.kind, paper.presence
            )
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What policies say of an identity; it is not `is_all` where others may say more."""

    grants: Sequence[Grant]
    is_all: bool


class People:
    """Those of both states; looked for when somebody asks."""

    def __init__(self, matched: Matched, letters: Letters) -> None:
        self._matched = matched
        self._letters = letters
        self._known: dict[tuple[str, bool], _Known] = {}

    def beside(
        self,
        states: Sequence[Holder | None],
        grants: tuple[Sequence[Grant], Sequence[Grant]],
    ) -> Beside | None:
        """What has to be known of them to compare the policies of a resource; None if nothing."""
        holder = next((one for one in reversed(states) if one), None)
        every_one = [*grants[0], *grants[1]]
        denied = denials(*grants)
        if holder is None or not _is_given_by(holder):
            return None
        is_enough = holder.sort == "resource" and holder.at.type not in BY_POLICY
        named = {one.text for one in identities_in(every_one)}
        is_of_app = is_enough and any(text in found for text in named for found in self._found)
        if not (denied or is_of_app or leaves_it_to_identities(every_one)):
            return None
        account = Reader(self._letters, is_before=False).account(holder.at.stack)
        own = self._entries(account)[0]
        texts = [*sorted(named), *(self._kept_out(denied, named) if denied else ())]
        known = {text: self._both(text) for text in texts}
        doubtful = frozenset(text for text in texts if not _is_all(known[text], holder))
        self._note(doubtful, account)
        return Beside(
            own,
            frozenset(texts),
            frozenset(named),
            doubtful,
            is_enough,
            [*self._as_named(known, is_before=True)],
            [*self._as_named(known, is_before=False)],
        )

    def _as_named(
        self, known: Mapping[str, tuple[_Known | None, _Known | None]], *, is_before: bool
    ) -> Iterator[Grant]:
        for text, both in known.items():
            one = both[not is_before]
            yield from whose(one.grants, self._entries(text)) if one else ()

    def _entries(self, text: str) -> list[Entry]:
        patterns = principals("AWS")(text)
        return [self._letters.entry(pattern, (), (), text) for pattern in patterns]

    def _note(self, doubtful: Iterable[str], account: str) -> None:
        """Note why nobody knows what identities may do."""
        for text in doubtful:
            told = self._letters.told(text)
            self._letters.doubts[May(text)] = (Cause(Decider.ALLOWED, told),)
        told = self._letters.told(account)
        self._letters.doubts[May("")] = (Cause(Decider.ALLOWED_OTHERS, told),)

    def _kept_out(self, denied: Sequence[Grant], named: set[str]) -> Iterator[str]:
        """Those to whom their own policies allow something that a Deny is about."""
        asked = [text for text in self._found[1] if text not in named][:MOST_ASKED]
        for text in asked:
            known = self._one(text, is_before=False)
            grants = [one for one in known.grants if not one.is_deny] if known else []
            if any(meets(one, other) for one in grants for other in denied):
                yield text

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """All of the base, and of the head."""
        return whole_sides(self._matched, self._letters)

    @cached_property
    def holders(self) -> tuple[dict[Hashable, Holder], dict[Hashable, Holder]]:
        """All identities of the base and of the head, by what they are in both."""
        before, after = (by_key(identities(side)) for side in self.sides)
        return before, after

    @cached_property
    def _found(self) -> tuple[dict[str, Holder], dict[str, Holder]]:
        before, after = map(_by_arn, self.sides, self.holders)
        return before, after

    def _both(self, text: str) -> tuple[_Known | None, _Known | None]:
        return self._one(text, is_before=True), self._one(text, is_before=False)

    def _one(self, text: str, *, is_before: bool) -> _Known | None:
        holder = self._found[not is_before].get(text)
        if holder is None:
            return None
        key = text, is_before
        if key not in self._known:
            self._known[key] = _known(read(holder, self._letters, is_before=is_before), holder)
        return self._known[key]


def _by_arn(side: Side, holders: Mapping[Hashable, Holder]) -> dict[str, Holder]:
    found: dict[str, Holder] = {}
    for member in side.of("AWS::IAM::Role", "AWS::IAM::User"):
        key = side.reader.letters.where(member.where, is_before=side.reader.is_before)
        found[side.reader.arn(member.where, member.stack)] = holders[key]
    return found


def _known(statements: Sequence[Read], holder: Holder) -> _Known:
    """What is in the app. What bounds an identity says how much of that it may."""
    grants = [one for one in statements if isinstance(one, Grant)]
    if holder.member and not isinstance(_boundary(holder.member), Nothing):
        return _Known((), is_all=False)
    is_read = not any(isinstance(one, Opaque) for one in statements)
    return _Known(grants, is_read and all(only_logs(one.text) for one in holder.names))


def _boundary(member: Member) -> Any:
    return member.resource.properties.get("PermissionsBoundary", NO_VALUE)


def _is_all(both: tuple[_Known | None, _Known | None], holder: Holder) -> bool:
    """Whether it is known of an identity all that it may do with a resource."""
    there = [one for one in both if one]
    return bool(there) and all(one.is_all for one in there) and bool(holder.own)


def _is_given_by(holder: Holder) -> bool:
    """Whether policies of it give rights, in its account, to whomever they name."""
    kinds = {paper.member.type for paper in holder.papers}
    return holder.sort in ("resource", "trust") and not kinds & _LIMITING
