"""A template in one world: what its functions give, which resources there are.

CloudFormation Template Reference, "Intrinsic function reference" and "Rules section syntax".
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from reference.data import NO_VALUE, Impossible, Span, Text, joined, same, written
from reference.worlds import Case, World


class Stack:
    """A deployed stack. `asked` counts which functions gave something, conditions what."""

    def __init__(self, case: Case, world: World, asked: dict[str, set[Any]]) -> None:
        self.case, self.world, self.asked = case, world, asked
        self.template = case.template
        self.resources: Mapping[str, Any] = {
            name: body
            for name, body in self.template["Resources"].items()
            if "Condition" not in body or self.condition(body["Condition"])
        }
        """Those that exist."""
        self._bodies: dict[str, Any] = {}

    @property
    def keeps_rules(self) -> bool:
        """Whether no assertion is broken: else the stack is not created."""
        for rule in self.template.get("Rules", {}).values():
            if self.holds(rule.get("RuleCondition", True)) and not all(
                self.holds(one["Assert"]) for one in rule["Assertions"]
            ):
                return False
        return True

    def deploy(self) -> None:
        """Work out everything.

        Raises:
            Impossible: CloudFormation would refuse it.
        """
        if not self.keeps_rules:
            raise Impossible("an assertion is broken")
        for name in self.resources:
            self.body(name)

    def body(self, name: str) -> Any:
        """A resource as it is deployed."""
        if name not in self._bodies:
            self._bodies[name] = self.value(dict(self.resources[name]))
        return self._bodies[name]

    def value(self, node: Any) -> Any:
        """A value of the template in this world."""
        if isinstance(node, list):
            return [item for item in map(self.value, node) if item is not NO_VALUE]
        if isinstance(node, dict):
            if len(node) == 1:
                ((name, argument),) = node.items()
                if name in FUNCTIONS:
                    found = FUNCTIONS[name](self, argument)
                    self.asked.setdefault(name, set()).add(repr(found))
                    return found
            made = {key: self.value(item) for key, item in node.items()}
            return {key: item for key, item in made.items() if item is not NO_VALUE}
        return self.fetched(node) if isinstance(node, str) else node

    def fetched(self, text: str) -> Any:
        """A text with its dynamic references as they are read when the stack is deployed."""
        if "{{resolve:" not in text:
            return text
        whole, at, read = Text(text, getattr(text, "spans", ())), 0, list[Any]()
        for found in re.finditer(r"\{\{resolve:[^{}]*\}\}", text):
            read += [whole.part(at, found.start()), self.world["dynamic"]]
            at = found.end()
        return joined([*read, whole.part(at, len(text))])

    def pseudo(self, name: str) -> Any:
        region = self.world["AWS::Region"]
        is_china = region.startswith("cn-")
        known = {
            "AWS::NoValue": NO_VALUE,
            "AWS::Partition": "aws-cn" if is_china else "aws",
            "AWS::URLSuffix": "amazonaws.com.cn" if is_china else "amazonaws.com",
        }
        return known[name] if name in known else self.world[name]

    def named(self, name: str) -> Any:
        """What `Ref` gives."""
        if name.startswith("AWS::"):
            return self.pseudo(name)
        return self.attribute(name) if name in self.template["Resources"] else self.world[name]

    def attribute(self, name: str, attribute: str = "") -> Any:
        """A name or an attribute that AWS gives. What it is no reader of the template can tell."""
        if name not in self.resources:
            raise Impossible(f"unresolved dependency {name}")
        text = self._said_of(name, attribute)
        return Text(text, (Span(0, len(text), name),))

    def _said_of(self, name: str, attribute: str) -> str:
        plain = self.world["names"] == 0
        called = f"{name.lower()}-1a2b" if plain else "ab"
        if not attribute:
            return called
        if attribute != "Arn":
            return "x.example" if plain else "22"
        kind = self.resources[name]["Type"]
        start = f"arn:{self.pseudo('AWS::Partition')}"
        if kind == "AWS::IAM::Role":
            return f"{start}:iam::{self.world['AWS::AccountId']}:role/{called}"
        return f"{start}:s3:::{called}"

    def condition(self, name: str) -> bool:
        return self.holds(self.template["Conditions"][name])

    def holds(self, test: Any) -> bool:
        """A condition function."""
        if isinstance(test, bool):
            return test
        ((name, argument),) = test.items()
        answer = TESTS[name](self, argument)
        self.asked.setdefault(name, set()).add(answer)
        return answer


def _get_att(stack: Stack, argument: Any) -> Any:
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    return stack.attribute(name, attribute)


def _sub(stack: Stack, argument: Any) -> Any:
    text, own = argument if isinstance(argument, list) else (argument, {})
    pieces: list[Any] = []
    for piece in re.split(r"(\$\{[^}]*\})", text):
        name = piece[2:-1].strip()
        if not piece.startswith("${"):
            pieces.append(piece)
        elif name.startswith("!"):
            pieces.append("${" + name[1:] + "}")
        elif name in own:
            pieces.append(stack.value(own[name]))
        else:
            pieces.append(_get_att(stack, name) if "." in name else stack.named(name))
    return stack.fetched(joined(pieces))


def _join(stack: Stack, argument: Any) -> Any:
    delimiter, items = argument[0], stack.value(argument[1])
    if not isinstance(items, list):
        raise Impossible("Fn::Join of no list")
    pieces = [piece for item in items for piece in (delimiter, item)][1:]
    return stack.fetched(joined(pieces))


def _select(stack: Stack, argument: Any) -> Any:
    index, items = int(stack.value(argument[0])), stack.value(argument[1])
    if not isinstance(items, list) or not 0 <= index < len(items):
        raise Impossible("Fn::Select outside of its list")
    return items[index]


def _split(stack: Stack, argument: Any) -> Any:
    text = stack.value(argument[1])
    if not isinstance(text, str):
        raise Impossible("Fn::Split of no text")
    whole, at, items = Text(text, getattr(text, "spans", ())), 0, list[Text]()
    for piece in text.split(argument[0]):
        items.append(whole.part(at, at + len(piece)))
        at += len(piece) + len(argument[0])
    return items


def _find_in_map(stack: Stack, argument: Any) -> Any:
    table, row, column = (stack.value(part) for part in argument[:3])
    found = stack.template["Mappings"][table].get(written(row), {}).get(written(column))
    if found is not None:
        return found
    if len(argument) == 4:
        return stack.value(argument[3]["DefaultValue"])
    raise Impossible(f"no {row}.{column} in {table}")


def _if(stack: Stack, argument: Any) -> Any:
    return stack.value(argument[1] if stack.condition(argument[0]) else argument[2])


def _cidr(stack: Stack, argument: Any) -> Any:
    block, count, bits = (stack.value(part) for part in argument)
    network = ipaddress.ip_network(block)
    size = 2 ** int(bits)
    if int(count) * size > network.num_addresses:
        raise Impossible("Fn::Cidr asks for more than there is")
    start, prefix = network.network_address, network.max_prefixlen - int(bits)
    return [f"{start + size * number}/{prefix}" for number in range(int(count))]


def _json(stack: Stack, argument: Any) -> Any:
    return joined(_json_pieces(stack.value(argument)))


def _json_pieces(value: Any) -> list[Any]:
    if isinstance(value, Text) and json.dumps(value) == f'"{value}"':
        return ['"', value, '"']
    if not isinstance(value, dict | list):
        return [json.dumps(value)]
    of = value.items() if isinstance(value, dict) else [("", item) for item in value]
    items = [
        [",", *([json.dumps(key), ":"] if isinstance(value, dict) else []), *_json_pieces(item)]
        for key, item in of
    ]
    start, end = "{}" if isinstance(value, dict) else "[]"
    return [start, *[piece for item in items for piece in item][1:], end]


def _length(stack: Stack, argument: Any) -> Any:
    return len(stack.value(argument))


FUNCTIONS: dict[str, Callable[[Stack, Any], Any]] = {
    "Ref": lambda stack, argument: stack.named(argument),
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::FindInMap": _find_in_map,
    "Fn::If": _if,
    "Fn::ImportValue": lambda stack, _: stack.world["import"],
    "Fn::GetStackOutput": lambda stack, _: stack.world["import"],
    # The text itself: a rule about user data asks what it says.
    "Fn::Base64": lambda stack, argument: stack.value(argument),
    "Fn::GetAZs": lambda stack, _: [f"{stack.world['AWS::Region']}{zone}" for zone in "ab"],
    "Fn::Cidr": _cidr,
    "Fn::Length": _length,
    "Fn::ToJsonString": _json,
}


def _equals(stack: Stack, argument: Any) -> bool:
    return same(stack.value(argument[0]), stack.value(argument[1]))


def _contains(stack: Stack, argument: Any) -> bool:
    items, wanted = map(stack.value, argument)
    return any(same(item, wanted) for item in items)


def _each_member_in(stack: Stack, argument: Any) -> bool:
    members, allowed = map(stack.value, argument)
    return all(any(same(member, one) for one in allowed) for member in members)


def _each_member_equals(stack: Stack, argument: Any) -> bool:
    members, wanted = map(stack.value, argument)
    return all(same(member, wanted) for member in members)


TESTS: dict[str, Callable[[Stack, Any], bool]] = {
    "Condition": lambda stack, argument: stack.condition(argument),
    "Fn::Equals": _equals,
    "Fn::Not": lambda stack, argument: not stack.holds(argument[0]),
    "Fn::And": lambda stack, argument: all([stack.holds(one) for one in argument]),
    "Fn::Or": lambda stack, argument: any([stack.holds(one) for one in argument]),
    "Fn::Contains": _contains,
    "Fn::EachMemberIn": _each_member_in,
    "Fn::EachMemberEquals": _each_member_equals,
}
