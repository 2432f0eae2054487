"""Unknown flows through every word of the rule language as Kleene has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from synthgate.model import Status
from synthgate.resolve.causes import WITHOUT_WILDCARD, Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.resolver import Placement, Resolver, Resource
from synthgate.resolve.values import (
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    causes_of,
    exactly,
    scalar_text,
    unknown,
)
from synthgate.rule.language.compiler import Compiler
from synthgate.rule.operators import policies
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.surroundings.view import View
from synthgate.rule.words.sentence import TOGETHER
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


# What templates hold: a bit of everything that some word can tell from something else.

WORDS = [
    "ab", "b", "x", "22", "true", "PT5M", "rate(5 minutes)", "2 GB", "2027-01-01", "80-443",
    "10.0.1.5", "10.1.0.0/16", "fc00::/7", "tcp", "-1", "icmp", '{"k": "ab", "v": ["b"]}',
]  # fmt: skip
WIDE = ["10.0.0.0/8", "0.0.0.0/0", "::/0"]
WILD = ["*", "a*", ""]
NUMBERS = [0, 1, 5, 22, 300, 4.5, -1, True, False]
scalars = st.sampled_from([*WORDS, *WIDE, *WILD, *NUMBERS])
KEYS = ["k", "v", "IpProtocol", "FromPort", "ToPort", "PortRange", "From", "To"]


def made_of(leaves: st.SearchStrategy[Any], most: int = 6) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
            | st.builds(security_group_rule, inner, inner, inner)
        ),
        max_leaves=most,
    )


def security_group_rule(protocol: Any, first: Any, last: Any) -> Any:
    return {"IpProtocol": protocol, "FromPort": first, "ToPort": last}


EXACT = [
    exactly(Decider.PARAMETER, "Any"),
    exactly(Decider.PARAMETER, "Few", ("ab", "22", "10.0.0.0/8")),
    Unknown(unknown(Decider.PARAMETER, "Other").causes, (), ("ab", "22"), exact=True),
    exactly(Decider.PSEUDO, "AWS::Region"),
]
REFERENCES = [Reference("B"), Reference("B", "Arn"), Reference("C", "Address")]
OPEN = [
    *EXACT,
    *REFERENCES,
    unknown(Decider.PARAMETER, "Part"),
    unknown(Decider.ATTRIBUTE, "B.Part"),
    unknown(Decider.IMPORT, "e"),
]
ADDRESS, REST = unknown(Decider.PARAMETER, "Address"), unknown(Decider.PARAMETER, "Rest")
PARTIALS = [
    Partial((ADDRESS, "/16")),
    Partial(("10.", REST, "/8")),
    *(Partial(("a", one)) for one in OPEN if not (isinstance(one, Unknown) and one.choices)),
    *(Partial((one, "b")) for one in EXACT),
]
open_ones = st.sampled_from([*OPEN, *PARTIALS])


def either(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The branches of an `Fn::If`, or the rows of a mapping."""
    branches = st.lists(inner | st.just(NO_VALUE), min_size=1, max_size=3)
    return branches.map(lambda found: unknown(Decider.CONDITION, "C", tuple(found)))


leaves = scalars | open_ones | either(made_of(scalars | open_ones, 3))
values = made_of(leaves) | either(made_of(leaves, 4))
tags = (
    st.lists(
        st.fixed_dictionaries(
            {"Key": st.sampled_from(["A", "S", "x"]) | open_ones, "Value": leaves}
        ),
        max_size=3,
    )
    | st.dictionaries(st.sampled_from(["A", "S", "x"]), leaves, max_size=2)
    | values
)
bodies = st.fixed_dictionaries(
    {
        "Properties": st.fixed_dictionaries(
            {},
            optional={
                "a": values,
                "b": values,
                "L": st.lists(values, max_size=3),
                "M": st.dictionaries(st.sampled_from(KEYS), values, max_size=3),
                "Tags": tags,
            },
        )
    }
)

# What a deployment may make of it.


