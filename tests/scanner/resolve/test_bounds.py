"""No input makes the resolver raise, and none makes it work without end."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.config import Config
from synthgate.pipeline import run
from synthgate.problem_code import ProblemCode
from synthgate.resolve import stacks, worlds
from synthgate.resolve.budget import (
    DEEPEST,
    LONGEST,
    MOST_CASES,
    MOST_STEPS,
    TOO_LONG,
    Budget,
    Excess,
    weight,
)
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.conditions import CONDITION_FUNCTIONS
from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.numbers import as_number
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import App, Resolver
from synthgate.resolve.values import (
    MOST_CAUSES,
    Partial,
    Unknown,
    causes_of,
    scalar_text,
    text_of,
    unknown,
)
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.model import Report

BESIDE = {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}
"""A resource that is faulty however the rest of its template fares."""


def bucket(name: Any, **more: Any) -> dict[str, Any]:
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}, **more}


def read(data: dict[str, Any]) -> Resolver:
    return Resolver(read_template("t.json", json.dumps(data).encode()))


def made_of(name: Any, **sections: Any) -> dict[str, Any]:
    return {"Resources": {"B": bucket(name)}, **sections}


def scanned(data: dict[str, Any], folder: Path) -> tuple[Report, list[Budget]]:
    """The report of a template with a bucket beside, and what was spent for it."""
    data = {**data, "Resources": {**data["Resources"], "Beside": BESIDE}}
    (folder / "t.json").write_text(json.dumps(data))
    budgets: list[Budget] = []
    make = Budget.__init__

    def noted(self: Budget) -> None:
        make(self)
        budgets.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Budget, "__init__", noted)
        report = run(Config(paths=("t.json",), folder=folder))
    return report, budgets


def nested(times: int, around: Any, value: Any) -> Any:
    for _ in range(times):
        value = around(value)
    return value


SCALARS: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    5,
    10**30,
    1.5,
    1e300,
    "",
    "x",
    "0",
    "²",
    "٣",
    "9" * 5000,
]
ARGUMENTS: list[Any] = [
    *SCALARS,
    [],
    [[]],
    [1, [2]],
    {},
    {"a": 1},
    {"a": {"b": []}},
    {"Ref": "Open"},
    {"Ref": "Few"},
    {"Ref": "B"},
    {"Ref": "Names"},
    {"Ref": "AWS::NoValue"},
    {"Ref": "Nowhere"},
    {"Ref": ["x"]},
    {"Fn::Sub": "a-${Open}"},
    {"Fn::If": ["Maybe", {"Ref": "AWS::NoValue"}, []]},
    {"Fn::Transform": []},
    {"Fn::Unheard": 1},
]
AROUND: dict[str, Any] = {
    "Parameters": {
        "Open": {"Type": "String"},
        "Few": {"Type": "String", "AllowedValues": ["0", "x", None, [1], True]},
        "Names": {"Type": "CommaDelimitedList", "Default": "a,b"},
    },
    "Mappings": {"M": {"a": {"b": "c", "true": ["d"]}, "x": "no row"}, "N": []},
    "Conditions": {"Maybe": {"Fn::Equals": [{"Ref": "Open"}, "x"]}},
    "Resources": {"B": bucket("b")},
}
WELL_FORMED: dict[str, list[Any]] = {
    "Fn::Cidr": ["10.0.0.0/16", 2, 8],
    "Fn::FindInMap": ["M", "a", "b", {"DefaultValue": "z"}],
    "Fn::GetAtt": ["B", "Arn"],
    "Fn::If": ["Maybe", "a", "b"],
    "Fn::Join": [",", ["a", "b"]],
    "Fn::Select": [0, ["a", "b"]],
    "Fn::Split": [",", "a,b"],
    "Fn::Sub": ["${a}", {"a": "b"}],
    "Fn::Equals": ["a", "b"],
    "Fn::Contains": [["a"], "b"],
    "Fn::EachMemberIn": [["a"], ["b"]],
    "Fn::EachMemberEquals": [["a"], "b"],
    "Fn::And": [{"Condition": "Maybe"}, {"Condition": "Maybe"}],
    "Fn::Or": [{"Condition": "Maybe"}, {"Condition": "Maybe"}],
    "Fn::Not": [{"Condition": "Maybe"}],
}


def variants(name: str) -> list[Any]:
    """Every argument as a whole, and at each position of a well-formed one."""
    whole = [*ARGUMENTS, *([argument] for argument in ARGUMENTS)]
    form = WELL_FORMED.get(name, [])
    placed = [
        [*form[:place], argument, *form[place + 1 :]]
        for place in range(len(form))
        for argument in ARGUMENTS
    ]
    return [*whole, *placed, *(form[:length] for length in range(len(form)))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_argument_makes_a_function_raise(name: str) -> None:
    """What is no argument of it makes its value unknown, with a cause that can be told."""
    resolver = read(AROUND)
    for argument in variants(name):
        value = resolver.resolve({name: argument})
        assert all(cause.text.en and cause.text.ko for cause in causes_of(value))
        assert equal(value, "x") is not None
        assert weight(value) is not None


@pytest.mark.parametrize("name", CONDITION_FUNCTIONS)
def test_no_argument_makes_a_condition_raise(name: str) -> None:
    """It is undecided."""
    resolver = read(AROUND)
    for argument in variants(name):
        assert isinstance(resolver.decide({name: argument}), bool | Unknown)


@given(
    st.recursive(
        st.sampled_from([*SCALARS, "Open", "Few", "M", "B", "Maybe", "a"]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from([*FUNCTIONS, *CONDITION_FUNCTIONS, "a"]), inner, max_size=2
            )
        ),
        max_leaves=12,
    )
)
def test_no_expression_makes_the_resolver_raise(expression: Any) -> None:
    """However functions are put into each other."""
    resolver = read(AROUND)
    resolver.resolve(expression)
    resolver.decide(expression)
    for world in worlds.worlds_of(resolver, causes_of(resolver.resolve(expression))):
        world.resolve(expression)


@pytest.mark.parametrize(
    ("expression", "decider"),
    [
        ({"Fn::Cidr": ["10.0.0.0/16", 0, 8]}, Decider.IMPOSSIBLE),
        ({"Fn::Cidr": ["10.0.0.0/16", 257, 4]}, Decider.IMPOSSIBLE),
        ({"Fn::Cidr": ["::/0", 1_000_000_000, 64]}, Decider.IMPOSSIBLE),
        ({"Fn::Cidr": ["10.0.0.0/16", 2, None]}, Decider.FUNCTION),
        ({"Fn::Cidr": ["10.0.0.0/16", [1], 8]}, Decider.FUNCTION),
        ({"Fn::Cidr": ["10.0.0.0/16", 2, 99]}, Decider.FUNCTION),
        ({"Fn::Select": ["9" * 5000, ["a"]]}, Decider.FUNCTION),
        ({"Fn::Select": ["٣", ["a"]]}, Decider.FUNCTION),
        ({"Fn::FindInMap": ["M", ["a"], "b"]}, Decider.IMPOSSIBLE),
    ],
)
def test_what_no_stack_could_have_is_unknown(expression: Any, decider: Decider) -> None:
    """And is said to be so; nothing is worked out for it."""
    (cause,) = causes_of(read(AROUND).resolve(expression))
    assert cause.decider is decider


def test_a_cidr_block_is_split_up_to_what_cloudformation_splits() -> None:
    """Into 256 ranges."""
    assert len(read(AROUND).resolve({"Fn::Cidr": ["10.0.0.0/8", 256, 8]})) == 256


def test_a_choice_that_is_no_index_cannot_be_deployed() -> None:
    """The others are kept."""
    value = read(AROUND).resolve({"Fn::Select": [{"Ref": "Few"}, ["a", "b"]]})
    assert value.choices[0] == "a"
    assert {cause.decider for cause in causes_of(list(value.choices[1:]))} == {Decider.IMPOSSIBLE}


def test_a_boolean_key_is_the_word_for_it() -> None:
    """As everywhere in CloudFormation."""
    assert read(AROUND).resolve({"Fn::FindInMap": ["M", "a", True]}) == ["d"]


def diamond(times: int, twice: Any) -> dict[str, Any]:
    """A mapping, each row of which holds the next row twice."""
    rows = {f"k{n}": {"v": twice({"Fn::FindInMap": ["M", f"k{n + 1}", "v"]})} for n in range(times)}
    return {"M": {**rows, f"k{times}": {"v": "x"}}}


START = {"Fn::FindInMap": ["M", "k0", "v"]}


def twice_joined(one: Any) -> Any:
    return {"Fn::Join": ["", [one, one]]}


def ssm(name: str, value: Any) -> dict[str, Any]:
    properties = {"Name": name, "Type": "String", "Value": value}
    return {"Type": "AWS::SSM::Parameter", "Properties": properties}


IN_THEIR_OWN_CHOICES = nested(
    12, lambda one: {"Fn::Select": [{"Ref": "P"}, [one, {"Fn::Sub": "${P}"}]]}, {"Ref": "P"}
)
SPLIT_AGAIN = nested(35, lambda one: {"Fn::Select": [0, {"Fn::Split": [",", one]}]}, "a,b")
BOMBS: dict[str, tuple[dict[str, Any], int]] = {
    "rows that hold rows twice": (
        made_of(START, Mappings=diamond(40, lambda one: [one, one])),
        1_000,
    ),
    "rows that join rows twice": (made_of(START, Mappings=diamond(40, twice_joined)), 1_000),
    "a row that asks for itself": (
        made_of(START, Mappings={"M": {"k0": {"v": START}}}),
        100,
    ),
    "an export of itself": (
        made_of(
            {"Fn::ImportValue": "X"},
            Outputs={
                "O": {
                    "Value": {"Fn::Join": ["", [{"Fn::ImportValue": "X"}] * 4]},
                    "Export": {"Name": "X"},
                }
            },
        ),
        300,
    ),
    "exports that import twice": (
        made_of(
            {"Fn::ImportValue": "e0"},
            Outputs={
                f"O{n}": {
                    "Value": twice_joined({"Fn::ImportValue": f"e{n + 1}"}),
                    "Export": {"Name": f"e{n}"},
                }
                for n in range(40)
            },
        ),
        3_000,
    ),
    "a parameter of itself": (
        {"Resources": {"P": ssm("x", "{{resolve:ssm:x}}" * 3), "B": bucket("{{resolve:ssm:x}}")}},
        100,
    ),
    "parameters that read twice": (
        {
            "Resources": {
                **{f"P{n}": ssm(f"p{n}", f"{{{{resolve:ssm:p{n + 1}}}}}" * 2) for n in range(40)},
                "B": bucket("{{resolve:ssm:p0}}"),
            }
        },
        1_000,
    ),
    "choices of choices": (
        made_of(
            IN_THEIR_OWN_CHOICES,
            Parameters={"P": {"Type": "String", "AllowedValues": ["0", "1"] * 10}},
        ),
        3_000,
    ),
    "splits of splits": (made_of(SPLIT_AGAIN), 2_000),
    "texts in texts": (
        made_of(nested(40, lambda one: {"Fn::Sub": ["${a}${a}", {"a": one}]}, "x")),
        1_000,
    ),
    "JSON in JSON": (
        made_of(nested(60, lambda one: {"Fn::ToJsonString": {"a": one}}, '"')),
        2_000,
    ),
    "lists of a long list": (
        {
            "Parameters": {"P": {"Type": "CommaDelimitedList", "Default": "a," * 20_000}},
            "Resources": {f"B{n}": bucket([{"Ref": "P"}] * 50) for n in range(50)},
        },
        60_000,
    ),
    "members of members": (
        made_of(
            "b",
            Parameters={"P": {"Type": "CommaDelimitedList", "Default": "a," * 20_000}},
            Rules={"R": {"Assertions": [{"Assert": {"Fn::EachMemberIn": [{"Ref": "P"}] * 2}}]}},
            Conditions={"C": {"Fn::EachMemberIn": [{"Ref": "P"}, {"Ref": "P"}]}},
        ),
        MOST_STEPS,
    ),
    "conditions that ask twice": (
        {
            "Parameters": {"P": {"Type": "String"}},
            "Conditions": {
                "C0": {"Fn::Equals": [{"Ref": "P"}, "a"]},
                **{f"C{n}": {"Fn::And": [{"Condition": f"C{n - 1}"}] * 2} for n in range(1, 200)},
            },
            "Resources": {"B": bucket("b", Condition="C199")},
        },
        40_000,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.exhaustive
def test_a_bomb_has_an_end(name: str, tmp_path: Path) -> None:
    """A few steps of work, and a report in which the rest of the template is judged."""
    data, steps = BOMBS[name]
    report, budgets = scanned(data, tmp_path)
    assert "Beside" in {finding.subject.logical_id for finding in report.failures}
    assert max(budget.steps for budget in budgets) <= steps
    assert max(budget.letters for budget in budgets) < 40 * LONGEST
    assert not [problem for problem in report.problems if problem.rule_id]


@pytest.mark.parametrize(
    "name", ["rows that hold rows twice", "rows that join rows twice", "lists of a long list"]
)
def test_a_template_that_asks_for_too_much_has_one_problem(name: str, tmp_path: Path) -> None:
    """The report is incomplete, and says at which place and what to do."""
    report, _ = scanned(BOMBS[name][0], tmp_path)
    (problem,) = [one for one in report.problems if one.kind != "notice"]
    assert (problem.kind, report.gate.exit_code) == ("incomplete", 3)
    assert problem.path == "t.json"
    assert problem.position
    assert problem.message in [excess.value for excess in Excess]


def test_the_same_input_gives_the_same_report(tmp_path: Path) -> None:
    """Though it asks for too much: budgets count work, not time."""
    data = BOMBS["lists of a long list"][0]
    assert scanned(data, tmp_path)[0] == scanned(data, tmp_path)[0]


def test_worlds_share_the_budget_of_their_template() -> None:
    """Else each world would have one of its own."""
    base = read(made_of({"Ref": "P"}, Parameters={"P": {"Type": "String"}}))
    world = base.assuming({})
    world.resource("B")
    assert world.budget is base.budget
    assert base.budget.steps > 0


def test_what_is_written_out_is_known_when_nothing_is_left() -> None:
    """Functions are not worked out any more; plain data needs none of it."""
    resolver = read({"Resources": {"B": bucket({"Fn::Join": ["", ["a"]]}), "C": bucket("c")}})
    assert not resolver.takes(MOST_STEPS + 1)
    assert resolver.resource("C").properties == {"BucketName": "c"}
    (cause,) = causes_of(resolver.resource("B").properties)
    assert cause.decider is Decider.EFFORT
    assert resolver.budget.excess is Excess.STEPS


def test_a_template_with_too_many_cases_is_not_split_any_more() -> None:
    """What it leaves open stays unknown."""
    resolver = read(made_of({"Ref": "P"}, Parameters={"P": {"AllowedValues": ["a", "b"]}}))
    causes = causes_of(resolver.resource("B").properties)
    assert len(worlds.worlds_of(resolver, causes)) == 2
    resolver.budget.splits(MOST_CASES)
    assert worlds.worlds_of(resolver, causes) == []
    assert resolver.budget.excess is Excess.CASES


def test_a_world_is_made_once() -> None:
    """Every verdict that splits by one cause is asked in the same worlds."""
    resolver = read(made_of({"Ref": "P"}, Parameters={"P": {"AllowedValues": ["a", "b"]}}))
    causes = causes_of(resolver.resource("B").properties)
    first, second = worlds.worlds_of(resolver, causes), worlds.worlds_of(resolver, causes)
    assert all(one is other for one, other in zip(first, second, strict=True))


@pytest.mark.parametrize(
    "value",
    [
        "x" * (LONGEST + 1),
        ["x"] * LONGEST,
        nested(DEEPEST + 1, lambda one: [one], "x"),
        nested(40, lambda one: [one, one], "x"),
        nested(40, lambda one: Unknown((), (one, one)), "x"),
        Partial((unknown(Decider.PARAMETER, "P", ("x" * LONGEST, "y")),)),
    ],
)
def test_what_is_too_long_has_no_weight(value: Any) -> None:
    """As a tree, which is how rules walk it; the counting itself ends early."""
    assert weight(value) is None
    assert Budget().admitted(value) is TOO_LONG


def test_a_chain_of_conditions_is_decided() -> None:
    """However long it is."""
    names = [f"C{n}" for n in range(500)]
    conditions: dict[str, Any] = {"C0": {"Fn::Equals": ["a", "a"]}}
    for before, name in pairwise(names):
        conditions[name] = {"Fn::Not": [{"Fn::Not": [{"Condition": before}]}]}
    assert read(made_of("b", Conditions=conditions)).condition("C499") is True


def test_conditions_in_a_circle_stay_undecided() -> None:
    """As long as it may be."""
    conditions = {f"C{n}": {"Condition": f"C{(n + 1) % 100}"} for n in range(100)}
    assert isinstance(read(made_of("b", Conditions=conditions)).condition("C7"), Unknown)


@pytest.mark.parametrize("around", ["Fn::Base64", "Fn::ToJsonString", "Fn::Length", "Ref"])
def test_functions_may_nest_as_deep_as_a_template(around: str) -> None:
    """And deeper than that they are unknown."""
    read(AROUND).resolve(nested(190, lambda one: {around: one}, "x"))
    resolver = read(AROUND)
    assert causes_of(resolver.resolve(nested(300, lambda one: {around: one}, "x")))
    assert resolver.budget.excess is Excess.DEPTH


def test_rows_that_lead_to_rows_end() -> None:
    """A chain of four hundred is no template's."""
    rows = {f"k{n}": {"v": {"Fn::FindInMap": ["M", f"k{n + 1}", "v"]}} for n in range(400)}
    resolver = read(made_of(START, Mappings={"M": rows}))
    assert causes_of(resolver.resolve(START))
    assert resolver.budget.excess is Excess.DEPTH


