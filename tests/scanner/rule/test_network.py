"""Blocks of addresses and the ports that rules let in."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from synthgate.errors import CardError
from synthgate.model import Status
from synthgate.resolve.resolver import Resolver
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.surroundings.view import View
from synthgate.template.read import read_template

PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN
AROUND = """\
Parameters:
  Open: {Type: String}
  OpenList: {Type: CommaDelimitedList}
  Port: {Type: Number}
  Few: {Type: Number, AllowedValues: [22, 23]}
  High: {Type: Number, MinValue: 1024}
  Low: {Type: Number, MaxValue: 79}
  Web: {Type: Number, MinValue: 80, MaxValue: 443}
Conditions: {Maybe: !Equals [!Ref Open, x]}
Resources: {R: {Type: T::T::R, Properties: {P: %s}}}
"""
NONE = "!Ref AWS::NoValue"


def no_python(name: str) -> Any:
    raise AssertionError(name)


def ask(words: str, value: str) -> Status:
    """What the words say of a property."""
    resolver = Resolver(read_template("t.yaml", (AROUND % value).encode()))
    check = yaml.safe_load(f"{{path: $.Properties.P, {words}}}")
    resource = resolver.resource("R")
    return Compiler(no_python).condition(check)(View(resource, resolver), resource.body).status


PRIVATE = "cidr-within: [10.0.0.0/8, 'fc00::/7']"
WORLD = "cidr-includes: [0.0.0.0/0, '::/0']"


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        (PRIVATE, "10.1.0.0/16", PASS),
        (PRIVATE, "10.0.0.0/8", PASS),
        (PRIVATE, "10.1.2.3", PASS),
        (PRIVATE, "10.1.2.3/16", PASS),
        (PRIVATE, "' 10.1.0.0/16 '", PASS),
        (PRIVATE, "10.0.0.0/7", FAIL),
        (PRIVATE, "11.0.0.0/8", FAIL),
        (PRIVATE, "'fd00::/8'", PASS),
        (PRIVATE, "'2001:db8::1'", FAIL),
        (PRIVATE, "'::/0'", FAIL),
        (WORLD, "0.0.0.0/0", PASS),
        (WORLD, "'::/0'", PASS),
        (WORLD, "'0:0:0:0:0:0:0:0/0'", PASS),
        (WORLD, "10.1.2.3/0", PASS),
        (WORLD, "0.0.0.0/1", FAIL),
        (WORLD, "0.0.0.0/32", FAIL),
        ("cidr-includes: 10.0.0.5", "10.0.0.0/24", PASS),
        ("cidr-includes: 10.0.0.5", "10.0.0.5", PASS),
        ("cidr-includes: 10.0.0.5", "'::/0'", FAIL),
        ("cidr-overlaps: 10.1.0.0/16", "10.0.0.0/8", PASS),
        ("cidr-overlaps: 10.1.0.0/16", "10.1.2.3", PASS),
        ("cidr-overlaps: 10.1.0.0/16", "10.2.0.0/16", FAIL),
        ("cidr-public: true", "8.8.8.8", PASS),
        ("cidr-public: true", "10.0.0.0/7", PASS),
        ("cidr-public: true", "192.168.3.0/24", FAIL),
        ("cidr-public: true", "'fe80::1'", FAIL),
        ("cidr-public: false", "172.31.0.0/16", PASS),
        ("cidr-public: false", "172.32.0.0/16", FAIL),
        ("prefix-length: {at-least: 16, at-most: 22}", "10.1.0.0/20", PASS),
        ("prefix-length: {at-least: 16, at-most: 22}", "10.1.0.0/24", FAIL),
        ("prefix-length: 32", "10.1.2.3", PASS),
        ("prefix-length: 128", "'::1'", PASS),
        ("prefix-length: 8", "10.0.0.0/255.0.0.0", PASS),
    ],
)
def test_blocks_of_addresses(words: str, value: str, status: Status) -> None:
    """Of either family, single addresses too, and with the bits of a host."""
    assert ask(words, value) is status


@pytest.mark.parametrize(
    "words",
    [
        PRIVATE,
        WORLD,
        "cidr-overlaps: 0.0.0.0/0",
        "cidr-public: true",
        "cidr-public: false",
        "prefix-length: {at-least: 0}",
    ],
)
@pytest.mark.parametrize("value", ["10.0.0.0/33", "10.0.0", "text", "''", "5", "[]", "~", NONE])
def test_what_is_no_address_has_none(words: str, value: str) -> None:
    """What is malformed satisfies no word about addresses."""
    assert ask(words, value) is FAIL


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        (PRIVATE, "!Ref Open", UNKNOWN),
        (PRIVATE, "!GetAtt R.Address", UNKNOWN),
        (PRIVATE, "!Sub '${Open}/16'", UNKNOWN),
        (PRIVATE, "!If [Maybe, 10.0.0.0/16, 10.1.0.0/16]", PASS),
        (PRIVATE, f"!If [Maybe, 10.0.0.0/16, {NONE}]", UNKNOWN),
        (WORLD, "!Ref Open", UNKNOWN),
        (WORLD, "!GetAtt R.Address", FAIL),
        (WORLD, "!Sub '${R.Address}/32'", FAIL),
        (WORLD, "!Sub '${Open}/8'", FAIL),
        (WORLD, "!Sub '${Open}/0'", UNKNOWN),
        (WORLD, "!Sub '10.${Open}'", UNKNOWN),
        ("cidr-includes: 10.0.0.0/24", "!GetAtt R.CidrBlock", UNKNOWN),
        ("cidr-overlaps: 10.0.0.0/24", "!GetAtt R.CidrBlock", UNKNOWN),
        ("cidr-public: true", "!Sub '${Open}/8'", UNKNOWN),
        ("prefix-length: 16", "!Sub '${Open}/16'", PASS),
        ("prefix-length: 16", "!Sub '10.1.0.0/${Open}'", UNKNOWN),
        ("prefix-length: 16", "!Ref Open", UNKNOWN),
    ],
)
def test_addresses_that_are_not_known(words: str, value: str, status: Status) -> None:
    """What AWS gives is no wider than a VPC; what stands behind the slash is known."""
    assert ask(words, value) is status


SSH, HIGH = "ports-include: 22", "ports-include: 1024-65535"
TCP = "IpProtocol: tcp"


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        (SSH, f"{{{TCP}, FromPort: 22, ToPort: 22}}", PASS),
        (SSH, f"{{{TCP}, FromPort: 20, ToPort: '30'}}", PASS),
        (SSH, f"{{{TCP}, FromPort: 443, ToPort: 443}}", FAIL),
        (SSH, f"{{{TCP}, FromPort: 0, ToPort: 65535}}", PASS),
        (SSH, f"{{{TCP}, FromPort: -1, ToPort: -1}}", PASS),
        (SSH, f"{{{TCP}}}", PASS),
        (SSH, f"{{{TCP}, FromPort: 22}}", PASS),
        (SSH, f"{{{TCP}, FromPort: 23}}", FAIL),
        (SSH, f"{{{TCP}, ToPort: 22}}", PASS),
        (SSH, "{IpProtocol: 6, FromPort: 22, ToPort: 22}", PASS),
        (SSH, "{IpProtocol: UDP, FromPort: 22, ToPort: 22}", PASS),
        (SSH, "{FromPort: 22, ToPort: 22}", PASS),
        (SSH, "{IpProtocol: -1}", PASS),
        (SSH, "{IpProtocol: '-1', FromPort: 443, ToPort: 443}", PASS),
        (SSH, "{IpProtocol: 50}", PASS),
        (SSH, "{IpProtocol: icmp, FromPort: 22, ToPort: -1}", FAIL),
        (SSH, "{IpProtocol: icmpv6, FromPort: -1, ToPort: -1}", FAIL),
        (SSH, "{IpProtocol: '58'}", FAIL),
        (SSH, "{Protocol: 6, PortRange: {From: 20, To: 30}}", PASS),
        (SSH, "{Protocol: 6, PortRange: {From: 80, To: 90}}", FAIL),
        (SSH, "{Protocol: 6}", PASS),
        (SSH, "{Protocol: -1, PortRange: {From: 80, To: 90}}", PASS),
        (SSH, "22", PASS),
        (SSH, "'22'", PASS),
        (SSH, "20-30", PASS),
        (SSH, "80-443", FAIL),
        (SSH, "many", FAIL),
        (SSH, "[80-443, 20-30]", PASS),
        (SSH, f"[{{{TCP}, FromPort: 80, ToPort: 80}}]", FAIL),
        (SSH, "[]", FAIL),
        (SSH, NONE, FAIL),
        (HIGH, "{FromPort: 8080, ToPort: 8080}", PASS),
        (HIGH, "{FromPort: 0, ToPort: 1023}", FAIL),
        ("ports-include: [22, 3389]", "{FromPort: 3389, ToPort: 3389}", PASS),
        ("ports-include: [22, 3389]", "{FromPort: 23, ToPort: 3388}", FAIL),
        ("ports-within: [80, 443]", "{FromPort: 443, ToPort: 443}", PASS),
        ("ports-within: [80, 443]", "{FromPort: 80, ToPort: 443}", FAIL),
        ("ports-within: 80-443", "{FromPort: 80, ToPort: 443}", PASS),
        ("ports-within: ['81-443', 80]", "{FromPort: 80, ToPort: 443}", PASS),
        ("ports-within: [80, 443]", "{IpProtocol: -1}", FAIL),
        ("ports-within: [80, 443]", "{IpProtocol: icmp, FromPort: 8, ToPort: -1}", PASS),
        ("ports-within: [80, 443]", "[{FromPort: 443, ToPort: 443}, '22']", FAIL),
        ("ports-within: 0-65535", "{IpProtocol: -1}", PASS),
    ],
)
def test_ports_that_a_rule_lets_in(words: str, value: str, status: Status) -> None:
    """Of a security group or network ACL, a range as text, a number, or a list of them."""
    assert ask(words, value) is status


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        (SSH, "!Ref Open", UNKNOWN),
        (SSH, "[!Ref Open, {FromPort: 22, ToPort: 22}]", PASS),
        (SSH, "!Ref OpenList", UNKNOWN),
        (SSH, f"{{{TCP}, FromPort: !Ref Port, ToPort: !Ref Port}}", UNKNOWN),
        (SSH, f"{{{TCP}, FromPort: !Ref Port, ToPort: 21}}", FAIL),
        (SSH, f"{{{TCP}, FromPort: !Ref Port, ToPort: 23}}", UNKNOWN),
        (SSH, f"{{{TCP}, FromPort: 23, ToPort: !Ref Port}}", FAIL),
        (SSH, f"{{{TCP}, FromPort: !GetAtt R.Port, ToPort: !GetAtt R.Port}}", UNKNOWN),
        ("ports-include: 22-23", "{FromPort: !Ref Few, ToPort: !Ref Few}", PASS),
        ("ports-include: 24", "{FromPort: !Ref Few, ToPort: !Ref Few}", FAIL),
        (SSH, "{IpProtocol: !Ref Open, FromPort: 22, ToPort: 22}", UNKNOWN),
        (SSH, "{IpProtocol: !Sub '${Open}p', FromPort: 22, ToPort: 22}", UNKNOWN),
        (SSH, "{IpProtocol: !If [Maybe, tcp, udp], FromPort: 22, ToPort: 22}", PASS),
        (SSH, "{IpProtocol: !If [Maybe, icmp, tcp], FromPort: 80, ToPort: 80}", FAIL),
        (SSH, f"{{IpProtocol: !If [Maybe, tcp, {NONE}], FromPort: 80, ToPort: 80}}", FAIL),
        (SSH, f"{{{TCP}, FromPort: !If [Maybe, 80, {NONE}], ToPort: 80}}", FAIL),
        (SSH, f"{{{TCP}, FromPort: !If [Maybe, 80, {NONE}]}}", UNKNOWN),
        (SSH, "{Protocol: 6, PortRange: !Ref Open}", UNKNOWN),
        (SSH, "{Protocol: 6, PortRange: {From: !Ref Port, To: 21}}", FAIL),
        (SSH, "{Protocol: 6, PortRange: !If [Maybe, {From: 80, To: 81}, {From: 82}]}", FAIL),
        (SSH, f"{{Protocol: 6, PortRange: !If [Maybe, {{From: 80}}, {NONE}]}}", UNKNOWN),
        (SSH, "[!If [Maybe, {FromPort: 22, ToPort: 22}, {FromPort: 80}]]", UNKNOWN),
        (SSH, f"[!If [Maybe, {{FromPort: 80, ToPort: 80}}, {NONE}]]", FAIL),
        ("ports-within: 443", "{FromPort: !Ref Port, ToPort: 443}", UNKNOWN),
        ("ports-within: 443", "{FromPort: !Ref Port, ToPort: 80}", FAIL),
        ("ports-within: 443", "{FromPort: 80, ToPort: !Ref Port}", FAIL),  # which has 80
        ("ports-within: 443", "{FromPort: 443, ToPort: !Ref Port}", UNKNOWN),
        ("ports-within: 443", "{FromPort: !Ref High, ToPort: !Ref High}", FAIL),
        ("ports-within: 443", "{FromPort: !Ref Low, ToPort: !Ref Low}", FAIL),
        ("ports-within: 1000-9000", "{FromPort: !Ref High, ToPort: !Ref High}", UNKNOWN),
        ("ports-within: 1024-65535", "{FromPort: !Ref High, ToPort: !Ref High}", PASS),
        (HIGH, "{FromPort: !Ref High, ToPort: !Ref High}", PASS),
        (HIGH, "{FromPort: !Ref Web, ToPort: !Ref Web}", FAIL),
        ("ports-within: 80-443", "{FromPort: !Ref Web, ToPort: !Ref Web}", PASS),
        ("ports-include: 80-443", "{FromPort: !Ref Web, ToPort: !Ref Web}", PASS),
        ("ports-include: 80-90", "{FromPort: !Ref Web, ToPort: !Ref Web}", UNKNOWN),
        (SSH, "{FromPort: 22, ToPort: !Ref Port}", PASS),
        (SSH, "{FromPort: !Ref Port, ToPort: 22}", PASS),
    ],
)
def test_ports_that_are_not_known(words: str, value: str, status: Status) -> None:
    """An end, a protocol, a range or a whole rule may be; what is left out is not there."""
    assert ask(words, value) is status


@pytest.mark.parametrize("value", [".inf", ".nan", "1.0e+400", "'1e400'"])
def test_no_number_is_too_large_for_a_port(value: str) -> None:
    """It is no port, and no crash."""
    assert ask(SSH, value) is FAIL


@pytest.mark.parametrize(
    "words",
    [
        "cidr-within: text",
        "cidr-includes: 10.0.0.0/33",
        "cidr-overlaps: [10.0.0.0/8, 5]",
        "cidr-public: perhaps",
        "prefix-length: wide",
        "ports-include: ssh",
        "ports-include: 443-80",
        "ports-include: 70000",
        "ports-include: -1",
        "ports-within: [80, true]",
    ],
)
def test_an_argument_that_is_no_address_or_port_is_a_mistake(words: str) -> None:
    """It is found when the card is read; so is a range that is turned round."""
    with pytest.raises(CardError):
        ask(words, "x")
