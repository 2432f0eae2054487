"""Odd values, and what can be done to a tree of data to make it odd."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

Json = Any
Step = str | int

TEXTS = (
    "", " ", "*", "true", "True", "0", "-1", "0x10", "1e309", "٣", "²", "NaN", "null", "~",
    "9" * 5000, "a" * 3000, "x/" * 2000, "*a" * 60, "${", "${}", "${A", "${A.B.C}", "${!A}", "&{A}",
    "{{resolve:ssm:/a}}", "{{resolve:secretsmanager:a:SecretString:b}}", "{{resolve:", "{0.__class__}",
    "%s", "{", "}", "\0", "\x1b[31m", "\u202e", "\ud800", "\ufeff", "\r\n", "::stop-commands::x", "##[error]",
    "arn:aws:s3:::b/*", "arn:aws:iam::aws:policy/AdministratorAccess", "arn:::::", ":" * 50,
    "0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.0/8", "aws:kms", "AES256", "rate(1 day)", "cron(* *)",
    "AWS::Region", "AWS::NoValue", "AWS::AccountId", "AWS::S3::Bucket", "Custom::X", "A", "B", "C",
    "Fn::Transform", "Outputs.A", "2012-10-17", "2024-02-30", "Allow", "s3:*", "한글", "é\u0301",
    '{"Statement": [{"Effect": "Allow", "Action": "*"}]}', "{", '{"a":1,"a":2}', "[" * 300,
)  # fmt: skip
NUMBERS = (0, 1, -1, 2, 22, 3389, 65535, 65536, 10**9, 10**40, -(10**40), 0.5, 1e308, -0.0)
SCALARS: tuple[Json, ...] = (None, True, False, *NUMBERS, *TEXTS)


def scalar(random: Random) -> Json:
    """A value that is no container."""
    return random.choice(SCALARS)


def text(random: Random) -> str:
    """A string."""
    return random.choice(TEXTS)


def tree(random: Random, depth: int = 2) -> Json:
    """A small tree of odd values."""
    if depth == 0 or random.random() < 0.5:
        return scalar(random)
    size = random.randrange(4)
    if random.random() < 0.5:
        return [tree(random, depth - 1) for _ in range(size)]
    return {text(random): tree(random, depth - 1) for _ in range(size)}


def routes(node: Json, here: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    """Every place in a tree, its top included; a shared part counts wherever it is."""
    found = [here]
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for step, item in items:
        if len(here) < 30:
            found.extend(routes(item, (*here, step)))
    return found


def at(node: Json, route: tuple[Step, ...]) -> Json:
    """The value at a place."""
    for step in route:
        node = node[step]
    return node


def put(top: Json, route: tuple[Step, ...], value: Json) -> Json:
    """The tree with another value at a place; the tree itself may be changed."""
    if not route:
        return value
    at(top, route[:-1])[route[-1]] = value
    return top


Change = Callable[[Random, Json], Json]
"""From a value to what is to stand in its place."""


def _deep(random: Random, value: Json) -> Json:
    for _ in range(random.choice((1, 5, 40, 150, 250))):
        value = [value] if random.random() < 0.5 else {"a": value}
    return value


def _many(random: Random, value: Json) -> Json:
    return [copy.deepcopy(value) for _ in range(random.choice((0, 1, 2, 50)))]


def _renamed(random: Random, value: Json) -> Json:
    if not isinstance(value, dict) or not value:
        return value
    old = random.choice(list(value))
    return {text(random) if key == old else key: item for key, item in value.items()}


def _without(random: Random, value: Json) -> Json:
    if isinstance(value, dict) and value:
        gone = random.choice(list(value))
        return {key: item for key, item in value.items() if key != gone}
    return value[1:] if isinstance(value, list) else value


def _single(_: Random, value: Json) -> Json:
    return value[0] if isinstance(value, list) and value else [value]


CHANGES: tuple[Change, ...] = (
    lambda random, _: scalar(random),
    lambda random, _: tree(random),
    _deep,
    _many,
    _renamed,
    _without,
    _single,
    lambda _, value: str(value) if not isinstance(value, dict | list) else value,
)


def changed(
    random: Random, top: Json, changes: tuple[Change, ...] = CHANGES, most: int = 4
) -> Json:
    """A tree with a few places changed; what was given stays as it is."""
    top = copy.deepcopy(top)
    for _ in range(random.randrange(most + 1)):
        route = random.choice(routes(top))
        top = put(top, route, random.choice(changes)(random, at(top, route)))
    return top
