"""`AWS::Serverless-2016-10-31`, expanded by AWS's own translator (the extra ``sam``).

What the translator makes leads back to the resource that a person wrote.
"""

# pyright: reportMissingTypeStubs=false
# (aws-sam-translator has annotations and no py.typed marker)

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from synthgate.model import Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, Template

TRANSFORM = "AWS::Serverless-2016-10-31"
NESTED = "AWS::Serverless::Application"
"""Fetched from the Serverless Application Repository, which needs the network: left as it is."""

_LOCAL_FILES = ("CodeUri", "ContentUri", "DefinitionUri", "ImageUri", "SchemaUri")
_PACKAGED = "s3://packaged/later"
"""Stands for a local path, as `sam package` would put an address there."""
_ANY_REGION = "us-east-1"


def is_serverless(template: Template) -> bool:
    """Whether a template declares the transform."""
    declared = template.data.get("Transform")
    return TRANSFORM in (declared if is_list(declared) else [declared])


def expanded(template: Template, parameters: Mapping[str, Any]) -> tuple[Template, list[Problem]]:
    """The template as CloudFormation will get it, or as it is with the reason why."""
    if find_spec("samtranslator") is None:
        return template, [_problem(template, _NOT_INSTALLED)]
    from samtranslator.model.exceptions import (  # noqa: PLC0415 - it brings boto3 along
        InvalidDocumentException,
    )

    try:
        data = _translated(template.data, parameters)
    except InvalidDocumentException as error:
        causes = "; ".join(cause.message for cause in error.causes)
        message = _REFUSED.format(reason=causes or error.message)
        return template, [_problem(template, message)]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        # The translator trusts the shape of its input in places; what it stumbles over is said.
        message = _REFUSED.format(reason=f"{type(error).__name__}: {error}")
        return template, [_problem(template, message)]
    return replace(template, data=data, aliases=_origins(data, template)), []


def _translated(data: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    from samtranslator.parser.parser import Parser  # noqa: PLC0415
    from samtranslator.sdk.parameter import SamParameterValues  # noqa: PLC0415
    from samtranslator.translator.translator import Translator  # noqa: PLC0415

    _prepare()
    # It says on standard error that nobody collects its metrics.
    logging.getLogger("samtranslator").addHandler(logging.NullHandler())
    fragment = copy.deepcopy(dict(data))
    resources = fragment["Resources"]
    kept = {name: body for name, body in resources.items() if body.get("Type") == NESTED}
    fragment["Resources"] = {
        name: _packaged(body) for name, body in resources.items() if name not in kept
    }
    values = SamParameterValues(dict(parameters))
    values.add_default_parameter_values(fragment)
    translator = Translator({}, Parser(), boto_session=_session())
    made = translator.translate(fragment, dict(values.parameter_values), passthrough_metadata=True)
    made["Resources"].update(kept)
    return made


@cache
def _prepare() -> None:
    """Have the translator check its own policy templates once, and not for every template.

    The plugin that does so keeps nothing between templates, and its check is a third of
    the time that a small template takes.
    """
    from samtranslator.translator import translator  # noqa: PLC0415

    make = translator.make_policy_template_for_function_plugin
    translator.make_policy_template_for_function_plugin = cache(make)


@cache
def _session() -> Any:
    """What the translator asks for the Region's partition; it opens no connection."""
    from boto3.session import Session  # noqa: PLC0415

    return Session(region_name=_ANY_REGION)


def _packaged(body: dict[str, Any]) -> dict[str, Any]:
    """A resource whose local files are where `sam package` would have put them."""
    properties = body.get("Properties")
    if str(body.get("Type", "")).startswith("AWS::Serverless::") and is_mapping(properties):
        for name in _LOCAL_FILES:
            value = properties.get(name)
            if isinstance(value, str) and not value.startswith("s3://"):
                properties[name] = _PACKAGED
    return body


def _origins(data: Mapping[str, Any], template: Template) -> dict[Route, Route]:
    """Of each resource that was made: the one that a person wrote."""
    aliases: dict[Route, Route] = {}
    for name, body in data["Resources"].items():
        origin = None if name in template.resources else _origin(name, body, template)
        if origin:
            aliases["Resources", name] = ("Resources", origin)
    return aliases


def _origin(name: str, body: object, template: Template) -> str | None:
    """As the translator notes it; else by its name, which begins with that of its origin."""
    metadata = body.get("Metadata") if is_mapping(body) else None
    noted = metadata.get("SamResourceId") if is_mapping(metadata) else None
    if noted in template.resources:
        return str(noted)
    return max((own for own in template.resources if name.startswith(own)), key=len, default=None)


def _problem(template: Template, message: Text) -> Problem:
    return Problem(
        ProblemCode.SAM_NOT_EXPANDED, message, template.path, template.locate(("Transform",)).start
    )


_NOT_INSTALLED = Text(
    "the SAM transform was not expanded, so the roles, APIs and tables that it makes were not "
    "checked: pip install 'synthgate[sam]'",
    "SAM 변환을 펼치지 못해 생성되는 역할, API, 테이블을 검사하지 않았습니다. "
    "pip install 'synthgate[sam]'을 실행하세요",
)
_REFUSED = Text(
    "the SAM transform refuses this template, so what it would make was not checked: {reason}",
    "SAM 변환이 이 템플릿을 거부하여 생성될 리소스를 검사하지 못했습니다: {reason}",
)
