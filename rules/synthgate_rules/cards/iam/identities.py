"""What an identity of a template holds: its statements, wherever they stand. No card of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from synthgate.resolve.compare import equal
from synthgate.rule.api import (
    ABSENT,
    Path,
    Reference,
    Statement,
    View,
    compile_path,
    is_set,
    statements,
)
from synthgate.rule.iam.covering import covers_first
from synthgate.rule.iam.documents import identity_statements
from synthgate.template.data import is_mapping
from synthgate_rules.cards.iam.escalation_paths import ACTIONS, matched
from synthgate_rules.cards.iam.grants import (
    EVERY_ACTION,
    EVERY_RESOURCE,
    allows,
    covered,
    readable,
)

KINDS = {"AWS::IAM::Role": "Role", "AWS::IAM::User": "User", "AWS::IAM::Group": "Group"}
_ARNS = compile_path("$.Properties.ManagedPolicyArns[*]")
_GROUPS = compile_path("$.Properties.Groups[*]")
_BOUNDARY = compile_path("$.Properties.PermissionsBoundary")
_TRUST = ("Properties", "AssumeRolePolicyDocument")
_ADMINISTRATORS = re.compile(r"arn:[^:]*:iam::aws:policy/(AdministratorAccess|IAMFullAccess)")
_OWN_CODE = re.compile(
    r"(lambda|ec2|ecs-tasks|codebuild|glue|sagemaker|(tasks|build)\.apprunner|batch|pods\.eks|ssm"
    r"|elasticmapreduce|datapipeline|bedrock-agentcore|amplify|robomaker|deadline)\..*"
)
"""Services in which a role is held by somebody's code; in the others it is AWS that acts."""
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
    """A statement of an identity, and the resource that it stands in."""

    statement: Statement
    at: View

    def covers(self, target: View) -> bool:
        """Whether it is surely about a resource; by `NotResource`, it may be."""
        place = replace(target, first=None).on(self.at.resource, self.at.resolver)
        return any(covers_first(value, place) is True for _, value in self.statement.resources)

    @property
    def conditions(self) -> Mapping[str, Any]:
        """Its conditions; one that is not known counts as one that decides."""
        found = self.statement.conditions
        return found if is_mapping(found) else {} if found is ABSENT else {"": {"": found}}


@dataclass(frozen=True, slots=True, eq=False)
class Rights:
    """What is allowed and denied to an identity, by the actions of paths; and whether all is."""

    allowed: Mapping[str, list[Held]]
    denied: Mapping[str, list[Held]]
    policies: list[View]
    is_admin: bool


def rights_of(identity: View) -> Rights:
    """What an identity holds; looked up once, for several may lead to it."""
    memo, key = identity.resolver.memo, ("identities.rights", identity.resource.logical_id)
    if key not in memo:
        memo[key] = _rights(identity)
    found: Rights = memo[key]
    return found


def _rights(identity: View) -> Rights:
    policies = [*_policies(identity)]
    own = [Held(one, identity) for one in _statements(identity)]
    every = [*own, *(Held(one, at) for at in policies for one in _statements(at))]
    allowed: dict[str, list[Held]] = {}
    denied: dict[str, list[Held]] = {}
    for held in every:
        says = {"Allow": allowed, "Deny": denied}.get(_plain(held.statement.effect), {})
        for action in _actions(held.statement):
            says.setdefault(action, []).append(held)
    is_admin = not is_bounded(identity) and (
        any(_is_everything(held.statement) for held in every) or _has_admin_policy(identity)
    )
    return Rights(allowed, denied, policies, is_admin)


def _statements(view: View) -> list[Statement]:
    return identity_statements(view.resource.type, view.resource.body)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _actions(statement: Statement) -> frozenset[str]:
    named = [action for _, action in statement.actions if isinstance(action, str)]
    if not statement.has("NotAction"):
        return frozenset[str]().union(*map(matched, named))
    left = [action for _, action in statement.values("NotAction")]
    sure = all(isinstance(action, str) for action in left)
    return ACTIONS.difference(*map(matched, left)) if sure else frozenset()


