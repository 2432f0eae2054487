"""Frameworks of a standard's ids, of another framework, and of mappings with their grounds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

ACME = """\
id: acme
version: "1"
source: Handbook
title: {en: Acme, ko: 에크미}
standard: acme.csv
groups:
  "1": {en: Organisation, ko: 조직}
  "2": {en: Technology, ko: 기술}
  "2.1": {title: {en: Data, ko: 데이터}, within: "2"}
sources:
  table: {title: {en: A table}, link: "https://example.org/table", commit: abc1234}
controls:
  - id: 2.1.1
    meaning: {en: Old versions stay., ko: 이전 버전을 보관합니다.}
    mode: automated
    rules:
      - s3-bucket-unversioned
      - {controls: [FSBP SQS.1], basis: derived, source: table}
  - id: 2.1.2
    title: {en: Keys rotate, ko: 키 교체}
    meaning: {en: Once a year., ko: 매년 교체합니다.}
    mode: partial
    rules: [{config-rules: [cmk-backing-key-rotation-enabled], basis: derived, source: table}]
    evidence: {what: {en: A review, ko: 검토}, valid-days: 100}
"""
TABLE = """\
# source: the handbook
id,group,title,title_ko,levels
1.1,1,Somebody leads,누군가 이끈다,LOW HIGH
2.1.1,2.1,"Versions, kept",버전 보관,LOW HIGH
2.1.2,2.1,,,HIGH
"""
FILES = {"acme.yaml": ACME, "acme.csv": TABLE}
KEPT = "VersioningConfiguration: {Status: Enabled}"
BUCKET = f"Resources: {{B: {{Type: AWS::S3::Bucket, Properties: {{{KEPT}}}}}}}"
QUEUE = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: true}}}"
JSON = ("t.yaml", "--no-config", "--format", "json", "--framework")


def test_every_demand_of_a_standard_is_there(run: Run) -> None:
    """In its order; what nobody claims is not assessed, and says so."""
    ran = run("scan", *JSON, "./acme.yaml", files={**FILES, "t.yaml": BUCKET})
    assert ran.states == {"1.1": "not-assessed", "2.1.1": "met", "2.1.2": "not-assessed"}
    one = ran.control("1.1")
    assert one["title"] == "Somebody leads"
    assert one["mode"] == "unclaimed"
    assert "nothing in a template tells of it" in one["environments"][0]["reasons"][0]
    assert ran.control("2.1.1")["title"] == "Versions, kept"


def test_people_may_state_what_nobody_claims(run: Run) -> None:
    """For a year, as nothing says otherwise."""
    entry = (
        "evidence:\n- {control: '1.1', statement: He does, by: dana, date: '2026-01-01', "
        "document: P-1}\n"
    )
    files = {**FILES, "t.yaml": BUCKET, "evidence.yaml": entry}
    ran = run("scan", *JSON, "./acme.yaml", "--evidence", "evidence.yaml", files=files)
    assert ran.states["1.1"] == "met"
    assert ran.control("1.1")["evidence"][0]["valid_until"] == "2027-01-02"


def test_what_a_table_alone_maps_makes_nothing_met(run: Run) -> None:
    """It may show that a control is not met; that it is met it never shows by itself."""
    files = {**FILES, "t.yaml": QUEUE}
    ran = run("scan", *JSON, "./acme.yaml", files=files)
    assert ran.states["2.1.1"] == "not-assessed"
    assert "nobody has reviewed" in ran.control("2.1.1")["environments"][0]["reasons"][1]
    open_queue = QUEUE.replace("true", "false")
    ran = run("scan", *JSON, "./acme.yaml", files={**FILES, "t.yaml": open_queue})
    assert ran.states["2.1.1"] == "not-met"
    reviewed = ACME.replace("basis: derived", "basis: reviewed")
    ran = run("scan", *JSON, "./acme.yaml", files={**files, "acme.yaml": reviewed})
    assert ran.states["2.1.1"] == "met"


SEARCH = """\
id: search
version: "1"
source: Handbook
title: {en: Search, ko: 검색}
groups: {a: {en: A, ko: 가}}
controls:
  - &one
    id: OLD
    title: {en: X, ko: 가}
    meaning: {en: X, ko: 가}
    group: a
    mode: automated
    rules: [{rules: [opensearch-domain-unencrypted], resources: ["AWS::Elasticsearch::*"]}]
  - {<<: *one, id: NEW, rules: [{rules: [opensearch-domain-un*], resources: [TYPE]}]}
  - <<: *one
    id: PART
    mode: partial
    rules: [opensearch-domain-unencrypted]
    evidence: {what: {en: X, ko: 가}, valid-days: 9, where-found: true}
