"""Rules about several resources: who refers to whom, what there is, what is unique."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synthgate.evaluate import Results, Stack, evaluate
from synthgate.resolve.resolver import NOWHERE, App, Placement, Resolver
from synthgate.rule.cards.card import Card, read_card
from synthgate.rule.cards.index import Index
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Mapping

CARD = {
    "id": "joined",
    "title": {"en": "Joined", "ko": "결합"},
    "severity": "low",
    "pillar": "security",
    "resources": ["AWS::SQS::Queue"],
    "why": {"en": "w", "ko": "이유"},
    "fix": {"en": "f", "ko": "방법"},
    "examples": {"fails": "", "passes": ""},
}
AROUND = """\
Parameters:
  Open: {Type: String}
  OpenList: {Type: CommaDelimitedList}
  Few: {Type: String, AllowedValues: [a, b]}
Conditions:
  A: !Equals [!Ref Few, a]
  NotA: !Not [!Condition A]
  Maybe: !Equals [!Ref Open, x]
Resources:
"""


def card(check: Any, **more: Any) -> Card:
    body = {**CARD, "check": yaml.safe_load(check) if isinstance(check, str) else check, **more}
    made, mistakes = read_card(Path("joined.yaml"), json.dumps(body).encode())
    assert made, mistakes
    return made


def resources(**lines: str) -> str:
    """A template with the resources that these lines of YAML are."""
    return AROUND + "".join(f"  {name}: {line}\n" for name, line in lines.items())


def run(made: Card, text: str, *others: str, placement: Placement = NOWHERE) -> Results:
    """What a rule says of the first of the stacks of an app."""
    app = App()
    for number, one in enumerate([text, *others]):
        template = read_template(f"{number}.yaml", one.encode())
        app.stacks[str(number)] = Resolver(template, placement, app=app, identity=str(number))
    results = evaluate(Stack(app.stacks["0"], {}), Index([made]))
    assert not results.problems
    return results


def said(check: Any, *others: str, **lines: str) -> str:
    """What a check says of the resource Q."""
    results = run(card(check), resources(**lines), *others)
    return {v.subject.logical_id: str(v.status) for v in results.verdicts}["Q"]


QUEUE = "{Type: AWS::SQS::Queue, Properties: {QueueName: q, Kms: k}}"


def alarm(target: str, more: str = "", condition: str = "") -> str:
    own = f", Condition: {condition}" if condition else ""
    return f"{{Type: AWS::X::Alarm{own}, Properties: {{Target: {target}{more}}}}}"


RELATED = "related: AWS::X::Alarm, by: '$.Properties.Target'"
OF_POLICIES = "{related: 'AWS::SQS::QueuePolicy', by: '$.Properties.Queues[*]'}"
LOUD = "{path: $.Properties.Loud, equals: true}"


@pytest.mark.parametrize(
    ("more", "alarms", "status"),
    [
        ("", [], "fail"),
        ("", ["!Ref Q"], "pass"),
        ("", ["!GetAtt Q.Arn"], "pass"),
        ("", ["!Sub '${Q.Arn}/*'"], "pass"),
        ("", ["q"], "pass"),
        ("", ["other"], "fail"),
        ("", ["!Ref Open"], "unknown"),
        (f", any: {LOUD}", ["!Ref Q, Loud: true", "!Ref Q"], "pass"),
        (f", any: {LOUD}", ["!Ref Q"], "fail"),
        (f", any: {LOUD}", ["other, Loud: true"], "fail"),
        (f", any: {LOUD}", ["!Ref Open, Loud: true"], "unknown"),
        (f", any: {LOUD}", ["!Ref Q, Loud: !Ref Open"], "unknown"),
        (f", all: {LOUD}", [], "pass"),
        (f", all: {LOUD}", ["!Ref Q, Loud: true", "!Ref Q"], "fail"),
        (f", all: {LOUD}", ["!Ref Q, Loud: true", "!Ref Open"], "unknown"),
        (f", all: {LOUD}", ["!Ref Open, Loud: true"], "pass"),
        (f", none: {LOUD}", [], "pass"),
        (f", none: {LOUD}", ["!Ref Q, Loud: true"], "fail"),
        (f", none: {LOUD}", ["!Ref Open, Loud: true"], "unknown"),
        (f", none: {LOUD}", ["!Ref Open"], "pass"),
        (", count: 2", ["!Ref Q", "!Ref Q"], "pass"),
        (", count: 2", ["!Ref Q"], "fail"),
        (", count: 2", ["!Ref Q", "!Ref Open"], "unknown"),
        (", count: {at-most: 2}", ["!Ref Q", "!Ref Open"], "pass"),
        (", count: {at-most: 1}", ["[!Ref Q, !GetAtt Q.Arn]"], "pass"),
        (f", all: {LOUD}, count: {{at-least: 1}}", [], "fail"),
        (f", all: {LOUD}, count: {{at-least: 1}}", ["!Ref Q, Loud: true"], "pass"),
    ],
)
def test_related_resources_refer_to_this_one(more: str, alarms: list[str], status: str) -> None:
    """By reference or by name; without a quantifier or a count there has to be one."""
    others = {f"S{number}": alarm(target) for number, target in enumerate(alarms)}
    assert said(f"{{{RELATED}{more}}}", Q=QUEUE, **others) == status


def test_a_resource_that_refers_twice_is_one() -> None:
    """By reference and by name."""
    check = "{related: AWS::X::Alarm, by: '$.Properties.Target[*]', count: 1}"
    assert said(check, Q=QUEUE, S=alarm("[!Ref Q, q, !GetAtt Q.Arn]")) == "pass"


@pytest.mark.parametrize(
    ("targets", "status"),
    [
        ("[q]", "pass"),
        ("[!Ref Open]", "unknown"),
        ("[!Ref B, q]", "pass"),
        ("[!Ref B, !Ref Open]", "unknown"),
        ("[!If [Maybe, !Ref Q, !Ref B]]", "unknown"),
        ("!If [Maybe, [!Ref Q], [!Ref B]]", "unknown"),
        ("!If [Maybe, !Ref Q, !GetAtt Q.Arn]", "pass"),
    ],
)
def test_one_of_several_names_may_be_this_one_s(targets: str, status: str) -> None:
    """Each item of a list, and each branch, is asked for itself."""
    assert said(f"{{{RELATED}}}", Q=QUEUE, B=BUCKET, S=alarm(targets)) == status


@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        (["A"], "unknown"),
        (["A", "NotA"], "pass"),
        (["A", "A"], "unknown"),
        (["Maybe", "NotA"], "unknown"),
        (["A", "NotA", "Maybe"], "pass"),
    ],
)
def test_a_related_resource_is_one_where_it_exists(conditions: list[str], status: str) -> None:
    """What every world has is there, whichever resource it is in which world."""
    others = {f"S{n}": alarm("!Ref Q", "", name) for n, name in enumerate(conditions)}
    assert said(f"{{{RELATED}}}", Q=QUEUE, **others) == status


def test_a_resource_of_the_same_condition_is_there_whenever_this_one_is() -> None:
    """Both or neither."""
    queue = QUEUE.replace("Properties", "Condition: Maybe, Properties")
    assert said(f"{{{RELATED}}}", Q=queue, S=alarm("!Ref Q", "", "Maybe")) == "pass"
    assert said(f"{{{RELATED}}}", Q=queue, S=alarm("!Ref Q", "", "A")) == "unknown"


EXPORTING = resources(Q=QUEUE) + "Outputs: {O: {Value: !GetAtt Q.Arn, Export: {Name: e}}}\n"


@pytest.mark.parametrize(
    ("name", "target", "status"),
    [
        ("own", "arn:aws:sqs:::own", "pass"),
        ("own", "!Sub 'arn:aws:sqs:::${Open}'", "unknown"),
        ("own", "!Sub 'arn:aws:sqs:::o${Open}'", "unknown"),
        ("own", "!Sub 'arn:aws:sqs:::x${Open}x'", "fail"),
        ("own", "!Sub 'arn:aws:${Open}:::own'", "unknown"),
        ("own", "!Sub 'arn:${Open}'", "unknown"),
        ("own", "!Sub 'arn:aws:s3:::${Open}'", "fail"),
        ("!Ref Open", "!Sub 'arn:aws:sqs:::${Open}'", "pass"),
        ("!Ref Open", "!Sub 'arn:aws:sqs:::${Open}/*'", "unknown"),
        ("!Ref Open", "arn:aws:sqs:::own", "unknown"),
        ("!Ref Few", "!Sub 'arn:aws:sqs:::${Few}'", "pass"),
        ("!Ref Few", "arn:aws:sqs:::a", "unknown"),
        ("!Ref Few", "arn:aws:sqs:::own", "fail"),
        ("!Sub 'x-${Open}'", "arn:aws:sqs:::x-own", "unknown"),
        ("!Sub 'x-${Open}'", "arn:aws:sqs:::own", "fail"),
    ],
)
def test_an_arn_or_a_name_of_which_a_piece_is_open(name: str, target: str, status: str) -> None:
    """It is this one's, is not, or may be: the piece that is not known may be what is missing."""
    lines = {
        "Q": f"{{Type: 'AWS::SQS::Queue', Properties: {{QueueName: {name}}}}}",
        "P": f"{{Type: 'AWS::SQS::QueuePolicy', Properties: {{Queues: [{target}]}}}}",
    }
    assert said(OF_POLICIES, **lines) == status


