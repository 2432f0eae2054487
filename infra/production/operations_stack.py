"""Who watches: alarms, dashboards, the health check, remediation and drift detection."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Environment
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from production.auto_remediation import AutoRemediation, Remedied
from production.drift import DriftDetection
from production.monitoring import MonitoringConstruct
from production.operational_dashboard import OperationalDashboard
from production.order_store import OrderStore
from production.secure_lambda import SecureLambda, SecureLambdaProps
from production.settings import EnvironmentSettings
from production.stack import ProductionStack
from production.stacks import FoundationStack, ServiceStack

MOST_REJECTIONS = 20
"""How many orders may be refused in five minutes before somebody is told."""


class OperationsStack(ProductionStack):
    """Stateless: nothing depends on it, so it can be changed at any time."""

    def __init__(
        self,
        scope: Construct,
        settings: EnvironmentSettings,
        env: Environment,
        *,
        foundation: FoundationStack,
        store: OrderStore,
        service: ServiceStack,
        helpers: Mapping[str, SecureLambda],
        stacks: Sequence[str],
    ) -> None:
        """Watch everything there is, then those who watch."""
        purpose = "alarms, dashboards and remediation"
        super().__init__(scope, "Operations", settings=settings, purpose=purpose, env=env)
        self.foundation = foundation
        self.monitoring = MonitoringConstruct(
            self,
            "Monitoring",
            title=f"{settings.application} ({settings.name})",
            alerts=foundation.alerts,
        )
        self.health_check = self._health_check(store)
        self.remediation = self._watch_service(service, store)
        self.drift = DriftDetection(
            self,
            "Drift",
            foundation=foundation.security,
            alerts=foundation.alerts,
            stacks=[*stacks, self.stack_name],
        )
        others = {
            "HealthCheck": self.health_check,
            "Remediation": self.remediation.remediator,
            "DriftDetection": self.drift.detector,
            **helpers,
        }
        for name, function in others.items():
            self.monitoring.watch_function(name, function)
        self.overview = OperationalDashboard(
            self,
            "Overview",
            functions=service.service.functions | others,
            api=service.service.api.api,
            vault_name=settings.vault_name,
        )
        self._add_outputs()

    def _watch_service(self, service: ServiceStack, store: OrderStore) -> AutoRemediation:
        """Watch what customers depend on, and mend what can be mended."""
        orders = service.service
        remedied = {
            name: Remedied(target, self.monitoring.watch_function(name, target))
            for name, target in orders.functions.items()
        }
        self.monitoring.watch_api("OrdersApi", orders.api.api)
        self.monitoring.watch_table("Orders", store.table)
        self.monitoring.watch_queue("OrderQueue", store.queue, store.rejected)
        self.monitoring.watch_delivery("LogArchive", self.foundation.security.archive.stream)
        self.monitoring.watch_custom(
            "OrdersRefused",
            namespace=orders.metrics_namespace,
            metric="OrdersRefused",
            threshold=MOST_REJECTIONS,
        )
        return AutoRemediation(
            self,
            "Remediation",
            foundation=self.foundation.security,
            alerts=self.foundation.alerts,
            remedied=remedied,
        )

    def _health_check(self, store: OrderStore) -> SecureLambda:
        """Return the health check, run often enough for its alarms to mean something."""
        health_check = SecureLambda(
            self,
            "HealthCheck",
            props=SecureLambdaProps(
                handler="health_check",
                foundation=self.foundation.security,
                environment={
                    "BUCKET_NAME": store.receipts.bucket_name,
                    "QUEUE_URL": store.queue.queue_url,
                    "TABLE_NAME": store.table.table_name,
                },
            ),
        )
        health_check.allow("dynamodb:DescribeTable", resources=[store.table.table_arn])
        health_check.allow("sqs:GetQueueAttributes", resources=[store.queue.queue_arn])
        health_check.allow("s3:ListBucket", resources=[store.receipts.bucket_arn])
        events.Rule(
            self,
            "HealthCheckSchedule",
            description="Runs the health check",
            schedule=events.Schedule.rate(Duration.minutes(5)),
            targets=[targets.LambdaFunction(health_check.function)],
        )
        return health_check

    def _add_outputs(self) -> None:
        self.add_outputs(
            {
                **self.health_check.outputs("HealthCheck"),
                **self.remediation.remediator.outputs("Remediation"),
                **self.drift.detector.outputs("DriftDetection"),
                **self._dashboard("Dashboard", "each resource", self.monitoring.dashboard),
                **self._dashboard("Overview", "the whole environment", self.overview.dashboard),
            }
        )

    def _dashboard(
        self, name: str, about: str, dashboard: cloudwatch.Dashboard
    ) -> dict[str, tuple[str, str]]:
        """Return the outputs that lead to a dashboard."""
        found = dashboard.dashboard_name
        return {
            f"{name}Name": (f"Dashboard of {about}", found),
            f"{name}Url": (
                f"Where the dashboard of {about} is",
                self.console(f"dashboards/dashboard/{found}"),
            ),
        }
