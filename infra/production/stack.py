"""The stack: the foundation, a function that stands on it, and who watches it."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Mapping

from aws_cdk import CfnOutput, Duration, Environment, Stack, Tags
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from production.monitoring import MonitoringConstruct
from production.secure_lambda import SecureLambda
from production.security_foundation import SecurityFoundation
from production.settings import EnvironmentSettings


class ProductionStack(Stack):
    """Everything the application needs in one environment."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: EnvironmentSettings,
        notification_email: str | None = None,
        env: Environment | None = None,
    ) -> None:
        """Compose the parts as the environment's settings say."""
        super().__init__(
            scope,
            construct_id,
            description=f"{settings.application}: the {settings.name} environment",
            env=env,
            tags=settings.tags,
            termination_protection=settings.termination_protection,
        )
        self.security = SecurityFoundation(self, "Security", settings=settings)
        self.health_check = self._health_check(settings)
        self.monitoring = MonitoringConstruct(
            self,
            "Monitoring",
            title=f"{settings.application} ({settings.name})",
            key=self.security.key,
            notification_email=notification_email,
        )
        self.monitoring.watch("HealthCheck", self.health_check)
        self._tag_resources(settings.tags)
        self._add_outputs(settings)

    def _health_check(self, settings: EnvironmentSettings) -> SecureLambda:
        """Return the health check, run often enough for its alarms to mean something."""
        health_check = SecureLambda(
            self,
            "HealthCheck",
            handler="health_check",
            foundation=self.security,
            settings=settings,
        )
        events.Rule(
            self,
            "HealthCheckSchedule",
            description="Runs the health check",
            schedule=events.Schedule.rate(Duration.minutes(5)),
            targets=[targets.LambdaFunction(health_check.function)],
        )
        return health_check

    def _tag_resources(self, tags: Mapping[str, str]) -> None:
        """Write the stack's tags on its resources, too.

        CloudFormation would hand them down at deployment; a scanner of the
        template sees only what is written there.
        """
        for key, value in tags.items():
            Tags.of(self).add(key, value)

    def _add_outputs(self, settings: EnvironmentSettings) -> None:
        outputs = {
            "Environment": ("Environment of this stack", settings.name),
            "KmsKeyArn": ("Key that encrypts everything here", self.security.key.key_arn),
            "SecurityBucketName": (
                "Bucket for security logs",
                self.security.security_bucket.bucket_name,
            ),
            "HealthCheckFunctionName": (
                "Function that checks the environment's health",
                self.health_check.function.function_name,
            ),
            "AlertTopicArn": (
                "Topic that alarms notify: subscribe to it",
                self.monitoring.alert_topic.topic_arn,
            ),
            "DashboardName": (
                "CloudWatch dashboard",
                self.monitoring.dashboard.dashboard_name,
            ),
            "DriftDetectionCommand": (
                "Finds what was changed by hand",
                f"aws cloudformation detect-stack-drift --stack-name {self.stack_name}",
            ),
        }
        for name, (description, value) in outputs.items():
            CfnOutput(self, name, description=description, value=value)
