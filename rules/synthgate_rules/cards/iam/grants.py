"""What the cards about identity-based policies share: whose statements, and what they cover.

No card of its own. Truths are three-valued: a parameter may turn out to be ``*``, which is counted
and told in no finding where the template does not offer it; a pseudo parameter, an attribute of a
resource and what another stack exports hold no wildcard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal, holds_no_wildcard, typed_wildcard
from synthgate.resolve.kleene import Truth, agreed, conjunction, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, View, compile_path
from synthgate.rule.iam.conditions import is_limited
from synthgate.rule.iam.documents import identity_statements, statements
from synthgate.rule.iam.statement import Placed, Statement, each
from synthgate.rule.texts.possible import found_in
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

StatementCheck = Callable[[Statement], Iterator[Place]]

EVERY_ACTION = re.compile(r"\*+(:\*+)?")
EVERY_RESOURCE = re.compile(r"\*+|arn:\*+|arn:[^:]*(:\*+)+")
"""``*``, and an ARN that says no more than the partition."""

BOUNDARY = "$.Properties.PermissionsBoundary"
ATTACHED = "$.Properties.ManagedPolicyArns[*]"
IDENTITIES = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")


def faults(resource: Resource, view: View, check: StatementCheck) -> Iterator[Place]:
    """What a check finds in the statements that give rights to an identity."""
    for statement in _granted(resource, view):
        yield from _checked(statement, check)


def _granted(resource: Resource, view: View) -> list[Statement]:
    """The statements that give rights: none of what is a boundary alone."""

    def read() -> list[Statement]:
        return [] if _only_bounds(resource, view) else _granting(view)

    return _once(resource, view, "iam.granted", read)


def statements_in(view: View) -> list[Statement]:
    """The statements that a resource attaches to roles, users or groups."""
    resource = view.resource

    def read() -> list[Statement]:
        return identity_statements(resource.type, resource.body)

    return _once(resource, view, "iam.statements", read)


def _once(
    resource: Resource, view: View, name: str, read: Callable[[], list[Statement]]
) -> list[Statement]:
    """The statements of a resource in this world, read once: many rules ask about the same."""
    memo, key = view.resolver.memo, (name, resource.logical_id)
    known: tuple[Any, list[Statement]] | None = memo.get(key)
    if known is None or known[0] is not resource.body:
        known = memo[key] = resource.body, read()
    return known[1]


def _only_bounds(resource: Resource, view: View) -> bool:
    """Whether a managed policy is a permissions boundary and nothing else.

    A boundary limits and does not grant (IAM User Guide, "Permissions boundaries for IAM
    entities"), so that whole services in it are no fault.
    """
    attached = any(resource.properties.get(key) for key in ("Roles", "Users", "Groups"))
    return (
        resource.type == "AWS::IAM::ManagedPolicy"
        and not attached
        and any(meant is True for _, meant in view.related(IDENTITIES, compile_path(BOUNDARY)))
        and not any(meant is True for _, meant in view.related(IDENTITIES, compile_path(ATTACHED)))
    )


def _granting(view: View) -> list[Statement]:
    resource = view.resource
    if not resource.type.startswith("AWS::Serverless::"):
        return statements_in(view)
    # AWS SAM: `Policies` mixes documents with the names and ARNs of managed policies.
    policies = resource.properties.get("Policies", ABSENT)
    return [
        statement
        for route, policy in each(("Properties", "Policies"), policies)
        if is_mapping(policy) or (isinstance(policy, Unknown) and policy.choices)
        for statement in _unfolded(route, policy)
    ]


def _unfolded(route: Route, value: Any) -> list[Statement]:
    """The statements of whatever an `Fn::If` may put there: a list, a policy, a statement."""
    if is_list(value):
        return [found for place, item in each(route, value) for found in _unfolded(place, item)]
    if not is_mapping(value):
        return [Statement(route, value)] if isinstance(value, Unknown) else []
    if "PolicyDocument" in value:
        return statements(value["PolicyDocument"], (*route, "PolicyDocument"))
    if "Statement" in value:
        return statements(value, route)
    return [Statement(route, value)]


def _checked(statement: Statement, check: StatementCheck) -> Iterator[Place]:
    """A check of a statement, or of each of those that may stand there."""
    body = statement.body
    if not isinstance(body, Unknown):
        yield from check(statement)
    elif not body.choices:
        yield Place(statement.route, body, body.causes)
    else:
        found = [
            [place for one in _unfolded(statement.route, choice) for place in _checked(one, check)]
            for choice in body.choices
        ]
        sure = all(any(not place.causes for place in places) for places in found)
        if any(found):
            yield Place(statement.route, body, () if sure else body.causes)


def unlimited(
    resource: Resource,
    view: View,
    actions: tuple[str, ...],
    everything: re.Pattern[str],
    limits: tuple[str, ...],
) -> Iterator[Place]:
    """Where an Allow statement covers an action for whatever it may be done to.

    `everything` describes resources that are no narrower than all of a kind; ``NotResource``
    is none either. `limits` are how condition keys start that narrow it down.
    """

    def check(statement: Statement) -> Iterator[Place]:
        acts = statement.covers_one_of(actions)
        if acts is False:  # as of most, and told sooner than what it is about
            return
        every, at = covered(everything, statement.resources)
        if statement.has("NotResource"):
            every, at = True, [((*statement.route, "NotResource"), statement.body["NotResource"])]
        limited = is_limited(statement.conditions, lambda key, _: key.startswith(limits))
        truth = both([allows(statement), acts, every, negation(limited)])
        for place in at[:1]:
            yield from placed(truth, place)

    return faults(resource, view, check)


def allows(statement: Statement) -> Truth:
    """Whether its effect is ``Allow``."""
    return equal(statement.effect, "Allow")


def covers(pattern: re.Pattern[str], value: Any) -> Truth:
    """Whether an action or resource is one that the pattern describes.

    An unknown part is taken for a name; where it need be none, it may be anything.
    """
    if value.__class__ is str:  # as most are
        return pattern.fullmatch(value) is not None
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: covers(pattern, choice), value)
    if is_list(value):
        return disjunction(covers(pattern, item) for item in value)
    if pattern.fullmatch(readable(value)):
        return True
    pieces = value.parts if isinstance(value, Partial) else (value,)
    if all(isinstance(piece, str) or holds_no_wildcard(piece) for piece in pieces):
        return False
    may_be = found_in(rf"^(?:{pattern.pattern})\Z", value) is not False
    return may_be and Unknown(typed_wildcard(value) or causes_of(value))


def both(truths: Iterable[Truth]) -> Truth:
    """A conjunction; where one of them needs a wildcard that somebody types, that is all to say."""
    every = [*truths]
    whether = conjunction(every)
    if isinstance(whether, Unknown):
        return next((one for one in every if _needs_typing(one)), whether)
    return whether


def _needs_typing(truth: Truth) -> bool:
    return isinstance(truth, Unknown) and all(
        cause.decider is Decider.GIVEN for cause in truth.causes
    )


def readable(value: Any) -> str:
    """A text in which names that nobody knows have a letter that no pattern has."""
    if isinstance(value, Partial):
        return "".join(map(readable, value.parts))
    return "\0" if isinstance(value, Unknown | Reference) else str(value)


def covered(pattern: re.Pattern[str], values: list[Placed]) -> tuple[Truth, list[Placed]]:
    """Whether some value is what the pattern describes, and which ones are or may be."""
    truths = [covers(pattern, value) for _, value in values]
    at = [placed for truth, placed in zip(truths, values, strict=True) if truth is not False]
    return disjunction(truths), at


def placed(truth: Truth, at: Placed) -> Iterator[Place]:
    """A place for a fault that is true, or that may be."""
    if truth is not False:
        yield Place(*at, truth.causes if isinstance(truth, Unknown) else ())


def all_but(resource: Resource, view: View, key: str) -> Iterator[Place]:
    """Each Allow statement that says by a key (``NotAction``) what it does not grant."""

    def said(statement: Statement) -> Iterator[Place]:
        if statement.has(key):
            yield from placed(allows(statement), ((*statement.route, key), statement.body[key]))

    return faults(resource, view, said)
