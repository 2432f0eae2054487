"""What IAM does with a request, written from its documentation, and not with the code under test.

IAM User Guide, "Policy evaluation logic": an explicit Deny wins, else an Allow lets in, else
nothing does. "IAM JSON policy elements: Condition operators" says what a missing key does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Document = list[dict[str, Any]]


@dataclass(frozen=True)
class Request:
    """Somebody asks to do something with something; what is known about it stands in `context`."""

    action: str
    resource: str
    context: tuple[tuple[str, str | None], ...] = ()
    principal: str = ""


def is_allowed(statements: Document, request: Request) -> bool:
    """Whether a policy lets a request in."""
    effects = {one["Effect"] for one in statements if is_about(one, request)}
    return effects == {"Allow"}


def is_about(statement: Mapping[str, Any], request: Request) -> bool:
    """Whether a statement says anything of a request."""
    return (
        _named(statement, "Action", request.action.lower(), lower=True)
        and _named(statement, "Resource", request.resource)
        and ("Principal" not in statement or _is_principal(statement["Principal"], request))
        and all(
            _is_met(operator, values, dict(request.context).get(key))
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def _named(statement: Mapping[str, Any], key: str, text: str, *, lower: bool = False) -> bool:
    if f"Not{key}" in statement:
        return not _is_any(statement[f"Not{key}"], text, lower=lower)
    return key not in statement or _is_any(statement[key], text, lower=lower)


def _is_any(patterns: str | Iterable[str], text: str, *, lower: bool) -> bool:
    every = [patterns] if isinstance(patterns, str) else patterns
    return any(fits(one.lower() if lower else one, text) for one in every)


def _is_principal(named: Any, request: Request) -> bool:
    if named == "*":
        return True
    kind, _, name = request.principal.partition(":")
    written = named.get(kind, [])
    return any(one in ("*", name) for one in ([written] if isinstance(written, str) else written))


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern with ``*`` and ``?`` matches a text."""
    parts = (
        "[\\s\\S]*" if one == "*" else "[\\s\\S]" if one == "?" else re.escape(one)
        for one in pattern
    )
    return re.fullmatch("".join(parts), text) is not None


def _is_met(operator: str, values: Any, given: str | None) -> bool:
    every = [values] if isinstance(values, str) else values
    name = operator.removesuffix("IfExists")
    if name == "Null":
        return (given is None) == (every == ["true"])
    if given is None:
        return name != operator or "Not" in name
    test = _TESTS[name.replace("Not", "")]
    held = any(test(one, given) for one in every)
    return held != ("Not" in name)


_TESTS = {
    "StringEquals": lambda one, given: one == given,
    "StringEqualsIgnoreCase": lambda one, given: one.lower() == given.lower(),
    "StringLike": fits,
    "ArnLike": fits,
    "ArnEquals": fits,
    "Bool": lambda one, given: one.lower() == given.lower(),
    "IpAddress": lambda one, given: ip_address(given) in ip_network(one),
    "NumericLessThan": lambda one, given: float(given) < float(one),
    "NumericGreaterThanEquals": lambda one, given: float(given) >= float(one),
}
