"""Shapes that cost a careless reader more than their size: each beside a plain template as large.

The plain one has the same resources, and where the shape has a function it has a text as long; what
conditions choose from is its first choice, and what is left of the size is padding. A scan of the
shape may take `MOST` times what a scan of the plain one takes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MOST = 5.0
"""How many times the work of a plain template of its size a shape may take."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """A template as text, and the plain one; the suffix tells which language both are in."""

    hostile: str
    plain: str
    suffix: str = ".json"


def beside_plain(data: Data) -> Shape:
    """A template in JSON, beside the plain one that is made of it."""
    hostile = json.dumps(data)
    plain: Data = {"Resources": {name: _plain(it) for name, it in data["Resources"].items()}}
    for one in plain["Resources"].values():
        one.pop("Condition", None)
    return Shape(hostile, _padded(plain, len(hostile)))


def _padded(data: Data, size: int) -> str:
    """A template that is as large as another, by metadata that nobody looks into."""
    lacking = max(0, size - len(json.dumps(data)))
    rows = {f"Row{n}": "x" * 60 for n in range(lacking // 75)}
    return json.dumps({"Metadata": rows, **data})


def _plain(node: Any) -> Any:
    """The data without functions."""
    if isinstance(node, list):
        return [_plain(one) for one in node]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(node, dict):
        return node
    (key, *more) = node or ("",)  # pyright: ignore[reportUnknownVariableType]
    if key == "Fn::If":
        return _plain(node[key][1])
    if not more and (key == "Ref" or str(key).startswith("Fn::")):  # pyright: ignore
        return "x" * len(json.dumps(node))
    return {name: _plain(one) for name, one in node.items()}  # pyright: ignore


def _open(number: int, **more: Any) -> Data:
    """Parameters without a default: nothing decides them."""
    return {f"P{n}": {"Type": "String", **more} for n in range(number)}


def _is(parameter: int, value: str = "yes") -> Data:
    return {"Fn::Equals": [{"Ref": f"P{parameter}"}, value]}


def _allow(number: int, **more: Any) -> Data:
    actions = [f"s3:Get{number}*", f"sqs:Send{number}", "dynamodb:*"]
    resources = [f"arn:aws:s3:::bucket-{number}/*", "*"]
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def _managed(statements: list[Any]) -> Data:
    document = {"Version": "2012-10-17", "Statement": statements}
    return {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}


def _bucket(name: Any, **more: Any) -> Data:
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name, **more}}


NOTHING = {"Ref": "AWS::NoValue"}


def conditional_statements(size: int) -> Shape:
    """Policies of forty statements, each of which is there or not, by itself."""
    conditions = {f"C{n}": _is(n) for n in range(40)}
    chosen = [{"Fn::If": [f"C{n}", _allow(n), NOTHING]} for n in range(40)]
    resources = {f"R{k}": _managed(chosen) for k in range(max(1, size // 10))}
    return beside_plain({"Parameters": _open(40), "Conditions": conditions, "Resources": resources})


def closures(size: int) -> Shape:
    """Conditions that ask all before them, so that each hangs on more parameters."""
    conditions: Data = {"C0": _is(0)}
    for n in range(1, size):
        word = "Fn::Or" if n % 2 else "Fn::And"
        conditions[f"C{n}"] = {word: [{"Condition": f"C{n - 1}"}, _is(n)]}
    resources = {
        f"R{n}": {**_bucket({"Fn::If": [f"C{n}", "a", "b"]}), "Condition": f"C{n}"}
        for n in range(size)
    }
    return beside_plain(
        {"Parameters": _open(size), "Conditions": conditions, "Resources": resources}
    )


def chains(size: int) -> Shape:
    """Resources each of which names the next, in three ways."""
    resources = {
        f"R{n}": _bucket(
            {"Fn::Sub": f"log-${{R{n + 1}}}"},
            LoggingConfiguration={"DestinationBucketName": {"Ref": f"R{n + 1}"}},
            Tags=[{"Key": "next", "Value": {"Fn::GetAtt": [f"R{n + 1}", "Arn"]}}],
        )
        for n in range(size - 1)
    }
    return beside_plain({"Resources": {**resources, f"R{size - 1}": _bucket("last")}})


def fused_conditions(size: int) -> Shape:
    """Resources, each with twelve properties that hang on conditions of their own: 2^12 worlds."""
    conditions = {f"C{n}": _is(n) for n in range(24)}
    resources = {
        f"R{k}": {
            "Type": "AWS::S3::Bucket",
            "Condition": f"C{k % 12}",
            "Properties": {
                "Tags": [
                    {"Key": f"k{n}", "Value": {"Fn::If": [f"C{n + k % 12}", "a", "b"]}}
                    for n in range(12)
                ],
                "VersioningConfiguration": {
                    "Fn::If": [f"C{k % 24}", {"Status": "Enabled"}, NOTHING]
                },
                "AccessControl": {"Fn::If": [f"C{(k + 5) % 24}", "Private", "PublicRead"]},
            },
        }
        for k in range(size)
    }
    return beside_plain({"Parameters": _open(24), "Conditions": conditions, "Resources": resources})


def alias_bomb(size: int) -> Shape:
    """Aliases of aliases, each twice the last."""
    size += 20
    lines = ["Metadata:", "  a0: &a0 [lol, lol]"]
    lines += [f"  a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, size)]
    lines += ["Resources:", "  B:", "    Type: AWS::S3::Bucket"]
    hostile = "\n".join(lines)
    plain = [f"  a{n}: [lol{n}, lolol{n}, lolo]" for n in range(size)]
    return Shape(hostile, "\n".join(["Metadata:", *plain, *lines[size + 1 :]]), ".yaml")


def alias_of_all(size: int) -> Shape:
    """One value that every resource has, as an alias."""
    tags = "".join(f"\n    - {{Key: k{n}, Value: v{n}}}" for n in range(20))
    head = f"Metadata:\n  Tags: &tags{tags}\nResources:\n"
    body = "  R{n}: {{Type: 'AWS::S3::Bucket', Properties: {{Tags: {tags}}}}}\n"
    aliases = "".join(body.format(n=n, tags="*tags") for n in range(size))
    written = "[" + ", ".join(f"{{Key: k{n}, Value: v{n}}}" for n in range(20)) + "]"
    plain = "".join(body.format(n=n, tags=written) for n in range(size))
    return Shape(head + aliases, head + plain, ".yaml")


def deep(size: int) -> Shape:
    """A value as deep as a template may be, in each resource."""
    depth = 80
    value: Any = "x"
    for n in range(depth):
        value = {f"k{n}": value} if n % 2 else [value]
    resources = {f"R{n}": {"Type": "Custom::Deep", "Properties": {"V": value}} for n in range(size)}
    flat = {f"k{n}": "x" for n in range(depth)}
    plain = {f"R{n}": {"Type": "Custom::Deep", "Properties": {"V": flat}} for n in range(size)}
    hostile = json.dumps({"Resources": resources})
    return Shape(hostile, _padded({"Resources": plain}, len(hostile)))


def too_deep(size: int) -> Shape:
    """JSON far deeper than any template may be."""
    depth = size * 100
    text = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}, "Metadata": '
    hostile = text + '{"a":' * depth + "1" + "}" * depth + "}"
    return Shape(hostile, _padded({"Resources": {"B": _bucket("b")}}, len(hostile)))


def big_policies(size: int) -> Shape:
    """Large policies, half of whose resources are known in part."""
    partial = {"Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:*:queue-${P0}-*"}
    statements = [_allow(n, Resource=[partial, f"arn:aws:s3:::b{n}/*"]) for n in range(20)]
    resources = {f"R{k}": _managed(statements) for k in range(size)}
    return beside_plain({"Parameters": _open(1), "Resources": resources})


def substitutions(size: int) -> Shape:
    """Texts of a hundred pieces each, none of them known."""
    text = "".join(f"${{P{k}}}-" for k in range(100))
    tags = [{"Key": "all", "Value": {"Fn::Sub": text}}]
    resources = {
        f"R{n}": _bucket({"Fn::Sub": f"b-{n}-${{P{n % 100}}}"}, Tags=tags) for n in range(size)
    }
    return beside_plain({"Parameters": _open(100), "Resources": resources})


def loops(size: int) -> Shape:
    """A loop within a loop that makes resources, beside the resources that it makes."""
    inner = [str(n) for n in range(5)]
    outer = [chr(97 + n % 26) * (n // 26 + 1) for n in range(max(1, size // 5))]
    made = {"${A}${B}": _bucket({"Fn::Sub": "b-${A}-${B}-${P0}"})}
    loop = {"Fn::ForEach::Outer": ["A", outer, {"Fn::ForEach::Inner": ["B", inner, made]}]}
    data = {"Transform": "AWS::LanguageExtensions", "Parameters": _open(1), "Resources": loop}
    plain = {f"{a}{b}": _bucket(f"b-{a}-{b}-p") for a in outer for b in inner}
    return Shape(json.dumps(data), json.dumps({"Resources": plain}))


def nested_choices(size: int) -> Shape:
    """A choice within a choice, thirty times, with a condition of its own each time."""
    depth = 30
    value: Any = "last"
    for n in range(depth):
        value = {"Fn::If": [f"C{n}", f"v{n}", value]}
    conditions = {f"C{n}": _is(n) for n in range(depth)}
    resources = {f"R{k}": _bucket(value, AccessControl=value) for k in range(size)}
    return beside_plain(
        {"Parameters": _open(depth), "Conditions": conditions, "Resources": resources}
    )


def mappings(size: int) -> Shape:
    """Large mappings, asked with keys that nobody knows."""
    table = {f"M{m}": {f"k{k}": {"v": f"value-{m}-{k}"} for k in range(64)} for m in range(20)}
    resources = {
        f"R{n}": _bucket({"Fn::FindInMap": [f"M{n % 20}", {"Ref": "P0"}, "v"]}) for n in range(size)
    }
    return beside_plain({"Parameters": _open(1), "Mappings": table, "Resources": resources})


def many_parameters(size: int) -> Shape:
    """Thousands of parameters with several values each, of which each resource names forty."""
    parameters = _open(size * 20, AllowedValues=["yes", "no", "perhaps"])
    resources = {
        f"R{n}": _bucket(
            {"Ref": f"P{n}"},
            Tags=[{"Key": f"k{k}", "Value": {"Ref": f"P{n * 20 + k}"}} for k in range(20)],
        )
        for n in range(size)
    }
    return beside_plain({"Parameters": parameters, "Resources": resources})


def hard_texts(size: int) -> Shape:
    """What patterns that go back like least, in the places that patterns are held against."""
    texts = ["a" * 400, "*a" * 200 + "b", "${", "-a" * 200, "." * 400 + ":", "{{resolve:a:" * 30]
    resources: Data = {}
    plain: Data = {}
    for n in range(size):
        text = texts[n % len(texts)]
        for made, it in ((resources, text), (plain, ("word " * 100)[: len(text)])):
            made[f"B{n}"] = _bucket(it, Tags=[{"Key": "Name", "Value": it}])
            made[f"P{n}"] = _managed([_allow(n, Action=[it, f"s3:{it}"], Resource=it)])
    hostile = json.dumps({"Resources": resources})
    return Shape(hostile, _padded({"Resources": plain}, len(hostile)))


SHAPES: dict[str, Callable[[int], Shape]] = {
    "conditional statements": conditional_statements,
    "closures of parameters": closures,
    "chains of references": chains,
    "fused conditions": fused_conditions,
    "alias bomb": alias_bomb,
    "one alias for all": alias_of_all,
    "deep values": deep,
    "JSON too deep": too_deep,
    "big policies": big_policies,
    "many substitutions": substitutions,
    "loops in loops": loops,
    "choices in choices": nested_choices,
    "huge mappings": mappings,
    "thousands of parameters": many_parameters,
    "hard texts": hard_texts,
}
"""Makers of shapes by a size: about the number of resources."""
