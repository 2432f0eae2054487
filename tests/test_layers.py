"""Who imports whom: there is no circle of imports anywhere."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

OURS = ("synthgate", "synthgate_rules", "synthgate_reports")


def sorted_out(imports: dict[str, set[str]]) -> list[str]:
    """Modules in an order in which each comes after all that it imports.

    Raises:
        CycleError: there is none, for some import each other.
    """
    return [*TopologicalSorter(imports).static_order()]


def test_no_modules_import_each_other() -> None:
    """Not by way of others either, inside a function, or for their types alone."""
    graph = grimp.build_graph(*OURS, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(sorted_out(imports)) > 150


def test_no_rooms_of_the_rule_language_import_each_other() -> None:
    """What stands above another room is told in `pyproject.toml`; none stands above itself."""
    graph = grimp.build_graph(*OURS, cache_dir=None)
    rooms = graph.find_children("synthgate.rule")
    for room in rooms:
        graph.squash_module(room)
    imports = {room: graph.find_modules_directly_imported_by(room) & rooms for room in rooms}
    assert sorted_out(imports)[-1] in {"synthgate.rule.api", "synthgate.rule.cards"}


def test_a_circle_is_found() -> None:
    """The tests above would notice one."""
    with pytest.raises(CycleError):
        sorted_out({"a": {"b"}, "b": {"c"}, "c": {"a"}})