def test_deep_values_are_compared_to_a_depth() -> None:
    """Beyond it nobody knows."""
    deep = nested(150, lambda one: [one], "x")
    assert isinstance(equal(deep, nested(150, lambda one: [one], "x")), Unknown)
    assert equal(nested(DEEPEST - 1, lambda one: [one], "x"), "x") is False


def test_many_values_are_not_held_against_many() -> None:
    """Two parameters with thousands of allowed values are compared by their causes alone."""
    one, other = (
        unknown(Decider.PARAMETER, name, tuple(f"{name}{n}" for n in range(2_000))) for name in "PQ"
    )
    assert equal(one, other) == Unknown((*one.causes, *other.causes))


def test_of_many_causes_the_first_are_told() -> None:
    """Merging them has an end."""
    many = [unknown(Decider.PARAMETER, f"P{n}") for n in range(1_000)]
    assert causes_of(many) == tuple(cause for one in many[:MOST_CAUSES] for cause in one.causes)


def test_huge_numbers_are_written_and_compared() -> None:
    """Python refuses to write an integer of thousands of digits, and to make a float of it."""
    huge = 10**5000
    assert scalar_text(huge)
    assert equal(huge, 5) is False
    assert as_number(huge) == float("inf")
    assert as_number(-huge) == float("-inf")


