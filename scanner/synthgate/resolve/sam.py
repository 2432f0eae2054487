"""`AWS::Serverless-2016-10-31`, expanded by AWS's own translator (the extra ``sam``).

What the translator makes leads back to the resource that a person wrote.
"""

# pyright: reportMissingTypeStubs=false
# (aws-sam-translator has annotations and no py.typed marker)

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from itertools import chain
from typing import Any

from synthgate.clock import within
from synthgate.guard import Guard, described
from synthgate.model import Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, Template

TRANSFORM = "AWS::Serverless-2016-10-31"
NESTED = "AWS::Serverless::Application"
"""Fetched from the Serverless Application Repository, which needs the network: left as it is."""

_LOCAL_FILES = ("CodeUri", "ContentUri", "DefinitionUri", "ImageUri", "SchemaUri")
_PACKAGED = "s3://packaged/later"
"""Stands for a local path, as `sam package` would put an address there."""

SECONDS = 20.0
"""How long the translator may take over one template: the last guard, see `clock`."""
MOST_VALUES = 200_000
MOST_LETTERS = 20_000_000
"""How much the translator is given: a template of 1 MB, CloudFormation's limit, is far below."""
LONGEST = 1000
"""How many characters of what the translator says a problem quotes."""


def is_serverless(template: Template) -> bool:
    """Whether a template declares the transform."""
    declared = template.data.get("Transform")
    return TRANSFORM in (declared if is_list(declared) else [declared])


def expanded(template: Template, parameters: Mapping[str, Any]) -> tuple[Template, list[Problem]]:
    """The template as CloudFormation will get it, or as it is with the reason why.

    Raises:
        OutOfTimeError: the translator took longer than anything sane.
    """
    if find_spec("samtranslator") is None:
        return template, [_problem(template, _NOT_INSTALLED)]
    if _is_too_much(template.data, parameters):
        return template, [_problem(template, _TOO_MUCH, ProblemCode.LIMIT)]
    problems: list[Problem] = []
    # The translator trusts the shape of its input in places; what it stumbles over is said.
    with Guard(problems, lambda error: _refused(template, error)), within(SECONDS):
        data = _translated(template.data, parameters)
        return replace(template, data=data, aliases=_origins(data, template)), []
    return template, problems


