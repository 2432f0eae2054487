"""Rights that are harmless one by one, and together make an identity an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import unknown
from synthgate.rule.api import (
    Beside,
    Message,
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    causes_of,
    compile_path,
    conjunction,
    disjunction,
    negation,
)
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
)
from synthgate_rules.cards.iam.escalation_steps import ONE_SERVICE, Step, anywhere, meet, on, walked
from synthgate_rules.cards.iam.identities import (
    Rights,
    boundary_of,
    bounds,
    groups_of,
    is_bounded,
    rights_of,
)
from synthgate_rules.cards.iam.trust import admits, admits_service, is_held, is_same

_ROLES = ("AWS::IAM::Role",)
_PROFILES = ("AWS::IAM::InstanceProfile",)
_ROLES_OF_PROFILE = compile_path("$.Properties.Roles[*]")


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A path: what it takes, in their order, and whom it makes the identity."""

    steps: tuple[Step, ...]
    target: View
    truth: Truth = True


def escalates(resource: Resource, view: View) -> Iterator[Place]:
    """The first path of an identity that its rights make, if somebody may walk it.

    One that is an administrator as it is, others tell of.
    """
    rights = rights_of(view)
    somebody = conjunction((is_held(view), negation(rights.is_admin))) if rights.allowed else False
    perhaps: Place | None = None
    for path in _paths(view, rights) if somebody is not False else ():
        truth = conjunction((somebody, _truth(view, path)))
        if truth is not False:
            place = Place(
                ("Type",),
                resource.type,
                causes_of(truth),
                note=_told(path, view),
                related=tuple(_chain(path)),
            )
            if truth is True:
                yield place
                return
            perhaps = perhaps or place
    if perhaps:
        yield perhaps


def _paths(view: View, rights: Rights) -> Iterator[Found]:
    yield from _own_rights(view, rights)
    yield from _made_role(view, rights)
    if PASS in rights.allowed or ASSUME in rights.allowed or TRUST in rights.allowed:
        for role in _admins(view):
            yield from _as_role(view, rights, role)
    yield from _running(view, rights)
    yield from _other_users(view, rights)


def _admins(view: View) -> Iterator[View]:
    """The other roles of the app that are administrators, or may be."""
    for role in view.everywhere(_ROLES, "environment"):
        if not is_same(role, view) and rights_of(role).is_admin is not False:
            yield role


def _own_rights(view: View, rights: Rights) -> Iterator[Found]:
    """It writes its own policies, or those of a group that it is in."""
    for one, meant in ((view, True), *groups_of(view)):
        for action in EQUIPPING[one.resource.type]:
            for step in on(rights, action, one):
                yield Found((step,), one, meant)
    if REWRITING in rights.allowed:
        for policy in rights.policies:
            if policy.resource.type == "AWS::IAM::ManagedPolicy":
                for step in on(rights, REWRITING, policy):
                    yield Found((step,), policy)


def _made_role(view: View, rights: Rights) -> Iterator[Found]:
    """It makes a role of some name, gives it rights and takes it on, by several statements.

    Of a statement with all of it, a rule about policies tells.
    """
    entries = [step for entry in (PASS, ASSUME) for step in anywhere(rights, entry)]
    passing = {step.held.place for step in entries if step.action == PASS}
    for made in anywhere(rights, CREATE) if entries else ():
        for equipped in (one for act in EQUIPPING[_ROLES[0]] for one in anywhere(rights, act)):
            is_told = made.held.place == equipped.held.place and made.held.place in passing
            for entered in entries if not is_told else ():
                truth = conjunction((meet(made, equipped), meet(made, entered)))
                if truth is not False:
                    yield Found((made, equipped, entered), view, truth)


def _as_role(view: View, rights: Rights, role: View) -> Iterator[Found]:
    """It becomes an administrator's role: by taking it on, or by what runs with it."""
    is_admin = rights_of(role).is_admin
    for step in on(rights, ASSUME, role):
        yield Found((step,), role, conjunction((is_admin, admits(role, view))))
    for step in on(rights, TRUST, role):
        yield Found((step,), role, is_admin)
    for service, ways in RUNNERS.items() if PASS in rights.allowed else ():
        taken = conjunction((admits_service(role, PRINCIPALS.get(service, service)), is_admin))
        if taken is False or _has_host(role, service) is False:
            continue
        truth = conjunction((taken, _has_host(role, service)))
        for step in on(rights, PASS, role, service):
            for steps in walked(rights, ways, meeting=service in ONE_SERVICE):
                yield Found((step, *steps), role, truth)


