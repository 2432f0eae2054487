"""The CDK program of the fleet: one stack, with settings of production.

Who gets its alarms is said as in ``infra/app.py``: in ``NOTIFICATION_EMAIL``.
"""

import os
from dataclasses import replace

import aws_cdk as cdk
import cdk_nag

from fleet.stack import CONCURRENCY, FleetStack
from production.addresses import address, read_by_somebody
from production.settings import EnvironmentSettings, settings_for_one_function

APPLICATION = "synthgate-fleet"


def settings_of(environment: str) -> EnvironmentSettings:
    """Return the settings of an environment, with a function that is large enough to scan."""
    return settings_for_one_function(
        environment, APPLICATION, timeout_seconds=600, concurrency=CONCURRENCY
    )


def build(app: cdk.App) -> FleetStack:
    """Add the stack for the environment of the context, and have cdk-nag look at it."""
    environment: str = app.node.try_get_context("environment") or "production"
    email = read_by_somebody(address(app, os.environ))
    settings = replace(settings_of(environment), notification_email=email)
    account = os.environ.get("CDK_DEFAULT_ACCOUNT")
    stage = cdk.Stage(app, settings.qualified_name)
    stack = FleetStack(stage, settings, cdk.Environment(account=account, region=settings.region))
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    return stack