def _policies(identity: View) -> Iterator[View]:
    """The policies of the app that are surely attached, a user's by a group, too."""
    for types, by in _ATTACHING[identity.resource.type]:
        for policy, meant in identity.referring(types, by):
            if meant is True:
                yield policy
    yield from _led(identity, _ARNS, ("AWS::IAM::ManagedPolicy",))
    for group in groups_of(identity):
        yield from (group, *_policies(group))


def groups_of(identity: View) -> list[View]:
    """The groups of the app that a user is in."""
    is_user = identity.resource.type == "AWS::IAM::User"
    return [*_led(identity, _GROUPS, ("AWS::IAM::Group",))] if is_user else []


def _led(view: View, path: Path, types: tuple[str, ...]) -> Iterator[View]:
    for match in path.find(view.resource.body):
        for target, there in view.targets(match.value, types):
            if there is True and not target.is_whole:
                yield target


def is_bounded(identity: View) -> bool:
    """Whether it has a permissions boundary, or may have."""
    return is_set(next(_BOUNDARY.find(identity.resource.body)).value) is not False


def boundary_of(identity: View) -> View | None:
    """The policy of the app that bounds it."""
    return next(_led(identity, _BOUNDARY, ("AWS::IAM::ManagedPolicy",)), None)


def bounds(boundary: View) -> frozenset[str]:
    """The actions of paths that a boundary lets through on every resource."""
    found = [one for one in _statements(boundary) if allows(one) is True and _is_on_all(one)]
    return frozenset[str]().union(*map(_actions, found))


def _is_on_all(statement: Statement) -> bool:
    is_plain = statement.conditions is ABSENT
    return is_plain and covered(EVERY_RESOURCE, statement.resources)[0] is True


def _is_everything(statement: Statement) -> bool:
    return (
        equal(statement.effect, "Allow") is True
        and _is_on_all(statement)
        and any(
            isinstance(action, str) and (EVERY_ACTION.fullmatch(action) or action == "iam:*")
            for _, action in statement.actions
        )
    )


def _has_admin_policy(identity: View) -> bool:
    values = [match.value for match in _ARNS.find(identity.resource.body)]
    return any(_ADMINISTRATORS.fullmatch(readable(value).replace("\0", "aws")) for value in values)


def trusts(role: View, *, freely: bool = False) -> Iterator[tuple[str, Any]]:
    """Whom a role's trust policy admits, or admits without conditions: kind and principal."""
    document = role.resource.properties.get(_TRUST[1])
    for statement in statements(document, _TRUST) if document is not None else ():
        principal = statement.body.get("Principal") if is_mapping(statement.body) else None
        if freely and statement.conditions is not ABSENT:
            continue
        if allows(statement) is True and is_mapping(principal):
            for kind in principal:
                values = Statement((), {"Resource": principal[kind]}).resources
                yield from ((str(kind), value) for _, value in values)


def admits_service(role: View, service: str) -> bool:
    """Whether a service may take on a role: one as it is called, such as ``lambda``."""
    return any(
        kind == "Service" and readable(value).lower().startswith(f"{service}.")
        for kind, value in trusts(role)
    )


def admits(role: View, identity: View) -> bool:
    """Whether a role lets an identity of the app take it on, by name or with all of its account."""
    for kind, value in trusts(role, freely=True):
        text = readable(value)
        if kind == "AWS" and text.endswith(":root") and "\0" in text:
            return True
        if kind == "AWS" and isinstance(value, Reference):
            targets = role.targets(value, (identity.resource.type,))
            if any(is_same(target, identity) for target, _ in targets):
                return True
    return False


def is_same(one: View, other: View) -> bool:
    """Whether two views are of one resource."""
    return (one.resolver.identity, one.resource.logical_id) == (
        other.resolver.identity,
        other.resource.logical_id,
    )


def is_held(identity: View, deep: int = _DEEP) -> bool:
    """Whether people or their code act with an identity, and not AWS alone."""
    if identity.resource.type != "AWS::IAM::Role":
        return True
    for kind, value in trusts(identity):
        if kind == "Federated" or (kind == "Service" and _OWN_CODE.fullmatch(readable(value))):
            return True
        if kind == "AWS":
            held = identity.targets(value, ("AWS::IAM::Role",))
            known = [role for role, _ in held if not role.is_whole]
            if not known or (deep and any(is_held(role, deep - 1) for role in known)):
                return True
    return False
