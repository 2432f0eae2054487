"""Functions of which a stack has one, under an id that no person would write."""

from __future__ import annotations

from synthgate.sources.cdk_made.parts import (
    TAGS,
    Props,
    Row,
    function,
    log_group,
    policy,
    role,
)
from synthgate.sources.cdk_made.shapes import (
    exactly,
    inline,
    statement,
    text,
    variables,
)

NEW = ("2.275.0",)
"""Of what older versions do not have, or made otherwise."""
S3_GRANT = statement(
    "s3:GetObject*",
    "s3:GetBucket*",
    "s3:List*",
    "s3:DeleteObject*",
    "s3:PutObject",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
    "s3:PutObjectAcl",
    "s3:PutObjectVersionAcl",
    "s3:Abort*",
)
KMS_GRANT = statement(
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
)

DEPLOYMENT_PROPS: Props = {
    "EphemeralStorage": "ephemeral_storage_size",
    "FileSystemConfigs": "use_efs",
    "LoggingConfig.LogGroup": "log_group",
    "MemorySize": "memory_limit",
    "VpcConfig": "vpc",
    **TAGS,
}
SDK_CALL_PROPS: Props = {
    "FunctionName": "function_name",
    "LoggingConfig.LogGroup": "log_group",
    "MemorySize": "memory_size",
    "Timeout": "timeout",
    "VpcConfig": "vpc",
    **TAGS,
}
OF_ROLE: Props = {"ManagedPolicyArns": "role", **TAGS}

SINGLETONS = (
    Row(
        "LogRetention",
        "LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a",
        (
            function(timeout=(900,)),
            role(props=OF_ROLE),
            policy(
                statement("logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy", anywhere=True),
                statement("logs:DeleteLogGroup"),
            ),
        ),
    ),
    Row(
        "Bucket",
        "BucketNotificationsHandler050a0587b7544547bf325f094a3db834",
        (
            function(
                code=inline("def handler(event", "put_bucket_notification_configuration"),
                timeout=(300,),
            ),
            role(
                "Role/Resource", props={"ManagedPolicyArns": "notifications_handler_role", **TAGS}
            ),
            policy(
                statement("s3:PutBucketNotification", "s3:GetBucketNotification", anywhere=True),
                path="Role/DefaultPolicy/Resource",
            ),
        ),
    ),
    Row(
        "BucketDeployment",
        "Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C(?:[0-9A-Za-z]*)",
        (
            function(
                timeout=(900,),
                environment=variables(
                    AWS_CA_BUNDLE=exactly("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
                    MOUNT_PATH=text,
                ),
                props=DEPLOYMENT_PROPS,
            ),
            role(props=OF_ROLE),
            policy(
                S3_GRANT,
                KMS_GRANT,
                statement(
                    "cloudfront:GetInvalidation", "cloudfront:CreateInvalidation", anywhere=True
                ),
                statement("elasticfilesystem:ClientMount", anywhere=True),
                statement("elasticfilesystem:ClientWrite"),
            ),
            log_group(props={"": "log_group"}),
        ),
    ),
    Row(
        "AwsCustomResource",
        "AWS679f53fac002430cb0da5b7982bd2287",
        (
            function(props=SDK_CALL_PROPS),
            role(props=OF_ROLE),
            log_group(props={"": "log_group"}),
        ),
    ),
    Row(
        "AwsApi",
        "AWSb4cf1abd4e4f4bc699441af7ccd9ec37",
        (function(timeout=(60,), memory=(256,)), role(), log_group()),
    ),
    Row(
        "CallAwsServiceCrossRegion",
        "CrossRegionAwsSdk8a0c93f3dbef4b71ac137aaf2048ce7e",
        (function(timeout=(30,)), role(), log_group()),
        seen=NEW,
    ),
    Row(
        "ReceiptRuleSet",
        "SingletonLambda224e77f9a32e4b4dac32983477abba16",
        (function(), role(), log_group()),
    ),
    Row(
        "EvaluateExpression",
        "Eval[0-9a-f]{32}",
        (function(), role()),
        seen=("2.140.0",),
    ),
    Row(
        "EvaluateExpression",
        "EvalServiceRolef4f556a4ef7a49cd8036c5b0567376fd",
        (role("Resource"),),
        seen=NEW,
    ),
)
