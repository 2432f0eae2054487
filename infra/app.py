"""The CDK program: one production stack for the environment the context names.

    cdk synth --context environment=production
    python synth.py --environment production --output DIR      # without the CDK CLI

Context keys: ``environment`` (default: development) and ``notification_email``
(nobody is mailed unless it is given).
"""

import os
import sys

import aws_cdk as cdk

from production.settings import UnknownEnvironmentError, settings_for
from production.stack import ProductionStack


def build(app: cdk.App) -> ProductionStack:
    """Add the stack that the app's context asks for."""
    settings = settings_for(_context(app, "environment") or "development")
    return ProductionStack(
        app,
        settings.qualified_name,
        settings=settings,
        notification_email=_context(app, "notification_email"),
        env=_target(),
    )


def _context(app: cdk.App, key: str) -> str | None:
    value: object = app.node.try_get_context(key)
    return None if value is None else str(value)


def _target() -> cdk.Environment:
    """Return where to deploy to: what the CDK CLI found out, or else anywhere.

    Without the two variables the template is environment-agnostic: it names no
    account and no region, and synthesis looks nothing up.
    https://docs.aws.amazon.com/cdk/v2/guide/environments.html
    """
    return cdk.Environment(
        account=os.environ.get("CDK_DEFAULT_ACCOUNT"),
        region=os.environ.get("CDK_DEFAULT_REGION"),
    )


def main() -> int:
    """Synthesize, and return the exit code."""
    app = cdk.App()
    try:
        build(app)
    except UnknownEnvironmentError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    # Explicit, because a Python app that forgets it exits with 0 and writes nothing.
    app.synth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
