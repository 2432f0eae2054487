"""Roles, policies and users of IAM."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

BUILDS = "codebuild.amazonaws.com"
PARTNER = "444455556666"
OBJECTS = "arn:aws:s3:::records/*"
TABLE = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders"


class Identities(cdk.Stack):
    """Everyone may do everything."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        for managed in ("AdministratorAccess", "PowerUserAccess", "AmazonDynamoDBFullAccess"):
            iam.Role(
                self,
                f"RoleOf{managed}",
                assumed_by=iam.ServicePrincipal(BUILDS),
                managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(managed)],
            )
        own = iam.Role(self, "SelfMade", assumed_by=iam.ServicePrincipal(BUILDS))
        own.add_to_policy(
            iam.PolicyStatement(
                actions=["iam:GetRolePolicy", "iam:PutRolePolicy"], resources=[own.role_arn]
            )
        )
        self._trusts()
        self._policies()
        self._users()

    def _trusts(self) -> None:
        iam.Role(self, "RoleOfAnyone", assumed_by=iam.AnyPrincipal())
        partner = iam.ArnPrincipal(f"arn:aws:iam::{PARTNER}:role/partner")
        for name, statement in {
            "EveryAction": iam.PolicyStatement(actions=["sts:*"], principals=[partner]),
            "OtherActions": iam.PolicyStatement(
                not_actions=["sts:TagSession"], principals=[partner]
            ),
        }.items():
            role = iam.Role(self, f"RoleOf{name}", assumed_by=iam.ServicePrincipal(BUILDS))
            if role.assume_role_policy:
                role.assume_role_policy.add_statements(statement)
        for name, url in {
            "GitHub": "https://token.actions.githubusercontent.com",
            "GitLab": "https://gitlab.example.com",
        }.items():
            provider = iam.OidcProviderNative(self, name, url=url, client_ids=["sts.amazonaws.com"])
            iam.Role(self, f"RoleOf{name}", assumed_by=iam.OpenIdConnectPrincipal(provider))

    def _policies(self) -> None:
        allowed = iam.PolicyStatement
        for name, statement in {
            "Everything": allowed(actions=["*"], resources=["*"]),
            "EveryAction": allowed(actions=["*"], resources=[OBJECTS]),
            "EveryOtherAction": allowed(not_actions=["s3:DeleteBucket"], resources=[OBJECTS]),
            "EveryOtherResource": allowed(actions=["s3:GetObject"], not_resources=[OBJECTS]),
            "EveryActionOfAService": allowed(actions=["dynamodb:*"], resources=[TABLE]),
            "EveryTable": allowed(actions=["dynamodb:GetItem"], resources=["*"]),
            "EveryRoleAssumed": allowed(actions=["sts:AssumeRole"], resources=["*"]),
            "EveryRolePassed": allowed(actions=["iam:PassRole"], resources=["*"]),
            "EveryRoleMade": allowed(
                actions=["iam:CreateRole", "iam:PutRolePolicy"], resources=["*"]
            ),
            "EveryFunctionChanged": allowed(actions=["lambda:UpdateFunctionCode"], resources=["*"]),
            "EverySecret": allowed(actions=["secretsmanager:GetSecretValue"], resources=["*"]),
            "EveryKey": allowed(actions=["kms:Decrypt"], resources=["*"]),
            "MisspeltAction": allowed(actions=["s3:GetObjects"], resources=[OBJECTS]),
        }.items():
            iam.ManagedPolicy(self, name, statements=[statement])

    def _users(self) -> None:
        iam.User(self, "Auditor", password=cdk.SecretValue.unsafe_plain_text("kept4ever"))
        partner = iam.User(self, "Partner")
        for name in ("First", "Second"):
            iam.AccessKey(self, f"{name}Key", user=partner)
        iam.AccessKey(self, "RootKey", user=iam.User(self, "Root", user_name="root"))
