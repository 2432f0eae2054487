"""What IAM does within one account: policies of identities and of a resource, held together.

IAM User Guide, "Policy evaluation for requests within a single account": an explicit Deny in any
policy wins; else one Allow is enough, of the identity or of the resource. "AWS JSON policy
elements: Principal": an account that is named leaves it to its identities, whoever is named is
given the right. AWS KMS Developer Guide, "Key policies in AWS KMS": what no key policy allows,
nobody may do. "How IAM roles differ from resource-based policies": of another account both have to
allow it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from iam_evaluation import Document, Request, is_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ACCOUNT, THEIRS = "111122223333", "999988887777"
OWN_ROOT, THEIR_ROOT = (f"arn:aws:iam::{one}:root" for one in (ACCOUNT, THEIRS))
ROLE, OTHER = (f"arn:aws:iam::{ACCOUNT}:role/{one}" for one in ("r", "elsewhere"))
STRANGER = f"arn:aws:iam::{THEIRS}:role/x"
ELSEWHERE = "ec2:RunInstances"
Context = tuple[tuple[str, str | None], ...]
EVERYTHING: Document = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]


@dataclass(frozen=True)
class Thing:
    """A resource that has a policy: how the template makes it, and what it is called."""

    arn: str
    about: Mapping[str, Sequence[str]]
    """What requests are about, by their actions: itself, or what is inside, behind its ARN."""

    made: Mapping[str, Any]
    policy: tuple[str, ...]
    """The type, the property that names the resource, and the one that has the policy; of a policy
    that stands in the resource itself, that property only."""

    is_by_policy: bool = False
    """Whether a policy of an identity is nothing without one of the resource."""

    @property
    def actions(self) -> list[str]:
        """What may be done with it."""
        return [*self.about]


BUCKET = Thing(
    "arn:aws:s3:::b",
    {
        "s3:GetObject": ("/a", "/z"),
        "s3:PutObject": ("/a", "/z"),
        "s3:ListBucket": ("",),
        "s3:DeleteObject": ("/a", "/z"),
        "s3:GetBucketAcl": ("",),
    },
    {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "b"}},
    ("AWS::S3::BucketPolicy", "Bucket", "PolicyDocument"),
)
QUEUE = Thing(
    f"arn:aws:sqs:us-east-1:{ACCOUNT}:q",
    dict.fromkeys(("sqs:SendMessage", "sqs:ReceiveMessage", "sqs:PurgeQueue"), ("",)),
    {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}},
    ("AWS::SQS::QueuePolicy", "Queues", "PolicyDocument"),
)
KEY = Thing(
    f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k",
    dict.fromkeys(("kms:Encrypt", "kms:Decrypt", "kms:Sign"), ("",)),
    {"Type": "AWS::KMS::Key", "Properties": {}},
    ("KeyPolicy",),
    is_by_policy=True,
)
THINGS = (BUCKET, QUEUE, KEY)
ITSELF = "${T.Arn}"
"""How a policy names the resource of the template."""


@dataclass(frozen=True)
class State:
    """What the role may do, and who may use the resource, which has that policy if it has one."""

    thing: Thing
    role: Document = field(default_factory=Document)
    policy: Document = field(default_factory=Document)

    @property
    def template(self) -> dict[str, Any]:
        """The resources of a template of it."""
        made: dict[str, Any] = {"T": dict(self.thing.made)}
        document = {"Statement": [_named_in_template(one) for one in self.policy]}
        if len(self.thing.policy) == 1:
            made["T"]["Properties"] = {self.thing.policy[0]: document}
        elif self.policy:
            kind, target, key = self.thing.policy
            own: Any = {"Ref": "T"} if target == "Bucket" else [{"Ref": "T"}]
            made["P"] = {"Type": kind, "Properties": {target: own, key: document}}
        document = {"Statement": [_named_in_template(one) for one in self.role]}
        held = [{"PolicyName": "p", "PolicyDocument": document}] if self.role else []
        role = {"RoleName": "r", "Policies": held}
        return {**made, "R": {"Type": "AWS::IAM::Role", "Properties": role}}

    def allows(self, request: Request, elsewhere: Document) -> bool:
        """Whether a request is let in; `elsewhere` is what a role of the account may do that is not
        of the app. The root user may do everything, and so may others by their own accounts."""
        kind, _, name = request.principal.partition(":")
        is_foreign = name.startswith(f"arn:aws:iam::{THEIRS}:")
        held = {ROLE: self.role, OTHER: elsewhere}.get(name, EVERYTHING if kind == "AWS" else [])
        own = [one for one in held if is_about(_spelt(one, self.thing), request)]
        if not self._is_thing(request.resource):
            return name == ROLE and {one["Effect"] for one in own} == {"Allow"}
        root = THEIR_ROOT if is_foreign else OWN_ROOT
        there = [one for one in self.policy if is_about(_without_who(one, self.thing), request)]
        to_all = [one for one in there if one["Effect"] == "Allow"]
        given = any(_names(one["Principal"], kind, {name}) for one in to_all)
        left = any(_names(one["Principal"], kind, {root}) for one in to_all)
        denied = (one for one in there if one["Effect"] == "Deny")
        if any(_denies(one, kind, name, root) for one in denied):
            return False
        if any(one["Effect"] == "Deny" for one in own):
            return False
        if is_foreign:
            return bool(own) and (given or left)
        return given or (bool(own) and (left or not self.thing.is_by_policy))

    def _is_thing(self, resource: str) -> bool:
        return resource == self.thing.arn or resource.startswith(f"{self.thing.arn}/")


def _names(principal: Any, kind: str, names: set[str]) -> bool:
    """Whether an element names everybody, or one of some by their ARNs."""
    named = {"AWS": "*"} if principal == "*" else principal
    everybody = named.get("AWS") == "*"
    written = named.get(kind, [])
    return everybody or not names.isdisjoint([written] if isinstance(written, str) else written)


def _denies(statement: Mapping[str, Any], kind: str, name: str, root: str) -> bool:
    """Whether somebody is kept out, by his name or his account's; `NotPrincipal` leaves him out by
    his name, and names his account besides ("NotPrincipal")."""
    if "NotPrincipal" in statement:
        return not _names(statement["NotPrincipal"], kind, {name})
    return _names(statement["Principal"], kind, {name, root})


def _spelt(statement: Mapping[str, Any], thing: Thing) -> dict[str, Any]:
    """A statement with the ARN of the resource."""
    return {
        key: [one.replace(ITSELF, thing.arn) for one in value]
        if key.endswith("Resource")
        else value
        for key, value in statement.items()
    }


def _without_who(statement: Mapping[str, Any], thing: Thing) -> dict[str, Any]:
    spelt = _spelt(statement, thing)
    return {key: value for key, value in spelt.items() if not key.endswith("Principal")}


def _named_in_template(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A statement with a function for the ARN of the resource."""
    return {
        key: [{"Fn::Sub": one} if ITSELF in one else one for one in value]
        if key.endswith("Resource")
        else value
        for key, value in statement.items()
    }


