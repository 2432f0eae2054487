"""Each fault of the seed that no rule finds, mended in the template: nothing but that fault."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

Template = dict[str, Any]
NAMES = {
    "AWS::S3::Bucket": "BucketName",
    "AWS::IAM::Role": "RoleName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::CloudWatch::Dashboard": "DashboardName",
}
CLOCK = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.+]+")


def properties(template: Template, resource_type: str) -> Iterator[dict[str, Any]]:
    """Yield the properties of the resources of a type, of which there must be one."""
    found = [each for each in template["Resources"].values() if each["Type"] == resource_type]
    assert found, resource_type
    yield from (each["Properties"] for each in found)


def _texts(template: Template, change: Callable[[str], str]) -> None:
    """Change the texts in the bodies of dashboards."""
    for each in properties(template, "AWS::CloudWatch::Dashboard"):
        parts = each["DashboardBody"]["Fn::Join"][1]
        parts[:] = [change(part) if isinstance(part, str) else part for part in parts]


def bucket_key_off(template: Template) -> None:
    for each in properties(template, "AWS::S3::Bucket"):
        [rule] = each["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        rule["BucketKeyEnabled"] = True


def logs_for_all(template: Template) -> None:
    [role] = [
        each for each in properties(template, "AWS::IAM::Role") if each.get("RoleName") is not None
    ]
    del role["ManagedPolicyArns"]


def partition_fixed(template: Template) -> None:
    for each in properties(template, "AWS::IAM::Policy"):
        text = json.dumps(each["PolicyDocument"])
        portable = re.sub(
            r'"arn:aws:([^"]*)"',
            lambda found: json.dumps({"Fn::Sub": f"arn:${{AWS::Partition}}:{found[1]}"}),
            text,
        )
        each["PolicyDocument"] = json.loads(portable)


def names_fixed(template: Template) -> None:
    for resource_type, name in NAMES.items():
        for each in properties(template, resource_type):
            each.pop(name, None)


def clock_in_the_template(template: Template) -> None:
    _texts(template, lambda text: CLOCK.sub("", text))


def average_hides_the_slow(template: Template) -> None:
    for each in properties(template, "AWS::CloudWatch::Alarm"):
        if each.get("MetricName") == "Duration":
            each["Statistic"] = "Maximum"


def two_operations_of_many(template: Template) -> None:
    for each in properties(template, "AWS::CloudWatch::Alarm"):
        queries = [one for one in each.get("Metrics", ()) if "MetricStat" in one]
        for query in queries:
            metric = query["MetricStat"]["Metric"]
            if metric["MetricName"] == "ThrottledRequests":
                kept = [one for one in metric["Dimensions"] if one["Name"] == "TableName"]
                query["MetricStat"]["Metric"] |= {
                    "MetricName": "WriteThrottleEvents",
                    "Dimensions": kept,
                }


def no_such_environment(template: Template) -> None:
    for each in properties(template, "AWS::CloudWatch::Dashboard"):
        if "DashboardName" in each:
            each["DashboardName"] = each["DashboardName"].replace("undefined", "production")


def metric_that_is_never_there(template: Template) -> None:
    _texts(template, lambda text: text.replace('"5XXError",', '"5XXError","ApiName","orders",'))


MENDS: dict[str, Callable[[Template], None]] = {
    mend.__name__.replace("_", "-"): mend
    for mend in (
        bucket_key_off,
        logs_for_all,
        partition_fixed,
        names_fixed,
        clock_in_the_template,
        average_hides_the_slow,
        two_operations_of_many,
        no_such_environment,
        metric_that_is_never_there,
    )
}
