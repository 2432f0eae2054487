"""What the operators for policy statements say, and that they never say too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.errors import CardError
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import (
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    exactly,
    text_of,
    unknown,
)
from synthgate.rule.iam.principals import principals_within
from synthgate.rule.iam.statement import Statement
from synthgate.rule.operators.table import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.resolve.resolver import Resolver

AROUND = """
Parameters:
  Open: {Type: String}
  Few: {Type: String, AllowedValues: ['iam:PassRole', 'iam:*']}
  Ours: {Type: String, AllowedPattern: '^arn:aws:iam::111122223333:role/[a-z]+$'}
Conditions:
  Maybe: !Equals [!Ref Open, x]
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      Statement: %s
"""
OWN = "111122223333"


@pytest.fixture
def ask(resolver: Callable[..., Resolver]) -> Callable[[str, str, Any], bool | list[str]]:
    """What an operator says of a statement: an answer, or the names of what would decide it."""

    def say(word: str, statement: str, argument: Any) -> bool | list[str]:
        operator = OPERATORS[word]
        value = resolver(AROUND % statement).resource("R").properties["Statement"]
        truth = operator(value, operator.take(argument))
        if isinstance(truth, Unknown):
            return [cause.name for cause in truth.causes]
        return truth

    return say


@pytest.mark.parametrize(
    ("statement", "effect", "answer"),
    [
        ("{Effect: Allow}", "Allow", True),
        ("{Effect: Allow}", "Deny", False),
        ("{Action: '*'}", "Allow", False),
        ("{Effect: !Ref Open}", "Allow", ["Open"]),
        ("!If [Maybe, {Effect: Allow}, {Effect: Allow, Sid: x}]", "Allow", True),
        ("!If [Maybe, {Effect: Allow}, {Effect: Deny}]", "Allow", ["Maybe", "Open"]),
        ("text", "Allow", False),
        ("!Ref Open", "Allow", ["Open"]),
        ("!GetAtt R.Arn", "Allow", ["R.Arn"]),
        ("{Sid: x, 'Fn::Transform': {Name: Include}}", "Allow", ["Fn::Transform"]),
    ],
)
def test_effect(ask: Any, statement: str, effect: str, answer: Any) -> None:
    """Of a statement that may be this or that, what is true of both."""
    assert ask("effect", statement, effect) == answer


@pytest.mark.parametrize(
    ("statement", "actions", "answer"),
    [
        ("{Action: 'IAM:Pass*'}", "iam:PassRole", True),
        ("{Action: [s3:GetObject, 'iam:*']}", "iam:PassRole", True),
        ("{Action: s3:GetObject}", "iam:PassRole", False),
        ("{Action: s3:GetObject}", ["iam:PassRole", "s3:GetObject"], True),
        ("{Action: 'iam:Pass*'}", "iam:*", False),
        ("{Action: '*'}", "*", True),
        ("{Action: '*:*'}", "*", True),
        ("{NotAction: 's3:*'}", "iam:PassRole", True),
        ("{NotAction: 's3:*'}", "iam:*", True),
        ("{NotAction: 's3:*'}", "*", False),
        ("{NotAction: 'iam:Pass*'}", "iam:*", False),
        ("{NotAction: 'iam:Pass*'}", "iam:PassRole", False),
        ("{NotAction: []}", "*", True),
        ("{NotAction: !If [Maybe, 'iam:*', !Ref 'AWS::NoValue']}", "iam:PassRole", False),
        ("{Effect: Allow}", "*", False),
        ("{Action: !Ref Open}", "iam:PassRole", ["Open"]),
        ("{Action: !Ref Few}", "iam:PassRole", True),
        ("{Action: !Ref Few}", "iam:*", ["Few"]),
        ("{Action: !Sub 's3:${Open}'}", "iam:PassRole", False),
        ("{Action: !Sub 'iam:${Open}'}", "iam:PassRole", ["Open"]),
        ("{Action: [!Ref Open, 'iam:*']}", "iam:PassRole", True),
        ("{NotAction: !Ref Open}", "iam:PassRole", ["Open"]),
        ("{Action: !If [Maybe, 'iam:*', ['iam:PassRole', 's3:*']]}", "iam:PassRole", True),
    ],
)
def test_actions_include(ask: Any, statement: str, actions: Any, answer: Any) -> None:
    """All that an action of the card matches; one of several is enough."""
    assert ask("actions-include", statement, actions) == answer


@pytest.mark.parametrize(
    ("statement", "actions", "answer"),
    [
        ("{Action: iam:PassRole}", "iam:*", True),
        ("{Action: 'iam:*Role'}", "iam:Pass*", True),
        ("{Action: 's3:*'}", "iam:*", False),
        ("{Action: '*'}", "iam:*", True),
        ("{NotAction: 's3:*'}", "iam:*", True),
        ("{NotAction: 'iam:*'}", "iam:*", False),
        ("{NotAction: 'iam:Pass*'}", "iam:*", True),
        ("{Action: !Sub 'iam:${Open}'}", "iam:*", True),
        ("{Action: !Sub '${Open}:PassRole'}", "iam:*", ["Open"]),
        ("{}", "*", False),
    ],
)
def test_actions_touch(ask: Any, statement: str, actions: Any, answer: Any) -> None:
    """Some action that the card's pattern matches, too."""
    assert ask("actions-touch", statement, actions) == answer


