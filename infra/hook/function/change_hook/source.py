"""The template of a change as one unit of a scan, and what is known of its stack."""

from dataclasses import replace
from pathlib import Path

from change_hook.change import StackOf
from synthgate.resolve.placement import Placement
from synthgate.sources.environment import environment_of
from synthgate.sources.loaded import LoadedTemplate, Unit
from synthgate.sources.places import Places
from synthgate.sources.source import STDIN, Source

SHOWN = "template"
"""What reports call it: it has no file."""


class ChangedTemplate(Source):
    """A template in memory. Its account, region and name are those of the stack.

    The stack's tags, and whether it is protected from termination, CloudFormation does not tell:
    what asks for them is left open.
    """

    __slots__ = ("stack",)
    stack: StackOf

    @property
    def shown(self) -> str:
        """How reports name it."""
        return SHOWN

    def load(self, environment: str | None = None) -> Unit:
        """Read it; `environment` is what its stack is for, where nothing nearer says so."""
        unit = super().load(environment)
        templates = (self._placed(one, environment) for one in unit.templates)
        return replace(unit, templates=tuple(templates))

    def _placed(self, loaded: LoadedTemplate, environment: str | None) -> LoadedTemplate:
        stack = self.stack
        meant = environment_of(loaded.template, {}, (stack.name,), environment)
        there = Placement(stack.account, stack.region, stack.name, environment=meant)
        return replace(loaded, stack=stack.name, placement=there)


def source_of(stack: StackOf, template: str, places: Places) -> Source:
    """Return the unit that a template is."""
    source = ChangedTemplate((0,), "stdin", Path(STDIN), places, content=template.encode())
    object.__setattr__(source, "stack", stack)
    return source
