"""Each intrinsic function gives what CloudFormation would give, or names who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from synthgate.resolve.placement import NOWHERE, Placement
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import NO_VALUE, Partial, Reference, Unknown, causes_of
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from synthgate.template.document import Template

AROUND = """
Parameters:
  Given: {Type: String, Default: given}
  Empty: {Type: String, Default: ""}
  Open: {Type: String}
  Other: {Type: String}
  Few: {Type: String, AllowedValues: [eu, us]}
  Index: {Type: Number, Default: 1}
  Names: {Type: CommaDelimitedList, Default: "x, y,z"}
  OpenNames: {Type: CommaDelimitedList}
Mappings:
  Regions:
    eu: {Ami: ami-1, Zones: [a, b], Size: 1}
    us: {Ami: ami-2, Zones: [c], Size: 2}
Conditions:
  Always: !Equals [a, a]
  Never: !Equals [a, b]
  Maybe: !Equals [!Ref Open, x]
  Perhaps: !Equals [!Ref Other, x]
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Key: {Type: AWS::KMS::Key}
"""
HERE = Placement("123456789012", "eu-west-1", "app")


def around(expression: str) -> Template:
    return read_template("t.yaml", f"V: {expression}\n{AROUND}".encode())


def value(expression: str, placement: Placement = NOWHERE) -> Any:
    template = around(expression)
    return Resolver(template, placement).resolve(template.data["V"])


def names(value: object) -> list[str]:
    return [cause.name for cause in causes_of(value)]


@pytest.mark.parametrize(
    ("expression", "meaning"),
    [
        ("!Ref Given", "given"),
        ("!Ref Bucket", Reference("Bucket")),
        ("!Ref AWS::NoValue", NO_VALUE),
        ("!GetAtt Key.Arn", Reference("Key", "Arn")),
        ("!GetAtt Key.A.B", Reference("Key", "A.B")),
        ("{'Fn::GetAtt': Key.Arn}", Reference("Key", "Arn")),
        ("!GetAtt [Key, !Ref Given]", Reference("Key", "given")),
        ("!Sub a-${Given}-b", "a-given-b"),
        ("!Sub ${Given}", "given"),
        ("!Sub '${ Given }'", "given"),
        ("!Sub ${Index}", "1"),
        ("!Sub 'x${Empty}y'", "xy"),
        ("!Sub '${!Given}'", "${Given}"),
        ("!Sub '${!Given}${Given}$${Given}'", "${Given}given$given"),
        ("!Sub '$Given {Given} ${}'", "$Given {Given} ${}"),
        ("!Sub ['a-${B}', {B: !Sub 'c-${Given}'}]", "a-c-given"),
        ("!Sub ['a-${Given}', {Given: own}]", "a-own"),
        ("!Sub ['a-${B.C}', {B.C: own}]", "a-own"),
        ("!Sub ['a-${B}', {B: true}]", "a-true"),
        ("!Sub ${Key}", Reference("Key")),
        ("!Sub ${Key.Arn}", Reference("Key", "Arn")),
        ("!Sub plain", "plain"),
        ("!Join ['-', [a, !Ref Given, 1, true]]", "a-given-1-true"),
        ("!Join ['', []]", ""),
        ("!Join [',', [a]]", "a"),
        ("!Join [',', ['', '']]", ","),
        ("!Join ['/', !Ref Names]", "x/y/z"),
        ("!Join [',', [a, !Ref AWS::NoValue, b]]", "a,b"),
        ("!Join [',', !Split ['-', a-b]]", "a,b"),
        ("!Join ['', [!GetAtt Key.Arn]]", Reference("Key", "Arn")),
        ("!Select [0, [a, b]]", "a"),
        ("!Select ['1', [a, b]]", "b"),
        ("!Select [!Ref Index, !Ref Names]", "y"),
        ("!Select [1, [a, !Ref Key]]", Reference("Key")),
        ("!Select [2, !Split [':', 'a:b:c']]", "c"),
        ("!Split [',', 'a,,b']", ["a", "", "b"]),
        ("!Split ['--', 'a--b']", ["a", "b"]),
        ("!Split ['x', 'a']", ["a"]),
        ("!FindInMap [Regions, eu, Ami]", "ami-1"),
        ("!FindInMap [Regions, !Select [1, [eu, us]], Zones]", ["c"]),
        ("!FindInMap [Regions, eu, Size]", 1),
        ("!FindInMap [Regions, xx, Ami, {DefaultValue: none}]", "none"),
        ("!FindInMap [Regions, eu, Ami, {DefaultValue: none}]", "ami-1"),
        ("!FindInMap [Regions, xx, Ami, {DefaultValue: !Ref Given}]", "given"),
        ("!If [Always, a, b]", "a"),
        ("!If [Never, a, b]", "b"),
        ("!If [Never, a, !If [Always, c, d]]", "c"),
        ("!If [Always, !Ref AWS::NoValue, b]", NO_VALUE),
        ("!Base64 '#!/bin/sh'", "#!/bin/sh"),
        ("!Base64 {'Fn::Sub': 'x ${Given}'}", "x given"),
    ],
)
def test_what_the_template_tells_is_known(expression: str, meaning: object) -> None:
    """A function of known values has one value."""
    found = value(expression)
    assert (found, type(found)) == (meaning, type(meaning))


@pytest.mark.parametrize(
    ("expression", "causes"),
    [
        ("!Ref Open", ["Open"]),
        ("!Ref Nowhere", ["Nowhere"]),
        ("!Ref AWS::Region", ["AWS::Region"]),
        ("!Ref AWS::StackId", ["AWS::StackId"]),
        ("!GetAtt Nowhere.Arn", ["Nowhere.Arn"]),
        ("!Sub ${Nowhere.Arn}", ["Nowhere.Arn"]),
        ("!Sub 'a${Open}b${Other}c${Open}'", ["Open", "Other"]),
        ("!Sub 'a${Key.Arn}'", ["Key.Arn"]),
        ("!Join [',', [a, !Ref Open, !GetAtt Key.Arn]]", ["Open", "Key.Arn"]),
        ("!Join [',', !Ref OpenNames]", ["OpenNames"]),
        ("!Select [0, !Ref OpenNames]", ["OpenNames"]),
        ("!Select [!Ref Open, [a, b]]", ["Open"]),
        ("!Select [0, !GetAZs '']", ["Fn::GetAZs"]),
        ("!Select [0, [!Ref Open, b]]", ["Open"]),
        ("!Select [5, [a, b]]", ["Fn::Select"]),
        ("!Split [',', !Ref Open]", ["Open"]),
        ("!Split [',', !GetAtt Key.Arn]", ["Key.Arn"]),
        ("!Split [',', !Sub 'a,${Open}']", ["Open"]),
        ("!FindInMap [Regions, !Ref Open, Ami]", ["Open"]),
        ("!FindInMap [Regions, !Ref AWS::Region, Ami]", ["AWS::Region"]),
        ("!FindInMap [Regions, xx, Ami]", ["Mappings.Regions.xx.Ami"]),
        ("!FindInMap [Nowhere, eu, Ami]", ["Mappings.Nowhere"]),
        ("!If [Maybe, a, b]", ["Maybe", "Open"]),
        ("!If [Nowhere, a, b]", ["Nowhere"]),
        ("!ImportValue shared", ["shared"]),
        ("!ImportValue {'Fn::Sub': 'shared-${Given}'}", ["shared-given"]),
        ("!Cidr [!Ref Open, 4, 8]", ["Open"]),
        ("!Transform {Name: AWS::Include}", ["AWS::Include"]),
        ("!FutureFunction x", ["Fn::FutureFunction"]),
        ("'{{resolve:ssm:/a/b:1}}'", ["{{resolve:ssm:/a/b:1}}"]),
        ("!Sub '{{resolve:secretsmanager:${Given}}}'", ["{{resolve:secretsmanager:given}}"]),
    ],
)
def test_what_is_unknown_names_who_decides(expression: str, causes: list[str]) -> None:
    """A value that only the deployment knows says what has to be known first."""
    found = value(expression)
    assert isinstance(found, Unknown | Partial)
    assert names(found) == causes


@pytest.mark.parametrize(
    ("expression", "causes"),
    [
        ("!Join [',', !GetAtt Key.Names]", ["Key.Names"]),
        ("!Select [0, !GetAtt Key.Names]", ["Key.Names"]),
        ("!Select [!GetAtt Key.Number, [a, b]]", ["Key.Number"]),
        ("!FindInMap [!Ref Open, eu, Ami]", ["Open"]),
    ],
)
def test_a_function_of_an_unknown_names_the_unknown(expression: str, causes: list[str]) -> None:
    """Not the function is at fault but what it is given."""
    assert names(value(expression)) == causes


@pytest.mark.parametrize(
    ("expression", "choices"),
    [
        ("!Ref Few", ("eu", "us")),
        ("!FindInMap [Regions, !Ref Few, Ami]", ("ami-1", "ami-2")),
        ("!FindInMap [Regions, !Ref AWS::Region, Size]", (1, 2)),
        ("!FindInMap [Regions, eu, !Ref Open]", ("ami-1", ["a", "b"], 1)),
        ("!FindInMap [Regions, !Ref Open, Ami, {DefaultValue: x}]", ("ami-1", "ami-2", "x")),
        ("!If [Maybe, a, !Ref AWS::NoValue]", ("a", NO_VALUE)),
        ("!If [Maybe, {A: !Ref Given}, [b]]", ({"A": "given"}, ["b"])),
        ("!Join [',', [!Ref Few]]", ("eu", "us")),
        ("!Ref Open", ()),
    ],
)
def test_what_an_unknown_may_be_is_kept(expression: str, choices: tuple[Any, ...]) -> None:
    """Allowed values, rows of a mapping and the branches of an `Fn::If` are all there is."""
    found = value(expression)
    assert isinstance(found, Unknown)
    assert found.choices == choices


@pytest.mark.parametrize(
    "key", ["!Sub '${Open}-x'", "!Sub 'e${Open}'", "!GetAtt Key.Arn", "!Ref Bucket"]
)
@pytest.mark.parametrize("place", ["{}, Ami", "eu, {}"])
def test_a_key_known_in_part_finds_no_sure_row(key: str, place: str) -> None:
    """Whichever row it will be, it is not the first for certain."""
    assert isinstance(value(f"!FindInMap [Regions, {place.format(key)}]"), Unknown)


def test_nested_undecided_conditions_keep_every_branch() -> None:
    """What is undecided inside a branch is a choice within a choice."""
    found = value("!If [Maybe, !If [Perhaps, a, b], c]")
    assert names(found) == ["Maybe", "Open"]
    inner, last = found.choices
    assert (inner.choices, last) == (("a", "b"), "c")


def test_nested_conditions_do_not_multiply() -> None:
    """A hundred conditions inside each other take no more than their text."""
    text = "x"
    for _ in range(60):
        text = f"!If [Maybe, [{text}], {text if len(text) < 9 else 'y'}]"
    found = value(text)
    depth = 0
    while isinstance(found, Unknown):
        found = found.choices[0][0]
        depth += 1
    assert depth == 60


@pytest.mark.parametrize(
    ("expression", "prefix", "suffix"),
    [
        ("!Sub 'arn:${AWS::Partition}:s3:::x/*'", "arn:", ":s3:::x/*"),
        ("!Sub '${Open}-${Given}'", "", "-given"),
        ("!Sub '${Given}-${Key.Arn}'", "given-", ""),
        ("!Join ['', [a, b, !Ref Open, c, d]]", "ab", "cd"),
        ("!Join [':', [arn, !Ref Open, '*']]", "arn:", ":*"),
        ("!Sub ['x${P}y', {P: !Sub 'a${Open}b'}]", "xa", "by"),
    ],
)
def test_a_string_known_in_part_keeps_its_ends(expression: str, prefix: str, suffix: str) -> None:
    """What surely starts and ends a string is known whatever comes between."""
    found = value(expression)
    assert isinstance(found, Partial)
    assert (found.prefix, found.suffix) == (prefix, suffix)


def test_an_item_that_may_be_left_out_takes_its_delimiter_along() -> None:
    """``a`` alone is possible, so ``a,`` is no sure start."""
    found = value("!Join [',', [a, !If [Maybe, b, !Ref AWS::NoValue]]]")
    assert not (isinstance(found, Partial) and found.prefix == "a,")


def test_an_item_that_may_be_left_out_makes_the_place_of_others_unsure() -> None:
    """Which one is the second depends on whether the first is there."""
    assert isinstance(value("!Select [1, [!If [Maybe, a, !Ref AWS::NoValue], b, c]]"), Unknown)


@pytest.mark.parametrize(
    ("expression", "meaning"),
    [
        ("{A: !Ref AWS::NoValue, B: 1}", {"B": 1}),
        ("[a, !Ref AWS::NoValue, b]", ["a", "b"]),
        ("{A: [!If [Never, x, !Ref AWS::NoValue]]}", {"A": []}),
        ("{A: {B: {C: !Ref AWS::NoValue}}}", {"A": {"B": {}}}),
        ("{Ref: a, Other: b}", {"Ref": "a", "Other": "b"}),
        ("{Condition: C}", {"Condition": "C"}),
        ("[1, {a: [true, null]}]", [1, {"a": [True, None]}]),
    ],
)
def test_what_has_no_value_is_left_out(expression: str, meaning: object) -> None:
    """`AWS::NoValue` removes the property, or the item, that holds it; the rest is untouched."""
    assert value(expression) == meaning


def test_what_has_no_function_is_shared_and_not_copied() -> None:
    """Plain data passes through as it is: copying it would cost as much as reading it."""
    template = around("{A: [1, {B: c}]}")
    assert Resolver(template).resolve(template.data["V"]) is template.data["V"]


@pytest.mark.parametrize(
    "expression",
    [
        "!Ref [a]",
        "!Ref {a: b}",
        "!GetAtt Key",
        "!GetAtt []",
        "!GetAtt [Key, Arn, x]",
        "!GetAtt {a: b}",
        "!Sub []",
        "!Sub [a]",
        "!Sub [[a], {}]",
        "!Sub [a, b]",
        "!Sub {a: b}",
        "!Join a",
        "!Join [',']",
        "!Join [[','], [a]]",
        "!Join [',', a]",
        "!Select [0]",
        "!Select [-1, [a]]",
        "!Select [a, [a]]",
        "!Select [1.5, [a]]",
        "!Select [0, a]",
        "!Split [',']",
        "!Split [',', [a]]",
        "!FindInMap [a]",
        "!FindInMap [[a], [b], [c]]",
        "!If [a, b]",
        "!If [!Ref Given, a, b]",
        "!If x",
        "!Cidr",
        "!GetAZs [[]]",
    ],
)
def test_a_function_that_cannot_be_meant_is_unknown(expression: str) -> None:
    """What CloudFormation would refuse is no crash and no value."""
    assert isinstance(value(expression), Unknown)


def test_splitting_by_nothing_is_unknown() -> None:
    """An empty delimiter cannot be meant."""
    assert isinstance(value("!Split ['', abc]"), Unknown)


@pytest.mark.parametrize(
    "expression",
    [
        "!Sub 'a${Names}'",
        "!Join [',', [a, [b]]]",
        "!Join [',', [a, {b: c}]]",
        "!Sub ['${A}', {A: ~}]",
    ],
)
def test_a_list_in_a_string_is_not_spelt_by_python(expression: str) -> None:
    """CloudFormation refuses a list, a mapping or null inside a string."""
    assert isinstance(value(expression), Unknown | Partial)


@pytest.mark.parametrize(
    ("expression", "placement", "meaning"),
    [
        ("!Ref AWS::Region", HERE, "eu-west-1"),
        ("!Ref AWS::AccountId", HERE, "123456789012"),
        ("!Ref AWS::StackName", HERE, "app"),
        ("!Ref AWS::Partition", HERE, "aws"),
        ("!Ref AWS::URLSuffix", HERE, "amazonaws.com"),
        ("!Ref AWS::Partition", Placement(region="cn-north-1"), "aws-cn"),
        ("!Ref AWS::URLSuffix", Placement(region="cn-north-1"), "amazonaws.com.cn"),
        ("!Ref AWS::Partition", Placement(region="us-gov-west-1"), "aws-us-gov"),
        ("!Sub '${AWS::StackName}.${AWS::Region}'", HERE, "app.eu-west-1"),
        ("!FindInMap [Regions, !Select [0, !Split ['-', !Ref AWS::Region]], Size]", HERE, 1),
    ],
)
def test_a_pseudo_parameter_is_known_where_the_stack_is_placed(
    expression: str, placement: Placement, meaning: object
) -> None:
    """Account, region and name of the manifest are the stack's; partition follows region."""
    assert value(expression, placement) == meaning


