"""What is known of blocks of addresses that a template leaves open in part: ``10.${X}.0.0/16``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from synthgate.resolve.shapes import spelt
from synthgate.resolve.values import Partial, Reference, Unknown
from synthgate.rule.texts.possible import found_in

Network = IPv4Network | IPv6Network

MOST_BITS = 128
_OCTET = 8
_OCTETS = 4


def network_of(value: object) -> Network | None:
    """A block of addresses, or a single one; None where a text is neither."""
    return _network_in(value) if isinstance(value, str) else None


@lru_cache(maxsize=4096)
def _network_in(text: str) -> Network | None:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def has_bits(value: Partial | Reference | Unknown, bits: Iterable[int]) -> bool:
    """Whether what stands behind the slash is surely one of some numbers."""
    numbers = "|".join(map(str, bits))
    return bool(numbers) and found_in(rf"/0*({numbers})\Z", value) is True


def around_of(value: Partial | Reference | Unknown) -> IPv4Network | None:
    """The smallest block that surely has all of another in it, as far as its octets are known.

    None where they are not, or where as few bits may count that the block is larger than those.
    """
    written = spelt(value)
    octets = written.prefix.split(".")[:-1] if isinstance(written, Partial) else []
    if not 0 < len(octets) < _OCTETS:
        return None
    address = ".".join([*octets, *["0"] * (_OCTETS - len(octets))])
    known = network_of(f"{address}/{_OCTET * len(octets)}")
    fewer = range(_OCTET * len(octets), MOST_BITS + 1)
    return known if isinstance(known, IPv4Network) and has_bits(value, fewer) else None
