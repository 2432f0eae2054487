"""What a YAML scalar or tag means to CloudFormation, whatever YAML 1.1 says.

YAML 1.1 would make a date of ``2012-10-17``, 1,342 of ``22:22`` and a boolean of a
condition called ``On``. (AWS CloudFormation User Guide, "CloudFormation template formats".)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from synthgate.template.document import RAIN

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_STARTS = frozenset({"", *"+-.0123456789", *(word[:1] for word in _WORDS)})
"""How numbers and those words begin."""
PLAIN = "plain"
"""The tag of a scalar that is written without quotes and without a tag."""
_STANDARD = "tag:yaml.org,2002:"
_BOOLEANS_OF_1_1 = frozenset("yYnN")
"""What the type repository of YAML 1.1 has for booleans, and PyYAML has not."""
_OCTAL_OF_1_2 = re.compile(r"0o[0-7]+\Z")
_RESOLVER: Any = yaml.resolver.Resolver()
"""What PyYAML makes of plain scalars."""


def scalar(node: yaml.ScalarNode) -> Any:
    """What a scalar means, by its tag and its letters."""
    return plain_scalar(node.value) if node.tag == PLAIN else node.value


def plain_scalar(text: str) -> Any:
    """What a scalar means that is written without quotes and without a tag."""
    if text[:1] not in _STARTS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _NUMBER.match(text):
        return float(text)
    return text


def needs_quotes(text: str) -> bool:
    """Whether some reader takes a text without quotes for something else: ``ON``, ``0E0``.

    Whoever reads it: this program, YAML 1.2, PyYAML, and YAML 1.1, by which CloudFormation makes a
    boolean of ``ON`` and ``y`` (aws/aws-cdk issue 875, aws/aws-cli issues 5245 and 7805).
    """
    return (
        plain_scalar(text) != text
        or text in _BOOLEANS_OF_1_1
        or bool(_OCTAL_OF_1_2.match(text))
        or _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) != f"{_STANDARD}str"
    )


def tagged(tag: str, value: Any) -> Any:
    """A value under its tag: ``!Sub x`` is ``{"Fn::Sub": "x"}``."""
    if not tag.startswith("!") or tag == "!":
        read = _STANDARD_TAGS.get(tag.removeprefix(_STANDARD))
        return read(value) if read and isinstance(value, str) else value
    if tag == "!GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {long_name(tag): value}


def tag_levels(tag: str) -> int:
    """How many levels a tag puts around a value."""
    return 1 if tag.startswith("!") and tag != "!" else 0


def long_name(tag: str) -> str:
    """``!If`` is ``Fn::If``; ``!Ref``, ``!Condition`` and what Rain reads have no prefix."""
    name = tag[1:]
    return name if name in {"Ref", "Condition"} or name.startswith(RAIN) else f"Fn::{name}"


def _number(text: str) -> Any:
    return int(text) if _INTEGER.match(text) else text


_STANDARD_TAGS: dict[str, Callable[[str], Any]] = {
    "int": _number,
    "float": lambda text: float(text) if _NUMBER.match(text) else text,
    "bool": lambda text: _WORDS.get(text, text),
    "null": lambda _: None,
}
