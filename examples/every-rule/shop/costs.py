"""What watches the costs, and tells nobody."""

import aws_cdk as cdk
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_ce as ce
from aws_cdk import aws_sns as sns
from constructs import Construct


class Costs(cdk.Stack):
    """Money that is spent in silence."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        monthly = budgets.CfnBudget.BudgetDataProperty(
            budget_type="COST",
            time_unit="MONTHLY",
            budget_limit=budgets.CfnBudget.SpendProperty(amount=1000, unit="USD"),
        )
        budgets.CfnBudget(self, "SilentBudget", budget=monthly)
        topic = sns.Topic(self, "Topic")
        budgets.CfnBudget(
            self,
            "Budget",
            budget=monthly,
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        comparison_operator="GREATER_THAN",
                        notification_type="ACTUAL",
                        threshold=80,
                    ),
                    subscribers=[
                        budgets.CfnBudget.SubscriberProperty(
                            subscription_type="SNS", address=topic.topic_arn
                        )
                    ],
                )
            ],
        )
        ce.CfnAnomalyMonitor(
            self,
            "Anomalies",
            monitor_name="services",
            monitor_type="DIMENSIONAL",
            monitor_dimension="SERVICE",
        )
