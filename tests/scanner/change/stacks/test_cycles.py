"""Circles, of stacks and of resources: each once, and none that is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.change.stacks.cycles import circles_from

Change = Callable[..., Sequence[tuple[str, str, str, str]]]
Graph = Mapping[str, list[str]]

NODES = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=4))


def reached(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [*graph.get(start, [])]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(graph.get(one, []))
    return found


@given(GRAPHS)
def test_there_is_a_circle_where_something_leads_to_itself(graph: Graph) -> None:
    """Each that is told is one, and one is told where there is any."""
    found = [*circles_from(graph, lambda name: graph.get(name, []))]
    for circle in found:
        for one, following in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert following in graph[one]
        assert len(set(circle)) == len(circle)
        assert circle[0] == min(circle)
    assert bool(found) is any(one in reached(graph, one) for one in graph)


def test_a_chain_of_thousands_is_no_circle() -> None:
    """And no recursion either."""
    names = [f"n{number}" for number in range(5000)]
    edges = dict(zip(names, ([one] for one in names[1:]), strict=False))
    assert not [*circles_from(names, lambda name: edges.get(name, ()))]


PLAIN = "Resources:\n  A: {Type: AWS::SQS::Queue}\n  B: {Type: AWS::SQS::Queue}\n"


@pytest.mark.parametrize(
    ("first", "second", "is_circle"),
    [
        ("", "DependsOn: A", False),
        ("DependsOn: B", "DependsOn: [A]", True),
        ("DependsOn: B", "Properties: {QueueName: !Ref A}", True),
        ("DependsOn: B", "Properties: {QueueName: !GetAtt A.QueueName}", True),
        ("DependsOn: B", "Properties: {QueueName: !Sub '${A.QueueName}-x'}", True),
        ("DependsOn: B", "Properties: {QueueName: !Sub '${!A}-x'}", False),
        ("DependsOn: B", "Metadata: {Of: !Ref A}", False),
        ("DependsOn: A", "", True),
        ("DependsOn: [B, Nothing]", "DependsOn: 7", False),
    ],
)
def test_resources_wait_for_what_they_name(
    change: Change, first: str, second: str, *, is_circle: bool
) -> None:
    """By `DependsOn` and by references; a circle that was there before is no change."""
    lines = (f"  {name}: {{Type: AWS::SQS::Queue, %s}}\n" for name in "AB")
    text = f"Resources:\n{''.join(lines)}" % (first, second)
    found = [one for one in change(f"{PLAIN}---\n{text}") if one[0] == "deploys-in-circle"]
    assert bool(found) is is_circle
    assert not change(f"{text}---\n{text}Description: other\n")


STACK = """\
# stack: %s
Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: %s}}}
Outputs: {O: {Value: a, Export: {Name: %s}}}
"""


def test_stacks_that_import_from_each_other_wait_in_a_circle(change: Change) -> None:
    """Told once, and only where it comes."""
    apart = STACK % ("A", "x", "a") + STACK % ("B", "!ImportValue a", "b")
    circle = STACK % ("A", "!ImportValue b", "a") + STACK % ("B", "!ImportValue a", "b")
    ((kind, status, stack, note),) = change(f"{apart}---\n{circle}")
    assert (kind, status, stack) == ("deploys-in-circle", "fail", "A")
    assert "A → B → A" in note
    assert not change(f"{circle}---\n{circle}Description: other\n")
    assert not change(f"{circle}---\n{apart}")