class World:
    """One deployment: what is the same everywhere, and draws for all else.

    Without `documents` no parameter holds JSON: ``..`` does not search them (`descent`).
    """

    def __init__(
        self, draw: Callable[[st.SearchStrategy[Any]], Any], *, documents: bool = True
    ) -> None:
        self.draw = draw
        self.documents = documents
        self.known: dict[Any, Any] = {}

    def of(self, value: Any) -> Any:
        match value:
            case Reference() | Unknown(exact=True):
                key = value if isinstance(value, Reference) else value.causes
                if key not in self.known:
                    self.known[key] = self.of_one(value)
                return self.known[key]
            case Unknown(choices=choices) if choices:
                return self.of(self.draw(st.sampled_from(choices)))
            case Unknown():
                return self.draw(anything(value))
            case Partial(parts):
                return "".join(scalar_text(self.piece(part)) for part in parts)
            case dict():
                made = {key: self.of(item) for key, item in value.items()}
                return {key: item for key, item in made.items() if item is not NO_VALUE}
            case list():
                return [item for item in map(self.of, value) if item is not NO_VALUE]
            case _:
                return value

    def of_one(self, value: Any) -> Any:
        """What is the same wherever it stands, so that it has to fit into a text too."""
        match value:
            case Reference(attribute=None):
                return self.draw(st.sampled_from([word for word in WORDS if word != "true"]))
            case Reference():
                return self.draw(st.sampled_from([*WORDS, 5, 22]))
            case Unknown(choices=choices) if choices:
                return self.draw(st.sampled_from(choices))
            case _:
                plain = st.sampled_from([*WORDS, *WIDE, "*", 22, True])
                return self.draw(plain.filter(lambda one: self.may_be(value, one)))

    def may_be(self, value: Unknown, one: Any) -> bool:
        return may_be(value, one) and (self.documents or not str(one).startswith("{"))

    def piece(self, part: Any) -> Any:
        if part is ADDRESS:
            return self.draw(st.sampled_from(["10.0.0.0", "0.0.0.0", "::"]))  # noqa: S104
        if part is REST:
            return self.draw(st.sampled_from(["0.0.0", "1.2.3"]))
        if isinstance(part, str | Reference) or part.exact:
            return self.of(part)
        return self.draw(st.sampled_from([*WORDS, *WILD]).filter(lambda one: may_be(part, one)))


def anything(value: Unknown) -> st.SearchStrategy[Any]:
    """What is unknown will be something: only `Fn::If` takes a property away."""
    there = st.sampled_from([*WORDS, *WIDE, "*", *NUMBERS])
    return made_of(there.filter(lambda one: may_be(value, one)), 3)


def may_be(value: Unknown, one: Any) -> bool:
    never_wild = all(cause.decider in WITHOUT_WILDCARD for cause in value.causes)
    wild = isinstance(one, str) and "*" in one
    return not (wild and never_wild) and not any(equal(one, no) is True for no in value.excluded)


# What cards may ask.

LIMITS = st.sampled_from(
    [
        0,
        1,
        2,
        {"at-least": 1},
        {"at-most": 1},
        {"above": 1, "below": 4},
        {"equals": 2},
        {"at-most": 16},
    ]
)
BLOCKS = st.sampled_from(["10.0.0.0/8", "0.0.0.0/0", "10.0.0.0/16", ["::/0", "10.0.1.5"]])
PORTS = st.sampled_from([22, "1024-65535", [22, 443], "0-65535"])
SCALARS = st.sampled_from(["ab", "b", "*", "a*", "k", "22", 22, True, 5])
TEXTS = st.sampled_from(["a", "ab", "b", "*", "10.", ["x", "/16"]])
KINDS = st.sampled_from(["literal", "reference", "in-app", ["literal", "reference"]])
QUANTITIES = st.sampled_from([5, 22, "300"])
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "exists": st.booleans(),
    "empty": st.booleans(),
    "equals": SCALARS | made_of(SCALARS, 3),
    "in": st.lists(SCALARS, max_size=3),
    "matches": st.sampled_from(["^a", "b$", "^[0-9]+$", r"\*", "true"]),
    "contains": SCALARS,
    "contains-any": st.lists(SCALARS, min_size=1, max_size=3),
    "contains-all": st.lists(SCALARS, min_size=1, max_size=3),
    "starts-with": TEXTS,
    "ends-with": TEXTS,
    **dict.fromkeys(("at-least", "at-most", "above", "below"), QUANTITIES),
    **dict.fromkeys(("before", "after"), st.sampled_from(["2027-01-01", "2026-06-01"])),
    "length": LIMITS,
    "prefix-length": LIMITS,
    **dict.fromkeys(("cidr-within", "cidr-includes", "cidr-overlaps"), BLOCKS),
    "cidr-public": st.booleans(),
    "covers": st.just("this"),
    **dict.fromkeys(("ports-include", "ports-within"), PORTS),
    "is": KINDS,
}
NEGATED = {one.name: one.negates.name for one in OPERATORS.values() if one.negates}
ASKED.update({word: ASKED[positive] for word, positive in NEGATED.items()})
ASKED_TOGETHER = {"count": LIMITS, "distinct": st.booleans()}
UNITS = st.sampled_from(["seconds", "minutes", "days"])
FROM_BODY = [
    f"$.Properties.{path}"
    for path in ("a", "b", "a.k", "L", "L[*]", "L[*].k", "M", "M.k", "M.*", "M..k", "*", "L[*][*]")
] + ["$.Properties.L[?(@.k == 'ab')]", "$.Properties.L[?(@.k != 'ab')].v", "$.Properties..k"]
FROM_MATCH = ["$", "$.k", "$.v", "$[*]", "$.FromPort"]
OTHERS = st.sampled_from(["$.Properties.a", "$.Properties.b", "$.Properties.L", "$.Properties.M.k"])
COUNTED = st.sampled_from([{"times": 2}, {"times": 0.5, "plus": 1}, {"plus": -4}, {}])
DEFAULTS = st.sampled_from([{}, {"default": 5}, {"default": "ab"}])
OTHERS |= st.builds(
    lambda whose, path, counted, default: {whose: path, **counted, **default},
    st.sampled_from(["path", "this"]),
    OTHERS,
    COUNTED,
    DEFAULTS,
)
OF_THE_MATCH = OTHERS | st.sampled_from(["@", "@.k", "@.v"])


