"""What a stack is for, by who says it first."""

from __future__ import annotations

from typing import Any

import pytest

from synthgate.sources.environment import environment_of, stated_placement
from synthgate.template.read import read_template


def named(*names: str | None) -> str | None:
    return environment_of(None, {}, names)


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("prod", "production"),
        ("Prod", "production"),
        ("PROD", "production"),
        ("MyAppProd", "production"),
        ("my-app-prod-eu", "production"),
        ("my_app_prd", "production"),
        ("PRODStack", "production"),
        ("Prod-Svc", "production"),
        ("ProdEU", "production"),
        ("prod2", "production"),
        ("live", "production"),
        ("ProductionStack", "production"),
        ("staging", "staging"),
        ("AppStg", "staging"),
        ("uat-1", "staging"),
        ("preprod", "staging"),
        ("pre-prod", "staging"),
        ("pre_prod", "staging"),
        ("my-preprod-app", "staging"),
        ("preproduction", "staging"),
        ("dev", "development"),
        ("DevStack", "development"),
        ("QA", "development"),
        ("sandbox-kim", "development"),
        ("ProductCatalog", None),
        ("products", None),
        ("Reproduction", None),
        ("device-shadow", None),
        ("Contest", None),
        ("Liveness", None),
        ("App", None),
        ("", None),
        ("한국어", None),
    ],
)
def test_a_name_says_its_environment_by_whole_words(name: str, environment: str | None) -> None:
    """Dashes, underscores and capitals part words; a part of a word says nothing."""
    assert named(name) == environment


@pytest.mark.parametrize("name", ["non-prod", "nonprod", "not-prod", "my-non-prod-app", "NON_PROD"])
def test_what_is_not_production_is_not(name: str) -> None:
    """A negation is no production."""
    assert named(name) != "production"


@pytest.mark.parametrize(
    "name",
    [
        "PreProd",
        "MyPreProdStack",
        "my-app-PreProd",
        "NonProd",
        "AppNonProd",
        "my_non_prod",
        "app_pre_prod",
        "Pre-Production",
    ],
)
def test_camel_case_and_underscores_negate_too(name: str) -> None:
    """The rules of production must not fall upon what says that it is none."""
    assert named(name) != "production"


@pytest.mark.parametrize(
    ("tags", "environment"),
    [
        ({"Environment": "prod"}, "production"),
        ({"env": "Staging"}, "staging"),
        ({"ENV": "dev"}, "development"),
        ({"stage": "beta"}, "development"),
        ({"environment": "dev", "env": "prod"}, "development"),
        ({"environment": "blue"}, "blue"),
        ({"environment": 5}, None),
        ({"owner": "prod"}, None),
        ({}, None),
    ],
)
def test_a_tag_says_it(tags: dict[str, Any], environment: str | None) -> None:
    """By the usual keys, in any case; a word that nobody knows stands for itself."""
    assert environment_of(None, tags, ()) == environment


@pytest.mark.parametrize(
    ("value", "environment"), [("pre-prod", "staging"), ("Pre_Prod", "staging")]
)
def test_a_tag_has_the_spellings_of_a_name(value: str, environment: str) -> None:
    """``pre-prod`` means the same in a tag and in a name."""
    assert environment_of(None, {"environment": value}, ()) == environment


def test_who_is_nearer_to_the_user_is_heard_first() -> None:
    """Configuration, then the template's metadata, then tags, then stage, then stack."""
    text = b"Metadata: {synthgate: {environment: staging}}\nResources: {}\n"
    template = read_template("t.yaml", text)
    tags = {"environment": "dev"}
    names = ("Prod", "Dev")
    assert environment_of(template, tags, names, "production") == "production"
    assert environment_of(template, tags, names) == "staging"
    assert environment_of(None, tags, names) == "development"
    assert environment_of(None, {}, names) == "production"
    assert environment_of(None, {}, (None, "Dev")) == "development"
    assert environment_of(None, {}, ()) is None


@pytest.mark.parametrize("metadata", ["text", "{synthgate: text}", "{synthgate: {environment: 5}}"])
def test_odd_metadata_says_nothing(metadata: str) -> None:
    """What is no name is none, and the next one is asked."""
    template = read_template("t.yaml", f"Metadata: {metadata}\nResources: {{}}\n".encode())
    assert environment_of(template, {}, ("Prod",)) == "production"


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("NonProd", "non-production"),
        ("not_live", "non-production"),
        ("pre-dev", "development"),
        ("PreStaging", "staging"),
        ("NonDev", None),
        ("NotTestedYet", None),
        ("Casino-Prod", "production"),
        ("Express-Prod", "production"),
    ],
)
def test_a_prefix_turns_the_word_behind_it(name: str, environment: str | None) -> None:
    """It is a word of its own, and turns production only."""
    assert named(name) == environment
    assert environment_of(None, {"env": name}, ()) == (environment or name.lower())


def test_a_stage_that_is_no_production_decides_over_its_stack() -> None:
    """The nearest name that says something is heard, a negation too."""
    assert named("NonProd", "prod-data") == "non-production"


@pytest.mark.parametrize("fact", ["[x]", "{a: b}", "null", "true", "[[]]"])
@pytest.mark.parametrize("key", ["stack-name", "account", "region", "environment", "tags"])
def test_a_fact_is_one_word(key: str, fact: str) -> None:
    """What is none says nothing of the stack."""
    text = f"Metadata: {{synthgate: {{{key}: {fact}}}}}\nResources: {{B: {{Type: T}}}}"
    placement = stated_placement(read_template("t.yaml", text.encode()))
    assert (placement.account, placement.region, placement.stack_name) == (None, None, None)
    assert placement.environment is None
