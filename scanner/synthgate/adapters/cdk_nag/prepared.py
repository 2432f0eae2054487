"""Templates as cdk-nag is given them: read by synthgate, reduced to what CfnInclude needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from synthgate.adapters.asking import Readable
from synthgate.errors import TemplateError
from synthgate.records import dataclass
from synthgate.resolve.loops import written_out
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.sam import expanded, is_serverless
from synthgate.sources.places import read_bounded
from synthgate.template.document import Template
from synthgate.template.read import MAX_BYTES, read_template

_SECTIONS = ("Parameters", "Mappings", "Conditions")
_KEPT = ("Type", "Properties", "Condition")
"""What rules of cdk-nag look at in a resource. `Metadata` would lead to assets."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template of the run, and the file that CfnInclude reads of it."""

    readable: Readable
    file: Path
    ids: tuple[str, ...]

    @property
    def asked(self) -> dict[str, Any]:
        """As the program is told of it."""
        return {"file": str(self.file), "ids": self.ids}


def prepared(templates: Iterable[Readable], folder: Path) -> Iterator[Prepared]:
    """Each template that has resources; one that cannot be read was told of by the scan."""
    for number, readable in enumerate(templates):
        template = _template(readable)
        if template and template.resources:
            file = folder / f"{number}.json"
            file.write_text(json.dumps(_reduced(template), default=str), "utf-8")
            yield Prepared(readable, file, tuple(template.resources))


def _template(readable: Readable) -> Template | None:
    """A template as it is scanned: without the transforms that synthgate makes itself."""
    try:
        template = read_template(readable.shown, read_bounded(readable.file, MAX_BYTES))
    except (OSError, TemplateError):
        return None
    resolver = Resolver(template)
    if is_serverless(template):
        given = {name: resolver.ref(name) for name in template.section("Parameters")}
        known = {name: value for name, value in given.items() if isinstance(value, str | int)}
        template, _ = expanded(template, known)
    return written_out(template, resolver.resolve)


def _reduced(template: Template) -> dict[str, Any]:
    """What of a template matters: nothing is refused for an output or an assertion."""
    resources = {
        name: {key: body[key] for key in _KEPT if key in body}
        for name, body in template.resources.items()
    }
    sections = {name: template.section(name) for name in _SECTIONS if template.section(name)}
    return {**sections, "Resources": resources}
