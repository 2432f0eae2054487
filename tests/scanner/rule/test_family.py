"""Families: rows of one file are rules like any other, and their mistakes stand at the rows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.rule.cards.cache import Cache
from synthgate.rule.cards.card import Card, read_card
from synthgate.rule.cards.holes import Filling
from synthgate.rule.cards.library import read_library
from synthgate.rule.cards.rules_file import read_rules
from synthgate.workbench.examples import disagreements

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = Path("families/unprotected.yaml")
HEAD = """\
family: unprotected
title: {en: "{Thing} can be deleted", ko: "{thing:을/를} 삭제할 수 있음"}
severity: medium
pillar: backup
check: {path: "{path}", any: {equals: "{value}"}}
value: true
why: {en: "Whoever deletes a {thing} has lost it.", ko: "{thing:이/가} 사라집니다."}
fix: {en: "Protect the {thing}.", ko: "{thing}의 삭제 방지를 켜세요."}
rows:
"""
CLUSTER = """\
  - id: cluster-unprotected
    resources: [AWS::DocDB::DBCluster]
    thing: {en: cluster, ko: 클러스터}
    path: $.Properties.DeletionProtection
    default: false
    documented: https://docs.aws.amazon.com/cluster
    fix: {template: "DeletionProtection: true"}
    examples:
      fails: |
        Resources:
          Loose: {Type: AWS::DocDB::DBCluster}  # finding
          "Off":
            Type: AWS::DocDB::DBCluster
            Properties:
              DeletionProtection: false  # finding
      passes: |
        Resources:
          Held: {Type: AWS::DocDB::DBCluster, Properties: {DeletionProtection: true}}
"""
BALANCER = """\
  - id: balancer-unprotected
    resources: [AWS::ElasticLoadBalancingV2::LoadBalancer]
    thing: {en: load balancer, ko: 로드 밸런싱}
    severity: high
    path: $.Properties.LoadBalancerAttributes[?(@.Key=="deletion_protection.enabled")].Value
    default: false
    documented: https://docs.aws.amazon.com/balancer
    unless: {path: $.Properties.Type, equals: gateway}
    link: https://docs.aws.amazon.com/protection
    why: {en: Written by hand}
    controls: [FSBP ELB.6]
    formerly: [elb-loose]
    examples:
      fails: |
        Resources:
          Loose:
            Type: AWS::ElasticLoadBalancingV2::LoadBalancer
            Properties:
              LoadBalancerAttributes:
                - Key: deletion_protection.enabled
                  Value: "false"  # finding
      passes: |
        Resources:
          Gateway:
            Type: AWS::ElasticLoadBalancingV2::LoadBalancer
            Properties: {Type: gateway}
          Held:
            Type: AWS::ElasticLoadBalancingV2::LoadBalancer
            Properties:
              LoadBalancerAttributes: [{Key: deletion_protection.enabled, Value: "true"}]
"""
FAMILY = HEAD + CLUSTER + BALANCER
BY_HAND = """\
id: balancer-unprotected
title: {en: Load balancer can be deleted, ko: 로드 밸런싱을 삭제할 수 있음}
severity: high
pillar: backup
resources: [AWS::ElasticLoadBalancingV2::LoadBalancer]
when: {not: {path: $.Properties.Type, equals: gateway}}
check:
  path: $.Properties.LoadBalancerAttributes[?(@.Key=="deletion_protection.enabled")].Value
  any: {equals: true}
