"""What an identity of a template holds: its statements, wherever they stand. No card of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.causes import WITHOUT_WILDCARD
from synthgate.rule.api import (
    ABSENT,
    Path,
    Statement,
    Truth,
    Unknown,
    View,
    causes_of,
    compile_path,
    conjunction,
    disjunction,
    equal,
    is_set,
    negation,
)
from synthgate.rule.iam.covering import covers_first
from synthgate.template.data import is_mapping
from synthgate.template.document import Route
from synthgate_rules.cards.iam.escalation_paths import ACTIONS, matched
from synthgate_rules.cards.iam.grants import (
    EVERY_RESOURCE,
    allows,
    covered,
    statements_in,
)
from synthgate_rules.cards.iam.trust import fits

KINDS = {"AWS::IAM::Role": "Role", "AWS::IAM::User": "User", "AWS::IAM::Group": "Group"}
_ARNS = compile_path("$.Properties.ManagedPolicyArns[*]")
_GROUPS = compile_path("$.Properties.Groups[*]")
_BOUNDARY = compile_path("$.Properties.PermissionsBoundary")
_ADMINISTRATORS = r"^arn:[^:]*:iam::aws:policy/(AdministratorAccess|IAMFullAccess)$"
EVERY_POWER = re.compile(r"(?i)\*+(:\*+)?|iam:\*+")
"""Every action, or every one of IAM's, which gives the others."""


def _attaching(kind: str) -> tuple[tuple[tuple[str, ...], Path], ...]:
    shared = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
    return (
        (shared, compile_path(f"$.Properties.{kind}s[*]")),
        ((f"AWS::IAM::{kind}Policy",), compile_path(f"$.Properties.{kind}Name")),
    )


