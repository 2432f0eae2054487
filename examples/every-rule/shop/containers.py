"""Containers: images, tasks, services and clusters."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_efs as efs
from aws_cdk import aws_eks as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

NGINX = "public.ecr.aws/docker/library/nginx:1.29"


class Containers(cdk.Stack):
    """Containers that may do whatever their hosts may."""

    def __init__(self, scope: Construct, name: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, name)
        self.vpc = vpc
        repository = ecr.Repository(self, "Images")
        repository.grant_pull(iam.AnyPrincipal())
        self._on_hosts()
        self._web()
        self._clusters()

    def _on_hosts(self) -> None:
        task = ecs.Ec2TaskDefinition(
            self, "HostTask", network_mode=ecs.NetworkMode.HOST, pid_mode=ecs.PidMode.HOST
        )
        image = ecs.ContainerImage.from_registry(NGINX)
        task.add_container("Agent", image=image, memory_limit_mib=256, privileged=True)
        task.add_container("Web", image=image, memory_limit_mib=256)
        of_a_user = ecs.Ec2TaskDefinition(self, "UserTask", network_mode=ecs.NetworkMode.HOST)
        of_a_user.add_container("Web", image=image, memory_limit_mib=256, user="1000")

    def _web(self) -> None:
        files = efs.FileSystem(self, "Files", vpc=self.vpc, encrypted=False)
        task = ecs.FargateTaskDefinition(
            self,
            "WebTask",
            volumes=[
                ecs.Volume(
                    name="files",
                    efs_volume_configuration=ecs.EfsVolumeConfiguration(
                        file_system_id=files.file_system_id,
                    ),
                )
            ],
        )
        task.add_container(
            "Web",
            image=ecs.ContainerImage.from_registry(NGINX),
            environment={"DB_PASSWORD": "kept4ever"},
        )
        ecs.FargateService(
            self,
            "Web",
            cluster=ecs.Cluster(self, "Services", vpc=self.vpc),
            task_definition=task,
            platform_version=ecs.FargatePlatformVersion.VERSION1_3,
            assign_public_ip=True,
        )

    def _clusters(self) -> None:
        role = iam.Role(self, "Running", assumed_by=iam.ServicePrincipal("eks.amazonaws.com"))
        subnets = self.vpc.select_subnets().subnet_ids
        cluster = eks.CfnCluster(
            self,
            "Cluster",
            version="1.31",
            role_arn=role.role_arn,
            resources_vpc_config=eks.CfnCluster.ResourcesVpcConfigProperty(subnet_ids=subnets),
        )
        eks.CfnCluster(
            self,
            "ClusterForAnOffice",
            version="1.34",
            role_arn=role.role_arn,
            resources_vpc_config=eks.CfnCluster.ResourcesVpcConfigProperty(
                subnet_ids=subnets,
                endpoint_public_access=True,
                public_access_cidrs=["192.0.2.0/24"],
            ),
        )
        eks.CfnNodegroup(
            self,
            "Nodes",
            cluster_name=cluster.ref,
            node_role=role.role_arn,
            subnets=subnets,
            remote_access=eks.CfnNodegroup.RemoteAccessProperty(ec2_ssh_key="operators"),
        )
