"""Show an order, and how far it is."""

# boto3 comes without types: what a client answers is Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false

import json
import os
from collections.abc import Mapping
from functools import cache
from typing import Any, TypedDict

import boto3


class Response(TypedDict):
    """What API Gateway wants to hear."""

    statusCode: int
    headers: dict[str, str]
    body: str


@cache
def client(service: str) -> Any:
    """Return a client, made once for all invocations: that takes long."""
    return boto3.client(service)


def handler(event: Mapping[str, Any], _context: object) -> Response:
    """Answer with the order that the path names, or that there is none."""
    parameters: Mapping[str, str] = event.get("pathParameters") or {}
    order_id = parameters.get("orderId")
    item = find(order_id) if order_id else None
    if item is None:
        return response(404, {"message": "no such order"})
    return response(200, {**json.loads(item["order"]["S"]), "status": item["status"]["S"]})


def find(order_id: str) -> Mapping[str, Any] | None:
    """Return the item. Consistently: a caller asks right after the order was taken."""
    answer = client("dynamodb").get_item(
        TableName=os.environ["TABLE_NAME"],
        Key={"orderId": {"S": order_id}},
        ConsistentRead=True,
    )
    return answer.get("Item")


def response(status: int, body: Mapping[str, object]) -> Response:
    """Answer in JSON."""
    return Response(
        statusCode=status,
        headers={"Content-Type": "application/json"},
        body=json.dumps(body),
    )