@pytest.mark.parametrize(
    ("statement", "resources", "answer"),
    [
        ("{Resource: '*'}", "*", True),
        ("{Resource: !Sub 'arn:${AWS::Partition}:*'}", "*", True),
        ("{Resource: !Sub 'arn:${AWS::Partition}:s3:::x/*'}", "*", False),
        ("{Resource: !Sub 'arn:${AWS::Partition}:s3:::*'}", "arn:aws:s3:::*", True),
        ("{Resource: !Sub 'arn:aws:s3:::${Open}'}", "*", False),
        ("{Resource: !Sub 'arn:aws:s3:::${Open}'}", "arn:aws:s3:::*", ["Open"]),
        ("{Resource: [!GetAtt R.Arn, 'arn:aws:s3:::x']}", "*", False),
        ("{Resource: !Ref Open}", "*", ["Open"]),
        ("{NotResource: 'arn:aws:s3:::x'}", "*", False),
        ("{NotResource: 'arn:aws:s3:::x'}", "arn:aws:iam::*:role/*", True),
        ("{NotResource: 'arn:aws:s3:::x'}", "arn:aws:s3:::*", False),
        ("{NotResource: !GetAtt R.Arn}", "arn:aws:s3:::x", ["R.Arn"]),
        ("{Principal: '*'}", "*", False),
    ],
)
def test_resources_include(ask: Any, statement: str, resources: Any, answer: Any) -> None:
    """What names one thing is not everything, whatever is unknown in it."""
    assert ask("resources-include", statement, resources) == answer


ROLE = f"arn:aws:iam::{OWN}:role/x"


@pytest.mark.parametrize(
    ("statement", "principals", "answer"),
    [
        ("{Effect: Allow, Principal: '*'}", "*", True),
        ("{Effect: Allow, Principal: {AWS: '*'}}", "*", True),
        ("{Effect: Allow, Principal: {AWS: [x, '*']}}", "*", True),
        ("{Effect: Allow, Principal: {Service: '*'}}", "*", True),
        ("{Effect: Allow, Principal: {Federated: '*'}}", "*", True),
        ("{Effect: Allow, NotPrincipal: {AWS: x}}", "*", True),
        ("{Effect: Deny, Principal: '*'}", "*", True),
        ("{Effect: Deny, Principal: {Service: '*'}}", "*", False),
        ("{Effect: Deny, NotPrincipal: {AWS: x}}", "*", False),
        ("{Effect: !Ref Open, NotPrincipal: {AWS: x}}", "*", ["Open"]),
        ("{Effect: Allow}", "*", False),
        ("{Effect: Allow, Principal: !Ref Open}", "*", ["Open"]),
        ("{Effect: Allow, Principal: {AWS: !Ref Open}}", "*", ["Open"]),
        ("{Effect: Allow, Principal: {AWS: !GetAtt R.Arn}}", "*", False),
        ("{Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::${Open}:root'}}", "*", False),
        ("{Principal: {AWS: '111122223333'}}", OWN, True),
        ("{Principal: {AWS: 111122223333}}", OWN, True),
        ("{Principal: {AWS: '111122223333'}}", f"arn:aws:iam::{OWN}:root", True),
        ("{Principal: {AWS: 'arn:aws-cn:iam::111122223333:root'}}", OWN, True),
        ("{Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}}", OWN, ["AWS::AccountId"]),
        (
            "{Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}}",
            ROLE,
            ["AWS::AccountId"],
        ),
        ("{Principal: {AWS: 'arn:aws:iam::111122223333:root'}}", ROLE, False),
        (f"{{Principal: {{AWS: '{ROLE}'}}}}", ROLE, True),
        ("{Principal: {Service: sns.amazonaws.com}}", "sns.amazonaws.com", True),
        ("{Principal: {Service: sns.amazonaws.com}}", "sqs.amazonaws.com", False),
        ("{Principal: {Service: '*'}}", "sqs.amazonaws.com", True),
        ("{Principal: {Service: '*'}}", ROLE, False),
        ("{Principal: {Federated: '*'}}", "cognito-identity.amazonaws.com", True),
        ("{Principal: '*'}", ["sqs.amazonaws.com"], True),
        ("{NotPrincipal: {AWS: '111122223333'}}", ROLE, True),
        ("{NotPrincipal: {AWS: '111122223333'}}", OWN, False),
        ("{NotPrincipal: {AWS: !GetAtt R.Arn}}", ROLE, ["R.Arn"]),
    ],
)
def test_principals_include(ask: Any, statement: str, principals: Any, answer: Any) -> None:
    """Everyone, in every spelling; an account is its root."""
    assert ask("principals-include", statement, principals) == answer


