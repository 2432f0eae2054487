"""The aspect that writes a suppression into the metadata of templates, at synthesis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import jsii
from aws_cdk import Aspects, CfnResource, IAspect, Stack, Stage
from constructs import IConstruct

_KEY = "synthgate"
_LIST = "suppress"
_APP = "App"
"""What an app is called, whose path is empty."""


def attach(construct: IConstruct, entry: Mapping[str, str]) -> None:
    """Have an entry written on all below a construct.

    A stage is synthesized by itself, so that no aspect from above reaches it (aws-cdk-lib,
    `core/lib/private/synthesis.ts`): each that is there gets its own.
    """
    aspect = _Suppression({**entry, "construct": construct.node.path or _APP})
    for root in (construct, *_stages_below(construct)):
        Aspects.of(root).add(cast("Any", aspect))


def _stages_below(construct: IConstruct) -> Iterator[IConstruct]:
    path = construct.node.path
    for node in construct.node.find_all():
        if Stage.is_stage(node) and node.node.path != path:
            yield node


@jsii.implements(IAspect)
class _Suppression:
    """Writes one entry wherever it is not written yet; what else is there stays."""

    def __init__(self, entry: dict[str, str]) -> None:
        self._entry = entry

    def visit(self, node: IConstruct) -> None:
        """Write it on a resource, or on the template of a stack."""
        if CfnResource.is_cfn_resource(node):
            resource = cast("CfnResource", node)
            resource.add_metadata(_KEY, self._with_entry(resource.get_metadata(_KEY)))
        elif Stack.is_stack(node):
            stack = cast("Stack", node)
            metadata: dict[str, Any] = {**(stack.template_options.metadata or {})}
            metadata[_KEY] = self._with_entry(metadata.get(_KEY))
            stack.template_options.metadata = metadata

    def _with_entry(self, before: Any) -> dict[str, Any]:
        metadata: dict[str, Any] = {**before} if isinstance(before, Mapping) else {}
        entries: list[Any] = [*metadata.get(_LIST, ())]
        if self._entry not in entries:
            entries.append(self._entry)
        return {**metadata, _LIST: entries}
