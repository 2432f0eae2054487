"""The CDK program of the hook: one stack, with settings of production.

Who gets its alarms is said as in ``infra/app.py``: in ``NOTIFICATION_EMAIL``.
"""

import os
from dataclasses import replace

import aws_cdk as cdk
import cdk_nag

from hook.stack import HookStack
from production.addresses import address, read_by_somebody
from production.settings import EnvironmentSettings, settings_for_one_function

APPLICATION = "synthgate-hook"
CONCURRENCY = 20
"""How many changes are judged at once; one more has to be tried again."""
SECONDS = 29
"""CloudFormation waits for 30 (CloudFormation Hooks User Guide, "Timeout and retry limits")."""


def settings_of(environment: str) -> EnvironmentSettings:
    """Return the settings of an environment, with a function that has a whole processor."""
    return settings_for_one_function(
        environment, APPLICATION, timeout_seconds=SECONDS, concurrency=CONCURRENCY
    )


def build(app: cdk.App) -> HookStack:
    """Add the stack for the environment of the context, and have cdk-nag look at it."""
    environment: str = app.node.try_get_context("environment") or "production"
    email = read_by_somebody(address(app, os.environ))
    settings = replace(settings_of(environment), notification_email=email)
    account = os.environ.get("CDK_DEFAULT_ACCOUNT")
    stage = cdk.Stage(app, settings.qualified_name)
    stack = HookStack(stage, settings, cdk.Environment(account=account, region=settings.region))
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    return stack