def test_a_text_with_a_reference_may_stand_in_a_branch() -> None:
    """Both branches refer to the queue: the name that it has beside is not asked for."""
    text = "!Sub '${Q.Arn}/x'"
    lines = {
        "Q": "{Type: 'AWS::SQS::Queue', Properties: {QueueName: own}}",
        "P": "{Type: 'AWS::SQS::QueuePolicy', Properties:"
        f" {{Queues: [!If [A, {text}, {text}]]}}}}",
    }
    assert said(OF_POLICIES, **lines) == "pass"


def test_a_resource_of_another_stack_may_be_the_related_one() -> None:
    """Over an export and its import."""
    importing = resources(S=alarm("!ImportValue e"))
    results = run(card(f"{{{RELATED}}}"), EXPORTING, importing)
    assert [str(verdict.status) for verdict in results.verdicts] == ["pass"]


REFERS = "refers: $.Properties.Target, to: AWS::X::Topic"
TOPIC = "{Type: AWS::X::Topic, Properties: {TopicName: t, Loud: true}}"
QUIET = "{Type: AWS::X::Topic, Properties: {TopicName: s}}"
BUCKET = "{Type: AWS::S3::Bucket}"


def queue(target: str) -> str:
    return f"{{Type: AWS::SQS::Queue, Properties: {{Target: {target}}}}}"


