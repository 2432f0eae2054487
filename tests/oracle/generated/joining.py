"""Cases about other resources, and about policies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from generated import pools
from generated.asking import any_sentence, combined
from generated.making import FEW, NOTHING, TYPES, card, cases, pick, resource
from generated.pools import Pool
from reference import iam

POOL = pools.OPERATORS["equals"]
BUCKET, QUEUE, TOPIC = TYPES[:3]
POINTERS: list[Any] = [
    {"Ref": "R"}, {"Fn::GetAtt": ["R", "Arn"]}, {"Fn::Sub": "${R.Arn}/*"}, {"Fn::Sub": "x-${R}"},
    "ab", "b", "arn:aws:s3:::ab", "arn:aws:s3:us-east-1:111122223333:x/b", [{"Ref": "R"}, "x"],
    {"Ref": "P"}, {"Ref": "O"}, {"Fn::Sub": "arn:aws:s3:::${P}"}, {"k": {"Ref": "R"}}, 22,
    {"Fn::Sub": "arn:${AWS::Partition}:s3:::ab"}, {"Fn::Join": ["", ["a", {"Ref": "P"}]]},
]  # fmt: skip


@st.composite
def pointers(draw: st.DrawFn, conditions: list[str], *others: Any) -> Any:
    """What may lead to a resource."""
    every = FEW([*POINTERS, *others])
    if draw(st.integers(0, 3)):
        return draw(every)
    return {"Fn::If": [pick(draw, conditions), draw(every | st.just(NOTHING)), draw(every)]}


def small(conditions: list[str], **more: Any) -> Any:
    """Few properties: what other resources are asked for."""
    plain = FEW(["ab", "b", 22, {"Ref": "P"}, {"Ref": "Q"}])
    either = st.builds(lambda c, one: {"Fn::If": [c, one, "ab"]}, FEW(conditions), plain)
    return st.fixed_dictionaries({"a": plain | either}, optional=more)


def together(conditions: list[str]) -> Any:
    """A bucket and those that point to it, or that it points to."""
    names = FEW(["ab", "b", {"Ref": "P"}, {"Fn::If": [conditions[0], "ab", "other"]}])
    to_r = pointers(conditions)
    entry = st.fixed_dictionaries({"t": to_r}, optional={"a": FEW(["ab", "b", {"Ref": "P"}])})
    left_out = st.builds(lambda c, one: {"Fn::If": [c, one, NOTHING]}, FEW(conditions), entry)
    entries = st.lists(entry | left_out, min_size=1, max_size=2)
    back = pointers(
        conditions, {"Ref": "S"}, {"Fn::GetAtt": ["U", "Arn"]}, [{"Ref": "S"}, "x"]
    ).filter(lambda one: '"R"' not in repr(one).replace("'", '"') and "${R" not in repr(one))
    return st.one_of(
        st.fixed_dictionaries(
            {
                "R": resource(BUCKET, small(conditions, BucketName=names), conditions),
                "S": resource(QUEUE, small(conditions, Target=to_r, E=entries), conditions),
                "U": resource(TOPIC, small(conditions, E=entries, TopicName=names), conditions),
                "V": resource(QUEUE, small(conditions, Target=to_r, QueueName=names), conditions),
            }
        ),
        st.fixed_dictionaries(
            {
                "R": resource(BUCKET, small(conditions, Target=back), conditions),
                "S": resource(QUEUE, small(conditions, QueueName=names), conditions),
                "U": resource(QUEUE, small(conditions, QueueName=names), conditions),
            }
        ),
    )


INNER = any_sentence(POOL)
THIS = {"value-of": {"this": "$.Properties.a"}}
FLAG = FEW(
    [
        {"path": "$.Properties.a", "equals": "ab"},
        {"path": "$.Properties.a", "exists": True},
        {"path": "$.Properties.a", "equals": THIS},
    ]
)
FLAG_OF_ENTRY = FEW(
    [
        {"path": "$.a", "equals": "ab"},
        {"path": "$.a", "exists": True},
        {"path": "$.a", "equals": THIS},
        {"contains": "a"},
    ]
)
ENTRIES = [("$.Properties", "$.Target"), ("$.Properties.E[*]", "$.t"), ("$.Properties.E", "$[*].t")]
TARGETS = FEW([QUEUE, [QUEUE, TOPIC], TOPIC])
REACH = FEW(["stack", "app", "environment"])
AMONG = FEW([QUEUE, "*", [BUCKET, QUEUE], "AWS::S*::*"])


STRANGERS = FEW([{}, *({"elsewhere": said} for said in ("pass", "fail", "unknown"))])


@st.composite
def joined(
    draw: st.DrawFn, kind: str, depth: int = 1, of_entries: bool | None = None
) -> dict[str, Any]:
    """A condition about other resources."""
    found: dict[str, Any] = {}
    match kind:
        case "related":
            found = {
                "related": draw(TARGETS),
                "by": pick(draw, ["$.Properties.Target", "$.Properties.Target[*]"]),
            }
            if of_entries or (of_entries is None and draw(st.integers(0, 3)) == 0):
                each, by = pick(draw, ENTRIES)
                found |= {"each": each, "by": by}
            if draw(st.booleans()):
                found["in"] = draw(REACH)
        case "refers":
            found = {
                "refers": pick(draw, ["$.Properties.Target", "$.Properties.Target[*]"]),
                "to": draw(TARGETS),
                **draw(STRANGERS),
            }
        case "there-is":
            found = {"there-is": draw(AMONG)}
        case _:
            found = {
                "unique": pick(draw, ["$.Properties.a", "$.Properties.Target"]),
                "among": draw(AMONG),
            }
    if kind in ("related", "refers"):
        for word in draw(st.lists(FEW(["any", "all", "none"]), max_size=2, unique=True)):
            nested = draw(st.integers(0, 5)) == 0 and depth and "each" not in found
            flag = FLAG_OF_ENTRY if "each" in found else FLAG
            found[word] = draw(joined(kind, 0) if nested else flag)
    else:
        if draw(st.booleans()):
            found["where"] = draw(FLAG)
        if draw(st.booleans()):
            found["in"] = draw(REACH)
    if kind != "unique" and draw(st.integers(0, 2)) == 0:
        found["count"] = pick(draw, pools.LIMITS)
    return found


KINDS = {
    "elsewhere": "refers",
    "by": "related",
    "each": "related",
    "to": "refers",
    "among": "unique",
    "where": "there-is",
    "in": "there-is",
}


@st.composite
def join_cards(draw: st.DrawFn, kind: str, word: str) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if kind in ("there-is", "unique") and draw(st.integers(0, 2)) == 0:
        more["scope"] = "stack"
    elif draw(st.integers(0, 3)) == 0:
        more["when"] = draw(FLAG)
    check = joined(kind, of_entries=word == "each" or None)
    return card(draw(combined(check, 0) if draw(st.booleans()) else check), [BUCKET, QUEUE], **more)


def element(key: str, conditions: list[str]) -> Any:
    """What stands under a key of a statement; some of it in a branch, or open."""
    plain = FEW(pools.ELEMENTS[key])
    either = st.builds(lambda c, a, b: {"Fn::If": [c, a, b]}, FEW(conditions), plain, plain)
    left_out = st.builds(lambda c, a: {"Fn::If": [c, a, NOTHING]}, FEW(conditions), plain)
    opened = {"Action": [{"Ref": "P"}, {"Fn::Sub": "s3:${P}*"}], "Resource": [{"Ref": "O"}, {"Fn::Sub": "${T.Arn}/*"}],
              "Effect": [{"Fn::If": [conditions[0], "Allow", "Deny"]}]}.get(key)  # fmt: skip
    return st.one_of(plain, plain, either, left_out, *([FEW(opened)] if opened else []))


@st.composite
def statements(draw: st.DrawFn, word: str, conditions: list[str]) -> dict[str, Any]:
    """A statement with the elements that a word is about."""
    made = {"Effect": draw(element("Effect", conditions))}
    if word in ("access-level", "resource-must-be-wildcard"):
        known = FEW(pools.KNOWN_ACTIONS)
        either = st.builds(lambda c, a, b: {"Fn::If": [c, a, b]}, FEW(conditions), known, known)
        return {**made, "Action": draw(known | either)}
    keys = {"actions": "Action", "resources": "Resource", "principals": "Principal"}
    key = keys.get(word.split("-", maxsplit=1)[0], "Condition" if word == "has-condition" else "")
    if key and draw(st.integers(0, 5)):
        key = f"Not{key}" if key != "Condition" and draw(st.integers(0, 3)) == 0 else key
        made[key] = draw(element(key, conditions))
    return made


def policies(word: str) -> Any:
    def resources(conditions: list[str]) -> Any:
        one = statements(word, conditions)
        document = st.lists(one, min_size=1, max_size=2) | one
        branches = st.builds(
            lambda c, a, b: [{"Fn::If": [c, a, b]}], FEW(conditions), one, one | st.just(NOTHING)
        )
        text = one.map(lambda found: {"Fn::ToJsonString": {"Statement": [found]}})
        held = (document | branches).map(lambda found: {"Statement": found}) | text
        properties = st.fixed_dictionaries({"PolicyDocument": held})
        return st.fixed_dictionaries(
            {
                "R": resource(BUCKET, properties, conditions),
                "T": st.just({"Type": BUCKET, "Properties": {}}),
                "Role": st.just({"Type": "AWS::IAM::Role", "Properties": {}}),
            }
        )

    return resources


@st.composite
def policy_cards(draw: st.DrawFn, word: str) -> dict[str, Any]:
    asked = {word: pick(draw, pools.POLICY[word])}
    if word != "effect" and draw(st.booleans()):
        asked["effect"] = pick(draw, ["Allow", "Deny"])
    path = pick(draw, ["$.Properties.PolicyDocument.Statement[*]", "$..Statement[*]"])
    return card({"path": path, pick(draw, ["all", "any", "none"]): asked}, [BUCKET])


PATTERNS: list[Any] = [
    "ab", "a*", "*", "?b", "arn:aws:s3:::ab", "arn:aws:s3:::a*", "arn:aws:s3:::ab/*", "arn:aws:sqs:::ab", 22,
    {"Ref": "R"}, {"Fn::GetAtt": ["R", "Arn"]}, {"Fn::Sub": "${R.Arn}/*"}, {"Ref": "P"}, {"Ref": "O"},
    {"Fn::Sub": "arn:aws:s3:::${P}"}, {"Fn::Sub": "arn:${AWS::Partition}:s3:::${P}/*"}, ["x", "b*"],
    {"Fn::Sub": "arn:aws:s3:::a${O}"}, {"Fn::Join": ["", ["a", {"Ref": "P"}]]}, {"Fn::Sub": "${P}*"},
]  # fmt: skip


def covering(conditions: list[str]) -> Any:
    """A bucket with a name, and a queue with patterns."""
    names = FEW(["ab", "b", {"Ref": "P"}, {"Fn::If": [conditions[0], "ab", "other"]}])
    plain = FEW(PATTERNS)
    either = st.builds(
        lambda c, a, b: {"Fn::If": [c, a, b]}, FEW(conditions), plain, plain | st.just(NOTHING)
    )
    named = st.fixed_dictionaries({"a": plain | either, "BucketName": names})
    target = st.fixed_dictionaries({"Target": plain | either})
    return st.fixed_dictionaries(
        {
            "R": st.fixed_dictionaries({"Type": st.just(BUCKET), "Properties": named}),
            "S": resource(QUEUE, target, conditions),
        }
    )


def covering_cards(word: str) -> Any:
    of_others = {"there-is": QUEUE, "where": {"path": "$.Properties.Target", word: "this"}}
    return FEW([{"path": "$.Properties.a", word: "this"}, of_others]).map(
        lambda check: card(check, [BUCKET])
    )


ACTIONS = Pool((), ("s3:getobject", "s3:Get*", "*", "iam:passrole"))


def about(word: str) -> Any:
    """Cases about a word of policies or of joins."""
    if word in iam.WORDS:
        return cases(ACTIONS, policies(word), policy_cards(word))
    if word in ("covers", "not-covers"):
        return cases(POOL, covering, covering_cards(word))
    return cases(POOL, together, join_cards(KINDS.get(word, word), word))
