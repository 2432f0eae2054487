"""What a card says of a resource in one world: yes, no, or that it does not apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from reference import iam, joins
from reference.data import ABSENT, is_there, number, within
from reference.functions import Stack
from reference.paths import find
from reference.words import MEASURING, NEGATED, OPERATORS, SUITS

WHOLE = ""
"""In the place of a logical id: the stack itself."""

TAGGED = {
    "AWS::S3::Bucket": "Tags",
    "AWS::SQS::Queue": "Tags",
    "AWS::SNS::Topic": "Tags",
    "AWS::IAM::Role": "Tags",
    "AWS::Cognito::UserPool": "UserPoolTags",
}
"""What types call their tags, by their schemas. `AWS::S3::BucketPolicy` has none."""


class Asking:
    """A rule asked of a resource. `this` is its logical id, `WHOLE` for a stack."""

    def __init__(self, stack: Stack, this: str, first: Asking | None = None) -> None:
        self.stack, self.this = stack, this
        self.first = first or self

    @property
    def body(self) -> Any:
        if self.this != WHOLE:
            return self.stack.body(self.this)
        rest = {key: part for key, part in self.stack.template.items() if key != "Resources"}
        return {**rest, "Outputs": self.stack.value(rest.get("Outputs", {}))}

    @property
    def type(self) -> str:
        return self.stack.resources[self.this]["Type"]

    @property
    def is_of_cdk(self) -> bool:
        return self.this in self.stack.case.facts.cdk_made

    def of(self, other: str) -> Asking:
        return Asking(self.stack, other, self.first)

    def told(self, word: str, answer: bool) -> bool:
        """Notes what a word was found to say."""
        self.stack.asked.setdefault(word, set()).add(answer)
        return answer

    def holds(self, node: Mapping[str, Any], value: Any) -> bool:
        """Whether a condition holds of a value: the body, or a match in it."""
        kind = next((word for word in CONDITIONS if word in node), "")
        answer = CONDITIONS[kind](self, node, value)
        self.told(kind, answer)
        if "else" in node:
            self.told("else", answer)
        for word in ("by", "each", "to", "among", "in", "where", "count", "elsewhere"):
            if word in node and kind:
                self.told(word, answer)
        return answer


def verdict(stack: Stack, this: str) -> bool | None:
    """What the card of a case says; None where it does not apply."""
    asking, card = Asking(stack, this), stack.case.card
    filled = {word: _filled(card[word], card) for word in ("when", "check") if word in card}
    if "when" in filled and not asking.told("when", asking.holds(filled["when"], asking.body)):
        return None
    return asking.holds(filled["check"], asking.body)


def _filled(node: Any, card: Mapping[str, Any]) -> Any:
    """A condition with the card's parameters in their places."""
    if isinstance(node, dict):
        if node.keys() == {"parameter"}:
            return card["parameters"][node["parameter"]]
        return {key: _filled(part, card) for key, part in node.items()}
    return [_filled(part, card) for part in node] if isinstance(node, list) else node


def _matches(asking: Asking, node: Mapping[str, Any], value: Any) -> list[Any]:
    if "path" in node:
        return find(node["path"], value)
    if "keys" in node:
        return [k for found in find(node["keys"], value) if isinstance(found, dict) for k in found]
    if "tag" in node:
        names = node["tag"] if isinstance(node["tag"], list) else [node["tag"]]
        tags = {} if node.get("of") == "resource" else asking.stack.case.facts.tags
        return [_tag(asking, name, tags) for name in names]
    if "stack" in node:
        return [_fact(asking.stack, node["stack"])]
    return [value]


def _tag(asking: Asking, name: str, given: Mapping[str, Any]) -> Any:
    """A tag of the resource, else one that it is given."""
    tags = asking.body.get("Properties", {}).get(TAGGED.get(asking.type, "Tags"), {})
    if isinstance(tags, list):
        # One without a value is none: no service takes it.
        tags = {str(one.get("Key")): one["Value"] for one in reversed(tags) if "Value" in one}
    return tags.get(name, given.get(name, ABSENT))


def _fact(stack: Stack, name: str) -> Any:
    facts: dict[str, Callable[[], Any]] = {
        "region": lambda: stack.world["AWS::Region"],
        "account": lambda: stack.world["AWS::AccountId"],
        "name": lambda: stack.world["AWS::StackName"],
        "environment": lambda: stack.case.facts.environment or ABSENT,
        "termination-protection": lambda: stack.world["protected"],
    }
    return facts[name]()


def _sentence(asking: Asking, node: Mapping[str, Any], value: Any) -> bool:
    """Every operator of every match, every quantifier, and the count."""
    matches = _matches(asking, node, value)
    answers = [
        asking.told(word, _operator(asking, word, node, match, value))
        for word in node
        if word in OPERATORS or word in NEGATED or word in ("exists", "is", "covers", "not-covers")
        for match in matches
    ]
    there = [match for match in matches if match is not ABSENT]
    for word, quantify in QUANTIFIERS.items():
        if word in node:
            truths = [asking.holds(node[word], match) for match in there]
            answers.append(asking.told(word, quantify(truths)))
    if "count" in node:
        number = sum(map(is_there, matches))
        answers.append(asking.told("count", within(number, node["count"])))
    if "distinct" in node:
        answers.append(asking.told("distinct", _differ(node, there) is node["distinct"]))
    for word in ("default", "unit", "message", "of"):
        if word in node:
            asking.told(word, all(answers))
    return all(answers)


