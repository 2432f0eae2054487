"""Rules about a stack or an app as a whole: who is asked, how often, and where a fault stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from synthgate.evaluate import Results, Stack, evaluate, evaluate_app
from synthgate.model import Position
from synthgate.resolve.resolver import NOWHERE, App, Placement, Resolver
from synthgate.rule.cards.card import Card, read_card
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Mapping

CARD = {
    "id": "whole",
    "title": {"en": "Whole", "ko": "전체"},
    "severity": {"production": "high", "default": "low"},
    "pillar": "security",
    "resources": ["*"],
    "why": {"en": "w", "ko": "이유"},
    "fix": {"en": "f", "ko": "방법"},
    "examples": {"fails": "", "passes": ""},
}
THERE_IS = "{there-is: AWS::X::Trail}"
UNIQUE = "{unique: $.Properties.Name, among: AWS::SQS::Queue}"


def card(check: str, scope: str = "stack", folder: Path | None = None, **more: Any) -> Card:
    body = {**CARD, "check": yaml.safe_load(check), "scope": scope, **more}
    path = (folder or Path("nowhere")) / "whole.yaml"
    made, mistakes = read_card(path, json.dumps(body).encode())
    assert made, mistakes
    return made


def template(**lines: str) -> str:
    """A description, a comment, and the resources that these lines of YAML are."""
    return (
        "Description: d\n"
        "Parameters: {Open: {Type: String}, Few: {Type: String, AllowedValues: [a, b]}}\n"
        "Conditions: {A: !Equals [!Ref Few, a], NotA: !Not [!Condition A]}\n"
        "Resources:\n"
    ) + "".join(f"  {name}: {line}\n" for name, line in lines.items())


def app(
    texts: Mapping[str, str],
    children: Any = None,
    environments: Mapping[str, str] | None = None,
) -> list[Stack]:
    """Stacks by their names, of which some are nested and some serve an environment."""
    made, stacks = App(children or {}), []
    for name, text in texts.items():
        placement = Placement(environment=(environments or {}).get(name))
        read = read_template(f"{name}.yaml", text.encode())
        made.stacks[name] = Resolver(read, placement, app=made, identity=name)
        stacks.append(Stack(made.stacks[name], {}, name=name, stage="Prod"))
    return stacks


def asked(made: Card, stacks: list[Stack]) -> Results:
    """What a rule says of each stack, and of the app."""
    index = Index([made])
    every = [*(evaluate(stack, index) for stack in stacks), *evaluate_app(stacks, index)]
    return Results().and_then(every)


def said(made: Card, stacks: list[Stack]) -> list[tuple[str, str]]:
    results = asked(made, stacks)
    assert not results.problems
    return [(v.subject.logical_id, str(v.status)) for v in results.verdicts]


QUEUE = "{Type: AWS::SQS::Queue}"
TRAIL = "{Type: AWS::X::Trail, Properties: {Name: t}}"
NESTED = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}}"
IN_P = {"P": {"N": "C"}}


def named(name: str, condition: str = "") -> str:
    own = f"Condition: {condition}, " if condition else ""
    return f"{{Type: AWS::SQS::Queue, {own}Properties: {{Name: {name}}}}}"


def test_a_rule_about_stacks_is_asked_once_of_each() -> None:
    """Not of its resources."""
    stacks = app({"S": template(Q=QUEUE, R=QUEUE), "T": template(T=TRAIL)})
    assert said(card(THERE_IS), stacks) == [("S", "fail"), ("T", "pass")]


@pytest.mark.parametrize(
    ("resources", "stacks"),
    [
        (["*"], ["S", "T"]),
        (["AWS::SQS::Queue"], ["S"]),
        (["AWS::SQS::*", "AWS::X::Trail"], ["S", "T"]),
        (["AWS::S3::Bucket"], []),
    ],
)
def test_what_calls_for_a_rule_about_stacks(resources: list[str], stacks: list[str]) -> None:
    """A stack in which there is any of its types."""
    every = app({"S": template(Q=QUEUE), "T": template(T=TRAIL)})
    made = card(THERE_IS, resources=resources)
    assert [name for name, _ in said(made, every)] == stacks


def test_what_does_not_exist_calls_for_nothing() -> None:
    """A resource whose condition is false is not in the stack."""
    text = template(Q=named("x", "Never")).replace("{A: !", "{Never: !Equals [a, b], A: !")
    made = card(THERE_IS, resources=["AWS::SQS::Queue"])
    assert said(made, app({"S": text})) == []


def test_nested_stacks_are_parts_of_their_parent() -> None:
    """They are not asked themselves, call for rules, and have what is looked for."""
    stacks = app({"P": template(N=NESTED), "C": template(T=TRAIL, Q=QUEUE)}, IN_P)
    made = card(THERE_IS, resources=["AWS::SQS::Queue"])
    assert said(made, stacks) == [("P", "pass")]
    deeper = app(
        {"P": template(N=NESTED), "C": template(M=NESTED), "D": template(T=TRAIL, Q=QUEUE)},
        {**IN_P, "C": {"M": "D"}},
    )
    assert said(made, deeper) == [("P", "pass")]


def test_a_stack_beside_is_no_part() -> None:
    """Unless the rule looks into the app."""
    stacks = app({"S": template(Q=QUEUE), "T": template(T=TRAIL)})
    made = card("{there-is: AWS::X::Trail, in: app}")
    assert said(made, stacks) == [("S", "pass"), ("T", "pass")]


@pytest.mark.parametrize(("condition", "status"), [("Condition: A, ", "unknown"), ("", "pass")])
def test_a_nested_stack_that_may_not_exist_is_a_doubt(condition: str, status: str) -> None:
    """And with it all that is in it."""
    parent = template(N=NESTED.replace("Prop", f"{condition}Prop"))
    stacks = app({"P": parent, "C": template(T=TRAIL)}, IN_P)
    assert said(card(THERE_IS), stacks) == [("P", status)]


@pytest.mark.parametrize(
    ("trails", "status"),
    [
        ([], "fail"),
        (["A"], "unknown"),
        (["NotA"], "unknown"),
        (["A", "NotA"], "pass"),
    ],
)
def test_what_every_world_has_is_there(trails: list[str], status: str) -> None:
    """Decided where it agrees in all of them, else unknown with the parameter that decides it."""
    lines = {f"T{c}": TRAIL.replace("Prop", f"Condition: {c}, Prop") for c in trails}
    results = asked(card(THERE_IS), app({"S": template(Q=QUEUE, **lines)}))
    assert [str(verdict.status) for verdict in results.verdicts] == [status]
    if status == "unknown":
        assert "parameter Few" in results.findings[0].why.en


def test_a_fault_of_a_stack_stands_where_its_template_starts() -> None:
    """The subject is the stack."""
    (finding,) = asked(card(THERE_IS), app({"S": template(Q=QUEUE)})).findings
    assert (finding.location.path, finding.location.start) == ("S.yaml", Position(1, 1))
    subject = finding.subject
    assert (subject.logical_id, subject.type) == ("S", "AWS::CloudFormation::Stack")
    assert (subject.template, subject.stack, subject.stage) == ("S.yaml", "S", "Prod")
    assert subject.construct_path is None


def test_a_template_outside_of_any_stack_is_called_by_its_path() -> None:
    """There is no other name."""
    read = read_template("t.yaml", template(Q=QUEUE).encode())
    results = evaluate(Stack(Resolver(read, NOWHERE), {}), Index([card(THERE_IS)]))
    assert [verdict.subject.logical_id for verdict in results.verdicts] == ["t.yaml"]


def test_two_faults_of_two_stacks_are_two() -> None:
    """Their fingerprints tell them apart."""
    findings = asked(card(THERE_IS), app({"S": template(Q=QUEUE), "T": template(Q=QUEUE)})).findings
    assert len({finding.fingerprint for finding in findings}) == 2


@pytest.mark.parametrize(
    ("check", "status"),
    [
        ("{path: $.Description, exists: true}", "pass"),
        ("{path: $.Parameters.Open.Default, exists: true}", "fail"),
        ("{path: $.Outputs.O.Value, equals: 5}", "pass"),
        ("{path: $.Outputs.P.Value, equals: 5}", "unknown"),
        ("{path: $.Resources, exists: true}", "fail"),
        ("{stack: environment, exists: true}", "fail"),
        ("{stack: region, equals: eu-west-1}", "unknown"),
    ],
)
def test_a_path_of_a_stack_is_one_of_its_template(check: str, status: str) -> None:
    """Without the resources, which are joined; outputs are resolved."""
    text = template(Q=QUEUE) + "Outputs: {O: {Value: !Sub '5'}, P: {Value: !Ref Open}}\n"
    assert said(card(check), app({"S": text})) == [("S", status)]


def test_a_value_that_two_resources_have_is_shown_at_the_second() -> None:
    """One fault for each resource that is one too many."""
    text = template(Q=named("x"), R=named("y"), S=named("x"), T=named("x"))
    findings = asked(card(UNIQUE), app({"S": text})).findings
    assert [finding.location.start.line for finding in findings] == [7, 8]
    assert {finding.location.property_path for finding in findings} == {
        f"Resources.{name}.Properties.Name" for name in "ST"
    }


@pytest.mark.parametrize(
    ("parent", "child", "status"),
    [
        ("x", "x", "fail"),
        ("x", "y", "pass"),
        ("x", "!Ref Open", "unknown"),
        ("!Ref Open", "!Ref Open", "unknown"),
        ("!Sub '${AWS::StackName}-q'", "!Sub '${AWS::StackName}-q'", "unknown"),
    ],
)
def test_a_value_is_unique_among_a_stack_and_those_in_it(
    parent: str, child: str, status: str
) -> None:
    """The parameters of the one are not those of the other, and so are their names."""
    stacks = app({"P": template(N=NESTED, Q=named(parent)), "C": template(Q=named(child))}, IN_P)
    assert said(card(UNIQUE), stacks) == [("P", status)]


@pytest.mark.parametrize(
    ("names", "status"),
    [
        ([("x", "A"), ("x", "NotA")], "pass"),
        ([("x", "A"), ("x", "A")], "unknown"),
        ([("x", "A"), ("x", "NotA"), ("x", "")], "fail"),
        ([("x", "A"), ("x", ""), ("x", "")], "fail"),
        ([("!Ref Few", ""), ("a", "NotA")], "pass"),
        ([("!Ref Few", ""), ("a", "A")], "unknown"),
    ],
)
def test_only_what_exists_together_is_alike(names: list[tuple[str, str]], status: str) -> None:
    """In every world, in some, in none."""
    lines = {f"Q{n}": named(name, condition) for n, (name, condition) in enumerate(names)}
    assert said(card(UNIQUE), app({"S": template(**lines)})) == [("S", status)]


def test_a_rule_about_apps_is_asked_once() -> None:
    """Of all its stacks together."""
    stacks = app({"S": template(Q=QUEUE), "T": template(T=TRAIL)})
    assert said(card(THERE_IS, "app"), stacks) == [("App", "pass")]
    assert said(card(THERE_IS, "app"), app({"S": template(Q=QUEUE)})) == [("App", "fail")]


def test_each_environment_of_an_app_is_asked_for_itself() -> None:
    """What one has is not there for the other; a stack that tells nothing may be of any."""
    texts = {
        "Dev": template(Q=QUEUE),
        "Prod": template(Q=QUEUE),
        "Also": template(T=TRAIL),
        "Tool": template(Q=QUEUE),
    }
    environments = {"Dev": "development", "Prod": "production", "Also": "production"}
    results = asked(card(THERE_IS, "app"), app(texts, None, environments))
    found = [(v.subject.template, str(v.status)) for v in results.verdicts]
    assert found == [("Dev.yaml", "fail"), ("Prod.yaml", "pass"), ("Tool.yaml", "unknown")]
    assert {finding.severity.value for finding in results.findings} == {"low"}


def test_the_severity_of_an_app_is_that_of_its_environment() -> None:
    """As of any resource in it."""
    stacks = app({"S": template(Q=QUEUE)}, None, {"S": "production"})
    (finding,) = asked(card(THERE_IS, "app"), stacks).findings
    assert finding.severity.value == "high"


def test_a_fault_of_an_app_stands_where_its_first_template_starts() -> None:
    """The subject is the app; a nested stack is not the first."""
    texts = {"C": template(Q=QUEUE), "P": template(N=NESTED)}
    (finding,) = asked(card(THERE_IS, "app"), app(texts, IN_P)).findings
    assert (finding.location.path, finding.location.start) == ("P.yaml", Position(1, 1))
    assert (finding.subject.logical_id, finding.subject.type) == ("App", "App")


def test_what_calls_for_a_rule_about_apps() -> None:
    """Any of its types in any of its stacks."""
    stacks = app({"S": template(Q=QUEUE), "T": template(T=TRAIL)})
    made = card("{there-is: AWS::X::Other}", "app", resources=["AWS::X::Trail"])
    assert said(made, stacks) == [("App", "fail")]
    assert said(made, stacks[:1]) == []


def test_a_value_is_unique_among_the_stacks_of_an_app() -> None:
    """Literals alike are alike, own names are not; a fault elsewhere has no place of its own."""
    texts = {"S": template(Q=named("x")), "T": template(Q=named("x"))}
    (finding,) = asked(card(UNIQUE, "app"), app(texts)).findings
    assert (finding.location.path, finding.location.start) == ("S.yaml", Position(1, 1))
    own = {name: template(Q=named("!Sub '${AWS::StackName}-q'")) for name in "ST"}
    assert said(card(UNIQUE, "app"), app(own)) == [("App", "unknown")]


def test_unique_names_of_two_environments_are_not_compared() -> None:
    """They are seldom in one account."""
    texts = {"S": template(Q=named("x")), "T": template(Q=named("x"))}
    stacks = app(texts, None, {"S": "production", "T": "development"})
    assert {status for _, status in said(card(UNIQUE, "app"), stacks)} == {"pass"}


def test_a_rule_that_does_not_apply_to_a_stack_has_no_verdict() -> None:
    """`when` is asked of the stack."""
    environments = {"S": "production", "T": "development"}
    stacks = app({"S": template(Q=QUEUE), "T": template(Q=QUEUE)}, None, environments)
    made = card(THERE_IS, when={"environment": "production"})
    assert said(made, stacks) == [("S", "fail")]


@pytest.mark.parametrize("scope", ["stack", "app"])
@pytest.mark.parametrize("body", ["1 / 0", "yield 5", "resource.body['Properties']"])
def test_a_crash_of_a_rule_about_a_whole_is_a_problem(
    tmp_path: Path, scope: str, body: str
) -> None:
    """With the rule's name and the template; no traceback, and no verdict."""
    (tmp_path / "whole.py").write_text(f"def f(resource, view):\n    {body}\n    yield\n")
    made = card("{python: f}", scope, tmp_path)
    results = asked(made, app({"S": template(Q=QUEUE)}))
    assert not results.verdicts
    (problem,) = results.problems
    assert (problem.rule_id, problem.path) == ("whole", "S.yaml")
    assert problem.position


