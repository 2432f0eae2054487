"""What an element of a statement names, as entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from synthgate.change.access.axis import Entry
from synthgate.change.access.logic import Var
from synthgate.change.access.reading import At, Reader
from synthgate.resolve.values import Nothing, Unknown
from synthgate.rule.iam.elements import action_pattern, resource_pattern, spelt_out
from synthgate.rule.iam.statement import each
from synthgate.rule.texts.wildcards import Pattern, Wild
from synthgate.template.data import is_container

ReadText = Callable[[str], tuple[Pattern, ...]]
"""Makes patterns of a text: of most one, of a role that of its sessions, too."""


def entries(
    value: Any, at: At, reader: Reader, read: ReadText, presence: tuple[Var, ...] = ()
) -> Iterator[Entry]:
    """The entries of one text or a list, with those of lists that a condition may put there."""
    if isinstance(value, Unknown) and any(map(_is_no_text, value.choices)):
        for number, choice in enumerate(value.choices):
            there = reader.presence(value, number, at)
            yield from entries(choice, at, reader, read, (*presence, there))
    elif isinstance(value, list):
        for route, item in each(at.route, value):
            yield from entries(item, At(at.member, route, at.is_before), reader, read, presence)
    elif not isinstance(value, Nothing | dict) and value is not None:
        yield from _of_text(value, at, reader, read, presence)


def _is_no_text(choice: Any) -> bool:
    return is_container(choice) or isinstance(choice, Nothing)


def _of_text(
    value: Any, at: At, reader: Reader, read: ReadText, presence: tuple[Var, ...]
) -> Iterator[Entry]:
    value = spelt_out(value)
    text = reader.text(value, at)
    chosen = value.choices if isinstance(value, Unknown) else ()
    choices = tuple(one for choice in chosen for one in read(reader.text(choice, at)))
    for pattern in read(text):
        yield reader.letters.entry(pattern, choices, presence, text)


def actions(text: str) -> tuple[Pattern, ...]:
    """An action; case does not matter."""
    return (action_pattern(text),)


def resources(text: str) -> tuple[Pattern, ...]:
    """A resource, in whatever partition."""
    return (resource_pattern(text),)


_API = re.compile(r"arn:aws[^:]*:execute-api:[^:]*:[^:]*:[^/]*/")


def of_api(text: str) -> tuple[Pattern, ...]:
    """A resource in the policy of an API: its ARN, or what is left of it behind its id.

    API Gateway puts the rest before ``execute-api:/`` (API Gateway Developer Guide, "API Gateway
    resource policy examples"); ``*`` is all of the API.
    """
    text = _API.sub("execute-api:/", text, count=1)
    return (resource_pattern(text if text.strip("*") else "execute-api:/*"),)


_ACCOUNT = re.compile(r"(?:arn:aws[^:]*:iam::)?([0-9]{12}|[\U00100000-\U0010FFFD])(?::root)?")
_OF_IAM = re.compile(r"arn:aws[^:]*:(?:iam|sts)::([^:]*):(.*)", re.DOTALL)
_OF_SERVICE = re.compile(r"[^:/*]+\.amazonaws\.com(\.cn)?")


def principals(kind: str, *, left_out: bool = False) -> ReadText:
    """Principals of a kind (``AWS``, ``Service``), as ``kind:account:name``.

    ``*`` is everyone (IAM User Guide, "Principal", "All principals"). An account stands for
    everybody in it, a role for its sessions, too; what `NotPrincipal` leaves out is only what it
    names ("NotPrincipal").
    """

    def read(text: str) -> tuple[Pattern, ...]:
        if kind != "AWS":
            return (_spelt(f"{kind}:{text}"),)
        if not text.strip("*"):
            return ((Wild.ANY,),)
        if account := _ACCOUNT.fullmatch(text):
            return (_spelt(f"AWS:{account[1]}:{'root' if left_out else '*'}"),)
        if named := _OF_IAM.fullmatch(text):
            return tuple(map(_spelt, _of_account(named[1], named[2])))
        return (_spelt(f"AWS:{text}"),)

    return read


def any_principal(text: str) -> tuple[Pattern, ...]:
    """A principal whose kind only its form tells, as permissions of functions name them."""
    return principals("Service" if _OF_SERVICE.fullmatch(text) else "AWS")(text)


def _of_account(account: str, name: str) -> Iterator[str]:
    yield f"AWS:{account}:{name}"
    if name.startswith("role/"):
        yield f"AWS:{account}:assumed-role/{name.rsplit('/', 1)[-1]}/*"


def _spelt(text: str) -> Pattern:
    return resource_pattern(text)
