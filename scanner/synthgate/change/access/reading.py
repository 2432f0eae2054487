"""Values of one of the states, read as texts that can be compared with those of the other."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from synthgate.change.access.classes import (
    STRANGE,
    is_named,
    is_open,
)
from synthgate.change.access.letters import Letters, Piece
from synthgate.change.sides import Member, Where
from synthgate.evaluate import Stack
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import Partial, Reference, Unknown, exactly, scalar_text
from synthgate.rule.surroundings.arn_formats import FORMATS
from synthgate.rule.surroundings.arns import service_of
from synthgate.rule.surroundings.names import physical_name
from synthgate.schemas.facts import facts_of
from synthgate.template.data import descent, is_list, is_mapping
from synthgate.template.document import Route

_PLACED = {"AWS::AccountId", "AWS::Region", "AWS::Partition", "AWS::URLSuffix"}
"""Pseudo parameters that are taken for the same in all stacks of which nothing is told."""
_PARTITION = exactly(Decider.PSEUDO, "AWS::Partition")
_ARN_BY_REF = {
    "AWS::SNS::Topic",
    "AWS::SecretsManager::Secret",
    "AWS::StepFunctions::StateMachine",
    "AWS::IAM::ManagedPolicy",
}
"""Types of which `Ref` gives the ARN (CloudFormation Template Reference, "Return values")."""
_ARNS = {"Arn", "TopicArn", "BackupVaultArn"}


@dataclass(frozen=True, slots=True, eq=False)
class At:
    """A place in a resource of one of the states: where a value is written."""

    member: Member
    route: Route
    is_before: bool


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Reads values of one of the states."""

    letters: Letters
    is_before: bool

    def text(self, value: Any, at: At) -> str:
        """A value with a letter for each piece that is open."""
        if not isinstance(value, Partial):
            return self._piece(value, at)
        return "".join(self._piece(part, at) for part in value.parts)

    def _piece(self, part: Any, at: At) -> str:
        match part:
            case Reference():
                return self._reference(part, at)
            case Unknown() if part == _PARTITION:
                return "aws"
            case Unknown():
                return self.letters.open(self.key(part, at), Piece(_told(part), part.causes))
            case _:
                return plain(scalar_text(part))

    def key(self, value: Unknown, at: At) -> Hashable:
        """What makes an unknown value the same: its causes; how it is written, if that is more."""
        causes = tuple(self._cause(cause, at.member.stack) for cause in value.causes)
        if value.exact and len(causes) == 1:
            return causes
        return causes, repr(value.choices), written(at), self._conditions(value.causes, at)

    def _cause(self, cause: Cause, stack: Stack) -> Hashable:
        own = stack.resolver.identity
        if cause.decider is Decider.PSEUDO and cause.name in _PLACED:
            return cause.decider, cause.name
        if cause.decider in (Decider.IMPORT, Decider.DYNAMIC):
            return cause.decider, cause.name
        named = self.letters.stack(cause.stack or own, is_before=self.is_before)
        return cause.decider, cause.name, named

    def _conditions(self, causes: tuple[Cause, ...], at: At) -> tuple[str, ...]:
        """What conditions demand that decide it: those of two states may differ."""
        declared = at.member.stack.template.section("Conditions")
        asked = [one.name for one in causes if one.decider is Decider.CONDITION and not one.stack]
        for name in asked:  # which grows
            said = repr(declared.get(name))
            asked += [one for one in declared if repr(one) in said and one not in asked]
        return tuple(repr(declared.get(name)) for name in asked)

    def presence(self, value: Unknown, choice: int, at: At) -> Hashable:
        """What decides whether one of several choices is the one; noted, with why nobody knows."""
        causes = tuple(self._cause(cause, at.member.stack) for cause in value.causes)
        asked = _asked(at) if len(value.choices) == 2 else None
        place: Hashable = asked or (written(at), repr(value.choices))
        key = ("if", causes, self._conditions(value.causes, at), place, choice)
        self.letters.doubts[key] = value.causes
        return key

    def existence(self, member: Member, causes: tuple[Cause, ...]) -> Hashable:
        """What decides whether a resource is there, where nobody knows."""
        at = At(member, ("Condition",), self.is_before)
        keys = tuple(self._cause(cause, member.stack) for cause in causes)
        key = ("exists", keys, self._conditions(causes, at), written(at))
        self.letters.doubts[key] = causes
        return key

    def target(self, reference: Reference, stack: Stack) -> tuple[Where, Where]:
        """What a reference leads to: in its own state, and as both states call it."""
        place = own_name(reference, stack.resolver.identity)
        return place, self.letters.where(place, is_before=self.is_before)

    def _reference(self, reference: Reference, at: At) -> str:
        place, where = self.target(reference, at.member.stack)
        member = self._member(place)
        kind = member.type if member else ""
        attribute = reference.attribute
        if kind in FORMATS and (attribute in _ARNS if attribute else kind in _ARN_BY_REF):
            return self.arn(place, at.member.stack)
        if member and attribute is None and facts_of(kind).is_ref:
            return self._name(place, where, member)
        piece = self._thing(place, where, kind, attribute, reference)
        return self.letters.named((where, attribute), piece)

    def _thing(
        self,
        place: Where,
        where: Where,
        kind: str,
        attribute: str | None,
        reference: Reference,
    ) -> Piece:
        is_kind = attribute is None or attribute.endswith(("Arn", "Id", "ARN"))
        told = place[1] if is_kind else f"{place[1]}.{attribute}"
        service = service_of(kind) if kind else ""
        return Piece(told, (reference.cause,), place, self._is_new(where), service)

    def _is_new(self, where: Where) -> bool:
        """Whether a thing of the head is none of the base."""
        pair = self.letters.matched.by_after.get(where)
        return not self.is_before and pair is not None and pair.before is None

    def kind(self, place: Where) -> str:
        """The type of a resource of the state; none, if it is not there."""
        member = self._member(place)
        return member.type if member else ""

    def _member(self, place: Where) -> Member | None:
        matched = self.letters.matched
        pair = (matched.by_before if self.is_before else matched.by_after).get(place)
        return (pair.before if self.is_before else pair.after) if pair else None

    def arn(self, place: Where, stack: Stack) -> str:
        """The ARN of a resource of a type of which it is known how that is written."""
        member = self._member(place)
        assert member  # noqa: S101 - its type is known
        form = FORMATS[member.type]
        where = self.letters.where(place, is_before=self.is_before)
        region = self.region(member.stack) if form.in_region else ""
        account = self.account(member.stack) if form.in_account else ""
        before = "".join(map(str, form.start(member.resource.properties)))
        behind = "".join("?" if not isinstance(one, str) else one for one in form.behind)
        name = self._name(place, where, member)
        arn = f"arn:aws:{form.service}:{region}:{account}:{before}{name}{behind}"
        self.letters.arns[arn] = self._called(place, where, member)
        return arn

    def _name(self, place: Where, where: Where, member: Member) -> str:
        """What a resource is called: a letter, but for a name that both states write the same."""
        called = physical_name(member.resource)
        if isinstance(called, str) and called == self._other_name(where, called):
            return plain(called)
        return self.letters.named((where, "name"), self._called(place, where, member))

    def _called(self, place: Where, where: Where, member: Member) -> Piece:
        cause = Reference(place[1]).cause
        return Piece(place[1], (cause,), place, self._is_new(where), service_of(member.type))

    def _other_name(self, where: Where, called: str) -> Any:
        """What the resource is called in the other state; the same, if that has none."""
        matched = self.letters.matched
        pair = matched.by_after.get(where)
        other = pair and (pair.after if self.is_before else pair.before)
        return physical_name(other.resource) if other else called

    def account(self, stack: Stack) -> str:
        """The id of the account that a stack goes to, or its letter."""
        return stack.resolver.placement.account or self._pseudo("AWS::AccountId")

    def region(self, stack: Stack) -> str:
        """The Region that a stack goes to, or its letter."""
        return stack.resolver.placement.region or self._pseudo("AWS::Region")

    def _pseudo(self, name: str) -> str:
        value = exactly(Decider.PSEUDO, name)
        return self.letters.open(((Decider.PSEUDO, name),), Piece(name, value.causes))


def plain(text: str) -> str:
    """A text in which no letter stands for something else: no service takes one that has such."""
    if text.isascii() and STRANGE not in text:
        return text
    return "".join(
        "\ufffd" if is_named(one) or is_open(one) or one == STRANGE else one for one in text
    )


def _asked(at: At) -> str | None:
    """The condition that an `Fn::If` at a place asks."""
    node, _ = descent(at.member.raw, at.route)
    branches = node.get("Fn::If") if is_mapping(node) else None
    return str(branches[0]) if is_list(branches) and branches else None


def written(at: At) -> str:
    """How a value is written in the template, as far as a route leads into it."""
    node, _ = descent(at.member.raw, at.route)
    return repr(node)


def _told(value: Unknown) -> str:
    return ", ".join(cause.name for cause in value.causes[:2])
