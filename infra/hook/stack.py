"""A function that judges changes, and the Lambda Hook by which CloudFormation asks it first."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from pathlib import Path

from aws_cdk import CfnLambdaHook, CfnParameter, Environment
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from production.alert_topic import AlertTopic
from production.monitoring import MonitoringConstruct
from production.secure_lambda import SecureLambda, SecureLambdaProps
from production.security_foundation import SecurityFoundation, SecurityFoundationProps
from production.settings import EnvironmentSettings
from production.stack import ProductionStack

HANDLER = Path(__file__).parent / "function"
ALIAS = "Synthgate::Gate::Hook"
OPERATIONS = ("CHANGE_SET", "STACK")
"""What the hook is asked about: changes of stacks as a whole, however they are made.

With ``RESOURCE`` or ``CLOUD_CONTROL`` besides, each resource would be asked about alone, and fewer
rules could answer.
"""
ACTIONS = ("CREATE", "UPDATE")
"""What goes away is not judged; a change set is always created ("Hook targets")."""


class HookStack(ProductionStack):
    """The function, and the hook of this account and region."""

    def __init__(self, scope: Construct, settings: EnvironmentSettings, env: Environment) -> None:
        """Create the function, the role that calls it, the hook and its alarms."""
        super().__init__(scope, "Hook", settings=settings, purpose="gate of changes", env=env)
        props = SecurityFoundationProps(settings=settings, audit_trail=False)
        self.foundation = SecurityFoundation(self, "Security", props=props)
        self.judge = self._judge()
        self.hook = self._hook()
        self._watch()
        self.add_outputs(
            {
                "HookAlias": ("Name of the hook", ALIAS),
                **self.judge.outputs("Judge"),
            }
        )

    def _judge(self) -> SecureLambda:
        """Return the function, with synthgate itself in a layer. It may do nothing in the account.

        What it reads is signed for whoever has the address.
        """
        layer = CfnParameter(
            self,
            "SynthgateLayer",
            description="ARN of the layer with synthgate: docs/hook.md says how to make it",
            allowed_pattern=r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[\w-]+:\d+",
        )
        judge = SecureLambda(
            self,
            "Judge",
            props=SecureLambdaProps(
                handler=str(HANDLER),
                foundation=self.foundation,
                environment={
                    "SYNTHGATE_ALL_SCENARIOS": "true",
                    "SYNTHGATE_FAIL_ON": "high",
                    "SYNTHGATE_PROFILE": "recommended",
                },
            ),
        )
        judge.function.add_layers(
            lambda_.LayerVersion.from_layer_version_arn(self, "Synthgate", layer.value_as_string)
        )
        return judge

    def _hook(self) -> CfnLambdaHook:
        """Return the hook: in every stack of the account and region, but for this one.

        Were it asked about itself, a hook that is broken could not be mended by its own stack.
        """
        names = CfnLambdaHook.StackNamesProperty(exclude=[self.stack_name])
        caller = self._caller()
        hook = CfnLambdaHook(
            self,
            "Gate",
            alias=ALIAS,
            execution_role=caller.role_arn,
            failure_mode="FAIL",
            hook_status="ENABLED",
            lambda_function=self.judge.function.function_arn,
            stack_filters=CfnLambdaHook.StackFiltersProperty(
                filtering_criteria="ALL", stack_names=names
            ),
            target_operations=[*OPERATIONS],
        )
        # The class asks for `Targets`, which name types of resources. Stacks and change sets are
        # chosen by actions alone: "CloudFormation Hooks target filters", example 1.
        hook.add_property_override("TargetFilters", {"Actions": [*ACTIONS]})
        hook.node.add_dependency(caller)  # not before it may call
        return hook

    def _caller(self) -> iam.Role:
        """Return the role that calls the function, and does nothing else.

        "Prepare to create a Lambda Hook" has its one permission, and who assumes it.
        """
        role = iam.Role(
            self,
            "Caller",
            assumed_by=iam.ServicePrincipal("hooks.cloudformation.amazonaws.com"),
            description=f"Calls the function of {self.settings.qualified_name}",
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["lambda:InvokeFunction"], resources=[self.judge.function.function_arn]
            )
        )
        return role

    def _watch(self) -> None:
        """Tell somebody when the function fails: then nothing is deployed."""
        settings = self.settings
        alerts = AlertTopic(
            self,
            "Alerts",
            title=f"{settings.application} ({settings.name})",
            key=self.foundation.key,
            settings=settings,
        )
        monitoring = MonitoringConstruct(
            self, "Monitoring", title=f"Hook of {settings.qualified_name}", alerts=alerts
        )
        monitoring.watch_function("Judge", self.judge)
        monitoring.watch_delivery("LogArchive", self.foundation.archive.stream)
