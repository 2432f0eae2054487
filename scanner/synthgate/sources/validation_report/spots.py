"""Where violations are, as far as a plugin says and the assembly knows."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from synthgate.model import Spot
from synthgate.records import dataclass
from synthgate.sources.validation_report.words import said
from synthgate.sources.validation_report.wrong import Wrong
from synthgate.template.data import is_list, is_mapping

SpotOf = Callable[[str], Spot]
"""Where a construct is, by its path."""
_NONE = frozenset({"", "N/A"})
"""What the older shape has for a resource or a template that is not known."""


def by_path(construct: str) -> Spot:
    """Where a construct is, as far as its path alone tells."""
    return Spot(construct=said(construct))


@dataclass(frozen=True, slots=True)
class Spots:
    """Finds the places of violations; `shown` is the file of the report."""

    shown: str
    spot_of: SpotOf
    wrong: Wrong

    def of(self, violation: Mapping[str, Any], where: str) -> Iterator[Spot]:
        """The places of a violation; without any, it is about the app as a whole."""
        if not violation.get("violatingConstructs"):
            yield Spot()
            return
        for construct in self.wrong.entries(violation, "violatingConstructs", where):
            spot = self._spot(construct, f"{where}.violatingConstructs[]")
            for path in self._paths(construct, f"{where}.violatingConstructs[]"):
                yield replace(spot, property_path=path)

    def _spot(self, construct: Mapping[str, Any], where: str) -> Spot:
        """Where a construct is: as the plugin says, else as the assembly does."""
        path = self.wrong.text(construct, "constructPath", where)
        spot = self.spot_of(path) if path else Spot()
        resource = self.wrong.mapping(construct, "cloudFormationResource", where)
        logical_id = self.wrong.text(resource, "logicalId", where)
        template = self.wrong.text(resource, "templatePath", where)
        if not resource:
            logical_id = self.wrong.text(construct, "resourceLogicalId", where)
            template = self.wrong.text(construct, "templatePath", where)
        if template in _NONE:
            return spot
        beside = self._beside(template)
        if beside is None:
            self.wrong.note(f"{where}.templatePath")
            return spot
        named = "" if logical_id in _NONE else said(logical_id)
        return Spot(beside, named or spot.logical_id, spot.construct)

    def _beside(self, template: str) -> str | None:
        """A template beside the report, as reports name it; None where it lies elsewhere."""
        path = posixpath.normpath(template)
        if path.startswith(("/", "..")) or path[1:2] == ":" or path != said(path):
            return None
        return posixpath.join(posixpath.dirname(self.shown), path)

    def _paths(self, construct: Mapping[str, Any], where: str) -> list[str]:
        """The properties that it is about, dotted; one that is empty where it is about none."""
        resource = construct.get("cloudFormationResource")
        written: Any = construct.get("locations")
        if is_mapping(resource):
            written = resource.get("propertyPaths")
        if written is not None and not is_list(written):
            self.wrong.note(f"{where}.propertyPaths")
        listed: list[Any] = written if is_list(written) else []
        texts = [one for one in listed if isinstance(one, str)]
        if len(texts) < len(listed):
            self.wrong.note(f"{where}.propertyPaths[]", len(listed) - len(texts))
        dotted = dict.fromkeys(said(_dotted(path)) for path in texts)
        return [path for path in dotted if path not in ("", "Properties")] or [""]


def _dotted(path: str) -> str:
    """A property, which some plugins write as a JSON pointer."""
    if not path.startswith("/"):
        return path
    return ".".join(it.replace("~1", "/").replace("~0", "~") for it in path[1:].split("/"))