@pytest.mark.parametrize(
    ("more", "target", "status"),
    [
        ("", "!Ref T", "pass"),
        ("", "!GetAtt T.Arn", "pass"),
        ("", "!Sub 'x-${T.Arn}'", "unknown"),  # another, perhaps elsewhere
        ("", "t", "pass"),
        ("", "[!Ref T]", "pass"),
        ("", "[!Ref B, t]", "pass"),
        ("", "elsewhere", "unknown"),
        ("", "arn:aws:x:::t", "pass"),
        ("", "arn:aws:x:::kind/t", "pass"),
        ("", "!Sub 'arn:aws:x:${AWS::Region}:${AWS::AccountId}:t'", "pass"),
        ("", "arn:aws:x:::tt", "unknown"),
        ("", "arn:aws:y:::t", "unknown"),
        ("", "arn:aws:x:eu-west-1:123456789012:t", "unknown"),
        ("", "!Ref Open", "unknown"),
        ("", "!Ref OpenList", "unknown"),
        ("", "!ImportValue nowhere", "unknown"),
        ("", "!Ref B", "fail"),
        ("", "!GetAtt B.Arn", "fail"),
        ("", "[]", "fail"),
        ("", "!Ref AWS::NoValue", "fail"),
        ("", "!If [Maybe, !Ref T, !Ref S]", "pass"),
        ("", "!If [Maybe, !Ref T, !Ref B]", "unknown"),
        ("", "!If [Maybe, !Ref B, !Ref AWS::NoValue]", "fail"),
        (f", all: {LOUD}", "[!Ref T, !Ref S]", "fail"),
        (f", all: {LOUD}", "[!Ref T, elsewhere]", "unknown"),
        (f", all: {LOUD}", "[!Ref S, elsewhere]", "fail"),
        (f", all: {LOUD}", "!Ref B", "pass"),
        (f", all: {LOUD}", "!If [Maybe, !Ref S, !Ref S]", "fail"),
        (f", any: {LOUD}", "[!Ref S, !Ref T]", "pass"),
        (f", any: {LOUD}", "[!Ref S, elsewhere]", "unknown"),
        (f", any: {LOUD}", "!Ref S", "fail"),
        (f", none: {LOUD}", "!Ref S", "pass"),
        (f", none: {LOUD}", "[!Ref S, elsewhere]", "unknown"),
        (f", none: {LOUD}", "[!Ref T, elsewhere]", "fail"),
        (", count: 2", "[!Ref T, !Ref S]", "pass"),
        (", count: 1", "[!Ref T, !GetAtt T.Arn, t]", "pass"),
        (", count: {at-least: 1}", "[!Ref T, elsewhere]", "pass"),
        (", count: {at-most: 1}", "!Ref T", "pass"),
        (", count: {at-most: 1}", "!Ref OpenList", "unknown"),
        (", count: {at-most: 1}", "!If [Maybe, [!Ref T, !Ref S], !Ref T]", "unknown"),
        (", count: {at-most: 1}", "elsewhere", "pass"),
        (", count: {at-most: 1}", "[one, two]", "unknown"),
        (", count: 0", "!Ref B", "pass"),
    ],
)
def test_what_a_resource_refers_to(more: str, target: str, status: str) -> None:
    """By reference or by name, each once; what may be elsewhere is any number, of any kind."""
    check = f"{{{REFERS}{more}}}"
    assert said(check, Q=queue(target), T=TOPIC, S=QUIET, B=BUCKET) == status


