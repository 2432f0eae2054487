"""What CloudFormation cannot do: take the rules from a network's default group."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import CustomResource, Duration, Stack
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from production.secure_lambda import SecureLambda, SecureLambdaProps
from production.security_foundation import SecurityFoundation


class ClosedDefaultGroup(Construct):
    """A custom resource that empties the default security group.

    CDK has one as well, with a function that is neither encrypted, traced nor
    watched, and a managed policy. https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, vpc: ec2.Vpc, foundation: SecurityFoundation
    ) -> None:
        """Create the function, and have it called when the network is made."""
        super().__init__(scope, construct_id)
        group = vpc.vpc_default_security_group
        self.closer = SecureLambda(
            self,
            "Closer",
            props=SecureLambdaProps(handler="close_default_group", foundation=foundation),
        )
        stack = Stack.of(self)
        self.closer.allow(
            "ec2:RevokeSecurityGroupEgress",
            "ec2:RevokeSecurityGroupIngress",
            resources=[
                stack.format_arn(service="ec2", resource="security-group", resource_name=group)
            ],
        )
        self.closer.allow_unnamed(
            "Groups",
            "Describing groups has no group to name.",
            "ec2:DescribeSecurityGroups",
        )
        closed = CustomResource(
            self,
            "Closed",
            resource_type="Custom::VpcRestrictDefaultSG",
            service_token=self.closer.function.function_arn,
            service_timeout=Duration.minutes(5),
            properties={"DefaultSecurityGroupId": group},
        )
        # Not before the function may do it, nor after it may no longer.
        closed.node.add_dependency(self.closer.role)
