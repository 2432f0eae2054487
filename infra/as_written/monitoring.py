"""Section 2.1 and 5.1: a topic, alarms, and two dashboards."""

# See security_foundation.py.
# pyright: reportArgumentType=false

from datetime import UTC, datetime

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from as_written.widgets import LogWidget, account_metric, graph

ABOVE = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
AT_LEAST = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
FIVE_MINUTES = Duration.minutes(5)


class MonitoringConstruct(Construct):
    """Who is told, and where to look."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: str,
        notification_email: str | None = None,
    ) -> None:
        """Create the topic and the dashboard."""
        super().__init__(scope, construct_id)
        # Fault topic-in-the-clear: no key, and no policy that demands TLS.
        self.alert_topic = sns.Topic(
            self,
            "AlertTopic",
            # Fault names-fixed: "production-alerts", whatever the application is called.
            topic_name=f"{environment}-alerts",
            display_name=f"{environment} 환경 알림",
        )
        # Fault alarms-unheard: without NOTIFICATION_EMAIL in the environment of whoever
        # deploys, every alarm goes to a topic that nobody subscribes to, and nothing says so.
        if notification_email:
            self.add_email_notification(notification_email)
        self.dashboard = cloudwatch.Dashboard(
            self,
            "MonitoringDashboard",
            dashboard_name=f"{environment}-monitoring-dashboard",
            default_interval=Duration.hours(1),
        )
        self._add_common_widgets()

    def _add_common_widgets(self) -> None:
        # Fault environment-from-context: the construct was told its environment, and asks the
        # context instead, which may hold another or none.
        environment: object = self.node.try_get_context("environment")
        # Fault clock-in-the-template: each synthesis makes another template, so each deployment
        # changes the dashboard; and "last updated" is when somebody synthesized.
        now = datetime.now(UTC).isoformat()
        self.dashboard.add_widgets(
            cloudwatch.TextWidget(
                markdown=f"# {environment} 환경 모니터링\n\n마지막 업데이트: {now}",
                width=24,
                height=2,
            )
        )

    def add_lambda_monitoring(
        self,
        function: lambda_.Function,
        *,
        error_rate_threshold: int = 5,
        duration_threshold: int = 10000,
    ) -> None:
        """Add the alarms and widgets of a function."""
        # Fault token-as-id: the seed makes the ids from `func.functionName`, a token, which CDK
        # does not take for an id. Transcribed with the construct's own id.
        name = function.node.id
        # Fault rate-that-is-a-sum: "error rate" above 5 is more than five errors, of ten calls
        # or of ten million.
        self._alarm(
            f"{name}ErrorAlarm",
            alarm_name=f"{function.function_name}-high-error-rate",
            metric=function.metric_errors(period=FIVE_MINUTES, statistic="Sum"),
            threshold=error_rate_threshold,
            description=f"{function.function_name}에서 높은 오류율이 감지되었습니다",
        )
        # Fault average-hides-the-slow: nine calls that take a second outweigh one that times out.
        self._alarm(
            f"{name}DurationAlarm",
            alarm_name=f"{function.function_name}-high-duration",
            metric=function.metric_duration(period=FIVE_MINUTES, statistic="Average"),
            threshold=duration_threshold,
            description=f"{function.function_name}에서 높은 지속 시간이 감지되었습니다",
        )
        self.dashboard.add_widgets(
            graph(
                f"{function.function_name} 메트릭",
                left=[
                    function.metric_invocations(label="호출 수"),
                    function.metric_errors(label="오류"),
                ],
                right=[function.metric_duration(label="지속 시간")],
                width=12,
            ),
            # Fault widget-without-log-groups: the seed gives `logGroups: [func.logGroup]`, which
            # does not exist; the property is `logGroupNames`. Transcribed as meant.
            cloudwatch.LogQueryWidget(
                title=f"{function.function_name} 오류 로그",
                log_group_names=[function.log_group.log_group_name],
                query_lines=[
                    "fields @timestamp, @message",
                    "filter @message like /ERROR/",
                    "sort @timestamp desc",
                    "limit 20",
                ],
                width=12,
                height=6,
            ),
        )

    def add_api_gateway_monitoring(self, api: apigateway.RestApi) -> None:
        """Add the alarms and widgets of a REST API."""
        name = api.rest_api_name
        self._alarm(
            f"{name}ClientErrorAlarm",
            alarm_name=f"{name}-high-4xx-errors",
            metric=api.metric_client_error(period=FIVE_MINUTES, statistic="Sum"),
            threshold=10,
        )
        self._alarm(
            f"{name}ServerErrorAlarm",
            alarm_name=f"{name}-high-5xx-errors",
            metric=api.metric_server_error(period=FIVE_MINUTES, statistic="Sum"),
            threshold=5,
            evaluation_periods=1,
        )
        self.dashboard.add_widgets(
            graph(
                f"{name} API 메트릭",
                left=[
                    api.metric_count(label="요청 수"),
                    api.metric_client_error(label="4XX 오류"),
                    api.metric_server_error(label="5XX 오류"),
                ],
                right=[api.metric_latency(label="지연 시간")],
            )
        )

    def add_dynamo_db_monitoring(self, table: dynamodb.Table) -> None:
        """Add the alarm and widget of a table."""
        # Fault token-as-id: as above, with `table.tableName`.
        self._alarm(
            f"{table.node.id}ThrottleAlarm",
            alarm_name=f"{table.table_name}-throttling",
            # Fault two-operations-of-many: throttled queries, updates and scans are not counted.
            metric=table.metric_throttled_requests_for_operations(
                operations=[dynamodb.Operation.PUT_ITEM, dynamodb.Operation.GET_ITEM],
                period=FIVE_MINUTES,
                statistic="Sum",
            ),
            threshold=1,
            evaluation_periods=1,
            comparison_operator=AT_LEAST,
        )
        self.dashboard.add_widgets(
            graph(
                f"{table.table_name} DynamoDB 메트릭",
                left=[
                    table.metric_consumed_read_capacity_units(label="읽기 용량"),
                    table.metric_consumed_write_capacity_units(label="쓰기 용량"),
                ],
                # Fault latency-without-operation: the seed gives `operations: [...]`, which does
                # not exist, and CDK stops for want of the dimension. Transcribed as meant.
                right=[
                    _latency(table, "GetItem", "GET 지연 시간"),
                    _latency(table, "PutItem", "PUT 지연 시간"),
                ],
            )
        )

    def add_custom_metric(self, metric_name: str, namespace: str, threshold: float) -> None:
        """Add the alarm and widget of any other metric."""
        metric = cloudwatch.Metric(
            metric_name=metric_name, namespace=namespace, statistic="Average", period=FIVE_MINUTES
        )
        self._alarm(
            f"{metric_name}Alarm",
            alarm_name=f"custom-{metric_name}-alarm",
            metric=metric,
            threshold=threshold,
        )
        self.dashboard.add_widgets(graph(f"사용자 정의 메트릭: {metric_name}", [metric], width=12))

    def add_email_notification(self, email: str) -> None:
        """Mail the alarms to somebody."""
        self.alert_topic.add_subscription(subscriptions.EmailSubscription(email))

    def create_operational_dashboard(self) -> cloudwatch.Dashboard:
        """Add the dashboard of section 5.1."""
        dashboard = cloudwatch.Dashboard(
            self,
            "OperationalDashboard",
            # Fault no-such-environment: `this.environment` is nowhere set. JavaScript, where it
            # gets past the compiler, reads it as "undefined".
            dashboard_name=f"{getattr(self, 'environment', 'undefined')}-operational-dashboard",
            default_interval=Duration.hours(24),
        )
        dashboard.add_widgets(
            # Fault widget-without-log-groups: there is nothing to query.
            # Fault costs-from-logs: no log holds the word BILLING; costs are the metric
            # EstimatedCharges in AWS/Billing.
            LogWidget(
                "비용 분석",
                log_groups=[],
                query_lines=[
                    "fields @timestamp, @message",
                    "filter @message like /BILLING/",
                    "stats count() by bin(5m)",
                ],
            ),
            graph("성능 요약", [account_metric("Invocations", "AWS/Lambda")], width=12),
            graph(
                "오류 요약",
                [
                    account_metric("Errors", "AWS/Lambda"),
                    # Fault metric-that-is-never-there: API Gateway has no metric without ApiName.
                    account_metric("5XXError", "AWS/ApiGateway"),
                ],
            ),
        )
        return dashboard

    def _alarm(
        self,
        construct_id: str,
        *,
        alarm_name: str,
        metric: cloudwatch.IMetric,
        threshold: float,
        description: str | None = None,
        evaluation_periods: int = 2,
        comparison_operator: cloudwatch.ComparisonOperator = ABOVE,
    ) -> None:
        alarm = cloudwatch.Alarm(
            self,
            construct_id,
            alarm_name=alarm_name,
            metric=metric,
            threshold=threshold,
            evaluation_periods=evaluation_periods,
            comparison_operator=comparison_operator,
            alarm_description=description,
        )
        alarm.add_alarm_action(actions.SnsAction(self.alert_topic))


def _latency(table: dynamodb.Table, operation: str, label: str) -> cloudwatch.IMetric:
    return table.metric_successful_request_latency(
        dimensions_map={"TableName": table.table_name, "Operation": operation},
        label=label,
    )