why: {en: Written by hand, ko: 로드 밸런싱이 사라집니다.}
fix: {en: Protect the load balancer., ko: 로드 밸런싱의 삭제 방지를 켜세요.}
link: https://docs.aws.amazon.com/protection
controls: [FSBP ELB.6]
formerly: [elb-loose]
"""


def cards(text: str) -> list[Card]:
    readings = read_rules(PATH, text.encode(), compiled=True)
    assert all(it.card for it in readings), [e.text.en for it in readings for e in it.mistakes]
    return [it.card for it in readings if it.card]


def told(text: str) -> list[tuple[str, str | None]]:
    """Every mistake as ``line:column words``, with the id of its row."""
    return [
        (f"{error.position.line}:{error.position.column} {error.text.en}", reading.rule_id)
        for reading in read_rules(PATH, text.encode(), compiled=True)
        for error in reading.mistakes
        if error.position
    ]


def test_a_row_makes_the_card_that_a_person_would_write() -> None:
    """Down to the order of its keys, so that nothing downstream can tell the two apart."""
    made = cards(FAMILY)[1]
    written, mistakes = read_card(
        PATH, (BY_HAND + dedent(BALANCER[BALANCER.index("    ex") :])).encode()
    )
    assert written, mistakes
    assert [*made.body.items()][:-1] == [*written.body.items()][:-1]
    assert made.rule == written.rule
    assert made.outline == written.outline


def test_every_rule_of_a_family_keeps_its_promises() -> None:
    """Its findings stand where those of a card would."""
    assert [card.rule.id for card in cards(FAMILY)] == [
        "cluster-unprotected",
        "balancer-unprotected",
    ]
    assert not [one.text.en for card in cards(FAMILY) for one in disagreements(card)]


def test_a_rule_without_a_link_has_the_page_that_documents_its_default() -> None:
    assert cards(FAMILY)[0].rule.link == "https://docs.aws.amazon.com/cluster"


def test_a_null_takes_a_word_away() -> None:
    """So that a family may have words that some rows do without."""
    head = HEAD.replace('any: {equals: "{value}"}', 'equals: "{value}", default: "{default}"')
    for default, said in (("false", {"default": False}), ("null", {})):
        (card,) = cards(head + CLUSTER.replace("default: false", f"default: {default}"))
        path = "$.Properties.DeletionProtection"
        assert card.body["check"] == {"path": path, "equals": True, **said}


@pytest.mark.parametrize(
    ("operators", "value", "check"),
    [
        ('in: "{value}"', "[TLS, TLS_PLAINTEXT]", {"in": ["TLS", "TLS_PLAINTEXT"]}),
        ('at-least: "{value}"', "7", {"at-least": 7}),
        ('at-least: "{value} {unit}", unit: "{unit}"', "7", {"at-least": "7 days", "unit": "days"}),
        (
            'matches: "^a{value}.{2}${Ref}{{resolve}}$"',
            "3",
            {"matches": "^a3.{2}${Ref}{{resolve}}$"},
        ),
    ],
)
def test_holes_are_filled_by_values_of_any_kind(
    operators: str, value: str, check: dict[str, Any]
) -> None:
    """A text that is a hole is the value; in a longer one it is its letters."""
    head = re.sub(
        "^check.*$", f'check: {{path: "{{path}}", {operators}}}', HEAD, flags=re.MULTILINE
    )
    row = CLUSTER.replace("default: false", f"default: false\n    value: {value}\n    unit: days")
    readings = read_rules(PATH, (head + row).encode())
    assert readings[0].body
    assert readings[0].body["check"] == {"path": "$.Properties.DeletionProtection", **check}


def test_what_fills_a_hole_may_have_holes_itself() -> None:
    """A family says the path once, and its rows the part of it that is theirs."""
    head = HEAD.replace("value: true", 'value: true\npath: "$.Properties.{setting}"').replace(
        'fix: {en: "Protect the {thing}."', 'fix: {template: "A: {{setting}: true}", en: "Do."'
    )
    row = CLUSTER.replace("path: $.Properties.DeletionProtection", "setting: DeletionProtection")
    (card,) = cards(head + row.replace('    fix: {template: "DeletionProtection: true"}\n', ""))
    assert card.body["check"]["path"] == "$.Properties.DeletionProtection"
    assert card.rule.fix.code == {"template": "A: {DeletionProtection: true}"}
    assert not [one.text.en for one in disagreements(card)]
    misspelt = head + row.replace("setting: D", "seting: D")
    said = "nothing fills {setting}: no row has a key 'setting'; did you mean 'seting'?"
    assert [one.split(" ", 1)[1] for one, _ in told(misspelt)] == [said, said]


def test_the_exceptions_of_family_and_row_count_together() -> None:
    """`when` says what a rule is about, `unless` what it is not."""
    family = FAMILY.replace("value: true", "value: true\nwhen: {path: $.Type, exists: true}")
    assert [card.body["when"] for card in cards(family)] == [
        {"path": "$.Type", "exists": True},
        {
            "all-of": [
                {"path": "$.Type", "exists": True},
                {"not": {"path": "$.Properties.Type", "equals": "gateway"}},
            ]
        },
    ]


@given(st.text("가각갈나난ab1", min_size=1, max_size=4), st.sampled_from(["이/가", "으로/로"]))
def test_particles_are_those_of_the_catalogs(word: str, pair: str) -> None:
    """A hole in a Korean text is written as a placeholder in a Korean sentence of the program."""
    from synthgate.korean import Korean

    filling = Filling({"thing": {"en": "x", "ko": word}})
    filled = filling.filled({"ko": f"a {{thing:{pair}}} b"}, ())
    assert filled == {"ko": "a {thing:%s} b".replace("%s", pair).format(thing=Korean(word))}
    assert not filling.mistakes


WRONG = {
    "a row without a documented default": (
        ("    documented: https://docs.aws.amazon.com/cluster\n", ""),
        [("10:5", "where does AWS say so?", "cluster-unprotected")],
    ),
    "a row without a default": (
        (
            "    default: false\n    documented: https://docs.aws.amazon.com/c",
            "    documented: https://c",
        ),
        [("10:5", "what does the service do", "cluster-unprotected")],
    ),
    "a default that nobody documents": (
        ("documented: https://docs.aws.amazon.com/cluster", "documented: everybody knows"),
        [("15:5", "the address of a page", "cluster-unprotected")],
    ),
    "a default for all rows": (
        ("value: true", "value: true\ndefault: false"),
        [("7:1", "each row says its own", None)],
    ),
    "a misspelt key of a row": (
        ("    thing: {en: cluster", "    thin: {en: cluster"),
        [
            ("10:5", "the row has no key 'thing'", "cluster-unprotected"),
            ("12:5", "did you mean 'thing'?", "cluster-unprotected"),
        ],
    ),
    "a misspelt key of the family": (
        ("pillar: backup", "pilar: backup"),
        [("4:1", "did you mean 'pillar'?", None)],
    ),
    "a path that is none": (
        ("path: $.Properties.DeletionProtection", "path: $.Properties.[x"),
        [("13:5", "not a JSONPath", "cluster-unprotected")],
    ),
    "a part of a row's own": (
        ("severity: high", "severity: hihg"),
        [("31:5", "did you mean 'high'?", "balancer-unprotected")],
    ),
    "an exception that asks nothing": (
        ("equals: gateway", "equls: gateway"),
        [("35:39", "did you mean 'equals'?", "balancer-unprotected")],
    ),
    "a misspelt hole": (
        ('path: "{path}"', 'path: "{paht}"'),
        [("5:9", "no row has a key 'paht'; did you mean 'path'?", None)],
    ),
    "a hole without quotes": (
        ('equals: "{value}"', "equals: {value}"),
        [("5:31", "write it in quotes, '{value}'", None)],
    ),
    "a word of the family, told once": (
        ('equals: "{value}"', 'equls: "{value}"'),
        [("5:31", "did you mean 'equals'?", "cluster-unprotected")],
    ),
    "a particle that there is not": (
        ("{thing:을/를}", "{thing:의/의}"),
        [("2:39", "'의/의' is no pair of Korean particles", "cluster-unprotected")],
    ),
    "a mapping where letters are needed": (
        ("severity: medium", 'severity: "a {thing}"'),
        [("3:1", "filled by a text or a number", "cluster-unprotected")],
    ),
    "no rows": ((CLUSTER + BALANCER, "  []"), [("9:1", "a list of rows is needed", None)]),
    "a row that is none": ((BALANCER, "  - 3\n"), [("28:5", "a mapping is needed", None)]),
    "no name": (("family: unprotected\n", ""), [("1:1", "missing key 'family'", None)]),
}


@pytest.mark.parametrize("change", WRONG)
def test_a_mistake_is_told_at_its_row(change: str) -> None:
    """By line and column of what was written, with the row's id; what is shared is told once."""
    (old, new), expected = WRONG[change]
    assert old in FAMILY
    found = told(FAMILY.replace(old, new))
    assert len(found) == len(expected), found
    for (message, rule_id), (at, words, wanted) in zip(found, expected, strict=True):
        assert message.startswith(f"{at} ")
        assert words in message
        assert rule_id == wanted


