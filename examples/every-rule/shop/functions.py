"""Functions and workflows."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

WORKER = """
TOKEN = "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"
def handler(event, context): pass
"""
ANSWER = """
const response = require('cfn-response');
exports.handler = async (event, context) => response.send(event, context, response.SUCCESS);
"""
OLD_SDK = """
const AWS = require('aws-sdk');
const s3 = new AWS.S3();
exports.handler = async () => s3.listBuckets({});
"""


class Functions(cdk.Stack):
    """Code with secrets in it, which anyone may call."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        worker = lambda_.Function(
            self,
            "Worker",
            runtime=lambda_.Runtime.PYTHON_3_8,
            handler="index.handler",
            code=lambda_.Code.from_inline(WORKER),
            environment={"DB_PASSWORD": "kept4ever"},
        )
        worker.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)
        worker.add_event_source(event_sources.SqsEventSource(sqs.Queue(self, "Orders")))
        self._in_javascript()
        self._in_a_network()
        self._permissions(worker)
        password = cdk.CfnParameter(self, "DbPassword", default="kept4ever")
        cdk.CustomResource(
            self,
            "Users",
            service_token=worker.function_arn,
            properties={"Password": password.value_as_string},
        )
        cdk.CfnOutput(self, "WorkerPassword", value="kept4ever")
        stepfunctions.StateMachine(
            self,
            "Workflow",
            definition_body=stepfunctions.DefinitionBody.from_chainable(
                stepfunctions.Pass(self, "Done")
            ),
        )

    def _in_javascript(self) -> None:
        for name, code in (("Answer", ANSWER), ("OldSdk", OLD_SDK)):
            lambda_.Function(
                self,
                name,
                runtime=lambda_.Runtime.NODEJS_22_X,
                handler="index.handler",
                code=lambda_.Code.from_inline(code),
            )

    def _in_a_network(self) -> None:
        role = iam.Role(self, "Runs", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        lambda_.CfnFunction(
            self,
            "Inside",
            runtime="python3.13",
            handler="index.handler",
            code=lambda_.CfnFunction.CodeProperty(zip_file="def handler(event, context): pass"),
            role=role.role_arn,
            vpc_config=lambda_.CfnFunction.VpcConfigProperty(
                subnet_ids=["subnet-0a1b2c3d"], security_group_ids=["sg-0a1b2c3d"]
            ),
        )

    def _permissions(self, worker: lambda_.Function) -> None:
        topic = sns.Topic(self, "Announcements")
        topic.add_subscription(subscriptions.LambdaSubscription(worker))
        of_topics = iam.ServicePrincipal("sns.amazonaws.com")
        worker.add_permission("AnyTopic", principal=of_topics)
        worker.add_permission(
            "EveryAction", principal=of_topics, action="lambda:*", source_arn=topic.topic_arn
        )
        worker.add_permission(
            "Bucket",
            principal=iam.ServicePrincipal("s3.amazonaws.com"),
            source_arn=s3.Bucket(self, "Uploads").bucket_arn,
        )
        worker.add_permission("Anyone", principal=iam.AnyPrincipal())
