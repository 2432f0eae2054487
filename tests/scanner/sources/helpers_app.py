"""An app with every construct that has the CDK make something by itself: see `test_cdk_made`."""

from __future__ import annotations

import sys
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecr_assets as images
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_eks as eks
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from aws_cdk import aws_synthetics as synthetics
from aws_cdk import custom_resources as custom
from aws_cdk import pipelines, triggers

DESTROY = cdk.RemovalPolicy.DESTROY
ACCOUNT = "111122223333"
"""Of the documentation."""


def function(scope: cdk.Stack, name: str, **props: object) -> lambda_.Function:
    """A function of the user's."""
    code = lambda_.Code.from_inline("def handler(event, context): pass")
    runtime = lambda_.Runtime.PYTHON_3_13
    return lambda_.Function(
        scope, name, runtime=runtime, handler="index.handler", code=code, **props
    )


def storage(stack: cdk.Stack) -> None:
    """Buckets, repositories, tables."""
    bucket = s3.Bucket(stack, "Bucket", auto_delete_objects=True, removal_policy=DESTROY)
    called = function(stack, "Called", log_retention=logs.RetentionDays.ONE_WEEK)
    bucket.add_event_notification(
        s3.EventType.OBJECT_CREATED, notifications.LambdaDestination(called)
    )
    sources = [deployment.Source.data("a.txt", "x")]
    key = kms.Key(stack, "Key")
    sealed = s3.Bucket(stack, "Sealed", encryption_key=key)
    deployment.BucketDeployment(stack, "Plain", sources=sources, destination_bucket=bucket)
    deployment.BucketDeployment(
        stack, "Large", sources=sources, destination_bucket=sealed, memory_limit=2048
    )
    ecr.Repository(stack, "Images", auto_delete_images=True, removal_policy=DESTROY)
    dynamodb.Table(
        stack,
        "Table",
        partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        replication_regions=["us-east-1"],
    )


def providers(stack: cdk.Stack) -> None:
    """Custom resources of the user's, with the providers that serve them."""
    policy = custom.AwsCustomResourcePolicy.from_sdk_calls(resources=["*"])
    physical = custom.PhysicalResourceId.of("x")
    call = custom.AwsSdkCall(service="s3", action="listBuckets", physical_resource_id=physical)
    custom.AwsCustomResource(stack, "Call", on_create=call, policy=policy)
    handler = function(stack, "Handler")
    custom.Provider(stack, "Provider", on_event_handler=handler, is_complete_handler=handler)
    iam.OpenIdConnectProvider(stack, "Oidc", url="https://example.com")
    triggers.TriggerFunction(
        stack,
        "Trigger",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): pass"),
    )
    api = targets.AwsApi(service="ECS", action="updateService")
    events.Rule(stack, "Daily", schedule=events.Schedule.rate(cdk.Duration.days(1)), targets=[api])
    step = tasks.EvaluateExpression(stack, "Sum", expression="1+1")
    abroad = tasks.CallAwsServiceCrossRegion(
        stack, "Abroad", service="s3", action="listBuckets", region="us-east-1", iam_resources=["*"]
    )
    body = sfn.DefinitionBody.from_chainable(step.next(abroad))
    sfn.StateMachine(stack, "Machine", definition_body=body)
    ses.ReceiptRuleSet(stack, "Mail", drop_spam=True)


