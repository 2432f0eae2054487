"""The health check's handler, against an AWS in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

boto3 = pytest.importorskip("boto3")
moto = pytest.importorskip("moto")

from handlers.health_check import index  # noqa: E402 - it imports boto3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class FakeContext:
    """As much of Lambda's context object as the handler may ask for."""

    remaining: int = 30_000

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Give the handler the surroundings that a deployment gives it."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("APPLICATION", "shop")
    monkeypatch.setenv("ENVIRONMENT", "staging")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    index.client.cache_clear()
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
        yield


def test_healthy_function_says_where_it_runs() -> None:
    """The answer tells one environment's function from another's."""
    assert index.handler({}, FakeContext()) == {
        "status": "healthy",
        "application": "shop",
        "environment": "staging",
    }


def test_check_leaves_nothing_behind(tmp_path: Path) -> None:
    """The disk of a warm function would fill up otherwise."""
    index.handler({}, FakeContext())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [None, ""])
def test_missing_setting_is_unhealthy(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """An empty setting is no setting."""
    if value is None:
        monkeypatch.delenv("APPLICATION")
    else:
        monkeypatch.setenv("APPLICATION", value)
    with pytest.raises(index.UnhealthyError, match="setting APPLICATION is missing"):
        index.handler({}, FakeContext())


def test_all_problems_are_reported_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One look at the log shows everything that is wrong, at the level the dashboard filters."""
    monkeypatch.delenv("ENVIRONMENT")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    with pytest.raises(index.UnhealthyError) as caught:
        index.handler({}, FakeContext(remaining=5))
    for problem in ("setting ENVIRONMENT is missing", "cannot write to", "only 5 ms are left"):
        assert problem in str(caught.value)
        assert problem in caplog.text
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.parametrize("setting", ["TABLE_NAME", "QUEUE_URL", "BUCKET_NAME"])
def test_what_is_not_there_is_unhealthy(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """A table that was deleted is found before a customer finds it."""
    monkeypatch.setenv(setting, "https://sqs.us-east-1.amazonaws.com/123456789012/absent")
    with pytest.raises(index.UnhealthyError, match=f"{setting} cannot be reached"):
        index.handler({}, FakeContext())
