"""One deployment after another, as CloudFormation takes them: how a restored table comes into use.

A stack's new template is refused if it imports what nobody exports by then, or if it no longer
exports what another deployed stack imports, or something else by that name (AWS CloudFormation User
Guide, "Get exported outputs from a deployed CloudFormation stack").
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from tests.infra.conftest import SOMEBODY, System

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Templates = dict[str, dict[str, Any]]
RESTORED = "restored_table=orders-restored"


@pytest.fixture(scope="module")
def restored(assemble: Callable[..., Path]) -> System:
    """Production as way A of the runbook deploys it."""
    output = assemble("production", RESTORED, f"notification_email={SOMEBODY}")
    return System.read(output, "production")


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


def test_a_restored_table_is_taken_into_use_in_one_deployment(
    production: System, restored: System
) -> None:
    """Way A: over the production that runs; back again; and over what was left of either."""
    deployed: Templates = {}
    for system in (production, restored, production, restored, restored):
        assert deploy(deployed, system) == {}
        assert deployed == system.templates


def test_the_restored_table_is_what_others_use(production: System, restored: System) -> None:
    """Everybody but Data, which keeps its own table, and is not changed at all."""
    assert restored.templates["Data"] == production.templates["Data"]
    tables = set(production.find("AWS::DynamoDB::GlobalTable"))
    assert len(tables) == 1
    for stack, template in restored.templates.items():
        assert stack == "Data" or tables.isdisjoint(restored.targets(stack, template))
    for stack in ("Service", "Operations", "Backup"):
        assert not tables.isdisjoint(production.targets(stack, production.templates[stack]))
        assert "orders-restored" in str(restored.templates[stack])


def test_the_recovery_region_is_made_in_the_order_of_the_runbook(recovered: System) -> None:
    """Way D: nothing is there, and each command's stacks find what they import."""
    deployed: Templates = {}
    for names in (("Foundation", "Network"), ("Data",), ("Service", "Operations")):
        assert deploy(deployed, recovered, *names) == {}
    assert deploy(deployed, recovered) == {}


def test_an_export_that_is_in_use_cannot_go(production: System, restored: System) -> None:
    """What the table's name was once: gone from Data, and imported by stacks that come later."""
    for gone in exports(production.templates["Data"]):
        without = copy.deepcopy(restored)
        outputs = without.templates["Data"]["Outputs"]
        [key] = [key for key, one in outputs.items() if one.get("Export", {}).get("Name") == gone]
        del outputs[key]
        assert deploy({**production.templates}, without) == {"Data": {gone}}


def test_what_nobody_exports_cannot_be_imported(production: System) -> None:
    """Service without Data."""
    assert set(deploy({}, production, "Foundation", "Network", "Service")) == {"Service"}
