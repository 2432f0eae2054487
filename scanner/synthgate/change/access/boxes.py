"""Traffic as boxes: protocols by ports by addresses; what of one is in none of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from synthgate.records import dataclass

Span = tuple[int, int]
"""From the first number to the last, both in it."""

EVERY_PROTOCOL: Span = (0, 255)
EVERY_PORT: Span = (0, 65_535)
MOST_BOXES = 2_000
"""Into how many boxes traffic may fall before it is given up."""


@dataclass(frozen=True, slots=True)
class Box:
    """Some traffic; of ICMP a port is a type and a code, of other protocols all are meant."""

    protocols: Span
    ports: Span
    addresses: Span

    def without(self, other: Box) -> Iterator[Box]:
        """What of it is not in another: at most two boxes for each side."""
        protocols = _shared(self.protocols, other.protocols)
        ports = _shared(self.ports, other.ports)
        addresses = _shared(self.addresses, other.addresses)
        if protocols is None or ports is None or addresses is None:
            yield self
            return
        for part in _around(self.protocols, protocols):
            yield Box(part, self.ports, self.addresses)
        for part in _around(self.ports, ports):
            yield Box(protocols, part, self.addresses)
        for part in _around(self.addresses, addresses):
            yield Box(protocols, ports, part)


def _around(whole: Span, inner: Span) -> Iterator[Span]:
    """What of a span is before, and behind, one within it."""
    for part in ((whole[0], inner[0] - 1), (inner[1] + 1, whole[1])):
        if part[0] <= part[1]:
            yield part


def _shared(one: Span, other: Span) -> Span | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def remaining(boxes: Iterable[Box], others: Iterable[Box]) -> list[Box] | None:
    """What of some traffic is in none of others; None where it falls into too many pieces."""
    taken = [*others]
    same = frozenset(taken)  # most rules are in both states as they are
    left = [one for one in boxes if one not in same]
    for other in taken:
        if not left:
            break
        left = [part for box in left for part in box.without(other)]
        if len(left) > MOST_BOXES:
            return None
    return left
