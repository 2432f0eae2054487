"""An app whose stacks hand values to each other in every way of the CDK: see `test_as_synthesized`.

``stacks_app.py STATE``: in the state *after*, nothing is handed over any more.
"""

from __future__ import annotations

import sys

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_ssm as ssm

ACCOUNT = "111122223333"
"""Of the documentation."""


class Gives(cdk.Stack):
    """A stack with something to hand over."""

    queue: sqs.Queue

    def __init__(self, app: cdk.App, name: str, region: str, *, is_protected: bool) -> None:
        super().__init__(
            app,
            name,
            env=cdk.Environment(account=ACCOUNT, region=region),
            cross_region_references=True,
            termination_protection=is_protected,
        )
        self.queue = sqs.Queue(self, "Queue")


class Takes(cdk.Stack):
    """A stack that notes what it is given, or what it has of its own."""

    def __init__(self, app: cdk.App, name: str, region: str, value: str) -> None:
        super().__init__(
            app,
            name,
            env=cdk.Environment(account=ACCOUNT, region=region),
            cross_region_references=True,
        )
        ssm.StringParameter(self, "Noted", string_value=value)


class Nested(cdk.NestedStack):
    """What is given to a nested stack is a parameter of it."""

    def __init__(self, stack: cdk.Stack, name: str, value: str) -> None:
        super().__init__(stack, name)
        ssm.StringParameter(self, "Noted", string_value=value)


def main(state: str) -> None:
    """Write the app in one of its two states."""
    hands_over = state == "before"
    app = cdk.App()
    gives = Gives(app, "Gives", "us-east-1", is_protected=hands_over)
    value = gives.queue.queue_arn if hands_over else "none"
    Takes(app, "Near", "us-east-1", value).add_dependency(gives)
    Takes(app, "Apart", "us-east-1", value)
    Takes(app, "Far", "eu-west-1", value)
    Nested(gives, "Inner", value)
    Nested(Takes(app, "Outer", "us-east-1", "none"), "Inner", value)
    app.synth()


main(sys.argv[1])
