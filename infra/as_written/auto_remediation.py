"""Section 5.2: a function that changes other functions whenever an alarm goes off."""

# See security_foundation.py.
# pyright: reportArgumentType=false

from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

REMEDIATION = Path(__file__).with_name("remediation.js")


class AutoRemediationConstruct(Construct):
    """The function, the rule that starts it, and its rights."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        """Create the three."""
        super().__init__(scope, construct_id)
        # Fault remediation-unguarded: the function with the widest rights has no dead-letter
        # queue, no limit on how many run at once, and no alarm of its own.
        function = lambda_.Function(
            self,
            "RemediationFunction",
            runtime=lambda_.Runtime.NODEJS_18_X,  # Fault runtime-out-of-support
            handler="index.handler",
            # In remediation.js, word for word:
            # Fault sdk-v2-missing: Node.js 18 brings version 3 only. `require('aws-sdk')` throws
            # before the handler is reached: nothing is ever remedied.
            # Fault environment-wiped: `Variables` replaces all of the target's variables, here
            # with those of the remediation itself (`process.env`).
            # Fault wrong-function: of "my-cdk-app-production-api-high-error-rate", the first
            # part is "my".
            # Fault memory-ratchet: half as much again at each alarm, never back; what is not
            # whole is refused, and a function with more than 3008 MB is cut down to that.
            # Fault event-twice-raises-twice: EventBridge delivers at least once.
            # Fault drift-by-design: what it changes, the next deployment undoes.
            code=lambda_.Code.from_inline(REMEDIATION.read_text("utf-8")),
            timeout=Duration.seconds(60),
        )
        # Fault every-alarm-of-the-account: nothing narrows the alarms to those of this stack.
        alarm_rule = events.Rule(
            self,
            "AlarmRule",
            event_pattern=events.EventPattern(
                source=["aws.cloudwatch"],
                detail_type=["CloudWatch Alarm State Change"],
                detail={"state": {"value": ["ALARM"]}},
            ),
        )
        alarm_rule.add_target(targets.LambdaFunction(function))
        # Fault updates-any-function: environment, layers and handler of every function of the
        # account: whoever controls this one runs code with the rights of any other.
        function.add_to_role_policy(
            iam.PolicyStatement(
                effect=iam.Effect.ALLOW,
                actions=["lambda:UpdateFunctionConfiguration", "lambda:GetFunctionConfiguration"],
                resources=["*"],
            )
        )