@st.composite
def operators(draw: st.DrawFn, *, of_a_match: bool = False) -> dict[str, Any]:
    word = draw(st.sampled_from(sorted(ASKED)))
    if word in ("at-least", "at-most", "above", "below") and draw(st.booleans()):
        return {word: draw(st.sampled_from(["5 minutes", "4 days"])), "unit": draw(UNITS)}
    if word not in ("exists", "is") and draw(st.integers(0, 5)) == 0:
        return {word: {"value-of": draw(OF_THE_MATCH if of_a_match else OTHERS)}}
    return {word: draw(ASKED[word])}


@st.composite
def sentences(draw: st.DrawFn, *, of_a_match: bool = False) -> dict[str, Any]:
    """What is looked at, and an operator, a count or a quantifier."""
    word = draw(st.sampled_from(["path", "path", "path", "keys"]))
    places = [{word: path} for path in (FROM_MATCH if of_a_match else FROM_BODY)]
    others = [{}] if of_a_match else [{"tag": "A"}, {"tag": ["A", "S"]}]
    looked_at = draw(st.sampled_from([*places, *others, {"stack": "region"}]))
    asking = operators(of_a_match=of_a_match)
    asked = draw(
        st.one_of(
            asking,
            st.builds(lambda one, other: {**one, **other}, asking, asking),
            st.builds(lambda one, default: {**one, "default": default}, asking, scalars),
            *(st.builds(dict, **{word: asked}) for word, asked in ASKED_TOGETHER.items()),
            st.deferred(quantified),
            st.deferred(quantified),
        )
    )
    return {**looked_at, **asked}


def quantified() -> st.SearchStrategy[dict[str, Any]]:
    quantifiers = st.sampled_from(["all", "any", "none"])
    return st.builds(lambda word, inner: {word: inner}, quantifiers, conditions(of_a_match=True))


def by_type(kind: str, taken: Any, other: Any) -> dict[str, Any]:
    return {"by-type": {kind: taken, "*": other}}


def conditions(*, of_a_match: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    of_resources = [] if of_a_match else [{"taggable": True}]
    facts = st.sampled_from([{"environment": "test"}, {"environment": "x"}, *of_resources])
    leaves = sentences(of_a_match=of_a_match) | sentences(of_a_match=of_a_match) | facts
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all-of": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any-of": parts}),
            inner.map(lambda part: {"not": part}),
            st.builds(by_type, st.sampled_from(["T::T::R", "T::*"]), inner, inner),
            inner.map(lambda part: {**part, "else": "unknown"}),
        ),
        max_leaves=3,
    )


PLACEMENT = Placement(environment="test", tags={"S": "ab"})
RESOLVER = Resolver(read_template("t.yaml", b"Resources: {R: {Type: 'T::T::R'}}"), PLACEMENT)


def no_python(name: str) -> Any:
    raise AssertionError(name)


