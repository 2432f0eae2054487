"""Conditions about other resources (`docs/rule-language.md`, "Other resources").

A name that is of nothing in the stack may be of something elsewhere, which is so or otherwise: the
world says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from reference.data import ABSENT, is_there, leads, same, within, written
from reference.data import refers as referred
from reference.paths import find

if TYPE_CHECKING:
    from reference.conditions import Asking

ELSEWHERE = object()
"""A resource that is in no template that is seen."""


class Entry(NamedTuple):
    """A part of a resource that leads to this one."""

    of: str
    value: Any


SERVICES = {"AWS::S3::Bucket": "s3", "AWS::SQS::Queue": "sqs", "AWS::SNS::Topic": "sns"}


def _of_types(asking: Asking, types: Any) -> list[str]:
    every = types if isinstance(types, list) else [types]
    return [
        name
        for name, body in asking.stack.resources.items()
        if any(fnmatchcase(body["Type"], one) for one in every)
    ]


def _name_of(asking: Asking, this: str) -> Any:
    body = asking.stack.body(this)
    properties = body.get("Properties", {})
    return properties.get(f"{body['Type'].split('::')[-1]}Name", ABSENT)


def _is_named(asking: Asking, this: str, value: Any) -> bool:
    """Whether a value is the name of a resource, or the ARN that ends so."""
    name = _name_of(asking, this)
    if name is ABSENT:
        return False
    if not (isinstance(value, str) and value.startswith("arn:") and isinstance(name, str)):
        return same(value, name)
    parts, world = value.split(":", 5), asking.stack.world
    if len(parts) < 6 or parts[2] != SERVICES.get(asking.of(this).type):
        return False
    here = parts[3] in ("", world["AWS::Region"]) and parts[4] in ("", world["AWS::AccountId"])
    return here and (parts[5] == name or parts[5].endswith((f"/{name}", f":{name}")))


def _items(value: Any) -> Iterator[Any]:
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for item in inside:
            yield from _items(item)
    elif value is not ABSENT:
        yield value


def _leads_to(asking: Asking, this: str, value: Any) -> bool:
    of = leads(value)
    return this in of if of else _is_named(asking, this, value)


def is_of_kind(asking: Asking, value: Any, kinds: Any) -> bool:
    """Whether a value is of one of some kinds. What is open is written by who deploys it."""
    is_reference = bool(referred(value))
    tests = {
        "literal": lambda: all(not referred(item) for item in _items(value)),
        "reference": lambda: is_reference,
        "in-app": lambda: any(
            _leads_to(asking, other, item)
            for item in _items(value)
            for other in asking.stack.resources
        ),
    }
    return any(tests[kind]() for kind in (kinds if isinstance(kinds, list) else [kinds]))


def related(asking: Asking, node: Mapping[str, Any], _: Any) -> bool:
    """Those whose path leads to this one, or those entries of theirs."""
    if "each" in node:
        return _asked(asking, node, _entries(asking, node))
    found: list[Any] = [
        other
        for other in _of_types(asking, node["related"])
        if any(
            _leads_to(asking, asking.this, item)
            for match in find(node["by"], asking.stack.body(other))
            for item in _items(match)
        )
    ]
    return _asked(asking, node, found)


def _entries(asking: Asking, node: Mapping[str, Any]) -> list[Any]:
    return [
        Entry(other, entry)
        for other in _of_types(asking, node["related"])
        for entry in find(node["each"], asking.stack.body(other))
        if entry is not ABSENT
        if any(
            _leads_to(asking, asking.this, item)
            for match in find(node["by"], entry)
            for item in _items(match)
        )
    ]


def refers(asking: Asking, node: Mapping[str, Any], value: Any) -> bool:
    """Those that a path of this one leads to."""
    among = _of_types(asking, node["to"])
    found: list[Any] = []
    for match in find(node["refers"], value):
        for item in match if isinstance(match, list) else [match]:
            if item is ABSENT:
                continue
            of = [other for other in among if _leads_to(asking, other, item)]
            is_elsewhere = not of and not leads(item)
            if is_elsewhere and node.get("elsewhere", "unknown") != "unknown":
                found += _stranger(asking, node, item)
                continue
            found += (
                [ELSEWHERE] if is_elsewhere and asking.stack.world["elsewhere"] is not None else of
            )
    return _asked(asking, node, [*dict.fromkeys(found)])


class Stranger(str):
    """What is named and surely in no template."""


def _stranger(asking: Asking, node: Mapping[str, Any], item: Any) -> list[Any]:
    """One; the ARN of something of another type in the stack is none that could pass."""
    is_arn = isinstance(item, str) and item.startswith("arn:")
    known = any(_leads_to(asking, other, item) for other in asking.stack.resources)
    return [] if node["elsewhere"] == "pass" and is_arn and known else [Stranger(item)]


def _asked(asking: Asking, node: Mapping[str, Any], found: list[Any]) -> bool:
    """What quantifiers and a count ask of them; without any, that there is one."""
    answers: list[bool] = []
    for word in ("all", "any", "none"):
        if word in node:
            passing = node.get("elsewhere") == "pass"
            truths = [
                passing is (word != "none")
                if isinstance(other, Stranger)
                else _is_so(asking, node[word], other)
                for other in found
            ]
            answer = {"all": all, "any": any, "none": lambda each: not any(each)}[word](truths)
            answers.append(asking.told(word, answer))
    if "count" in node or not answers:
        counting = [
            other
            for other in found
            if node.get("elsewhere") == "pass" or not isinstance(other, Stranger)
        ]
        answers.append(within(len(counting), node.get("count", {"at-least": 1})))
    return all(answers)


def _is_so(asking: Asking, inner: Any, other: Any) -> bool:
    if other is ELSEWHERE:
        return bool(asking.stack.world["elsewhere"])
    if isinstance(other, Entry):
        return asking.of(other.of).holds(inner, other.value)
    return asking.of(other).holds(inner, asking.stack.body(other))


def _counted(asking: Asking, node: Mapping[str, Any], types: Any) -> list[str]:
    every = _of_types(asking, types)
    if "where" not in node:
        return every
    return [one for one in every if _is_so(asking, node["where"], one)]


def there_is(asking: Asking, node: Mapping[str, Any], _: Any) -> bool:
    number = len(_counted(asking, node, node["there-is"]))
    return within(number, node.get("count", {"at-least": 1}))


def covers_first(asking: Asking, value: Any) -> bool:
    """Whether a text, or one of a list, fits the ARN or the name of what the rule is asked of."""
    if isinstance(value, list):
        return any(covers_first(asking, one) for one in value)
    first = asking.first
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    value = value if isinstance(value, str) else written(value)  # a name is a text
    if leads(value):
        return first.this in leads(value)
    world, service = asking.stack.world, SERVICES[first.type]
    place = f"{world['AWS::Region']}:{world['AWS::AccountId']}" if service != "s3" else ":"
    name = written(_name_of(first, first.this))
    value = re.sub("^arn:[^:]*:", "arn:aws:", value)  # a stack has one partition
    texts = [value, *([value[:-2]] if value.endswith(("/*", ":*")) else [])]
    wanted = [f"arn:aws:{service}:{place}:{name}", *([] if value.startswith("arn:") else [name])]
    return any(_fits(text, one) for text in texts for one in wanted)


def _fits(pattern: str, text: str) -> bool:
    letters = {"*": ".*", "?": "."}
    return bool(
        re.fullmatch("".join(letters.get(c, re.escape(c)) for c in pattern), text, re.DOTALL)
    )


def unique(asking: Asking, node: Mapping[str, Any], _: Any) -> bool:
    """No other one has the same value; asked of a stack, no two of them."""
    values = {
        one: [found for found in find(node["unique"], asking.stack.body(one)) if is_there(found)]
        for one in _counted(asking, node, node["among"])
    }
    return not any(
        same(mine, theirs)
        for one in values
        if asking.this in ("", one)
        for other in values
        if other != one
        for mine in values[one]
        for theirs in values[other]
    )
