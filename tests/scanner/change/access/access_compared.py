"""The code under test, asked about two lists of statements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from synthgate.change.access.comparing import New
from synthgate.change.access.comparing import compared as both_ways
from synthgate.change.access.effects import effects
from synthgate.change.access.fitting import fits
from synthgate.change.access.grants import OF_IDENTITY, Grant, Kind, Policies
from synthgate.change.access.letters import Letters
from synthgate.change.access.reading import Reader
from synthgate.change.matching import matched
from synthgate.change.sides import Member
from synthgate.evaluate import Effect, Stack
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iam_evaluation import Document


def stack(statements: Document, **sections: Any) -> Stack:
    policy = {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"PolicyDocument": {"Statement": statements}},
    }
    template = {"Resources": {"P": policy}, **sections}
    return Stack(Resolver(read_template("t.json", json.dumps(template).encode())), {})


def compared(
    before: Document, after: Document, kind: Kind = OF_IDENTITY, **sections: Any
) -> list[New]:
    """What the code under test says."""
    stacks = stack(before, **sections), stack(after, **sections)
    letters = Letters(matched(stacks[:1], stacks[1:]))
    grants = [
        list(read(one, Reader(letters, is_before), kind))
        for one, is_before in zip(stacks, (True, False), strict=True)
    ]
    return both_ways(*grants, fits(letters))[0]


def read(one: Stack, reader: Reader, kind: Kind) -> Sequence[Grant]:
    member = Member(one, "P")
    document = member.resource.properties["PolicyDocument"]
    found = [*Policies(reader).document(member, document, ("Properties", "PolicyDocument"), kind)]
    return [it for it in found if isinstance(it, Grant)]


def template(resources: dict[str, Any], account: str | None = None, **sections: Any) -> Stack:
    """A template of some resources, as a stack, of an account where that is known."""
    written = {"Resources": resources, **sections}
    read = read_template("t.json", json.dumps(written).encode())
    return Stack(Resolver(read, Placement(account=account)), {})


def told(
    before: dict[str, Any],
    after: dict[str, Any],
    kind: str = "broadens-access",
    account: str | None = None,
    **sections: Any,
) -> list[Effect]:
    """What a change of some resources does, of one kind."""
    stacks = template(before, account, **sections), template(after, account, **sections)
    paired = matched(stacks[:1], stacks[1:])
    return [one for one in effects(paired) if one.kind == kind]
