"""What is mended without anybody being woken."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from production.alert_topic import AlertTopic
from production.monitoring import FunctionAlarms
from production.secure_lambda import SecureLambda, SecureLambdaProps
from production.security_foundation import SecurityFoundation


@dataclass(frozen=True, slots=True)
class Remedied:
    """A function that may be given more, and the alarms that say that it needs it."""

    target: SecureLambda
    alarms: FunctionAlarms


class AutoRemediation(Construct):
    """A function that gives others what they run short of, up to a limit for each.

    Throttled: the reserved concurrency becomes its surge value. Slow: the memory
    does. Setting a value twice is setting it once, so events may come twice.
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
        self.rule = events.Rule(
            self,
            "Alarmed",
            description="Calls the remediation when a function is throttled or slow",
            event_pattern=_alarmed(remedied),
        )
        self.rule.add_target(
            targets.LambdaFunction(
                self.remediator.function, retry_attempts=2, max_event_age=Duration.minutes(15)
            )
        )

    def _allow(self, alerts: AlertTopic, remedied: Mapping[str, Remedied]) -> None:
        self.remediator.allow(
            "lambda:GetFunctionConcurrency",
            "lambda:GetFunctionConfiguration",
            "lambda:PutFunctionConcurrency",
            "lambda:UpdateFunctionConfiguration",
            resources=[each.target.function.function_arn for each in remedied.values()],
        )
        alerts.grant_publish(self.remediator.role)


def _limits(remedied: Mapping[str, Remedied]) -> dict[str, dict[str, int]]:
    """Return what each function may be given, by the name that alarms know it by."""
    return {
        each.target.function.function_name: {
            "concurrency": each.target.limits.surge_concurrency,
            "memory_mib": each.target.limits.surge_memory_mib,
        }
        for each in remedied.values()
    }


def _alarmed(remedied: Mapping[str, Remedied]) -> events.EventPattern:
    """Match these alarms only, by ARN: a name can be anybody's."""
    return events.EventPattern(
        source=["aws.cloudwatch"],
        detail_type=["CloudWatch Alarm State Change"],
        resources=[
            alarm.alarm_arn
            for each in remedied.values()
            for alarm in (each.alarms.throttles, each.alarms.duration)
        ],
        detail={"state": {"value": ["ALARM"]}},
    )
