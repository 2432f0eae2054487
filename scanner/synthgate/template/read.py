"""Bytes to a `Template`."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import replace
from enum import Enum
from typing import Any

from synthgate.errors import NotATemplateError, TemplateError
from synthgate.model import Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.template import json_text
from synthgate.template.data import is_mapping
from synthgate.template.document import LOOP, Template
from synthgate.template.fetched import unwrapped

MAX_BYTES = 32 * 1024 * 1024
"""More than thirty times what CloudFormation takes (1 MB; "CloudFormation quotas")."""

MAX_RESOURCES = 2_000
"""Four times what a stack may have ("CloudFormation quotas"); each costs its rules' time."""

_SIGNS = re.compile(
    rb"AWSTemplateFormatVersion|\bAWS::[A-Z][A-Za-z0-9]+::[A-Z]|AWS::Serverless-"
    rb"|\bType[\"']?[ \t]*:[ \t]*[\"']?[A-Za-z0-9]+::"
)
_BEFORE_A_KEY = rb"(?:[ \t]|(?:---|\?|[&!][^\s,\[\]{}]*+)[ \t])*+"
_RESOURCES = re.compile(
    rb"(?:^" + _BEFORE_A_KEY + rb"|[{,]\s*+" + _BEFORE_A_KEY + rb")[\"']?Resources[\"']?\s*+:",
    re.MULTILINE,
)
"""Every repetition keeps what it has taken, so that the search is linear in the text."""
_VERSION = "AWSTemplateFormatVersion"
_TRANSFORM = "Fn::Transform"
_SAYING = frozenset({_VERSION, "Transform", _TRANSFORM})
_TELLING = _SAYING | {"Resources"}
"""Keys that make a file mean to be a template: a macro may bring its `Resources` along."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def looks_like_template(content: bytes) -> bool:
    """Whether text that is not read yet means to be a CloudFormation template.

    A declared version is enough; a resource type needs a `Resources` section beside
    it, because tests, policies and documentation name resource types as well.
    """
    sample = _as_ascii_compatible(content)
    return b"AWSTemplateFormatVersion" in sample or bool(
        _SIGNS.search(sample) and _RESOURCES.search(sample)
    )


def _as_ascii_compatible(content: bytes) -> bytes:
    """Without a byte order mark and the padding of UTF-16, so that one pattern finds the words."""
    if content.startswith(_UTF_16):
        return content[2:].replace(b"\0", b"")
    if b"\0" in content[:4]:  # UTF-16 without a mark, or UTF-32
        return content.replace(b"\0", b"")
    return content.removeprefix(codecs.BOM_UTF8)


class Meaning(Enum):
    """What a file turns out to be that was parsed on no more than a suspicion."""

    TEMPLATE = "template"
    OTHER_RESOURCES = "other-resources"
    """There is something called `Resources`, and none of it has a type (ARM, texts, exports)."""
    OTHER = "other"


def meaning_of(path: str, content: bytes) -> Meaning:
    """Whether a file that nobody named is a template.

    It is if it says so by its version or transforms, or if some entry of `Resources` has a
    type, or is what types are made by: a loop or a macro.

    Raises:
        TemplateError: it is not text, or neither JSON nor YAML.
    """
    try:
        data, _ = _read_data(path, _decode(content))
    except NotATemplateError:
        return Meaning.OTHER
    if not is_mapping(data) or not _TELLING & data.keys():
        return Meaning.OTHER
    resources = data.get("Resources")
    made = is_mapping(resources) and any(map(_makes_resources, resources.items()))
    says_so = not _SAYING.isdisjoint(data)
    return Meaning.TEMPLATE if made or says_so else Meaning.OTHER_RESOURCES


def suspected(path: str, content: bytes) -> Meaning:
    """The same; text that is neither JSON nor YAML counts as a template, which is told of then."""
    try:
        return meaning_of(path, content)
    except TemplateError:
        return Meaning.TEMPLATE


def _makes_resources(entry: tuple[str, object]) -> bool:
    name, body = entry
    return _has_type(body) or name.startswith(LOOP) or name == _TRANSFORM


def read_template(path: str, content: bytes) -> Template:
    """Read one template, JSON or YAML, from its bytes.

    A resource that is none is a problem of the template; its siblings are read.

    Raises:
        NotATemplateError: it is JSON or YAML, and something else than a template.
        TemplateError: it is not text, or neither JSON nor YAML, or a broken template.
    """
    data, template = _read_data(path, _decode(content))
    digest = hashlib.sha256(content).hexdigest()
    template = replace(template, data=_with_resources(data), digest=digest)
    return replace(template, problems=(*template.problems, *malformed(template)))


def _decode(content: bytes) -> str:
    packed = next((name for mark, name in _PACKED.items() if content.startswith(mark)), None)
    if packed:
        raise TemplateError(_UNPACK.format(name=packed))
    if len(content) > MAX_BYTES:
        raise TemplateError(
            Message("larger than {size} MiB; CloudFormation takes 1 MB: split the stack").format(
                size=MAX_BYTES // 2**20
            )
        )
    if content.startswith(_UTF_16):
        raise TemplateError(Message("UTF-16 text: save the file as UTF-8"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(
            Message("not UTF-8 text (byte {byte}): save a template as UTF-8 JSON or YAML").format(
                byte=error.start
            )
        ) from error
    if not text.strip():
        raise TemplateError(_EMPTY)
    if "\0" in text:
        raise TemplateError(Message("a binary file: a template is JSON or YAML text"))
    return text


def _read_data(path: str, text: str) -> tuple[Any, Template]:
    """The data of a text, and a template without them; of an answer of CloudFormation, its own."""
    return unwrapped(*_parsed(path, text), _parsed)


def _parsed(path: str, text: str) -> tuple[Any, Template]:
    """JSON where the text is JSON; everything else is YAML, of which JSON is nearly a part."""
    if text.lstrip()[:1] not in {"{", "[", '"'}:
        return _read_yaml(path, text)
    content = text.encode()
    try:
        data = json_text.loads(content)
    except TemplateError as mistake:
        try:
            return _read_yaml(path, text)
        except TemplateError as error:
            written_as_json = path.endswith((".json", ".template"))
            raise (mistake if written_as_json else error) from None
    data = json_text.checked(data, content)
    return data, Template(path, text, {}, json_text.JsonLocator(text))


def _read_yaml(path: str, text: str) -> tuple[Any, Template]:
    from synthgate.template import yaml_text  # noqa: PLC0415 - JSON alone needs no PyYAML
    from synthgate.template.yaml_locator import YamlLocator  # noqa: PLC0415 - likewise

    try:
        root = yaml_text.compose(text)
    except yaml_text.SeveralDocumentsError as error:
        if {"Resources", _VERSION} & yaml_text.top_level_keys(text):
            raise
        raise NotATemplateError(error.text, error.position) from None
    if root is None:
        raise TemplateError(_EMPTY)
    data, problems = yaml_text.plain(root)
    return data, Template(
        path, text, {}, YamlLocator(root), tuple(replace(p, path=path) for p in problems)
    )


def _with_resources(data: object) -> dict[str, Any]:
    if not is_mapping(data):
        kind = _KINDS.get(type(data), Message("a single value"))
        raise NotATemplateError(
            Message("the top of a template is a mapping with 'Resources', not {kind}").format(
                kind=kind
            )
        )
    if not is_mapping(data.get("Resources")):
        means_to_be = not _TELLING.isdisjoint(data)
        raise (TemplateError if means_to_be else NotATemplateError)(
            Message("no mapping called 'Resources', which every CloudFormation template has")
        )
    if len(data["Resources"]) > MAX_RESOURCES:
        raise TemplateError(
            Message(
                "more than {most:,} resources; CloudFormation takes 500: split the stack"
            ).format(most=MAX_RESOURCES)
        )
    return data


def malformed(template: Template) -> list[Problem]:
    """A problem for each entry of `Resources` that is neither a resource nor a loop."""
    return [
        Problem(
            ProblemCode.RESOURCE_INVALID,
            _what_it_is(name).format(name=repr(name)[:80]),
            template.path,
            template.locate(("Resources", name)).start,
        )
        for name, body in template.section("Resources").items()
        if not _has_type(body) and not name.startswith(LOOP)
    ]


def _what_it_is(name: str) -> Message:
    return _MACRO if name == _TRANSFORM else _NO_RESOURCE


def _has_type(body: object) -> bool:
    return is_mapping(body) and isinstance(body.get("Type"), str)


_PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
"""How compressed files begin."""
_UNPACK = Message("a compressed file ({name}): unpack it and scan what is in it")
_EMPTY = Message("the file is empty: write the template again, or leave it out")
_NO_RESOURCE = Message(
    "{name} is no resource, for its 'Type' is missing or no string: not checked; "
    "give it a type, or take it out"
)
_MACRO = Message(
    "{name} is a macro that makes resources when CloudFormation runs it, so they were not checked: "
    "write them out, or scan the processed template (aws cloudformation get-template "
    "--template-stage Processed)"
)
_KINDS: dict[type, Text] = {list: Message("a list"), str: Message("a string")}
