"""Which folders the CDK asks about: a whole assembly, or the stages that have the plugin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import orjson
from aws_cdk import App, IPolicyValidationContext

from synthgate.sources.manifest import NESTED_ASSEMBLY, STACK

MANIFEST = "manifest.json"


def assemblies_of(context: IPolicyValidationContext) -> list[Path]:
    """The outermost assemblies of which the CDK asks about every stack.

    Nested stacks are not among the templates that it names, so that whole assemblies are scanned,
    by their manifests. A plugin of the app is asked about all, one of a stage about that alone.
    """
    asked = {Path(path).resolve() for path in context.template_paths}
    return [*_whole(Path(cast("App", context.app_construct).outdir).resolve(), asked)]


def _whole(folder: Path, asked: set[Path]) -> Iterator[Path]:
    """The folder, or those below it, of which nothing is left out."""
    if asked.issuperset(_templates(folder)):
        yield folder
        return
    for nested in _nested(folder):
        yield from _whole(nested, asked)


def _templates(folder: Path) -> Iterator[Path]:
    """The templates of the stacks of an assembly, those of its stages included."""
    for properties in _artifacts(folder, STACK):
        yield (folder / str(properties.get("templateFile"))).resolve()
    for nested in _nested(folder):
        yield from _templates(nested)


def _nested(folder: Path) -> Iterator[Path]:
    for properties in _artifacts(folder, NESTED_ASSEMBLY):
        yield folder / str(properties.get("directoryName"))


def _artifacts(folder: Path, kind: str) -> Iterator[Mapping[str, Any]]:
    """The properties of what a manifest has of some kind; the CDK has just written it."""
    manifest = orjson.loads((folder / MANIFEST).read_bytes())
    for artifact in manifest["artifacts"].values():
        if artifact["type"] == kind:
            yield artifact["properties"]