FOREIGN = "arn:aws:x:eu-west-1:123456789012:elsewhere"


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("more", "target", "if_pass", "if_fail"),
    [
        ("", "elsewhere", "pass", "fail"),
        ("", FOREIGN, "pass", "fail"),
        ("", "!Sub 'arn:aws:x:${AWS::Region}:${AWS::AccountId}:elsewhere'", "pass", "fail"),
        ("", "!If [Maybe, here, there]", "pass", "fail"),
        ("", "!Ref Few", "pass", "fail"),
        ("", "[elsewhere, !Ref T]", "pass", "pass"),
        ("", "!Ref Open", "unknown", "unknown"),
        ("", "!Sub 'x-${Open}'", "pass", "fail"),
        ("", "!Sub 't${Open}'", "unknown", "unknown"),
        ("", "!ImportValue nowhere", "unknown", "unknown"),
        ("", "'{{resolve:ssm:/topic}}'", "unknown", "unknown"),
        ("", "!If [Maybe, elsewhere, !Ref T]", "pass", "unknown"),
        ("", "!If [Maybe, elsewhere, !Ref AWS::NoValue]", "unknown", "fail"),
        ("", "!Ref T", "pass", "pass"),
        ("", "!Ref B", "fail", "fail"),
        ("", "arn:aws:sqs:::q", "fail", "fail"),  # of another type, as `!Ref Q` would be
        ("", "q", "pass", "fail"),  # a name alone does not say of what
        ("", "arn:aws:x:::t", "pass", "pass"),
        ("", "[]", "fail", "fail"),
        ("", "!Ref AWS::NoValue", "fail", "fail"),
        (f", all: {LOUD}", "elsewhere", "pass", "fail"),
        (f", all: {LOUD}", "[!Ref T, elsewhere]", "pass", "fail"),
        (f", all: {LOUD}", "[!Ref S, elsewhere]", "fail", "fail"),
        (f", all: {LOUD}", "[!Ref Open, elsewhere]", "unknown", "fail"),
        (f", all: {LOUD}", "!Ref B", "pass", "pass"),
        (f", all: {LOUD}", "arn:aws:sqs:::q", "pass", "fail"),
        (f", any: {LOUD}", "elsewhere", "pass", "fail"),
        (f", any: {LOUD}", "[!Ref T, elsewhere]", "pass", "pass"),
        (f", any: {LOUD}", "[!Ref Open, elsewhere]", "pass", "unknown"),
        (f", none: {LOUD}", "elsewhere", "pass", "fail"),
        (f", none: {LOUD}", "[!Ref S, elsewhere]", "pass", "fail"),
        (f", none: {LOUD}", "[!Ref T, elsewhere]", "fail", "fail"),
        (", count: 1", "elsewhere", "pass", "fail"),
        (", count: 2", "[elsewhere, !Ref T]", "pass", "fail"),
        (", count: 1", "[elsewhere, elsewhere]", "pass", "fail"),
        (", count: 2", f"[elsewhere, {FOREIGN}]", "unknown", "fail"),
        (", count: 0", "[elsewhere, other]", "fail", "pass"),
    ],
)
def test_what_a_name_counts_that_is_of_nothing_in_the_app(
    more: str, target: str, if_pass: str, if_fail: str
) -> None:
    """For the condition, or against it, whatever it asks; what is open stays a doubt."""
    others = {"T": TOPIC, "S": QUIET, "B": BUCKET}
    target = queue(target).replace("{Target", "{QueueName: q, Target")
    for word, status in (("pass", if_pass), ("fail", if_fail)):
        check = f"{{{REFERS}{more}, elsewhere: {word}}}"
        assert said(check, Q=target, **others) == status, word
    unknown = said(f"{{{REFERS}{more}, elsewhere: unknown}}", Q=target, **others)
    assert unknown == said(f"{{{REFERS}{more}}}", Q=target, **others)