@pytest.mark.parametrize(
    ("principal", "allowed", "answer"),
    [
        ("{AWS: '111122223333'}", [OWN], True),
        ("{AWS: 'arn:aws:iam::111122223333:role/x'}", [OWN], True),
        ("{AWS: 'arn:aws:sts::111122223333:assumed-role/x/y'}", [OWN], True),
        ("{AWS: 'arn:aws:iam::111122223333:root'}", [111122223333], True),
        ("{AWS: 'arn:aws:iam::444455556666:role/x'}", [OWN], False),
        ("{AWS: ['111122223333', '444455556666']}", [OWN], False),
        ("{AWS: ['111122223333', '444455556666']}", [OWN, "444455556666"], True),
        ("'*'", [OWN, "own-account"], False),
        ("'*'", ["*"], True),
        ("{Service: sns.amazonaws.com}", ["*.amazonaws.com"], True),
        ("{Service: !Sub 'logs.${AWS::Region}.amazonaws.com'}", ["*.amazonaws.com"], True),
        ("{Service: sns.amazonaws.com}", [OWN, "own-account"], False),
        ("{Service: !Sub 'logs.${AWS::Region}.${AWS::URLSuffix}'}", ["logs.*"], True),
        ("{AWS: 'arn:aws:iam::111122223333:role/x'}", ["arn:aws:iam::*:role/x"], True),
        ("{AWS: 'arn:aws:iam::111122223333:role/y'}", ["arn:aws:iam::*:role/x"], False),
        ("{AWS: !GetAtt R.Arn}", ["own-account"], True),
        ("{AWS: !Ref 'AWS::AccountId'}", ["own-account"], True),
        ("{AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}", ["own-account"], True),
        ("{AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:role/${Open}'}", ["own-account"], True),
        ("{AWS: !GetAtt R.Arn}", [OWN], ["R.Arn"]),
        ("{AWS: !Ref 'AWS::AccountId'}", [OWN], ["AWS::AccountId"]),
        ("{AWS: '111122223333'}", ["own-account"], ["AWS::AccountId"]),
        ("{AWS: !Ref Open}", [OWN], ["Open"]),
        ("{AWS: !Sub 'arn:aws:iam::${Open}:root'}", [OWN], ["Open"]),
        ("{AWS: !Sub 'arn:aws:iam::444455556666:role/${Open}'}", [OWN], False),
        ("{AWS: !Sub 'arn:aws:iam::444455556666:role/${Open}'}", [OWN, "*.amazonaws.com"], False),
        ("{AWS: 'arn:aws:iam::444455556666:role/x.amazonaws.com'}", ["*.amazonaws.com"], False),
        ("{AWS: !Ref Ours}", [OWN], True),
        ("{AWS: !Ref Ours}", ["444455556666", "*.amazonaws.com"], False),
        ("{Service: !Sub 'ec2.${AWS::URLSuffix}'}", ["*.amazonaws.com"], ["AWS::URLSuffix"]),
        ("!Ref Open", ["*"], True),
        ("!Ref Open", ["own-account"], ["Open"]),
        ("{}", [OWN], True),
        ("{AWS: [!Ref 'AWS::NoValue']}", [OWN], True),
        ("!If [Maybe, {AWS: '111122223333'}, {AWS: !Ref 'AWS::NoValue'}]", [OWN], True),
    ],
)
def test_principals_within(ask: Any, principal: str, allowed: Any, answer: Any) -> None:
    """Every principal is in the circle; who is in the own account may have to be seen."""
    assert ask("principals-within", f"{{Effect: Allow, Principal: {principal}}}", allowed) == answer


