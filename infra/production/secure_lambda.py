"""A function with everything around it that production asks for."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from production.acknowledged import acknowledge
from production.network import DESCRIBE, Network, Placement
from production.secure_queue import secure_queue
from production.security_foundation import SecurityFoundation
from production.settings import EnvironmentSettings
from production.sizes import FunctionSettings

TRACING = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
"""https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html"""

HANDLERS = Path(__file__).resolve().parent.parent / "handlers"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecureLambdaProps:
    """Which code, with which settings of its own, standing on which foundation."""

    handler: str
    foundation: SecurityFoundation
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    network: Network | None = None

    @property
    def settings(self) -> EnvironmentSettings:
        """Return the settings of the environment that the foundation is for."""
        return self.foundation.settings

    @property
    def limits(self) -> FunctionSettings:
        """Return how much the function may use."""
        return self.settings.function(self.handler)


class SecureLambda(Construct):
    """A Python function, its role, its encrypted log group and dead-letter queue."""

    def __init__(self, scope: Construct, construct_id: str, *, props: SecureLambdaProps) -> None:
        """Create the function from ``handlers/<handler>/index.py``."""
        super().__init__(scope, construct_id)
        foundation = props.foundation
        self.limits = props.limits
        self.role = foundation.execution_role(self, "Role")
        self.log_group = foundation.log_group(self, "LogGroup")
        self.log_group.grant_write(self.role)
        foundation.archive.subscribe(self, self.log_group)
        self.dead_letter_queue = self._dead_letter_queue(props)
        before = [
            self._unnamed("Traces", "X-Ray's two actions have no resource to name.", *TRACING)
        ]
        if props.network:
            props.network.grant_attachment(self.role)
            reason = "EC2's actions for describing have no resource to name."
            before.append(self._unnamed("Interfaces", reason, *DESCRIBE))
        self.function = self._function(props)
        self.function.node.add_dependency(*before)
        acknowledge(self.function, "Python 3.13 is supported until 2029, and settled.", "L1")

    @property
    def timeout(self) -> Duration:
        """Return how long an invocation may take."""
        return Duration.seconds(self.limits.timeout_seconds)

    def outputs(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what somebody asks for who looks into it: names, with what they are of."""
        queue = self.dead_letter_queue.queue_url
        return {
            f"{name}FunctionName": (f"Function {name}", self.function.function_name),
            f"{name}LogGroupName": (f"Log group of {name}", self.log_group.log_group_name),
            f"{name}DeadLettersUrl": (f"Where what {name} failed at waits", queue),
        }

    def allow(self, *actions: str, resources: list[str]) -> None:
        """Let the function do these things to these resources."""
        self.role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=resources))

    def allow_unnamed(self, construct_id: str, reason: str, *actions: str) -> None:
        """Let the function do things that AWS defines no resource for."""
        self._unnamed(construct_id, reason, *actions)

    def _unnamed(self, construct_id: str, reason: str, *actions: str) -> iam.Policy:
        """Return a policy for these actions on ``*``, and for nothing else.

        What cdk-nag says of ``*`` is let be for this statement alone, with the reason for it:
        another one shows, in this role too.
        """
        statement = iam.PolicyStatement(actions=list(actions), resources=["*"])
        policy = iam.Policy(self, construct_id, roles=[self.role], statements=[statement])
        acknowledge(policy, reason, "IAM5[Resource::*]")
        return policy

    def _dead_letter_queue(self, props: SecureLambdaProps) -> sqs.Queue:
        """Return the queue for events that failed every attempt.

        Lambda delivers to it as the function's role. CDK allows the role
        ``sqs:SendMessage``, but not the key: a producer needs to generate data
        keys besides decrypting, or the events are lost without a sound.
        https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
        """
        props.foundation.grant_key_access(self.role, "kms:GenerateDataKey")
        return secure_queue(
            self,
            "DeadLetterQueue",
            key=props.foundation.key,
            removal_policy=props.settings.removal_policy,
        )

    def _function(self, props: SecureLambdaProps) -> lambda_.Function:
        settings = props.settings
        placement = props.network.placement() if props.network else Placement()
        function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            code=_source(props.handler),
            handler="index.handler",
            role=self.role,
            environment={
                "APPLICATION": settings.application,
                "ENVIRONMENT": settings.name,
                **props.environment,
                # The addresses that accounts have of their own are not all behind the gateway.
                **({"AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled"} if props.network else {}),
            },
            environment_encryption=props.foundation.key,
            memory_size=self.limits.memory_mib,
            timeout=self.timeout,
            reserved_concurrent_executions=self.limits.reserved_concurrency,
            retry_attempts=2,
            dead_letter_queue=self.dead_letter_queue,
            log_group=self.log_group,
            logging_format=lambda_.LoggingFormat.JSON,
            **placement,
        )
        # With `tracing`, CDK would allow X-Ray's actions on "*" in the role's own policy.
        made = function.node.default_child
        assert isinstance(made, lambda_.CfnFunction)  # noqa: S101 - what a function is made of
        made.tracing_config = lambda_.CfnFunction.TracingConfigProperty(mode="Active")
        return function


def _source(handler: str) -> lambda_.Code:
    """Return the handler's folder, without what running its tests leaves behind.

    The asset's hash is in the template, and bytecode is not the same bytes twice.
    """
    return lambda_.Code.from_asset(str(HANDLERS / handler), exclude=["**/__pycache__", "**/*.pyc"])
