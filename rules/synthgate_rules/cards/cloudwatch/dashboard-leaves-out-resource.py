"""Resources that no dashboard shows."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Resource, View, conjunction, disjunction, negation
from synthgate_rules.cards.cloudwatch.dashboards import DASHBOARD, shows
from synthgate_rules.cards.cloudwatch.deploying import only_deploys
from synthgate_rules.cards.cloudwatch.watching import unless
from synthgate_rules.cards.sqs.dead_letters import is_for_dead_letters


def shown_to_somebody(resource: Resource, view: View) -> Iterator[Place]:
    """A place where the resource is nothing that a dashboard is for."""
    if resource.type == "AWS::SQS::Queue":
        yield from unless(negation(is_for_dead_letters(view)))
    elif _is_of_cluster(resource) or ("Function" in resource.type and only_deploys(view)):
        yield Place(())


def _is_of_cluster(resource: Resource) -> bool:
    is_instance = resource.type == "AWS::RDS::DBInstance"
    return is_instance and "DBClusterIdentifier" in resource.properties


def unshown(_: Resource, view: View) -> Iterator[Place]:
    """The resource, if no dashboard of the app has a metric of it."""
    yield from unless(
        disjunction(
            conjunction((board.resolver.exists(board.resource.logical_id), shows(board, view)))
            for board in view.everywhere([DASHBOARD], "app")
        )
    )
