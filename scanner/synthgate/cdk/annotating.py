"""The aspect that writes what synthgate finds on the constructs themselves."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

import jsii
from aws_cdk import IAspect
from constructs import IConstruct, IValidation

from synthgate.cdk.wishes import Wishes


@jsii.implements(IAspect)
class SynthgateAspect(Wishes):
    """Annotates constructs with findings: an error where it closes the gate, else a warning.

        Aspects.of(stage_or_app).add(SynthgateAspect())

    An aspect runs before there is any template. So this one has the CDK ask it once more, when all
    aspects have been applied and references are resolved, and scans then what will be written: the
    whole of each stack, with nested stacks and the other stacks of the stage in view, suppressions,
    waivers and baseline included.

    What it cannot see: stacks of other stages (each stage has an aspect of its own, for the CDK
    applies none across), assets, and what has not been looked up yet. What rules say of the app as
    a whole is not annotated, for the whole is not there. With ``app.synth(skip_validation=True)``
    nothing is annotated. The CDK CLI stops at errors; ``python app.py`` alone does not: the gate is
    that of `SynthgateValidator`. What keeps a stage from being scanned whole fails its synthesis.
    """

    @cached_property
    def _scopes(self) -> list[str]:
        """The paths of the constructs that will be validated."""
        return []

    def visit(self, node: IConstruct) -> None:
        """Have the outermost construct that is visited validated; what is below goes with it."""
        path = node.node.path
        if any(_is_in(path, scope) for scope in self._scopes):
            return
        self._scopes.append(path)
        node.node.add_validation(cast("Any", _Scope(self, node, path)))


@jsii.implements(IValidation)
class _Scope:
    """A construct with all that is in it, to be scanned when the CDK validates."""

    def __init__(self, wishes: Wishes, node: IConstruct, path: str) -> None:
        self._wishes, self._node, self._path = wishes, node, path

    def validate(self) -> list[str]:
        """Annotate, and say what the CDK shall fail for: that not everything could be scanned."""
        from synthgate.cdk.noting import annotate  # noqa: PLC0415 - heavy, asked only now

        return annotate(self._node, self._path, self._wishes)


def _is_in(path: str, scope: str) -> bool:
    return not scope or f"{path}/".startswith(f"{scope}/")
