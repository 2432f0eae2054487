"""The page to look at every morning: all functions, all errors, the bill."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from production import cost, widgets
from production.secure_lambda import SecureLambda


class OperationalDashboard(Construct):
    """Cost, performance, errors and backups of the whole environment, over a day."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        functions: Mapping[str, SecureLambda],
        api: apigateway.RestApi,
        vault_name: str,
    ) -> None:
        """Create the dashboard and its widgets."""
        super().__init__(scope, construct_id)
        self.dashboard = cloudwatch.Dashboard(self, "Dashboard", default_interval=Duration.days(1))
        self.dashboard.add_widgets(_charges(), _performance(functions))
        self.dashboard.add_widgets(_errors(functions, api))
        self.dashboard.add_widgets(
            widgets.recent_errors(
                "Recent errors", [function.log_group for function in functions.values()]
            ),
            _backups(vault_name),
        )


def _charges() -> cloudwatch.IWidget:
    """Draw the bill. It is a metric, and in one region only: the logs do not hold it."""
    charges = cloudwatch.Metric(
        namespace="AWS/Billing",
        metric_name="EstimatedCharges",
        dimensions_map={"Currency": "USD"},
        statistic="Maximum",
        period=Duration.hours(6),
        region=cost.REGION,
    )
    return widgets.graph("Bill of the account (USD)", left=[charges], region=cost.REGION)


def _performance(functions: Mapping[str, SecureLambda]) -> cloudwatch.IWidget:
    return widgets.graph(
        "Performance",
        left=[
            target.function.metric_invocations(label=name, period=widgets.PERIOD)
            for name, target in functions.items()
        ],
        right=[
            target.function.metric_duration(label=f"{name}: ms", period=widgets.PERIOD)
            for name, target in functions.items()
        ],
    )


def _errors(functions: Mapping[str, SecureLambda], api: apigateway.RestApi) -> cloudwatch.IWidget:
    return widgets.graph(
        "Errors",
        left=[
            *(
                target.function.metric_errors(label=name, period=widgets.PERIOD)
                for name, target in functions.items()
            ),
            api.deployment_stage.metric_server_error(label="API", period=widgets.PERIOD),
        ],
        width=widgets.WHOLE,
    )


def _backups(vault_name: str) -> cloudwatch.IWidget:
    def jobs(outcome: str) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace="AWS/Backup",
            metric_name=f"NumberOfBackupJobs{outcome}",
            dimensions_map={"BackupVaultName": vault_name},
            statistic="Sum",
            period=Duration.hours(6),
            label=outcome,
        )

    return widgets.graph("Backup jobs", left=[jobs("Completed"), jobs("Failed")])
