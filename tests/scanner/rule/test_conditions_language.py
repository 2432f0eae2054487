"""Each word of the rule language, asked of small resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from synthgate.errors import CardError
from synthgate.model import Status
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Outcome, Place
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.resolve.resolver import Resource

PASS, FAIL, UNKNOWN = Status.PASS, Status.FAIL, Status.UNKNOWN
AROUND = """
Parameters:
  Open: {Type: String}
  OpenList: {Type: CommaDelimitedList}
  Few: {Type: String, AllowedValues: [ab, ac]}
Conditions:
  Maybe: !Equals [!Ref Open, x]
Resources:
"""


def no_python(name: str) -> Any:
    raise AssertionError(name)


def ask(check: str, properties: str, others: str = "", environment: str | None = None) -> Outcome:
    """What a check says of resource R."""
    text = f"{AROUND}  R:\n    Type: T::T::R\n    Properties: {properties}\n{others}"
    resolver = Resolver(read_template("t.yaml", text.encode()), Placement(environment=environment))
    condition = Compiler(no_python).condition(yaml.safe_load(check))
    resource = resolver.resource("R")
    return condition(View(resource, resolver), resource.body)


def at(path: str, words: str) -> str:
    return f'{{path: "$.Properties.{path}", {words}}}'


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        ("exists: true", "x", PASS),
        ("exists: true", "0", PASS),
        ("exists: true", "false", PASS),
        ("exists: true", "''", FAIL),
        ("exists: true", "~", FAIL),
        ("exists: true", "!Ref AWS::NoValue", FAIL),
        ("exists: true", "!Ref Open", UNKNOWN),
        ("exists: true", "!Ref OpenList", PASS),
        ("exists: true", "!Ref Nowhere", UNKNOWN),
        ("exists: true", "!GetAtt R.Arn", PASS),
        ("exists: true", "!If [Maybe, x, !Ref AWS::NoValue]", UNKNOWN),
        ("exists: true", "!If [Maybe, x, y]", PASS),
        ("exists: true", "!If [Maybe, !Ref AWS::NoValue, '']", FAIL),
        ("exists: false", "!If [Maybe, !Ref AWS::NoValue, '']", PASS),
        ("exists: false", "x", FAIL),
        ("exists: false", "!Ref Open", UNKNOWN),
        ("exists: false", "!If [Maybe, x, !Ref AWS::NoValue]", UNKNOWN),
        ("equals: x", "x", PASS),
        ("equals: true", "'True'", PASS),
        ("equals: 5", "'5'", PASS),
        ("equals: x", "!Ref Open", UNKNOWN),
        ("equals: zz", "!Ref Few", FAIL),
        ("equals: ab", "!Ref Few", UNKNOWN),
        ("equals: x", "!If [Maybe, x, x]", PASS),
        ("equals: x", "!If [Maybe, x, y]", UNKNOWN),
        ("equals: x", "!If [Maybe, y, !Ref AWS::NoValue]", FAIL),
        ("in: [a, b]", "b", PASS),
        ("in: [a, b]", "c", FAIL),
        ("in: [a, b]", "!Ref Open", UNKNOWN),
        ("in: [ab, ac]", "!Ref Few", PASS),
        ("in: []", "a", FAIL),
        ("matches: '^a.c$'", "abc", PASS),
        ("matches: '^a.c$'", "xabc", FAIL),
        ("matches: b", "abc", PASS),
        ("matches: '^[0-9]+$'", "12", PASS),
        ("matches: x", "[x]", FAIL),
        ("matches: '^a'", "!Ref Few", PASS),
        ("matches: '^a'", "!Sub 'a${Open}'", PASS),
        ("matches: '^b'", "!Sub 'a${Open}'", FAIL),
        ("matches: 'b$'", "!Sub 'a${Open}'", UNKNOWN),
        ("contains: zz", "!Sub '${AWS::AccountId}-b'", FAIL),
        ("contains: '1-'", "!Sub '${AWS::AccountId}-b'", UNKNOWN),
        ("starts-with: a", "!Sub '${AWS::AccountId}-b'", FAIL),
        ("ends-with: x-b", "!Sub '${AWS::AccountId}-b'", FAIL),
        ("ends-with: 9-b", "!Sub '${AWS::AccountId}-b'", UNKNOWN),
        ("contains: a", "[b, a]", PASS),
        ("contains: a", "[b]", FAIL),
        ("contains: a", "[b, !Ref Open]", UNKNOWN),
        ("contains: a", "[a, !Ref Open]", PASS),
        ("contains: a", "{a: 1}", PASS),
        ("contains: b", "abc", PASS),
        ("contains: bc", "!Sub '${Open}abc'", PASS),
        ("contains: z", "!Sub '${Open}abc'", UNKNOWN),
        ("contains: a", "!Ref OpenList", UNKNOWN),
        ("starts-with: ab", "abc", PASS),
        ("starts-with: ab", "!Sub 'abc${Open}'", PASS),
        ("starts-with: ab", "!Sub 'xbc${Open}'", FAIL),
        ("starts-with: ab", "!Sub 'a${Open}'", UNKNOWN),
        ("starts-with: ab", "!Sub '${Open}'", UNKNOWN),
        ("ends-with: bc", "abc", PASS),
        ("ends-with: bc", "!Sub '${Open}abc'", PASS),
        ("ends-with: bc", "!Sub '${Open}x'", FAIL),
        ("ends-with: bc", "!Sub '${Open}c'", UNKNOWN),
        ("count: {at-least: 1}", "!Ref Open", UNKNOWN),
        ("count: {at-most: 1}", "!Ref Open", PASS),
        ("count: {at-least: 1}", "!Ref Few", PASS),
        ("count: {at-least: 1}", "!Ref Nowhere", UNKNOWN),
        ("ends-with: '2'", "22", FAIL),
        ("ends-with: '2'", "!If [Maybe, '22', '2']", PASS),
        ("ends-with: '2'", "!If [Maybe, 22, '22']", UNKNOWN),
        ("contains: k", "{Fn::ToJsonString: {k: !If [Maybe, x, y]}}", PASS),
        ("contains: k", "{Fn::ToJsonString: {k: !If [Maybe, x, !Ref AWS::NoValue]}}", UNKNOWN),
        ("contains: '}'", "{Fn::ToJsonString: {k: !If [Maybe, x, !Ref AWS::NoValue]}}", PASS),
        ("equals: '[]'", "{Fn::ToJsonString: [!If [Maybe, !Ref AWS::NoValue, x]]}", UNKNOWN),
        ("equals: '{}'", "{Fn::ToJsonString: [!If [Maybe, !Ref AWS::NoValue, x]]}", FAIL),
        ("ends-with: '\"}'", "{Fn::ToJsonString: {k: !If [Maybe, x, [y]]}}", UNKNOWN),
        ("ends-with: ']}'", "{Fn::ToJsonString: {k: !If [Maybe, [x], [y]]}}", PASS),
        ("at-least: 5", "5", PASS),
        ("at-least: 5", "'7'", PASS),
        ("at-least: 5", "4.9", FAIL),
        ("at-least: 5", "many", FAIL),
        ("at-least: 5", "true", FAIL),
        ("at-least: 5", "!Ref Open", UNKNOWN),
        ("at-most: 5", "5", PASS),
        ("at-most: 5", "6", FAIL),
        ("at-least: 1, at-most: 3", "2", PASS),
        ("at-least: 1, at-most: 3", "4", FAIL),
        ("default: 9, at-least: 5", "!Ref AWS::NoValue", PASS),
        ("default: 1, at-least: 5", "!Ref AWS::NoValue", FAIL),
        ("default: x, equals: x", "!If [Maybe, x, !Ref AWS::NoValue]", PASS),
    ],
)
def test_an_operator_of_a_value(words: str, value: str, status: Status) -> None:
    """Decided where the template decides it for every world, else unknown."""
    assert ask(at("P", words), f"{{P: {value}, Other: x}}").status is status


@pytest.mark.parametrize(
    "words",
    ["equals: x", "in: [x]", "matches: x", "contains: x", "starts-with: x", "at-least: 1"],
)
def test_what_is_absent_has_no_operator_s_property(words: str) -> None:
    """Nothing equals nothing: an absent value fails every operator but ``exists: false``."""
    outcome = ask(at("A.B", words), "{Other: x}")
    assert outcome.status is FAIL
    assert [place.route for place in outcome.places] == [("Properties", "A", "B")]


@pytest.mark.parametrize(
    ("quantifier", "items", "status"),
    [
        ("all", "[]", PASS),
        ("all", "[{k: 1}]", PASS),
        ("all", "[{k: 1}, {k: 2}]", FAIL),
        ("all", "[{k: 1}, {k: !Ref Open}]", UNKNOWN),
        ("all", "[{k: 2}, {k: !Ref Open}]", FAIL),
        ("all", "[{}]", FAIL),
        ("all", "!Ref OpenList", UNKNOWN),
        ("any", "[]", FAIL),
        ("any", "[{k: 2}, {k: 1}]", PASS),
        ("any", "[{k: 2}, {}]", FAIL),
        ("any", "[{k: 2}, {k: !Ref Open}]", UNKNOWN),
        ("any", "[{k: 1}, {k: !Ref Open}]", PASS),
        ("any", "!Ref OpenList", UNKNOWN),
        ("none", "[]", PASS),
        ("none", "[{k: 2}]", PASS),
        ("none", "[{k: 2}, {k: 1}]", FAIL),
        ("none", "[{k: 2}, {k: !Ref Open}]", UNKNOWN),
        ("none", "[{k: 1}, {k: !Ref Open}]", FAIL),
        ("none", "!Ref OpenList", UNKNOWN),
    ],
)
def test_a_quantifier_over_none_one_and_many(quantifier: str, items: str, status: Status) -> None:
    """*all* and *none* hold of nothing, *any* does not."""
    check = at("L[*]", f"{quantifier}: {{path: $.k, equals: 1}}")
    assert ask(check, f"{{L: {items}}}").status is status


def test_a_quantifier_s_failure_shows_each_faulty_item() -> None:
    """The place is within the item, not the list."""
    check = at("L[*]", "all: {path: $.k, equals: 1}")
    outcome = ask(check, "{L: [{k: 1}, {k: 2}, {k: 3}]}")
    assert [place.route for place in outcome.places] == [
        ("Properties", "L", 1, "k"),
        ("Properties", "L", 2, "k"),
    ]
    assert [place.saw for place in outcome.places] == [2, 3]


@pytest.mark.parametrize(
    ("quantifier", "status"),
    [("all: {path: $.v, equals: 1}", UNKNOWN), ("none: {path: $.v, equals: 2}", UNKNOWN)],
)
def test_an_item_that_may_not_belong_fails_nothing_for_sure(
    quantifier: str, status: Status
) -> None:
    """A filter that cannot be decided makes a doubt of a failure."""
    check = at("L[?(@.k == 'x')]", quantifier)
    assert ask(check, "{L: [{k: !Ref Open, v: 2}]}").status is status
    assert ask(check, "{L: [{k: x, v: 2}]}").status is FAIL
    assert ask(check, "{L: [{k: y, v: 2}]}").status is PASS


@pytest.mark.parametrize("inner", ["{path: $.k, equals: 1}", "{path: $.k, exists: true}"])
def test_an_item_that_may_not_belong_passes_nothing_for_sure(inner: str) -> None:
    """That some item will do is not sure if the item may not be one."""
    check = at("L[?(@.t == 'x')]", f"any: {inner}")
    assert ask(check, "{L: [{t: !Ref Open, k: 1}]}").status is UNKNOWN


ONE, TWO, OPEN = (
    "{path: $.Properties.A, equals: 1}",
    "{path: $.Properties.A, equals: 2}",
    ("{path: $.Properties.O, equals: 1}"),
)


@pytest.mark.parametrize(
    ("check", "status"),
    [
        (f"{{all-of: [{ONE}, {ONE}]}}", PASS),
        (f"{{all-of: [{ONE}, {OPEN}]}}", UNKNOWN),
        (f"{{all-of: [{OPEN}, {TWO}]}}", FAIL),
        (f"{{any-of: [{TWO}, {ONE}]}}", PASS),
        (f"{{any-of: [{TWO}, {OPEN}]}}", UNKNOWN),
        (f"{{any-of: [{OPEN}, {ONE}]}}", PASS),
        (f"{{any-of: [{TWO}, {TWO}]}}", FAIL),
        (f"{{not: {ONE}}}", FAIL),
        (f"{{not: {TWO}}}", PASS),
        (f"{{not: {OPEN}}}", UNKNOWN),
        (f"{{not: {{any-of: [{TWO}, {{not: {ONE}}}]}}}}", PASS),
    ],
)
def test_conditions_combine_as_kleene_has_it(check: str, status: Status) -> None:
    """*all-of*, *any-of* and *not* are three-valued and nest."""
    assert ask(check, "{A: 1, O: !Ref Open}").status is status


def topic(target: str, extra: str = "") -> str:
    return f"  S:\n    Type: T::T::S\n    Properties: {{Target: {target}{extra}}}\n"


RELATED = "{related: 'T::T::S', by: $.Properties.Target}"
WITH_FLAG = "{related: 'T::T::S', by: $.Properties.Target, any: {path: $.Properties.F, equals: 1}}"


@pytest.mark.parametrize(
    ("check", "others", "status"),
    [
        (RELATED, "", FAIL),
        (RELATED, topic("!Ref R"), PASS),
        (RELATED, topic("!GetAtt R.Arn"), PASS),
        (RELATED, topic("!Sub '${R.Arn}/*'"), PASS),
        (RELATED, topic("[x, !Ref R]"), PASS),
        (RELATED, topic("my-name"), PASS),
        (RELATED, topic("other-name"), FAIL),
        (RELATED, topic("!Ref Open"), UNKNOWN),
        (RELATED, topic("!Sub 'my-${Open}'"), UNKNOWN),
        (RELATED, topic("!Ref S"), FAIL),
        (RELATED, topic("!Ref R").replace("Type: T::T::S", "Type: T::T::Z"), FAIL),
        (WITH_FLAG, topic("!Ref R", ", F: 1"), PASS),
        (WITH_FLAG, topic("!Ref R", ", F: 2"), FAIL),
        (WITH_FLAG, topic("!Ref R", ", F: !Ref Open"), UNKNOWN),
        (WITH_FLAG, topic("!Ref R"), FAIL),
        (
            WITH_FLAG,
            topic("!Ref R", ", F: 2") + topic("!Ref R", ", F: 1").replace("  S:", "  S2:"),
            PASS,
        ),
        (
            WITH_FLAG,
            topic("!Ref R", ", F: 2") + topic("!Ref Open", ", F: 1").replace("  S:", "  S2:"),
            UNKNOWN,
        ),
    ],
)
def test_a_relation_is_certain_doubtful_or_not_there(
    check: str, others: str, status: Status
) -> None:
    """By reference or by name; what may refer leaves it open; the flag is asked of each."""
    assert ask(check, "{RName: my-name}", others).status is status


def test_a_name_that_starts_otherwise_is_no_doubt() -> None:
    """``zz…`` cannot turn out to be ``my-name``."""
    assert ask(RELATED, "{RName: my-name}", topic("!Sub 'zz${Open}'")).status is FAIL


def test_a_related_resource_that_may_not_exist_is_no_certain_one() -> None:
    """Where its condition is open, so is whether it protects."""
    others = topic("!Ref R").replace("    Type", "    Condition: Maybe\n    Type")
    assert ask(RELATED, "{}", others).status is UNKNOWN


def test_a_doubtful_relation_names_who_may_be_meant() -> None:
    """The reader is told which resource to look at."""
    (place,) = ask(RELATED, "{}", topic("!Ref Open")).places
    assert "S" in {cause.name for cause in place.causes}


@pytest.mark.parametrize(
    ("environment", "status"), [("production", PASS), ("staging", FAIL), (None, UNKNOWN)]
)
def test_the_environment_is_that_of_the_stack(environment: str | None, status: Status) -> None:
    """A rule for production is one for production only; who is not told decides nothing."""
    assert ask("{environment: production}", "{}", environment=environment).status is status


@pytest.mark.parametrize(
    ("value", "status"),
    [("!If [Maybe, {k: 1}, {k: 1}]", PASS), ("!If [Maybe, {k: 2}, {k: 3}]", FAIL)],
)
def test_what_holds_in_every_branch_holds(value: str, status: Status) -> None:
    """Fail in all worlds is fail, pass in all is pass, also below the `Fn::If`."""
    assert ask(at("P.k", "equals: 1"), f"{{P: {value}}}").status is status


def python(places: list[Place]) -> Outcome:
    def check(_: Resource, __: View) -> Iterator[Place]:
        yield from places

    resolver = Resolver(read_template("t.yaml", b"Resources: {R: {Type: T}}"))
    resource = resolver.resource("R")
    condition = Compiler(lambda _: check).condition({"python": "f"})
    return condition(View(resource, resolver), resource.body)


def test_a_python_rule_says_places() -> None:
    """No place passes; a place fails; one with causes is a doubt; a fault beats a doubt."""
    fault = Place(("Properties", "A"), 1)
    open_one = Place(("Properties", "B"), 2, ask(OPEN, "{O: !Ref Open}").places[0].causes)
    assert python([]).status is PASS
    assert python([fault, fault]).places == (fault, fault)
    assert python([open_one]) == Outcome(UNKNOWN, (open_one,))
    assert python([open_one, fault]) == Outcome(FAIL, (fault,))


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ("5", "mapping"),
        ("[]", "mapping"),
        ("{}", "unknown word"),
        ("{stack: [region], equals: x}", "unknown word"),
        ("{pat: $.a}", "did you mean 'path'"),
        ("{path: $.a}", "without an operator"),
        ("{path: 5, exists: true}", "path is a string"),
        ("{path: $.a, equal: 1}", "did you mean 'equals'"),
        ("{path: $.a, default: 1}", "without an operator"),
        ("{path: $.a, all: {}}", "check.all"),
        ("{path: $.a, any: 5}", "check.any"),
        ("{path: $.a, none: {path: $.b}}", "check.none"),
        ("{all-of: {}}", "list"),
        ("{all-of: [{path: $.a, exists: true}, {nott: 1}]}", "check.all-of[1]"),
        ("{any-of: [5]}", "check.any-of[0]"),
        ("{not: {not: {x: 1}}}", "check.not.not"),
        ("{not: {path: $.a, exists: true}, extra: 1}", "'extra'"),
        ("{related: T}", "without 'by'"),
        ("{related: T, by: $.a, alll: {}}", "'alll'"),
        ("{environment: production, when: 1}", "'when'"),
        ("{python: f, with: 1}", "'with'"),
        ("{path: '$.a[', exists: true}", "JSONPath"),
    ],
)
def test_what_the_language_does_not_have_is_a_mistake(check: str, words: str) -> None:
    """The mistake says where in the check it is, and what may have been meant."""
    with pytest.raises(CardError) as caught:
        Compiler(no_python).condition(yaml.safe_load(check))
    assert words in caught.value.text.en
    assert caught.value.text.ko != caught.value.text.en


@pytest.mark.parametrize(
    "words",
    [
        "matches: '['",
        "matches: 5",
        "in: 5",
        "starts-with: 5",
        "at-least: many",
        "exists: perhaps",
    ],
)
def test_an_argument_that_an_operator_cannot_take_is_a_mistake(words: str) -> None:
    """A card's mistake is found when it is read, not when a resource meets it."""
    with pytest.raises(CardError):
        Compiler(no_python).condition(yaml.safe_load(at("A", words)))


@pytest.mark.parametrize(
    ("check", "environment", "status"),
    [
        ("{environment: prod}", "production", PASS),
        ("{environment: [QA, live]}", "development", PASS),
        ("{environment: prod}", "staging", FAIL),
        ("{environment: Banana}", "banana", PASS),
        ("{stack: environment, in: [prod, qa]}", "production", PASS),
        ("{stack: environment, equals: live}", "production", PASS),
        ("{stack: environment, not-equals: prod}", "production", FAIL),
        ("{environment: prod, default: prd}", None, PASS),
    ],
)
def test_an_environment_is_called_as_people_call_it(
    check: str, environment: str | None, status: Status
) -> None:
    """``prod`` in a card is what ``prod`` in the name of a stack is."""
    assert ask(check, "{}", environment=environment).status is status