@pytest.mark.parametrize("word", ["pass", "fail"])
def test_what_may_be_called_so_is_not_surely_elsewhere(word: str) -> None:
    """A topic whose name is a parameter, one that may not exist, an account that nobody told."""
    check = f"{{{REFERS}, elsewhere: {word}}}"
    named = "{Type: AWS::X::Topic, Properties: {TopicName: !Ref Open}}"
    assert said(check, Q=queue("elsewhere"), T=named) == "unknown"
    perhaps = "{Type: AWS::X::Topic, Condition: Maybe, Properties: {TopicName: s}}"
    assert said(check, Q=queue("s"), T=perhaps) == ("pass" if word == "pass" else "unknown")
    assert said(check, Q=queue("arn:aws:x:eu-west-1:123456789012:t"), T=TOPIC) == "unknown"


@pytest.mark.parametrize(
    ("target", "status"), [("!ImportValue e", "pass"), ("t", "pass"), ("u", "unknown")]
)
def test_what_is_referred_to_may_be_of_another_stack(target: str, status: str) -> None:
    """By import or by name."""
    other = resources(T=TOPIC) + "Outputs: {O: {Value: !Ref T, Export: {Name: e}}}\n"
    assert said(f"{{{REFERS}, all: {LOUD}}}", other, Q=queue(target)) == status


def test_a_name_of_what_may_not_exist_may_be_of_something_elsewhere() -> None:
    """As where a stack makes a topic, or else uses one that is there."""
    quiet = QUIET.replace("Prop", "Condition: Maybe, Prop")
    assert said(f"{{{REFERS}, any: {LOUD}}}", Q=queue("s"), S=quiet) == "unknown"


THERE_IS = "there-is: AWS::X::Topic"


