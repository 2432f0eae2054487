"""Section 3.2: one program for several environments."""

import os

import aws_cdk as cdk

from as_written.final_exercise import FinalExercise
from as_written.production_stack import ProductionStack

APPLICATION = "my-cdk-app"


def build(app: cdk.App) -> None:
    """Add the stack that the context asks for, if it is one of these."""
    environment: str = app.node.try_get_context("environment") or "development"
    env = cdk.Environment(
        account=os.environ.get("CDK_DEFAULT_ACCOUNT"),
        region=os.environ.get("CDK_DEFAULT_REGION") or "us-east-1",
    )
    # "development" is the stack of the seed's first four days, which is not in it.
    # Fault unknown-environment-is-nothing: any other name ("dev", of section 6.2, or "prod")
    # makes an app without stacks.
    if environment == "staging":
        _stack(app, environment, env, {"CostCenter": "development"})
    if environment == "production":
        tags = {"CostCenter": "production", "BackupRequired": "true", "ComplianceLevel": "high"}
        _stack(app, environment, env, tags)


def _stack(app: cdk.App, environment: str, env: cdk.Environment, tags: dict[str, str]) -> None:
    name = f"{APPLICATION}-{environment}"
    stack = ProductionStack(
        app,
        name,
        env=env,
        environment=environment,
        application_name=APPLICATION,
        notification_email=os.environ.get("NOTIFICATION_EMAIL"),
        description=f"CDK 튜토리얼 애플리케이션의 {environment} 환경",
        tags={"Environment": environment, "Application": APPLICATION, **tags},
    )
    FinalExercise(
        stack,
        "FinalExercise",
        name=name,
        environment=environment,
        security=stack.security,
        monitoring=stack.monitoring,
    )