def _has_host(role: View, service: str) -> Truth:
    """Whether machines can have the role: they get it by an instance profile."""
    if service != "ec2":
        return True
    return disjunction(meant for _, meant in role.referring(_PROFILES, _ROLES_OF_PROFILE))


def _running(view: View, rights: Rights) -> Iterator[Found]:
    """It brings its own code into what runs with an administrator's role."""
    for kind, path, ways in CHANGED:
        wanted = [way for way in ways if all(action in rights.allowed for action in way)]
        for thing in view.everywhere((kind,), "environment") if wanted else ():
            truth = _runs_as_admin(thing, path)
            for way in wanted if truth is not False else ():
                steps = [next(on(rights, action, thing), None) for action in way]
                if all(steps):
                    yield Found(tuple(step for step in steps if step), thing, truth)


def _runs_as_admin(thing: View, path: str) -> Truth:
    """Whether something has an administrator's role; what is not in the app has none."""
    truths: list[Truth] = []
    value = next(compile_path(path).find(thing.resource.body)).value
    for found, there in thing.targets(value, (*_ROLES, *_PROFILES)):
        if found.is_whole:
            truths.append(isinstance(value, Unknown) and there)
        elif found.resource.type == _ROLES[0]:
            truths.append(conjunction((there, rights_of(found).is_admin)))
        else:
            truths.append(conjunction((there, _runs_as_admin(found, "$.Properties.Roles[0]"))))
    return disjunction(truths)


def _other_users(view: View, rights: Rights) -> Iterator[Found]:
    """It makes credentials of a user of the app who is an administrator."""
    wanted = [one for one in ENTERING["AWS::IAM::User"] if one in rights.allowed]
    for user in view.everywhere(("AWS::IAM::User",), "environment") if wanted else ():
        is_admin = rights_of(user).is_admin
        for action in wanted if not is_same(user, view) and is_admin is not False else ():
            for step in on(rights, action, user):
                yield Found((step,), user, is_admin)


def _truth(view: View, found: Found) -> Truth:
    """Whether no Deny and no boundary is in the way, and no condition is for people to judge."""
    rights = rights_of(view)
    truths = [found.truth, *(step.truth for step in found.steps)]
    for step in found.steps:
        for held in rights.denied.get(step.action, ()):
            is_all = not held.conditions and any(
                value == "*" for _, value in held.statement.resources
            )
            some = unknown(Decider.RULE, f"Deny {step.action}")
            truths.append(negation(conjunction((held.truth, is_all or some))))
    if is_bounded(view) is not False:
        boundary = boundary_of(view)
        through = bounds(boundary) if boundary else dict[str, Truth]()
        outside = unknown(Decider.RULE, "PermissionsBoundary")
        truths += [through.get(one.action, not boundary and outside) for one in found.steps]
    return conjunction(truths)


def _told(found: Found, view: View) -> Any:
    """What it takes, where that stands, and whom it leads to."""
    steps = ", ".join(f"{step.action} ({step.held.at.resource.logical_id})" for step in found.steps)
    target = found.target.resource.logical_id
    is_own = is_same(found.target, view) or found.target.resource.type in _POLICIES
    return (_OWN if is_own else _OTHER).format(steps=steps, target=target)


def _chain(found: Found) -> Iterator[Beside]:
    """The statements of a path in their order; steps that one of them allows in a row are one."""
    in_a_row = groupby(found.steps, key=lambda step: step.held.place)
    for number, (_, steps) in enumerate(in_a_row, start=1):
        first, *more = steps
        actions = ", ".join(step.action for step in (first, *more))
        holder = first.held.at.resource.logical_id
        said = _STEP.format(number=number, resource=holder, actions=actions)
        yield Beside(first.held.at, first.held.statement.route, said)


_POLICIES = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Group")
_OWN = Message("it can give itself every right: {steps}")
_OTHER = Message("it can act with every right by {target}: {steps}")
_STEP = Message("step {number}: a statement of {resource} allows {actions}")