def test_a_string_is_made_of_its_pieces_in_one_go() -> None:
    """Known pieces in a row are one."""
    open_ = unknown(Decider.PARAMETER, "P")
    assert text_of(["a", "b", open_, "", 1, "c", open_]) == Partial(("ab", open_, "1c", open_))
    assert text_of(["a", "", "b"]) == "ab"
    assert text_of([]) == ""


def test_a_value_of_another_stack_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For all who import it."""
    asked: list[object] = []
    resolve = Resolver.resolve

    def noted(self: Resolver, node: object) -> Any:
        asked.append(node)
        return resolve(self, node)

    monkeypatch.setattr(Resolver, "resolve", noted)
    app = App()
    value = {"Fn::Join": ["-", ["a", "b"]]}
    outputs = {"O": {"Value": value, "Export": {"Name": "e"}}}
    text = json.dumps({"Resources": {"B": BESIDE}, "Outputs": outputs}).encode()
    app.stacks["a"] = Resolver(read_template("a", text), Placement("1", "r", "a"), app=app)
    assert [app.export("e", Placement("1", "r")) for _ in range(50)] == ["a-b"] * 50
    assert asked.count(value) == 1


def test_a_stack_is_found_by_name_without_asking_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stacks of an app are gone through once."""
    app = App()
    for number in range(100):
        text = json.dumps({"Resources": {"B": BESIDE}, "Outputs": {"O": {"Value": number}}})
        place = Placement("1", "r", f"s{number}")
        app.stacks[str(number)] = Resolver(read_template("t", text.encode()), place, app=app)
    looked: list[object] = []
    existing = stacks._existing
    monkeypatch.setattr(stacks, "_existing", lambda *args: looked.append(args) or existing(*args))
    assert [app.stack_output(f"s{n}", "O", "r") for n in range(100)] == [*range(100)]
    assert len(looked) == 100


