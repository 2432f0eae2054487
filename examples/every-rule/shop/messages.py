"""Queues, topics, events and brokers."""

import aws_cdk as cdk
from aws_cdk import aws_amazonmq as amazonmq
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iot as iot
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_pinpoint as pinpoint
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

PARTNER = "444455556666"


class Messages(cdk.Stack):
    """Messages that anyone may send and read."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self._queue_and_topic()
        self._events()
        amazonmq.CfnBroker(
            self,
            "Broker",
            broker_name="orders",
            engine_type="ACTIVEMQ",
            deployment_mode="SINGLE_INSTANCE",
            host_instance_type="mq.m5.large",
            publicly_accessible=True,
            users=[amazonmq.CfnBroker.UserProperty(username="orders", password="kept4ever1234")],
        )
        pinpoint.CfnAPNSChannel(
            self,
            "Apple",
            application_id=pinpoint.CfnApp(self, "App", name="shop").ref,
            bundle_id="com.example.orders",
            team_id="A1B2C3D4E5",
            token_key_id="F6G7H8J9K0",
            token_key="4v9fK2mQ8zX1",
        )
        lamps = self.format_arn(service="iot", resource="topic", resource_name="lamps/*")
        for things, resource in {"Things": "*", "Lamps": lamps}.items():
            iot.CfnPolicy(
                self,
                things,
                policy_document=iam.PolicyDocument(
                    statements=[iam.PolicyStatement(actions=["iot:*"], resources=[resource])]
                ),
            )

    def _queue_and_topic(self) -> None:
        anyone, partner = iam.AnyPrincipal(), iam.AccountPrincipal(PARTNER)
        queue = sqs.Queue(self, "Orders", encryption=sqs.QueueEncryption.UNENCRYPTED)
        topic = sns.Topic(self, "Announcements")
        for statement in (
            iam.PolicyStatement(actions=["sqs:SendMessage"], principals=[anyone]),
            iam.PolicyStatement(actions=["sqs:*"], principals=[partner]),
            iam.PolicyStatement(not_actions=["sqs:DeleteQueue"], principals=[partner]),
        ):
            statement.add_resources(queue.queue_arn)
            queue.add_to_resource_policy(statement)
        for statement in (
            iam.PolicyStatement(actions=["sns:Publish"], principals=[anyone]),
            iam.PolicyStatement(not_actions=["sns:DeleteTopic"], principals=[partner]),
        ):
            statement.add_resources(topic.topic_arn)
            topic.add_to_resource_policy(statement)

    def _events(self) -> None:
        bus = events.EventBus(self, "Bus")
        bus.add_to_resource_policy(
            iam.PolicyStatement(
                sid="Partners",
                actions=["events:PutEvents"],
                principals=[iam.AnyPrincipal()],
                resources=[bus.event_bus_arn],
            )
        )
        handler, called = (
            lambda_.Function(
                self,
                name,
                runtime=lambda_.Runtime.PYTHON_3_13,
                handler="index.handler",
                code=lambda_.Code.from_inline("def handler(event, context): pass"),
            )
            for name in ("Handler", "Called")
        )
        events.Rule(
            self,
            "AlarmRaised",
            event_pattern=events.EventPattern(
                source=["aws.cloudwatch"],
                detail_type=["CloudWatch Alarm State Change"],
            ),
            targets=[targets.LambdaFunction(handler)],
        )
        events.CfnRule(
            self,
            "Daily",
            schedule_expression="rate(1 day)",
            targets=[events.CfnRule.TargetProperty(arn=called.function_arn, id="Called")],
        )
        events.Connection(
            self,
            "Partner",
            authorization=events.Authorization.api_key(
                "x-api-key", cdk.SecretValue.unsafe_plain_text("4v9fK2mQ8zX1")
            ),
        )