def network(stack: cdk.Stack) -> None:
    """Networks, names and servers."""
    vpc = ec2.Vpc(stack, "Vpc", max_azs=2, restrict_default_security_group=True)
    ec2.BastionHostLinux(stack, "Bastion", vpc=vpc)
    cluster = ecs.Cluster(stack, "Cluster", vpc=vpc)
    cluster.add_capacity("Capacity", instance_type=ec2.InstanceType("t3.micro"))
    zone = route53.PublicHostedZone(stack, "Zone", zone_name="example.com")
    parent = iam.Role.from_role_arn(stack, "Parent", f"arn:aws:iam::{ACCOUNT}:role/parent")
    route53.CrossAccountZoneDelegationRecord(
        stack,
        "Delegation",
        delegated_zone=zone,
        parent_hosted_zone_name="example.org",
        delegation_role=parent,
    )
    route53.ARecord(
        stack,
        "Record",
        zone=zone,
        target=route53.RecordTarget.from_ip_addresses("192.0.2.1"),
        delete_existing=True,
    )
    acm.DnsValidatedCertificate(
        stack, "Certificate", domain_name="a.example.com", hosted_zone=zone, region="us-east-1"
    )
    cloudfront.experimental.EdgeFunction(
        stack,
        "Edge",
        runtime=lambda_.Runtime.NODEJS_22_X,
        handler="index.handler",
        code=lambda_.Code.from_inline("x"),
    )
    canary = synthetics.Test.custom(
        code=synthetics.Code.from_inline("exports.handler = async () => {}"),
        handler="index.handler",
    )
    synthetics.Canary(
        stack,
        "Canary",
        runtime=synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_1,
        test=canary,
        cleanup=synthetics.Cleanup.LAMBDA,
    )


def kubernetes(stack: cdk.Stack, layer: Path) -> None:
    """A cluster of the older construct, which is a custom resource as a whole."""
    kubectl = lambda_.LayerVersion(stack, "Kubectl", code=lambda_.Code.from_asset(str(layer)))
    cluster = eks.Cluster(
        stack, "Kubernetes", version=eks.KubernetesVersion.V1_31, kubectl_layer=kubectl
    )
    cluster.add_manifest("Names", {"apiVersion": "v1", "kind": "Namespace"})


def delivery(stack: cdk.Stack, assets: Path) -> None:
    """A pipeline that mends itself, and publishes a file and an image."""
    source = pipelines.CodePipelineSource.s3(s3.Bucket(stack, "Source"), "app.zip")
    synth = pipelines.ShellStep("Synth", input=source, commands=["cdk synth"])
    pipeline = pipelines.CodePipeline(stack, "Delivery", synth=synth, cross_account_keys=True)
    stage = cdk.Stage(stack, "Live", env=cdk.Environment(account=ACCOUNT, region="eu-west-1"))
    shop = cdk.Stack(stage, "Shop")
    images.DockerImageAsset(shop, "Image", directory=str(assets))
    function(shop, "Answering")
    lambda_.LayerVersion(shop, "Files", code=lambda_.Code.from_asset(str(assets)))
    pipeline.add_stage(stage)
    plain(stack)


def plain(stack: cdk.Stack) -> None:
    """A pipeline that reaches another Region, and so has a key for its artifacts in both."""
    artifact = codepipeline.Artifact()
    bucket = s3.Bucket(stack, "Uploads")
    upload = actions.S3SourceAction(
        action_name="Upload", bucket=bucket, bucket_key="app.zip", output=artifact
    )
    approval = actions.ManualApprovalAction(action_name="Approve")
    deletion = actions.CloudFormationDeleteStackAction(
        action_name="Delete", stack_name="Old", admin_permissions=True, region="us-east-1"
    )
    codepipeline.Pipeline(
        stack,
        "Plain",
        cross_account_keys=True,
        stages=[
            codepipeline.StageProps(stage_name="Source", actions=[upload]),
            codepipeline.StageProps(stage_name="Approval", actions=[approval, deletion]),
        ],
    )


def main() -> None:
    """Synthesize it; with log groups of their own where the stack's name says so."""
    app = cdk.App()
    here = cdk.Environment(account=ACCOUNT, region="eu-west-1")
    there = cdk.Environment(account=ACCOUNT, region="us-east-1")
    every = cdk.Stack(app, "Every", env=here, cross_region_references=True)
    abroad = cdk.Stack(app, "Abroad", env=there, cross_region_references=True)
    grouped = cdk.Stack(app, "Grouped", env=here)
    grouped.node.set_context("@aws-cdk/aws-lambda:useCdkManagedLogGroup", value=True)
    for stack in (every, grouped):
        storage(stack)
        providers(stack)
        network(stack)
    kubernetes(grouped, Path(sys.argv[1]))
    delivery(cdk.Stack(app, "Pipeline", env=here), Path(sys.argv[1]))
    queue = sqs.Queue(abroad, "Queue")
    cdk.CfnOutput(every, "Shown", value=queue.queue_arn)
    app.synth()


main()