ACCOUNT = "AWS::AccountId"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('!Select [4, !Split [":", !Sub "a:b:c:${AWS::Region}:${AWS::AccountId}"]]', ACCOUNT),
        ('!Select [3, !Split [":", !Sub "a:b:c:${AWS::Region}:${AWS::AccountId}"]]', "AWS::Region"),
        ('!Select [0, !Split ["/", !Sub "x-${AWS::StackName}/y"]]', "x-"),
        ('!Select [1, !Split ["/", !Sub "x-${AWS::StackName}/y"]]', "y"),
    ],
)
def test_a_split_keeps_pieces_that_cannot_hold_the_delimiter(
    expression: str, expected: str
) -> None:
    """An account has digits only, a stack's name no slash."""
    found = value(expression)
    text = found.prefix if isinstance(found, Partial) else found
    assert expected == (causes_of(found)[0].name if isinstance(found, Unknown) else text)


@pytest.mark.parametrize(
    "expression",
    [
        '!Split ["-", !Sub "a${AWS::Region}b"]',
        '!Split ["::", !Sub "a::${AWS::AccountId}"]',
        '!Split [":", !Sub "a:${R.Arn}:b"]',
    ],
)
def test_a_split_where_a_piece_may_hold_the_delimiter_is_open(expression: str) -> None:
    assert isinstance(value(expression), Unknown)
