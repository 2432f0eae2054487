"""AWS Foundational Security Best Practices: the ids of the list, and what is claimed of them.

The numbers are those of the page "AWS Foundational Security Best Practices standard in Security Hub
CSPM" of the AWS Security Hub User Guide, as it stood after August 3, 2026, without the two controls
that the guide's change log says were retired on March 9 (AppSync.1, AppSync.6).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from shipped import book, framework_named

from synthgate.model import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

SPELLING = re.compile(r"[A-Z][A-Za-z0-9]+\.[1-9][0-9]{0,2}")
OF_SERVICE = {
    "EC2": 33,
    "RDS": 40,
    "ELB": 17,
    "SageMaker": 16,
    "ECS": 13,
    "CloudFront": 14,
    "S3": 12,
}
"""How many controls the services with the most of them have."""


def test_the_list_has_every_control_once() -> None:
    """365 in 62 groups, each spelled as AWS does: `Autoscaling.5` beside `AutoScaling.3`."""
    controls = framework_named("fsbp").controls
    assert len(controls) == len({one.id for one in controls}) == 365
    assert [one.id for one in controls if not SPELLING.fullmatch(one.id)] == []
    assert len(framework_named("fsbp").groups) == 62
    by_group = Counter(one.group for one in controls)
    assert {service: by_group[service] for service in OF_SERVICE} == OF_SERVICE
    assert by_group["AutoScaling"] == 6
    ids = {one.id for one in controls}
    assert {"Config.1", "ECS.2", "RDS.51", "BedrockAgentCore.1", "Autoscaling.5"} <= ids
    retired = {"AppSync.1", "AppSync.6", "ECS.1", "EFS.6", "MQ.3", "RDS.18", "Athena.1", "SNS.2"}
    of_other_standards = {"S3.14", "KMS.4", "IAM.9", "EC2.14", "RDS.26", "WAF.11", "SNS.1"}
    assert not ids & (retired | of_other_standards)


def test_every_group_has_controls_in_the_order_of_the_page() -> None:
    """Which is by service, and not quite by the alphabet."""
    framework = framework_named("fsbp")
    assert [*dict.fromkeys(one.group for one in framework.controls)] == [*framework.groups]


def test_titles_are_in_both_languages_and_meanings_where_something_is_claimed() -> None:
    """Korean has Hangul, English none."""
    for control in framework_named("fsbp").controls:
        told = [control.title, control.meaning, control.evidence_wanted]
        if control.mode == "unclaimed":
            assert told[1:] == [NOTHING, None], control.id
        for words in told:
            if words not in (None, NOTHING):
                assert not re.search("[가-힣]", words.en), control.id
                assert re.search("[가-힣]", words.ko), control.id


def test_how_much_is_claimed() -> None:
    """A change of these numbers is a change of what auditors are told."""
    controls = framework_named("fsbp").controls
    modes = Counter(one.mode for one in controls)
    assert modes == {"automated": 211, "partial": 29, "manual": 25, "unclaimed": 100}
    assert {one.basis for control in controls for one in control.mappings} == {"asserted"}


def test_what_cards_name_of_the_standard_is_claimed_or_left_out_for_a_reason() -> None:
    """The reasons stand at the head of the file."""
    framework = framework_named("fsbp")
    unclaimed = {one.id for one in framework.controls if one.mode in {"unclaimed", "manual"}}
    named = {control.removeprefix("FSBP ") for control in book().by_control}
    assert named & unclaimed == {"ElastiCache.6", "IAM.3"}


def test_each_service_has_its_own_verdicts(run: Run) -> None:
    """One rule looks at domains of OpenSearch and of Elasticsearch, at policies of two kinds."""
    template = """\
Resources:
  Search: {Type: AWS::OpenSearchService::Domain}
  Inline:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: all
      Roles: [admin]
      PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}
"""
    ran = run(
        "scan", "t.yaml", "--no-config", "--format", "json", "--framework", "fsbp",
        files={"t.yaml": template},
    )  # fmt: skip
    assert ran.states["Opensearch.1"] == "not-met"
    assert ran.states["ES.1"] == "not-applicable"
    assert ran.states["KMS.2"] == "not-met"
    assert ran.states["KMS.1"] == ran.states["IAM.1"] == "not-applicable"
    assert ran.states["Config.1"] == ran.states["CloudTrail.1"] == "not-assessed"
    assert ran.states["Opensearch.8"] == "not-met"
    assert ran.states["DocumentDB.6"] == "not-applicable"
