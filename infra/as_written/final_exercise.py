"""The "final exercise" of the seed: what its stack leaves out, put together as it asks.

Sections 1.2, 4.1, 5.1 and 5.2 define constructs that no stack of the seed ever makes. This
construct makes one of each, so that there is a template to look at. What it adds of its own,
a function that does nothing and a table, is as it should be.
"""

# See security_foundation.py.
# pyright: reportArgumentType=false

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from as_written.auto_remediation import AutoRemediationConstruct
from as_written.backup import BackupConstruct
from as_written.monitoring import MonitoringConstruct
from as_written.secure_lambda import SecureLambda
from as_written.security_foundation import SecurityFoundation

NOTHING = "exports.handler = async () => ({ statusCode: 200 });\n"


class FinalExercise(Construct):
    """Everything else, once."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        environment: str,
        security: SecurityFoundation,
        monitoring: MonitoringConstruct,
    ) -> None:
        """Make the constructs and call each of their methods that the exercise needs."""
        super().__init__(scope, construct_id)
        api = SecureLambda(
            self,
            "Api",
            function_name=f"{name}-api",
            handler="index.handler",
            code=lambda_.Code.from_inline(NOTHING),
            security_foundation=security,
        )
        table = dynamodb.Table(
            self,
            "Orders",
            partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=security.kms_key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            removal_policy=RemovalPolicy.RETAIN,
        )
        monitoring.add_lambda_monitoring(api.function)
        monitoring.add_dynamo_db_monitoring(table)
        monitoring.create_operational_dashboard()
        backup = BackupConstruct(self, "Backup", environment=environment, retention_days=365)
        backup.add_dynamo_db_table(table)
        backup.add_s3_bucket_backup(security.security_bucket)
        AutoRemediationConstruct(self, "AutoRemediation")
