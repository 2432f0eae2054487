"""Servers, their disks and desktops."""

import aws_cdk as cdk
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_batch as batch
from aws_cdk import aws_cloud9 as cloud9
from aws_cdk import aws_dlm as dlm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticbeanstalk as elasticbeanstalk
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_workspaces as workspaces
from constructs import Construct


class Servers(cdk.Stack):
    """Machines that nobody looks after."""

    def __init__(self, scope: Construct, name: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, name)
        self.vpc = vpc
        self._servers()
        self._fleet()
        self._jobs_and_desks()
        self._snapshots()

    def _servers(self) -> None:
        server = ec2.Instance(
            self,
            "Server",
            vpc=self.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            instance_type=ec2.InstanceType("t3.large"),
            machine_image=ec2.MachineImage.latest_amazon_linux2(),
            associate_public_ip_address=True,
            block_devices=[
                ec2.BlockDevice(
                    device_name="/dev/xvda",
                    volume=ec2.BlockDeviceVolume.ebs(20),
                )
            ],
        )
        server.add_user_data("export DB_PASSWORD=kept4ever")
        authentication = {
            "type": "S3",
            "buckets": ["packages"],
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
            "secretKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        }
        server.instance.add_metadata("AWS::CloudFormation::Authentication", {"app": authentication})
        ec2.CfnInstance(
            self,
            "ServerOfNoSubnet",
            image_id=ec2.MachineImage.latest_amazon_linux2023().get_image(self).image_id,
            instance_type="t3.large",
        )
        ec2.Volume(
            self,
            "Disk",
            availability_zone="eu-central-1a",
            size=cdk.Size.gibibytes(100),
            encrypted=False,
        )

    def _fleet(self) -> None:
        fleet = autoscaling.AutoScalingGroup(
            self,
            "Fleet",
            vpc=self.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            instance_type=ec2.InstanceType("t3.large"),
            machine_image=ec2.MachineImage.latest_amazon_linux2023(),
            associate_public_ip_address=True,
        )
        group = elbv2.ApplicationTargetGroup(self, "Targets", vpc=self.vpc, port=80)
        fleet.attach_to_application_target_group(group)
        elasticbeanstalk.CfnEnvironment(
            self,
            "Application",
            application_name="shop",
            solution_stack_name="64bit Amazon Linux 2023 v4.7.0 running Python 3.13",
        )

    def _jobs_and_desks(self) -> None:
        container = batch.EcsEc2ContainerDefinition(
            self,
            "Container",
            image=ecs.ContainerImage.from_registry("public.ecr.aws/docker/library/busybox:1.37"),
            cpu=1,
            memory=cdk.Size.mebibytes(512),
            privileged=True,
        )
        batch.EcsJobDefinition(self, "Job", container=container)
        workspaces.CfnWorkspace(
            self,
            "Desk",
            bundle_id="wsb-0123456789",
            directory_id="d-0123456789",
            user_name="jkim",
        )
        cloud9.CfnEnvironmentEC2(
            self,
            "Workbench",
            image_id="amazonlinux-2023-x86_64",
            instance_type="t3.small",
        )

    def _snapshots(self) -> None:
        role = iam.Role(self, "Copying", assumed_by=iam.ServicePrincipal("dlm.amazonaws.com"))
        policy = dlm.CfnLifecyclePolicy
        dlm.CfnLifecyclePolicy(
            self,
            "Snapshots",
            description="Daily",
            execution_role_arn=role.role_arn,
            state="ENABLED",
            policy_details=policy.PolicyDetailsProperty(
                resource_types=["VOLUME"],
                target_tags=[cdk.CfnTag(key="backup", value="daily")],
                schedules=[
                    policy.ScheduleProperty(
                        name="daily",
                        create_rule=policy.CreateRuleProperty(interval=24, interval_unit="HOURS"),
                        retain_rule=policy.RetainRuleProperty(count=7),
                        cross_region_copy_rules=[
                            policy.CrossRegionCopyRuleProperty(target="eu-west-1", encrypted=False)
                        ],
                    )
                ],
            ),
        )
        dlm.CfnLifecyclePolicy(
            self,
            "SharedSnapshots",
            description="Copy what is shared with us",
            execution_role_arn=role.role_arn,
            state="ENABLED",
            policy_details=policy.PolicyDetailsProperty(
                policy_type="EVENT_BASED_POLICY",
                event_source=policy.EventSourceProperty(
                    type="MANAGED_CWE",
                    parameters=policy.EventParametersProperty(
                        event_type="shareSnapshot",
                        snapshot_owner=["111122223333"],
                        description_regex=".*",
                    ),
                ),
                actions=[
                    policy.ActionProperty(
                        name="copy",
                        cross_region_copy=[
                            policy.CrossRegionCopyActionProperty(
                                target="eu-west-1",
                                encryption_configuration=policy.EncryptionConfigurationProperty(
                                    encrypted=False
                                ),
                            )
                        ],
                    )
                ],
            ),
        )
