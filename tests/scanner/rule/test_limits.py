"""What the declaration of a parameter says of its value decides, and never against that value."""

from __future__ import annotations

import ipaddress
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synthgate.evaluate.verdict import verdict
from synthgate.model import Status
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.card import read_card
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.surroundings.view import View
from synthgate.template.read import read_template

PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN
SMALL_BLOCKS = (
    r"^(([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\.){3}"
    r"([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])(\/(1[6-9]|2[0-8]))$"
)
"""Of AWS's own samples."""


def no_python(name: str) -> Any:
    raise AssertionError(name)


def ask(check: dict[str, Any], declaration: dict[str, Any], value: Any) -> Status:
    """What a check says of a property, with a parameter P that is declared so."""
    template = {
        "Parameters": {"P": declaration},
        "Resources": {"R": {"Type": "T::T::R", "Properties": {"X": value}}},
    }
    resolver = Resolver(read_template("t.json", json.dumps(template).encode()))
    resource = resolver.resource("R")
    condition = Compiler(no_python).condition({"path": "$.Properties.X", **check})
    return condition(View(resource, resolver), resource.body).status


REF = {"Ref": "P"}
CARD = {
    "id": "has-x",
    "title": {"en": "t"},
    "severity": "low",
    "pillar": "security",
    "resources": ["T::T::R"],
    "check": {"path": "$.Properties.X", "exists": True},
    "why": {"en": "w"},
    "fix": {"en": "f"},
    "examples": {"fails": "", "passes": ""},
}


@pytest.mark.parametrize(
    ("declaration", "check", "status"),
    [
        (f"{{Type: String, AllowedPattern: '{SMALL_BLOCKS}'}}", "cidr-includes: 0.0.0.0/0", FAIL),
        (f"{{Type: String, AllowedPattern: '{SMALL_BLOCKS}'}}", "prefix-length: 32", FAIL),
        (
            f"{{Type: String, AllowedPattern: '{SMALL_BLOCKS}'}}",
            "prefix-length: {at-least: 16}",
            PASS,
        ),
        (f"{{Type: String, AllowedPattern: '{SMALL_BLOCKS}'}}", "cidr-within: 10.0.0.0/8", UNKNOWN),
        (f"{{Type: String, AllowedPattern: '{SMALL_BLOCKS}'}}", "exists: true", PASS),
        ("{Type: CommaDelimitedList, AllowedPattern: '[0-9]{12}'}", "contains: '*'", FAIL),
        ("{Type: CommaDelimitedList, AllowedPattern: '[0-9]{12}'}", "equals: '*'", FAIL),
        ("{Type: CommaDelimitedList}", "contains: '*'", UNKNOWN),
        ("{Type: String, AllowedPattern: '[a-z]+'}", "equals: A", FAIL),
        ("{Type: String, AllowedPattern: '[a-z]+'}", "equals: a", UNKNOWN),
        ("{Type: String, AllowedPattern: '[a-z]+'}", "matches: '^[a-z]'", PASS),
        ("{Type: String, AllowedPattern: 'prod-.*'}", "starts-with: prod-", PASS),
        ("{Type: String, AllowedPattern: 'prod-.*'}", "starts-with: test-", FAIL),
        ("{Type: String, AllowedPattern: '.*-prod'}", "ends-with: -prod", PASS),
        ("{Type: String, AllowedPattern: 'a(?=b)b'}", "equals: A", UNKNOWN),
        ("{Type: String, AllowedPattern: '[a-z&&[^b]]+'}", "equals: b", UNKNOWN),
        ("{Type: String, AllowedPattern: '[a-c[x-z]]+'}", "equals: 'x]'", UNKNOWN),
        ("{Type: String, AllowedPattern: '[0101]'}", "equals: A", FAIL),
        (r"{Type: String, AllowedPattern: '\0101'}", "equals: A", UNKNOWN),
        ("{Type: String, AllowedPattern: '(('}", "equals: A", UNKNOWN),
        ("{Type: String, AllowedPattern: 5}", "equals: A", UNKNOWN),
        ("{Type: String}", "exists: true", UNKNOWN),
        ("{Type: String}", "exists: false", UNKNOWN),
        ("{Type: String, MinLength: 1}", "exists: true", PASS),
        ("{Type: String, MinLength: '1'}", "empty: false", PASS),
        ("{Type: String, MinLength: 14}", "length: {at-least: 14}", PASS),
        ("{Type: String, MaxLength: 8}", "length: {at-least: 14}", FAIL),
        ("{Type: String, MaxLength: 8}", "equals: longer-than-that", FAIL),
        ("{Type: String, MinLength: lots}", "length: 0", UNKNOWN),
        ("{Type: Number, MinValue: 30}", "at-least: 7", PASS),
        ("{Type: Number, MinValue: 30}", "at-most: 7", FAIL),
        ("{Type: Number, MinValue: 30}", "below: 30", FAIL),
        ("{Type: Number, MinValue: 3}", "at-least: 7", UNKNOWN),
        ("{Type: Number, MinValue: 1, MaxValue: 6}", "at-least: 7", FAIL),
        ("{Type: Number, MinValue: 2, MaxValue: 35}", "at-most: 35", PASS),
        ("{Type: Number, MinValue: 2}", "at-least: 1 day, unit: hours", UNKNOWN),
        ("{Type: Number, MinValue: 24}", "at-least: 1 day, unit: hours", PASS),
        ("{Type: Number, MinValue: 2}", "equals: 1", FAIL),
        ("{Type: Number}", "equals: abc", FAIL),
        ("{Type: Number}", "exists: true", PASS),
        ("{Type: Number, MinValue: 1024}", "ports-include: 22", FAIL),
        ("{Type: 'AWS::EC2::VPC::Id'}", "exists: true", PASS),
        ("{Type: 'AWS::EC2::VPC::Id'}", "matches: '^vpc-'", PASS),
        ("{Type: 'AWS::EC2::Image::Id'}", "equals: vpc-1", FAIL),
        ("{Type: 'List<AWS::EC2::Subnet::Id>'}", "contains: '*'", FAIL),
        ("{Type: 'AWS::SSM::Parameter::Value<String>', Default: /a}", "exists: true", PASS),
    ],
)
def test_what_a_declaration_decides(declaration: str, check: str, status: Status) -> None:
    """And what it does not; a constraint that cannot be read is none."""
    words = yaml.safe_load(f"{{{check}}}")
    assert ask(words, yaml.safe_load(declaration), REF) is status


