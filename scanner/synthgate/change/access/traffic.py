"""Rules of security groups and network ACLs, read: which traffic, from or to whom."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from synthgate.change.access.boxes import EVERY_PORT, EVERY_PROTOCOL, Box, Span
from synthgate.change.access.reading import At, Reader
from synthgate.change.sides import Member
from synthgate.model import Message, Text, joined, verbatim
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.numbers import as_number
from synthgate.resolve.values import NO_VALUE, Nothing, Reference, causes_of
from synthgate.rule.operators.blocks import network_of
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

IPV4, IPV6 = "IPv4", "IPv6"
EVERY_ADDRESS: Mapping[str, Span] = {IPV4: (0, 2**32 - 1), IPV6: (0, 2**128 - 1)}
Traffic = tuple[Span, Span]
"""Protocols and ports."""
_ONE: Span = (0, 0)
_NUMBERS = {"icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58}
"""Numbers of protocols (IANA, "Protocol Numbers"), as EC2 names them."""
_WITH_PORTS, _ICMP = {6, 17}, {1, 58}
_BLOCKS = ("CidrIp", "CidrIpv6", "CidrBlock", "Ipv6CidrBlock")
_PEERS = (
    "SourceSecurityGroupId",
    "SourceSecurityGroupName",
    "DestinationSecurityGroupId",
    "SourcePrefixListId",
    "DestinationPrefixListId",
)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule: the peer (a family of addresses, a group), and the traffic.

    `box` is None where a part is not known, for `causes`; `key` is what makes such a rule the same.
    `ports` and `who` are how it is told.
    """

    member: Member
    route: Route
    peer: str
    ports: Text
    who: str
    traffic: Traffic | None
    box: Box | None
    key: Hashable
    causes: tuple[Cause, ...] = ()

    @property
    def told(self) -> Text:
        """It in short."""
        return joined(" ", [self.ports, verbatim(self.who)])

    def most(self, addresses: Span) -> Box:
        """All that it may be about, of some addresses."""
        return Box(*(self.traffic or (EVERY_PROTOCOL, EVERY_PORT)), addresses)


def rule(written: Any, at: At, reader: Reader) -> Rule:
    """A rule of a security group, or of a network ACL."""
    body = written if is_mapping(written) else {}
    spelt = {name: _text(value, at, reader) for name, value in sorted(body.items())}
    key = repr({name: one for name, one in spelt.items() if name != "Description"})
    ports = _traffic(body)
    peer, addresses, who = _peer(body, spelt, reader)
    box = Box(*ports, addresses) if ports and addresses else None
    causes = () if box else causes_of({k: v for k, v in body.items() if k not in _PEERS})
    told = told_traffic(ports) if ports else verbatim(reader.letters.told(_spelt(spelt)))
    who = reader.letters.told(who)
    causes = causes or causes_of(written)
    return Rule(at.member, at.route, peer, told, who, ports, box, key, causes)


def _text(value: Any, at: At, reader: Reader) -> str:
    if is_mapping(value):
        return repr({name: _text(one, at, reader) for name, one in sorted(value.items())})
    return reader.text(value, at)


def _peer(
    body: Mapping[str, Any], spelt: Mapping[str, str], reader: Reader
) -> tuple[str, Span | None, str]:
    """Who is on the other side: a family and its addresses, or a name."""
    for name in _BLOCKS:
        if not isinstance(body.get(name, NO_VALUE), Nothing):
            block = network_of(body[name])
            if block is None:
                return "", None, spelt[name]
            family = IPV4 if block.version == 4 else IPV6
            span = int(block.network_address), int(block.broadcast_address)
            return family, span, str(block)
    for name in _PEERS:
        value = body.get(name, NO_VALUE)
        if not isinstance(value, Nothing):
            named = spelt[name]
            if isinstance(value, Reference):
                piece = [*reader.letters.things(named)]
                return f"{name.partition('Id')[0]} {_where(piece, named)}", _ONE, named
            return f"{name.partition('Id')[0]} {named}", _known(named, reader), named
    return "nobody", None, ""


def _known(text: str, reader: Reader) -> Span | None:
    return None if reader.letters.causes(text) else _ONE


def _where(pieces: list[Any], text: str) -> str:
    """A group by what it is, for `Ref` and `GroupId` are the same of most."""
    return repr(pieces[0].where) if pieces and pieces[0].where else text


def _traffic(body: Mapping[str, Any]) -> Traffic | None:
    """Protocols and ports; None where they are not known (EC2 API Reference, "IpPermission")."""
    number = _protocol(body.get("IpProtocol", body.get("Protocol", "tcp")))
    if number is None:
        return None
    if number < 0:  # -1
        return EVERY_PROTOCOL, EVERY_PORT
    own = (number, number)
    if number not in _WITH_PORTS | _ICMP:
        return own, EVERY_PORT
    ends = _ends(body)
    if ends is None:
        return None
    first, last = ends
    if -1 in ends and first == -1:
        return own, EVERY_PORT
    if number in _ICMP:
        codes = (0, 255) if last == -1 else (last, last)
        return own, (first * 256 + codes[0], first * 256 + codes[1])
    return own, (first, last)


def _protocol(value: Any) -> int | None:
    name = str(value).strip().lower() if isinstance(value, str | int | float) else ""
    number = _NUMBERS.get(name, as_number(name))
    return None if number is None else int(number)


def _ends(body: Mapping[str, Any]) -> tuple[int, int] | None:
    for names, inside in ((("From", "To"), "PortRange"), (("Type", "Code"), "Icmp")):
        if is_mapping(body.get(inside)):
            return _numbers([body[inside].get(name, -1) for name in names])
    first = body.get("FromPort", -1)
    return _numbers([first, body.get("ToPort", first)])


def _numbers(values: list[Any]) -> tuple[int, int] | None:
    first, last = (as_number(one) for one in values)
    return None if first is None or last is None else (int(first), int(last))


_NAMES = {number: name for name, number in _NUMBERS.items()}


def _spelt(spelt: Mapping[str, str]) -> str:
    """What is known of protocol and ports, where not all of it is."""
    ports = "-".join(spelt[name] for name in ("FromPort", "ToPort") if name in spelt)
    return f"{spelt.get('IpProtocol', spelt.get('Protocol', ''))} {ports}"


def told_traffic(traffic: Traffic) -> Text:
    """Protocols and ports in short: ``tcp 22``."""
    protocols, ports = traffic
    if protocols == EVERY_PROTOCOL:
        return Message("all traffic")
    name = _NAMES.get(protocols[0], str(protocols[0]))
    if protocols[0] in _ICMP and ports != EVERY_PORT:
        kind, code = divmod(ports[0], 256)
        one_code = f"/{code}" if ports[0] == ports[1] else ""
        return verbatim(f"{name} {kind}{one_code}")
    if protocols[0] not in _WITH_PORTS or ports == EVERY_PORT:
        return verbatim(name)
    return verbatim(
        f"{name} {ports[0]}" if ports[0] == ports[1] else f"{name} {ports[0]}-{ports[1]}"
    )


def everything(member: Member, route: Route) -> Iterator[Rule]:
    """All traffic, to everywhere."""
    traffic = EVERY_PROTOCOL, EVERY_PORT
    for family, addresses in EVERY_ADDRESS.items():
        who = "0.0.0.0/0" if family == IPV4 else "::/0"
        told, box = told_traffic(traffic), Box(*traffic, addresses)
        yield Rule(member, route, family, told, who, traffic, box, f"everything {family}")
