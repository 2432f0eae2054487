"""Proof, every week, that what was backed up can be had back."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import aws_backup as backup
from aws_cdk import aws_iam as iam
from constructs import Construct


class RestoreTesting(Construct):
    """A plan that restores the newest recovery point of a week, and deletes it again."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        vault: backup.IBackupVault,
        role: iam.Role,
    ) -> None:
        """Create the plan. Names here may hold no hyphens."""
        super().__init__(scope, construct_id)
        self.name = name.replace("-", "_")
        self.role = role
        self.plan = backup.CfnRestoreTestingPlan(
            self,
            "Plan",
            restore_testing_plan_name=self.name,
            schedule_expression="cron(0 6 ? * SUN *)",
            start_window_hours=4,
            recovery_point_selection=(
                backup.CfnRestoreTestingPlan.RestoreTestingRecoveryPointSelectionProperty(
                    algorithm="LATEST_WITHIN_WINDOW",
                    include_vaults=[vault.backup_vault_arn],
                    recovery_point_types=["SNAPSHOT"],
                    selection_window_days=7,
                )
            ),
        )

    def add(self, resource_type: str, arn: str) -> None:
        """Have a resource's backups tested."""
        selection = backup.CfnRestoreTestingSelection(
            self,
            resource_type,
            restore_testing_plan_name=self.plan.restore_testing_plan_name,
            restore_testing_selection_name=f"{self.name}_{resource_type}",
            protected_resource_type=resource_type,
            protected_resource_arns=[arn],
            iam_role_arn=self.role.role_arn,
            validation_window_hours=2,
        )
        selection.node.add_dependency(self.plan)
