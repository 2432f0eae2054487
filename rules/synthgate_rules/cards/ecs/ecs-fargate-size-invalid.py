"""Sizes of tasks that Fargate does not have.

Amazon ECS Developer Guide, "Troubleshoot Amazon ECS task definition invalid CPU or memory errors":
the memory that goes with each number of CPU units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import ABSENT, Partial, Place, Reference, Unknown, View, causes_of, each
from synthgate.rule.operators.quantities import quantity_of
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

MIB = 1024
SIZES: Mapping[int, frozenset[int]] = {
    256: frozenset({512, 1024, 2048}),
    512: frozenset(range(1024, 4096 + 1, 1024)),
    1024: frozenset(range(2048, 8192 + 1, 1024)),
    2048: frozenset(range(4096, 16384 + 1, 1024)),
    4096: frozenset(range(8192, 30720 + 1, 1024)),
    8192: frozenset(range(16384, 61440 + 1, 4096)),
    16384: frozenset(range(32768, 122880 + 1, 8192)),
}
"""MiB of memory by CPU units."""


def no_size(resource: Resource, _: View) -> Iterator[Place]:
    """What is no size: of the task, or of a container where the task states none."""
    properties = resource.properties
    if "Cpu" in properties or "Memory" in properties:
        yield from _mistakes(("Properties",), properties)
        return
    route = ("Properties", "ContainerDefinitions")
    for at, container in each(route, properties.get("ContainerDefinitions", ABSENT)):
        if is_mapping(container):
            yield from _mistakes(at, container)


def _mistakes(at: Route, size: Mapping[str, Any]) -> Iterator[Place]:
    """The CPU that there is not, else the memory that does not go with it."""
    cpu, memory = size.get("Cpu", ABSENT), size.get("Memory", ABSENT)
    if cpu is ABSENT:
        return
    if _is_open(cpu):
        yield Place((*at, "Cpu"), cpu, causes_of(cpu))
        return
    sizes = SIZES.get(_units(cpu))
    if sizes is None:
        yield Place((*at, "Cpu"), cpu)
    elif _is_open(memory):
        yield Place((*at, "Memory"), memory, causes_of(memory))
    elif memory is not ABSENT and _mebibytes(memory) not in sizes:
        yield Place((*at, "Memory"), memory)


def _is_open(value: object) -> bool:
    return isinstance(value, Unknown | Partial | Reference)


def _units(value: object) -> int:
    """CPU units, as `256` or `.25 vCPU`; 0 for what is no quantity."""
    quantity = quantity_of(value, "cpu units")
    return round(quantity.amount) if quantity else 0


def _mebibytes(value: object) -> float:
    """MiB, as `512` or `0.5 GB`; 0 for what is no quantity."""
    quantity = quantity_of(value, "MB")
    return quantity.amount / MIB / MIB if quantity else 0
