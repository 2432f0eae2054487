"""Section 4.1: backups that stay where the originals are."""

# See security_foundation.py.
# pyright: reportArgumentType=false

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct


class BackupConstruct(Construct):
    """A vault and a plan."""

    def __init__(
        self, scope: Construct, construct_id: str, *, environment: str, retention_days: int
    ) -> None:
        """Create both."""
        super().__init__(scope, construct_id)
        # Fault vault-unlocked: whoever may delete recovery points may delete all of them, and
        # no policy or lock of the vault says otherwise.
        self.backup_vault = backup.BackupVault(
            self,
            "BackupVault",
            # Fault names-fixed: "production-backup-vault", for every application of the account.
            backup_vault_name=f"{environment}-backup-vault",
            # Fault vault-under-aws-key: AWS's own key cannot be shared, which rules out a copy
            # of these backups in another account.
            encryption_key=kms.Alias.from_alias_name(self, "BackupKey", "alias/aws/backup"),
            removal_policy=(
                RemovalPolicy.RETAIN if environment == "production" else RemovalPolicy.DESTROY
            ),
        )
        # Fault plan-does-not-compile: the seed passes properties where the method takes a vault.
        # Transcribed as meant, but for the plan's name, for which there is no parameter.
        self.backup_plan = backup.BackupPlan.daily_weekly_monthly5_year_retention(
            self, "BackupPlan", self.backup_vault
        )
        if environment == "production":
            self._back_up_critical_data(retention_days)

    def _back_up_critical_data(self, retention_days: int) -> None:
        # Fault plan-does-not-compile: `BackupPlanRule.fromProps` and `backup.ScheduleExpression`
        # do not exist.
        self.backup_plan.add_rule(
            backup.BackupPlanRule(
                rule_name="CriticalDataBackup",
                schedule_expression=events.Schedule.cron(hour="2", minute="0"),
                delete_after=Duration.days(retention_days),
                # Fault cold-storage-too-short: AWS Backup refuses the rule unless
                # `retention_days` is 120 or more; nothing here says or checks it.
                move_to_cold_storage_after=Duration.days(30),
                copy_actions=[
                    # Fault copy-into-own-vault: the copy shares vault, account and region with
                    # the original, and whatever happens to them.
                    backup.BackupPlanCopyActionProps(
                        destination_backup_vault=self.backup_vault,
                        delete_after=Duration.days(retention_days * 2),
                    )
                ],
            )
        )

    def add_dynamo_db_table(self, table: dynamodb.Table) -> None:
        """Add a table to the plan."""
        # Fault one-table-only: the id is fixed, so that a second table is an error.
        self.backup_plan.add_selection(
            "DynamoDBBackup",
            resources=[backup.BackupResource.from_dynamo_db_table(table)],
            allow_restores=True,
        )

    def add_s3_bucket_backup(self, bucket: s3.Bucket) -> None:
        """Add a bucket to the plan; or so its name says."""
        # Fault backups-never-restored: nor is anything ever restored to see that it can be.
        # Fault lifecycle-is-no-backup: this moves the only copy to cheaper storage.
        bucket.add_lifecycle_rule(
            id="BackupLifecycle",
            enabled=True,
            transitions=[
                _move(s3.StorageClass.INFREQUENT_ACCESS, 30),
                _move(s3.StorageClass.GLACIER, 90),
                _move(s3.StorageClass.DEEP_ARCHIVE, 180),
            ],
        )


def _move(storage_class: s3.StorageClass, days: int) -> s3.Transition:
    return s3.Transition(storage_class=storage_class, transition_after=Duration.days(days))
