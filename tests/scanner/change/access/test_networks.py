"""What security groups and network ACLs newly let through is what they do with packets."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from itertools import product
from time import process_time
from typing import Any

from access_compared import told
from hypothesis import given
from hypothesis import strategies as st

from synthgate.model import Severity

Rule = dict[str, Any]
NETWORKS = ["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "0.0.0.0/0", "10.0.0.1/32"]
ADDRESSES = ["9.9.9.9", "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.200.0.1", "11.0.0.1"]
PACKETS = [*product((1, 6, 17, 50), (0, 22, 23, 24, 25, 79, 80, 81), ADDRESSES)]
"""One of each kind that the rules below tell apart."""


NOBODY = {"IpProtocol": "50", "CidrIp": "10.0.0.9/32"}


def group(*rules: Rule, out: tuple[Rule, ...] = (NOBODY,)) -> Rule:
    properties = {"SecurityGroupIngress": [*rules], "SecurityGroupEgress": [*out]}
    return {"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": properties}}


ports = st.sampled_from([22, 23, 24, 80])
rules = st.builds(
    lambda protocol, first, last, block: {
        "IpProtocol": protocol,
        "FromPort": min(first, last),
        "ToPort": max(first, last),
        "CidrIp": block,
    },
    st.sampled_from(["tcp", "6", "udp", "-1"]),
    ports,
    ports,
    st.sampled_from(NETWORKS),
)


def lets_in(rule: Rule, packet: tuple[int, int, str]) -> bool:
    """Whether a packet passes (EC2 API Reference, "IpPermission")."""
    protocol, port, address = packet
    number = {"tcp": 6, "udp": 17, "6": 6, "-1": -1}[rule["IpProtocol"]]
    block = ip_network(rule.get("CidrIp", rule.get("CidrBlock")))
    if ip_address(address) not in block:
        return False
    return number == -1 or (number == protocol and rule["FromPort"] <= port <= rule["ToPort"])


@given(st.lists(rules, max_size=4), st.lists(rules, max_size=4))
def test_a_packet_that_newly_passes_a_group_is_told(before: list[Rule], after: list[Rule]) -> None:
    """By the rule that lets it in; and nothing is told where none passes newly."""
    effects_told = told(group(*before), group(*after))
    routes = {one.place.route[-1] for one in effects_told}
    for number, rule in enumerate(after):
        new = [
            one
            for one in PACKETS
            if lets_in(rule, one) and not any(lets_in(it, one) for it in before)
        ]
        assert bool(new) is (number in routes)
    assert not any(one.place.causes for one in effects_told)


@given(st.lists(rules, max_size=4), st.randoms(use_true_random=False))
def test_rules_elsewhere_and_in_another_order_are_no_change(rows: list[Rule], chance: Any) -> None:
    """Some stand in the group, some are resources of their own; ranges may be cut in two."""
    cut: list[Rule] = []
    for one in chance.sample(rows, len(rows)):
        middle = chance.randint(one["FromPort"], one["ToPort"])
        cut.append({**one, "ToPort": middle})
        cut += [{**one, "FromPort": middle + 1}] if middle < one["ToPort"] else []
    at = chance.randint(0, len(cut))
    after = group(*cut[:at])
    for number, one in enumerate(cut[at:]):
        own = {"GroupId": {"Fn::GetAtt": ["G", "GroupId"]}, **one}
        after[f"R{number}"] = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": own}
    assert not told(group(*rows), after)
    assert not told(group(*rows), after, "narrows-access")


entries = st.lists(
    st.tuples(rules, st.sampled_from(["allow", "deny"]), st.integers(1, 50)),
    max_size=4,
    unique_by=lambda one: one[2],
)
Entries = list[tuple[Rule, str, int]]


def acl(rows: Entries) -> Rule:
    made: Rule = {"N": {"Type": "AWS::EC2::NetworkAcl", "Properties": {}}}
    for at, (rule, action, number) in enumerate(rows):
        made[f"E{at}"] = {
            "Type": "AWS::EC2::NetworkAclEntry",
            "Properties": {
                "NetworkAclId": {"Ref": "N"},
                "RuleNumber": number,
                "RuleAction": action,
                "Protocol": {"tcp": 6, "6": 6, "udp": 17, "-1": -1}[rule["IpProtocol"]],
                "PortRange": {"From": rule["FromPort"], "To": rule["ToPort"]},
                "CidrBlock": rule["CidrIp"],
            },
        }
    return made


def passes(rows: Entries, packet: tuple[int, int, str]) -> bool:
    """The entry of the lowest number that fits decides (VPC User Guide, "Network ACL rules")."""
    for rule, action, _ in sorted(rows, key=lambda one: one[2]):
        if lets_in(rule, packet):
            return action == "allow"
    return False


@given(entries, entries)
def test_a_packet_that_newly_passes_an_acl_is_told(before: Entries, after: Entries) -> None:
    """And the other way round, one that no longer does."""
    more, less = told(acl(before), acl(after)), told(acl(before), acl(after), "narrows-access")
    assert bool(more) is any(passes(after, one) and not passes(before, one) for one in PACKETS)
    assert bool(less) is any(passes(before, one) and not passes(after, one) for one in PACKETS)


def test_a_group_lets_all_out_unless_it_says_otherwise() -> None:
    """And nothing once rules were there and go ("AWS::EC2::SecurityGroup")."""
    silent = {"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {}}}
    web = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}
    assert not told(silent, group(out=(web,)))
    assert told(silent, group(out=(web,)), "narrows-access")
    assert not told(group(out=(web,)), silent)
    assert not told(silent, silent)


def test_messages_of_icmp_are_told_by_their_type() -> None:
    """One type, and all of them, are not called the same."""
    echo = {"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1, "CidrIp": "10.0.0.0/8"}
    (found,) = told(group(echo), group(echo | {"FromPort": -1}))
    assert found.place.before
    assert found.place.after
    assert found.place.before.en == "icmp 8 10.0.0.0/8"
    assert found.place.after.en == "icmp 10.0.0.0/8"


def test_many_rules_that_stay_cost_little() -> None:
    """A thousand, of which one comes: the others are compared with none."""
    rules = [
        {"IpProtocol": "tcp", "FromPort": one, "ToPort": one, "CidrIp": "10.0.0.0/8"}
        for one in range(1000)
    ]
    start = process_time()
    (found,) = told(group(*rules[:-1]), group(*rules))
    assert found.place.after
    assert found.place.after.en == "tcp 999 10.0.0.0/8"
    assert process_time() - start < 10


def test_half_of_the_internet_is_as_bad_as_all_of_it() -> None:
    """Two halves make a whole; a network of one's own does not."""

    def let_in(*blocks: str) -> Rule:
        ssh = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
        return group(*(ssh | {"CidrIp": one} for one in blocks))

    for blocks in (("0.0.0.0/0",), ("0.0.0.0/1", "128.0.0.0/1"), ("64.0.0.0/3",)):
        assert {one.place.severity for one in told(group(), let_in(*blocks))} == {Severity.HIGH}
    (found,) = told(group(), let_in("10.0.0.0/8"))
    assert found.place.severity is Severity.MEDIUM
