"""Logs, alarms and audit."""

import aws_cdk as cdk
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as cw_actions
from aws_cdk import aws_config as config
from aws_cdk import aws_guardduty as guardduty
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

LOGS = '{"widgets": [{"type": "log", "properties": {"query": "fields @message"}}]}'


class Watching(cdk.Stack):
    """Alarms that nobody hears."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        key = kms.Key(self, "Key", enable_key_rotation=True)
        logs.LogGroup(self, "AuditLog", encryption_key=key)
        logs.LogGroup(self, "Log", removal_policy=cdk.RemovalPolicy.DESTROY)
        self._alarms(key)
        cloudwatch.CfnDashboard(
            self,
            "Dashboard",
            dashboard_body=LOGS,
        )
        self._audit()

    def _alarms(self, key: kms.IKey) -> None:
        alerts = sns.Topic(self, "Alerts", master_key=key)
        alerts.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                resources=[alerts.topic_arn],
            )
        )
        on_call = sns.Topic(self, "OnCall")
        errors = cloudwatch.Metric(
            namespace="AWS/Lambda", metric_name="Errors", dimensions_map={"FunctionName": "orders"}
        )
        cloudwatch.Alarm(self, "Errors", metric=errors, threshold=1, evaluation_periods=1)
        off = cloudwatch.Alarm(
            self,
            "SwitchedOff",
            metric=errors,
            threshold=1,
            evaluation_periods=1,
            actions_enabled=False,
        )
        off.add_alarm_action(cw_actions.SnsAction(alerts))
        never = cloudwatch.Alarm(
            self,
            "Never",
            metric=errors,
            threshold=1,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        )
        never.add_alarm_action(cw_actions.SnsAction(on_call))
        queue = sqs.Queue(self, "Orders")
        age = cloudwatch.Metric(
            namespace="AWS/SQS",
            metric_name="ApproximateAgeOfOldestMessage",
            dimensions_map={"QueueName": queue.queue_arn},
        )
        stuck = cloudwatch.Alarm(self, "Stuck", metric=age, threshold=900, evaluation_periods=1)
        stuck.add_alarm_action(cw_actions.SnsAction(alerts))

    def _audit(self) -> None:
        bucket = s3.Bucket(self, "Trails")
        cloudtrail.CfnTrail(
            self,
            "StoppedTrail",
            s3_bucket_name=bucket.bucket_name,
            is_logging=False,
        )
        cloudtrail.Trail(
            self,
            "Trail",
            bucket=bucket,
            is_multi_region_trail=False,
            include_global_service_events=False,
            enable_file_validation=False,
            management_events=cloudtrail.ReadWriteType.WRITE_ONLY,
        )
        guardduty.CfnDetector(self, "Detector", enable=False)
        config.CfnConfigurationAggregator(
            self,
            "Aggregator",
            account_aggregation_sources=[
                config.CfnConfigurationAggregator.AccountAggregationSourceProperty(
                    account_ids=[self.account],
                    aws_regions=[self.region],
                ),
            ],
        )
