"""A template together with what its surroundings say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from synthgate.errors import NotATemplateError, TemplateError
from synthgate.model import (
    NOTHING_ACKNOWLEDGED,
    NOTHING_HEARD,
    Acknowledgements,
    Heard,
    Origin,
    Position,
    Problem,
    Text,
)
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.resolve.placement import NOWHERE, Placement
from synthgate.template.document import Template
from synthgate.template.read import read_template

FIRST = Position(1, 1)
"""Where a file that is wrong as a whole is wrong."""


@dataclass(frozen=True, slots=True)
class LoadedTemplate:
    """One template of the run; `template` is None where it could not be read."""

    path: str
    template: Template | None
    placement: Placement = NOWHERE
    origins: Mapping[str, Origin] = field(default_factory=dict[str, Origin])
    stack: str | None = None
    stage: str | None = None
    id: str = ""
    """Unique within the unit: the path, with the construct of a nested stack's instance."""
    children: Mapping[str, str] = field(default_factory=dict[str, str])
    """Nested stacks: the logical id that stands for one, and the id of its template."""
    deploys: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The ids of all templates that a resource deploys, those of stack sets and products too."""
    construct: str = ""
    """The path of the stack's own construct, in an assembly."""
    acknowledged: Acknowledgements = NOTHING_ACKNOWLEDGED
    needs: tuple[str, ...] | None = None
    """The ids of those that the manifest has deployed before it; None where there is no manifest,
    or another stack makes this one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What belongs together: the templates of one assembly, or one template alone.

    `heard` is what other tools say in reports that lie in the assembly, `unheard` what was wrong
    with those. `manifests` are those that were read, with the SHA-256 of each.
    """

    templates: tuple[LoadedTemplate, ...] = ()
    problems: tuple[Problem, ...] = ()
    heard: Heard = NOTHING_HEARD
    unheard: tuple[Problem, ...] = ()
    manifests: tuple[tuple[str, str], ...] = ()
    schema: int | None = None
    """The version of the schema of its manifest, if it has one."""


@dataclass(slots=True)
class Loading:
    """The parts of a unit while they are being gathered."""

    templates: list[LoadedTemplate] = field(default_factory=list[LoadedTemplate])
    problems: list[Problem] = field(default_factory=list[Problem])

    def read(self, path: str, content: bytes, *, expected: bool = True) -> Template | None:
        """Read a template; what goes wrong becomes a problem.

        What was only come across in a folder (not `expected`) need not be a template.
        """
        try:
            template = read_template(path, content)
        except TemplateError as error:
            if expected or not isinstance(error, NotATemplateError):
                at = error.position or FIRST
                self.problems.append(Problem(ProblemCode.TEMPLATE_INVALID, error.text, path, at))
            return None
        self.problems.extend(template.problems)
        return template

    def say(
        self,
        path: str,
        told: Text,
        code: ProblemCode = ProblemCode.ASSEMBLY_INVALID,
        touches: tuple[str, ...] | None = None,
    ) -> None:
        """Note a problem of a file, about resources of these types or of any."""
        self.problems.append(Problem(code, told, path, touches=touches))

    def unit(self) -> Unit:
        """All of it."""
        return Unit(tuple(self.templates), tuple(self.problems))
