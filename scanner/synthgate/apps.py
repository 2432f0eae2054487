"""The stacks of each app that there is to scan, before any rule is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import BinaryIO

from synthgate.config import Config
from synthgate.evaluate import Stack
from synthgate.model import Problem
from synthgate.planning import plan_of, surroundings_of
from synthgate.records import dataclass
from synthgate.scanning import linked_unit
from synthgate.sources.discover import Discovery


@dataclass(frozen=True, slots=True)
class Found:
    """Where a resource was found, which names there are, and what could not be looked through."""

    resources: list[tuple[Stack, str]] = field(default_factory=list[tuple[Stack, str]])
    names: dict[str, None] = field(default_factory=dict[str, None])
    problems: list[Problem] = field(default_factory=list[Problem])


def find_resource(config: Config, name: str, stdin: BinaryIO | None = None) -> Found:
    """The stacks that have a resource, by its logical id or construct path.

    Raises:
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    found = Found()
    for stacks, problems in each_app(config, stdin):
        found.problems.extend(problems)
        for stack in stacks:
            for logical_id in stack.template.resources:
                origin = stack.origins.get(logical_id)
                names = (origin and origin.construct_path, logical_id)
                found.names.update(dict.fromkeys(filter(None, names)))
                if name in names:
                    found.resources.append((stack, logical_id))
    return found


def each_app(
    config: Config, stdin: BinaryIO | None = None
) -> Iterator[tuple[list[Stack], list[Problem]]]:
    """The stacks of each app that there is to scan, with what went wrong in reading them.

    Raises:
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    around, given = surroundings_of(config)
    plan = plan_of(config, around, given, {})
    discovery = Discovery(around, stdin)
    for source in discovery.sources(config.paths):
        unit, linked = linked_unit(plan, source)
        yield [*linked.stacks.values()], [*unit.problems, *linked.problems]
    yield [], [*discovery.problems]
