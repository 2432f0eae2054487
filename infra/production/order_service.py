"""What takes orders, shows them, and fulfils them."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import Stack
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from production.acknowledged import acknowledge_wildcards
from production.network import Network
from production.order_api import OrderApi
from production.order_store import FULFILMENT, OrderStore
from production.secure_lambda import SecureLambda, SecureLambdaProps
from production.security_foundation import SecurityFoundation


class OrderService(Construct):
    """Three functions, each allowed what it does, and the API in front of two of them."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: SecurityFoundation,
        store: OrderStore,
        network: Network | None,
    ) -> None:
        """Create the functions, join them to the store, and put the API before them."""
        super().__init__(scope, construct_id)
        self.foundation = foundation
        self.network = network
        self.metrics_namespace = f"{foundation.settings.application}/{foundation.settings.name}"
        self.create = self._create(store)
        self.read = self._read(store)
        self.fulfil = self._fulfil(store)
        self.api = OrderApi(self, "Api", foundation=foundation, create=self.create, read=self.read)

    @property
    def functions(self) -> dict[str, SecureLambda]:
        """Return the functions by the names that people know them by."""
        return {"CreateOrder": self.create, "ReadOrder": self.read, "FulfilOrder": self.fulfil}

    def _create(self, store: OrderStore) -> SecureLambda:
        create = self._function(
            "CreateOrder",
            "create_order",
            TABLE_NAME=store.table.table_name,
            QUEUE_URL=store.queue.queue_url,
            METRICS_NAMESPACE=self.metrics_namespace,
        )
        create.allow("dynamodb:PutItem", resources=[store.table.table_arn])
        create.allow("sqs:SendMessage", resources=[store.queue.queue_arn])
        store.key.grant(create.role, "kms:Decrypt", "kms:GenerateDataKey")
        return create

    def _read(self, store: OrderStore) -> SecureLambda:
        read = self._function("ReadOrder", "read_order", TABLE_NAME=store.table.table_name)
        read.allow("dynamodb:GetItem", resources=[store.table.table_arn])
        store.key.grant(read.role, "kms:Decrypt")
        return read

    def _fulfil(self, store: OrderStore) -> SecureLambda:
        fulfil = self._function(
            "FulfilOrder",
            FULFILMENT,
            TABLE_NAME=store.table.table_name,
            BUCKET_NAME=store.receipts.bucket_name,
        )
        fulfil.allow("dynamodb:UpdateItem", resources=[store.table.table_arn])
        fulfil.allow("s3:PutObject", resources=[store.receipts.arn_for_objects("receipts/*")])
        store.key.grant(fulfil.role, "kms:Decrypt", "kms:GenerateDataKey")
        acknowledge_wildcards(
            fulfil.role, "Every order has a receipt of its own.", [f"{_imported(store)}/receipts/*"]
        )
        fulfil.function.add_event_source(
            sources.SqsEventSource(
                store.queue,
                batch_size=10,
                report_batch_item_failures=True,
                max_concurrency=max(2, fulfil.limits.reserved_concurrency),
            )
        )
        return fulfil

    def _function(self, construct_id: str, handler: str, **environment: str) -> SecureLambda:
        return SecureLambda(
            self,
            construct_id,
            props=SecureLambdaProps(
                handler=handler,
                foundation=self.foundation,
                environment=environment,
                network=self.network,
            ),
        )


def _imported(store: OrderStore) -> str:
    """Return the name that the bucket's ARN is exported by, which is how cdk-nag writes it."""
    data = Stack.of(store)
    value: dict[str, str] = data.resolve(data.export_value(store.receipts.bucket_arn))
    return value["Fn::ImportValue"]