def test_all_but_some_are_within_everyone_only(ask: Any) -> None:
    """And a statement without principals lets nobody in."""
    assert ask("principals-within", "{NotPrincipal: {AWS: '1'}}", ["own-account"]) is False
    assert ask("principals-within", "{NotPrincipal: {AWS: '1'}}", ["*"]) is True
    assert ask("principals-within", "{Effect: Allow}", ["own-account"]) is True


@pytest.mark.parametrize(
    ("principal", "answer"),
    [(OWN, True), ("444455556666", False), (Reference("Role", "Arn"), True)],
)
def test_who_knows_the_own_account_can_tell(principal: Any, answer: bool) -> None:
    """A literal account is the own one, or is not."""
    statement = Statement((), {"Principal": {"AWS": principal}})
    assert principals_within(statement, ("own-account",), OWN) is answer


ORGANIZATION = "aws:PrincipalOrgID"


@pytest.mark.parametrize(
    ("condition", "demand", "answer"),
    [
        ("{StringEquals: {aws:PrincipalOrgID: o-1}}", ORGANIZATION, True),
        ("{StringEquals: {AWS:PRINCIPALORGID: o-1}}", ORGANIZATION, True),
        ("{StringEquals: {aws:PrincipalOrgID: !Ref Open}}", ORGANIZATION, True),
        ("{StringEquals: {aws:SourceArn: x}}", ORGANIZATION, False),
        ("{StringEquals: {aws:SourceArn: x}}", [ORGANIZATION, "aws:SourceArn"], True),
        ("{StringNotEquals: {aws:PrincipalOrgID: o-1}}", ORGANIZATION, False),
        ("{StringEqualsIfExists: {aws:PrincipalOrgID: o-1}}", ORGANIZATION, False),
        ("{'ForAllValues:StringEquals': {aws:PrincipalOrgID: o-1}}", ORGANIZATION, False),
        ("{'ForAnyValue:StringEquals': {aws:PrincipalOrgID: o-1}}", ORGANIZATION, True),
        ("{'Null': {aws:PrincipalOrgID: false}}", ORGANIZATION, False),
        ("{StringLike: {aws:PrincipalOrgID: '*'}}", ORGANIZATION, False),
        ("{StringLike: {aws:PrincipalOrgID: [o-1, '**']}}", ORGANIZATION, False),
        ("{StringLike: {aws:PrincipalOrgID: 'o-*'}}", ORGANIZATION, True),
        ("{StringLike: {aws:PrincipalOrgID: !Ref Open}}", ORGANIZATION, ["Open"]),
        ("{ArnLike: {aws:SourceArn: 'arn:*:*:*:*:*'}}", "aws:SourceArn", False),
        ("{ArnEquals: {aws:SourceArn: 'arn:aws:s3:::*'}}", "aws:SourceArn", True),
        ("{IpAddress: {aws:SourceIp: [10.0.0.0/8, 0.0.0.0/0]}}", "aws:SourceIp", False),
        ("{IpAddress: {aws:SourceIp: 10.0.0.0/8}}", "aws:SourceIp", True),
        ("{StringEquals: {aws:PrincipalTag/Team: a}}", "aws:PrincipalTag/", True),
        ("{StringEquals: {aws:PrincipalTag/Team: a}}", "aws:Principal*", True),
        ("{StringEquals: {aws:PrincipalTag/Team: a}}", "aws:PrincipalTag", False),
        (
            "{StringLike: {aws:PrincipalTag/Team: '*'}}",
            {"key": "aws:PrincipalTag/", "in": ["*"]},
            True,
        ),
        (
            "{Bool: {aws:SecureTransport: 'false'}}",
            {"key": "aws:SecureTransport", "equals": False},
            True,
        ),
        (
            "{Bool: {aws:SecureTransport: true}}",
            {"key": "aws:SecureTransport", "equals": False},
            False,
        ),
        (
            "{StringEquals: {aws:PrincipalOrgID: [o-1, o-2]}}",
            {"key": ORGANIZATION, "in": ["o-1"]},
            False,
        ),
        (
            "{StringEquals: {aws:PrincipalOrgID: [o-1, o-2]}}",
            {"key": ORGANIZATION, "in": ["o-1", "o-2"]},
            True,
        ),
        (
            "{StringEquals: {aws:PrincipalOrgID: !Ref Open}}",
            {"key": ORGANIZATION, "in": ["o-1"]},
            ["Open"],
        ),
        (
            "{BoolIfExists: {aws:SecureTransport: false}}",
            {"key": "aws:SecureTransport", "equals": False, "operator": ["Bool", "BoolIfExists"]},
            True,
        ),
        (
            "{StringLike: {aws:PrincipalOrgID: o-1}}",
            {"key": ORGANIZATION, "operator": "StringEquals"},
            False,
        ),
        ("!Ref Open", ORGANIZATION, ["Open"]),
        ("{StringEquals: !Ref Open}", ORGANIZATION, ["Open"]),
        (
            "!If [Maybe, {StringEquals: {aws:PrincipalOrgID: x}}, !Ref 'AWS::NoValue']",
            ORGANIZATION,
            ["Maybe", "Open"],
        ),
        ("{StringEquals: {aws:PrincipalOrgID: !Ref 'AWS::NoValue'}}", ORGANIZATION, False),
        ("text", ORGANIZATION, False),
    ],
)
def test_has_condition(ask: Any, condition: str, demand: Any, answer: Any) -> None:
    """A positive condition that not everything meets, or whose values are all among some."""
    assert ask("has-condition", f"{{Effect: Allow, Condition: {condition}}}", demand) == answer


