"""What a manifest says of one stack, and what templates and asset manifests note of files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthgate.records import dataclass
from synthgate.resolve.placement import Placement
from synthgate.template.data import is_mapping

if TYPE_CHECKING:
    from synthgate.sources.constructs import Constructs

_ENVIRONMENT = re.compile(r"aws://(?P<account>\d{12}|[^/]+)/(?P<region>[a-z0-9-]+)\Z")


@dataclass(frozen=True, slots=True)
class StackArtifact:
    """A stack of the manifest."""

    folder: Path
    id: str
    properties: Mapping[str, Any]
    placement: Placement
    stage: str | None
    constructs: Constructs
    metadata_file: Path
    """Where its metadata stands: beside the manifest, or in it."""

    @property
    def manifest(self) -> Path:
        """Where the stack is named."""
        return self.folder / "manifest.json"

    @property
    def name(self) -> str:
        """What CloudFormation calls the stack."""
        return text_or(self.properties.get("stackName"), self.id)


def text_or(value: object, otherwise: str) -> str:
    """A value that should be text and not empty; where it is not, what counts without it."""
    return value if isinstance(value, str) and value else otherwise


def placement_of(
    artifact: Mapping[str, Any], properties: Mapping[str, Any], artifact_id: str
) -> Placement:
    """What the manifest says of a stack; an account that is not known yet has no digits."""
    match = _ENVIRONMENT.match(str(artifact.get("environment", "")))
    account = match["account"] if match else ""
    region = match["region"] if match else ""
    tags = properties.get("tags")
    return Placement(
        account if account.isdigit() else None,
        region if region and region != "unknown-region" else None,
        text_or(properties.get("stackName"), artifact_id),
        tags=tags if is_mapping(tags) else {},
        termination_protection=properties.get("terminationProtection") is True,
    )


def source_path(asset: object) -> str | None:
    """The file of an entry of an asset manifest (`*.assets.json`)."""
    source = asset.get("source") if is_mapping(asset) else None
    path = source.get("path") if is_mapping(source) else None
    return path if isinstance(path, str) else None


def noted_path(body: Mapping[str, Any]) -> str | None:
    """The path that the CDK CLI has CDK write into the resource itself."""
    metadata = body.get("Metadata")
    path = metadata.get("aws:cdk:path") if is_mapping(metadata) else None
    return f"/{path}" if isinstance(path, str) else None
