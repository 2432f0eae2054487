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
        hosts = self._on_hosts()
        self._called_by_balancers(hosts)
        self._web()
        self._clusters()

    def _on_hosts(self) -> ecs.TaskDefinition:
        task = ecs.Ec2TaskDefinition(
            self, "HostTask", network_mode=ecs.NetworkMode.HOST, pid_mode=ecs.PidMode.HOST
        )
        image = ecs.ContainerImage.from_registry(NGINX)
        task.add_container("Agent", image=image, memory_limit_mib=256, privileged=True)
        task.add_container("Web", image=image, memory_limit_mib=256)
        of_a_user = ecs.Ec2TaskDefinition(self, "UserTask", network_mode=ecs.NetworkMode.HOST)
        of_a_user.add_container("Web", image=image, memory_limit_mib=256, user="1000")
        return task

    def _called_by_balancers(self, task: ecs.TaskDefinition) -> None:
        calling = iam.ServicePrincipal("ecs.amazonaws.com")
        everything = iam.ManagedPolicy.from_aws_managed_policy_name("AdministratorAccess")
        admin = iam.Role(self, "Admin", assumed_by=calling, managed_policies=[everything])
        policy = iam.CfnPolicy(
            self,
            "Calls",
            policy_name="balancers",
            policy_document=iam.PolicyDocument(
                statements=[
                    iam.PolicyStatement(
                        actions=["elasticloadbalancing:DescribeTargetHealth"], resources=["*"]
                    )
                ]
            ),
            roles=[iam.Role(self, "Caller", assumed_by=calling).role_name],
        )
        for name, role in {"OfAnAdmin": admin.role_arn, "OfAPolicy": policy.ref}.items():
            ecs.CfnService(
                self, f"Service{name}", task_definition=task.task_definition_arn, role=role
            )

    def _web(self) -> None:
        files = efs.FileSystem(self, "Files", vpc=self.vpc, encrypted=False)
        files.add_access_point("FilesOfAnyone", path="/")
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
        sizeless = ecs.CfnTaskDefinition
        ecs.CfnTaskDefinition(
            self,
            "TaskOfNoSize",
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            cpu="256",
            memory="4096",
            container_definitions=[sizeless.ContainerDefinitionProperty(name="web", image=NGINX)],
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