def test_a_statement_without_conditions_has_none(ask: Any) -> None:
    """None, on whatever key."""
    assert ask("has-condition", "{Effect: Allow}", "aws:*") is False


@pytest.mark.parametrize(
    ("word", "argument"),
    [
        ("effect", "allow"),
        ("effect", ["Allow"]),
        ("actions-include", "PassRole"),
        ("actions-include", []),
        ("actions-include", 5),
        ("actions-touch", ["iam:*", None]),
        ("resources-include", ""),
        ("resources-include", {"a": 1}),
        ("principals-include", "arn:aws:iam::*:root"),
        ("principals-include", 12),
        ("principals-within", []),
        ("principals-within", True),
        ("has-condition", "SecureTransport"),
        ("has-condition", {"in": ["x"]}),
        ("has-condition", {"key": "a:b", "in": ["x"], "equals": "x"}),
        ("has-condition", {"key": "a:b", "in": []}),
        ("has-condition", {"key": "a:b", "on": 1}),
        ("has-condition", {"key": "a:b", "operator": 1}),
        ("access-level", "Destroy"),
        ("resource-must-be-wildcard", "yes"),
    ],
)
def test_what_no_operator_can_use_is_refused(word: str, argument: Any) -> None:
    """In both languages."""
    with pytest.raises(CardError) as refused:
        OPERATORS[word].take(argument)
    assert refused.value.text.en != refused.value.text.ko


# Kleene: whatever the unknown parts turn out to be, a decided answer stays.

P = unknown(Decider.PARAMETER, "P")
LIST = unknown(Decider.PARAMETER, "List")
ACCOUNT = exactly(Decider.PSEUDO, "AWS::AccountId")
PARTITION = exactly(Decider.PSEUDO, "AWS::Partition")
ROLE_ARN = Reference("Role", "Arn")


def few(*choices: Any) -> Unknown:
    return unknown(Decider.CONDITION, "Few", choices)


def element(words: list[str], *wholes: Any) -> st.SearchStrategy[Any]:
    """One or many strings, whole or in pieces of which some are unknown."""
    pieces = st.sampled_from([*words, P, ACCOUNT, PARTITION, few(*words[:2])])
    one = st.lists(pieces, min_size=1, max_size=4).map(text_of) | st.sampled_from(
        [*words, *wholes, P, ROLE_ARN, few(words[0], NO_VALUE), few(words[1], [words[0], P])]
    )
    return one | st.lists(one, max_size=3) | st.just(LIST) | st.just(few([words[0]], NO_VALUE))


