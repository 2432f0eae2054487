"""Profiles: named choices among the rules."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import synthgate_rules
from synthgate.choosing import built_in_and_own, catalog_for
from synthgate.config import Config, configure
from synthgate.errors import UsageError
from synthgate.model import Severity, Status
from synthgate.rule.cards.former import Names
from synthgate.rule.cards.layers import CRITERIA
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.sheet import Source
from synthgate.template.read import read_template
from synthgate.workbench.examples import said

if TYPE_CHECKING:
    from collections.abc import Callable

SHIPPED = sorted(synthgate_rules.PROFILES.glob("*.yaml"))
EVERY = set(built_in_and_own().cards)
HEAD = "id: ours\ntitle: {en: Ours, ko: 우리 것}\n"
CARD = """\
id: {id}
title: {{en: Queue is open, ko: 열린 대기열}}
severity: high
pillar: security
resources: [AWS::SQS::Queue]
parameters: {{most: 10}}
check: {{path: $.Properties.A, at-most: {{parameter: most}}}}
why: {{en: Because, ko: 때문}}
fix: {{en: Close it, ko: 닫으세요}}
examples: {{fails: "", passes: ""}}
"""


@pytest.fixture
def chosen(tmp_path: Path) -> Callable[..., set[str]]:
    """The ids of the rules that a profile, written out, chooses."""

    def choose(text: str, **others: str) -> set[str]:
        for name, content in {"ours": HEAD + text, **others}.items():
            (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
        wish = Wish("./ours.yaml", Source("--profile", tmp_path))
        return set(catalog_for(Config(folder=tmp_path, profile=wish)).cards)

    return choose


def mistakes(choose: Callable[..., set[str]], text: str, **others: str) -> list[str]:
    with pytest.raises(UsageError) as raised:
        choose(text, **others)
    assert all(re.search("[가-힣]", line) for line in raised.value.text.ko.splitlines())
    return str(raised.value).splitlines()


# The shipped ones


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_profile_is_without_mistakes(path: Path) -> None:
    """Every rule that it names exists, it says what it is in both languages, it has rules."""
    catalog = catalog_for(Config(profile=Wish(path.stem)))
    assert catalog.cards
    assert not catalog.problems
    body = yaml.safe_load(path.read_text("utf-8"))
    for key in ("title", "description"):
        assert re.search("[가-힣]", body[key]["ko"])
        assert not re.search("[가-힣]", body[key]["en"])


def test_all_is_all() -> None:
    """Nothing is left out, and nothing is changed."""
    catalog = catalog_for(Config(profile=Wish("all")))
    assert catalog.cards == built_in_and_own().cards


def test_aspects_is_what_the_validator_looked_at() -> None:
    """Its errors close the gate as it is by default, its warning does not."""
    cards = catalog_for(Config(profile=Wish("aspects"))).cards
    closing = {id_: card.rule.severity.reaches(Severity.HIGH) for id_, card in cards.items()}
    assert closing == {
        "s3-bucket-unencrypted": True,
        "iam-role-trusts-anyone": True,
        "lambda-environment-unencrypted": False,
    }


PORTS_OPEN = {
    "sg-ingress-everything-open",
    "sg-ingress-rdp-open",
    "sg-ingress-risky-port-open",
    "sg-ingress-ssh-open",
}
SAID_AT_ONCE = {
    "cloudtrail-bucket-public": {"s3-bucket-acl-public", "s3-bucket-acl-public-write"},
    "s3-bucket-acl-any-account": {"s3-bucket-acl-public"},
    "elb-sensitive-port-open": PORTS_OPEN,
    "sg-ingress-admin-port-open": PORTS_OPEN,
    "sg-ingress-common-port-open": PORTS_OPEN,
    "sg-ingress-cifs-open": {"sg-ingress-risky-port-open"},
}
"""Serious rules that `recommended` leaves out, and what says the same there, as severely."""
BEING_TRIED = {
    "apigw-method-may-not-invoke",
    "backup-role-closed-to-backup",
    "cloudtrail-bucket-closed-to-cloudtrail",
    "cloudtrail-key-closed-to-cloudtrail",
    "event-rule-role-closed-to-eventbridge",
    "lambda-role-closed-to-lambda",
    "schedule-role-closed-to-scheduler",
    "state-machine-role-closed-to-step-functions",
}
"""In preview, over all rules first: they find what keeps a stack from working."""


def test_recommended_is_the_default_and_leaves_out_no_serious_rule() -> None:
    """Noise is what is not serious, or said twice."""
    cards = catalog_for(Config()).cards
    assert cards == catalog_for(Config(profile=Wish("recommended"))).cards
    every = built_in_and_own().cards
    left_out = [every[rule_id].rule for rule_id in every.keys() - cards.keys()]
    assert left_out
    serious = {rule.id for rule in left_out if rule.severity.reaches(Severity.HIGH)}
    assert serious == SAID_AT_ONCE.keys() | BEING_TRIED


@pytest.mark.parametrize(("rule", "others"), SAID_AT_ONCE.items())
def test_what_is_left_out_as_said_is_said(rule: str, others: set[str]) -> None:
    """Of each resource of the example that fails, by a rule that `recommended` has."""
    cards = built_in_and_own().cards
    assert others <= catalog_for(Config()).cards.keys()
    example = read_template("fails.yaml", cards[rule].examples["fails"].encode())

    def failing(one: str) -> set[str | None]:
        found = said(cards[one], example).findings
        return {it.subject.logical_id for it in found if it.status is Status.FAIL}

    assert failing(rule)
    assert failing(rule) <= {it for one in others for it in failing(one)}
    severity = cards[rule].rule.severity
    assert all(cards[one].rule.severity.reaches(severity) for one in others)


# What a profile says


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("select: [s3-bucket-unencrypted]", {"s3-bucket-unencrypted"}),
        ("select: [kms-*]", {rule_id for rule_id in EVERY if rule_id.startswith("kms-")}),
        ("select: ['*']\nexclude: ['*']", set[str]()),
        ("select: ['*']", EVERY),
        (
            "select: [kms-*]\nexclude: [kms-key-policy-*]",
            {"kms-key-deleted-early", "kms-key-disabled", "kms-key-not-rotated"},
        ),
        ("extends: aspects\nexclude: [s3-*, lambda-*]", {"iam-role-trusts-anyone"}),
        (
            "extends: aspects\nselect: [kms-key-not-rotated]\nexclude: [lambda-*, iam-*]",
            {"s3-bucket-unencrypted", "kms-key-not-rotated"},
        ),
        (
            "select: [{pillars: [security], resources: ['AWS::KMS::*'], severities: [medium]}]",
            {"kms-key-not-rotated", "kms-key-policy-not-action"},
        ),
        ("select: [{rules: [s3-*], severities: [critical], pillars: [cost]}]", set[str]()),
    ],
)
def test_selectors(chosen: Callable[..., set[str]], text: str, wanted: set[str]) -> None:
    """An entry is an id, a pattern, or criteria that hold together; entries add up."""
    assert chosen(text) == wanted


def test_every_criterion_chooses() -> None:
    """Each names something that rules have."""
    rules = built_in_and_own().outlines
    for name, facts in CRITERIA.items():
        assert name in {"controls", "faults"} or all([*facts(rule)] for rule in rules), name


def test_a_profile_extends_a_file(chosen: Callable[..., set[str]]) -> None:
    """Beside itself, and that one another."""
    base = "id: base\ntitle: {en: a, ko: 가}\nextends: aspects\nexclude: [iam-*]\n"
    assert chosen("extends: ./base.yaml", base=base) == {
        "s3-bucket-unencrypted",
        "lambda-environment-unencrypted",
    }


def test_the_later_word_counts(tmp_path: Path) -> None:
    """Parameters and severities: the configuration's, else the profile's, else its base's."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "queue.yaml").write_text(CARD.format(id="queue-open"))
    (tmp_path / "base.yaml").write_text(
        HEAD + "select: [sqs-*]\nseverity: {queue-open: low}\n"
        "rule-parameters: {queue-open: {most: 11}}\n"
    )
    (tmp_path / "ours.yaml").write_text(HEAD + "extends: base.yaml\nseverity: {queue-open: info}\n")
    (tmp_path / "synthgate.yaml").write_text(
        "rules: [cards]\nprofile: ours.yaml\nrule-parameters: {queue-open: {most: 12}}\n"
    )

    def queue(**options: str) -> tuple[str, object]:
        card = catalog_for(configure(options, {}, tmp_path)).cards["queue-open"]
        return str(card.rule.severity), card.parameters["most"]

    assert queue() == ("info", 12)
    assert queue(profile="base.yaml") == ("low", 12)
    assert queue(profile="all") == ("high", 12)
    (tmp_path / "synthgate.yaml").write_text("rules: [cards]\nprofile: base.yaml\n")
    assert queue() == ("low", 11)