def test_exceptions_that_were_put_together_are_told_apart() -> None:
    """What is wrong in the family's `when` stands there, what is in a row's `unless` there."""
    both = FAMILY.replace("value: true", "value: true\nwhen: {path: $.Type, exits: true}")
    both = both.replace("equals: gateway", "equls: gateway")
    assert [one.split(" ", 1)[0] for one, _ in told(both)] == ["7:22", "7:22", "36:39"]


NAMES = ["family", "rows", "id", "title", "en", "ko", "fix", "when", "unless", "check", "path"]
KEYS = st.sampled_from(
    [*NAMES, "value", "default", "documented", "right", "thing", "severity", "examples", "fails"]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(["", "a", "$.A", "{thing}", "{Thing:이/가}", "{path}", "{{en}", "https://a"]),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@given(
    st.dictionaries(KEYS, ANYTHING, max_size=5),
    st.lists(st.dictionaries(KEYS, ANYTHING, max_size=6), max_size=2),
)
def test_whatever_a_family_holds_is_told(family: dict[str, Any], rows: list[Any]) -> None:
    """No nonsense breaks the reader, and none becomes a rule; each mistake has its place."""
    text = json.dumps({**family, "family": "any", "rows": rows}).encode()
    readings = read_rules(PATH, text, compiled=True)
    assert readings
    assert not any(reading.card for reading in readings)
    assert any(reading.mistakes for reading in readings)
    assert all(error.position for reading in readings for error in reading.mistakes)


def test_a_mistake_in_one_row_leaves_the_others() -> None:
    """A family is no chain."""
    readings = read_rules(PATH, FAMILY.replace("severity: high", "severity: hihg").encode())
    assert [reading.card is None for reading in readings] == [False, True]


def test_of_two_rows_with_one_id_the_first_counts(cli: Callable[..., Any]) -> None:
    """As of two cards; the second is told at its own line."""
    text = HEAD + CLUSTER + BALANCER.replace("balancer-unprotected", "cluster-unprotected")
    ran = cli("rules", "list", "--rules", "r", files={"r/a.yaml": text})
    assert "r/a.yaml:28:5: rule 'cluster-unprotected' is already defined in r/a.yaml" in ran.err


def test_a_family_is_kept_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rules come from there without a look at the YAML; their examples, from its rows."""
    from synthgate.rule.cards import library, remembered, rules_file

    monkeypatch.setattr(library, "PROCESS", remembered.Memory(most=0))
    folder = tmp_path / "policies"
    (folder / "families").mkdir(parents=True)
    (folder / "families" / "unprotected.yaml").write_text(FAMILY, "utf-8")
    cache = Cache(tmp_path / "cache" / "cards", "1", b"k" * 32)
    first = read_library(folder, compiled=True, cache=cache)
    with monkeypatch.context() as without:
        without.delattr(rules_file, "read_rules")
        again = read_library(folder, compiled=True, cache=cache)
    assert [one.rule_id for one in again.shelved] == [one.rule_id for one in first.shelved]
    for one, other in zip(first.shelved, again.shelved, strict=True):
        assert one.card
        assert other.card
        assert one.id_position == other.id_position
        assert {**other.card.body, "examples": other.card.examples} == one.card.body
        assert other.card.rule == one.card.rule
        assert other.card.examples == one.card.examples


def test_scans_show_and_lists_see_no_difference(cli: Callable[..., Any]) -> None:
    """A finding of a family's rule is one of a card's."""
    template = "Resources:\n  Loose:\n    Type: AWS::DocDB::DBCluster\n"
    files = {"f/families/u.yaml": FAMILY, "t/template.yaml": template}
    found = cli("scan", "t", "--rules", "f", "--format", "json", files=files).report["findings"]
    (finding,) = [one for one in found if one["rule_id"] == "cluster-unprotected"]
    assert finding["location"]["line"] == 3
    shown = cli("rules", "show", "balancer-unprotected", "--rules", "f").out
    assert 'LoadBalancerAttributes[?(@.Key=="deletion_protection.enabled")].Value' in shown
    assert "not: {path: $.Properties.Type, equals: gateway}" in shown
    why = cli("scan", "t", "--rules", "f", "--explain", "cluster-unprotected:Loose").out
    assert "DeletionProtection" in why
