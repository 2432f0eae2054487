"""A whole service at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from synthgate.model import Severity
from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, Statement, View
from synthgate_rules.cards.iam.cdk_grants import told_once
from synthgate_rules.cards.iam.grants import allows, both, covers, faults, placed, readable

WHOLE_SERVICE = re.compile(r"\**[^:*][^:]*:\?*\*[*?]*")
"""``s3:*``; not ``s3:Get*``, and not ``*``, of which another card speaks.

IAM User Guide, "IAM JSON policy elements: Action".
"""

AGENT = re.compile(r"(?i)(ssm|ec2)messages:\*+")
"""All that these services have is what Systems Manager's agent says; none of it takes a resource.

Systems Manager User Guide, "Reference: ec2messages, ssmmessages, and other API operations".
"""


NAME = re.compile(r"arn:[^:]*:(?P<service>[^:]*):[^:]*:[^:]*:(?P<name>[^*?/][^*?]*[:/][^*?].*)")
"""A resource by its kind and its name, if only by how that starts."""
BARE = re.compile(r"arn:[^:]*:(?P<service>s3|sns|sqs):[^:]*:[^:]*:(?P<name>[^*?].*)")
"""Buckets, topics and queues have no kind in their ARN."""


def whole_service(resource: Resource, view: View) -> Iterator[Place]:
    """Each action of an Allow statement that stands for all actions of a service."""
    return faults(resource, view, lambda statement: told_once(statement, _whole(statement)))


def _whole(statement: Statement) -> Iterator[Place]:
    for route, action in statement.actions:
        is_whole = covers(WHOLE_SERVICE, action)
        if is_whole is False:  # as nearly all
            continue
        is_agents = isinstance(action, str) and AGENT.fullmatch(action)
        truth = not is_agents and both([allows(statement), is_whole])
        is_narrow = isinstance(action, str) and _is_on_named(statement, action.partition(":")[0])
        for place in placed(truth, (route, action)):
            yield replace(place, severity=Severity.LOW) if is_narrow else place


def _is_on_named(statement: Statement, service: str) -> bool:
    """Whether each resource of a statement is one of the service, by its name."""
    texts = [readable(resource) for _, resource in statement.resources]
    found = [BARE.fullmatch(text) or NAME.fullmatch(text) for text in texts]
    return bool(found) and all(one and one["service"] == service.lower() for one in found)
