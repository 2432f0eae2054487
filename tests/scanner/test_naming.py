"""Resources by the names that stand in the program."""

from __future__ import annotations

import pytest

from synthgate.trace.naming import resource_meant

KNOWN = (
    "Shop/Api/Table/Resource",
    "Shop/Api/Table/ScalingRole/Resource",
    "Shop/Api/Tables/Resource",
    "ApiTable1F2E3D4C",
    "ApiTableRole1F2E3D4C",
    "Plain",
)


@pytest.mark.parametrize("name", ["Table", ":Table", "Api/Table"])
def test_a_construct_is_found_by_the_id_in_the_program(name: str) -> None:
    """What is in the construct comes after it."""
    said = "; did you mean 'Shop/Api/Table/Resource', 'Shop/Api/Table/ScalingRole/Resource'?"
    assert resource_meant(name, KNOWN).en == said


def test_without_paths_the_hash_is_looked_past() -> None:
    """Templates may be without metadata."""
    assert "'ApiTable1F2E3D4C'" in resource_meant("Table", KNOWN[3:]).en


@pytest.mark.parametrize(("name", "said"), [("Plian", "Plain"), ("Queue", ""), (":", "")])
def test_else_what_is_near_or_nothing(name: str, said: str) -> None:
    """A slip of the finger is told; a stranger is not."""
    assert said in resource_meant(name, KNOWN).en
    assert bool(said) is bool(resource_meant(name, KNOWN).en)
