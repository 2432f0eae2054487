"""What breaks an item about monitoring and alerting."""

from __future__ import annotations

import json
from typing import Any

from changes.app import App, Change

ERRORS = "MonitoringCreateOrderErrors"
TOPIC = {"Ref": "AlertsTopicCF7C81C9"}


def _without_service(statements: list[Any], service: str) -> None:
    kept = [one for one in statements if one["Principal"] != {"Service": service}]
    assert len(kept) < len(statements)
    statements[:] = kept


def _dashboard(app: App, old: str, new: str) -> None:
    """Another text in all dashboards."""
    for _, _, body in app.all("CloudWatch::Dashboard"):
        text = json.dumps(body["Properties"]["DashboardBody"])
        body["Properties"]["DashboardBody"] = json.loads(text.replace(old, new))


def _elsewhere(app: App) -> None:
    """The alarm of the API's errors, in a Region where the API is not."""
    alarm = dict(app.alarm("OrdersApiServerErrors"))
    app.drop("CloudWatch::Alarm", "OrdersApiServerErrors")
    app.add("Recovery", "CloudWatch::Alarm", alarm)


MON_1: dict[str, Change] = {
    "no dashboard": lambda app: app.drop("CloudWatch::Dashboard"),
    "dashboards without metrics": lambda app: [
        one["Properties"].update(DashboardBody='{"widgets": []}')
        for _, _, one in app.all("CloudWatch::Dashboard")
    ],
    "dashboards of other queues": lambda app: _dashboard(app, "QueueName", "Other"),
    "dashboards of other functions": lambda app: _dashboard(app, "FunctionName", "Other"),
    "dashboards of another table": lambda app: _dashboard(app, "TableName", "Other"),
    "dashboards of another API": lambda app: _dashboard(app, "ApiName", "Other"),
}
MON_2: dict[str, Change] = {
    "nobody watches errors": lambda app: app.drop("CloudWatch::Alarm", ERRORS),
    "nobody watches the API's errors": lambda app: app.drop(
        "CloudWatch::Alarm", "OrdersApiServerErrors"
    ),
    "nobody watches latency": lambda app: app.drop("CloudWatch::Alarm", "OrdersApiLatency"),
    "an alarm of another metric": lambda app: app.alarm(ERRORS).update(MetricName="Invocations"),
    "an alarm of another function": lambda app: app.alarm(ERRORS)["Dimensions"][0].update(
        Value="no-such-function"
    ),
    "errors below a threshold": lambda app: app.alarm(ERRORS).update(
        ComparisonOperator="LessThanThreshold"
    ),
    "the API's errors below a threshold": lambda app: app.alarm("OrdersApiServerErrors").update(
        ComparisonOperator="LessThanOrEqualToThreshold"
    ),
    "a duration that no invocation lasts": lambda app: app.alarm("CreateOrderDuration").update(
        Threshold=1e12
    ),
    "the least of all errors": lambda app: app.alarm(ERRORS).update(Statistic="Minimum"),
    "an alarm of another Region": _elsewhere,
}
MON_2_AND_3: dict[str, Change] = {
    "an alarm that is switched off": lambda app: app.alarm(ERRORS).update(ActionsEnabled=False),
}
MON_2_UNKNOWN: dict[str, Change] = {
    "a trillion errors": lambda app: app.alarm(ERRORS).update(Threshold=1e12),
    "a trillion errors of the API": lambda app: app.alarm("OrdersApiServerErrors").update(
        Threshold=1e12
    ),
    "a trillion milliseconds of the API": lambda app: app.alarm("OrdersApiLatency").update(
        Threshold=1e12
    ),
}
MON_3: dict[str, Change] = {
    "nobody subscribes": lambda app: app.templates["Foundation"]["Resources"].pop(
        "AlertsTopicsuccesssimulatoramazonsescom3CC6ED0E"
    ),
    "an address that is empty": lambda app: app.of("SNS::Subscription", stack="Foundation").update(
        Endpoint=""
    ),
    "an address that is none": lambda app: app.of("SNS::Subscription", stack="Foundation").update(
        Endpoint="operations"
    ),
    "an address of nobody's": lambda app: app.of("SNS::Subscription", stack="Foundation").update(
        Endpoint="operations@example.com"
    ),
    "a domain for tests": lambda app: app.of("SNS::Subscription", stack="Foundation").update(
        Endpoint="on-call@mail.company.test"
    ),
    "an alarm without actions": lambda app: app.alarm(ERRORS).update(AlarmActions=[]),
    "the topic shuts CloudWatch out": lambda app: _without_service(
        app.statements("SNS::TopicPolicy", stack="Foundation"), "cloudwatch.amazonaws.com"
    ),
    "the key shuts CloudWatch out": lambda app: _without_service(
        app.of("KMS::Key", "SecurityKey")["KeyPolicy"]["Statement"], "cloudwatch.amazonaws.com"
    ),
    "the key of AWS, which is closed to alarms": lambda app: app.of(
        "SNS::Topic", stack="Foundation"
    ).update(KmsMasterKeyId="alias/aws/sns"),
    "the topic denies CloudWatch": lambda app: app.statements(
        "SNS::TopicPolicy", stack="Foundation"
    ).append(
        {
            "Effect": "Deny",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:*",
            "Resource": "*",
        }
    ),
    "CloudWatch may subscribe, and not publish": lambda app: [
        one.update(Action="sns:Subscribe")
        for one in app.statements("SNS::TopicPolicy", stack="Foundation")
        if one["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    ],
}
MON_4: dict[str, Change] = {
    "a log group that keeps a day": lambda app: app.of("Logs::LogGroup", "HealthCheck").update(
        RetentionInDays=1
    ),
    "a log group that keeps a week": lambda app: app.of("Logs::LogGroup", "AccessLog").update(
        RetentionInDays=7
    ),
    "a log group that keeps for ever": lambda app: app.of("Logs::LogGroup", "HealthCheck").pop(
        "RetentionInDays"
    ),
    "the firewall logs nothing": lambda app: app.drop("WAFv2::LoggingConfiguration"),
    "the API logs nothing": lambda app: app.of("ApiGateway::Stage").pop("AccessLogSetting"),
    "the network logs nothing": lambda app: app.drop("EC2::FlowLog"),
    "the network logs what it lets through": lambda app: app.of("EC2::FlowLog").update(
        TrafficType="ACCEPT"
    ),
    "a bucket logs nothing": lambda app: app.of("S3::Bucket", "Receipts").pop(
        "LoggingConfiguration"
    ),
    "a log group that is forwarded nowhere": lambda app: app.drop(
        "Logs::SubscriptionFilter", "HealthCheck"
    ),
}
HARMLESS: dict[str, Change] = {
    "a stricter threshold": lambda app: app.alarm("CreateOrderDuration").update(Threshold=5000),
    "two periods": lambda app: app.alarm(ERRORS).update(EvaluationPeriods=2, DatapointsToAlarm=1),
    "a widget more": lambda app: _dashboard(app, "recent errors", "errors of late"),
    "a subscriber more": lambda app: app.add("Foundation", "SNS::Subscription", _mail(TOPIC)),
    "a text message": lambda app: app.add(
        "Foundation", "SNS::Subscription", {**_mail(TOPIC), "Protocol": "sms", "Endpoint": "+1555"}
    ),
    "half a year of logs": lambda app: app.of("Logs::LogGroup", "HealthCheck").update(
        RetentionInDays=180
    ),
    "another description": lambda app: app.alarm(ERRORS).update(AlarmDescription="Failed"),
}


def _mail(topic: object) -> dict[str, Any]:
    return {"Protocol": "email", "Endpoint": "bounce@simulator.amazonses.com", "TopicArn": topic}
