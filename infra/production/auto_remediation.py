"""What is mended without anybody being woken."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from production.alert_topic import AlertTopic
from production.monitoring import FunctionAlarms
from production.secure_lambda import SecureLambda, SecureLambdaProps
from production.security_foundation import SecurityFoundation

NIGHTLY = events.Schedule.cron(hour="4", minute="0")
"""When what was raised is brought back: in UTC, and an hour before drift is looked for."""


@dataclass(frozen=True, slots=True)
class Remedied:
    """A function that may be given more, and the alarms that say that it needs it."""

    target: SecureLambda
    alarms: FunctionAlarms

    @property
    def asking(self) -> tuple[cloudwatch.Alarm, cloudwatch.Alarm]:
        """Return the alarms that ask for more."""
        return self.alarms.throttles, self.alarms.duration

    @property
    def bounds(self) -> dict[str, dict[str, int | str]]:
        """Return what it usually has, and what it may be given, by the metric that asks."""
        limits, (throttles, duration) = self.target.limits, self.asking
        return {
            "Throttles": {
                "usual": limits.reserved_concurrency,
                "most": limits.surge_concurrency,
                "alarm": throttles.alarm_name,
            },
            "Duration": {
                "usual": limits.memory_mib,
                "most": limits.surge_memory_mib,
                "alarm": duration.alarm_name,
            },
        }


class AutoRemediation(Construct):
    """A function that gives others what they run short of, up to a limit for each.

    Throttled: the reserved concurrency becomes its surge value. Slow: the memory
    does. Setting a value twice is setting it once, so events may come twice. Every night
    what was raised is brought back, unless its alarm still asks for it: the account is what
    the template says again, before drift is looked for.
    An error is a person's business: nothing about a function's settings mends code,
    and restarting it by changing its environment, as the seed does, destroys that.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: SecurityFoundation,
        alerts: AlertTopic,
        remedied: Mapping[str, Remedied],
    ) -> None:
        """Create the function, allow it what it does, and have the alarms call it."""
        super().__init__(scope, construct_id)
        self.remediator = SecureLambda(
            self,
            "Remediator",
            props=SecureLambdaProps(
                handler="remediate",
                foundation=foundation,
                environment={
                    "TOPIC_ARN": alerts.topic.topic_arn,
                    "LIMITS": json.dumps(_limits(remedied)),
                },
            ),
        )
        self._allow(alerts, remedied)
        target = targets.LambdaFunction(
            self.remediator.function, retry_attempts=2, max_event_age=Duration.minutes(15)
        )
        events.Rule(
            self,
            "Alarmed",
            description="Calls the remediation when a function is throttled or slow",
            event_pattern=_alarmed(remedied),
            targets=[target],
        )
        events.Rule(
            self,
            "Nightly",
            description="Has the remediation bring back what it raised",
            schedule=NIGHTLY,
            targets=[target],
        )

    def _allow(self, alerts: AlertTopic, remedied: Mapping[str, Remedied]) -> None:
        self.remediator.allow(
            "lambda:GetFunctionConcurrency",
            "lambda:GetFunctionConfiguration",
            "lambda:PutFunctionConcurrency",
            "lambda:UpdateFunctionConfiguration",
            resources=[each.target.function.function_arn for each in remedied.values()],
        )
        self.remediator.allow(
            "cloudwatch:DescribeAlarms",
            resources=[alarm.alarm_arn for each in remedied.values() for alarm in each.asking],
        )
        alerts.grant_publish(self.remediator.role)


def _limits(remedied: Mapping[str, Remedied]) -> dict[str, dict[str, dict[str, int | str]]]:
    """Return what each function may be given, by the name that alarms know it by."""
    return {each.target.function.function_name: each.bounds for each in remedied.values()}


def _alarmed(remedied: Mapping[str, Remedied]) -> events.EventPattern:
    """Match these alarms only, by ARN: a name can be anybody's."""
    return events.EventPattern(
        source=["aws.cloudwatch"],
        detail_type=["CloudWatch Alarm State Change"],
        resources=[alarm.alarm_arn for each in remedied.values() for alarm in each.asking],
        detail={"state": {"value": ["ALARM"]}},
    )
