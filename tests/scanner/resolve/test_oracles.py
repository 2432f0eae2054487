"""Other engines' view of the same templates: moto, and AWS's own cloudformation-validate.

Both are installed in few places, and are skipped elsewhere. What differs is decided by the
AWS documentation; a difference that is not ours is named in `agrees`.
"""

from __future__ import annotations

import base64
import copy
import os
from pathlib import Path
from typing import Any

import pytest

from synthgate.errors import TemplateError
from synthgate.resolve.placement import Placement
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import Partial, Reference, Unknown, scalar_text
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Template
from synthgate.template.read import read_template

CORPUS = (
    Path(os.environ.get("SYNTHGATE_CORPUS", Path(__file__).parents[4] / "shared" / "corpus"))
    / "aws-samples"
)
FILES = sorted(
    path for path in CORPUS.rglob("*") if path.suffix in {".json", ".yaml", ".yml", ".template"}
)
HERE = Placement("123456789012", "us-east-1", "stack")
OPEN = "\0"
"""Stands for what only the deployment knows."""

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(not FILES, reason="the corpus is not here"),
]


def template_of(path: Path) -> Template | None:
    try:
        return read_template(path.name, path.read_bytes())
    except TemplateError:
        return None


def shown(value: Any) -> Any:
    """A resolved value as moto would have it, with names in place of what AWS makes up."""
    match value:
        case Reference(logical_id, attribute):
            return f"<{logical_id}.{attribute}>" if attribute else f"<{logical_id}>"
        case Unknown():
            return OPEN
        case Partial(parts):
            pieces = [shown(part) for part in parts]
            return OPEN if OPEN in pieces else "".join(pieces)
        case _ if is_mapping(value):
            return {key: shown(item) for key, item in value.items()}
        case _ if is_list(value):
            return [shown(item) for item in value]
        case _:
            return value


def differences(ours: Any, theirs: Any, at: str = "") -> list[str]:
    """The places where two known values are not the same."""
    if OPEN in (ours, theirs) or agrees(ours, theirs):
        return []
    if is_mapping(ours) and is_mapping(theirs):
        # What a condition leaves out is still an open choice to cloudformation-validate.
        odd = {key for key in set(ours) ^ set(theirs) if theirs.get(key) != OPEN}
        found = [f"{at}: keys {odd}"] if odd else []
        for key in set(ours) & set(theirs):
            found += differences(ours[key], theirs[key], f"{at}.{key}")
        return found
    if is_list(ours) and is_list(theirs) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        return [line for n, pair in pairs for line in differences(*pair, f"{at}[{n}]")]
    return [f"{at}: {ours!r} != {theirs!r}"]


def agrees(ours: Any, theirs: Any) -> bool:
    """The same text, or a difference that is meant."""
    if is_mapping(ours) or is_list(ours) or is_mapping(theirs) or is_list(theirs):
        # moto does not split the default of a list parameter ("Parameters": it is split).
        return (
            is_list(ours)
            and isinstance(theirs, str)
            and ([item.strip() for item in theirs.split(",")] == ours)
        )
    one, other = scalar_text(ours), scalar_text(theirs)
    # `Fn::Base64` is the text itself here: a rule asks what user data says.
    return one.lower() == other.lower() or other == base64.b64encode(one.encode()).decode()


def without_null(value: Any) -> Any:
    """What moto leaves in a list for AWS::NoValue, which takes the item away ("Fn::If")."""
    if is_list(value):
        return [without_null(item) for item in value if item is not None]
    if is_mapping(value):
        return {key: without_null(item) for key, item in value.items()}
    return value


class Fake:
    """A resource that moto need not create."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.physical_resource_id = f"<{name}>"

    def get_cfn_attribute(self, attribute: str) -> str:
        return f"<{self.name}.{attribute}>"


NOT_MOTO_S = (
    "Fn::Transform", "Fn::GetAZs", "Fn::Cidr", "Fn::Length", "Fn::ForEach", "Fn::ImportValue",
    "Rules", "{{resolve", "AWS::SSM::Parameter::Value", "AWS::Serverless",
)  # fmt: skip


def filled(template: Template) -> dict[str, str]:
    """A value for each parameter that has no default."""
    return {
        name: str((declared.get("AllowedValues") or ["1"])[0])
        for name, declared in template.section("Parameters").items()
        if declared.get("Default") is None
    }


def test_moto_agrees() -> None:
    """With every parameter given, and the names of resources made up alike."""
    parsing = pytest.importorskip("moto.cloudformation.parsing")
    compared, found = 0, []
    for path in FILES:
        template = template_of(path)
        if template is None or any(word in template.text for word in NOT_MOTO_S):
            continue
        given = filled(template)
        data = copy.deepcopy(dict(template.data))
        theirs = parsing.ResourceMap("id", "stack", given, {}, "us-east-1", HERE.account, data, {})
        theirs._parsed_resources.update({name: Fake(name) for name in template.resources})
        theirs._parsed_resources.update(data.get("Mappings", {}))
        try:
            theirs.load_parameters()
            theirs.load_conditions()
        except Exception:  # noqa: BLE001, S112 - what moto cannot read is no oracle
            continue
        resolver = Resolver(template, HERE, given)
        for logical_id, body in template.resources.items():
            properties = body.get("Properties")
            if not is_mapping(properties) or resolver.exists(logical_id) is not True:
                continue
            try:
                clean = parsing.clean_json(copy.deepcopy(properties), theirs)
            except Exception:  # noqa: BLE001, S112
                continue
            compared += 1
            ours = shown(resolver.resource(logical_id).properties)
            found += [
                f"{path.name}:{logical_id}{d}" for d in differences(ours, without_null(clean))
            ]
    assert not found, "\n".join(found[:40])
    assert compared > 300


def concrete(value: Any) -> Any:
    """A `ResolvedValue` of cloudformation-validate as plain data."""
    if value.is_map():
        return {entry.key: concrete(entry.value) for entry in value.entries}
    if value.is_list_value():
        return [concrete(item) for item in value.items]
    return json_value(value.value) if value.is_concrete() else OPEN


def json_value(value: Any) -> Any:
    if value.is_null():
        return None
    if value.is_object():
        return {key: json_value(item) for key, item in value.entries.items()}
    return [json_value(item) for item in value.items] if value.is_array() else value.value


def test_cloudformation_validate_agrees() -> None:
    """Where both know a value with parameters at their defaults, or whatever they are."""
    library = pytest.importorskip("cloudformation_validate")
    compared, found = 0, []
    for path in FILES:
        template = template_of(path)
        if template is None or "AWS::Serverless" in template.text:
            continue
        try:
            model = library.TemplateModel(str(path)).resources()
        except Exception:  # noqa: BLE001, S112
            continue
        resolver = Resolver(template)
        for logical_id in template.resources:
            if logical_id not in model or resolver.exists(logical_id) is not True:
                continue
            ours = shown(resolver.resource(logical_id).properties)
            theirs = {key: concrete(item) for key, item in model[logical_id].properties.items()}
            compared += 1
            found += [f"{path.name}:{logical_id}{d}" for d in differences(ours, theirs)]
    assert not found, f"{len(found)} of {compared}\n" + "\n".join(found[:40])
    assert compared > 300