def test_own_cards_run_unless_their_very_ids_are_excluded(tmp_path: Path) -> None:
    """A pattern of a profile means the shared rules."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "queue.yaml").write_text(CARD.format(id="sqs-queue-open"))

    def cards(text: str, config: str = "") -> set[str]:
        (tmp_path / "ours.yaml").write_text(HEAD + text)
        (tmp_path / "synthgate.yaml").write_text(f"rules: [cards]\n{config}")
        return set(catalog_for(configure({"profile": "ours.yaml"}, {}, tmp_path)).cards)

    assert cards("select: [kms-key-not-rotated]") == {"sqs-queue-open", "kms-key-not-rotated"}
    assert cards("select: [sqs-*]\nexclude: [sqs-*]") == {"sqs-queue-open"}
    both = {"sqs-queue-open", "sqs-queue-unencrypted"}
    assert cards("select: [sqs-*]\nexclude: [sqs-queue-open]") & both == {"sqs-queue-unencrypted"}
    assert cards("select: [sqs-*]", "exclude: ['*-open']") & both == {"sqs-queue-unencrypted"}


# Mistakes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "selct: [s3-*]\nextends: all",
            "ours.yaml:3:1: unknown key 'selct'; did you mean 'select'",
        ),
        ("", "ours.yaml:1:1: chooses no rules"),
        ("select: [s3-bucket-opn]", "ours.yaml:3:10: no rule 's3-bucket-opn'"),
        ("select: [{rules: [s3-*, x-y]}]", "ours.yaml:3:25: no rule 'x-y'"),
        ("select: s3-*", "ours.yaml:3:1: select: a list of rules is needed"),
        ("select: [{}]", "ours.yaml:3:10: select[0]: a rule, a pattern or criteria"),
        (
            "extends: recomended",
            "ours.yaml:3:1: no profile 'recomended'; did you mean 'recommended'",
        ),
        ("extends: ./gone.yaml", "ours.yaml:3:1: no profile './gone.yaml'"),
        ("extends: ours.yaml", "ours.yaml:3:1: profile 'ours.yaml' extends itself"),
        ("extends: [all]", "ours.yaml:3:1: extends: a text is needed"),
        ("extends: all\nrepeats: never", "ours.yaml:4:1: repeats is one of told, silent"),
        ("extends: all\nseverity: {x: high}", "ours.yaml:4:12: no rule 'x'"),
        (
            "extends: all\nseverity: {kms-key-not-rotated: urgent}",
            "ours.yaml:4:12: kms-key-not-rotated is one of critical",
        ),
        (
            "extends: all\nrule-parameters: {kms-key-not-rotated: {days: 5}}",
            "ours.yaml:4:41: kms-key-not-rotated.days: no parameter 'days'",
        ),
    ],
)
def test_a_mistake_has_its_place(chosen: Callable[..., set[str]], text: str, words: str) -> None:
    """Line and column of the profile, with a guess at what was meant."""
    (line,) = mistakes(chosen, text)
    assert line.startswith(words)


def test_two_profiles_that_extend_each_other_are_a_mistake(chosen: Callable[..., set[str]]) -> None:
    """However long the circle."""
    other = "id: other\ntitle: {en: a, ko: 가}\nextends: ours.yaml\n"
    (line,) = mistakes(chosen, "extends: other.yaml", other=other)
    assert line.startswith("other.yaml:3:1: profile 'ours.yaml' extends itself")


def test_all_mistakes_of_profile_and_configuration_are_told_at_once(tmp_path: Path) -> None:
    """Sorted by file and line."""
    (tmp_path / "ours.yaml").write_text(HEAD + "select: [nope-1]\nexclude: [nope-2]\n")
    (tmp_path / "synthgate.yaml").write_text("profile: ours.yaml\nexclude: [nope-3]\nlangg: ko\n")
    with pytest.raises(UsageError) as raised:
        catalog_for(configure({}, {}, tmp_path))
    assert [line.partition(": ")[0] for line in str(raised.value).splitlines()] == [
        "ours.yaml:3:10",
        "ours.yaml:4:11",
        "synthgate.yaml:2:11",
        "synthgate.yaml:3:1",
    ]


def test_an_unknown_profile_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    """By the place that names it."""
    with pytest.raises(UsageError) as raised:
        catalog_for(configure({"profile": "aspect"}, {}, tmp_path))
    assert str(raised.value).startswith(
        "--profile: no profile 'aspect'; did you mean 'aspects'?; there are all, aspects, "
    )


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\0.yaml", "x" * 300 + ".yaml", "/", ".yaml"]
)
def test_an_impossible_profile_is_a_mistake(tmp_path: Path, name: str) -> None:
    """No traceback."""
    with pytest.raises(UsageError):
        catalog_for(configure({"profile": name}, {}, tmp_path))


def test_a_parameter_that_spoils_the_condition_is_a_mistake_where_it_is_set(
    tmp_path: Path,
) -> None:
    """Not a rule that crashes on every resource."""
    (tmp_path / "cards").mkdir()
    text = CARD.format(id="queue-open").replace("most: 10", "pattern: a")
    text = text.replace("at-most: {parameter: most}", "matches: {parameter: pattern}")
    (tmp_path / "cards" / "queue.yaml").write_text(text)
    (tmp_path / "synthgate.yaml").write_text(
        "rules: [cards]\nrule-parameters:\n  queue-open: {pattern: '['}\n"
    )
    with pytest.raises(UsageError) as raised:
        catalog_for(configure({}, {}, tmp_path))
    assert str(raised.value).startswith("synthgate.yaml:3:16: queue-open.pattern: ")
    assert "regular expression" in str(raised.value)


NAMES = Names(
    frozenset({"queue-open", "queue-odd", "a[b]", "Queue-open", "ab"}),
    {"queue-old": ("queue-odd",), "gone": ("ab", "queue-open")},
)


@pytest.mark.parametrize(
    "pattern",
    ["queue-open", "queue-old", "gone", "queue", "", "QUEUE-OPEN", "a[b]", "a.", "queue-*",
     "*", "?b", "a[[]b]", "[aq]*", "gon?", "no*", "queue-open\n"],
)  # fmt: skip
def test_a_name_means_what_it_means_as_a_pattern(pattern: str) -> None:
    """Names without a sign of a pattern are looked up, which is quick and says the same."""
    now = {one for one in NAMES.ids if fnmatchcase(one, pattern)}
    before = {one for one in NAMES.former if fnmatchcase(one, pattern)}
    assert NAMES.means_any(pattern) == bool(now or before)
    assert NAMES.matching(pattern) == now.union(*(NAMES.former[one] for one in before))
