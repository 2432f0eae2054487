"""Which functions run during deployments only, as several cards ask. No card of its own."""

from __future__ import annotations

from synthgate.resolve.values import ABSENT
from synthgate.rule.api import Resource, View, compile_path

TOKEN = compile_path("$.Properties.ServiceToken")
CALLERS = ("AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping")
CALLED = compile_path("$.Properties.FunctionName")
PROVIDERS = tuple(
    compile_path(f"$.Properties.Environment.Variables.{name}")
    for name in ("USER_ON_EVENT_FUNCTION_ARN", "USER_IS_COMPLETE_FUNCTION_ARN")
)
"""By these the functions of CDK's provider framework know the program's own."""


def only_deploys(view: View) -> bool:
    """Whether a function runs during deployments only: for custom resources, and for nobody else.

    Whoever deploys is told when it fails, so that it needs no alarm.
    """
    serves = (
        _is_provider(view.resource)
        or view.is_referred_to(["Custom::*", "AWS::CloudFormation::CustomResource"], TOKEN)
        or any(view.is_referred_to(["AWS::Lambda::Function"], path) for path in PROVIDERS)
    )
    return serves and not view.referring(CALLERS, CALLED)


def _is_provider(function: Resource) -> bool:
    """Whether it is of CDK's provider framework."""
    return any(
        match.value is not ABSENT for path in PROVIDERS for match in path.find(function.body)
    )