@pytest.mark.parametrize(
    ("declaration", "rule", "status"),
    [
        ("{Type: Number, MinValue: 1024}", "{FromPort: {Ref: P}, ToPort: {Ref: P}}", FAIL),
        ("{Type: Number, MinValue: 10}", "{FromPort: 8, ToPort: {Ref: P}}", UNKNOWN),
        ("{Type: Number, MinValue: 80}", "{FromPort: 8, ToPort: {Ref: P}}", PASS),
        ("{Type: Number, MaxValue: 80}", "{FromPort: {Ref: P}, ToPort: {Ref: P}}", UNKNOWN),
        ("{Type: Number}", "{FromPort: {Ref: P}, ToPort: {Ref: P}}", UNKNOWN),
    ],
)
def test_the_ends_of_a_range_of_ports(declaration: str, rule: str, status: Status) -> None:
    """A service on a high port is no SSH; -1, where it is possible, is every port."""
    value = {"IpProtocol": "tcp", **yaml.safe_load(rule)}
    assert ask({"ports-include": 22}, yaml.safe_load(declaration), value) is status


@pytest.mark.parametrize(
    ("value", "check", "status"),
    [
        ("10.1.${P}/24", "cidr-within: 10.0.0.0/8", PASS),
        ("10.1.${P}/24", "cidr-within: 192.168.0.0/16", FAIL),
        ("10.1.${P}/24", "cidr-public: false", PASS),
        ("8.8.${P}/24", "cidr-public: true", PASS),
        ("10.${P}", "cidr-within: 10.0.0.0/8", UNKNOWN),
        ("10.1.${P}/24", "cidr-includes: 0.0.0.0/0", FAIL),
        ("10.1.${P}/24", "cidr-overlaps: 10.0.0.0/8", PASS),
        ("10.1.${P}/24", "cidr-overlaps: 10.2.0.0/16", FAIL),
        ("${P}/0", "cidr-within: 10.0.0.0/8", FAIL),
        ("a${P}b", "length: {at-least: 2}", PASS),
        ("a${P}b", "empty: false", PASS),
        ("${P}", "empty: false", UNKNOWN),
    ],
)
def test_what_the_known_octets_and_letters_decide(value: str, check: str, status: Status) -> None:
    """A block whose first octets are known lies within those."""
    assert ask(yaml.safe_load(f"{{{check}}}"), {"Type": "String"}, {"Fn::Sub": value}) is status


OWNERS = r"{Type: String, AllowedPattern: '(\d{12}(,|, ))*\d{12}'}"


