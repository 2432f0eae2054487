"""A pipeline of CDK Pipelines that nothing passes which the gate has not seen, not even itself.

The step that synthesizes scans as well. So a closed gate ends the run before the pipeline changes
itself (its self-mutation comes next) and before anything is deployed; the stack of the pipeline is
in the assembly, and is scanned with the rest. Production asks for more: the step before it holds
the same assembly against the policy of the platform, whose clauses name the stage
(`gate: {clauses: [{stages: [Delivery/Production], fail-on: medium}]}`). It lies in the repository
as it did for the first step, so that the baseline and the waivers fit there as well: they are of
all of `cdk.out`, and a part of it alone would have none of them.

The source is the main branch, which nobody writes without a review: what it accepts is accepted.
There is no git in these steps either, and no `--accepted-from`. Pull requests have a job of their
own (buildspec.yml).
"""

from __future__ import annotations

from aws_cdk import App, Stack, Stage, pipelines
from aws_cdk import aws_sqs as sqs
from constructs import Construct

INSTALL = [
    'python3 -I -m venv "$HOME/synthgate"',
    '"$HOME/synthgate/bin/pip" install --quiet --no-input synthgate==0.1.0',
]
SYNTHGATE = '"$HOME/synthgate/bin/synthgate"'


class Shop(Stage):
    """What is deployed, once for each environment."""

    def __init__(self, scope: Construct, name: str) -> None:
        """Make its stacks."""
        super().__init__(scope, name)
        sqs.Queue(Stack(self, "Orders"), "Queue")


class Delivery(Stack):
    """The pipeline."""

    def __init__(self, scope: Construct, name: str) -> None:
        """Lay out its stages."""
        super().__init__(scope, name)
        source = pipelines.CodePipelineSource.connection(
            "acme/shop",
            "main",
            connection_arn=f"arn:aws:codeconnections:{self.region}:{self.account}:connection/shop",
        )
        synth = pipelines.ShellStep(
            "Synth",
            input=source,
            install_commands=[*INSTALL, "npm ci"],
            commands=["npx cdk synth --quiet", f"{SYNTHGATE} scan cdk.out --stamp"],
        )
        pipeline = pipelines.CodePipeline(self, "Pipeline", synth=synth)
        pipeline.add_stage(Shop(self, "Staging"))
        pipeline.add_stage(
            Shop(self, "Production"),
            pre=[
                pipelines.ShellStep(
                    "Gate",
                    input=source,  # configuration, baseline, waivers, policy
                    additional_inputs={"cdk.out": synth},  # the assembly, as it is deployed
                    install_commands=INSTALL,
                    commands=[f"{SYNTHGATE} scan cdk.out --policy policy.yaml"],
                )
            ],
        )


app = App()
Delivery(app, "Delivery")
app.synth()
