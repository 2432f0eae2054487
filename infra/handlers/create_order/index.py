"""Take an order: keep it, and put it in the queue of those to be fulfilled.

A caller who did not get the answer sends the order again with the same
``Idempotency-Key``, and gets the same order back. It is then queued again, as the
first attempt may have ended before that; fulfilling it twice does no harm.
"""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import json
import logging
import os
import time
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any, TypedDict

import boto3
from botocore.exceptions import ClientError

LOGGER = logging.getLogger(__name__)

NAMESPACE = uuid.UUID("6f0f9a52-6c1c-4b0e-9f0d-6f1b0d6a4c55")
"""Of ids made from keys; another would make the same keys mean other orders."""


class Response(TypedDict):
    """What API Gateway wants to hear.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """

    statusCode: int
    headers: dict[str, str]
    body: str


class RefusedError(Exception):
    """The order cannot be taken; the message is for the caller."""


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


def handler(event: Mapping[str, Any], _context: object) -> Response:
    """Take an order, or say why not."""
    try:
        order = order_of(event)
    except RefusedError as refusal:
        count_refusal(os.environ["METRICS_NAMESPACE"])
        return response(400, {"message": str(refusal)})
    created = keep(order)
    client("sqs").send_message(
        QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps({"orderId": order["orderId"]})
    )
    return response(201 if created else 200, {"orderId": order["orderId"]})


def order_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """Read the order from a request, whose shape API Gateway has checked already."""
    given: Mapping[str, str] = event.get("headers") or {}
    key = {name.lower(): value for name, value in given.items()}.get("idempotency-key", "")
    if not 1 <= len(key) <= 128:
        raise RefusedError("send an Idempotency-Key of 1 to 128 characters")
    try:
        body: dict[str, Any] = json.loads(event.get("body") or "")
        order = {name: body[name] for name in ("customer", "lines")}
    except (KeyError, TypeError, ValueError):
        raise RefusedError("the body is no JSON object with a customer and lines") from None
    # Of the caller, too: nobody gets at another's order by guessing the key.
    caller = event["requestContext"]["identity"]["userArn"]
    return {"orderId": str(uuid.uuid5(NAMESPACE, f"{caller}\n{key}")), **order}


def keep(order: Mapping[str, Any]) -> bool:
    """Put the order in the table, and tell whether it was new."""
    try:
        client("dynamodb").put_item(
            TableName=os.environ["TABLE_NAME"],
            Item={
                "orderId": {"S": order["orderId"]},
                "status": {"S": "ACCEPTED"},
                "order": {"S": json.dumps(order)},
            },
            ConditionExpression="attribute_not_exists(orderId)",
        )
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "ConditionalCheckFailedException":
            raise
        return False
    return True


def count_refusal(namespace: str) -> None:
    """Write a metric to the log, where CloudWatch finds it: that needs no permission.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    no_dimensions: list[list[str]] = [[]]
    metric = {
        "Namespace": namespace,
        "Dimensions": no_dimensions,
        "Metrics": [{"Name": "OrdersRefused", "Unit": "Count"}],
    }
    now = int(time.time() * 1000)
    print(
        json.dumps({"_aws": {"Timestamp": now, "CloudWatchMetrics": [metric]}, "OrdersRefused": 1})
    )


def response(status: int, body: Mapping[str, object]) -> Response:
    """Answer in JSON."""
    return Response(
        statusCode=status,
        headers={"Content-Type": "application/json"},
        body=json.dumps(body),
    )
