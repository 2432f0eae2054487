"""A whole service at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthgate.resolve.kleene import conjunction
from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, Statement, View
from synthgate_rules.cards.iam.cdk_grants import told_once
from synthgate_rules.cards.iam.grants import allows, covers, faults, placed

WHOLE_SERVICE = re.compile(r"\**[^:*][^:]*:\?*\*[*?]*")
"""``s3:*``; not ``s3:Get*``, and not ``*``, of which another card speaks.

IAM User Guide, "IAM JSON policy elements: Action".
"""

AGENT = re.compile(r"(?i)(ssm|ec2)messages:\*+")
"""All that these services have is what Systems Manager's agent says; none of it takes a resource.

Systems Manager User Guide, "Reference: ec2messages, ssmmessages, and other API operations".
"""


def whole_service(resource: Resource, view: View) -> Iterator[Place]:
    """Each action of an Allow statement that stands for all actions of a service."""
    return faults(resource, view, lambda statement: told_once(statement, _whole(statement)))


def _whole(statement: Statement) -> Iterator[Place]:
    for route, action in statement.actions:
        is_agents = isinstance(action, str) and AGENT.fullmatch(action)
        truth = not is_agents and conjunction([allows(statement), covers(WHOLE_SERVICE, action)])
        yield from placed(truth, (route, action))
