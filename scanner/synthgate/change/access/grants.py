"""What statements allow and deny: to whom, which actions, on what, on which conditions."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from synthgate.change.access.axis import EVERYTHING, NOTHING, Entry, Select
from synthgate.change.access.conditions import demanded
from synthgate.change.access.entries import (
    ReadText,
    actions,
    any_principal,
    entries,
    of_api,
    principals,
    resources,
)
from synthgate.change.access.logic import Expr, Is, every
from synthgate.change.access.reading import At, Reader, written
from synthgate.change.sides import Member
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import ABSENT, NO_VALUE, Nothing, Unknown, causes_of, unknown
from synthgate.rule.iam.documents import statements
from synthgate.rule.iam.statement import Statement, each
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

EFFECTS = ("Allow", "Deny")


@dataclass(frozen=True, slots=True, eq=False)
class Grant:
    """A statement, read. `presence` says whether it is there, `conditions` when it holds."""

    member: Member
    route: Route
    is_deny: bool
    actions: Select
    resources: Select
    principals: Select
    presence: Expr
    conditions: Expr
    body: Any


@dataclass(frozen=True, slots=True, eq=False)
class Opaque:
    """A statement, or a whole document, of which nothing can be read: the same if `key` is."""

    member: Member
    route: Route
    key: Hashable
    causes: tuple[Cause, ...]


Read = Grant | Opaque


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """How policies of a kind are read: whether they name principals and resources."""

    names_principals: bool = False
    names_resources: bool = True
    read_principal: ReadText | None = None
    read_resource: ReadText = resources


OF_IDENTITY = Kind()
OF_RESOURCE = Kind(names_principals=True)
OF_TRUST = Kind(names_principals=True, names_resources=False)
OF_API = Kind(names_principals=True, read_resource=of_api)
OF_PERMISSION = Kind(names_principals=True, read_principal=any_principal)


@dataclass(frozen=True, slots=True, eq=False)
class Policies:
    """Reads the policies of one of the states."""

    reader: Reader

    def document(
        self, member: Member, document: Any, route: Route, kind: Kind, presence: Expr = True
    ) -> Iterator[Read]:
        """The statements of a document, with those that conditions may put there."""
        if isinstance(document, Nothing):
            return
        at = At(member, route, self.reader.is_before)
        if isinstance(document, Unknown) and document.choices:
            for number, choice in enumerate(document.choices):
                there = every((presence, Is(self.reader.presence(document, number, at))))
                yield from self.document(member, choice, route, kind, there)
            return
        for statement in statements(document, route):
            yield from self.statement(member, statement, kind, presence)

    def statement(
        self, member: Member, statement: Statement, kind: Kind, presence: Expr = True
    ) -> Iterator[Read]:
        """A statement, or each of those that conditions may put there."""
        body, at = statement.body, At(member, statement.route, self.reader.is_before)
        if isinstance(body, Unknown) and body.choices:
            for number, choice in enumerate(body.choices):
                there = every((presence, Is(self.reader.presence(body, number, at))))
                for route, one in each(at.route, choice):
                    yield from self.statement(member, Statement(route, one), kind, there)
        elif body is NO_VALUE or body is ABSENT:
            return
        elif not is_mapping(body) or "Fn::Transform" in body:
            yield self._opaque(body, at)
        else:
            yield from self._by_effect(statement, at, kind, presence)

    def _opaque(self, body: Any, at: At) -> Opaque:
        causes = causes_of(body) or unknown(Decider.FUNCTION, "Fn::Transform").causes
        return Opaque(at.member, at.route, (repr(body), written(at)), causes)

    def _by_effect(
        self, statement: Statement, at: At, kind: Kind, presence: Expr
    ) -> Iterator[Read]:
        effect = statement.effect
        choices = effect.choices if isinstance(effect, Unknown) else ()
        if effect in EFFECTS:
            yield self._grant(statement, at, kind, presence, is_deny=effect == "Deny")
        elif choices and all(choice in EFFECTS for choice in choices):
            for number, choice in enumerate(choices):
                there = every((presence, Is(self.reader.presence(effect, number, at))))
                yield self._grant(statement, at, kind, there, is_deny=choice == "Deny")
        elif effect is not ABSENT:
            yield self._opaque(statement.body, at)

    def _grant(
        self, statement: Statement, at: At, kind: Kind, presence: Expr, *, is_deny: bool
    ) -> Grant:
        body = statement.body
        about = EVERYTHING
        if kind.names_resources:
            about = self._select(body, "Resource", at, kind.read_resource, EVERYTHING)
        named = self._principals(body, at, kind) if kind.names_principals else EVERYTHING
        return Grant(
            at.member,
            at.route,
            is_deny,
            self._select(body, "Action", at, actions),
            about,
            named,
            presence,
            demanded(body.get("Condition", ABSENT), _below(at, "Condition"), self.reader),
            body,
        )

    def _select(
        self, body: Any, key: str, at: At, read: ReadText, missing: Select = NOTHING
    ) -> Select:
        for name, left_out in ((key, False), (f"Not{key}", True)):
            if body.get(name, NO_VALUE) is not NO_VALUE:
                found = entries(body[name], _below(at, name), self.reader, read)
                return Select(tuple(found), left_out)
        return missing

    def _principals(self, body: Any, at: At, kind: Kind) -> Select:
        for name, left_out in (("Principal", False), ("NotPrincipal", True)):
            value = body.get(name, NO_VALUE)
            if value is not NO_VALUE:
                place = _below(at, name)
                found = self._of_kinds(value, place, kind, left_out=left_out)
                return Select(tuple(found), left_out)
        return NOTHING

    def _of_kinds(self, value: Any, at: At, kind: Kind, *, left_out: bool) -> Iterator[Entry]:
        by_kind = value if is_mapping(value) else {"AWS": value}
        for name, named in by_kind.items():
            place = _below(at, name) if is_mapping(value) else at
            read = kind.read_principal or principals(name, left_out=left_out)
            yield from entries(named, place, self.reader, read)


def _below(at: At, step: str) -> At:
    return At(at.member, (*at.route, step), at.is_before)
