"""Blocks of addresses."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.operators.blocks import MOST_BITS, Network, around_of, has_bits, network_of
from synthgate.rule.operators.operator import (
    Operator,
    Row,
    one_or_more,
    remembering,
    truth,
)
from synthgate.rule.operators.tally import Tally, limits_of
from synthgate.rule.terms.mistakes import wrong_kind

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
    if isinstance(value, Partial | Reference | Unknown):
        around = around_of(value)
        if around and any(is_within(around, block) for block in blocks):
            return True
        if around and not any(_touch(around, block) for block in blocks):
            return False
        wide = range(min(block.prefixlen for block in blocks))
        return not has_bits(value, wide) and Unknown(causes_of(value))
    found = network_of(value)
    return found is not None and any(is_within(found, block) for block in blocks)


def _includes(value: Any, blocks: tuple[Network, ...]) -> Truth:
    if isinstance(value, Reference):  # an address or a block that AWS gave: no larger than a VPC
        small = all(block.prefixlen < MOST_BITS_OF_A_VPC for block in blocks)
        return False if small else Unknown(causes_of(value))
    if isinstance(value, Partial | Unknown):
        around = around_of(value)
        never = around and not any(is_within(block, around) for block in blocks)
        most = max(block.prefixlen for block in blocks)
        small = range(most + 1, MOST_BITS + 1)
        return not (never or has_bits(value, small)) and Unknown(causes_of(value))
    found = network_of(value)
    return found is not None and any(is_within(block, found) for block in blocks)


def _touch(one: Network, other: Network) -> bool:
    return is_within(one, other) or is_within(other, one)


def _overlaps(value: Any, blocks: tuple[Network, ...]) -> Truth:
    if isinstance(value, Partial | Reference | Unknown):
        around = around_of(value)
        if around and any(is_within(around, block) for block in blocks):
            return True
        apart = around and not any(_touch(around, block) for block in blocks)
        return not apart and Unknown(causes_of(value))
    found = network_of(value)
    return found is not None and any(_touch(found, block) for block in blocks)


def _is_public(value: Any, wanted: bool) -> Truth:
    is_open = isinstance(value, Partial | Reference | Unknown)
    found = around_of(value) if is_open else network_of(value)
    if found is not None and any(is_within(found, block) for block in NOT_PUBLIC):
        return not wanted
    apart = found is not None and not any(_touch(found, block) for block in NOT_PUBLIC)
    if is_open and not apart:
        return Unknown(causes_of(value))
    return found is not None and wanted


@lru_cache(maxsize=64)
def _lengths(limits: tuple[tuple[str, float], ...]) -> tuple[list[int], list[int]]:
    """The lengths of prefixes that keep to limits, and those that do not."""
    told, every = dict(limits), range(MOST_BITS + 1)
    right = [bits for bits in every if Tally(bits, bits).meets(told) is True]
    return right, [bits for bits in every if bits not in right]


def _has_prefix_length(value: Any, limits: Any) -> Truth:
    if isinstance(value, Partial | Reference | Unknown):
        right, wrong = _lengths(tuple(limits.items()))
        if has_bits(value, right):
            return True
        return not has_bits(value, wrong) and Unknown(causes_of(value))
    found = network_of(value)
    return found is not None and Tally(found.prefixlen, found.prefixlen).meets(limits)


WORDS = (
    Operator(
        "cidr-within",
        Message("the block of addresses lies within one of these"),
        _within,
        one_or_more(_network),
        of_shape=True,
        ready=remembering(_within),
        page=Row("a block or a list", "is an address or block inside one of these"),
    ),
    Operator(
        "cidr-includes",
        Message("the block of addresses includes one of these"),
        _includes,
        one_or_more(_network),
        of_shape=True,
        ready=remembering(_includes),
        page=Row(
            "a block or a list",
            'is a block that includes one of these: `0.0.0.0/0` asks for "the world"',
        ),
    ),
    Operator(
        "cidr-overlaps",
        Message("the block of addresses has an address in common with one of these"),
        _overlaps,
        one_or_more(_network),
        of_shape=True,
        ready=remembering(_overlaps),
        page=Row("a block or a list", "has an address in common with one of these"),
    ),
    Operator(
        "cidr-public",
        Message("whether the block has addresses of the internet"),
        _is_public,
        truth,
        of_shape=True,
        ready=remembering(_is_public),
        page=Row(
            "true, false", "has addresses outside of the private ranges (RFC 1918, 4193, 6598, …)"
        ),
    ),
    Operator(
        "prefix-length",
        Message("how many bits stand behind the slash of the block"),
        _has_prefix_length,
        limits_of,
        of_shape=True,
        ready=remembering(_has_prefix_length),
        page=Row("as `length`", "is a block with such a number behind the slash"),
    ),
)