@pytest.mark.parametrize(
    ("more", "topics", "status"),
    [
        ("", [], "fail"),
        ("", [QUIET], "pass"),
        (f", where: {LOUD}", [QUIET], "fail"),
        (f", where: {LOUD}", [QUIET, TOPIC], "pass"),
        (f", where: {LOUD}", [TOPIC.replace("true", "!Ref Open")], "unknown"),
        (f", where: {{not: {LOUD}}}", [TOPIC], "fail"),
        (", count: 0", [], "pass"),
        (", count: 0", [TOPIC], "fail"),
        (", count: {at-most: 1}", [TOPIC, QUIET], "fail"),
        (", count: {at-least: 2}", [TOPIC, QUIET], "pass"),
        (f", count: 1, where: {LOUD}", [TOPIC, QUIET], "pass"),
        (f", count: 0, where: {LOUD}", [TOPIC.replace("true", "!Ref Open")], "unknown"),
        ("", [TOPIC.replace("Properties", "Condition: Maybe, Properties")], "unknown"),
        (
            "",
            [TOPIC.replace("Prop", f"Condition: {name}, Prop") for name in ("A", "NotA")],
            "pass",
        ),
        (
            ", count: {at-most: 1}",
            [TOPIC.replace("Prop", f"Condition: {name}, Prop") for name in ("A", "NotA")],
            "pass",
        ),
    ],
)
def test_what_there_is(more: str, topics: list[str], status: str) -> None:
    """Enough of a type, of those that count and exist."""
    others = {f"T{number}": topic for number, topic in enumerate(topics)}
    assert said(f"{{{THERE_IS}{more}}}", Q=QUEUE, **others) == status


@pytest.mark.parametrize(
    ("check", "status"),
    [
        ("{there-is: 'AWS::X::*'}", "pass"),
        ("{there-is: [AWS::Y::Z, AWS::X::Topic]}", "pass"),
        ("{there-is: '*', count: 2}", "pass"),
        ("{there-is: AWS::X}", "fail"),
    ],
)
def test_a_type_that_is_looked_for_may_be_a_pattern(check: str, status: str) -> None:
    """Or a list of types."""
    assert said(check, Q=QUEUE, T=TOPIC) == status


@pytest.mark.parametrize(
    ("reach", "status"), [("", "fail"), (", in: stack", "fail"), (", in: app", "pass")]
)
def test_what_there_is_is_looked_for_in_the_stack_unless_the_rule_says_in_the_app(
    reach: str, status: str
) -> None:
    """A rule about a resource looks at its stack."""
    assert said(f"{{{THERE_IS}{reach}}}", resources(T=TOPIC), Q=QUEUE) == status


UNIQUE = "{unique: $.Properties.Name, among: AWS::SQS::Queue}"


def named(name: str, condition: str = "") -> str:
    own = f"Condition: {condition}, " if condition else ""
    return f"{{Type: AWS::SQS::Queue, {own}Properties: {{Name: {name}}}}}"


@pytest.mark.parametrize(
    ("own", "others", "status"),
    [
        ("x", [], "pass"),
        ("x", ["y"], "pass"),
        ("x", ["y", "x"], "fail"),
        ("5", ["'5'"], "fail"),
        ("!Ref AWS::NoValue", ["!Ref AWS::NoValue"], "pass"),
        ("!If [A, !Ref AWS::NoValue, !Ref AWS::NoValue]", ["!Ref AWS::NoValue"], "pass"),
        ("x", ["!Ref Open"], "unknown"),
        ("!Ref Open", ["x"], "unknown"),
        ("!Ref Open", ["!Ref Open"], "fail"),
        ("!Sub '${AWS::StackName}-x'", ["!Sub '${AWS::StackName}-x'"], "fail"),
        ("!Sub '${AWS::StackName}-x'", ["!Sub '${AWS::StackName}-y'"], "unknown"),
        ("!Sub 'x-${Open}'", ["y"], "pass"),
        ("!Ref Few", ["c"], "pass"),
        ("x", ["!Ref Open", "x"], "fail"),
        ("!If [A, x, y]", ["!If [A, y, x]"], "pass"),
        ("!If [A, x, y]", ["!If [A, x, z]"], "unknown"),
    ],
)
def test_a_value_that_another_resource_has_too(own: str, others: list[str], status: str) -> None:
    """Absent is no value; one that may turn out to be the same is a doubt."""
    more = {f"O{number}": named(name) for number, name in enumerate(others)}
    assert said(UNIQUE, Q=named(own), **more) == status


