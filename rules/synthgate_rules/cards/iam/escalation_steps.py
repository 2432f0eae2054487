"""Steps of a path: which statements allow an action, on what, and under which conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import holds_no_wildcard
from synthgate.resolve.kleene import agreed
from synthgate.resolve.values import Partial, unknown
from synthgate.rule.api import Truth, Unknown, View, causes_of, conjunction, disjunction, each
from synthgate.template.data import is_list, is_mapping
from synthgate_rules.cards.iam.escalation_paths import PRINCIPALS, Ways
from synthgate_rules.cards.iam.grants import covered, readable
from synthgate_rules.cards.iam.identities import Held, Rights

_SERVICE_KEY = "iam:passedtoservice"
_LIMITS = ("iam:permissionsboundary", "iam:policyarn")
"""What limits the rights that may be given: then no path leads to all of them."""
_EVERY = re.compile(
    r"\*+|arn:\*+|arn:[^:]*(:\*+)+"
    r"|arn:[^:]*:(iam|lambda):[^:]*:[^:]*:((role|user|group|policy|function)[/:])?\*+"
)
ONE_SERVICE = ("lambda", "codebuild")
"""Where several actions are about the same thing, and have to be allowed on the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """An action that an identity may do, by one of its statements."""

    action: str
    held: Held
    truth: Truth


def walked(rights: Rights, ways: Ways, *, meeting: bool) -> Iterator[tuple[Step, ...]]:
    """Each way that is allowed as a whole; where it is `meeting`, on the same thing."""
    for way in ways:
        first, *more = [[*anywhere(rights, action)] for action in way]
        for start in first:
            others = [_first_with(start, each_of, meeting=meeting) for each_of in more]
            if all(others):
                yield (start, *(one for one in others if one))


def _first_with(start: Step, steps: list[Step], *, meeting: bool) -> Step | None:
    for step in steps:
        truth = conjunction((step.truth, not meeting or meet(start, step)))
        if truth is not False:
            return replace(step, truth=truth)
    return None


def anywhere(rights: Rights, action: str) -> Iterator[Step]:
    """The statements by which an action is allowed on something."""
    for held in rights.allowed.get(action, ()):
        if held.statement.resources:
            yield Step(action, held, conjunction((held.truth, _unless(held, None))))


def on(rights: Rights, action: str, target: View, service: str | None = None) -> Iterator[Step]:
    """The statements by which an action is allowed on a resource, for a service."""
    for held in rights.allowed.get(action, ()):
        truth = conjunction((held.truth, _unless(held, service)))
        if truth is False or _is_told(action, held):
            continue
        truth = conjunction((truth, held.covers(target)))
        if truth is not False:
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


def _is_for(values: Any, service: str) -> Truth:
    called = f"{PRINCIPALS.get(service, service)}.amazonaws.com"
    return disjunction(_may_be(value, called) for _, value in each((), values))


def _may_be(value: Any, called: str) -> Truth:
    """Whether a value is a name, or a pattern of it; what `AWS::URLSuffix` stands for fits."""
    if isinstance(value, Unknown) and value.choices:
        return agreed(lambda choice: _may_be(choice, called), value)
    if not fnmatchcase(called, readable(value).replace("\0", "*")):
        return False
    pieces = value.parts if isinstance(value, Partial) else (value,)
    is_told = all(isinstance(piece, str) or holds_no_wildcard(piece) for piece in pieces)
    return is_told or Unknown(causes_of(value))


def meet(one: Step, other: Step) -> Truth:
    """Whether two statements are about the same names: equal, or one a pattern of the other."""
    return disjunction(
        _alike(first, second)
        for _, first in one.held.statement.resources
        for _, second in other.held.statement.resources
    )


def _alike(one: Any, other: Any) -> Truth:
    if isinstance(one, Unknown) and one.choices:
        return agreed(lambda choice: _alike(choice, other), one)
    if is_list(one):
        return disjunction(_alike(item, other) for item in one)
    if is_list(other) or (isinstance(other, Unknown) and other.choices):
        return _alike(other, one)
    if one == other:
        return True
    open_ones = [*causes_of(one), *causes_of(other)]
    if open_ones and any(isinstance(value, Unknown) for value in (one, other)):
        return Unknown(tuple(open_ones))
    texts = str(one), str(other)
    return fnmatchcase(*texts) or fnmatchcase(*reversed(texts))
