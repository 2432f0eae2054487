"""What is kept of what could be lost, where, for how long; and whether it can be restored."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_backup as backup
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from production.acknowledged import acknowledge
from production.alert_topic import AlertTopic
from production.backup_schedule import scheduled
from production.restore_testing import RestoreTesting
from production.settings import EnvironmentSettings

COLD_AFTER = Duration.days(30)

KEY_USES = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)


class BackupVaultWithKey(Construct):
    """A vault with a key of its own: who can use the data's key cannot read its backups.

    The key is not ``alias/aws/backup``: a copy into another region or account
    cannot be encrypted with an AWS managed key that exists there only for others.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, settings: EnvironmentSettings
    ) -> None:
        """Create key and vault; in production, one that only who may lift its lock empties early.

        Its lock is in governance mode, as it names no days after which it is final: whoever has
        ``backup:DeleteBackupVaultLockConfiguration`` lifts it, which no role here has. In
        compliance mode it would bind the account's owner too, mistakes included.
        AWS Backup Developer Guide, "AWS Backup Vault Lock"
        """
        super().__init__(scope, construct_id)
        self.key = kms.Key(
            self,
            "Key",
            alias=f"alias/{name}",
            description=f"Encrypts the backups in {name}",
            enable_key_rotation=True,
            removal_policy=settings.removal_policy,
        )
        locked = settings.backup.locked
        self.vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=name,
            encryption_key=self.key,
            block_recovery_point_deletion=locked,
            lock_configuration=backup.LockConfiguration(min_retention=Duration.days(7))
            if locked
            else None,
            removal_policy=settings.removal_policy,
        )


class BackupConstruct(Construct):
    """A vault, a plan, and what the plan is for.

    Copies go to a vault in the recovery region, which another stack makes: its
    name is agreed on in the settings, and its ARN follows from it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: EnvironmentSettings,
        alerts: AlertTopic,
    ) -> None:
        """Create vault and plan, and have failures reported."""
        super().__init__(scope, construct_id)
        self.settings = settings
        self.store = BackupVaultWithKey(self, "Store", name=settings.vault_name, settings=settings)
        self.plan = backup.BackupPlan(
            self,
            "Plan",
            backup_plan_name=settings.qualified_name,
            backup_vault=self.store.vault,
            backup_plan_rules=scheduled(settings.backup.retention_days),
        )
        if settings.backup.critical_days:
            self.plan.add_rule(self._critical_rule(settings.backup.critical_days))
        self.role = self._role("Role", "Backup", "Takes backups")
        if settings.backup.restore_testing:
            self.testing = RestoreTesting(
                self,
                "RestoreTesting",
                name=settings.qualified_name,
                vault=self.store.vault,
                role=self._role("RestoreRole", "Restores", "Restores backups to test them"),
            )
        self._report_failures(alerts)

    def add_table(self, table: dynamodb.ITableV2) -> None:
        """Back up a table, and test that it can be restored."""
        self._select("Tables", table.table_arn)
        self._test("DynamoDB", table.table_arn)

    def add_bucket(self, bucket: s3.IBucket) -> None:
        """Back up a bucket; its lifecycle, which is no backup, is the bucket's own business."""
        self._select("Buckets", bucket.bucket_arn)
        self._test("S3", bucket.bucket_arn)

    def _select(self, construct_id: str, arn: str) -> None:
        self.plan.add_selection(
            construct_id,
            resources=[backup.BackupResource.from_arn(arn)],
            role=self.role,
            disable_default_backup_policy=True,
        )

    def _test(self, resource_type: str, arn: str) -> None:
        if self.settings.backup.restore_testing:
            self.testing.add(resource_type, arn)

    def _critical_rule(self, days: int) -> backup.BackupPlanRule:
        """Return the rule of production: every night, with a copy in the recovery region."""
        return backup.BackupPlanRule(
            rule_name="CriticalDataBackup",
            schedule_expression=events.Schedule.cron(hour="2", minute="0"),
            start_window=Duration.hours(1),
            completion_window=Duration.hours(4),
            move_to_cold_storage_after=COLD_AFTER,
            delete_after=Duration.days(days),
            copy_actions=[
                backup.BackupPlanCopyActionProps(
                    destination_backup_vault=self._recovery_vault(),
                    move_to_cold_storage_after=COLD_AFTER,
                    delete_after=Duration.days(2 * days),
                )
            ],
        )

    def _recovery_vault(self) -> backup.IBackupVault:
        arn = Stack.of(self).format_arn(
            service="backup",
            region=self.settings.recovery_region,
            resource="backup-vault",
            resource_name=self.settings.recovery_vault_name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        return backup.BackupVault.from_backup_vault_arn(self, "RecoveryVault", arn)

    def _role(self, construct_id: str, work: str, description: str) -> iam.Role:
        """Return a role for AWS Backup, with the two policies that AWS maintains for the work.

        They reach across the account, as AWS Backup discovers and tags; a policy of
        our own would break with whatever a service adds to its backups.
        https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
        """
        table_policy = f"service-role/AWSBackupServiceRolePolicyFor{work}"
        bucket_policy = f"AWSBackupServiceRolePolicyForS3{work.removesuffix('s')}"
        role = iam.Role(
            self,
            construct_id,
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),
            description=f"{description} of {self.settings.qualified_name}",
            managed_policies=[
                iam.ManagedPolicy.from_aws_managed_policy_name(name)
                for name in (table_policy, bucket_policy)
            ],
        )
        self.store.key.grant(role, *KEY_USES)
        acknowledge(
            role,
            "AWS maintains these policies: a new kind of backup needs new permissions.",
            f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{table_policy}]",
            f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{bucket_policy}]",
        )
        return role

    def _report_failures(self, alerts: AlertTopic) -> None:
        """Report what did not end well: backups, copies, and restores."""
        for job in ("Backup", "Copy", "Restore"):
            alerts.tell(
                self,
                f"{job}Failures",
                about=f"A {job.lower()} job did not complete",
                pattern=events.EventPattern(
                    source=["aws.backup"],
                    detail_type=[f"{job} Job State Change"],
                    detail={
                        "Restore": {"status": ["ABORTED", "FAILED"]},
                        "Copy": {"state": ["FAILED"]},
                        "Backup": {"state": ["ABORTED", "EXPIRED", "FAILED"]},
                    }[job],
                ),
            )
