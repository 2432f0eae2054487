"""Credentials for cfn-init in the metadata of a resource."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate_rules.cards.secrets.exposure import Exposure, exposed

CREDENTIALS = tuple(
    f"AWS::CloudFormation::Authentication.*.{key}"
    for key in ("accessKeyId", "secretKey", "password")
)


def readable(resource: Resource, view: View) -> Iterator[Place]:
    """Keys and passwords that DescribeStackResource, or the template, gives away.

    `NoEcho` masks nothing in `Metadata`; a block that stands beside `Metadata` is no less
    readable for being of no use.
    """
    yield from exposed(resource, view, CREDENTIALS, set(Exposure), below=("Metadata",))
    yield from exposed(resource, view, CREDENTIALS, set(Exposure), below=())