def ask(condition: Any, body: Any) -> Status:
    resource = Resource("R", "T::T::R", body)
    return Compiler(no_python).condition(condition)(View(resource, RESOLVER), body).status


def has_a_tag_twice(body: Any) -> bool:
    """No resource can: CloudFormation refuses it."""
    items = body["Properties"].get("Tags")
    mappings = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return len(mappings) != len({str(item.get("Key")) for item in mappings})


def test_every_word_is_asked_here() -> None:
    """A new operator is held against these laws too; those of policies have their own."""
    assert ASKED.keys() == OPERATORS.keys() - {one.name for one in policies.WORDS}
    assert ASKED_TOGETHER.keys() == TOGETHER.keys()


@given(conditions(), bodies, st.data())
def test_what_is_decided_stays_so_whatever_the_deployment_makes_of_it(
    condition: Any, body: Any, data: st.DataObject
) -> None:
    """PASS or FAIL on a body with open parts is PASS or FAIL on each of its completions.

    `is` asks how the template makes a value, and has a law of its own.
    """
    assume("'is'" not in repr(condition))
    said = ask(condition, body)
    assume(said is not Status.UNKNOWN)
    for _ in range(3):
        completion = World(data.draw, documents=".." not in repr(condition)).of(body)
        assume(not has_a_tag_twice(completion))
        assert ask(condition, completion) is said


@given(conditions(), bodies, st.data())
def test_where_everything_is_known_nothing_is_unknown(
    condition: Any, body: Any, data: st.DataObject
) -> None:
    """A doubt has a cause: a stack that tells nothing, a name that AWS makes, the rule itself."""
    told = repr(condition)
    assume("'stack'" not in told and "covers" not in told and "'else'" not in told)
    assert ask(condition, World(data.draw).of(body)) is not Status.UNKNOWN


@given(st.lists(conditions(), min_size=1, max_size=3), bodies)
def test_de_morgan(parts: Any, body: Any) -> None:
    """Not all of them is one that is not; not any of them is none; not not is the same."""
    refused = [{"not": part} for part in parts]
    assert ask({"not": {"all-of": parts}}, body) is ask({"any-of": refused}, body)
    assert ask({"not": {"any-of": parts}}, body) is ask({"all-of": refused}, body)
    assert ask({"not": refused[0]}, body) is ask(parts[0], body)


@given(conditions(), bodies)
def test_what_is_said_beside_a_condition_changes_no_answer(condition: Any, body: Any) -> None:
    """And it is said at each place of the answer."""
    resource = Resource("R", "T::T::R", body)
    said = {**condition, "message": {"en": "said", "ko": "말함"}}
    outcome = Compiler(no_python).condition(said)(View(resource, RESOLVER), body)
    assert outcome.status is ask(condition, body)
    assert {place.message and place.message.ko for place in outcome.places} <= {"말함"}


@given(conditions(), conditions(), bodies)
def test_a_branch_by_type_says_what_its_condition_says(taken: Any, other: Any, body: Any) -> None:
    """The nearest one: its own type before a pattern, a pattern before the rest."""
    said = ask(taken, body)
    assert ask({"by-type": {"*": other, "T::*": other, "T::T::R": taken}}, body) is said
    assert ask({"by-type": {"*": other, "T::T::*": taken}}, body) is said
    assert ask({"by-type": {"A::B::C": {"environment": "x"}, "*": taken}}, body) is said


@given(st.sampled_from(FROM_BODY), conditions(of_a_match=True), bodies)
def test_quantifiers_are_each_other_s_opposites(path: str, inner: Any, body: Any) -> None:
    """All is not any that is not; none is not any, and all that are not."""
    refused = {"not": inner}
    every = ask({"path": path, "all": inner}, body)
    nothing = ask({"path": path, "none": inner}, body)
    assert every is ask({"not": {"path": path, "any": refused}}, body)
    assert nothing is ask({"not": {"path": path, "any": inner}}, body)
    assert nothing is ask({"path": path, "all": refused}, body)


@given(st.sampled_from(FROM_BODY), bodies)
def test_to_count_one_is_to_find_any(path: str, body: Any) -> None:
    """There is at least one where any is there, and none where none is."""
    there = {"path": "$", "exists": True}
    any_there = ask({"path": path, "any": there}, body)
    assert ask({"path": path, "count": {"at-least": 1}}, body) is any_there
    assert ask({"path": path, "count": 0}, body) is ask({"path": path, "none": there}, body)


