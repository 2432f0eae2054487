"""The topic through which people hear of things."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from collections.abc import Mapping

from aws_cdk import Annotations, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct, IConstruct

from production import key_policies
from production.settings import EnvironmentSettings

NOBODY = (
    "nobody gets the alarms: give an address that somebody reads, by --context"
    " notification_email=ADDRESS or in NOTIFICATION_EMAIL"
)


class AlertTopic(Construct):
    """An encrypted topic, who may publish to it, and who reads it.

    Topic and key must both let a publisher in. ``enforce_ssl`` gives the topic a
    policy, which replaces the default one that lets the whole account publish;
    and the AWS managed key for SNS is closed to alarms.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        title: str,
        key: kms.IKey,
        settings: EnvironmentSettings,
    ) -> None:
        """Create the topic, open to alarms of this account, and subscribe the address."""
        super().__init__(scope, construct_id)
        self.key = key
        self.topic = sns.Topic(self, "Topic", display_name=title, master_key=key, enforce_ssl=True)
        if settings.notification_email:
            self.add_email(settings.notification_email)
        else:
            self._say_that_nobody_hears(settings)
        self.open_to("Alarms", "cloudwatch.amazonaws.com", key_policies.alarms(Stack.of(self)))

    @property
    def policy(self) -> IConstruct:
        """Return the topic's policy, for what must not be made before it."""
        return self.topic.node.find_child("Policy")

    def add_email(self, address: str) -> None:
        """Subscribe an address, which has to confirm before it gets anything."""
        self.topic.add_subscription(subscriptions.EmailSubscription(address))

    def _say_that_nobody_hears(self, settings: EnvironmentSettings) -> None:
        """Write it to whoever synthesizes; an error keeps the CDK CLI from deploying.

        The templates are written all the same, to be looked at.
        https://docs.aws.amazon.com/cdk/v2/guide/aspects.html ("Annotations")
        """
        if settings.alarms_are_heard:
            Annotations.of(self).add_error(f"{settings.qualified_name}: {NOBODY}")
        else:
            Annotations.of(self).add_warning_v2(
                "infra:nobodyHears", f"{settings.qualified_name}: {NOBODY}"
            )

    def open_to(self, who: str, service: str, source: str | None = None) -> None:
        """Let a service publish what it has to say about a source in this account."""
        stack = Stack.of(self)
        self.topic.add_to_resource_policy(
            key_policies.publisher(
                stack,
                f"{who}MayPublish",
                service,
                source,
                ["sns:Publish"],
                self.topic.topic_arn,
            )
        )
        self.key.add_to_resource_policy(
            key_policies.publisher(
                stack, f"{who}MayUseKey", service, source, key_policies.SERVICE_WRITES, "*"
            )
        )

    def grant_publish(self, role: iam.Role) -> None:
        """Let a role publish; CDK's grant would allow any action on the key with a like name."""
        role.add_to_policy(
            iam.PolicyStatement(actions=["sns:Publish"], resources=[self.topic.topic_arn])
        )
        self.key.grant(role, *key_policies.WRITES)

    def tell(
        self, scope: Construct, construct_id: str, *, about: str, pattern: events.EventPattern
    ) -> events.Rule:
        """Publish events of a pattern, by a rule that has a role for it.

        A role, as EventBridge documents no condition keys for topic policies: a
        statement for the service would let every account's rules in.
        https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        """
        rule = events.Rule(scope, construct_id, description=about, event_pattern=pattern)
        rule.add_target(
            targets.SnsTopic(self.topic, role=self._publisher(rule).without_policy_updates())
        )
        return rule

    def _publisher(self, rule: events.Rule) -> iam.Role:
        role = iam.Role(
            rule,
            "Role",
            assumed_by=iam.ServicePrincipal("events.amazonaws.com", conditions=_own_rules(rule)),
            description="Publishes what a rule matches to the alert topic",
        )
        self.grant_publish(role)
        return role


def _own_rules(rule: events.Rule) -> Mapping[str, object]:
    return {"StringEquals": {"aws:SourceAccount": Stack.of(rule).account}}
