"""Operators for addresses and ports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import chain
from math import isfinite
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.resolve.compare import as_number, may_be_left_out
from synthgate.resolve.kleene import Truth, conjunction, decided, disjunction
from synthgate.resolve.values import NO_VALUE, Partial, Reference, Unknown, causes_of
from synthgate.rule.operators.operator import Operator, one_or_more, truth
from synthgate.rule.operators.quantities import Tally, limits_of
from synthgate.rule.terms.mistakes import wrong_kind
from synthgate.template.data import is_list, is_mapping

Network = IPv4Network | IPv6Network

NOT_PUBLIC: tuple[Network, ...] = tuple(
    map(
        ip_network,
        (
            "10.0.0.0/8",  # RFC 1918, section 3
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",  # RFC 6598, section 7
            "127.0.0.0/8",  # RFC 1122, section 3.2.1.3
            "169.254.0.0/16",  # RFC 3927, section 2.1
            "::1/128",  # RFC 4291, section 2.5.3
            "fc00::/7",  # RFC 4193, section 3.1
            "fe80::/10",  # RFC 4291, section 2.5.6
        ),
    )
)
"""Blocks of addresses that nobody has from the internet."""

MOST_BITS_OF_A_VPC = 16
"""A VPC's block is /16 or smaller (VPC User Guide, "VPC CIDR blocks")."""


def network_of(value: object) -> Network | None:
    """A block of addresses, or a single one; None where a text is neither."""
    return _network_in(value) if isinstance(value, str) else None


@lru_cache(maxsize=4096)
def _network_in(text: str) -> Network | None:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _network(written: Any) -> Network:
    found = network_of(written)
    if found is None:
        raise CardError(wrong_kind(Message("a CIDR block"), written))
    return found


def is_within(inner: Network, outer: Network) -> bool:
    """Whether every address of one block is in another; of another family, none is."""
    match inner, outer:
        case (IPv4Network(), IPv4Network()) | (IPv6Network(), IPv6Network()):
            return inner.subnet_of(outer)  # pyright: ignore[reportArgumentType]
        case _:
            return False


def _within(value: Any, blocks: tuple[Network, ...]) -> Truth:
    found = network_of(value)
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    return found is not None and any(is_within(found, block) for block in blocks)


def _includes(value: Any, blocks: tuple[Network, ...]) -> Truth:
    if isinstance(value, Reference):  # an address or a block that AWS gave: no larger than a VPC
        small = all(block.prefixlen < MOST_BITS_OF_A_VPC for block in blocks)
        return False if small else Unknown(causes_of(value))
    if isinstance(value, Partial):
        bits = _bits(value)
        never = bits is not None and all(block.prefixlen < bits for block in blocks)
        return False if never else Unknown(value.causes)
    found = network_of(value)
    return found is not None and any(is_within(block, found) for block in blocks)


def _overlaps(value: Any, blocks: tuple[Network, ...]) -> Truth:
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    found = network_of(value)
    return found is not None and any(
        is_within(found, block) or is_within(block, found) for block in blocks
    )


def _is_public(value: Any, wanted: bool) -> Truth:
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    found = network_of(value)
    if found is None:
        return False
    return wanted is not any(is_within(found, block) for block in NOT_PUBLIC)


def _has_prefix_length(value: Any, limits: Any) -> Truth:
    if isinstance(value, Partial) and (bits := _bits(value)) is not None:
        return Tally(bits, bits).meets(limits)
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    found = network_of(value)
    return found is not None and Tally(found.prefixlen, found.prefixlen).meets(limits)


def _bits(value: Partial) -> int | None:
    """What stands behind the slash of a block whose address is not known."""
    _, slash, bits = value.suffix.rpartition("/")
    return int(bits) if slash and bits.isdecimal() else None


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


def _open(value: Any, wanted: Ports) -> Truth:
    """Whether a rule of a security group or network ACL lets in any of the wanted ports."""
    if isinstance(value, Partial | Reference):
        return Unknown(causes_of(value))
    if not is_mapping(value):
        found = _range_of(value)
        return found is not None and _meet(found, wanted)
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


def _rule_open(rule: Rule, wanted: Ports) -> Truth:
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


def _open_with(protocol: Any, rule: Rule, wanted: Ports) -> Truth:
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
    first, last = ends
    every = conjunction(
        decided(lambda port: _holds(port, lambda number: number == -1), end) for end in ends
    )
    low = decided(lambda port: _holds(port, lambda number: number <= wanted.last), first)
    high = decided(lambda port: _holds(port, lambda number: number >= wanted.first), last)
    return disjunction((every, conjunction((low, high))))


def _ends(rule: Rule) -> Iterator[Any]:
    """The first and the last port of a rule, if it says them."""
    for first, last in _ENDS:
        if first in rule or last in rule:
            start = rule.get(first, rule.get(last))
            yield start
            yield rule.get(last, start)
            return


def _holds(port: Any, test: Callable[[float], bool]) -> Truth:
    if isinstance(port, Partial | Reference):
        return Unknown(causes_of(port))
    number = as_number(port)
    return number is None or test(number)


def _include(value: Any, wanted: tuple[Ports, ...]) -> Truth:
    if is_list(value):
        return disjunction(_include(item, wanted) for item in value)
    if isinstance(value, Unknown):
        return decided(lambda known: _include(known, wanted), value)
    return disjunction(_open(value, one) for one in wanted)


def _stay_within(value: Any, allowed: tuple[Ports, ...]) -> Truth:
    """Whether none of the ports outside of the allowed ones is let in."""
    outside = [*_gaps(sorted(allowed, key=lambda one: one.first))]
    included = _include(value, tuple(outside))
    return Unknown(included.causes) if isinstance(included, Unknown) else not included


def _gaps(allowed: list[Ports]) -> Iterator[Ports]:
    start = EVERY_PORT.first
    for one in allowed:
        if one.first > start:
            yield Ports(start, one.first - 1)
        start = max(start, one.last + 1)
    if start <= EVERY_PORT.last:
        yield Ports(start, EVERY_PORT.last)


NETWORK_OPERATORS: dict[str, Operator] = {
    "cidr-within": Operator(_within, one_or_more(_network)),
    "cidr-includes": Operator(_includes, one_or_more(_network)),
    "cidr-overlaps": Operator(_overlaps, one_or_more(_network)),
    "cidr-public": Operator(_is_public, truth),
    "prefix-length": Operator(_has_prefix_length, limits_of),
    "ports-include": Operator(_include, one_or_more(ports)),
    "ports-within": Operator(_stay_within, one_or_more(ports)),
}
