"""What constructs of the user's make beside themselves, and the custom resources of all."""

from __future__ import annotations

from synthgate.sources.cdk_made.parts import (
    TAGS,
    Part,
    Row,
    custom,
    function,
    log_group,
    policy,
    role,
)
from synthgate.sources.cdk_made.shapes import (
    exactly,
    inline,
    reference,
    statement,
    variables,
)

BASTION = Row(
    "BastionHostLinux",
    "",
    (
        policy(
            statement(
                "ssmmessages:*", "ssm:UpdateInstanceInformation", "ec2messages:*", anywhere=True
            ),
            path="Resource/InstanceRole/DefaultPolicy/Resource",
        ),
        role("Resource/InstanceRole/Resource", "ec2.amazonaws.com"),
    ),
    frozenset({"aws-cdk-lib.aws_ec2.BastionHostLinux"}),
    needs_tree=True,
)
DRAIN = Row(
    "Cluster",
    "",
    (
        function(
            "DrainECSHook/Function/Resource",
            exactly("index.lambda_handler"),
            inline("def lambda_handler(event", "complete_lifecycle_action"),
            timeout=(310,),
            environment=variables(CLUSTER=reference),
        ),
        role("DrainECSHook/Function/ServiceRole/Resource"),
        policy(
            statement(
                "ec2:DescribeInstances",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeHosts",
                anywhere=True,
            ),
            statement("autoscaling:CompleteLifecycleAction"),
            statement(
                "ecs:DescribeContainerInstances",
                "ecs:DescribeTasks",
                "ecs:ListTasks",
                "ecs:UpdateContainerInstancesState",
                anywhere=True,
            ),
            statement(
                "ecs:ListContainerInstances",
                "ecs:SubmitContainerStateChange",
                "ecs:SubmitTaskStateChange",
            ),
            path="DrainECSHook/Function/ServiceRole/DefaultPolicy/Resource",
        ),
        log_group("DrainECSHook/Function/LogGroup/Resource"),
        Part(
            "AWS::SNS::Topic",
            "LifecycleHookDrainHook/Topic/Resource",
            {},
            frozenset(),
            {"KmsMasterKeyId": "topic_encryption_key", **TAGS},
        ),
    ),
)
CERTIFICATE = Row(
    "DnsValidatedCertificate",
    "",
    (
        function(
            "CertificateRequestorFunction/Resource",
            exactly("index.certificateRequestHandler"),
            timeout=(900,),
        ),
        role(
            "CertificateRequestorFunction/ServiceRole/Resource",
            props={"ManagedPolicyArns": "custom_resource_role", **TAGS},
        ),
        policy(
            statement(
                "acm:RequestCertificate",
                "acm:DescribeCertificate",
                "acm:DeleteCertificate",
                "acm:AddTagsToCertificate",
                "route53:GetChange",
                anywhere=True,
            ),
            statement("route53:changeResourceRecordSets"),
            path="CertificateRequestorFunction/ServiceRole/DefaultPolicy/Resource",
        ),
    ),
    frozenset({"aws-cdk-lib.aws_certificatemanager.DnsValidatedCertificate"}),
    needs_tree=True,
)

EXPRESSION = Row(
    "EvaluateExpression",
    "",
    (function("EvalFunction/Resource"), log_group("EvalFunction/LogGroup/Resource")),
    frozenset({"aws-cdk-lib.aws_stepfunctions_tasks.EvaluateExpression"}),
    needs_tree=True,
    seen=("2.275.0",),
)

SERVED = (
    Row(
        "Bucket",
        "",
        (custom("Custom::S3AutoDeleteObjects", "AutoDeleteObjectsCustomResource/Default"),),
    ),
    Row("Bucket", "", (custom("Custom::S3BucketNotifications", "Notifications/Resource"),)),
    Row(
        "BucketDeployment",
        "",
        (custom("Custom::CDKBucketDeployment", "CustomResource[^/]*/Default"),),
    ),
    Row(
        "Canary",
        "",
        (
            custom(
                "Custom::SyntheticsAutoDeleteUnderlyingResources",
                "AutoDeleteUnderlyingResourcesCustomResource/Default",
            ),
        ),
    ),
    Row(
        "CrossAccountZoneDelegationRecord",
        "",
        (
            custom(
                "Custom::CrossAccountZoneDelegation",
                "CrossAccountZoneDelegationCustomResource/Default",
            ),
        ),
    ),
    Row(
        "EdgeFunction",
        "",
        (custom("Custom::CrossRegionStringParameterReader", "ArnReader/Default"),),
    ),
    Row("LogRetention", "", (custom("Custom::LogRetention", "Resource"),)),
    Row(
        "OpenIdConnectProvider",
        "",
        (custom("Custom::AWSCDKOpenIdConnectProvider", "Resource/Default"),),
    ),
    Row(
        "RecordSet",
        "",
        (
            custom(
                "Custom::DeleteExistingRecordSet", "DeleteExistingRecordSetCustomResource/Default"
            ),
        ),
    ),
    Row(
        "Repository",
        "",
        (custom("Custom::ECRAutoDeleteImages", "AutoDeleteImagesCustomResource/Default"),),
    ),
    Row(
        "Stack",
        "",
        (
            custom("Custom::CrossRegionExportReader", "Resource/Default"),
            custom("Custom::CrossRegionExportWriter", "Resource/Default"),
        ),
    ),
    Row("Trigger", "", (custom("Custom::Trigger", "Default/Default"),)),
    Row(
        "Vpc",
        "",
        (
            custom(
                "Custom::VpcRestrictDefaultSG", "RestrictDefaultSecurityGroupCustomResource/Default"
            ),
        ),
    ),
)
"""The custom resources that the functions above serve."""
