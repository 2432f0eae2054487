"""A bucket of units, a function that scans them, and the Distributed Map that feeds it."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

import json
from pathlib import Path

from aws_cdk import CfnElement, CfnParameter, Duration, Environment
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from production.acknowledged import acknowledge
from production.alert_topic import AlertTopic
from production.monitoring import MonitoringConstruct
from production.private_bucket import private_bucket
from production.secure_lambda import SecureLambda, SecureLambdaProps
from production.security_foundation import SecurityFoundation, SecurityFoundationProps
from production.settings import EnvironmentSettings
from production.stack import ProductionStack
from production.widgets import of_one

HANDLER = Path(__file__).parent / "scan_units"
BATCH = 25
"""How many objects an invocation is given: a second or two of work each at the most."""
CONCURRENCY = 40
FACTS_DAYS = 400
"""How long facts are kept: an audit's year, and a month."""


class FleetStack(ProductionStack):
    """All of it: whoever puts templates into the bucket starts the state machine."""

    def __init__(self, scope: Construct, settings: EnvironmentSettings, env: Environment) -> None:
        """Create the buckets, the function, the state machine and its alarms."""
        super().__init__(scope, "Fleet", settings=settings, purpose="scans of templates", env=env)
        props = SecurityFoundationProps(settings=settings, audit_trail=False)
        self.foundation = SecurityFoundation(self, "Security", props=props)
        self.key = self._key()
        self.units = self._bucket("Units", days=FACTS_DAYS)
        self.facts = self._bucket("Facts", days=FACTS_DAYS)
        self.scanner = self._scanner()
        self.machine = self._machine()
        self._watch()
        self.add_outputs(
            {
                "UnitsBucketName": ("Bucket of templates and assemblies", self.units.bucket_name),
                "FactsBucketName": ("Bucket of what they come to", self.facts.bucket_name),
                "StateMachineArn": ("What scans all of it", self.machine.state_machine_arn),
            }
        )

    def _key(self) -> kms.Key:
        return kms.Key(
            self,
            "Key",
            description=f"Encrypts the templates of {self.settings.qualified_name}",
            enable_key_rotation=True,
            removal_policy=self.settings.removal_policy,
        )

    def _bucket(self, name: str, *, days: int) -> s3.Bucket:
        return private_bucket(
            self,
            name,
            removal_policy=self.settings.removal_policy,
            lifecycle_rules=[
                s3.LifecycleRule(
                    abort_incomplete_multipart_upload_after=Duration.days(7),
                    expiration=Duration.days(days),
                    noncurrent_version_expiration=Duration.days(30),
                )
            ],
            key=self.key,
            access_logs=self.foundation.access_log_bucket,
        )

    def _scanner(self) -> SecureLambda:
        """Return the function, with synthgate itself in a layer."""
        layer = CfnParameter(
            self,
            "SynthgateLayer",
            description="ARN of the layer with synthgate: docs/fleet-lambda.md says how to make it",
            allowed_pattern=r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[\w-]+:\d+",
        )
        scanner = SecureLambda(
            self,
            "Scanner",
            props=SecureLambdaProps(
                handler=str(HANDLER),
                foundation=self.foundation,
                environment={
                    "FACTS_BUCKET": self.facts.bucket_name,
                    "SYNTHGATE_PROFILE": "recommended",
                    "UNITS_BUCKET": self.units.bucket_name,
                },
            ),
        )
        scanner.function.add_layers(
            lambda_.LayerVersion.from_layer_version_arn(self, "Synthgate", layer.value_as_string)
        )
        self._allow(scanner)
        return scanner

    def _allow(self, scanner: SecureLambda) -> None:
        """Read units, and look whether facts are there and write them: nothing is deleted."""
        scanner.allow("s3:ListBucket", resources=[self.units.bucket_arn, self.facts.bucket_arn])
        scanner.allow("s3:GetObject", resources=[self.units.arn_for_objects("*")])
        facts = self.facts.arn_for_objects("*")
        scanner.allow("s3:GetObject", "s3:PutObject", resources=[facts])
        self.key.grant(scanner.role, "kms:Decrypt", "kms:GenerateDataKey")
        acknowledge(
            scanner.role,
            "Objects of the two buckets: nobody knows their names before.",
            *(
                f"IAM5[Resource::<{name}.Arn>/*]"
                for name in map(self._id, (self.units, self.facts))
            ),
        )

    def _id(self, construct: Construct) -> str:
        """Return what a construct's resource is called in the template."""
        resource = construct.node.default_child
        assert isinstance(resource, CfnElement)  # noqa: S101 - what all of these are made of
        return str(self.resolve(resource.logical_id))

    def _machine(self) -> sfn.StateMachine:
        """Return the state machine: batches of objects, each tried three times."""
        scan = tasks.LambdaInvoke(
            self, "Scan", lambda_function=self.scanner.function, payload_response_only=True
        )
        scan.add_retry(max_attempts=3, interval=Duration.seconds(5), backoff_rate=2)
        every = sfn.DistributedMap(
            self,
            "EveryUnit",
            item_reader=sfn.S3ObjectsItemReader(bucket=self.units),
            item_batcher=sfn.ItemBatcher(max_items_per_batch=BATCH),
            result_writer_v2=sfn.ResultWriterV2(bucket=self.facts, prefix="runs"),
            map_execution_type=sfn.StateMachineType.STANDARD,
            max_concurrency=CONCURRENCY,
            # A batch that fails three times ends the run, as failed: no unit is missing in silence.
            tolerated_failure_count=0,
        )
        every.item_processor(scan)
        log_group = self.foundation.log_group(self, "MachineLogs")
        self.foundation.archive.subscribe(self, log_group)
        machine = sfn.StateMachine(
            self,
            "Machine",
            definition_body=sfn.DefinitionBody.from_chainable(every),
            timeout=Duration.hours(12),
            tracing_enabled=True,
            logs=sfn.LogOptions(destination=log_group, level=sfn.LogLevel.ALL),
            encryption_configuration=sfn.CustomerManagedEncryptionConfiguration(self.key),
        )
        self.key.grant(machine, "kms:Decrypt", "kms:GenerateDataKey")
        self._acknowledge_runs(machine)
        return machine

    def _acknowledge_runs(self, machine: sfn.StateMachine) -> None:
        """Let be what CDK writes for a Distributed Map; cdk-nag writes names its own way."""
        name = json.dumps({"Ref": self._id(machine)}, separators=(",", ":"))
        run = f'{{"Fn::Select":[6,{{"Fn::Split":[":",{name}]}}]}}'
        runs = f"arn:aws:states:{self.region}:<AWS::AccountId>:execution:{run}"
        acknowledge(
            machine,
            "The function's versions, the machine's own runs, their results, and the delivery of "
            "logs and traces, which knows no resource.",
            "IAM5[Resource::*]",
            f"IAM5[Resource::<{self._id(self.scanner.function)}.Arn>:*]",
            f"IAM5[Resource::arn:<AWS::Partition>:s3:::<{self._id(self.facts)}>/*]",
            f"IAM5[Resource::{runs}:*]",
            f"IAM5[Resource::{runs}/*:*]",
        )

    def _watch(self) -> None:
        """Tell somebody when the function or a run fails."""
        settings = self.settings
        alerts = AlertTopic(
            self,
            "Alerts",
            title=f"{settings.application} ({settings.name})",
            key=self.key,
            settings=settings,
        )
        monitoring = MonitoringConstruct(
            self, "Monitoring", title=f"Fleet of {settings.qualified_name}", alerts=alerts
        )
        monitoring.watch_function("Scanner", self.scanner)
        monitoring.watch_delivery("LogArchive", self.foundation.archive.stream)
        failed = self.machine.metric_failed(period=Duration.minutes(5), statistic="Sum")
        monitoring.dashboard.add_widgets(of_one("Runs that failed", failed))
        alarm = cloudwatch.Alarm(
            self,
            "RunFailed",
            metric=failed,
            threshold=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=1,
            alarm_description="A run failed: some batch could not be scanned.",
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(alerts.topic))
        alarm.add_ok_action(actions.SnsAction(alerts.topic))
