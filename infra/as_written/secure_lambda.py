"""Section 1.2: a function with what its author took for everything around it."""

# See security_foundation.py.
# pyright: reportArgumentType=false

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from as_written.security_foundation import SecurityFoundation


class SecureLambda(Construct):
    """A function and its log group."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        function_name: str,
        handler: str,
        code: lambda_.Code,
        security_foundation: SecurityFoundation,
        environment: Mapping[str, str] | None = None,
        memory_size: int = 256,
        timeout: Duration | None = None,
    ) -> None:
        """Create both."""
        super().__init__(scope, construct_id)
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            # Fault names-fixed: so does a log group of this name, once it is retained.
            log_group_name=f"/aws/lambda/{function_name}",
            retention=logs.RetentionDays.ONE_MONTH,
            # Fault key-closed-to-logs: CloudWatch Logs may not use this key, so creating the
            # log group fails, and with it the deployment.
            encryption_key=security_foundation.kms_key,
            # Fault logs-go-with-stack: in every environment, production included.
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=function_name,
            # Fault runtime-out-of-support: Node.js 18 has had no patches since September 2025.
            runtime=lambda_.Runtime.NODEJS_18_X,
            handler=handler,
            code=code,
            role=security_foundation.execution_role,
            environment={
                **(environment or {}),
                "KMS_KEY_ID": security_foundation.kms_key.key_id,
            },
            environment_encryption=security_foundation.kms_key,
            memory_size=memory_size,
            timeout=timeout or Duration.seconds(30),
            tracing=lambda_.Tracing.ACTIVE,
            log_group=self.log_group,
            # Fault concurrency-beyond-quota: a new account has 10 in all, and none to reserve.
            reserved_concurrent_executions=10,  # 비용 폭증 방지
            # Fault dead-letters-in-the-dark: a queue without a key, that no alarm watches.
            dead_letter_queue_enabled=True,
            retry_attempts=2,
        )
        self._add_security_policies()

    def _add_security_policies(self) -> None:
        stack = Stack.of(self)
        # Fault deny-of-other-regions: "access to sensitive operations" is denied only where the
        # request goes to another region. In the function's own, nothing is.
        self.function.add_to_role_policy(
            iam.PolicyStatement(
                effect=iam.Effect.DENY,
                actions=["iam:*", "sts:AssumeRole", "kms:Decrypt", "s3:GetObject", "dynamodb:*"],
                resources=["*"],
                conditions={"StringNotEquals": {"aws:RequestedRegion": stack.region}},
            )
        )
        # Fault decrypts-with-any-key: "only the KMS operations that are needed", with every key
        # of the account.
        self.function.add_to_role_policy(
            iam.PolicyStatement(
                effect=iam.Effect.ALLOW,
                actions=["kms:Decrypt", "kms:DescribeKey"],
                resources=[stack.format_arn(service="kms", resource="key", resource_name="*")],
                conditions={
                    "StringEquals": {
                        "kms:ViaService": [
                            f"s3.{stack.region}.amazonaws.com",
                            f"dynamodb.{stack.region}.amazonaws.com",
                        ]
                    }
                },
            )
        )

    def grant_dynamo_db_access(self, table_arn: str, actions: Sequence[str]) -> None:
        """Allow the function actions on a table and its indexes."""
        self._grant(actions, [table_arn, f"{table_arn}/index/*"])

    def grant_s3_access(self, bucket_arn: str, actions: Sequence[str]) -> None:
        """Allow the function actions on a bucket and its objects."""
        self._grant(actions, [bucket_arn, f"{bucket_arn}/*"])

    def _grant(self, actions: Sequence[str], resources: Sequence[str]) -> None:
        # Fault role-for-all: what one function is granted, all of them get.
        self.function.add_to_role_policy(
            iam.PolicyStatement(effect=iam.Effect.ALLOW, actions=actions, resources=resources)
        )