@pytest.mark.parametrize(
    ("declaration", "value", "check", "status"),
    [
        (OWNERS, '{"Fn::Split": [",", {"Ref": P}]}', "contains: '*'", FAIL),
        (OWNERS, '{"Fn::Select": [0, {"Fn::Split": [",", {"Ref": P}]}]}', "equals: '*'", FAIL),
        (OWNERS, '{"Fn::Select": [0, {"Fn::Split": [",", {"Ref": P}]}]}', "equals: '1'", UNKNOWN),
        ("{Type: String}", '{"Fn::Split": [",", {"Ref": P}]}', "contains: '*'", UNKNOWN),
        (
            "{Type: CommaDelimitedList, AllowedPattern: '[a-z]+'}",
            '{"Fn::Select": [1, {"Ref": P}]}',
            "matches: '^[a-z]+$'",
            PASS,
        ),
    ],
)
def test_pieces_have_the_letters_of_the_whole(
    declaration: str, value: str, check: str, status: Status
) -> None:
    """Of a list of account ids none is everybody, however it is split."""
    words = yaml.safe_load(f"{{{check}}}")
    assert ask(words, yaml.safe_load(declaration), yaml.safe_load(value)) is status


PATTERNS = ["", "[a-c]{1,2}", "^[0-9]+$", "a.*", "(10|192)\\.[0-9.]+/(8|16)", "[^*]*", "\\d{2}|b"]
TEXTS = ["", "a", "ab", "c", "*", "a*", "7", "42", "b", "10.0.0.0/8", "192.168.0.0/16", "0.0.0.0/0"]
NUMBERS = ["-1", "0", "7", "22", "42", "65535"]
CHECKS: list[dict[str, Any]] = [
    {"exists": True},
    {"empty": True},
    {"equals": "a"},
    {"equals": 42},
    {"not-equals": "*"},
    {"in": ["a", "7"]},
    {"contains": "*"},
    {"starts-with": "a"},
    {"ends-with": ["b", "8"]},
    {"matches": "^[a-z]+$"},
    {"not-matches": "[0-9]"},
    {"length": {"at-least": 2}},
    {"length": 1},
    {"at-least": 7},
    {"below": 42},
    {"cidr-includes": "0.0.0.0/0"},
    {"cidr-within": "10.0.0.0/8"},
    {"cidr-overlaps": "10.0.0.0/16"},
    {"cidr-public": True},
    {"prefix-length": {"at-most": 8}},
    {"ports-include": "20-30"},
    {"ports-within": [42]},
]
STRINGS = st.builds(
    lambda pattern, least, most: {
        "Type": "String",
        **({"AllowedPattern": pattern} if pattern else {}),
        **({"MinLength": least} if least else {}),
        **({"MaxLength": most} if most else {}),
    },
    st.sampled_from(PATTERNS),
    st.sampled_from([0, 1, 2]),
    st.sampled_from([0, 2, 10]),
)
DECLARED_NUMBERS = st.builds(
    lambda least, most: {
        "Type": "Number",
        **({"MinValue": least} if least is not None else {}),
        **({"MaxValue": most} if most is not None else {}),
    },
    st.sampled_from([None, 0, 7, 23]),
    st.sampled_from([None, 22, 42, 65535]),
)
WRITTEN = st.sampled_from(
    [REF, {"Fn::Sub": "x${P}"}, {"Fn::Sub": "${P}/8"}, {"Fn::Sub": "10.${P}/16"}, [REF, "a"]]
)


def deployable(check: dict[str, Any], value: str, written: Any) -> bool:
    """Whether a value makes a block of addresses where one is asked about; AWS takes no other."""
    if not any("cidr" in word or word == "prefix-length" for word in check):
        return True
    block = written["Fn::Sub"].replace("${P}", value) if "Fn::Sub" in written else value
    try:
        ipaddress.ip_network(block, strict=False)
    except ValueError:
        return False
    return True


def allowed(declaration: dict[str, Any]) -> list[str]:
    """The values of a few that CloudFormation would take."""
    if declaration["Type"] == "Number":
        low, high = declaration.get("MinValue", -9), declaration.get("MaxValue", 99999)
        return [text for text in NUMBERS if low <= int(text) <= high]
    low, high = declaration.get("MinLength", 0), declaration.get("MaxLength", 99)
    pattern = declaration.get("AllowedPattern", "(?s).*")
    return [text for text in TEXTS if low <= len(text) <= high and re.fullmatch(pattern, text)]


@given(st.one_of(STRINGS, DECLARED_NUMBERS), st.sampled_from(CHECKS), WRITTEN)
def test_no_value_that_is_allowed_contradicts_what_was_said(
    declaration: dict[str, Any], check: dict[str, Any], written: Any
) -> None:
    """What is said of the open parameter is said of each value that it may be given."""
    said = ask(check, declaration, written)
    if said is not UNKNOWN:
        for value in allowed(declaration):
            if not deployable(check, value, written):
                continue
            assert ask(check, {**declaration, "Default": value}, written) is said, value


