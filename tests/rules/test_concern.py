"""What a rule is not about it does not pass: a control would be *met* by resources beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import synthgate_rules
from synthgate.evaluate import Stack, evaluate
from synthgate.model import Status
from synthgate.resolve.placement import NOWHERE
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.catalog import load_catalog
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARDS = load_catalog(synthgate_rules.CARDS).cards
ORIGIN = {"Id": "a", "DomainName": "api.example.com"}
BUCKET_ORIGIN: dict[str, Any] = {
    "Id": "b",
    "DomainName": "own.s3.amazonaws.com",
    "S3OriginConfig": {},
}
HTTPS_ORIGIN = {**ORIGIN, "CustomOriginConfig": {"OriginProtocolPolicy": "https-only"}}
HTTP_ORIGIN = {**ORIGIN, "CustomOriginConfig": {"OriginProtocolPolicy": "http-only"}}
STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::own/*"}
DOCUMENT = {"Statement": [STATEMENT]}
LISTENER = "ElasticLoadBalancingV2::Listener"
AWSVPC = {"NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["subnet-1"]}}}


def of(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def distribution(*origins: Any, **more: Any) -> dict[str, Any]:
    config = {"Enabled": True, "Origins": [*origins], **more}
    return of("CloudFront::Distribution", DistributionConfig=config)


def said(rule: str, resource: dict[str, Any]) -> list[Status]:
    """The verdicts of a rule on one resource: none where it does not apply."""
    text = json.dumps({"Resources": {"It": resource}})
    resolver = Resolver(read_template("t.json", text.encode()), NOWHERE)
    return [one.status for one in evaluate(Stack(resolver, {}), Index([CARDS[rule]])).verdicts]


OWN_AND_OTHERS: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "iam-policy-on-user": (
        [of("IAM::User")],
        [
            of("IAM::Policy", Roles=["app"], PolicyDocument=DOCUMENT),
            of("IAM::ManagedPolicy", Groups=["dev"], Users=[], PolicyDocument=DOCUMENT),
        ],
    ),
    "iam-policy-full-admin": (
        [
            of("IAM::Policy", PolicyDocument=DOCUMENT),
            of("IAM::Role", Policies=[{"PolicyName": "own", "PolicyDocument": DOCUMENT}]),
            of("Serverless::Function", Policies=[DOCUMENT]),
        ],
        [
            of("IAM::Role", ManagedPolicyArns=["arn:aws:iam::aws:policy/ReadOnlyAccess"]),
            of("IAM::Group", Policies=[]),
            of("Serverless::Function", Policies=["AWSLambdaBasicExecutionRole"]),
            of("Serverless::StateMachine"),
        ],
    ),
    "elbv2-listener-plaintext": (
        [of(LISTENER, Protocol="HTTPS", Port=443)],
        [of(LISTENER, Protocol=it, Port=9) for it in ("TCP", "UDP", "TCP_UDP", "TLS", "GENEVE")],
    ),
    "apigw-stage-cache-unencrypted": (
        [
            of(
                "ApiGateway::Stage",
                MethodSettings=[{"CachingEnabled": True, "CacheDataEncrypted": True}],
            )
        ],
        [of("ApiGateway::Stage"), of("ApiGateway::Stage", MethodSettings=[{"HttpMethod": "*"}])],
    ),
    "apigw-deployment-cache-unencrypted": (
        [
            of(
                "ApiGateway::Deployment",
                StageDescription={"CachingEnabled": True, "CacheDataEncrypted": True},
            )
        ],
        [of("ApiGateway::Deployment")],
    ),
    "ecs-efs-volume-plaintext": (
        [
            of(
                "ECS::TaskDefinition",
                Volumes=[{"EFSVolumeConfiguration": {"TransitEncryption": "ENABLED"}}],
            )
        ],
        [of("ECS::TaskDefinition"), of("ECS::TaskDefinition", Volumes=[{"Name": "scratch"}])],
    ),
    "ecs-task-public-address": (
        [of("ECS::Service", **AWSVPC), of("Events::Rule", Targets=[{"EcsParameters": AWSVPC}])],
        [of("ECS::Service"), of("Events::Rule", Targets=[{"Arn": "a"}]), of("Pipes::Pipe")],
    ),
    "ec2-disk-unencrypted": (
        [of("EC2::Instance", BlockDeviceMappings=[{"Ebs": {"Encrypted": True}}])],
        [of("EC2::Instance", ImageId="ami-1"), of("EC2::LaunchTemplate", LaunchTemplateData={})],
    ),
    "codebuild-output-encryption-declined": (
        [of("CodeBuild::Project", LogsConfig={"S3Logs": {"Status": "ENABLED"}})],
        [of("CodeBuild::Project"), of("CodeBuild::ReportGroup")],
    ),
    "codebuild-artifacts-unencrypted": (
        [of("CodeBuild::Project", Artifacts={"Type": "S3", "Location": "builds"})],
        [of("CodeBuild::Project", Artifacts={"Type": "CODEPIPELINE"})],
    ),
    "codebuild-credentials-in-source-url": (
        [of("CodeBuild::Project", Source={"Location": "https://github.com/acme/app.git"})],
        [of("CodeBuild::Project", Source={"Type": "CODEPIPELINE"})],
    ),
    "cloudfront-bucket-origin-open": (
        [distribution({**BUCKET_ORIGIN, "OriginAccessControlId": "E1"})],
        [distribution(HTTPS_ORIGIN)],
    ),
    "cloudfront-origin-access-identity-legacy": (
        [distribution({**BUCKET_ORIGIN, "OriginAccessControlId": "E1"})],
        [distribution(HTTPS_ORIGIN)],
    ),
    "cloudfront-distribution-dedicated-addresses": (
        [distribution(ViewerCertificate={"AcmCertificateArn": "arn"})],
        [distribution()],
    ),
    "cloudfront-origin-plaintext": ([distribution(HTTPS_ORIGIN)], [distribution(BUCKET_ORIGIN)]),
    "cloudfront-origin-outdated-tls": (
        [
            distribution(
                {
                    **ORIGIN,
                    "CustomOriginConfig": {
                        "OriginProtocolPolicy": "https-only",
                        "OriginSSLProtocols": ["TLSv1.2"],
                    },
                }
            )
        ],
        [distribution(BUCKET_ORIGIN), distribution(HTTP_ORIGIN)],
    ),
    "cloudfront-aws-origin-https-optional": (
        [distribution({**HTTPS_ORIGIN, "DomainName": "own-1.eu-west-1.elb.amazonaws.com"})],
        [distribution(HTTPS_ORIGIN), distribution(BUCKET_ORIGIN)],
    ),
    "dlm-event-copy-unencrypted": (
        [
            of(
                "DLM::LifecyclePolicy",
                PolicyDetails={
                    "Actions": [
                        {"CrossRegionCopy": [{"EncryptionConfiguration": {"Encrypted": True}}]}
                    ]
                },
            )
        ],
        [of("DLM::LifecyclePolicy", PolicyDetails={"Schedules": [{"Name": "daily"}]})],
    ),
    "dlm-schedule-copy-unencrypted": (
        [
            of(
                "DLM::LifecyclePolicy",
                PolicyDetails={"Schedules": [{"CrossRegionCopyRules": [{"Encrypted": True}]}]},
            )
        ],
        [of("DLM::LifecyclePolicy", PolicyDetails={"Schedules": [{"Name": "daily"}]})],
    ),
    "elb-backend-plaintext": (
        [
            of(
                "ElasticLoadBalancing::LoadBalancer",
                Listeners=[{"Protocol": "HTTPS", "InstanceProtocol": "HTTPS"}],
            )
        ],
        [of("ElasticLoadBalancing::LoadBalancer", Listeners=[{"Protocol": "HTTP"}])],
    ),
    "rds-instance-public": (
        [of("RDS::DBInstance", PubliclyAccessible=False)],
        [of("RDS::DBCluster", Engine="aurora-mysql")],
    ),
    "sagemaker-endpoint-single-instance": (
        [of("SageMaker::EndpointConfig", ProductionVariants=[{"InitialInstanceCount": 2}])],
        [of("SageMaker::EndpointConfig", ProductionVariants=[{"ServerlessConfig": {}}])],
    ),
    "client-secret-in-template": (
        [of("QuickSight::OAuthClientApplication")],
        [of(LISTENER, Protocol="HTTPS"), of("Lambda::Permission", Principal="s3.amazonaws.com")],
    ),
    "repository-token-in-template": (
        [of("CodePipeline::Webhook")],
        [of("CodePipeline::Pipeline", Stages=[{"Actions": [{"Configuration": {}}]}])],
    ),
    "connection-credential-in-template": (
        [of("Glue::Connection")],
        [of("QuickSight::DataSource", Type="S3")],
    ),
    "iam-user-password-in-template": (
        [of("IAM::User", LoginProfile={"Password": "{{resolve:secretsmanager:own}}"})],
        [of("IAM::User")],
    ),
    "iam-user-password-short": (
        [of("IAM::User", LoginProfile={"Password": "{{resolve:secretsmanager:own}}"})],
        [of("IAM::User")],
    ),
}


@pytest.mark.parametrize("rule", OWN_AND_OTHERS)
def test_a_rule_passes_what_it_is_about_and_nothing_else(rule: str) -> None:
    own, others = OWN_AND_OTHERS[rule]
    assert [said(rule, it) for it in own] == [[Status.PASS]] * len(own)
    assert [said(rule, it) for it in others] == [[]] * len(others)


@pytest.mark.parametrize("kind", ["IAM::Role", "IAM::User", "IAM::Group"])
def test_no_rule_about_statements_passes_who_has_no_policy_inside(kind: str) -> None:
    """Every card whose `when` is the shared one, and every other that reads statements."""
    rules = [
        id_
        for id_, card in CARDS.items()
        if {f"AWS::{kind}", "AWS::IAM::ManagedPolicy", "AWS::IAM::GroupPolicy"}
        <= {*card.outline.resources}
    ]
    assert len(rules) > 15
    assert [id_ for id_ in rules if said(id_, of(kind))] == []
