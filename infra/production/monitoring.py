"""Who is told when something breaks, and where to look then."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from production.secure_lambda import SecureLambda

PERIOD = Duration.minutes(5)

DURATION_SHARE = 0.8
"""The share of its timeout that a function may use before somebody is told."""

AT_LEAST = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD


class MonitoringConstruct(Construct):
    """An encrypted topic that alarms notify, and a dashboard."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        title: str,
        key: kms.Key,
        notification_email: str | None = None,
    ) -> None:
        """Create the topic and a dashboard that shows only its title."""
        super().__init__(scope, construct_id)
        self.alert_topic = self._alert_topic(title, key)
        if notification_email:
            self.alert_topic.add_subscription(subscriptions.EmailSubscription(notification_email))
        self.dashboard = cloudwatch.Dashboard(self, "Dashboard", default_interval=Duration.hours(1))
        self.dashboard.add_widgets(
            cloudwatch.TextWidget(markdown=f"# {title}", width=24, height=2),
        )

    def _alert_topic(self, title: str, key: kms.Key) -> sns.Topic:
        """Return a topic that the alarms of this account, and only they, publish to.

        Both policies have to say so. ``enforce_ssl`` gives the topic a policy,
        which replaces the default one that lets the whole account publish; and
        the AWS managed key for SNS is closed to alarms.
        https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        """
        topic = sns.Topic(self, "AlertTopic", display_name=title, master_key=key, enforce_ssl=True)
        topic.add_to_resource_policy(
            self._alarms_may("AlarmsMayPublish", ["sns:Publish"], topic.topic_arn)
        )
        key.add_to_resource_policy(
            self._alarms_may("AlarmsMayUseKey", ["kms:Decrypt", "kms:GenerateDataKey*"], "*")
        )
        return topic

    def _alarms_may(self, sid: str, allowed: list[str], resource: str) -> iam.PolicyStatement:
        """Allow CloudWatch something, when it acts for an alarm of this account and region.

        Without the conditions it could be used by any account's alarm.
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
        """
        stack = Stack.of(self)
        alarms = stack.format_arn(
            service="cloudwatch",
            resource="alarm",
            resource_name="*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        return iam.PolicyStatement(
            sid=sid,
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=allowed,
            resources=[resource],
            conditions={
                "ArnLike": {"aws:SourceArn": alarms},
                "StringEquals": {"aws:SourceAccount": stack.account},
            },
        )

    def watch(self, name: str, target: SecureLambda) -> None:
        """Tell somebody when a function fails, slows or gives up; and draw it."""
        self._alarm(
            f"{name}Errors",
            target.function.metric_errors(period=PERIOD, statistic="Sum"),
            threshold=1,
            description=f"{name}: an invocation failed.",
        )
        self._alarm(
            f"{name}Duration",
            target.function.metric_duration(period=PERIOD, statistic="Maximum"),
            threshold=target.timeout.to_milliseconds() * DURATION_SHARE,
            description=f"{name}: an invocation came close to the timeout.",
        )
        self._alarm(
            f"{name}DeadLetters",
            target.dead_letter_queue.metric_approximate_number_of_messages_visible(
                period=PERIOD, statistic="Maximum"
            ),
            threshold=1,
            description=f"{name}: an event failed every attempt and waits in the queue.",
        )
        self.dashboard.add_widgets(_metrics(name, target), _recent_errors(name, target))

    def _alarm(
        self,
        construct_id: str,
        metric: cloudwatch.Metric,
        *,
        threshold: float,
        description: str,
    ) -> None:
        alarm = cloudwatch.Alarm(
            self,
            construct_id,
            metric=metric,
            threshold=threshold,
            comparison_operator=AT_LEAST,
            evaluation_periods=1,
            alarm_description=description,
            # A function that nobody called has no metrics and is not broken.
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self.alert_topic))


def _metrics(name: str, target: SecureLambda) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(
        title=f"{name}: invocations",
        left=[
            target.function.metric_invocations(label="Invocations", period=PERIOD),
            target.function.metric_errors(label="Errors", period=PERIOD),
            target.function.metric_throttles(label="Throttles", period=PERIOD),
        ],
        right=[target.function.metric_duration(label="Duration", period=PERIOD)],
        width=12,
        height=6,
    )


def _recent_errors(name: str, target: SecureLambda) -> cloudwatch.LogQueryWidget:
    return cloudwatch.LogQueryWidget(
        title=f"{name}: recent errors",
        log_group_names=[target.log_group.log_group_name],
        query_lines=[
            "fields @timestamp, @message",
            'filter level = "ERROR"',
            "sort @timestamp desc",
            "limit 20",
        ],
        width=12,
        height=6,
    )
