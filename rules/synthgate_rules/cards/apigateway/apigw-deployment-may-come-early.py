"""Deployments that CloudFormation may make before the API has a method to deploy."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import ABSENT, Message, Place, Resource, View, causes_of, compile_path
from synthgate_rules.cards.cloudformation.order import waits_for

_API = compile_path("$.Properties.RestApiId")
_EARLY = Message("it may come before every method of its API: {methods}")


def may_be_early(resource: Resource, view: View) -> Iterator[Place]:
    """The deployment that waits for no method of its API, though the stack makes some."""
    for match in _API.find(resource.body):
        for api, there in view.targets(match.value, ["AWS::ApiGateway::RestApi"]):
            if api.is_whole or api.resolver is not view.resolver or _has_methods(api.resource):
                continue
            methods = [
                (one.resource.logical_id, meant)
                for one, meant in api.referring(["AWS::ApiGateway::Method"], _API)
                if one.resolver is view.resolver
            ]
            if methods and not {name for name, _ in methods} & waits_for(view):
                causes = causes_of([there, *(meant for _, meant in methods)])
                names = ", ".join(name for name, _ in methods[:3])
                yield Place((), ABSENT, causes, _EARLY.format(methods=names))


def _has_methods(api: Resource) -> bool:
    """Whether the API brings its methods along, as a document of OpenAPI."""
    return any(key in api.properties for key in ("Body", "BodyS3Location", "CloneFrom"))
