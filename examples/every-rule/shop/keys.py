"""Keys and secrets."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ssm as ssm
from constructs import Construct

PARTNER = "444455556666"


class Keys(cdk.Stack):
    """Secrets that everybody knows, and keys that everybody has."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        key = kms.Key(self, "Data", pending_window=cdk.Duration.days(7))
        for statement in (
            iam.PolicyStatement(actions=["kms:Decrypt"], principals=[iam.AnyPrincipal()]),
            iam.PolicyStatement(
                not_actions=["kms:ScheduleKeyDeletion"], principals=[iam.AccountPrincipal(PARTNER)]
            ),
        ):
            statement.add_all_resources()
            key.add_to_resource_policy(statement)
        login = secretsmanager.Secret(
            self,
            "Login",
            secret_string_value=cdk.SecretValue.unsafe_plain_text("4v9fK2mQ8zX1"),
        )
        login.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["secretsmanager:GetSecretValue"],
                principals=[iam.AnyPrincipal()],
                resources=["*"],
            )
        )
        ssm.StringParameter(
            self,
            "StoredPassword",
            parameter_name="/orders/db/password",
            string_value="kept4ever",
        )
