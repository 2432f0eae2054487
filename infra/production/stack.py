"""What all stacks have in common: protection, tags, and outputs."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Mapping

from aws_cdk import CfnOutput, Environment, Stack, Tags
from constructs import Construct

from production.settings import EnvironmentSettings


class ProductionStack(Stack):
    """A stack of one environment, protected and tagged as its settings say."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: EnvironmentSettings,
        purpose: str,
        env: Environment,
    ) -> None:
        """Protect the stack from deletion, and tag it and what is in it.

        CloudFormation hands a stack's tags down at deployment; a scanner of the
        template sees only what is written there.
        """
        super().__init__(
            scope,
            construct_id,
            description=f"{settings.application} ({settings.name}): {purpose}",
            env=env,
            tags=settings.tags,
            termination_protection=settings.termination_protection,
        )
        self.settings = settings
        self.add_outputs({"DriftDetectionCommand": ("Finds what was changed by hand", drift(self))})
        for key, value in settings.tags.items():
            Tags.of(self).add(key, value)

    def console(self, page: str) -> str:
        """Return where a page of CloudWatch's console is, for this stack's region."""
        return f"https://{self.region}.console.aws.amazon.com/cloudwatch/home?region={self.region}#{page}"

    def add_outputs(self, outputs: Mapping[str, tuple[str, str]]) -> None:
        """Show descriptions and values to whoever deploys or looks the stack up."""
        for name, (description, value) in outputs.items():
            CfnOutput(self, name, description=description, value=value)


def drift(stack: Stack) -> str:
    """Return the command that has CloudFormation compare a stack with its template."""
    return (
        f"aws cloudformation detect-stack-drift --stack-name {stack.stack_name}"
        f" --region {stack.region}"
    )
