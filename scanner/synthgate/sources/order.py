"""In which order the stacks of an assembly are deployed, as far as its manifests say.

`dependencies` of an artifact are the ids of others of the same manifest (aws-cdk-lib,
`cloud-assembly-schema`, "ArtifactManifest"); the CDK CLI deploys those first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from synthgate.sources.loaded import LoadedTemplate
from synthgate.template.data import is_list

_Artifact = tuple[Path, str]


class DeploymentOrder:
    """Notes what the manifests say of stacks, and tells it of their templates."""

    def __init__(self) -> None:
        self._ids: dict[_Artifact, str] = {}
        self._needs: dict[str, list[_Artifact]] = {}

    def note(
        self, folder: Path, artifact_id: str, artifact: Mapping[str, Any], read: str | None
    ) -> None:
        """Take in a stack of a manifest, by the id of its template; None where that is unread."""
        if read is None:
            return
        needs = artifact.get("dependencies")
        self._ids[folder, artifact_id] = read
        self._needs[read] = [
            (folder, one) for one in (needs if is_list(needs) else ()) if isinstance(one, str)
        ]

    def told(self, templates: Iterable[LoadedTemplate]) -> list[LoadedTemplate]:
        """The templates with those that they need; a stack that nobody could read is none."""
        return [self._with_needs(one) if one.id in self._needs else one for one in templates]

    def _with_needs(self, loaded: LoadedTemplate) -> LoadedTemplate:
        found = (self._ids.get(one) for one in self._needs[loaded.id])
        needs = dict.fromkeys(one for one in found if one is not None and one != loaded.id)
        return replace(loaded, needs=tuple(needs))
