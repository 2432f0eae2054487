"""The network of the functions that touch customers' data: a room without a door.

Is it worth it? A function outside any network reaches the internet, and code that
was tampered with can carry data there whatever its role allows. Inside it reaches
two AWS services through gateways, which cost nothing, and one through an endpoint.
Functions that only talk to AWS's control planes stay outside: they see no data,
and would need an endpoint each.
"""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from typing import TypedDict

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from production.acknowledged import acknowledge_wildcards
from production.settings import EnvironmentSettings
from production.sizes import NetworkSettings, RegionFacts, facts_about

HTTPS = ec2.Port.tcp(443)

CREATE = "ec2:CreateNetworkInterface"
MANAGE = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
]
DESCRIBE = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]


class Placement(TypedDict, total=False):
    """Where in the network a function is put."""

    vpc: ec2.IVpc
    vpc_subnets: ec2.SubnetSelection
    security_groups: list[ec2.ISecurityGroup]


class Network(Construct):
    """Isolated subnets in two zones, three services to reach, and a log of the traffic."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        size: NetworkSettings,
        settings: EnvironmentSettings,
        flow_logs: logs.ILogGroup,
    ) -> None:
        """Create the network, its endpoints, and the one group that functions are in."""
        super().__init__(scope, construct_id)
        facts = facts_about(settings.region)
        self.vpc = self._vpc(size, facts)
        self.vpc.add_flow_log(
            "FlowLog", destination=ec2.FlowLogDestination.to_cloud_watch_logs(flow_logs)
        )
        self.functions = self._group("Functions", "Functions that touch data of customers")
        self._gateways(facts)
        self._queue_endpoint()

    def placement(self) -> Placement:
        """Return where a function goes: an isolated subnet, and the functions' group."""
        return Placement(
            vpc=self.vpc, vpc_subnets=self._subnets(), security_groups=[self.functions]
        )

    def grant_attachment(self, role: iam.Role) -> None:
        """Let Lambda, as the function's role, attach the function to the network.

        ``AWSLambdaVPCAccessExecutionRole`` would allow it in every network of the account. Only
        creating can be limited to this one: Lambda asks for the rest before there is an interface
        to name. The function's own code may do none of it. Describing (``DESCRIBE``) knows no
        resources, and needs a policy of its own.
        https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html ("Required IAM
        permissions", "Security best practices")
        """
        stack = Stack.of(self)

        def arn(resource: str, name: str = "*") -> str:
            return stack.format_arn(service="ec2", resource=resource, resource_name=name)

        interfaces, whatever = arn("network-interface"), arn("*")
        places = [arn("subnet", subnet.subnet_id) for subnet in self.vpc.isolated_subnets]
        group = arn("security-group", self.functions.security_group_id)
        for actions, resources in (
            ([CREATE], [interfaces, group, *places]),
            (MANAGE, [whatever]),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
        role.add_to_policy(_never_for_code(stack))
        acknowledge_wildcards(
            role, "Lambda makes the interfaces: their ids come later.", [interfaces]
        )
        acknowledge_wildcards(role, "Lambda asks before there is an interface to name.", [whatever])

    def _vpc(self, size: NetworkSettings, facts: RegionFacts) -> ec2.Vpc:
        vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(size.cidr),
            # Named, as CDK would otherwise look them up in the account; and by ids, below.
            availability_zones=list(facts.zone_ids),
            nat_gateways=0,
            subnet_configuration=[
                ec2.SubnetConfiguration(
                    name="Isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=26
                )
            ],
            # Done by a function of ours, which is encrypted, traced and watched.
            restrict_default_security_group=False,
        )
        for subnet, zone_id in zip(vpc.isolated_subnets, facts.zone_ids, strict=True):
            _place(subnet, zone_id)
        return vpc

    def _group(self, construct_id: str, description: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(
            self, construct_id, vpc=self.vpc, description=description, allow_all_outbound=False
        )

    def _gateways(self, facts: RegionFacts) -> None:
        """Let functions reach S3 and DynamoDB: this account's, and nobody else's."""
        gateways = {
            "S3": (
                ec2.GatewayVpcEndpointAwsService.S3,
                facts.s3_prefix_list,
                ["s3:GetObject", "s3:PutObject"],
            ),
            "DynamoDb": (
                ec2.GatewayVpcEndpointAwsService.DYNAMODB,
                facts.dynamodb_prefix_list,
                ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
            ),
        }
        for name, (service, prefix_list, actions) in gateways.items():
            endpoint = self.vpc.add_gateway_endpoint(
                name, service=service, subnets=[self._subnets()]
            )
            endpoint.add_to_policy(self._own_account(actions))
            self.functions.add_egress_rule(
                ec2.Peer.prefix_list(prefix_list), HTTPS, f"{name} through its gateway"
            )

    def _queue_endpoint(self) -> None:
        group = self._group("QueueEndpoint", "The endpoint of SQS")
        endpoint = self.vpc.add_interface_endpoint(
            "Sqs",
            service=ec2.InterfaceVpcEndpointAwsService.SQS,
            subnets=self._subnets(),
            security_groups=[group],
            open=False,
        )
        endpoint.add_to_policy(self._own_account(["sqs:SendMessage"]))
        group.add_ingress_rule(self.functions, HTTPS, "Functions send messages")
        self.functions.add_egress_rule(group, HTTPS, "SQS through its endpoint")

    def _own_account(self, actions: list[str]) -> iam.PolicyStatement:
        """Allow these actions between principals and resources of this account only."""
        account = Stack.of(self).account
        return iam.PolicyStatement(
            principals=[iam.AnyPrincipal()],
            actions=actions,
            resources=["*"],
            conditions={
                "StringEquals": {
                    "aws:PrincipalAccount": account,
                    "aws:ResourceAccount": account,
                }
            },
        )

    def _subnets(self) -> ec2.SubnetSelection:
        return ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)


def _place(subnet: ec2.ISubnet, zone_id: str) -> None:
    """Put a subnet into a zone by the id that it has in every account: CDK knows names only."""
    made = subnet.node.default_child
    assert isinstance(made, ec2.CfnSubnet)  # noqa: S101 - what a subnet is made of
    made.availability_zone, made.availability_zone_id = None, zone_id


def _never_for_code(stack: Stack) -> iam.PolicyStatement:
    """Deny code what Lambda may: of any function, as the role's own comes after its role."""
    functions = stack.format_arn(
        service="lambda",
        resource="function",
        resource_name="*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    return iam.PolicyStatement(
        effect=iam.Effect.DENY,
        actions=[CREATE, *MANAGE, *DESCRIBE],
        resources=["*"],
        conditions={"ArnLike": {"lambda:SourceFunctionArn": functions}},
    )
