"""Rights that are harmless one by one, and together make an identity an administrator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.values import Decider, unknown
from synthgate.rule.api import Message, Place, Resource, View, causes_of, compile_path, each
from synthgate.template.data import is_mapping
from synthgate_rules.cards.iam.escalation_paths import (
    ASSUME,
    CHANGED,
    CREATE,
    ENTERING,
    EQUIPPING,
    PASS,
    PRINCIPALS,
    REWRITING,
    RUNNERS,
    TRUST,
    Ways,
)
from synthgate_rules.cards.iam.grants import covered, readable
from synthgate_rules.cards.iam.identities import (
    Held,
    Rights,
    admits,
    admits_service,
    boundary_of,
    bounds,
    groups_of,
    is_bounded,
    is_held,
    is_same,
    rights_of,
)

_ROLES = ("AWS::IAM::Role",)
_PROFILES = ("AWS::IAM::InstanceProfile",)
_ROLES_OF_PROFILE = compile_path("$.Properties.Roles[*]")
_SERVICE_KEY = "iam:passedtoservice"
_LIMITS = ("iam:permissionsboundary", "iam:policyarn")
"""What limits the rights that may be given: then no path leads to all of them."""
_EVERY = re.compile(
    r"\*+|arn:\*+|arn:[^:]*(:\*+)+"
    r"|arn:[^:]*:(iam|lambda):[^:]*:[^:]*:((role|user|group|policy|function)[/:])?\*+"
)
_ONE_SERVICE = ("lambda", "codebuild")
"""Where several actions are about the same thing, and have to be allowed on the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """An action that an identity may do, by one of its statements."""

    action: str
    held: Held
    truth: Truth


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A path: what it takes, in their order, and whom it makes the identity."""

    steps: tuple[Step, ...]
    target: View


def escalates(resource: Resource, view: View) -> Iterator[Place]:
    """The first path of an identity that its rights make, if somebody may walk it.

    One that is an administrator as it is, others tell of.
    """
    rights = rights_of(view)
    if not rights.allowed or rights.is_admin or not is_held(view):
        return
    found = [path for path in _paths(view, rights) if _truth(view, path) is not False]
    if found:
        best = next((path for path in found if _truth(view, path) is True), found[0])
        truth = _truth(view, best)
        yield Place(("Type",), resource.type, causes_of(truth), note=_told(best, view))


def _paths(view: View, rights: Rights) -> Iterator[Found]:
    yield from _own_rights(view, rights)
    yield from _made_role(view, rights)
    if PASS in rights.allowed or ASSUME in rights.allowed or TRUST in rights.allowed:
        for role in _admins(view):
            yield from _as_role(view, rights, role)
    yield from _running(view, rights)
    yield from _other_users(view, rights)


def _admins(view: View) -> Iterator[View]:
    """The other roles of the app that are administrators."""
    for role in view.everywhere(_ROLES, "environment"):
        if not is_same(role, view) and rights_of(role).is_admin:
            yield role


def _own_rights(view: View, rights: Rights) -> Iterator[Found]:
    """It writes its own policies, or those of a group that it is in."""
    for one in (view, *groups_of(view)):
        for action in EQUIPPING[one.resource.type]:
            for step in _on(rights, action, one):
                yield Found((step,), one)
    if REWRITING in rights.allowed:
        for policy in rights.policies:
            if policy.resource.type == "AWS::IAM::ManagedPolicy":
                for step in _on(rights, REWRITING, policy):
                    yield Found((step,), policy)


def _made_role(view: View, rights: Rights) -> Iterator[Found]:
    """It makes a role of some name, gives it rights and takes it on, by several statements."""
    for made in _anywhere(rights, CREATE):
        for action in EQUIPPING["AWS::IAM::Role"]:
            for equipped in _anywhere(rights, action):
                for entry in (PASS, ASSUME):
                    for entered in _anywhere(rights, entry):
                        steps = (made, equipped, entered)
                        if _meet(made, equipped) and _meet(made, entered):
                            yield Found(steps, view)


def _as_role(view: View, rights: Rights, role: View) -> Iterator[Found]:
    """It becomes an administrator's role: by taking it on, or by what runs with it."""
    for step in _on(rights, ASSUME, role):
        if admits(role, view):
            yield Found((step,), role)
    for step in _on(rights, TRUST, role):
        yield Found((step,), role)
    for service, ways in RUNNERS.items():
        if admits_service(role, PRINCIPALS.get(service, service)) and _has_host(role, service):
            for step in _on(rights, PASS, role, service):
                for steps in _walked(rights, ways, meeting=service in _ONE_SERVICE):
                    yield Found((step, *steps), role)


def _has_host(role: View, service: str) -> bool:
    """Whether machines can have the role: they get it by an instance profile."""
    if service != "ec2":
        return True
    return any(meant is True for _, meant in role.referring(_PROFILES, _ROLES_OF_PROFILE))


