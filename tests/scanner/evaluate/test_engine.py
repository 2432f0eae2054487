"""Every rule is asked of every resource of its types, whatever one of them does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synthgate.evaluate import Results, Stack, evaluate
from synthgate.model import Origin, Position, SourceLine, Status
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import Card, read_card
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

CARD = """\
id: {id}
title: {{en: Queue is open, ko: 열린 대기열}}
severity: high
pillar: security
resources: [AWS::SQS::Queue]
check: {check}
why: {{en: Anyone reads, ko: 누구나 읽음}}
fix: {{en: Name a key, ko: 키를 지정}}
examples: {{fails: "", passes: ""}}
"""


def card(check: str, id_: str = "queue-open", when: str = "", folder: Path | None = None) -> Card:
    text = CARD.format(id=id_, check=check) + (f"when: {when}\n" if when else "")
    path = (folder or Path("nowhere")) / f"{id_}.yaml"
    made, mistakes = read_card(path, text.encode())
    assert made, mistakes
    return made


def run(text: str, *cards: Card, **more: Any) -> Results:
    template = read_template("t.yaml", text.encode())
    stack = Stack(Resolver(template, Placement()), more.pop("origins", {}), **more)
    return evaluate(stack, Index(cards))


QUEUES = """\
Parameters: {Open: {Type: String}}
Resources:
  Good: {Type: AWS::SQS::Queue, Properties: {Key: k}}
  Bad:
    Type: AWS::SQS::Queue
    Properties: {Name: x}
  Unsure:
    Type: AWS::SQS::Queue
    Properties:
      Key: !Ref Open
  Other: {Type: AWS::SNS::Topic}
"""
KEY = "{path: $.Properties.Key, equals: k}"


def test_each_resource_of_the_type_has_one_verdict() -> None:
    """Passes included; resources of other types have none."""
    results = run(QUEUES, card(KEY))
    assert [(v.subject.logical_id, v.status) for v in results.verdicts] == [
        ("Good", Status.PASS),
        ("Bad", Status.FAIL),
        ("Unsure", Status.UNKNOWN),
    ]
    assert [f.subject.logical_id for f in results.findings] == ["Bad", "Unsure"]


def test_a_subject_says_where_it_stands_in_the_app() -> None:
    """Stack, stage and construct are the engine's to say, and the source line."""
    line = SourceLine("app.py", 7)
    origins = {"Bad": Origin("App/Bad/Resource", line)}
    results = run(QUEUES, card(KEY), origins=origins, name="S", stage="Prod")
    finding = results.findings[0]
    assert (finding.subject.stack, finding.subject.stage) == ("S", "Prod")
    assert (finding.subject.construct_path, finding.source) == ("App/Bad/Resource", line)
    assert results.findings[1].subject.construct_path is None


@pytest.mark.parametrize(
    ("when", "verdicts"),
    [
        ("{path: $.Properties.Name, exists: true}", [("Bad", Status.FAIL)]),
        ("{path: $.Properties.Zone, exists: true}", []),
        (
            "{path: $.Properties.Key, equals: k}",
            [("Good", Status.PASS), ("Unsure", Status.UNKNOWN)],
        ),
    ],
)
def test_where_a_rule_does_not_apply_there_is_no_verdict(
    when: str, verdicts: list[tuple[str, Status]]
) -> None:
    """Not applicable is no row; whether it applies may be unknown, and then so is the verdict."""
    results = run(QUEUES, card(KEY, when=when))
    assert [(v.subject.logical_id, v.status) for v in results.verdicts] == verdicts


def test_what_passes_anyway_passes_whether_the_rule_applies_or_not() -> None:
    """An open `when` makes no doubt of a resource that has no fault."""
    text = QUEUES.replace("Key: !Ref Open", "Key: k\n      Zone: !Ref Open")
    results = run(text, card(KEY, when="{path: $.Properties.Zone, equals: z}"))
    assert [v.status for v in results.verdicts if v.subject.logical_id == "Unsure"] == [Status.PASS]


def crashing(folder: Path, body: str) -> Card:
    (folder / "crash.py").write_text(f"def f(resource, view):\n    {body}\n    yield\n")
    return card("{python: f}", "crash", folder=folder)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("raise ValueError('{not} a placeholder')", "{not} a placeholder"),
        ("yield 5", "AttributeError"),
        ("f(f(resource, view), view)", ""),
        ("next(f(resource, view))", "RecursionError"),
        ("raise Exception('x' * 10000)", "x"),
    ],
)
def test_a_rule_that_crashes_is_a_problem_and_the_run_goes_on(
    tmp_path: Path, body: str, words: str
) -> None:
    """The problem names rule, resource and place; every other verdict is there."""
    results = run(QUEUES, crashing(tmp_path, body), card(KEY))
    if words:
        assert [problem.rule_id for problem in results.problems] == ["crash"] * 3
        problem = results.problems[1]
        assert words in problem.message.en
        assert "Bad" in problem.message.en
        assert (problem.path, problem.position) == ("t.yaml", Position(4, 3))
        assert len(problem.message.en) < 400
    assert [v.status for v in results.verdicts if v.rule.id == "queue-open"] == [
        Status.PASS,
        Status.FAIL,
        Status.UNKNOWN,
    ]


def test_a_crash_of_a_cards_module_is_a_problem(tmp_path: Path) -> None:
    """A module that cannot be imported crashes its rule only."""
    (tmp_path / "crash.py").write_text("import nowhere_at_all\n")
    results = run(QUEUES, card("{python: f}", "crash", folder=tmp_path), card(KEY))
    assert len(results.problems) == 3
    assert len(results.verdicts) == 3


def test_one_place_is_one_finding() -> None:
    """Two parts of a rule that meet at one value say it once."""
    check = "{all-of: [{path: $.Properties.A, equals: 1}, {path: $.Properties.A, equals: 2}]}"
    text = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {A: 3}}}\n"
    results = run(text, card(check))
    assert [finding.location.property_path for finding in results.findings] == ["Properties.A"]
    assert len(results.verdicts) == 1


def test_each_faulty_place_is_a_finding() -> None:
    """Two faults of one resource are two findings and one verdict."""
    text = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {L: [1, 2, 3]}}}\n"
    results = run(text, card("{path: '$.Properties.L[*]', equals: 1}"))
    places = [finding.location.property_path for finding in results.findings]
    assert places == ["Properties.L[1]", "Properties.L[2]"]
    assert len(results.verdicts) == 1
    assert len({finding.fingerprint for finding in results.findings}) == 2


def test_a_resource_that_cannot_be_resolved_is_a_problem() -> None:
    """What one resource holds keeps no other from its verdict."""
    results = run(QUEUES.replace("{Key: k}", "{Key: !Split ['', c]}"), card(KEY))
    assert {"Bad", "Unsure"} <= {verdict.subject.logical_id for verdict in results.verdicts}