@pytest.mark.exhaustive
def test_no_value_contradicts_in_any_of_all_cases() -> None:
    """The same, of every pattern, check and way to write it."""
    ways = [REF, {"Fn::Sub": "${P}/8"}, {"Fn::Sub": "10.${P}/16"}]
    for pattern, check, written in itertools.product(PATTERNS[1:], CHECKS, ways):
        declaration = {"Type": "String", "AllowedPattern": pattern}
        said = ask(check, declaration, written)
        for value in allowed(declaration) if said is not UNKNOWN else ():
            if not deployable(check, value, written):
                continue
            assert ask(check, {**declaration, "Default": value}, written) is said, (check, value)


def test_a_parameter_that_is_not_empty_is_there() -> None:
    """As templates have it: left out where it is empty, and there in every other case."""
    template = """
    Parameters: {Key: {Type: String}}
    Conditions: {HasKey: !Not [!Equals [!Ref Key, ""]]}
    Resources:
      R:
        Type: T::T::R
        Condition: HasKey
        Properties: {X: !Ref Key}
    """
    resolver = Resolver(read_template("t.yaml", template.encode()))
    card, mistakes = read_card(Path("c.yaml"), json.dumps(CARD).encode())
    assert card, mistakes
    outcome = verdict(card, View(resolver.resource("R"), resolver))
    assert outcome is not None
    assert outcome.status is PASS


ALIASES = {"Type": "String", "AllowedPattern": "^alias/(shared|backup)$"}
NAMES = {"Type": "String", "AllowedPattern": "shared|backup"}
BLOCKS = {"Type": "String", "AllowedPattern": r"10\.1\.[0-9]{1,2}\.0/24"}
EITHER = {"Type": "String", "AllowedPattern": r"10\.1\.0\.0/16|192\.168\.0\.0/16"}


@pytest.mark.parametrize(
    ("check", "declaration", "value", "expected"),
    [
        ({"in": ["alias/shared", "alias/backup"]}, ALIASES, REF, PASS),
        ({"in": ["alias/shared"]}, ALIASES, REF, UNKNOWN),
        ({"equals": "alias/own"}, ALIASES, REF, FAIL),
        ({"not-in": ["alias/own"]}, ALIASES, REF, PASS),
        ({"in": ["alias/shared", "alias/backup"]}, NAMES, {"Fn::Sub": "alias/${P}"}, PASS),
        ({"cidr-within": "10.0.0.0/8"}, BLOCKS, REF, PASS),
        ({"cidr-within": "192.168.0.0/16"}, BLOCKS, REF, FAIL),
        ({"cidr-public": True}, BLOCKS, REF, FAIL),
        ({"cidr-public": True}, EITHER, REF, FAIL),
        ({"cidr-within": "10.0.0.0/8"}, EITHER, REF, UNKNOWN),
        ({"at-least": 7}, {"Type": "String", "AllowedPattern": "[789]"}, REF, PASS),
        ({"in": ["a"]}, {"Type": "String", "AllowedPattern": "a+"}, REF, UNKNOWN),
        (
            {"in": ["a"]},
            {"Type": "String", "AllowedPattern": "a{1,2}", "MaxLength": 1},
            REF,
            PASS,
        ),
    ],
)
def test_of_a_pattern_that_few_texts_fit_each_is_asked(
    check: dict[str, Any], declaration: dict[str, Any], value: Any, expected: Status
) -> None:
    """As if they were written as `AllowedValues`."""
    assert ask(check, declaration, value) is expected


RATE = {"Fn::Sub": "rate(${P} days)"}


@pytest.mark.parametrize(
    ("check", "declaration", "value", "expected"),
    [
        ({"at-most": "30 days"}, {"Type": "Number", "MinValue": 40}, RATE, FAIL),
        ({"at-most": "30 days"}, {"Type": "Number", "MaxValue": 30}, RATE, PASS),
        ({"at-most": "30 days"}, {"Type": "Number", "MaxValue": 31}, RATE, UNKNOWN),
        ({"at-least": "2 days"}, {"Type": "Number", "MinValue": 2}, RATE, PASS),
        ({"at-most": "30 days"}, {"Type": "Number"}, RATE, UNKNOWN),
        ({"at-most": "30 days"}, {"Type": "String"}, RATE, UNKNOWN),
        (
            {"at-most": "30 days"},
            {"Type": "Number", "MinValue": 4},
            {"Fn::Sub": "rate(1${P} days)"},
            UNKNOWN,
        ),
    ],
)
def test_a_rate_of_a_number_between_two_ends(
    check: dict[str, Any], declaration: dict[str, Any], value: Any, expected: Status
) -> None:
    """Both ends decide, as they do of the number alone."""
    assert ask({**check, "unit": "days"}, declaration, value) is expected
