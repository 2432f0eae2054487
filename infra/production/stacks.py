"""The stacks: each holds what lives and dies together."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import Environment
from aws_cdk import aws_kms as kms
from constructs import Construct

from production.alert_topic import AlertTopic
from production.backup import BackupConstruct, BackupVaultWithKey
from production.cost import CostControl
from production.default_group import ClosedDefaultGroup
from production.key_policies import budgets
from production.network import Network
from production.order_service import OrderService
from production.order_store import OrderStore
from production.security_foundation import SecurityFoundation, SecurityFoundationProps
from production.settings import EnvironmentSettings
from production.sizes import NetworkSettings
from production.stack import ProductionStack


class FoundationStack(ProductionStack):
    """Stateful: the logs' key, the security logs, the audit trail, the alert topic."""

    def __init__(self, scope: Construct, settings: EnvironmentSettings, env: Environment) -> None:
        """Create the foundation and the topic."""
        purpose = "keys, security logs, audit trail and alerts"
        super().__init__(scope, "Foundation", settings=settings, purpose=purpose, env=env)
        self.security = SecurityFoundation(
            self,
            "Security",
            props=SecurityFoundationProps(settings=settings, audit_trail=settings.audit_trail),
        )
        self.alerts = AlertTopic(
            self,
            "Alerts",
            title=f"{settings.application} ({settings.name})",
            key=self.security.key,
            settings=settings,
        )
        self.add_outputs(
            {
                "Environment": ("Environment of this stack", settings.name),
                "KmsKeyArn": ("Key that encrypts logs and settings", self.security.key.key_arn),
                "SecurityBucketName": (
                    "Bucket for security logs",
                    self.security.security_bucket.bucket_name,
                ),
                "AlertTopicArn": ("Topic that alarms notify", self.alerts.topic.topic_arn),
            }
        )


class NetworkStack(ProductionStack):
    """Stateless: the network, and what closes its default group."""

    def __init__(
        self,
        scope: Construct,
        settings: EnvironmentSettings,
        env: Environment,
        *,
        size: NetworkSettings,
        security: SecurityFoundation,
    ) -> None:
        """Create the network."""
        purpose = "the network of functions that touch data"
        super().__init__(scope, "Network", settings=settings, purpose=purpose, env=env)
        flow_logs = security.log_group(self, "FlowLogs")
        security.archive.subscribe(flow_logs, flow_logs)
        self.network = Network(self, "Network", size=size, settings=settings, flow_logs=flow_logs)
        self.default_group = ClosedDefaultGroup(
            self, "DefaultGroup", vpc=self.network.vpc, foundation=security
        )


class DataStack(ProductionStack):
    """Stateful: the orders."""

    def __init__(
        self,
        scope: Construct,
        settings: EnvironmentSettings,
        env: Environment,
        *,
        security: SecurityFoundation,
    ) -> None:
        """Create the store."""
        purpose = "orders and receipts"
        super().__init__(scope, "Data", settings=settings, purpose=purpose, env=env)
        self.store = OrderStore(
            self, "Store", settings=settings, access_logs=security.access_log_bucket
        )
        self.add_outputs(
            {
                "TableName": ("Table of orders", self.store.own_table.table_name),
                "ReceiptsBucketName": ("Bucket of receipts", self.store.receipts.bucket_name),
                "QueueUrl": ("Queue of orders to be fulfilled", self.store.queue.queue_url),
                "RejectedUrl": ("Where orders wait that failed", self.store.rejected.queue_url),
            }
        )


class ServiceStack(ProductionStack):
    """Stateless: the functions and the API."""

    def __init__(
        self,
        scope: Construct,
        settings: EnvironmentSettings,
        env: Environment,
        *,
        security: SecurityFoundation,
        store: OrderStore,
        network: Network | None,
    ) -> None:
        """Create the service."""
        purpose = "the API and its functions"
        super().__init__(scope, "Service", settings=settings, purpose=purpose, env=env)
        self.service = OrderService(
            self, "Orders", foundation=security, store=store, network=network
        )
        api = self.service.api
        self.add_outputs(
            {
                "ApiUrl": ("Where the API is", api.api.url),
                "ApiAccessLogGroupName": ("Who called the API", api.access_log.log_group_name),
                "ApiExecutionLogGroupName": (
                    "What went wrong in the API",
                    api.execution_log.log_group_name,
                ),
            }
        )
        for name, function in self.service.functions.items():
            self.add_outputs(function.outputs(name))


class BackupStack(ProductionStack):
    """Stateful: the vault, and the plan that fills it."""

    def __init__(
        self,
        scope: Construct,
        settings: EnvironmentSettings,
        env: Environment,
        *,
        alerts: AlertTopic,
        store: OrderStore,
    ) -> None:
        """Create vault and plan, and back up the orders."""
        super().__init__(scope, "Backup", settings=settings, purpose="backups", env=env)
        self.backup = BackupConstruct(self, "Backup", settings=settings, alerts=alerts)
        self.backup.add_table(store.table)
        self.backup.add_bucket(store.receipts)
        self.add_outputs({"VaultName": ("Vault of the backups", settings.vault_name)})


class RecoveryStack(ProductionStack):
    """Stateful, and in another region: where copies of backups go."""

    def __init__(self, scope: Construct, settings: EnvironmentSettings, env: Environment) -> None:
        """Create the vault."""
        purpose = f"copies of the backups of {settings.region}"
        super().__init__(scope, "Recovery", settings=settings, purpose=purpose, env=env)
        BackupVaultWithKey(self, "Store", name=settings.recovery_vault_name, settings=settings)
        self.add_outputs({"VaultName": ("Vault of the copies", settings.recovery_vault_name)})


class CostStack(ProductionStack):
    """Stateless, and in the region of the bills: budget, anomalies, and a topic for them."""

    def __init__(self, scope: Construct, settings: EnvironmentSettings, env: Environment) -> None:
        """Create topic and controls; an alarm can only notify a topic of its own region."""
        super().__init__(scope, "Cost", settings=settings, purpose="cost control", env=env)
        key = kms.Key(
            self,
            "Key",
            description=f"Encrypts the cost alerts of {settings.qualified_name}",
            enable_key_rotation=True,
            removal_policy=settings.removal_policy,
        )
        self.alerts = AlertTopic(
            self,
            "Alerts",
            title=f"Cost of {settings.application} ({settings.name})",
            key=key,
            settings=settings,
        )
        self.alerts.open_to("Budgets", "budgets.amazonaws.com", budgets(self))
        # It is documented to say for which account it acts, and no more.
        self.alerts.open_to("Anomalies", "costalerts.amazonaws.com")
        self.control = CostControl(self, "Control", settings=settings, alerts=self.alerts)
