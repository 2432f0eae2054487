"""A scan takes apart what leads around in circles: Python would have to look for it.

Counted, not timed: what only such a search would free.
"""

from __future__ import annotations

import gc
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from synthgate import scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPLATE = """\
Transform: AWS::LanguageExtensions
Parameters:
  Name: {Type: String}
Conditions:
  Named: !Not [!Equals [!Ref Name, ""]]
Resources:
  Data:
    Type: AWS::S3::Bucket
    Condition: Named
    Properties:
      BucketName: !If [Named, !Ref Name, !Ref AWS::NoValue]
      LoggingConfiguration: {DestinationBucketName: !Ref Logs}
  Logs: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "${Name}-logs"}}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Sub "${Name}-logs"
      PolicyDocument: {Statement: [{Effect: Allow, Principal: "*", Action: "s3:*", Resource: "*"}]}
  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}
Outputs:
  O: {Value: !GetAtt Data.Arn, Export: {Name: data}}
"""
CHILD = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !ImportValue data}}}\n"


@pytest.fixture
def garbage() -> Iterator[list[object]]:
    """What is found to be garbage, as long as the test runs."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    yield gc.garbage
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


def test_no_stack_is_left_to_be_looked_for(tmp_path: Path, garbage: list[object]) -> None:
    """Resolvers, views, templates and their nodes are gone as soon as their unit is scanned."""
    (tmp_path / "child.yaml").write_text(CHILD)
    for number in range(3):
        (tmp_path / f"t{number}.yaml").write_text(TEMPLATE)
    report = scan(".", folder=tmp_path, config=None, profile="all")
    assert len(report.findings) > 20
    assert not report.serious_problems
    gc.collect()
    left = Counter(type(one).__qualname__ for one in garbage if type(one).__module__ in MODULES)
    assert not left


MODULES = {
    "synthgate.evaluate.stack",
    "synthgate.resolve.resolver",
    "synthgate.rule.surroundings.pointers",
    "synthgate.rule.surroundings.view",
    "synthgate.template.document",
    "yaml.nodes",
}