@pytest.mark.parametrize(
    ("own", "other", "status"),
    [
        ("A", "NotA", "pass"),
        ("A", "A", "fail"),
        ("", "A", "unknown"),
        ("A", "", "fail"),
        ("Maybe", "A", "unknown"),
    ],
)
def test_resources_that_never_exist_together_share_a_name(
    own: str, other: str, status: str
) -> None:
    """Only where both exist is one of them too many."""
    assert said(UNIQUE, Q=named("x", own), O=named("x", other)) == status


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("{path: $.Properties.F, exists: true}", "pass"),
        ("{not: {path: $.Properties.F, equals: 1}}", "fail"),
    ],
)
def test_a_value_is_unique_among_those_that_count(where: str, status: str) -> None:
    """`where` says which do."""
    check = f"{{unique: $.Properties.Name, among: AWS::SQS::Queue, where: {where}}}"
    assert said(check, Q=named("x"), O=named("x")) == status


def test_a_value_that_may_not_count_is_a_doubt() -> None:
    """Whether it does has to be known first."""
    where = "{path: $.Properties.F, equals: 1}"
    check = f"{{unique: $.Properties.Name, among: AWS::SQS::Queue, where: {where}}}"
    other = named("x, F: !Ref Open")
    assert said(check, Q=named("x, F: 1"), O=other) == "unknown"
    assert said(check, Q=named("x, F: 2"), O=other) == "pass"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("x", "fail"),
        ("y", "pass"),
        ("!Ref Open", "unknown"),
        ("!Sub '${AWS::StackName}-x'", "unknown"),
        ("!Ref B", "unknown"),
    ],
)
def test_the_names_of_another_stack_are_its_own(name: str, status: str) -> None:
    """A parameter, a resource, the stack's own name: two stacks may mean two things by them."""
    check = UNIQUE.replace("}", ", in: app}")
    other = resources(O=named(name if name != "y" else "z"), B=BUCKET)
    assert said(check, other, Q=named("x" if name == "x" else name), B=BUCKET) == status


# Whatever a rule says for sure, it says in every deployment.

NONE = {"Ref": "AWS::NoValue"}
DOMAINS = {"P": ("a", "b"), "S": ("T", "x")}
CONDITIONS = {
    "C": {"Fn::Equals": [{"Ref": "P"}, "a"]},
    "D": {"Fn::Equals": [{"Ref": "S"}, "x"]},
    "NotC": {"Fn::Not": [{"Condition": "C"}]},
}
names = st.sampled_from([*CONDITIONS])
pointing = st.sampled_from(
    [{"Ref": "T"}, {"Fn::GetAtt": ["U", "Arn"]}, {"Ref": "P"}, {"Ref": "S"}, "a", "x", NONE]
)
flags = st.sampled_from([1, 2, {"Ref": "P"}, NONE])


