"""Take all rules from the default security group of a network.

CloudFormation calls this as a custom resource and waits for an answer at a URL,
for an hour if none comes: so there is one whatever happens.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
"""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import json
import logging
import urllib.request
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3

LOGGER = logging.getLogger(__name__)


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Empty the group, and answer. A network that goes takes its group with it."""
    reason = ""
    try:
        if event["RequestType"] != "Delete":
            close(event["ResourceProperties"]["DefaultSecurityGroupId"])
    except Exception as error:  # whatever it is: without an answer the deployment hangs
        LOGGER.exception("the group was not closed")
        reason = f"{type(error).__name__}: {error}"
    answer(event, reason)


def close(group_id: str) -> None:
    """Revoke whatever rules there are; where there are none, do nothing."""
    [group] = client("ec2").describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    if inbound := group.get("IpPermissions"):
        client("ec2").revoke_security_group_ingress(GroupId=group_id, IpPermissions=inbound)
    if outbound := group.get("IpPermissionsEgress"):
        client("ec2").revoke_security_group_egress(GroupId=group_id, IpPermissions=outbound)


def answer(event: Mapping[str, Any], reason: str) -> None:
    """Tell CloudFormation how it went."""
    group_id = event["ResourceProperties"].get("DefaultSecurityGroupId", "unknown")
    body = {
        "Status": "FAILED" if reason else "SUCCESS",
        "Reason": reason or "closed",
        "PhysicalResourceId": event.get("PhysicalResourceId", group_id),
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    url = event["ResponseURL"]
    if not url.startswith("https://"):
        raise ValueError(f"not an address of CloudFormation's: {url}")
    request = urllib.request.Request(  # noqa: S310 - https, as was just seen
        url, json.dumps(body).encode(), {"Content-Type": ""}, method="PUT"
    )
    with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - likewise
        pass
