"""The assembly of a stage before the CDK writes it: into a folder of its own, to be looked at.

At validation (`Node.add_validation`), aspects have been applied and references between stacks are
resolved, but nothing is written (aws-cdk-lib, `core/lib/private/synthesis.ts`). A synthesizer then
writes the very template that it will write a moment later, for whoever asks it to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import jsii
from aws_cdk import CfnElement, ISynthesisSession, Stack, StackSynthesizer, Stage
from aws_cdk.cx_api import CloudAssemblyBuilder
from constructs import IConstruct

from synthgate.records import dataclass
from synthgate.sources.acknowledged import ACKNOWLEDGED
from synthgate.sources.manifest import NEWEST_SCHEMA, STACK

_KEPT = (ACKNOWLEDGED, "aws:cdk:creationStack")
"""What a scan reads of the metadata of a construct, besides its id and its template."""
Constructs = Mapping[str, IConstruct]
"""By their paths."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """An assembly that was written, its constructs, and the stacks that could not be.

    `stacks` are the paths of stacks by their templates.
    """

    folder: Path
    constructs: Constructs
    stacks: Mapping[str, str]
    unwritten: Sequence[str]


def rehearse(stage: IConstruct, root: Path) -> Rehearsal:
    """Write what the stacks of a stage come to, not those of the stages in it, below a folder.

    It is called as it will be: a scan has the name of the stage from that.
    """
    outdir = Path(cast("Stage", stage).outdir)
    folder = root / outdir.name
    folder.mkdir(parents=True)
    constructs = _constructs(stage)
    stacks = {path: it for path, it in constructs.items() if isinstance(it, Stack)}
    session = _Session(str(folder))
    unwritten = [path for path, stack in stacks.items() if not _write(stack, session)]
    artifacts = {
        stack.artifact_id: _artifact(path, stack, constructs, stacks)
        for path, stack in stacks.items()
        if stack.nested_stack_resource is None and path not in unwritten
    }
    version = {"version": f"{NEWEST_SCHEMA}.0.0"}
    (folder / "cdk.out").write_text(json.dumps(version), "utf-8")
    (folder / "manifest.json").write_text(json.dumps({**version, "artifacts": artifacts}), "utf-8")
    templates = {stack.template_file: path for path, stack in stacks.items()}
    return Rehearsal(folder, constructs, templates, unwritten)


def _constructs(stage: IConstruct) -> dict[str, IConstruct]:
    """All that is in a stage; what is in a stage below it is synthesized by itself."""
    every = {construct.node.path: construct for construct in stage.node.find_all()}
    own = next(iter(every))
    below = [f"{path}/" for path, it in every.items() if isinstance(it, Stage) and path != own]
    return {path: it for path, it in every.items() if not f"{path}/".startswith(tuple(below))}


@jsii.implements(ISynthesisSession)
class _Session:
    """What a synthesizer needs to write a template."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._assembly = CloudAssemblyBuilder(folder)

    @property
    def assembly(self) -> CloudAssemblyBuilder:
        """Where it goes."""
        return self._assembly

    @property
    def outdir(self) -> str:
        """The folder of that."""
        return self._folder

    @property
    def validate_on_synth(self) -> bool | None:
        """Nothing is validated here."""
        return False


def _write(stack: Stack, session: _Session) -> bool:
    """Write a template; False where the synthesizer is none of the CDK's, and cannot be asked."""
    synthesizer = stack.synthesizer
    if not isinstance(synthesizer, StackSynthesizer):
        return False
    synthesizer._synthesize_template(cast("ISynthesisSession", session))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - protected, and what every synthesizer calls
    return True


def _artifact(
    path: str, stack: Stack, constructs: Constructs, stacks: Mapping[str, Stack]
) -> dict[str, Any]:
    """What a manifest says of a stack, as far as a scan reads it."""
    properties = {
        "templateFile": stack.template_file,
        "stackName": stack.stack_name,
        "tags": stack.tags.tag_values(),
        "terminationProtection": stack.termination_protection or False,
    }
    metadata = {
        f"/{below}": [*_entries(construct, stacks.get(below), stacks[_owner(below, stacks)])]
        for below, construct in constructs.items()
        if f"{below}/".startswith(f"{path}/") and _holder(below, stacks) == path
    }
    return {
        "type": STACK,
        "environment": stack.environment,
        "properties": properties,
        "metadata": {name: entries for name, entries in metadata.items() if entries},
        "displayName": path,
    }


def _entries(
    construct: IConstruct, as_stack: Stack | None, owner: Stack
) -> Iterator[dict[str, Any]]:
    """The metadata of a construct."""
    for one in construct.node.metadata:
        if one.type in _KEPT:
            yield {"type": one.type, "data": one.data, "trace": one.trace}
    if as_stack is not None:
        yield {"type": "aws:cdk:templateFile", "data": as_stack.template_file}
    if isinstance(construct, CfnElement):
        yield {"type": "aws:cdk:logicalId", "data": owner.resolve(construct.logical_id)}


def _owner(path: str, stacks: Mapping[str, Stack]) -> str:
    """The innermost stack that a construct is in."""
    while path not in stacks:
        path = path.rpartition("/")[0]
    return path


def _holder(path: str, stacks: Mapping[str, Stack]) -> str:
    """The innermost stack that a construct is in and that is nested in none."""
    owner = _owner(path, stacks)
    while stacks[owner].nested_stack_resource is not None:
        owner = _owner(owner.rpartition("/")[0], stacks)
    return owner
