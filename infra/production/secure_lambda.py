"""A function with everything around it that production asks for."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from production.security_foundation import SecurityFoundation
from production.settings import EnvironmentSettings

HANDLERS = Path(__file__).resolve().parent.parent / "handlers"


class SecureLambda(Construct):
    """A Python function, its encrypted log group and its encrypted dead-letter queue.

    Function and log group are named by CloudFormation: a name of our own would
    keep a retained log group from ever being created again.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        handler: str,
        foundation: SecurityFoundation,
        settings: EnvironmentSettings,
    ) -> None:
        """Create the function from ``handlers/<handler>/index.py``."""
        super().__init__(scope, construct_id)
        self.timeout = Duration.seconds(settings.function.timeout_seconds)
        self.log_group = self._log_group(foundation, settings)
        self.dead_letter_queue = self._dead_letter_queue(foundation, settings)
        self.function = self._function(handler, foundation, settings)

    def _log_group(
        self, foundation: SecurityFoundation, settings: EnvironmentSettings
    ) -> logs.LogGroup:
        """Return the log group, which only this function's role may write to.

        Were it left to Lambda to create, it would be unencrypted and kept for ever.
        """
        log_group = logs.LogGroup(
            self,
            "LogGroup",
            encryption_key=foundation.key,
            retention=settings.log_retention,
            removal_policy=settings.removal_policy,
        )
        log_group.grant_write(foundation.execution_role)
        return log_group

    def _dead_letter_queue(
        self, foundation: SecurityFoundation, settings: EnvironmentSettings
    ) -> sqs.Queue:
        """Return the queue for events that failed every attempt.

        Lambda delivers to it as the function's role. CDK allows the role
        ``sqs:SendMessage``, but not the key: a producer needs to generate data
        keys besides decrypting, or the events are lost without a sound.
        https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
        """
        foundation.key.grant(foundation.execution_role, "kms:GenerateDataKey")
        return sqs.Queue(
            self,
            "DeadLetterQueue",
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=foundation.key,
            enforce_ssl=True,
            retention_period=Duration.days(14),
            removal_policy=settings.removal_policy,
        )

    def _function(
        self, handler: str, foundation: SecurityFoundation, settings: EnvironmentSettings
    ) -> lambda_.Function:
        return lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            code=_source(handler),
            handler="index.handler",
            role=foundation.execution_role,
            environment={"APPLICATION": settings.application, "ENVIRONMENT": settings.name},
            environment_encryption=foundation.key,
            memory_size=settings.function.memory_mib,
            timeout=self.timeout,
            reserved_concurrent_executions=settings.function.reserved_concurrency,
            retry_attempts=2,
            dead_letter_queue=self.dead_letter_queue,
            log_group=self.log_group,
            logging_format=lambda_.LoggingFormat.JSON,
            # CDK then allows the role xray:PutTraceSegments and xray:PutTelemetryRecords on
            # "*": the two have no resource type, so there is nothing narrower to name.
            # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
            tracing=lambda_.Tracing.ACTIVE,
        )


def _source(handler: str) -> lambda_.Code:
    """Return the handler's folder, without what running its tests leaves behind.

    The asset's hash is in the template, and bytecode is not the same bytes twice.
    """
    return lambda_.Code.from_asset(str(HANDLERS / handler), exclude=["**/__pycache__", "**/*.pyc"])
