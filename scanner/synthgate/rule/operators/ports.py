"""Ports: of a rule of a security group or network ACL, a range, a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from math import isfinite
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.compare import is_same, may_be_left_out
from synthgate.resolve.kleene import Truth, conjunction, decided, disjunction
from synthgate.resolve.numbers import as_number
from synthgate.resolve.shapes import limits_on
from synthgate.resolve.values import NO_VALUE, Partial, Reference, Unknown, causes_of
from synthgate.rule.operators.operator import Operator, Row, one_or_more
from synthgate.rule.terms.mistakes import wrong_kind
from synthgate.template.data import is_list, is_mapping


@dataclass(frozen=True, slots=True)
class Ports:
    """A range of ports, both ends in it."""

    first: int
    last: int


EVERY_PORT = Ports(0, 65_535)
_WITH_PORTS = {"tcp", "6", "udp", "17"}
_ICMP = {"icmp", "1", "icmpv6", "58"}
_ENDS = (("FromPort", "ToPort"), ("From", "To"), ("StartPort", "EndPort"))
_INSIDE = "PortRange"
_SAYING = frozenset(("IpProtocol", "Protocol", _INSIDE, *chain(*_ENDS)))
"""What a rule of a security group or network ACL says its ports with."""


def ports(written: Any) -> Ports:
    """Takes a port, or a range as ``1024-65535``.

    Raises:
        CardError: it is neither.
    """
    found = _range_of(written)
    if found is None or not EVERY_PORT.first <= found.first <= found.last <= EVERY_PORT.last:
        raise CardError(wrong_kind(Message("a port or a range (8000-8999)"), written))
    return found


def _range_of(value: object) -> Ports | None:
    if isinstance(value, str) and "-" in value.strip()[1:]:
        first, _, last = value.partition("-")
    else:
        first = last = value
    low, high = as_number(first), as_number(last)
    if low is None or high is None or not (isfinite(low) and isfinite(high)):
        return None
    return Ports(int(low), int(high))


Wanted = tuple[Ports, ...]
"""Ports of which any is asked for."""


def _open(value: Any, wanted: Wanted) -> Truth:
    """Whether a rule of a security group or network ACL lets in any of the wanted ports."""
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    if not is_mapping(value):
        found = _range_of(value)
        return found is not None and any(_meet(found, one) for one in wanted)
    saying = {key: member for key, member in value.items() if key in _SAYING}
    return _settled(saying, lambda rule: _rule_open(rule, wanted))


Rule = dict[str, Any]


def _settled(rule: Rule, test: Callable[[Rule], Truth]) -> Truth:
    """A test of a rule, with and without each of its members that may be left out."""
    for key, member in rule.items():
        if may_be_left_out(member) or (key == _INSIDE and isinstance(member, Unknown)):
            return decided(lambda known: _settled(_with(rule, key, known), test), member)  # noqa: B023 - used here
    return test(rule)


def _with(rule: Rule, key: str, member: Any) -> Rule:
    return {name: other for name, other in {**rule, key: member}.items() if other is not NO_VALUE}


def _rule_open(rule: Rule, wanted: Wanted) -> Truth:
    inside = rule.get(_INSIDE)
    if isinstance(inside, Partial | Reference):
        return Unknown(causes_of(inside))
    if is_mapping(inside):
        flat = {key: member for key, member in rule.items() if key != _INSIDE}
        return _settled({**flat, **inside}, lambda rule: _rule_open(rule, wanted))
    protocol = rule.get("IpProtocol", rule.get("Protocol", "tcp"))
    return decided(lambda known: _open_with(known, rule, wanted), protocol)


def _meet(one: Ports, other: Ports) -> bool:
    return one.first <= other.last and other.first <= one.last


def _open_with(protocol: Any, rule: Rule, wanted: Wanted) -> Truth:
    """The same, of a known protocol.

    One other than TCP, UDP and ICMP is let in on all ports, whatever is written (EC2 API
    Reference, "IpPermission"). ICMP has types and codes in their place.
    """
    if isinstance(protocol, Partial | Reference):
        return Unknown(causes_of(protocol))
    name = str(protocol).strip().lower()
    if name not in _WITH_PORTS:
        return name not in _ICMP
    ends = list(_ends(rule))
    if not ends:
        return True
    every = conjunction(_holds(end, lambda number: number == -1) for end in ends)
    return disjunction((every, *_ends_in(ends, wanted), *(_reach(ends, one) for one in wanted)))


def _reach(ends: list[Any], wanted: Ports) -> Truth:
    """Whether a range starts before the last of some ports, and ends after the first."""
    if is_same(*ends):
        return _may_lie_in(ends[0], wanted)
    low = _holds(ends[0], lambda number: number <= wanted.last)
    return conjunction((low, _holds(ends[1], lambda number: number >= wanted.first)))


def _ends_in(ends: list[Any], wanted: Wanted) -> Iterator[Truth]:
    """Whether an end lies among the wanted ports, whatever the other one is.

    A range holds its start and its end (EC2 API Reference, "IpPermission").
    """
    if any(isinstance(end, Unknown) for end in ends):
        yield from (any(_lies_in(end, one) for one in wanted) for end in ends)


def _lies_in(port: Any, wanted: Ports) -> bool:
    """Whether a port, as far as it is known, is one of some; -1 stands for all of them."""
    if isinstance(port, Unknown) and not port.choices and limits_on(port).is_number:
        limits = limits_on(port)
        most = min(limits.most, EVERY_PORT.last)
        return wanted.first <= max(limits.least, EVERY_PORT.first) <= most <= wanted.last
    number = as_number(port)
    return number is not None and wanted.first <= number <= wanted.last


def _ends(rule: Rule) -> Iterator[Any]:
    """The first and the last port of a rule, if it says them."""
    for first, last in _ENDS:
        if first in rule or last in rule:
            start = rule.get(first, rule.get(last))
            yield start
            yield rule.get(last, start)
            return


def _holds(port: Any, test: Callable[[float], bool]) -> Truth:
    """A test of an end of a range that is true from somewhere on, up or down, or of -1 alone.

    Of a parameter without value its limits may decide.
    """
    if isinstance(port, Unknown) and not port.choices and limits_on(port).is_number:
        limits = limits_on(port)
        sides = {test(limits.least), test(limits.most)}
        if limits.least > -1:
            return sides.pop() if len(sides) == 1 else Unknown(port.causes)
    return decided(lambda known: _holds_of(known, test), port)


def _holds_of(port: Any, test: Callable[[float], bool]) -> Truth:
    if isinstance(port, Partial | Reference):
        return Unknown(causes_of(port))
    number = as_number(port)
    return number is None or test(number)


def _include(value: Any, wanted: Wanted) -> Truth:
    if is_list(value):
        return disjunction(_include(item, wanted) for item in value)
    if isinstance(value, Unknown):
        if not value.choices:
            return disjunction(_may_lie_in(value, one) for one in wanted)
        return decided(lambda known: _include(known, wanted), value)
    return bool(wanted) and _open(value, wanted)


def _may_lie_in(port: Unknown, wanted: Ports) -> Truth:
    """Whether a port that nobody knows is one of some."""
    from_first = _holds(port, lambda number: number >= wanted.first)
    return conjunction((from_first, _holds(port, lambda number: number <= wanted.last)))


def _stay_within(value: Any, allowed: Wanted) -> Truth:
    """Whether none of the ports outside of the allowed ones is let in."""
    included = _include(value, _outside(allowed))
    return Unknown(included.causes) if isinstance(included, Unknown) else not included


@lru_cache(maxsize=256)
def _outside(allowed: Wanted) -> Wanted:
    """The ports that are none of the allowed ones."""
    return tuple(_gaps(sorted(allowed, key=lambda one: one.first)))


def _gaps(allowed: list[Ports]) -> Iterator[Ports]:
    start = EVERY_PORT.first
    for one in allowed:
        if one.first > start:
            yield Ports(start, one.first - 1)
        start = max(start, one.last + 1)
    if start <= EVERY_PORT.last:
        yield Ports(start, EVERY_PORT.last)


def _including(wanted: Wanted) -> Callable[[Any], Truth]:
    """Whether a rule whose ports are written out lets in any of some."""

    def included(value: Any) -> Truth:
        ends = _written_ends(value) if is_mapping(value) and wanted else None
        if ends is None:
            return _include(value, wanted)
        first, last = ends
        if first == last == -1:
            return True
        return any(first <= one.last and last >= one.first for one in wanted)

    return included


def _staying_within(allowed: Wanted) -> Callable[[Any], Truth]:
    included = _including(_outside(allowed))

    def within(value: Any) -> Truth:
        truth = included(value)
        return Unknown(truth.causes) if isinstance(truth, Unknown) else not truth

    return within


def _written_ends(rule: Rule) -> tuple[float, float] | None:
    """The ends of a rule about TCP or UDP that has two numbers, and nothing that is open."""
    if not _OTHERWISE.isdisjoint(rule):
        said: set[object] = {type(value) for key, value in rule.items() if key in _SAYING}
        if _INSIDE in rule or not said <= _WRITTEN:
            return None
        protocol = rule.get("IpProtocol", rule.get("Protocol", "tcp"))
        return _numbers(protocol, tuple(_ends(rule)))
    protocol, first = rule.get("IpProtocol", "tcp"), rule.get("FromPort", rule.get("ToPort"))
    last = rule.get("ToPort", first)
    if type(protocol) in _WRITTEN and type(first) in _WRITTEN and type(last) in _WRITTEN:
        return _numbers(protocol, (first, last))
    return None


@lru_cache(maxsize=1024, typed=True)
def _numbers(protocol: Any, ends: tuple[Any, ...]) -> tuple[float, float] | None:
    """The ends of such a rule by what it says: many rules ask the same of it."""
    if not ends or str(protocol).strip().lower() not in _WITH_PORTS:
        return None
    first, last = map(as_number, ends)
    return None if first is None or last is None else (first, last)


_WRITTEN = frozenset((str, int, float, type(None)))
_OTHERWISE = _SAYING - {"IpProtocol", "FromPort", "ToPort"}
"""What rules say their ports with that are not of a security group."""

WORDS = (
    Operator(
        "ports-include",
        Message("the range of ports includes one of these"),
        _include,
        one_or_more(ports),
        of_shape=True,
        ready=_including,
        page=Row("a port, a range (`8000-8999`) or a list", "lets in any of these ports"),
    ),
    Operator(
        "ports-within",
        Message("the range of ports lies within these"),
        _stay_within,
        one_or_more(ports),
        of_shape=True,
        ready=_staying_within,
        page=Row("a port, a range (`8000-8999`) or a list", "lets in no ports but these"),
    ),
)
