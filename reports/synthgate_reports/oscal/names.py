"""What the controls of a framework are called in OSCAL, each by a name of its own."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from synthgate.records import dataclass
from synthgate_reports.oscal.terms import control_token, token, uid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synthgate.model import AssessedFramework, Control


@dataclass(frozen=True, slots=True)
class Names:
    """A framework, and the tokens of its controls; `known` are uuids that were made before."""

    framework: AssessedFramework
    tokens: Mapping[str, str]
    known: dict[tuple[str | int, ...], str] = field(
        default_factory=dict[tuple[str | int, ...], str]
    )

    def control(self, control: Control) -> str:
        """The id of a control, as the standard's catalog has it."""
        return self.tokens[control.id]

    def objective(self, control: Control) -> str:
        """What of a control is looked at here: an objective of the plan, and not of a catalog."""
        return f"{token(self.framework.id)}_{self.tokens[control.id]}_obj"

    def uid(self, *words: str | int | None) -> str:
        """The uuid of something of this framework."""
        return uid(self.framework.id, self.framework.version, *words)

    @property
    def resource(self) -> str:
        """The uuid of the framework among the resources of a document."""
        return self.uid("resource")


def names_of(framework: AssessedFramework) -> Names:
    """The names of a framework; of two ids that come to one token, the second has a digest."""
    tokens: dict[str, str] = {}
    taken = set[str]()
    for one in framework.controls:
        made = control_token(one.control.id)
        if made in taken and one.control.id not in tokens:
            made = f"{made}-{uid(one.control.id)}"
        taken.add(made)
        tokens[one.control.id] = made
    return Names(framework, tokens)
