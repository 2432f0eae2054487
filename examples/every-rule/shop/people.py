"""Customers, guests and the staff's directories."""

import aws_cdk as cdk
from aws_cdk import aws_appstream as appstream
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_cognito_identitypool as identitypool
from aws_cdk import aws_directoryservice as directoryservice
from aws_cdk import aws_ec2 as ec2
from constructs import Construct


class People(cdk.Stack):
    """Whoever asks is let in."""

    def __init__(self, scope: Construct, name: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, name)
        customers = cognito.UserPool(
            self, "Customers", password_policy=cognito.PasswordPolicy(min_length=6)
        )
        cognito.UserPoolIdentityProviderGoogle(
            self,
            "Google",
            user_pool=customers,
            client_id="web",
            client_secret_value=cdk.SecretValue.unsafe_plain_text("4v9fK2mQ8zX1"),
        )
        identitypool.IdentityPool(self, "Guests", allow_unauthenticated_identities=True)
        given = cdk.CfnParameter(self, "DirectoryPassword").value_as_string
        for directory, password in {"corp": "Kept4ever", "other": given}.items():
            directoryservice.CfnMicrosoftAD(
                self,
                f"{directory.title()}Directory",
                name=f"{directory}.example.com",
                password=password,
                vpc_settings=directoryservice.CfnMicrosoftAD.VpcSettingsProperty(
                    vpc_id=vpc.vpc_id, subnet_ids=vpc.select_subnets().subnet_ids
                ),
            )
        account = appstream.CfnDirectoryConfig.ServiceAccountCredentialsProperty
        appstream.CfnDirectoryConfig(
            self,
            "DesktopDirectory",
            directory_name="corp.example.com",
            organizational_unit_distinguished_names=["OU=Desks,DC=corp,DC=example,DC=com"],
            service_account_credentials=account(
                account_name="corp\\join",
                account_password="kept4ever",
            ),
        )