def _differ(node: Mapping[str, Any], there: list[Any]) -> bool:
    """Whether no two are equal; of what a path without a ``*`` leads to, no two of its items."""
    if not any(sign in node.get("path", "*") for sign in ("*", "..", "?")):
        there = [item for one in there for item in (one if isinstance(one, list) else [one])]
    return not any(
        OPERATORS["equals"](one, other)
        for number, one in enumerate(there)
        for other in there[:number]
    )


QUANTIFIERS: Mapping[str, Callable[[list[bool]], bool]] = {
    "all": all,
    "any": any,
    "none": lambda truths: not any(truths),
}


def _operator(asking: Asking, word: str, node: Mapping[str, Any], value: Any, at: Any) -> bool:
    """What a word says of a value. `at` is the match that the quantifier around is at."""
    if word in NEGATED or word == "not-covers":
        positive = word.removeprefix("not-")
        return not _operator(asking, positive, {**node, positive: node[word]}, value, at)
    argument = node[word]
    if word == "exists":
        return is_there(value) is argument
    if word == "covers":
        return joins.covers_first(asking, value)
    if word == "is":
        value = node.get("default", ABSENT) if value is ABSENT else value
        return value is not ABSENT and joins.is_of_kind(asking, value, argument)
    if isinstance(argument, dict) and argument.keys() == {"value-of"}:
        argument = _other(asking, argument["value-of"], at)
        if argument is ABSENT or not SUITS[word](argument):
            return asking.told("value-of", False)
        asking.told("value-of", _known(asking, word, {**node, word: argument}, value))
    return _known(asking, word, {**node, word: argument}, value)


def _other(asking: Asking, named: Any, at: Any) -> Any:
    """Another property, times and plus what the card says; what cannot be counted is none."""
    named = named if isinstance(named, dict) else {"path": named}
    path = named.get("path") or named["this"]
    body = asking.first.body if "this" in named else asking.body
    found = [*find(path, at if path.startswith("@") else body), ABSENT][0]
    found = named.get("default", ABSENT) if found is ABSENT else found
    if found is ABSENT or not {"times", "plus"} & named.keys():
        return found
    plain = number(found)
    return ABSENT if plain is None else plain * named.get("times", 1) + named.get("plus", 0)


def _known(asking: Asking, word: str, node: Mapping[str, Any], value: Any) -> bool:
    if value is ABSENT:
        value = node.get("default", ABSENT)
    if value is ABSENT and word != "empty":
        return False
    test = OPERATORS[word]
    if word in iam.WORDS:
        return test(value, node[word], asking.stack.world["AWS::AccountId"])
    return (
        test(value, node[word], node.get("unit")) if word in MEASURING else test(value, node[word])
    )


def _python(asking: Asking, _: Any, __: Any) -> bool:
    """What the function of `cards/oracle.py` says."""
    found = asking.body.get("Properties", {}).get("a", ABSENT)
    return OPERATORS["equals"](found, "ab")


def _by_type(asking: Asking, node: Mapping[str, Any], value: Any) -> bool:
    """The condition beside the type itself, else beside a pattern, else the last resort."""
    branches, kind = node["by-type"], asking.type
    patterns = [one for one in branches if "*" in one and one != "*" and fnmatchcase(kind, one)]
    return asking.holds(branches[([kind] if kind in branches else [*patterns, "*"])[0]], value)


def _environment(asking: Asking, node: Mapping[str, Any], _: Any) -> bool:
    wanted = node["environment"]
    environment = asking.stack.case.facts.environment or node.get("default")
    return environment in (wanted if isinstance(wanted, list) else [wanted])


CONDITIONS: Mapping[str, Callable[[Asking, Mapping[str, Any], Any], bool]] = {
    "path": _sentence,
    "keys": _sentence,
    "tag": _sentence,
    "stack": _sentence,
    # Each part is asked, so that each word is seen.
    "all-of": lambda asking, node, value: all([asking.holds(p, value) for p in node["all-of"]]),
    "any-of": lambda asking, node, value: any([asking.holds(p, value) for p in node["any-of"]]),
    "not": lambda asking, node, value: not asking.holds(node["not"], value),
    "by-type": _by_type,
    "related": joins.related,
    "refers": joins.refers,
    "there-is": joins.there_is,
    "unique": joins.unique,
    "environment": _environment,
    "made-by": lambda asking, node, _: asking.is_of_cdk is (node["made-by"] == "cdk"),
    "taggable": lambda asking, node, _: (asking.type in TAGGED) is node["taggable"],
    "python": _python,
    "": _sentence,
}
"""The kinds of conditions, by their word."""

BESIDE = frozenset(
    ["all", "any", "none", "count", "distinct", "default", "unit", "by", "each", "to", "among", "in", "where",
     "elsewhere", "of", "else", "value-of", "when", "exists", "is", "message", "covers", "not-covers"]
)  # fmt: skip
"""What else a condition may say."""
