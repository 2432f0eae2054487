"""What is worth protecting: the orders, and the receipts."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import Duration, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from production.private_bucket import INCOMPLETE_UPLOAD, move, private_bucket
from production.secure_queue import secure_queue
from production.settings import EnvironmentSettings
from production.sizes import LifecycleSettings, TableSettings

ATTEMPTS = 5
"""How often an order is tried before it is put aside."""

FULFILMENT = "fulfil_order"
"""The function that takes orders from the queue."""


class OrderStore(Construct):
    """A table, a bucket, and the queue between taking an order and fulfilling it.

    All have a key of their own, apart from that of the logs: who may read a log
    may not, by that alone, read an order.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: EnvironmentSettings,
        access_logs: s3.IBucket,
    ) -> None:
        """Create key, table, bucket and queues."""
        super().__init__(scope, construct_id)
        self.key = kms.Key(
            self,
            "Key",
            alias=f"alias/{settings.qualified_name}-data",
            description=f"Encrypts the orders of {settings.qualified_name}",
            enable_key_rotation=True,
            removal_policy=settings.removal_policy,
        )
        self.own_table = self._table(settings)
        self.table = self._table_in_use(settings)
        self.receipts = private_bucket(
            self,
            "Receipts",
            removal_policy=settings.removal_policy,
            lifecycle_rules=[_receipt_lifecycle(settings.lifecycle)],
            key=self.key,
            access_logs=access_logs,
        )
        self.rejected = secure_queue(
            self, "Rejected", key=self.key, removal_policy=settings.removal_policy
        )
        self.queue = self._queue(settings)

    def _table_in_use(self, settings: EnvironmentSettings) -> dynamodb.ITableV2:
        """Return the table that all others use: a restored one, where the context names it.

        The own table stays, and so does what other stacks import of it: CloudFormation takes
        no export away that is in use, and this stack is deployed before those that use it.
        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
        """
        stack = Stack.of(self)
        for attribute in (self.own_table.table_name, self.own_table.table_arn):
            stack.export_value(attribute)
        if not settings.restored_table:
            return self.own_table
        return dynamodb.TableV2.from_table_attributes(
            self, "Restored", table_name=settings.restored_table, encryption_key=self.key
        )

    def _table(self, settings: EnvironmentSettings) -> dynamodb.TableV2:
        return dynamodb.TableV2(
            self,
            "Orders",
            partition_key=dynamodb.Attribute(name="orderId", type=dynamodb.AttributeType.STRING),
            billing=_billing(settings.table),
            encryption=dynamodb.TableEncryptionV2.customer_managed_key(self.key),
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True,
                recovery_period_in_days=settings.table.point_in_time_days,
            ),
            deletion_protection=settings.termination_protection,
            removal_policy=settings.removal_policy,
        )

    def _queue(self, settings: EnvironmentSettings) -> sqs.Queue:
        """Return the queue. A message stays hidden for six attempts of its function.

        https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        """
        timeout = settings.function(FULFILMENT).timeout_seconds
        return secure_queue(
            self,
            "Queue",
            key=self.key,
            removal_policy=settings.removal_policy,
            visibility_timeout=Duration.seconds(6 * timeout),
            dead_letters=sqs.DeadLetterQueue(max_receive_count=ATTEMPTS, queue=self.rejected),
        )


def _billing(settings: TableSettings) -> dynamodb.Billing:
    if not settings.provisioned:
        return dynamodb.Billing.on_demand(
            max_read_request_units=settings.on_demand_ceiling,
            max_write_request_units=settings.on_demand_ceiling,
        )

    def units() -> dynamodb.Capacity:
        return dynamodb.Capacity.autoscaled(
            min_capacity=settings.least_units,
            max_capacity=settings.most_units,
            target_utilization_percent=70,
        )

    return dynamodb.Billing.provisioned(read_capacity=units(), write_capacity=units())


def _receipt_lifecycle(settings: LifecycleSettings) -> s3.LifecycleRule:
    transitions = [move(s3.StorageClass.INFREQUENT_ACCESS, days=settings.infrequent_after_days)]
    if settings.archive_after_days:
        transitions += [
            move(s3.StorageClass.GLACIER, days=settings.archive_after_days),
            move(s3.StorageClass.DEEP_ARCHIVE, days=2 * settings.archive_after_days),
        ]
    expiry = settings.expire_after_days
    return s3.LifecycleRule(
        id="ReceiptsLifecycle",
        transitions=transitions,
        expiration=Duration.days(expiry) if expiry else None,
        noncurrent_version_expiration=Duration.days(90),
        abort_incomplete_multipart_upload_after=INCOMPLETE_UPLOAD,
    )
