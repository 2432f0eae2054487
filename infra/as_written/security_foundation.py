"""Section 1.1: key, bucket, role, and Aspects that were to watch over them."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import Aspects, CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from as_written.security_validation import SecurityValidation


class SecurityFoundation(Construct):
    """What every other construct stands on."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: str,
        application_name: str,
        enable_key_rotation: bool = True,
        # Fault trail-never-made: accepted, and read by nobody.
        enable_cloud_trail: bool = False,
    ) -> None:
        """Create the key, the bucket and the role, and add the Aspects."""
        super().__init__(scope, construct_id)
        # Fault prod-or-production: the stack passes "staging" or "production", never "prod".
        # Whatever holds data goes with the stack, in production too.
        removal_policy = RemovalPolicy.RETAIN if environment == "prod" else RemovalPolicy.DESTROY
        # Fault key-closed-to-logs: the key's policy admits the account and no service, but
        # SecureLambda encrypts a log group with it.
        self.kms_key = kms.Key(
            self,
            "AppKey",
            description=f"{application_name} {environment} 환경용 암호화 키",
            enable_key_rotation=enable_key_rotation,
            removal_policy=removal_policy,
        )
        self.kms_key.add_alias(f"alias/{application_name}-{environment}")
        self.security_bucket = self._security_bucket(
            f"{application_name}-{environment}", removal_policy
        )
        self.execution_role = self._execution_role(f"{application_name}-{environment}")
        # Fault aspects-see-nothing: an Aspect sees what is below the construct that it is
        # added to. That is this one, not the stack: no function is ever looked at.
        Aspects.of(self).add(SecurityValidation())
        CfnOutput(self, "KMSKeyId", value=self.kms_key.key_id, description="암호화용 KMS 키 ID")
        CfnOutput(
            self,
            "SecurityBucketName",
            value=self.security_bucket.bucket_name,
            description="보안 로그 버킷 이름",
        )

    def _security_bucket(self, prefix: str, removal_policy: RemovalPolicy) -> s3.Bucket:
        # Fault bucket-without-tls: no `enforce_ssl`, so plain HTTP is served.
        # Fault bucket-unwatched: nobody records who read the security logs; and nothing in the
        # seed writes any log into the bucket (see trail-never-made).
        # Fault versions-pile-up: `versioned`, but no rule ends noncurrent versions. What expires
        # after seven years is hidden behind a delete marker, and paid for ever.
        # Fault bucket-key-off: each object asks KMS for a key of its own, and each is billed.
        return s3.Bucket(
            self,
            "SecurityBucket",
            bucket_name=f"{prefix}-security-logs-{Stack.of(self).account}",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.kms_key,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="SecurityLogsLifecycle",
                    enabled=True,
                    expiration=Duration.days(2555),  # 7년 보관
                    transitions=[
                        _move(s3.StorageClass.INFREQUENT_ACCESS, 90),
                        _move(s3.StorageClass.GLACIER, 365),
                        _move(s3.StorageClass.DEEP_ARCHIVE, 730),
                    ],
                )
            ],
            removal_policy=removal_policy,
        )

    def _execution_role(self, prefix: str) -> iam.Role:
        # Fault role-for-all: one role for all functions. Each gets what any of them was granted.
        role = iam.Role(
            self,
            "LambdaExecutionRole",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            # Fault names-fixed: a name of its own keeps a second copy, and a replacement, out.
            role_name=f"{prefix}-lambda-role",
            managed_policies=[
                # Fault logs-for-all: writes to every log group of the account, which makes the
                # fine-grained statement below pointless.
                iam.ManagedPolicy.from_aws_managed_policy_name(
                    "service-role/AWSLambdaBasicExecutionRole"
                )
            ],
        )
        stack = Stack.of(self)
        role.add_to_policy(
            iam.PolicyStatement(
                effect=iam.Effect.ALLOW,
                actions=["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                resources=[
                    # Fault partition-fixed: "arn:aws:" names nothing in China or GovCloud.
                    f"arn:aws:logs:{stack.region}:{stack.account}:log-group:/aws/lambda/{prefix}-*"
                ],
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(
                effect=iam.Effect.ALLOW,
                actions=["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                resources=["*"],
            )
        )
        self.kms_key.grant_decrypt(role)
        return role

    def grant_key_access(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        """Allow somebody actions on the key."""
        return iam.Grant.add_to_principal_or_resource(
            grantee=grantee,
            actions=list(actions),
            resource_arns=[self.kms_key.key_arn],
            resource=self.kms_key,
        )

    def grant_security_logs_write(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow somebody to write into the bucket."""
        return self.security_bucket.grant_write(grantee)


def _move(storage_class: s3.StorageClass, days: int) -> s3.Transition:
    return s3.Transition(storage_class=storage_class, transition_after=Duration.days(days))
