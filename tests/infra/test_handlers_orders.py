"""The functions that take, show and fulfil orders, against an AWS in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

boto3 = pytest.importorskip("boto3")
moto = pytest.importorskip("moto")

from handlers.create_order import index as create  # noqa: E402 - it imports boto3
from handlers.fulfil_order import index as fulfil  # noqa: E402
from handlers.read_order import index as read  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDER = {"customer": "c-1", "lines": [{"sku": "tea", "quantity": 2}]}


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the functions the table, queue and bucket that a deployment gives them."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for handler in (create, fulfil, read):
        handler.client.cache_clear()
    with moto.mock_aws():
        boto3.client("dynamodb").create_table(
            TableName="orders",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "orderId", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "orderId", "KeyType": "HASH"}],
        )
        boto3.client("s3").create_bucket(Bucket="receipts")
        queue = boto3.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
        monkeypatch.setenv("TABLE_NAME", "orders")
        monkeypatch.setenv("BUCKET_NAME", "receipts")
        monkeypatch.setenv("QUEUE_URL", queue)
        monkeypatch.setenv("METRICS_NAMESPACE", "shop/test")
        yield


def post(body: object = ORDER, key: str | None = "k-1", caller: str = "arn:a") -> dict[str, Any]:
    event = {
        "headers": {} if key is None else {"Idempotency-Key": key},
        "body": body if isinstance(body, str | None) else json.dumps(body),
        "requestContext": {"identity": {"userArn": caller}},
    }
    answer = create.handler(event, None)
    return {"status": answer["statusCode"], **json.loads(answer["body"])}


def get(order_id: str | None) -> dict[str, Any]:
    answer = read.handler({"pathParameters": order_id and {"orderId": order_id}}, None)
    return {"code": answer["statusCode"], **json.loads(answer["body"])}


def queued() -> list[str]:
    import os

    answer = boto3.client("sqs").receive_message(
        QueueUrl=os.environ["QUEUE_URL"], MaxNumberOfMessages=10
    )
    return [message["Body"] for message in answer.get("Messages", [])]


def deliver(*bodies: str) -> list[str]:
    records = [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]
    report = fulfil.handler({"Records": records}, None)
    return [failure["itemIdentifier"] for failure in report["batchItemFailures"]]


def test_an_order_is_taken_shown_and_fulfilled() -> None:
    """From end to end, as a caller sees it."""
    created = post()
    assert created["status"] == 201
    assert get(created["orderId"])["status"] == "ACCEPTED"
    assert deliver(*queued()) == []
    assert get(created["orderId"]) == {
        "code": 200,
        "orderId": created["orderId"],
        "status": "FULFILLED",
        **ORDER,
    }
    receipt = boto3.client("s3").get_object(
        Bucket="receipts", Key=f"receipts/{created['orderId']}.json"
    )
    assert json.loads(receipt["Body"].read())["orderId"] == created["orderId"]


def test_the_same_key_is_the_same_order() -> None:
    """A caller who got no answer may ask again, and the order is in the queue for certain."""
    first, second = post(), post()
    assert (first["status"], second["status"]) == (201, 200)
    assert first["orderId"] == second["orderId"]
    assert len(queued()) == 2


def test_another_callers_key_is_another_order() -> None:
    """Keys are easy to guess; orders are not to be had by it."""
    assert post(caller="arn:a")["orderId"] != post(caller="arn:b")["orderId"]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("body", "key"),
    [
        (ORDER, None),
        (ORDER, ""),
        (ORDER, "k" * 129),
        ("{", "k"),
        (None, "k"),
        ("[]", "k"),
        ("3", "k"),
        ({"customer": "c"}, "k"),
    ],
)
def test_what_is_no_order_is_refused_and_counted(
    body: object, key: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The caller is told why, nothing is queued, and the metric that an alarm watches rises."""
    refused = post(body, key)
    assert refused["status"] == 400
    assert refused["message"]
    assert queued() == []
    metric = json.loads(capsys.readouterr().out)
    assert metric["OrdersRefused"] == 1
    assert metric["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "shop/test"


def test_trouble_with_the_table_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only "it is there already" means that it is there already."""
    monkeypatch.setenv("TABLE_NAME", "absent")
    with pytest.raises(create.ClientError):
        post()
    assert queued() == []


@pytest.mark.parametrize("order_id", [None, "unheard-of"])
def test_there_is_no_such_order(order_id: str | None) -> None:
    """Whether the path names none, or one that nobody placed."""
    assert get(order_id)["code"] == 404


def test_one_bad_message_does_not_hold_up_the_others(caplog: pytest.LogCaptureFixture) -> None:
    """Each that fails is reported, and only those come again."""
    post()
    [good] = queued()
    assert deliver("{", good, '{"id": 1}', '{"orderId": "deleted"}') == ["0", "2", "3"]
    assert [record.levelname for record in caplog.records] == ["ERROR"] * 3
    assert get(json.loads(good)["orderId"])["status"] == "FULFILLED"


def test_a_message_may_come_twice() -> None:
    """The queue promises at least once, not once."""
    post()
    [message] = queued()
    assert deliver(message, message) == []