def test_python_sees_the_whole(tmp_path: Path) -> None:
    """What there is, wherever it stands; and says where in the template the fault is."""
    (tmp_path / "whole.py").write_text(
        "from synthgate.rule.terms.outcome import Place\n"
        "def f(resource, view):\n"
        "    for other in view.everywhere(['AWS::SQS::*']):\n"
        "        yield Place(('Resources', other.resource.logical_id))\n"
    )
    made = card("{python: f}", "stack", tmp_path)
    (finding,) = asked(made, app({"S": template(Q=QUEUE)})).findings
    assert finding.location.start.line == 5


UNIQUE_IN = "{unique: $.Properties.Name, among: AWS::SQS::Queue, in: environment}"


@pytest.mark.parametrize(
    ("environments", "statuses"),
    [
        ({"A": "production", "B": "production"}, ["fail", "fail"]),
        ({"A": "production", "B": "test"}, ["pass", "pass"]),
        ({"A": "production"}, ["unknown", "unknown"]),
        ({}, ["fail", "fail"]),
    ],
)
def test_a_stack_that_tells_nothing_may_be_of_any_environment(
    environments: dict[str, str], statuses: list[str]
) -> None:
    """Where no stack of an app tells, they are taken for one."""
    texts = {"A": template(A=named("x", "")), "B": template(B=named("x", ""))}
    results = asked(card(UNIQUE_IN, "stack"), app(texts, None, environments))
    assert [str(one.status) for one in results.verdicts] == statuses