"""


def test_what_a_rule_says_of_some_resources_alone(run: Run) -> None:
    """One rule looks at two services, and each has a control of its own."""
    domain = "Resources: {D: {Type: AWS::OpenSearchService::Domain}}"
    content = SEARCH.replace("TYPE", "AWS::OpenSearchService::Domain")
    ran = run("scan", *JSON, "./s.yaml", files={"s.yaml": content, "t.yaml": domain})
    assert ran.states == {"OLD": "not-applicable", "NEW": "not-met", "PART": "not-met"}
    assert ran.control("OLD")["mappings"][0]["resources"] == ["AWS::Elasticsearch::*"]
    assert ran.control("NEW")["environments"][0]["rules"]


def test_evidence_that_is_wanted_where_there_is_something_alone(run: Run) -> None:
    """Of what an app has not, nobody states anything."""
    content = SEARCH.replace("TYPE", "AWS::OpenSearchService::Domain")
    ran = run("scan", *JSON, "./s.yaml", files={"s.yaml": content, "t.yaml": BUCKET})
    assert ran.states["PART"] == "not-applicable"
    kept = "{EncryptionAtRestOptions: {Enabled: true}}"
    domain = f"Resources: {{D: {{Type: AWS::OpenSearchService::Domain, Properties: {kept}}}}}"
    ran = run("scan", *JSON, "./s.yaml", files={"t.yaml": domain})
    assert ran.states["PART"] == "not-assessed"
    manual = content.replace("mode: partial", "mode: manual")
    ran = run("checklist", "--framework", "./s.yaml", files={"s.yaml": manual})
    assert "no rules that find where evidence is wanted" in ran.err


TLS = """\
id: tls
version: "1"
source: Handbook
title: {en: Listeners}
groups: {a: {en: A}}
controls:
  - id: ALL
    title: {en: X}
    meaning: {en: X}
    group: a
    mode: partial
    rules: [elbv2-listener-plaintext]
    evidence:
      what: {en: X}
      valid-days: 1096
      where-found: ["AWS::ElasticLoadBalancingV2::Listener"]
"""


def test_evidence_that_is_wanted_of_resources_that_no_rule_judges(run: Run) -> None:
    """A rule about HTTP has nothing to say of a listener of TCP, and the control has."""
    tcp = "{Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {Protocol: TCP, Port: 9}}"
    files = {"tls.yaml": TLS, "t.yaml": f"Resources: {{L: {tcp}}}"}
    assert run("scan", *JSON, "./tls.yaml", files=files).states == {"ALL": "not-assessed"}
    some = TLS.replace('["AWS::ElasticLoadBalancingV2::Listener"]', "true")
    ran = run("scan", *JSON, "./tls.yaml", files={"tls.yaml": some})
    assert ran.states == {"ALL": "not-applicable"}
    ran = run("scan", *JSON, "./tls.yaml", files={"tls.yaml": TLS, "t.yaml": BUCKET})
    assert ran.states == {"ALL": "not-applicable"}
    typo = TLS.replace("Listener", "Listner")
    ran = run("scan", *JSON, "./tls.yaml", files={"tls.yaml": typo})
    assert "none of these rules looks at 'AWS::ElasticLoadBalancingV2::Listner'" in ran.err
    assert ran.code == 2


def test_what_people_state_holds_three_years_at_most(run: Run) -> None:
    ran = run("frameworks", "show", "./tls.yaml", files={"tls.yaml": TLS})
    assert ran.code == 0
    longer = TLS.replace("1096", "1097")
    ran = run("frameworks", "show", "./tls.yaml", files={"tls.yaml": longer})
    assert ran.code == 2
    assert "tls.yaml:15:" in ran.err
    assert "1097 days are more than three years: 1096 at most" in ran.err


NARROWER = """\
id: own
extends: ./ours.yaml
controls:
  - id: D-1
    rules: [sns-topic-unencrypted]
    elsewhere: [sns-topic-unencrypted]
  - id: D-3
    rules: [s3-bucket-unversioned, sns-topic-unencrypted]
