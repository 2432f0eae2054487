"""What it may cost, and who is told when it costs more."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

import json

from aws_cdk import Duration
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_ce as ce
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from constructs import Construct

from production.alert_topic import AlertTopic
from production.settings import EnvironmentSettings

REGION = "us-east-1"
"""Where AWS keeps the metrics of its bills, and so where their alarms have to be."""

NOTICES = (("ACTUAL", 50), ("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100))
"""At which shares of the limit somebody is told."""


class CostControl(Construct):
    """A budget, a monitor of anomalies, and for one environment an alarm on the account's bill.

    Budget and monitor count what is tagged with the environment. The tag has to
    be activated for cost allocation once, by the account that pays.
    https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: EnvironmentSettings,
        alerts: AlertTopic,
    ) -> None:
        """Create them, and have them publish to the topic."""
        super().__init__(scope, construct_id)
        self.settings = settings
        self.topic = alerts.topic
        budget = self._budget()
        subscription = self._anomalies()
        # Both check, when they are made, that they may publish.
        for consumer in (budget, subscription):
            consumer.node.add_dependency(alerts.policy)
        if settings.cost.account_limit_usd:
            self._bill_alarm(settings.cost.account_limit_usd)

    def _budget(self) -> budgets.CfnBudget:
        return budgets.CfnBudget(
            self,
            "Budget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=self.settings.qualified_name,
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(
                    amount=self.settings.cost.monthly_limit_usd, unit="USD"
                ),
                cost_filters={"TagKeyValue": [f"user:Environment${self.settings.name}"]},
            ),
            notifications_with_subscribers=[
                self._notice(kind, percent) for kind, percent in NOTICES
            ],
        )

    def _notice(
        self, kind: str, percent: int
    ) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
        return budgets.CfnBudget.NotificationWithSubscribersProperty(
            notification=budgets.CfnBudget.NotificationProperty(
                notification_type=kind,
                comparison_operator="GREATER_THAN",
                threshold=percent,
                threshold_type="PERCENTAGE",
            ),
            subscribers=[
                budgets.CfnBudget.SubscriberProperty(
                    subscription_type="SNS", address=self.topic.topic_arn
                )
            ],
        )

    def _anomalies(self) -> ce.CfnAnomalySubscription:
        """Watch for unusual spending.

        The monitor is one by tag, as an account has a single one by service, which
        AWS makes by itself.
        """
        monitor = ce.CfnAnomalyMonitor(
            self,
            "Monitor",
            monitor_name=self.settings.qualified_name,
            monitor_type="CUSTOM",
            monitor_specification=json.dumps(
                {"Tags": {"Key": "Environment", "Values": [self.settings.name]}}
            ),
        )
        impact = {
            "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
            "Values": [str(self.settings.cost.anomaly_usd)],
        }
        return ce.CfnAnomalySubscription(
            self,
            "Subscription",
            subscription_name=self.settings.qualified_name,
            frequency="IMMEDIATE",
            monitor_arn_list=[monitor.attr_monitor_arn],
            subscribers=[
                ce.CfnAnomalySubscription.SubscriberProperty(
                    type="SNS", address=self.topic.topic_arn
                )
            ],
            threshold_expression=json.dumps({"Dimensions": impact}),
        )

    def _bill_alarm(self, limit: int) -> None:
        """Alarm on the whole account's bill: it needs no tags, and no waiting for them.

        The metric knows accounts and services, and no environments: held against the limit of
        one, it would be in alarm for good once the others run. So one of them watches
        the account, against what all may cost together.
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
        """
        alarm = cloudwatch.Alarm(
            self,
            "Bill",
            metric=cloudwatch.Metric(
                namespace="AWS/Billing",
                metric_name="EstimatedCharges",
                dimensions_map={"Currency": "USD"},
                statistic="Maximum",
                period=Duration.hours(6),
            ),
            threshold=limit,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            alarm_description="The account's bill is past what all environments may cost a month.",
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
