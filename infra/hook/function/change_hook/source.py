"""The template of a change as one unit of a scan, and what is known of its stack."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from change_hook.change import StackOf
from synthgate.model import Origin
from synthgate.resolve.placement import Placement
from synthgate.sources.artifact import noted_path
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
        paths = _paths(loaded)
        origins = dict(loaded.origins)
        for name, path in paths.items():
            origins[name] = replace(origins.get(name, Origin()), construct_path=path)
        stage = _stage(stack.name, paths.values())
        return replace(loaded, stack=stack.name, stage=stage, placement=there, origins=origins)


def _paths(loaded: LoadedTemplate) -> dict[str, str]:
    """The paths of constructs, which the CDK's CLI has it write beside each resource.

    By them waivers and baselines of the app's own scan know what is found here.
    """
    if loaded.template is None:
        return {}
    noted = {name: noted_path(body) for name, body in loaded.template.resources.items()}
    return {name: path.removeprefix("/") for name, path in noted.items() if path}


def _stage(stack: str | None, paths: Iterable[str]) -> str | None:
    """The stage that a stack is in, where it is called as the CDK calls it: ``STAGE-STACK``."""
    for path in paths:
        first, _, rest = path.partition("/")
        if f"{first}-{rest.partition('/')[0]}" == stack:
            return first
    return None


def source_of(stack: StackOf, template: str, places: Places) -> Source:
    """Return the unit that a template is."""
    source = ChangedTemplate((0,), "stdin", Path(STDIN), places, content=template.encode())
    object.__setattr__(source, "stack", stack)
    return source
