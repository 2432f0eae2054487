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
    Partial,
    Path,
    Reference,
    Statement,
    Truth,
    Unknown,
    View,
    causes_of,
    compile_path,
    conjunction,
    disjunction,
    each,
    equal,
    is_set,
    negation,
    statements,
)
from synthgate.rule.iam.covering import covers_first
from synthgate.rule.texts.possible import found_in
from synthgate.template.data import is_mapping
from synthgate.template.document import Route
from synthgate_rules.cards.iam.escalation_paths import ACTIONS, matched
from synthgate_rules.cards.iam.grants import (
    EVERY_RESOURCE,
    allows,
    covered,
    readable,
    statements_in,
)

KINDS = {"AWS::IAM::Role": "Role", "AWS::IAM::User": "User", "AWS::IAM::Group": "Group"}
_ARNS = compile_path("$.Properties.ManagedPolicyArns[*]")
_GROUPS = compile_path("$.Properties.Groups[*]")
_BOUNDARY = compile_path("$.Properties.PermissionsBoundary")
_TRUST = ("Properties", "AssumeRolePolicyDocument")
_ADMINISTRATORS = r"^arn:[^:]*:iam::aws:policy/(AdministratorAccess|IAMFullAccess)$"
_OWN_CODE = (
    r"^(lambda|ec2|ecs-tasks|codebuild|glue|sagemaker|(tasks|build)\.apprunner|batch|pods\.eks|ssm"
    r"|elasticmapreduce|datapipeline|bedrock-agentcore|amplify|robomaker|deadline)\."
)
"""Services in which a role is held by somebody's code; in the others it is AWS that acts."""
EVERY_POWER = re.compile(r"(?i)\*+(:\*+)?|iam:\*+")
"""Every action, or every one of IAM's, which gives the others."""
_ROLES = ("AWS::IAM::Role",)
_DEEP = 3
"""Over how many roles somebody is looked for who takes on another."""


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
                may_be = _fits(rf"(?i)^{re.escape(action)}$", value)
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
        _fits(_ADMINISTRATORS, match.value)
        for match in _ARNS.find(identity.resource.body)
        if match.value is not ABSENT
    )


def trusted(role: View, *, freely: bool = False) -> Iterator[tuple[str, Any, Truth]]:
    """Whom a role's trust policy admits, or admits without conditions: kind, principal, whether."""
    document = role.resource.properties.get(_TRUST[1])
    for statement in statements(document, _TRUST) if document is not None else ():
        principal = statement.body.get("Principal") if is_mapping(statement.body) else None
        if not is_mapping(principal) or (freely and statement.conditions is not ABSENT):
            continue
        for kind, named in principal.items():
            for _, value in each((), named):
                yield str(kind), value, allows(statement)


def admits_service(role: View, service: str) -> Truth:
    """Whether a service may take on a role: one as it is called, such as ``lambda``."""
    return disjunction(
        conjunction((says, _fits(rf"(?i)^{re.escape(service)}\.", value)))
        for kind, value, says in trusted(role)
        if kind == "Service"
    )


def admits(role: View, identity: View) -> Truth:
    """Whether a role lets an identity of the app take it on, by name or with all of its account."""
    return disjunction(
        conjunction((says, _is_meant(role, value, identity)))
        for kind, value, says in trusted(role, freely=True)
        if kind == "AWS"
    )


def _is_meant(role: View, value: Any, identity: View) -> Truth:
    text = readable(value)
    if text.endswith(":root"):
        return "\0" in text  # of the own account, as `AWS::AccountId` says
    targets = role.targets(value, (identity.resource.type,))
    return disjunction(there for target, there in targets if is_same(target, identity))


def _fits(pattern: str, value: Any) -> Truth:
    """Whether a pattern is found in a value, as far as it is known."""
    if isinstance(value, Unknown | Partial | Reference):
        return found_in(pattern, value)
    return isinstance(value, str) and bool(re.search(pattern, value))


def is_same(one: View, other: View) -> bool:
    """Whether two views are of one resource."""
    return (one.resolver.identity, one.resource.logical_id) == (
        other.resolver.identity,
        other.resource.logical_id,
    )


def is_held(identity: View, deep: int = _DEEP) -> Truth:
    """Whether people or their code act with an identity, and not AWS alone."""
    if identity.resource.type != "AWS::IAM::Role":
        return True
    return disjunction(
        conjunction((says, _acts(identity, kind, value, deep)))
        for kind, value, says in trusted(identity)
    )


def _acts(role: View, kind: str, value: Any, deep: int) -> Truth:
    if kind == "Service":
        return _fits(_OWN_CODE, value)
    if kind == "AWS":
        held = [one for one, _ in role.targets(value, _ROLES) if not one.is_whole]
        return not held or (deep > 0 and disjunction(is_held(one, deep - 1) for one in held))
    return kind == "Federated"
