"""Buckets, shares and backups."""

import aws_cdk as cdk
from aws_cdk import aws_backup as backup
from aws_cdk import aws_datasync as datasync
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

PARTNER = "444455556666"


class Files(cdk.Stack):
    """Files that everybody may read, and that nobody gets back."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self._buckets()
        self._records()
        self._backups()
        agent = self.format_arn(
            service="datasync", resource="agent", resource_name="agent-0123456789abcdef0"
        )
        datasync.CfnLocationSMB(
            self,
            "Share",
            agent_arns=[agent],
            server_hostname="files.example.com",
            subdirectory="/team",
            user="sync",
            password="kept4ever",
        )

    def _buckets(self) -> None:
        s3.Bucket(
            self,
            "HalfBlocked",
            block_public_access=s3.BlockPublicAccess.BLOCK_ACLS_ONLY,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        s3.Bucket(self, "Downloads", access_control=s3.BucketAccessControl.PUBLIC_READ)
        s3.Bucket(self, "Uploads", access_control=s3.BucketAccessControl.PUBLIC_READ_WRITE)
        halfway = s3.CfnBucket(self, "RetainedByHalf")
        halfway.cfn_options.deletion_policy = cdk.CfnDeletionPolicy.RETAIN

    def _records(self) -> None:
        records = s3.Bucket(self, "Records")
        objects = records.arn_for_objects("*")
        partner = iam.AccountPrincipal(PARTNER)
        for statement in (
            iam.PolicyStatement(
                actions=["s3:GetObject"], principals=[iam.AnyPrincipal()], resources=[objects]
            ),
            iam.PolicyStatement(actions=["s3:*"], principals=[partner], resources=[objects]),
            iam.PolicyStatement(
                not_actions=["s3:DeleteBucket"], principals=[partner], resources=[objects]
            ),
        ):
            records.add_to_resource_policy(statement)
        s3.CfnAccessPoint(
            self,
            "AccessPoint",
            bucket=records.bucket_name,
            public_access_block_configuration=s3.CfnAccessPoint.PublicAccessBlockConfigurationProperty(
                block_public_acls=True,
                ignore_public_acls=True,
                block_public_policy=False,
                restrict_public_buckets=False,
            ),
        )

    def _backups(self) -> None:
        vault = backup.BackupVault(
            self,
            "Vault",
            access_policy=iam.PolicyDocument(
                statements=[
                    iam.PolicyStatement(
                        actions=["backup:CopyIntoBackupVault"],
                        principals=[iam.AnyPrincipal()],
                        resources=["*"],
                    )
                ]
            ),
        )
        plan = backup.BackupPlan(self, "Plan", backup_vault=vault)
        at_night = events.Schedule.cron(hour="2", minute="0")
        plan.add_rule(
            backup.BackupPlanRule(schedule_expression=at_night, delete_after=cdk.Duration.days(3))
        )
        plan.add_rule(
            backup.BackupPlanRule(
                schedule_expression=at_night,
                move_to_cold_storage_after=cdk.Duration.days(30),
                delete_after=cdk.Duration.days(35),
            )
        )
        plan.add_rule(
            backup.BackupPlanRule(
                schedule_expression=at_night,
                copy_actions=[backup.BackupPlanCopyActionProps(destination_backup_vault=vault)],
            )
        )
        selection = backup.CfnRestoreTestingPlan.RestoreTestingRecoveryPointSelectionProperty
        backup.CfnRestoreTestingPlan(
            self,
            "RestoreTests",
            restore_testing_plan_name="weekly",
            schedule_expression="cron(0 6 ? * SUN *)",
            recovery_point_selection=selection(
                algorithm="LATEST_WITHIN_WINDOW",
                include_vaults=["*"],
                recovery_point_types=["SNAPSHOT"],
            ),
        )