def test_comparisons_are_looked_through_once_a_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many causes are split."""
    names = [f"P{n}" for n in range(50)]
    base = read(
        {
            "Parameters": {name: {"Type": "String"} for name in names},
            "Conditions": {name: {"Fn::Equals": [{"Ref": name}, "x"]} for name in names},
            "Resources": {"B": bucket([{"Ref": name} for name in names])},
        }
    )
    causes = causes_of(base.resource("B").properties)
    calls: list[object] = []
    literals = worlds._literals
    monkeypatch.setattr(worlds, "_literals", lambda one: calls.append(one) or literals(one))
    for cause in causes:
        assert len(worlds.worlds_of(base, [cause])) == 2
    assert calls == [base]


def test_a_parent_that_passes_what_the_child_gives_leaves_the_rest_known() -> None:
    """A circle through one parameter is no reason to take another by its default."""
    child = {
        "Parameters": {"P": {"Type": "String", "Default": "d"}, "Q": {"Default": "wrong"}},
        "Resources": {"B": BESIDE},
        "Outputs": {"O": {"Value": {"Fn::Sub": "${P}${Q}"}}},
    }
    passed = {"P": {"Fn::GetAtt": ["C", "Outputs.O"]}, "Q": "right"}
    holder = {"Type": "AWS::CloudFormation::Stack", "Properties": {"Parameters": passed}}
    app = App({"a": {"C": "c"}})
    for name, data in (("a", {"Resources": {"C": holder}}), ("c", child)):
        template = read_template(name, json.dumps(data).encode())
        app.stacks[name] = Resolver(template, app=app, identity=name)
    assert causes_of(app.stacks["c"].ref("P"))
    assert app.stacks["c"].ref("Q") == "right"


@pytest.mark.parametrize("length", [60, 400])
def test_a_chain_of_names_ends_in_the_unknown(length: int, tmp_path: Path) -> None:
    """Each bucket is called as the next one is: nobody goes down without end."""
    chain = {f"B{n}": bucket({"Fn::Sub": f"a${{B{n + 1}}}"}) for n in range(length)}
    report, _ = scanned({"Resources": {**chain, f"B{length}": bucket("a")}}, tmp_path)
    codes = {problem.code for problem in report.problems}
    assert ProblemCode.LIMIT in codes
    assert ProblemCode.SCAN_CRASHED not in codes
    assert report.templates[0].resources == length + 2
