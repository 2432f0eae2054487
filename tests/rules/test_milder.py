"""How severe a rule is of one resource and of another, and where it says nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

import synthgate_rules
from synthgate.evaluate import Stack, evaluate
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.catalog import load_catalog
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARDS = load_catalog(synthgate_rules.CARDS).cards
EVERYONE = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def attribute(name: str) -> dict[str, Any]:
    return {"Fn::GetAtt": name.split(".")}


def severities(rule: str, environment: str | None = None, **resources: Any) -> list[str]:
    """Of what the rule finds."""
    text = json.dumps({"Resources": resources})
    resolver = Resolver(read_template("t.json", text.encode()), Placement(environment=environment))
    found = evaluate(Stack(resolver, {}), Index([CARDS[rule]])).findings
    return [str(finding.severity) for finding in found]


@pytest.mark.parametrize(
    ("rule", "unsafe"),
    [
        ("alarm-notifies-nobody", resource("CloudWatch::Alarm")),
        ("rds-instance-deletion-unprotected", resource("RDS::DBInstance")),
    ],
)
@pytest.mark.parametrize("environment", ["production", None, "development", "staging"])
def test_a_stage_for_trials_may_do_without(
    rule: str, unsafe: dict[str, Any], environment: str | None
) -> None:
    """What nobody tells the environment of is no production for certain, and no trial either."""
    found = severities(rule, environment, Unsafe=unsafe)
    if environment in {"development", "staging"}:
        assert found == []
    elif environment is None:
        assert found == ["medium"]
    else:
        assert len(found) == 1


OPTIONAL = {"MetadataOptions": {"HttpTokens": "optional"}}


@pytest.mark.parametrize(
    ("instance", "severity"),
    [
        (resource("EC2::Instance", **OPTIONAL), "medium"),
        (resource("EC2::Instance", **OPTIONAL, IamInstanceProfile="web"), "high"),
        (
            resource("EC2::Instance", **OPTIONAL, LaunchTemplate={"LaunchTemplateId": "lt-1"}),
            "high",
        ),
        (resource("AutoScaling::LaunchConfiguration", **OPTIONAL), "medium"),
        (resource("EC2::LaunchTemplate", LaunchTemplateData=OPTIONAL), "high"),
    ],
)
def test_metadata_without_a_role_gives_no_credentials(
    instance: dict[str, Any], severity: str
) -> None:
    """But the user data; what a launch template is used with nobody knows."""
    assert severities("ec2-instance-imdsv2-optional", Instance=instance) == [severity]


GROUP = resource(
    "AutoScaling::AutoScalingGroup", LaunchTemplate={"LaunchTemplateId": {"Ref": "Template"}}
)
ROLE = {"IamInstanceProfile": {"Name": "web"}}


@pytest.mark.parametrize(
    ("data", "users", "severity"),
    [
        ({}, {"Group": GROUP}, "medium"),
        ({}, {}, "high"),
        (ROLE, {"Group": GROUP}, "high"),
        ({}, {"Group": GROUP, "One": resource("EC2::Instance", **GROUP["Properties"])}, "high"),
    ],
)
def test_a_group_gives_no_role_to_what_a_launch_template_starts(
    data: dict[str, Any], users: dict[str, Any], severity: str
) -> None:
    """As of a launch configuration; an instance may name a role beside the template."""
    template = resource("EC2::LaunchTemplate", LaunchTemplateData={**OPTIONAL, **data})
    found = severities("ec2-instance-imdsv2-optional", Template=template, **users)
    assert found == [severity]


@pytest.mark.parametrize(
    ("resources", "severity"),
    [
        ("arn:aws:codebuild:eu-west-1:111122223333:report-group/app*", "low"),
        (["arn:aws:codebuild:eu-west-1:111122223333:project/app", "*"], "medium"),
        ("arn:aws:codebuild:eu-west-1:111122223333:report-group/*", "medium"),
        ("arn:aws:codebuild:*:*:*", "medium"),
        ("arn:aws:s3:::app/*", "medium"),
    ],
)
def test_a_whole_service_is_less_on_named_resources(resources: object, severity: str) -> None:
    """Of that service, and none that is all of a kind."""
    statement = {"Effect": "Allow", "Action": "codebuild:*", "Resource": resources}
    policy = resource("IAM::Policy", PolicyDocument={"Statement": [statement]})
    assert severities("iam-policy-wildcard-action", Policy=policy) == [severity]


@pytest.mark.parametrize(
    ("domain", "severity"),
    [
        (attribute("Balancer.DNSName"), "medium"),
        (attribute("Server.PublicDnsName"), "medium"),
        ("web-1.eu-west-1.elb.amazonaws.com", "medium"),
        ("ec2-192-0-2-7.compute-1.amazonaws.com", "medium"),
        ("api.example.com", "high"),
        ("elb.amazonaws.com.example.com", "high"),
        ("site.s3-website-eu-west-1.amazonaws.com", "high"),
    ],
)
def test_the_name_that_aws_gives_has_no_certificate(domain: Any, severity: str) -> None:
    """So that another kind of origin mends it, and no certificate."""
    origin = {"DomainName": domain, "CustomOriginConfig": {"OriginProtocolPolicy": "http-only"}}
    site = resource("CloudFront::Distribution", DistributionConfig={"Origins": [origin]})
    others = {"Balancer": {"Type": LOAD_BALANCER}, "Server": resource("EC2::Instance")}
    assert severities("cloudfront-origin-plaintext", Site=site, **others) == [severity]


@pytest.mark.parametrize(
    ("users", "severity"),
    [
        (
            {"A": {"Type": LOAD_BALANCER, "Properties": {"SecurityGroups": [{"Ref": "G"}]}}},
            "medium",
        ),
        ({"I": resource("EC2::Instance", SecurityGroupIds=[{"Ref": "G"}])}, "high"),
        ({}, "high"),
    ],
)
def test_a_load_balancer_takes_what_its_listeners_take(
    users: dict[str, Any], severity: str
) -> None:
    """Whether the rule stands in its group or by itself."""
    rule = "sg-ingress-everything-open"
    inside = resource("EC2::SecurityGroup", SecurityGroupIngress=[EVERYONE])
    apart = {
        "G": resource("EC2::SecurityGroup"),
        "R": resource("EC2::SecurityGroupIngress", GroupId={"Ref": "G"}, **EVERYONE),
    }
    assert severities(rule, G=inside, **users) == severities(rule, **apart, **users) == [severity]


@pytest.mark.parametrize(
    ("subnet", "severity"),
    [({"Ref": "Own"}, "high"), ("subnet-1", "medium"), ({"Fn::ImportValue": "Private"}, "medium")],
)
def test_of_a_subnet_elsewhere_nobody_knows_the_gateway(subnet: Any, severity: str) -> None:
    """Of one in the app its routes tell."""
    network = {"AwsvpcConfiguration": {"Subnets": [subnet], "AssignPublicIp": "ENABLED"}}
    service = resource("ECS::Service", NetworkConfiguration=network)
    own = resource("EC2::Subnet")
    assert severities("ecs-task-public-address", Service=service, Own=own) == [severity]


@pytest.mark.parametrize(("scheme", "severity"), [("internal", "medium"), (None, "high")])
def test_within_the_network_plain_text_is_less_bad(scheme: str | None, severity: str) -> None:
    """As it is of other load balancers."""
    listener = {"LoadBalancerPort": "80", "InstancePort": "80", "Protocol": "HTTP"}
    more = {"Scheme": scheme} if scheme else {}
    balancer = resource("ElasticLoadBalancing::LoadBalancer", Listeners=[listener], **more)
    assert severities("elb-listener-plaintext", Balancer=balancer) == [severity]


@pytest.mark.parametrize(
    ("integration", "severity"),
    [("aws_proxy", "info"), ("http_proxy", "medium"), ("HTTP", "medium")],
)
def test_what_is_called_by_a_signature_needs_no_certificate(
    integration: str, severity: str
) -> None:
    """As the methods of the API tell, or its OpenAPI definition; of one elsewhere nobody knows."""
    rule = "apigw-stage-client-certificate-unset"
    stage = resource("ApiGateway::Stage", RestApiId={"Ref": "Api"})
    kind = {"Type": integration.upper()}
    method = resource("ApiGateway::Method", RestApiId={"Ref": "Api"}, Integration=kind)
    get = {"x-amazon-apigateway-integration": {"type": integration}}
    described = resource("ApiGateway::RestApi", Body={"paths": {"/orders": {"get": get}}})
    apart = severities(rule, Stage=stage, Api=resource("ApiGateway::RestApi"), Method=method)
    assert severities(rule, Stage=stage, Api=described) == apart == [severity]
    elsewhere = resource("ApiGateway::RestApi", BodyS3Location={"Bucket": "apis", "Key": "a.yaml"})
    assert severities(rule, Stage=stage, Api=elsewhere) == ["medium"]


@pytest.mark.parametrize(("kind", "severity"), [("PRIVATE", "info"), ("REGIONAL", "medium")])
def test_a_private_api_faces_no_stranger(kind: str, severity: str) -> None:
    """Who reaches it stands in a VPC."""
    api = resource("ApiGateway::RestApi", EndpointConfiguration={"Types": [kind]})
    stage = resource("ApiGateway::Stage", RestApiId={"Ref": "Api"})
    assert severities("apigw-stage-without-waf", Api=api, Stage=stage) == [severity]