"""


def test_rules_that_no_longer_tell_of_a_control_are_told(run: Run) -> None:
    """`rules` stand in place of those there were, which a reader of the file does not see."""
    ran = run("frameworks", "show", "./own.yaml", files={"own.yaml": NARROWER})
    assert ran.code == 0
    assert "own.yaml:5:5: controls[0].rules: 'D-1' no longer asks" in ran.err
    assert "s3-bucket-unversioned" in ran.err
    assert "D-3" not in ran.err
    of_few = NARROWER.replace(
        "[s3-bucket-unversioned, sns-topic-unencrypted]",
        '[{rules: [sns-topic-unencrypted], resources: ["AWS::SNS::*"]}]',
    )
    scanned = {"own.yaml": of_few, "t.yaml": BUCKET}
    ran = run("scan", "t.yaml", "--format", "json", "--framework", "./own.yaml", files=scanned)
    problems = json.loads(ran.out)["problems"]
    told = [one for one in problems if one["code"] == "framework-narrower"]
    assert [(one["path"], one["line"]) for one in told] == [("own.yaml", 5), ("own.yaml", 8)]
    above = "id: theirs\nextends: ./own.yaml\n"
    ran = run("frameworks", "show", "./theirs.yaml", files={"theirs.yaml": above})
    assert "own.yaml:8:5" in ran.err


def test_a_type_that_no_rule_looks_at(run: Run) -> None:
    """A slip of the pen would leave a control without anything."""
    content = SEARCH.replace("TYPE", "AWS::OpenSearch::Domain")
    ran = run("checklist", "--framework", "./s.yaml", files={"s.yaml": content})
    assert ran.code == 2
    assert "none of these rules looks at 'AWS::OpenSearch::Domain'; did you mean" in ran.err


def test_who_extends_says_what_is_otherwise(run: Run, tmp_path: Path) -> None:
    """A control changed, one dropped, one added to those of another framework."""
    ours = """\
id: ours
version: "2"
source: Us
title: {en: Ours}
extends: ./base.yaml
groups: {more: {en: More}}
drop: [D-3]
controls:
  - {id: D-2, mode: partial, rules: [s3-bucket-unversioned]}
  - id: X-1
    title: {en: X}
    meaning: {en: X}
    group: more
    mode: automated
    rules: [sqs-queue-unencrypted]
