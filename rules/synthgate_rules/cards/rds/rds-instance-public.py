"""Databases whose address AWS decides on.

RDS API Reference, "CreateDBInstance", "PubliclyAccessible": left out, it is true where the VPC of
the subnets has an internet gateway, which the default VPC has, where a database goes without a
subnet group. Where the subnets are in the app and no route leads from them to a gateway, nobody
reaches the database even so.
"""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import is_set
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT
from synthgate.rule.api import Place, View, compile_path

INSTANCE = "AWS::RDS::DBInstance"
VPC_DECIDES = Cause(Decider.ATTRIBUTE, "PubliclyAccessible")
PLACED_BY = (
    "DBSubnetGroupName",
    "DBClusterIdentifier",
    "SourceDBInstanceIdentifier",
    "SourceDBClusterIdentifier",
    "SourceDBInstanceAutomatedBackupsArn",
    "SourceDbiResourceId",
    "ReplicationSourceIdentifier",
)
SUBNET_OF_ASSOCIATION = compile_path("$.Properties.SubnetId")
TABLE_OF_ROUTE = compile_path("$.Properties.RouteTableId")


def address_left_open(resource: Resource, view: View) -> Iterator[Place]:
    """An instance, or what may be a Multi-AZ DB cluster, in subnets not known to be private."""
    kind = resource.properties.get("DBClusterInstanceClass", ABSENT)
    has_address = resource.type == INSTANCE or is_set(kind) is not False
    if has_address and not _is_secluded(view):
        causes = () if _is_in_default_vpc(resource) else (VPC_DECIDES,)
        yield Place(("Properties", "PubliclyAccessible"), causes=causes)


def _is_in_default_vpc(resource: Resource) -> bool:
    """Whether nothing says where a database goes; a replica goes where its source is."""
    stated = (resource.properties.get(key, ABSENT) for key in PLACED_BY)
    return all(is_set(value) is False for value in stated)


def _is_secluded(database: View) -> bool:
    clusters = _named(database, "DBClusterIdentifier", "AWS::RDS::DBCluster")
    subnets = [
        subnet
        for one in (database, *clusters)
        for group in _named(one, "DBSubnetGroupName", "AWS::RDS::DBSubnetGroup")
        for subnet in _named(group, "SubnetIds", "AWS::EC2::Subnet")
    ]
    return bool(subnets) and not any(subnet.is_whole or _has_gateway(subnet) for subnet in subnets)


def _has_gateway(subnet: View) -> bool:
    """Whether a route table of a subnet has a route to a gateway, or is not in the app."""
    associations = subnet.referring(
        ("AWS::EC2::SubnetRouteTableAssociation",), SUBNET_OF_ASSOCIATION
    )
    tables = [
        table
        for association, _ in associations
        for table in _named(association, "RouteTableId", "AWS::EC2::RouteTable")
    ]
    routes = (
        route.resource.properties.get("GatewayId", ABSENT)
        for table in tables
        if not table.is_whole
        for route, _ in table.referring(("AWS::EC2::Route",), TABLE_OF_ROUTE)
    )
    return any(table.is_whole for table in tables) or any(is_set(to) is not False for to in routes)


def _named(view: View, key: str, kind: str) -> list[View]:
    """The resources of a type that a property names; `is_whole` if they are not in the app."""
    value = view.resource.properties.get(key, ABSENT)
    return [other for other, _ in view.targets(value, (kind,))]
