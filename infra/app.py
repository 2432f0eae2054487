"""The CDK program: a stage for each environment that the context names.

    cdk synth --context environment=production
    python synth.py --environment production --output DIR      # without the CDK CLI

Context keys: ``environment`` (development by default; ``all`` for each of them),
``notification_email`` (else ``NOTIFICATION_EMAIL`` of the environment), ``region``,
``recovery_region`` (the region's pair by default), and for disaster recovery ``restored_table``.
``account_limit_usd``, in dollars, has an environment watch the bill of an account of its own. The
last four may be one environment's alone: ``production:region`` wins over ``region``.
"""

import os
import sys
from dataclasses import replace

import aws_cdk as cdk
import cdk_nag

from production.addresses import address, read_by_somebody
from production.settings import (
    ENVIRONMENTS,
    EnvironmentSettings,
    UnknownEnvironmentError,
    settings_for,
)
from production.sizes import REGIONS, CostSettings, NoAmountError, UnknownRegionError
from production.stage import ApplicationStage

OVERRIDES = ("region", "recovery_region", "restored_table")
"""The settings that the context may replace."""


def build(app: cdk.App) -> list[ApplicationStage]:
    """Add the stages that the app's context asks for.

    Regions are the settings'. Without an account the templates name none, and
    synthesis looks nothing up.
    https://docs.aws.amazon.com/cdk/v2/guide/environments.html
    """
    account = os.environ.get("CDK_DEFAULT_ACCOUNT")
    return [
        ApplicationStage(app, settings=settings, account=account) for settings in asked_for(app)
    ]


def asked_for(app: cdk.App) -> list[EnvironmentSettings]:
    """Return the settings of the environments, as the context has them."""
    name = _context(app, "environment") or "development"
    rows = ENVIRONMENTS.values() if name == "all" else [settings_for(name)]
    email = read_by_somebody(address(app, os.environ))
    return [
        replace(row, **_given(app, row.name), cost=_costs(app, row), notification_email=email)
        for row in rows
    ]


def _costs(app: cdk.App, row: EnvironmentSettings) -> CostSettings:
    """Return what an environment may cost, and its account where it has one of its own."""
    key = "account_limit_usd"
    value = _context(app, f"{row.name}:{key}") or _context(app, key)
    if value is None:
        return row.cost
    if not (value.isascii() and value.isdigit()):
        raise NoAmountError(key, value)
    return replace(row.cost, account_limit_usd=int(value))


def _given(app: cdk.App, environment: str) -> dict[str, str]:
    """Return the settings that the context replaces, in one environment or in all."""
    given = {
        key: value
        for key in OVERRIDES
        if (value := _context(app, f"{environment}:{key}") or _context(app, key))
    }
    if (region := given.get("region")) in REGIONS:
        given.setdefault("recovery_region", REGIONS[region].pair)
    return given


def _context(app: cdk.App, key: str) -> str | None:
    value: object = app.node.try_get_context(key)
    return None if value is None else str(value)


def main() -> int:
    """Synthesize, and return the exit code."""
    app = cdk.App()
    try:
        build(app)
        cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    except (NoAmountError, UnknownEnvironmentError, UnknownRegionError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    # Explicit, because a Python app that forgets it exits with 0 and writes nothing.
    app.synth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
