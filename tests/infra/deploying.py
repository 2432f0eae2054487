"""What CloudFormation refuses of one deployment after another, worked out from templates alone.

A stack's new template is refused if it imports what nobody exports by then, or if it no longer
exports what another deployed stack imports, or something else by that name (AWS CloudFormation User
Guide, "Get exported outputs from a deployed CloudFormation stack").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.infra.conftest import System

Templates = dict[str, dict[str, Any]]


def exports(template: dict[str, Any]) -> dict[str, Any]:
    """What a template exports, by name."""
    outputs = template.get("Outputs", {}).values()
    return {one["Export"]["Name"]: one["Value"] for one in outputs if "Export" in one}


def imports(value: Any) -> Iterator[str]:
    """The names that something imports, wherever that stands in it."""
    if isinstance(value, dict):
        if "Fn::ImportValue" in value:
            yield value["Fn::ImportValue"]
        value = list(value.values())
    for child in value if isinstance(value, list) else ():
        yield from imports(child)


def refusals(deployed: Templates, name: str, template: dict[str, Any]) -> set[str]:
    """The names for which CloudFormation refuses a stack's new template."""
    others = {other: one for other, one in deployed.items() if other != name}
    there = {export for one in others.values() for export in exports(one)}
    needed = {each for one in others.values() for each in imports(one)}
    before, after = exports(deployed.get(name, {})), exports(template)
    changed = {export for export, value in before.items() if after.get(export) != value}
    return (set(imports(template)) - there) | (needed & changed)


def order(system: System) -> list[str]:
    """The stacks as the CDK CLI deploys them: what they depend on first, else by their ids."""
    ids = {
        artifact["properties"]["stackName"].replace("-", ""): name
        for name, artifact in system.artifacts.items()
    }

    def needs(name: str) -> set[str]:
        told = (one.rstrip("0123456789ABCDEF") for one in system.artifacts[name]["dependencies"])
        return {ids[one] for one in told if one in ids}

    done: list[str] = []
    while len(done) < len(ids):
        ready = [one for one in sorted(ids.values()) if one not in done and needs(one) <= {*done}]
        done += ready
        assert ready
    return done


def deploy(deployed: Templates, system: System, *names: str) -> dict[str, set[str]]:
    """Deploy stacks, all unless some are named, over what is there; return what is refused."""
    refused: dict[str, set[str]] = {}
    for name in [one for one in order(system) if not names or one in names]:
        found = refusals(deployed, name, system.templates[name])
        if found:
            return {name: found}
        deployed[name] = system.templates[name]
    return refused
