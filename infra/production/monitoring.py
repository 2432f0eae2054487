"""Who is told when something breaks, and where to look then."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from production import widgets
from production.alert_topic import AlertTopic
from production.secure_lambda import SecureLambda

PERIOD = Duration.minutes(5)

AT_LEAST = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionThresholds:
    """From when on somebody is told of a function, each within five minutes.

    The tutorial tells of more than five errors, twice, and of an average of ten seconds:
    one order that is lost is one too many, and an average hides the slow.
    """

    errors: int = 1
    throttles: int = 1
    dead_letters: int = 1
    duration_share: float = 0.8
    """The share of its timeout that an invocation may use."""
    periods: int = 1
    """For how many periods on end it has to be so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiThresholds:
    """From when on somebody is told of an API.

    Errors that are the caller's are counted for ten minutes, and the tutorial's ten would be one
    caller who tries again: it takes five times as many for somebody to be woken.
    """

    server_errors: int = 5
    client_errors: int = 50
    client_error_periods: int = 2
    slow_milliseconds: int = 3_000
    """The latency that one caller in a hundred may see."""
    slow_periods: int = 3


@dataclass(frozen=True, slots=True)
class FunctionAlarms:
    """The alarms of one function, for what acts upon them."""

    errors: cloudwatch.Alarm
    duration: cloudwatch.Alarm
    throttles: cloudwatch.Alarm


class MonitoringConstruct(Construct):
    """Alarms that notify the topic, and a dashboard of what they watch."""

    def __init__(
        self, scope: Construct, construct_id: str, *, title: str, alerts: AlertTopic
    ) -> None:
        """Create a dashboard that shows only its title."""
        super().__init__(scope, construct_id)
        self.alerts = alerts
        self.dashboard = cloudwatch.Dashboard(self, "Dashboard", default_interval=Duration.hours(1))
        self.dashboard.add_widgets(
            cloudwatch.TextWidget(markdown=f"# {title}", width=24, height=2),
        )

    def watch_function(
        self, name: str, target: SecureLambda, thresholds: FunctionThresholds | None = None
    ) -> FunctionAlarms:
        """Tell somebody when a function fails, slows, is held back or gives up; and draw it."""
        function, given = target.function, thresholds or FunctionThresholds()
        errors = self._alarm(
            f"{name}Errors",
            function.metric_errors(period=PERIOD, statistic="Sum"),
            f"{name}: an invocation failed.",
            threshold=given.errors,
            periods=given.periods,
        )
        duration = self._alarm(
            f"{name}Duration",
            function.metric_duration(period=PERIOD, statistic="Maximum"),
            f"{name}: an invocation came close to the timeout.",
            threshold=target.timeout.to_milliseconds() * given.duration_share,
            periods=given.periods,
        )
        throttles = self._alarm(
            f"{name}Throttles",
            function.metric_throttles(period=PERIOD, statistic="Sum"),
            f"{name}: invocations were refused, as all its reserved concurrency is in use.",
            threshold=given.throttles,
            periods=given.periods,
        )
        self._dead_letters(name, target.dead_letter_queue, given.dead_letters)
        self.dashboard.add_widgets(*widgets.of_function(name, target))
        return FunctionAlarms(errors, duration, throttles)

    def watch_api(
        self, name: str, api: apigateway.RestApi, thresholds: ApiThresholds | None = None
    ) -> None:
        """Tell somebody when the API fails, refuses more than usual, or slows; and draw it."""
        stage, given = api.deployment_stage, thresholds or ApiThresholds()
        self._alarm(
            f"{name}ServerErrors",
            stage.metric_server_error(period=PERIOD, statistic="Sum"),
            f"{name}: requests ended in a 5XX.",
            threshold=given.server_errors,
        )
        self._alarm(
            f"{name}ClientErrors",
            stage.metric_client_error(period=PERIOD, statistic="Sum"),
            f"{name}: many requests ended in a 4XX.",
            threshold=given.client_errors,
            periods=given.client_error_periods,
        )
        self._alarm(
            f"{name}Latency",
            stage.metric_latency(period=PERIOD, statistic="p99"),
            f"{name}: one caller in a hundred waits too long.",
            threshold=given.slow_milliseconds,
            periods=given.slow_periods,
        )
        self.dashboard.add_widgets(widgets.of_api(name, stage))

    def watch_table(self, name: str, table: dynamodb.ITableV2) -> None:
        """Tell somebody when the table refuses requests; and draw it."""
        for kind in ("Read", "Write"):
            self._alarm(
                f"{name}{kind}Throttles",
                table.metric(f"{kind}ThrottleEvents", period=PERIOD, statistic="Sum"),
                f"{name}: {kind.lower()}s were refused for want of capacity.",
            )
        self._alarm(
            f"{name}SystemErrors",
            table.metric_system_errors_for_operations(
                operations=[
                    dynamodb.Operation.GET_ITEM,
                    dynamodb.Operation.PUT_ITEM,
                    dynamodb.Operation.UPDATE_ITEM,
                ],
                period=PERIOD,
            ),
            f"{name}: DynamoDB failed.",
        )
        self.dashboard.add_widgets(*widgets.of_table(name, table))

    def watch_queue(self, name: str, queue: sqs.Queue, rejected: sqs.Queue) -> None:
        """Tell somebody when messages wait too long, or were put aside; and draw both."""
        self._alarm(
            f"{name}Age",
            queue.metric_approximate_age_of_oldest_message(period=PERIOD, statistic="Maximum"),
            f"{name}: a message has waited for a quarter of an hour.",
            threshold=15 * 60,
        )
        self._dead_letters(name, rejected)
        self.dashboard.add_widgets(widgets.of_queue(name, queue, rejected))

    def watch_delivery(self, name: str, stream: firehose.DeliveryStream) -> None:
        """Tell somebody when logs pile up on their way into the archive; and draw it."""
        fresh = stream.metric("DeliveryToS3.DataFreshness", period=PERIOD, statistic="Maximum")
        self._alarm(
            f"{name}Freshness",
            fresh,
            f"{name}: the oldest event undelivered is older than half an hour.",
            threshold=30 * 60,
        )
        self.dashboard.add_widgets(widgets.of_one(f"{name}: age of the oldest event", fresh))

    def watch_custom(self, name: str, *, namespace: str, metric: str, threshold: float) -> None:
        """Tell somebody when a metric of the application's own is past a threshold."""
        custom = cloudwatch.Metric(
            namespace=namespace, metric_name=metric, statistic="Sum", period=PERIOD
        )
        self._alarm(name, custom, f"{metric} is past {threshold:g}.", threshold=threshold)
        self.dashboard.add_widgets(widgets.of_one(metric, custom))

    def _dead_letters(self, name: str, queue: sqs.Queue, threshold: int = 1) -> None:
        self._alarm(
            f"{name}DeadLetters",
            queue.metric_approximate_number_of_messages_visible(period=PERIOD, statistic="Maximum"),
            f"{name}: something failed every attempt and waits in the queue.",
            threshold=threshold,
        )

    def _alarm(
        self,
        construct_id: str,
        metric: cloudwatch.IMetric,
        description: str,
        *,
        threshold: float = 1,
        periods: int = 1,
    ) -> cloudwatch.Alarm:
        alarm = cloudwatch.Alarm(
            self,
            construct_id,
            metric=metric,
            threshold=threshold,
            comparison_operator=AT_LEAST,
            evaluation_periods=periods,
            alarm_description=description,
            # A function that nobody called has no metrics and is not broken.
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self.alerts.topic))
        alarm.add_ok_action(actions.SnsAction(self.alerts.topic))
        return alarm