@given(st.sampled_from(sorted(NEGATED)), st.sampled_from(FROM_BODY), bodies, st.data())
def test_a_negated_word_is_the_opposite_of_its_positive_one(
    word: str, path: str, body: Any, data: st.DataObject
) -> None:
    """Of each match, with a default and without."""
    argument = data.draw(ASKED[word] | st.builds(lambda other: {"value-of": other}, OTHERS))
    default = data.draw(st.just({}) | scalars.map(lambda value: {"default": value}))
    negated = {word: argument, **default}
    opposite = {"not": {NEGATED[word]: argument, **default}}
    assert ask({"path": path, "all": negated}, body) is ask({"path": path, "all": opposite}, body)


@given(operators(), bodies)
def test_what_every_choice_agrees_on_is_decided(asked: Any, body: Any) -> None:
    """A property that is the same in every branch is that property."""
    value = body["Properties"].get("a", NO_VALUE)
    assume(not causes_of(value))
    twice = unknown(Decider.CONDITION, "C", (value, value))
    both = {"Properties": {**body["Properties"], "a": twice}}
    condition = {"path": "$.Properties.a", **asked}
    assert ask(condition, both) is ask(condition, body)


@given(KINDS, values, values)
def test_the_kind_of_what_is_left_open_is_never_another_one(
    kinds: Any, value: Any, other: Any
) -> None:
    """Where a value, or an item, becomes an open parameter, a verdict may become unknown."""
    known, opened = [value, other], [value, exactly(Decider.PARAMETER, "Any")]
    for condition in (
        {"path": "$.Properties.L", "is": kinds},
        {"path": "$.Properties.L[*]", "is": kinds},
    ):
        said = ask(condition, {"Properties": {"L": known}})
        assert ask(condition, {"Properties": {"L": opened}}) in (said, Status.UNKNOWN)


@given(st.sampled_from([*EXACT, *REFERENCES]))
def test_the_same_parameter_or_reference_is_equal_to_itself(value: Any) -> None:
    """Whatever it will be, two properties that hold it hold the same."""
    body = {"Properties": {"a": value, "b": value}}
    condition = {"path": "$.Properties.a", "equals": {"value-of": "$.Properties.b"}}
    assert ask(condition, body) is Status.PASS


def test_what_only_looks_alike_may_differ() -> None:
    """Two pieces of one parameter need not be the same piece."""
    piece = unknown(Decider.PARAMETER, "List")
    body = {"Properties": {"a": piece, "b": piece}}
    condition = {"path": "$.Properties.a", "equals": {"value-of": "$.Properties.b"}}
    assert ask(condition, body) is Status.UNKNOWN


ONE_OR_NONE = unknown(Decider.CONDITION, "C", (NO_VALUE, {"k": 8}))


@pytest.mark.parametrize(
    ("condition", "items"),
    [
        ({"path": "$.Properties.L[*].k", "equals": 7}, [ONE_OR_NONE]),
        ({"path": "$.Properties.L[*].k", "equals": 7}, [{"k": 7}, ONE_OR_NONE]),
        ({"path": "$.Properties.L[*]", "all": {"path": "$.k", "equals": 7}}, [ONE_OR_NONE]),
        ({"path": "$.Properties.L[*]", "any": {"path": "$.k", "not-equals": 7}}, [ONE_OR_NONE]),
        ({"path": "$.Properties.L[*]", "any": {"environment": "test"}}, EXACT[0]),
        ({"keys": "$.Properties.L", "not-matches": "k"}, {"k": ONE_OR_NONE}),
        ({"path": "$.Properties.L", "contains": "k"}, {"k": ONE_OR_NONE}),
    ],
)
def test_an_item_that_may_be_left_out_decides_nothing(condition: Any, items: Any) -> None:
    """`AWS::NoValue` takes an item away, and with it the fault, or the one that would do."""
    assert ask(condition, {"Properties": {"L": items}}) is Status.UNKNOWN


@pytest.mark.parametrize(
    "condition",
    [
        {"path": "$.Properties.L[0]", "not-equals": 9},
        {"path": "$.Properties.L[1]", "equals": 9},
    ],
)
def test_an_index_counts_what_is_left(condition: Any) -> None:
    """What `AWS::NoValue` takes away moves all that follow it."""
    items = [unknown(Decider.CONDITION, "C", (NO_VALUE, 8)), 9]
    assert ask(condition, {"Properties": {"L": items}}) is Status.UNKNOWN
