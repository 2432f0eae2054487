"""Fulfil orders from the queue: mark each, and write its receipt.

A message may come twice. Both steps then do again what they did: the receipt is
named after the order, and holds nothing of the moment.
"""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import json
import logging
import os
from collections.abc import Mapping
from functools import cache
from typing import Any, TypedDict

import boto3
from botocore.exceptions import BotoCoreError, ClientError

LOGGER = logging.getLogger(__name__)

TROUBLE = (BotoCoreError, ClientError, KeyError, ValueError)
"""What may go wrong with one message, and is no reason to give up on the others."""


class Failure(TypedDict):
    """A message that stays in the queue."""

    itemIdentifier: str


class Report(TypedDict):
    """What Lambda wants to hear of a batch.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """

    batchItemFailures: list[Failure]


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


def handler(event: Mapping[str, Any], _context: object) -> Report:
    """Fulfil each order, and report those that have to be tried again."""
    failures: list[Failure] = []
    for record in event["Records"]:
        try:
            fulfil(json.loads(record["body"])["orderId"])
        except TROUBLE:
            LOGGER.exception("message %s was not fulfilled", record["messageId"])
            failures.append(Failure(itemIdentifier=record["messageId"]))
    return Report(batchItemFailures=failures)


def fulfil(order_id: str) -> None:
    """Write the receipt, then say so: an order that is fulfilled has one."""
    receipt = {"orderId": order_id, "status": "FULFILLED"}
    client("s3").put_object(
        Bucket=os.environ["BUCKET_NAME"],
        Key=f"receipts/{order_id}.json",
        Body=json.dumps(receipt).encode(),
        ContentType="application/json",
    )
    client("dynamodb").update_item(
        TableName=os.environ["TABLE_NAME"],
        Key={"orderId": {"S": order_id}},
        UpdateExpression="SET #status = :fulfilled",
        # An order that was deleted meanwhile must not come back as half of one.
        ConditionExpression="attribute_exists(orderId)",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":fulfilled": {"S": "FULFILLED"}},
    )