ACTIONS = element(["iam:", "PassRole", "*", "s3:", "Pass*"], "iam:PassRole", "iam:*")
RESOURCES = element(["arn:", ":s3:::x", "*", "/", "aws"], "arn:aws:s3:::x", "arn:aws:s3:::*")
PRINCIPALS = element(
    ["arn:aws:iam::", ":root", ":role/x", "*", OWN, "sns.", "amazonaws.com"],
    f"arn:aws:iam::{OWN}:root",
    "sns.amazonaws.com",
    ROLE,
)
CONDITION_VALUES = element(["o-1", "*", "o-2"], False)
CONDITIONS = st.dictionaries(
    st.sampled_from(["StringEquals", "StringLike", "StringNotEquals"]),
    st.dictionaries(st.sampled_from(["aws:PrincipalOrgID", "aws:X"]), CONDITION_VALUES, max_size=2)
    | st.just(P),
    max_size=2,
)
STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny", P, few("Allow", "Deny")])},
    optional={
        "Action": ACTIONS,
        "NotAction": ACTIONS,
        "Resource": RESOURCES,
        "NotResource": RESOURCES,
        "Principal": PRINCIPALS
        | st.dictionaries(st.sampled_from(["AWS", "Service"]), PRINCIPALS, max_size=2),
        "NotPrincipal": st.dictionaries(st.just("AWS"), PRINCIPALS, min_size=1, max_size=1),
        "Condition": CONDITIONS | st.just(P) | CONDITIONS.map(lambda one: few(one, NO_VALUE)),
    },
)
BODIES = STATEMENTS | STATEMENTS.map(lambda one: few(one, {"Effect": "Deny"}))
WORDS = st.sampled_from(
    ["", "*", "Allow", "iam:PassRole", "PassRole", "x", "aws", "o-1", "sns", OWN, f"{OWN}:root"]
)
WORLDS = st.fixed_dictionaries(
    {
        "P": WORDS,
        "List": st.lists(WORDS, max_size=2),
        "AWS::AccountId": st.sampled_from([OWN, "444455556666"]),
        "AWS::Partition": st.sampled_from(["aws", "aws-cn"]),
        "Few": st.integers(0, 1),
    }
)


def in_world(value: Any, world: dict[str, Any]) -> Any:
    match value:
        case Unknown(causes, ()):
            return world[causes[0].name]
        case Unknown(_, choices):
            return in_world(choices[world["Few"]], world)
        case Reference():
            return f"arn:{world['AWS::Partition']}:iam::{world['AWS::AccountId']}:role/role"
        case Partial(parts):
            return text_of([in_world(part, world) for part in parts])
        case dict():
            filled = {key: in_world(item, world) for key, item in value.items()}
            return {key: item for key, item in filled.items() if item is not NO_VALUE}
        case list():
            return [one for item in value if (one := in_world(item, world)) is not NO_VALUE]
        case _:
            return value


QUESTIONS = [
    ("effect", "Allow"),
    ("actions-include", "iam:PassRole"),
    ("actions-include", ["iam:*", "s3:*"]),
    ("actions-include", "*"),
    ("actions-touch", "iam:*"),
    ("actions-touch", "iam:Pass*"),
    ("resources-include", "*"),
    ("resources-include", "arn:aws:s3:::*"),
    ("resources-include", "arn:aws:s3:::x"),
    ("principals-include", "*"),
    ("principals-include", OWN),
    ("principals-include", ROLE),
    ("principals-include", "sns.amazonaws.com"),
    ("has-condition", "aws:PrincipalOrgID"),
    ("has-condition", {"key": ["aws:PrincipalOrgID", "aws:X"], "in": ["o-1", "x"]}),
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("word", "argument"), QUESTIONS)
@given(body=BODIES, world=WORLDS)
def test_a_decided_answer_stays(word: str, argument: Any, body: Any, world: dict[str, Any]) -> None:
    """Every completion of a statement's unknown parts gives the answer, if there was one."""
    operator = OPERATORS[word]
    answer = operator(body, operator.take(argument))
    filled = operator(in_world(body, world), operator.take(argument))
    assert isinstance(filled, bool)
    assert isinstance(answer, Unknown) or answer is filled
    if isinstance(answer, Unknown):
        assert answer.causes


CIRCLES = [["own-account"], [OWN], [OWN, "*.amazonaws.com"], ["arn:aws:iam::*:role/*"], ["*"]]


@pytest.mark.parametrize("allowed", CIRCLES)
@given(body=STATEMENTS, world=WORLDS)
def test_a_circle_that_is_decided_stays(
    allowed: list[str], body: Any, world: dict[str, Any]
) -> None:
    """The same of principals, with the own account known in the end, or from the start."""
    own = world["AWS::AccountId"]
    circle = tuple(allowed)
    filled = principals_within(Statement((), in_world(body, world)), circle, own)
    assert isinstance(filled, bool)
    for known in (None, own):
        answer = principals_within(Statement((), body), circle, known)
        assert isinstance(answer, Unknown) or answer is filled
