"""One environment: its stacks, and what each takes from the others."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Iterator

from aws_cdk import Environment, Stage
from constructs import Construct

from production import cost
from production.operations_stack import OperationsStack
from production.settings import EnvironmentSettings
from production.stack import ProductionStack
from production.stacks import (
    BackupStack,
    CostStack,
    DataStack,
    FoundationStack,
    NetworkStack,
    RecoveryStack,
    ServiceStack,
)


class ApplicationStage(Stage):
    """The whole system in one environment, deployed as one.

    Foundation ← Network, Data ← Service ← Operations; Backup takes from Data, and
    Recovery and Cost stand alone, each in a region of its own.
    """

    def __init__(
        self, scope: Construct, *, settings: EnvironmentSettings, account: str | None
    ) -> None:
        """Create the stacks in the order of what they depend on."""
        super().__init__(scope, settings.qualified_name)
        here = Environment(account=account, region=settings.region)
        there = Environment(account=account, region=settings.recovery_region)
        self.foundation = FoundationStack(self, settings, here)
        security = self.foundation.security
        self.network = self._network(settings, here)
        self.data = DataStack(self, settings, here, security=security)
        self.service = ServiceStack(
            self,
            settings,
            here,
            security=security,
            store=self.data.store,
            network=self.network.network if self.network else None,
        )
        self.backup = BackupStack(
            self, settings, here, alerts=self.foundation.alerts, store=self.data.store
        )
        if settings.backup.critical_days:
            # Copies need somewhere to go.
            self.backup.node.add_dependency(RecoveryStack(self, settings, there))
        CostStack(self, settings, Environment(account=account, region=cost.REGION))
        self.operations = self._operations(settings, here)

    @property
    def stacks(self) -> Iterator[ProductionStack]:
        """Return the stacks of this environment."""
        return (child for child in self.node.children if isinstance(child, ProductionStack))

    def _network(self, settings: EnvironmentSettings, env: Environment) -> NetworkStack | None:
        if settings.network is None:
            return None
        return NetworkStack(
            self, settings, env, size=settings.network, security=self.foundation.security
        )

    def _operations(self, settings: EnvironmentSettings, env: Environment) -> OperationsStack:
        helpers = {"DefaultGroupCloser": self.network.default_group.closer} if self.network else {}
        return OperationsStack(
            self,
            settings,
            env,
            foundation=self.foundation,
            store=self.data.store,
            service=self.service,
            helpers=helpers,
            stacks=[stack.stack_name for stack in self.stacks if stack.region == settings.region],
        )