_ATTACHING = {kind: _attaching(name) for kind, name in KINDS.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A statement of an identity, the resource that it stands in, and whether it says so."""

    statement: Statement
    at: View
    truth: Truth

    def covers(self, target: View) -> Truth:
        """Whether it is about a resource; what `NotResource` leaves is about none in particular."""
        place = replace(target, first=None).on(self.at.resource, self.at.resolver)
        return disjunction(_sure(covers_first(one, place)) for _, one in self.statement.resources)

    @property
    def place(self) -> tuple[str, str, Route]:
        """Where it stands: the stack, the resource, the way from there."""
        view = self.at
        return view.resolver.identity, view.resource.logical_id, self.statement.route

    @property
    def conditions(self) -> Mapping[str, Any]:
        """Its conditions; those that are not known count as one that decides."""
        found = self.statement.conditions
        return found if is_mapping(found) else {} if found is ABSENT else {"": {"": found}}


def _sure(truth: Truth) -> Truth:
    """False where nothing but the name that CloudFormation makes up, or a Region, could say so."""
    is_made_up = isinstance(truth, Unknown) and all(
        cause.decider in WITHOUT_WILDCARD for cause in truth.causes
    )
    return not is_made_up and truth


@dataclass(frozen=True, eq=False)
class Rights:
    """What is allowed and denied to an identity, by the actions of paths; and whether all is."""

    allowed: Mapping[str, list[Held]]
    denied: Mapping[str, list[Held]]
    policies: list[View]
    _identity: View
    _every: list[Held]

    @cached_property
    def is_admin(self) -> Truth:
        """Whether everything is allowed; few are asked."""
        powers = [*map(_is_everything, self._every), _has_admin_policy(self._identity)]
        return conjunction((negation(is_bounded(self._identity)), disjunction(powers)))


def rights_of(identity: View) -> Rights:
    """What an identity holds; looked up once, for several may lead to it."""
    memo, key = identity.resolver.memo, ("identities.rights", identity.resource.logical_id)
    if key not in memo:
        memo[key] = _rights(identity)
    found: Rights = memo[key]
    return found


def _rights(identity: View) -> Rights:
    policies = policies_of(identity)
    every = [
        Held(one, at, attached)
        for at, attached in ((identity, True), *policies)
        for one in statements_in(at)
    ]
    allowed: dict[str, list[Held]] = {}
    denied: dict[str, list[Held]] = {}
    for held in every:
        for effect, says in (("Allow", allowed), ("Deny", denied)):
            truth = conjunction((held.truth, equal(held.statement.effect, effect)))
            for action, named in _actions(held.statement) if truth is not False else ():
                whole = conjunction((truth, named))
                says.setdefault(action, []).append(Held(held.statement, held.at, whole))
    return Rights(allowed, denied, [policy for policy, _ in policies], identity, every)


def _actions(statement: Statement) -> Iterator[tuple[str, Truth]]:
    """The actions of paths that a statement is about, or may be: what is not known may be any."""
    key = "NotAction" if statement.has("NotAction") else "Action"
    values = [value for _, value in statement.values(key)]
    named = [matched(value) for value in values if isinstance(value, str)]
    sure = frozenset[str]().union(*named)
    if key == "NotAction":
        causes = causes_of(values)
        yield from ((one, Unknown(causes) if causes else True) for one in ACTIONS - sure)
        return
    yield from ((action, True) for action in sure)
    for value in values:
        if not isinstance(value, str) and causes_of(value):
            for action in ACTIONS - sure:
                may_be = fits(rf"(?i)^{re.escape(action)}$", value)
                if may_be is not False:
                    yield action, Unknown(causes_of(value))


def policies_of(identity: View) -> list[tuple[View, Truth]]:
    """The policies of the app that are attached, or may be; a user's by a group, too."""
    memo, key = identity.resolver.memo, ("identities.policies", identity.resource.logical_id)
    if key not in memo:
        memo[key] = [*_policies_of(identity)]
    found: list[tuple[View, Truth]] = memo[key]
    return found


def _policies_of(identity: View) -> Iterator[tuple[View, Truth]]:
    for types, by in _ATTACHING[identity.resource.type]:
        yield from identity.referring(types, by)
    yield from _led(identity, _ARNS, ("AWS::IAM::ManagedPolicy",))
    for group, meant in groups_of(identity):
        yield group, meant
        for policy, attached in policies_of(group):
            yield policy, conjunction((meant, attached))


def groups_of(identity: View) -> list[tuple[View, Truth]]:
    """The groups of the app that a user is in."""
    is_user = identity.resource.type == "AWS::IAM::User"
    return [*_led(identity, _GROUPS, ("AWS::IAM::Group",))] if is_user else []


def _led(view: View, path: Path, types: tuple[str, ...]) -> Iterator[tuple[View, Truth]]:
    is_any = view.has_others or bool(view.resolver.types_like(types))
    for match in path.find(view.resource.body):
        if not is_any and isinstance(match.value, str):  # a name, and none is called so
            continue
        for target, there in view.targets(match.value, types):
            if not target.is_whole:
                yield target, there


def is_bounded(identity: View) -> Truth:
    """Whether it has a permissions boundary."""
    return is_set(next(_BOUNDARY.find(identity.resource.body)).value)


def boundary_of(identity: View) -> View | None:
    """The policy of the app that bounds it."""
    found = _led(identity, _BOUNDARY, ("AWS::IAM::ManagedPolicy",))
    return next((policy for policy, there in found if there is True), None)


def bounds(boundary: View) -> Mapping[str, Truth]:
    """The actions of paths that a boundary lets through on every resource."""
    found: dict[str, list[Truth]] = {}
    for one in statements_in(boundary):
        lets = conjunction((allows(one), _is_on_all(one)))
        for action, named in _actions(one) if lets is not False else ():
            found.setdefault(action, []).append(conjunction((lets, named)))
    return {action: disjunction(truths) for action, truths in found.items()}


def _is_on_all(statement: Statement) -> Truth:
    is_plain = statement.conditions is ABSENT
    return is_plain and covered(EVERY_RESOURCE, statement.resources)[0]


def _is_everything(held: Held) -> Truth:
    statement = held.statement
    if isinstance(statement.body, Unknown):
        return False  # of what nobody knows, nothing is told
    every, _ = covered(EVERY_POWER, statement.actions)
    return conjunction((held.truth, allows(statement), every, _is_on_all(statement)))


def _has_admin_policy(identity: View) -> Truth:
    return disjunction(
        fits(_ADMINISTRATORS, match.value)
        for match in _ARNS.find(identity.resource.body)
        if match.value is not ABSENT
    )
