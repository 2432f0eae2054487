"""The firewall before the API."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import ArnFormat, Aws, Fn, Stack
from aws_cdk import aws_logs as logs
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from production.security_foundation import SecurityFoundation

AWS_RULES = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
)
"""Known bad addresses; the OWASP top ten; exploits such as Log4Shell."""

MOST_PER_FIVE_MINUTES = 10_000
"""How many requests one address may send."""


class WebAcl(Construct):
    """A web ACL with AWS's rules and a limit for each address; what it blocks is logged."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: SecurityFoundation,
        target_arn: str,
    ) -> None:
        """Create the ACL, put it before the target, and log what it blocks."""
        super().__init__(scope, construct_id)
        acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible("Acl"),
            rules=[
                *(_aws_rule(name, priority) for priority, name in enumerate(AWS_RULES)),
                _rate_limit(len(AWS_RULES)),
            ],
        )
        wafv2.CfnWebACLAssociation(
            self, "Association", resource_arn=target_arn, web_acl_arn=acl.attr_arn
        )
        wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=acl.attr_arn,
            log_destination_configs=[self._log_group_arn(foundation)],
            redacted_fields=[{"singleHeader": {"Name": "authorization"}}],
        )

    def _log_group_arn(self, foundation: SecurityFoundation) -> str:
        """Return the log group's ARN, without the ``:*`` that WAF does not take.

        WAF insists on the name's beginning. Its end is the stack's own id, so that
        a log group which outlived its stack is not in the way of the next.
        https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
        """
        settings = foundation.settings
        unique = Fn.select(2, Fn.split("/", Aws.STACK_ID))
        log_group = logs.LogGroup(
            self,
            "LogGroup",
            log_group_name=f"aws-waf-logs-{settings.qualified_name}-{unique}",
            encryption_key=foundation.key,
            retention=settings.log_retention,
            removal_policy=settings.removal_policy,
        )
        foundation.archive.subscribe(log_group, log_group)
        return Stack.of(self).format_arn(
            service="logs",
            resource="log-group",
            resource_name=log_group.log_group_name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )


def _aws_rule(name: str, priority: int) -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=wafv2.CfnWebACL.StatementProperty(
            managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
                vendor_name="AWS", name=name
            )
        ),
        visibility_config=_visible(name),
    )


def _rate_limit(priority: int) -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name="RateLimit",
        priority=priority,
        action=wafv2.CfnWebACL.RuleActionProperty(block={}),
        statement=wafv2.CfnWebACL.StatementProperty(
            rate_based_statement=wafv2.CfnWebACL.RateBasedStatementProperty(
                aggregate_key_type="IP", limit=MOST_PER_FIVE_MINUTES
            )
        ),
        visibility_config=_visible("RateLimit"),
    )


def _visible(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )
