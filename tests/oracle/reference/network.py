"""Addresses and ports, as numbers from one to another."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any

from reference.data import within

PRIVATE = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
    "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10",
)  # fmt: skip
"""RFC 1918, 6598, 1122, 3927, 4291, 4193."""

Span = tuple[int, int, int]
"""The version of a block, and its first and last address."""


def _block(value: Any) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(value, strict=False) if isinstance(value, str) else None
    except ValueError:
        return None


def _span(value: Any) -> Span | None:
    block = _block(value)
    return block and (block.version, int(block[0]), int(block[-1]))


def _holds(outer: Span, inner: Span) -> bool:
    return outer[0] == inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2]


def _meet(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] <= other[2] and other[1] <= one[2]


def _some(test: Callable[[Span, Span], bool]) -> Callable[[Any, Any], bool]:
    def operator(value: Any, blocks: Any) -> bool:
        found = _span(value)
        every = map(_span, blocks if isinstance(blocks, list) else [blocks])
        return found is not None and any(test(found, block) for block in every if block)

    return operator


def _is_public(value: Any, wanted: bool) -> bool:
    found = _span(value)
    if found is None:
        return False
    private = [span for span in map(_span, PRIVATE) if span]
    return any(_holds(block, found) for block in private) is not wanted


def _prefix_length(value: Any, limits: Any) -> bool:
    block = _block(value)
    return block is not None and within(block.prefixlen, limits)


def _range(written: Any) -> tuple[int, int] | None:
    first, _, last = str(written).partition("-")
    try:
        return int(first), int(last or first)
    except ValueError:
        return None


def _let_in(value: Any) -> list[tuple[int, int]]:
    """The ports that a rule of a security group or network ACL lets in."""
    if isinstance(value, list):
        return [span for item in value for span in _let_in(item)]
    if not isinstance(value, dict):
        span = None if isinstance(value, bool) else _range(value)
        return [span] if span else []
    rule = {**value, **value.get("PortRange", {})}
    protocol = str(rule.get("IpProtocol", rule.get("Protocol", "tcp")))
    if protocol in ("icmp", "1"):
        return []
    every = (0, 65535)
    if protocol not in ("tcp", "udp", "6", "17"):
        return [every]
    for start, end in (("FromPort", "ToPort"), ("From", "To")):
        if start in rule or end in rule:
            first, last = int(rule.get(start, rule.get(end))), int(rule.get(end, rule.get(start)))
            return [every] if first == last == -1 else [(first, last)]
    return [every]


def _included(value: Any, wanted: Any) -> bool:
    asked = [_range(one) for one in (wanted if isinstance(wanted, list) else [wanted])]
    return any(
        first <= last and first <= to and start <= last
        for first, last in _let_in(value)
        for start, to in filter(None, asked)
    )


def _within(value: Any, allowed: Any) -> bool:
    every = [_range(one) for one in (allowed if isinstance(allowed, list) else [allowed])]
    return all(
        any(start <= port <= to for start, to in filter(None, every))
        for first, last in _let_in(value)
        for port in range(max(first, 0), last + 1)
    )


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "cidr-within": _some(lambda found, block: _holds(block, found)),
    "cidr-includes": _some(_holds),
    "cidr-overlaps": _some(_meet),
    "cidr-public": _is_public,
    "prefix-length": _prefix_length,
    "ports-include": _included,
    "ports-within": _within,
}