def _is_too_much(data: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    """Whether the translator would copy, or write into texts, more than any template holds.

    A value that aliases share counts wherever it is, as the translator will go there.
    """
    longest = max((len(str(value)) for value in parameters.values()), default=0)
    values, letters, ahead = 0, 0, [iter((data,))]
    while ahead:
        for value in ahead[-1]:
            values += 1
            if isinstance(value, str):
                letters += len(value) + longest * value.count("${")
            elif is_mapping(value):
                letters += sum(map(len, value))
                ahead.append(iter(value.values()))
                break
            elif is_list(value):
                ahead.append(iter(value))
                break
        else:
            ahead.pop()
        if values > MOST_VALUES or letters > MOST_LETTERS:
            return True
    return False


def _refused(template: Template, error: BaseException) -> Problem:
    from samtranslator.model.exceptions import (  # noqa: PLC0415 - it brings boto3 along
        InvalidDocumentException,
    )

    reason = described(error)
    if isinstance(error, InvalidDocumentException):
        reason = "; ".join(str(cause.message) for cause in error.causes) or str(error.message)
    return _problem(template, _REFUSED.format(reason=_cut(reason)))


def _cut(text: str) -> str:
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def _translated(data: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    from synthgate.resolve.translator import translated  # noqa: PLC0415 - of SAM alone

    fragment = copy.deepcopy(dict(data))
    resources = fragment["Resources"]
    kept = {name: body for name, body in resources.items() if _is_kept(body)}
    fragment["Resources"] = {
        name: _packaged(body) for name, body in resources.items() if name not in kept
    }
    made = translated(fragment, parameters)
    made["Resources"].update(kept)
    return _plain(made)


def _plain(value: Any) -> Any:
    """What the translator made, as the plain data that a template is read as.

    Raises:
        TypeError: it holds something else, or a key that is no text.
    """
    if is_mapping(value):
        if not _are_texts(value):
            raise TypeError(_NOT_PLAIN)
        return {key: _plain(item) for key, item in value.items()}
    if is_list(value):
        return [_plain(item) for item in value]
    if not isinstance(value, str | int | float | None):
        raise TypeError(_NOT_PLAIN)
    return value


def _are_texts(keys: Iterable[object]) -> bool:
    return all(isinstance(key, str) for key in keys)


_NOT_PLAIN = "the translator made what no template can hold"


def _is_kept(body: object) -> bool:
    return is_mapping(body) and body.get("Type") == NESTED


def _packaged(body: Any) -> Any:
    """A resource whose local files are where `sam package` would have put them."""
    properties = body.get("Properties") if is_mapping(body) else None
    if is_mapping(properties) and str(body.get("Type", "")).startswith("AWS::Serverless::"):
        for name in _LOCAL_FILES:
            value = properties.get(name)
            if isinstance(value, str) and not value.startswith("s3://"):
                properties[name] = _PACKAGED
    return body


def _origins(data: Mapping[str, Any], template: Template) -> dict[Route, Route]:
    """Of each resource that was made: the one that a person wrote."""
    written = template.resources
    lengths = sorted({len(name) for name in written}, reverse=True)
    aliases: dict[Route, Route] = {}
    for name, body in data["Resources"].items():
        # As the translator notes it; else by its name, which begins with that of its origin.
        starts = (name[:length] for length in lengths if length <= len(name))
        origins = chain([_noted(body)], starts)
        origin = next((one for one in origins if one in written), None)
        if origin is not None and name not in written:
            aliases["Resources", name] = ("Resources", origin)
            aliases.update(_policies(name, body, origin, written[origin]))
    return aliases


def _policies(
    name: str, role: object, origin: str, function: Mapping[str, Any]
) -> Iterator[tuple[Route, Route]]:
    """Of each managed policy that a role was given by its name or ARN: where that is written."""
    policies = [one for one in _listed(function, "Policies") if isinstance(one[1], str)]
    for place, arn in _listed(role, "ManagedPolicyArns"):
        for route, policy in policies:
            if isinstance(arn, str) and (arn == policy or arn.endswith(f"/{policy}")):
                yield ("Resources", name, *place), ("Resources", origin, *route)


def _listed(body: object, key: str) -> list[tuple[Route, Any]]:
    """The items of a property, or the one that it has in their place."""
    properties = body.get("Properties") if is_mapping(body) else None
    value = properties.get(key) if is_mapping(properties) else None
    at: Route = ("Properties", key)
    return [((*at, i), one) for i, one in enumerate(value)] if is_list(value) else [(at, value)]


def _noted(body: object) -> str | None:
    """The resource that one comes from, as the translator notes it."""
    metadata = body.get("Metadata") if is_mapping(body) else None
    noted = metadata.get("SamResourceId") if is_mapping(metadata) else None
    return noted if isinstance(noted, str) else None


def _problem(
    template: Template, message: Text, code: ProblemCode = ProblemCode.SAM_NOT_EXPANDED
) -> Problem:
    return Problem(code, message, template.path, template.locate(("Transform",)).start)


_NOT_INSTALLED = Message(
    "the SAM transform was not expanded, so the roles, APIs and tables that it makes were not "
    "checked: pip install 'synthgate[sam]'"
)
_REFUSED = Message(
    "the SAM transform refuses this template, so what it would make was not checked: {reason}"
)
_TOO_MUCH = Message(
    "the SAM transform was not expanded, for this is more than {values:,} values or "
    "{most:,} letters: split the template"
).format(values=MOST_VALUES, most=MOST_LETTERS)