"""
    of_the_folder = (tmp_path / "ours.yaml").read_text("utf-8").replace("id: ours", "id: base")
    files = {"base.yaml": of_the_folder, "ours.yaml": ours, "t.yaml": BUCKET}
    ran = run("scan", *JSON, "./ours.yaml", files=files)
    assert [*ran.states] == ["D-1", "D-2", "X-1"]
    assert ran.control("D-2")["mode"] == "partial"
    assert ran.control("D-2")["title"] == "Recovery is tested"
    assert ran.framework["title"] == "Ours"


def test_a_level_and_another_numbering(run: Run) -> None:
    """A baseline has the controls of its level; a version has its own numbers."""
    low = "id: low\nextends: ./acme.yaml\ntitle: {en: Low}\nlevels: [LOW]\n"
    ran = run("scan", *JSON, "./low.yaml", files={**FILES, "t.yaml": BUCKET, "low.yaml": low})
    assert [*ran.states] == ["1.1", "2.1.1"]
    first = low + "drop: [2.1.*]\n"
    ran = run("scan", *JSON, "./low.yaml", files={**FILES, "t.yaml": BUCKET, "low.yaml": first})
    assert [one["id"] for one in ran.framework["groups"]] == ["1"], "what is empty is left out"
    older = 'id: older\nextends: ./acme.yaml\nversion: "0"\nstandard: older.csv\n'
    table = "id,group,as\n9,2.1,2.1.1\n8,1,\n"
    files = {**FILES, "t.yaml": BUCKET, "older.yaml": older, "older.csv": table}
    ran = run("scan", *JSON, "./older.yaml", files=files)
    assert ran.states == {"9": "met", "8": "not-assessed"}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"acme.yaml": ("id: 2.1.1", "id: 2.1.9")}, "controls[0].id: the standard has no control"),
        ({"acme.yaml": ("source: table}]", "source: tabel}]")}, "no source 'tabel' in 'sources'"),
        ({"acme.yaml": ("basis: derived, source: table}]", "basis: derived}]")}, "its 'source'"),
        ({"acme.yaml": ("FSBP SQS.1", "FSBP SQS.99")}, "no rule has the control 'FSBP SQS.99'"),
        ({"acme.yaml": ("cmk-backing", "cmk-baking")}, "no rule has the AWS Config rule"),
        ({"acme.yaml": ("      - s3-bucket-unversioned\n", "")}, "what a table alone maps decides"),
        ({"acme.yaml": ('within: "2"', 'within: "3"')}, "no group '3' in 'groups'"),
        ({"acme.yaml": ("standard: acme.csv", "standard: none.csv")}, "none.csv: cannot be read"),
        (
            {"acme.csv": ("2.1.2,2.1", "2.1.1,2.1")},
            "acme.csv:5:1: control '2.1.1' is defined twice",
        ),
        ({"acme.csv": ("1.1,1,", "1.1,")}, "acme.csv:3:1: 4 cells, and 5 names"),
        ({"acme.csv": ("id,group", "id,gruop")}, "acme.csv:2:1: the line of names lacks"),
        ({"acme.csv": ("1.1,1,", "1.1,9,")}, "no group '9' in 'groups'"),
        ({"acme.yaml": ("standard:", "drop: [7.1.x]\nstandard:")}, "no control '7.1.x' to drop"),
        ({"acme.yaml": ("standard:", "levels: [LOV]\nstandard:")}, "no level 'LOV'; did you mean"),
        ({"acme.yaml": ("standard:", "extends: ./acme.yaml\nstandard:")}, "extends './acme.yaml'"),
        ({"acme.yaml": ("standard:", "extends: cis\nstandard:")}, "no framework 'cis'"),
        ({"acme.yaml": ("standard:", 'extends: "./a\\0.yaml"\nstandard:')}, ".yaml: no such file"),
        ({"acme.yaml": ("standard:", "extends: ./loop.yaml\nstandard:")}, "no such file"),
        ({"acme.yaml": ("id: acme", "id: soc-2")}, "acme.yaml:1:1: id: 'soc-2' is a framework"),
        ({"acme.yaml": ("standard:", 'drop: ["*"]\nstandard:')}, "drop: leaves no control"),
        ({"acme.yaml": ('within: "2"', 'within: "2.1"')}, "'2.1' is part of itself, or of more"),
        (
            {"acme.yaml": ("- s3-bucket-unversioned", "- {rules: []}")},
            "names no rules: say 'rules'",
        ),
        ({"acme.csv": ("1.1,1,", '1.1,1,"')}, "acme.csv:3:1: no table: "),
        ({"acme.csv": ("1.1,1,Some", "1.1,1,\0Some")}, "3:1: control characters are not allowed"),
        ({"acme.csv": ("title_ko", "title")}, "acme.csv:2:1: the line of names has a name twice"),
        ({"acme.csv": ("levels\n", "as\n")}, "which nothing that is extended has"),
    ],
)
def test_no_mistake_goes_unsaid(
    run: Run, tmp_path: Path, changes: dict[str, tuple[str, str]], told: str
) -> None:
    """With file and line, and nothing is scanned."""
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    files = {**FILES, "t.yaml": BUCKET}
    for name, (old, new) in changes.items():
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    ran = run("scan", *JSON, "./acme.yaml", files=files)
    assert ran.code == 2
    assert not ran.out
    assert told in ran.err


def test_a_framework_of_ones_own_has_an_id_of_its_own(run: Run) -> None:
    """Evidence of the one would be taken for the other's."""
    ours = "id: acme\nextends: ./acme.yaml\n"
    ran = run("scan", *JSON, "./ours.yaml", files={**FILES, "t.yaml": BUCKET, "ours.yaml": ours})
    assert ran.code == 2
    assert "ours.yaml:1:1: id: 'acme' is what is extended" in ran.err


@pytest.mark.exhaustive
def test_of_very_many_mistakes_the_first_are_told(run: Run) -> None:
    """A guess at what each was to be takes its time."""
    listed = ", ".join(f"AC-99{number}" for number in range(5000))
    ours = f"id: ours\nextends: nist-800-53-r5\ndrop: [{listed}]\n"
    ran = run("scan", *JSON, "./ours.yaml", files={"t.yaml": BUCKET, "ours.yaml": ours})
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 201
    assert "more than 200 mistakes" in ran.err
