"""Resources with the policies that say who may use them.

What of a type holds such a policy is as CloudFormation's provider schemas have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from synthgate.change.access import own
from synthgate.change.access.grants import OF_API, OF_PERMISSION, OF_RESOURCE, OF_TRUST, Kind
from synthgate.change.access.holders import Holder, Paper, Side, Sort
from synthgate.change.access.reading import At
from synthgate.change.sides import Member
from synthgate.records import dataclass
from synthgate.resolve.values import ABSENT, NO_VALUE, Nothing, Reference, Unknown
from synthgate.rule.iam.statement import each
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

_EVERYBODY: Mapping[str, Any] = {
    "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
}
"""The policy of a VPC endpoint that is given none (VPC User Guide, "Endpoint policies")."""


@dataclass(frozen=True, slots=True)
class Form:
    """Where a type has its policy, and the property that says whose it is; its own without."""

    document: tuple[str, ...]
    target: str | None = None
    kind: Kind = OF_RESOURCE
    default: Mapping[str, Any] | None = None
    is_about_others: bool = False
    """Whether such a policy is about more than the resource that has it."""


_OF_ONE = OF_TRUST
"""Of what is about one resource and nothing inside: `Resource` adds nothing."""
FORMS: Mapping[str, Form] = {
    "AWS::S3::BucketPolicy": Form(("PolicyDocument",), "Bucket"),
    "AWS::S3Express::BucketPolicy": Form(("PolicyDocument",), "Bucket"),
    "AWS::S3Tables::TableBucketPolicy": Form(("ResourcePolicy",), "TableBucketARN"),
    "AWS::S3::AccessPoint": Form(("Policy",)),
    "AWS::S3::MultiRegionAccessPointPolicy": Form(("Policy",), "MrapName"),
    "AWS::S3ObjectLambda::AccessPointPolicy": Form(("PolicyDocument",), "ObjectLambdaAccessPoint"),
    "AWS::SQS::QueuePolicy": Form(("PolicyDocument",), "Queues", _OF_ONE),
    "AWS::SQS::QueueInlinePolicy": Form(("PolicyDocument",), "Queue", _OF_ONE),
    "AWS::SNS::TopicPolicy": Form(("PolicyDocument",), "Topics", _OF_ONE),
    "AWS::SNS::TopicInlinePolicy": Form(("PolicyDocument",), "TopicArn", _OF_ONE),
    "AWS::SecretsManager::ResourcePolicy": Form(("ResourcePolicy",), "SecretId", _OF_ONE),
    "AWS::KMS::Key": Form(("KeyPolicy",), None, _OF_ONE),
    "AWS::KMS::ReplicaKey": Form(("KeyPolicy",), None, _OF_ONE),
    "AWS::ECR::Repository": Form(("RepositoryPolicyText",), None, _OF_ONE),
    "AWS::ECR::PublicRepository": Form(("RepositoryPolicyText",), None, _OF_ONE),
    "AWS::ECR::RegistryPolicy": Form(("PolicyText",), is_about_others=True),
    "AWS::Events::EventBus": Form(("Policy",)),
    "AWS::Backup::BackupVault": Form(("AccessPolicy",), is_about_others=True),
    "AWS::Backup::LogicallyAirGappedBackupVault": Form(("AccessPolicy",), is_about_others=True),
    "AWS::OpenSearchService::Domain": Form(("AccessPolicies",)),
    "AWS::Elasticsearch::Domain": Form(("AccessPolicies",)),
    "AWS::EFS::FileSystem": Form(("FileSystemPolicy",), None, _OF_ONE),
    "AWS::ApiGateway::RestApi": Form(("Policy",), None, OF_API),
    "AWS::EC2::VPCEndpoint": Form(("PolicyDocument",), None, OF_RESOURCE, _EVERYBODY, True),
    "AWS::Logs::ResourcePolicy": Form(("PolicyDocument",), is_about_others=True),
    "AWS::Logs::Destination": Form(("DestinationPolicy",), None, _OF_ONE),
    "AWS::Kinesis::ResourcePolicy": Form(("ResourcePolicy",), "ResourceArn"),
    "AWS::DynamoDB::Table": Form(("ResourcePolicy", "PolicyDocument")),
    "AWS::CodeArtifact::Domain": Form(("PermissionsPolicyDocument",), is_about_others=True),
    "AWS::CodeArtifact::Repository": Form(("PermissionsPolicyDocument",), is_about_others=True),
    "AWS::XRay::ResourcePolicy": Form(("PolicyDocument",), is_about_others=True),
    "AWS::VpcLattice::AuthPolicy": Form(("Policy",), "ResourceIdentifier"),
    "AWS::VpcLattice::ResourcePolicy": Form(("Policy",), "ResourceArn"),
    "AWS::MSK::ClusterPolicy": Form(("Policy",), "ClusterArn", _OF_ONE),
    "AWS::Lex::ResourcePolicy": Form(("Policy",), "ResourceArn", _OF_ONE),
    "AWS::SSM::ResourcePolicy": Form(("Policy",), "ResourceArn", _OF_ONE),
    "AWS::MediaStore::Container": Form(("Policy",)),
}
_PERMISSION = "AWS::Lambda::Permission"
_LAYER = "AWS::Lambda::LayerVersionPermission"
_BUS_POLICY = "AWS::Events::EventBusPolicy"
_SHARE = "AWS::RAM::ResourceShare"
_SERVICE = "AWS::EC2::VPCEndpointServicePermissions"
TYPES = frozenset({*FORMS, _PERMISSION, _LAYER, _BUS_POLICY, _SHARE, _SERVICE})
"""Types that say who may use a resource."""


def resources(side: Side) -> Iterator[Holder]:
    """The resources of one state that policies are about."""
    for kind, form in FORMS.items():
        for member in side.of(kind):
            yield from _by_form(side, member, form)
    for member in side.of(*_MADE):
        yield from _by_statement(side, member)


def _by_form(side: Side, member: Member, form: Form) -> Iterator[Holder]:
    value: Any = member.resource.properties
    for step in form.document:
        value = value.get(step, ABSENT) if is_mapping(value) else value
    if isinstance(value, Nothing):
        if form.default is None:
            return
        value = form.default
    paper = Paper(member, value, ("Properties", *form.document), form.kind, side.presence(member))
    for holder in _of_targets(side, member, form.target, paper, "resource"):
        yield replace(holder, own=None) if form.is_about_others else holder


def _of_targets(
    side: Side, member: Member, target: str | None, paper: Paper, sort: Sort
) -> Iterator[Holder]:
    """The same policy for each resource that it is for."""
    reader = side.reader
    if target is None:
        key = reader.letters.where(member.where, is_before=reader.is_before)
        arns = own.of_reference(member.where, member.stack, reader)
        yield Holder((sort, key), sort, member.logical_id, member, [paper], own=arns, place=key)
        return
    value = member.resource.properties.get(target, NO_VALUE)
    for route, one in each(("Properties", target), value):
        at = At(member, route, reader.is_before)
        if isinstance(one, Reference):
            place, key = reader.target(one, member.stack)
            arns = own.of_reference(place, member.stack, reader)
            yield Holder((sort, key), sort, place[1], None, [paper], own=arns, place=key)
        else:
            text = "" if isinstance(one, Nothing) else reader.text(one, at)
            told = reader.letters.told(text) or member.logical_id
            arns = own.of_text(text, member.type)
            yield Holder((sort, text), sort, told, None, [paper], own=arns)


def _by_statement(side: Side, member: Member) -> Iterator[Holder]:
    """What is one statement, in whatever words."""
    target, sort, kind, made, route = _MADE[member.type]
    body = made(member.resource.properties)
    paper = Paper(member, body, route, kind, side.presence(member), is_statement=True)
    yield from _of_targets(side, member, target, paper, sort)


def _permission(properties: Mapping[str, Any]) -> Any:
    """What a permission of a function says (Lambda API Reference, "AddPermission")."""
    demanded = {
        "ArnLike": {"aws:SourceArn": properties.get("SourceArn", NO_VALUE)},
        "StringEquals": {
            "aws:SourceAccount": properties.get("SourceAccount", NO_VALUE),
            "aws:PrincipalOrgID": properties.get("PrincipalOrgID", NO_VALUE),
            "lambda:EventSourceToken": properties.get("EventSourceToken", NO_VALUE),
            "lambda:FunctionUrlAuthType": properties.get("FunctionUrlAuthType", NO_VALUE),
        },
        "Bool": {"lambda:InvokedViaFunctionUrl": properties.get("InvokedViaFunctionUrl", NO_VALUE)},
    }
    return _allow(properties, properties.get("Principal", NO_VALUE), demanded)


def _layer(properties: Mapping[str, Any]) -> Any:
    organization = properties.get("OrganizationId", NO_VALUE)
    demanded = {"StringEquals": {"aws:PrincipalOrgID": organization}}
    return _allow(properties, properties.get("Principal", NO_VALUE), demanded)


def _allow(properties: Mapping[str, Any], principal: Any, demanded: Mapping[str, Any]) -> Any:
    stated = {
        operator: {key: value for key, value in keys.items() if not isinstance(value, Nothing)}
        for operator, keys in demanded.items()
    }
    return {
        "Effect": "Allow",
        "Action": properties.get("Action", NO_VALUE),
        "Principal": principal,
        "Condition": {operator: keys for operator, keys in stated.items() if keys},
    }


def _of_bus(properties: Mapping[str, Any]) -> Any:
    """The statement of an event bus; an older form names who may, and their organization."""
    stated = properties.get("Statement", NO_VALUE)
    if is_mapping(stated) or isinstance(stated, Unknown):
        return stated
    condition = properties.get("Condition", NO_VALUE)
    demanded: dict[str, Any] = {}
    if is_mapping(condition):
        key, value = (condition.get(name, NO_VALUE) for name in ("Key", "Value"))
        demanded = {str(condition.get("Type")): {str(key): value}}
    return _allow(properties, properties.get("Principal", NO_VALUE), demanded)


def _share(properties: Mapping[str, Any]) -> Any:
    named = properties.get("Principals", NO_VALUE)
    return _used(named, properties.get("ResourceArns", NO_VALUE))


def _service(properties: Mapping[str, Any]) -> Any:
    return _used(properties.get("AllowedPrincipals", NO_VALUE), "*")


USE = "use:Use"
"""Stands for the use of what is shared, which is no action of a policy."""


def _used(principals: Any, what: Any) -> Any:
    return {"Effect": "Allow", "Action": USE, "Principal": principals, "Resource": what}


_WHOLE: Route = ("Properties",)
_MADE: Mapping[str, tuple[str | None, Sort, Kind, Any, Route]] = {
    _PERMISSION: ("FunctionName", "resource", OF_PERMISSION, _permission, _WHOLE),
    _LAYER: ("LayerVersionArn", "resource", OF_PERMISSION, _layer, _WHOLE),
    _BUS_POLICY: ("EventBusName", "resource", OF_PERMISSION, _of_bus, (*_WHOLE, "Statement")),
    _SHARE: (None, "share", OF_PERMISSION, _share, _WHOLE),
    _SERVICE: ("ServiceId", "share", OF_PERMISSION, _service, _WHOLE),
}
