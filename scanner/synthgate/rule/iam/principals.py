"""Whom a statement is about: principals in every spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal, typed_wildcard
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.shapes import spelt
from synthgate.resolve.values import Reference, Unknown, causes_of, unknown
from synthgate.rule.iam.conditions import limits_principals
from synthgate.rule.iam.elements import covers, is_account, principal_pattern, touches
from synthgate.rule.iam.statement import Statement, of_all
from synthgate.rule.terms.outcome import Place
from synthgate.rule.texts.wildcards import ANYTHING, Pattern, Wild, includes, overlaps, widened
from synthgate.template.data import is_list, is_mapping

OWN_ACCOUNT = "own-account"
_SOME_ACCOUNT: Pattern = (Wild.ONE,) * 12
_ARN: Pattern = (*"arn:",)
_OF_SERVICES = re.compile(r"[^:]*\.[^:]*")
"""Words for services, ``*.amazonaws.com``: no ARN is one, whatever it ends with."""


def names_principal(statement: Statement, principal: str) -> Truth:
    """Whether it is about a principal: an ARN, an account's id, a service; ``*`` is everyone.

    Everyone is ``*`` and ``{"AWS": "*"}`` ("Principal", "All principals"). An Allow lets
    strangers in by a ``*`` of another kind too, and by ``NotPrincipal``; a Deny does not
    keep everyone out by them.
    """
    written = _written(statement)
    if written is not None:
        return _said(written, statement.effect == "Allow", principal)
    return _names(statement, principal)


def _names(statement: Statement, principal: str) -> Truth:
    if not principal.strip("*"):
        allows = equal(statement.effect, "Allow")
        return statement.asked(
            "Principal", lambda value: _is_everyone(value, allows), lambda _: allows
        )
    return statement.asked(
        "Principal",
        lambda value: _is_named(value, principal, covers),
        lambda value: negation(_is_named(value, principal, touches)),
    )


def _is_everyone(element: Any, allows: Truth) -> Truth:
    return disjunction(
        conjunction((kind == "AWS" or allows, covers(value, ANYTHING, principal_pattern)))
        for kind, value in by_kind(element).items()
    )


def _is_named(element: Any, principal: str, ask: Callable[..., Truth]) -> Truth:
    """Whether a principal is named, if only by the ``*`` of its kind."""
    return disjunction(
        ask(value, principal_pattern(principal), principal_pattern)
        for kind, value in by_kind(element).items()
        if may_be_of(kind, principal)
    )


def principals_within(
    statement: Statement, allowed: tuple[str, ...], own_account: str | None = None
) -> Truth:
    """Whether every principal is one of these; without `own_account`, some may or may not be.

    An account's id allows every principal of the account, ``own-account`` those of the
    account that the stack is deployed to, a resource of the template among them; any other
    word is a pattern, of services or of ARNs. A statement without principals has none that is not
    allowed.
    """
    written = _written(statement)
    if written is not None:
        return _said_within(written, allowed, own_account)
    return _within(statement, allowed, own_account)


def _within(statement: Statement, allowed: tuple[str, ...], own_account: str | None) -> Truth:
    circle = _Circle(allowed, tuple(own_account) if own_account else None)
    stranger: Truth = statement.asked(
        "Principal",
        lambda value: negation(of_all([*by_kind(value).values()], circle.holds)),
        lambda _: not includes(circle.patterns(), (Wild.ANY,)),
    )
    return negation(stranger)


_Written = tuple[tuple[str, tuple[str, ...]], ...]
"""A Principal element that is strings as a whole: by kind, what is named."""
_FEW = 100
"""Of how many principals what was said of them is kept."""


def _written(statement: Statement) -> _Written | None:
    """The principals of a statement that are written out, as most are; None of any others."""
    body = statement.body
    if body.__class__ is not dict or body.get("Effect").__class__ is not str:
        return None
    if "Principal" not in body or "NotPrincipal" in body:
        return None
    found: list[tuple[str, tuple[str, ...]]] = []
    for kind, value in by_kind(body["Principal"]).items():
        texts: list[Any] = [value] if value.__class__ is str else value
        if not (is_list(texts) and len(texts) <= _FEW and {*map(type, texts)} <= {str}):
            return None
        found.append((kind, tuple(texts)))
    return tuple(found)


def _statement_of(written: _Written, *, allows: bool) -> Statement:
    element = {kind: [*texts] for kind, texts in written}
    return Statement((), {"Effect": "Allow" if allows else "Deny", "Principal": element})


@lru_cache(maxsize=4096)
def _said(written: _Written, allows: bool, principal: str) -> Truth:
    """Whether a principal is named: the same services stand in most trust policies."""
    return _names(_statement_of(written, allows=allows), principal)


@lru_cache(maxsize=4096)
def _said_within(written: _Written, allowed: tuple[str, ...], own_account: str | None) -> Truth:
    return _within(_statement_of(written, allows=True), allowed, own_account)


@dataclass(frozen=True, eq=False)
class _Circle:
    """Those whom a card allows. `own` is the id of the own account, where it is known."""

    allowed: tuple[str, ...]
    own: Pattern | None

    def patterns(
        self, unknown_own: Pattern = (OWN_ACCOUNT,), *, of_services: bool = True
    ) -> Iterator[Pattern]:
        """Who is allowed; the own account, where unknown, is a letter that only it has."""
        for word in self.allowed:
            if _OF_SERVICES.fullmatch(word) and not of_services:
                continue
            is_own = word == OWN_ACCOUNT
            account = (self.own or unknown_own) if is_own else principal_pattern(word)
            yield account
            if is_own or is_account("".join(map(str, account))):
                for service in ("iam", "sts"):
                    yield (*f"arn:aws:{service}::", *account, ":", Wild.ANY)

    def holds(self, value: Any) -> Truth:
        """Whether a principal is allowed."""
        value = spelt(value)
        read = self._read(value, (OWN_ACCOUNT,))
        of_services = read[: len(_ARN)] != _ARN
        if includes(self.patterns(of_services=of_services), read):
            return True
        read = self._read(value, _SOME_ACCOUNT)
        widest = [*self.patterns(_SOME_ACCOUNT, of_services=of_services)]
        if causes_of(value):
            return any(overlaps(one, read) for one in widest) and Unknown(causes_of(value))
        return includes(widest, read) and unknown(Decider.PSEUDO, "AWS::AccountId")

    def _read(self, value: Any, unknown_own: Pattern) -> Pattern:
        own = self.own or unknown_own
        if isinstance(value, Reference) and not value.stack:
            return (*"arn:aws:iam::", *own, ":", Wild.ANY)
        return widened(principal_pattern(value, own))


def by_kind(principal: Any) -> dict[str, Any]:
    """The members of a Principal element; what has no kind is written as those of AWS are."""
    return principal if is_mapping(principal) else {"AWS": principal}


def may_be_of(kind: str, principal: str) -> bool:
    """Whether a principal is written as those of a kind are ("…: Principal")."""
    return kind not in _KINDS or bool(_KINDS[kind].match(principal))


_KINDS = {
    "Service": re.compile(r"[^:][^:.]*\.[^:]+\Z"),
    "Federated": re.compile(r"[^:][^:.]*\.[^:]+\Z|arn:[^:]*:iam::[^:]*:(?:saml|oidc)-provider/"),
    "CanonicalUser": re.compile(r"[0-9a-f]{64}\Z"),
}


def admits_everyone(statement: Statement) -> Iterator[Place]:
    """Where an Allow statement admits every principal, in whatever spelling.

    ``*`` alone, under a key of Principal, or in a list; ``NotPrincipal``, which admits
    everyone else. A condition on who asks closes it; a principal that is not known is
    a doubt.
    """
    limited = limits_principals(statement)
    applies = conjunction((equal(statement.effect, "Allow"), negation(limited)))
    if applies is False:
        return
    unsettled = causes_of(applies)
    if statement.has("NotPrincipal"):
        route = (*statement.route, "NotPrincipal")
        yield Place(route, statement.body["NotPrincipal"], unsettled)
    for route, principal in statement.principals():
        everyone = equal(principal, "*")
        if everyone is not False:
            typed = typed_wildcard(principal) if isinstance(everyone, Unknown) else ()
            yield Place(route, principal, typed or (*causes_of(everyone), *unsettled))
