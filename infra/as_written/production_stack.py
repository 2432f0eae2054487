"""Section 3.1: the stack."""

# See security_foundation.py.
# pyright: reportArgumentType=false

from pathlib import Path
from typing import Any, cast

from aws_cdk import CfnOutput, CfnStack, CustomResource, Duration, Stack, Tags
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from as_written.monitoring import MonitoringConstruct
from as_written.security_foundation import SecurityFoundation

HEALTH_CHECK = Path(__file__).with_name("health_check.js")
CONSOLE = "https://console.aws.amazon.com/cloudwatch/home"


class ProductionStack(Stack):
    """Foundation and monitoring; and, in production, a health check.

    Fault nothing-is-watched: neither an alarm nor a backup, nor any other construct of the
    seed, is made here: the topic never hears of anything, the dashboard shows its own title.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: str,
        application_name: str,
        notification_email: str | None = None,
        **props: Any,
    ) -> None:
        """Compose the parts."""
        production = environment == "production"
        super().__init__(
            scope,
            construct_id,
            # Fault props-overwritten: description and tags from the app (section 3.2) are
            # spread first, and then lost to these.
            **{
                **props,
                "description": f"{application_name} - {environment}를 위한 프로덕션 준비 CDK 스택",
                "tags": {
                    "Environment": environment,
                    "Application": application_name,
                    "CreatedBy": "AWS CDK",
                    "CostCenter": "production" if production else "development",
                },
            },
        )
        self.security = SecurityFoundation(
            self,
            "Security",
            environment=environment,
            application_name=application_name,
            # Fault staging-key-unrotated: "is it production?" outweighs the default, which is true.
            enable_key_rotation=production,
            enable_cloud_trail=production,
        )
        self.monitoring = MonitoringConstruct(
            self, "Monitoring", environment=environment, notification_email=notification_email
        )
        if production:
            self._add_production_specific_configurations()
        CfnOutput(self, "Environment", value=environment, description="배포 환경")
        dashboard = self.monitoring.dashboard.dashboard_name
        CfnOutput(
            self,
            "MonitoringDashboard",
            value=f"{CONSOLE}?region={self.region}#dashboards:name={dashboard}",
            description="CloudWatch 모니터링 대시보드 URL",
        )

    def _add_production_specific_configurations(self) -> None:
        self.template_options.metadata = {
            "AWS::CloudFormation::Interface": {
                "ParameterGroups": [{"Label": {"default": "프로덕션 구성"}, "Parameters": []}]
            }
        }
        # Fault protection-never-set: a stack has no default child. In TypeScript this line ends
        # the synthesis ("Cannot read properties of undefined"): as written, production cannot
        # be synthesized at all. Transcribed so that it can, without the protection.
        cfn_stack = cast("CfnStack | None", self.node.default_child)
        if cfn_stack is not None:
            cfn_stack.add_property_override("EnableTerminationProtection", value=True)
        Tags.of(self).add("BackupRequired", "true")
        Tags.of(self).add("ComplianceLevel", "high")
        Tags.of(self).add("DataClassification", "confidential")
        CfnOutput(
            self,
            "DriftDetectionCommand",
            value=f"aws cloudformation detect-stack-drift --stack-name {self.stack_name}",
            description="구성 드리프트 감지 명령어",
        )
        self._add_production_health_checks()

    def _add_production_health_checks(self) -> None:
        # Fault check-runs-once: CloudFormation calls a custom resource when it is created and
        # when its properties change. It has none, so this health check runs once, ever; and it
        # checks nothing: it reports the clock and a region.
        # Fault stack-waits-an-hour: without ServiceTimeout, CloudFormation waits an hour for an
        # answer that does not come.
        CustomResource(
            self,
            "HealthCheck",
            service_token=lambda_.Function(
                self,
                "HealthCheckFunction",
                runtime=lambda_.Runtime.NODEJS_18_X,  # Fault runtime-out-of-support
                handler="index.handler",
                # In health_check.js, word for word:
                # Fault sdk-v2-missing: `require('aws-sdk')`, for nothing at all, throws on
                # Node.js 18 before the handler could answer CloudFormation.
                # Fault answer-not-awaited: `response.send` of cfn-response returns no promise.
                # The async handler is done before the answer is sent, and Lambda freezes it.
                code=lambda_.Code.from_inline(HEALTH_CHECK.read_text("utf-8")),
                # Fault function-not-secure: no SecureLambda: no dead-letter queue, no traces, no
                # limit, and a log group that nobody thought of.
                # Fault role-for-all: and the role of all others.
                role=self.security.execution_role,
                timeout=Duration.minutes(1),
            ).function_arn,
        )