def _running(view: View, rights: Rights) -> Iterator[Found]:
    """It brings its own code into what runs with an administrator's role."""
    for kind, path, ways in CHANGED:
        wanted = [way for way in ways if all(action in rights.allowed for action in way)]
        for thing in view.everywhere((kind,), "environment") if wanted else ():
            if not any(rights_of(role).is_admin for role in _roles_of(thing, path)):
                continue
            for way in wanted:
                steps = [next(_on(rights, action, thing), None) for action in way]
                if all(steps):
                    yield Found(tuple(step for step in steps if step), thing)


def _roles_of(thing: View, path: str) -> Iterator[View]:
    value = next(compile_path(path).find(thing.resource.body)).value
    for found, there in thing.targets(value, (*_ROLES, *_PROFILES)):
        if there is not True or found.is_whole:
            continue
        if found.resource.type == _ROLES[0]:
            yield found
        else:
            yield from _roles_of(found, "$.Properties.Roles[0]")


def _other_users(view: View, rights: Rights) -> Iterator[Found]:
    """It makes credentials of a user of the app who is an administrator."""
    wanted = [one for one in ENTERING["AWS::IAM::User"] if one in rights.allowed]
    for user in view.everywhere(("AWS::IAM::User",), "environment") if wanted else ():
        if not is_same(user, view) and rights_of(user).is_admin:
            for action in wanted:
                for step in _on(rights, action, user):
                    yield Found((step,), user)


def _walked(rights: Rights, ways: Ways, *, meeting: bool) -> Iterator[tuple[Step, ...]]:
    for way in ways:
        first, *more = [[*_anywhere(rights, action)] for action in way]
        for start in first:
            others = [
                next((one for one in each if not meeting or _meet(start, one)), None)
                for each in more
            ]
            if all(others):
                yield (start, *(one for one in others if one))


def _anywhere(rights: Rights, action: str) -> Iterator[Step]:
    for held in rights.allowed.get(action, ()):
        if held.statement.resources:
            yield Step(action, held, _unless(held, None))


def _on(rights: Rights, action: str, target: View, service: str | None = None) -> Iterator[Step]:
    """The statements by which an action is allowed on a resource, for a service."""
    for held in rights.allowed.get(action, ()):
        truth = _unless(held, service)
        if truth is not False and not _is_told(action, held) and held.covers(target):
            yield Step(action, held, truth)


def _is_told(action: str, held: Held) -> bool:
    """Whether a rule about policies tells of a statement as it is: of every role or function."""
    alone = action.startswith(("iam:", "sts:")) or action == "lambda:UpdateFunctionCode"
    is_plain = alone and not held.conditions
    return is_plain and covered(_EVERY, held.statement.resources)[0] is True


def _unless(held: Held, service: str | None) -> Truth:
    """Whether conditions let it through: those on the service decide, others are for people."""
    asked = [(key, value) for keys in held.conditions.values() for key, value in _members(keys)]
    truths: list[Truth] = []
    for key, value in asked:
        if key.startswith(_LIMITS):
            return False
        if key == _SERVICE_KEY and service:
            truths.append(_is_for(value, service))
        else:
            truths.append(unknown(Decider.RULE, f"Condition {key}".strip()))
    return conjunction(truths)


def _members(keys: Any) -> Iterable[tuple[str, Any]]:
    if not is_mapping(keys):
        return [("", keys)]
    return [(str(key).lower(), value) for key, value in keys.items()]


def _is_for(values: Any, service: str) -> bool:
    called = f"{PRINCIPALS.get(service, service)}.amazonaws.com"
    return any(
        fnmatchcase(called, readable(value).replace("\0", "*")) for _, value in each((), values)
    )


def _meet(one: Step, other: Step) -> bool:
    """Whether two statements are about the same names: equal, or one a pattern of the other."""
    return any(
        first == second or fnmatchcase(first, second) or fnmatchcase(second, first)
        for first in map(_text, one.held.statement.resources)
        for second in map(_text, other.held.statement.resources)
    )


def _text(placed: tuple[Any, Any]) -> str:
    value = placed[1]
    return value if isinstance(value, str) else str(value)


def _truth(view: View, found: Found) -> Truth:
    """Whether no Deny and no boundary is in the way, and no condition is for people to judge."""
    rights = rights_of(view)
    truths = [step.truth for step in found.steps]
    for step in found.steps:
        for held in rights.denied.get(step.action, ()):
            is_all = not held.conditions and any(
                value == "*" for _, value in held.statement.resources
            )
            truths.append(False if is_all else unknown(Decider.RULE, f"Deny {step.action}"))
    if is_bounded(view):
        boundary = boundary_of(view)
        within = boundary and all(step.action in bounds(boundary) for step in found.steps)
        truths.append(bool(within) if boundary else unknown(Decider.RULE, "PermissionsBoundary"))
    return conjunction(truths)


def _told(found: Found, view: View) -> Any:
    """What it takes, where that stands, and whom it leads to."""
    steps = ", ".join(f"{step.action} ({step.held.at.resource.logical_id})" for step in found.steps)
    target = found.target.resource.logical_id
    is_own = is_same(found.target, view) or found.target.resource.type in _POLICIES
    return (_OWN if is_own else _OTHER).format(steps=steps, target=target)


_POLICIES = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Group")
_OWN = Message("it can give itself every right: {steps}")
_OTHER = Message("it can act with every right by {target}: {steps}")