def requests(thing: Thing, contexts: Iterable[Context]) -> list[Request]:
    """Requests of everybody there is, about all that the thing is, and about another one."""
    about = [
        (action, f"{arn}{one}")
        for action, inside in thing.about.items()
        for one in inside
        for arn in (thing.arn, f"{thing.arn}-other")
    ]
    return _of_all([*about, (ELSEWHERE, "*")], contexts)


def in_theory(thing: Thing, contexts: Iterable[Context]) -> list[Request]:
    """Requests that no service makes, about which policies say something all the same."""
    return _of_all([(ELSEWHERE, thing.arn), (ELSEWHERE, f"{thing.arn}/a")], contexts)


def _of_all(about: Iterable[tuple[str, str]], contexts: Iterable[Context]) -> list[Request]:
    who = [f"AWS:{one}" for one in (ROLE, OTHER, STRANGER, OWN_ROOT)] + ["Service:s3.amazonaws.com"]
    return [Request(*what, *how) for what, *how in product(about, contexts, who)]


def is_newly_possible(before: State, after: State, every: Iterable[Request]) -> bool:
    """Whether requests become possible, if a role that is not of the app may do nothing by itself,
    or if it may do everything."""
    return any(
        after.allows(one, held) and not before.allows(one, held)
        for one in every
        for held in (EVERYTHING, Document())
    )
