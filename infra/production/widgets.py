"""How each kind of resource is drawn."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs

from production.secure_lambda import SecureLambda

PERIOD = Duration.minutes(5)
HALF, WHOLE = 12, 24


def of_function(name: str, target: SecureLambda) -> list[cloudwatch.IWidget]:
    """Draw how often a function runs, fails and is refused, and what it said of it."""
    function = target.function
    return [
        graph(
            name,
            left=[
                function.metric_invocations(label="Invocations", period=PERIOD),
                function.metric_errors(label="Errors", period=PERIOD),
                function.metric_throttles(label="Throttles", period=PERIOD),
            ],
            right=[function.metric_duration(label="Duration", period=PERIOD)],
        ),
        recent_errors(f"{name}: recent errors", [target.log_group]),
    ]


def of_api(name: str, stage: apigateway.Stage) -> cloudwatch.IWidget:
    """Draw how many requests there are, how they end, and how long they take."""
    return graph(
        name,
        left=[
            stage.metric_count(label="Requests", period=PERIOD),
            stage.metric_client_error(label="4XX", period=PERIOD),
            stage.metric_server_error(label="5XX", period=PERIOD),
        ],
        right=[
            stage.metric_latency(label="Median", statistic="p50", period=PERIOD),
            stage.metric_latency(label="99 of 100", statistic="p99", period=PERIOD),
        ],
        width=WHOLE,
    )


def of_table(name: str, table: dynamodb.ITableV2) -> list[cloudwatch.IWidget]:
    """Draw the capacity that is used, and how fast the table answers."""

    def latency(operation: str) -> cloudwatch.Metric:
        return table.metric_successful_request_latency(
            dimensions_map={"TableName": table.table_name, "Operation": operation},
            label=operation,
            period=PERIOD,
        )

    return [
        graph(
            f"{name}: capacity",
            left=[
                table.metric_consumed_read_capacity_units(label="Read", period=PERIOD),
                table.metric_consumed_write_capacity_units(label="Write", period=PERIOD),
            ],
        ),
        graph(f"{name}: latency", left=[latency("GetItem"), latency("PutItem")]),
    ]


def of_queue(name: str, queue: sqs.Queue, rejected: sqs.Queue) -> cloudwatch.IWidget:
    """Draw how many messages wait, how long, and how many were put aside."""
    return graph(
        name,
        left=[
            queue.metric_approximate_number_of_messages_visible(label="Waiting", period=PERIOD),
            rejected.metric_approximate_number_of_messages_visible(label="Rejected", period=PERIOD),
        ],
        right=[queue.metric_approximate_age_of_oldest_message(label="Oldest", period=PERIOD)],
    )


def of_one(title: str, metric: cloudwatch.IMetric) -> cloudwatch.IWidget:
    """Draw a single metric."""
    return graph(title, left=[metric])


def recent_errors(title: str, log_groups: Sequence[logs.ILogGroup]) -> cloudwatch.IWidget:
    """List what functions logged as errors."""
    return cloudwatch.LogQueryWidget(
        title=title,
        log_group_names=[log_group.log_group_name for log_group in log_groups],
        query_lines=[
            "fields @timestamp, @log, @message",
            'filter level = "ERROR"',
            "sort @timestamp desc",
            "limit 20",
        ],
        width=HALF,
        height=6,
    )


def graph(
    title: str,
    *,
    left: Sequence[cloudwatch.IMetric],
    right: Sequence[cloudwatch.IMetric] = (),
    width: int = HALF,
    region: str | None = None,
) -> cloudwatch.GraphWidget:
    """Draw metrics over time."""
    return cloudwatch.GraphWidget(
        title=title, left=list(left), right=list(right), width=width, height=6, region=region
    )