def chosen(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return values | st.builds(
        lambda name, yes, no: {"Fn::If": [name, yes, no]}, names, values, values
    )


targets = chosen(pointing | st.lists(chosen(pointing), max_size=3))
pointers = st.fixed_dictionaries({"To": targets, "By": chosen(pointing)})


@st.composite
def templates(draw: st.DrawFn) -> dict[str, Any]:
    """Two topics, and up to three queues that refer to them, under conditions."""
    made: dict[str, Any] = {}
    for name, physical in (("T", "x"), ("U", "u"), ("V", "b")):
        properties = {"TopicName": physical, "F": draw(chosen(flags)), **draw(pointers)}
        made[name] = {"Type": "AWS::X::Topic", "Properties": properties}
    for name in ("Q", "R"):
        properties = {"N": draw(chosen(pointing)), "F": draw(chosen(flags)), **draw(pointers)}
        made[name] = {"Type": "AWS::SQS::Queue", "Properties": properties}
    for name in "UQR":  # T and V are known by their names, and always there
        if draw(st.integers(0, 2)) == 0:
            made[name]["Condition"] = draw(names)
    parameters = {
        name: {"Type": "String", "AllowedValues": list(domain)} for name, domain in DOMAINS.items()
    }
    return {"Parameters": parameters, "Conditions": CONDITIONS, "Resources": made}


asked_of_others = st.sampled_from(
    [
        {"path": "$.Properties.F", "equals": 1},
        {"path": "$.Properties.F", "not-equals": 1},
        {"path": "$.Properties.F", "exists": True},
    ]
)
quantifiers = st.sampled_from(["all", "any", "none"])
limits = st.sampled_from([0, 1, {"at-least": 1}, {"at-least": 2}, {"at-most": 1}])
more = st.one_of(
    st.just({}),
    st.builds(lambda word, inner: {word: inner}, quantifiers, asked_of_others),
    st.builds(lambda count: {"count": count}, limits),
)
queues_or_topics = st.sampled_from(["AWS::SQS::Queue", "AWS::X::Topic", "AWS::X::*", "*"])
joins = st.one_of(
    st.builds(
        lambda path, rest, word: {
            "refers": path,
            "to": "AWS::X::Topic",
            "elsewhere": word,
            **rest,
        },
        st.sampled_from(["$.Properties.To", "$.Properties.To[*]"]),
        more,
        st.sampled_from(["pass", "fail", "unknown"]),
    ),
    st.builds(
        lambda kind, rest: {"related": kind, "by": "$.Properties.By", **rest},
        st.sampled_from(["AWS::SQS::Queue", "AWS::X::Topic"]),
        more,
    ),
    st.builds(
        lambda kind, where, count: {"there-is": kind, **where, **count},
        queues_or_topics,
        st.just({}) | asked_of_others.map(lambda inner: {"where": inner}),
        st.just({}) | limits.map(lambda count: {"count": count}),
    ),
    st.builds(
        lambda path, kind, where: {"unique": path, "among": kind, **where},
        st.sampled_from(["$.Properties.N", "$.Properties.F", "$.Properties.To"]),
        queues_or_topics,
        st.just({}) | asked_of_others.map(lambda inner: {"where": inner}),
    ),
)
checks = st.one_of(
    joins,
    joins.map(lambda one: {"not": one}),
    st.lists(joins, min_size=2, max_size=2).map(lambda both: {"any-of": both}),
)


def statuses(made: Card, template: Any, given: Mapping[str, str] | None) -> dict[str, str]:
    resolver = Resolver(read_template("t.json", json.dumps(template).encode()), given=given)
    results = evaluate(Stack(resolver, {}), Index([made]))
    assert not results.problems
    return {v.subject.logical_id: str(v.status) for v in results.verdicts}


@given(templates(), checks, st.sampled_from(["resource", "stack"]))
def test_what_is_decided_is_so_in_every_deployment(template: Any, check: Any, scope: str) -> None:
    """Pass or fail with open parameters is pass or fail with each of their values."""
    made = card(check, scope=scope, resources=["*"])
    decided = statuses(made, template, None)
    for values in itertools.product(*DOMAINS.values()):
        known = statuses(made, template, dict(zip(DOMAINS, values, strict=True)))
        for name, status in known.items():
            assert decided[name] in ("unknown", status)


@given(templates(), checks, st.sampled_from(["resource", "stack"]))
def test_what_is_undecided_differs_between_deployments_or_is_named(
    template: Any, check: Any, scope: str
) -> None:
    """A doubt says what it hinges on."""
    made = card(check, scope=scope, resources=["*"])
    resolver = Resolver(read_template("t.json", json.dumps(template).encode()))
    findings = evaluate(Stack(resolver, {}), Index([made])).findings
    assert all("can tell" not in one.why.en for one in findings if str(one.status) == "unknown")
