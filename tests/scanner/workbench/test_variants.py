"""``rules test`` of families: what a row promises is tried beyond its own examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthgate.rule.api import compile_path
from synthgate.workbench.writing import GONE, UnwritableError, written

if TYPE_CHECKING:
    from collections.abc import Callable

FAMILY = """\
family: unprotected
title: {{en: "{{Thing}} is unprotected"}}
severity: medium
pillar: backup
check: {check}
why: {{en: It is lost.}}
fix: {{en: Protect it., template: "a: b"}}
{shared}
rows:
  - id: cluster-unprotected
    resources: [{types}]
    thing: cluster
    path: {path}
    default: {default}
    documented: https://docs.aws.amazon.com/cluster
    examples:
      fails: |
        Resources:
          Loose:
            Type: AWS::DocDB::DBCluster  # finding
            Properties: {{}}
      passes: |
        Resources:
          Held:
            Type: AWS::DocDB::DBCluster
            Properties: {right}
"""
USUAL = {
    "check": '{path: "{path}", equals: "{value}"}',
    "shared": "value: true",
    "types": "AWS::DocDB::DBCluster",
    "path": "$.Properties.DeletionProtection",
    "default": "false",
    "right": "{DeletionProtection: true}",
}
FILTER = {
    "path": '$.Properties.Attributes[?(@.Key=="protection")].Value',
    "right": '{Attributes: [{Key: protection, Value: "true"}]}',
}


def outcome(cli: Callable[..., Any], **changes: str) -> tuple[int, str]:
    ran = cli("rules", "test", "r", files={"r/a.yaml": FAMILY.format(**{**USUAL, **changes})})
    return ran.code, ran.out


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, 7),  # left out twice, true, "true", false, "false", open
        ({"types": "AWS::DocDB::DBCluster, AWS::Neptune::DBCluster"}, 14),
        ({"check": '{path: "{path}", any: {equals: "{value}"}}', **FILTER}, 7),
        ({"check": '{path: "{path}", at-least: "{value}"}', "shared": "value: 7", "default": "1",
          "right": "{DeletionProtection: 8}"}, 7),
        ({"check": '{path: "{path}", in: "{value}"}', "shared": "value: [a, b]", "default": "c",
          "right": "{DeletionProtection: a}"}, 6),
        ({"check": '{path: "{path}", exists: true}', "shared": "right: a", "default": "null"}, 4),
        ({"check": '{path: "{path}", matches: "^a$"}', "shared": "right: a\nwrong: b",
          "default": "null", "right": "{DeletionProtection: a}"}, 5),
    ],
)  # fmt: skip
def test_a_row_that_is_true_has_no_disagreement(
    cli: Callable[..., Any], changes: dict[str, str], number: int
) -> None:
    """Silence, each value that passes and that fails, as text too, and an open parameter."""
    code, out = outcome(cli, **changes)
    assert (code, out) == (0, f"1 card, 2 examples, {number} generated variants: all agree\n")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"path": "$.Properties.DeletionProtectio"}, ["expected nothing here, got a finding"]),
        ({"check": '{path: "{path}", exists: true}'}, ["with false at", 'with "false" at']),
        ({"check": "{path: $.Properties.Else, equals: true}", "right": "{Else: true}"},
         ["with true at", 'with "true" at', "with a parameter without a value"]),
        ({"default": "true"}, ["without $.Properties.DeletionProtection: expected pass, got fail"]),
        (FILTER, ["with what is around"]),
    ],
)  # fmt: skip
def test_a_row_that_is_not_true_is_found_out(
    cli: Callable[..., Any], changes: dict[str, str], told: list[str]
) -> None:
    """At the row, by an example or by a variant that nobody wrote."""
    code, out = outcome(cli, **changes)
    assert code == 1
    assert not [words for words in told if words not in out]
    assert all(
        line.startswith("r/a.yaml:10: ") for line in out.splitlines() if "generated: " in line
    )


def test_a_path_to_many_places_has_no_variants(cli: Callable[..., Any]) -> None:
    """A row's own examples are all that there is then."""
    code, out = outcome(
        cli, path="$..DeletionProtection", check='{path: "{path}", any: {equals: "{value}"}}'
    )
    assert (code, out) == (0, "1 card, 2 examples: all agree\n")


NAMES = st.sampled_from(["A", "B", "C"])
STEPS = st.one_of(
    NAMES.map(".{}".format),
    NAMES.map('[?(@.Key=="{}")].Item'.format),
    st.sampled_from(["[*]", "[0]", ".*", '[?(@.Key=="A" & @.Kind=="b")].Item']),
)
PATHS = st.lists(STEPS, max_size=4).map(lambda steps: f"$.P{''.join(steps)}.Value")
LEAVES = st.one_of(st.integers(0, 3), st.sampled_from(["A", "B"]))
DATA = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["A", "B", "C", "Key", "Kind"]), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(PATHS, st.fixed_dictionaries({"P": DATA}))
def test_a_path_leads_to_what_was_written_there(path: str, data: Any) -> None:
    """To that and nothing else; and to nothing, when it is taken away."""
    before = repr(data)
    put = [match.value for match in compile_path(path).find(written(data, path, "new"))]
    assert put
    assert all(value == "new" for value in put)
    gone = written(written(data, path, "new"), path, GONE)
    left = [match.value for match in compile_path(path).find(gone)]
    assert all(value != "new" for value in left)
    assert repr(data) == before


@pytest.mark.parametrize("path", ["$..A", "$.A[?(@.B==1)]", "$.A[?(@.B>1)].C", "$.A[", "$"])
def test_what_leads_to_no_single_place_cannot_be_written(path: str) -> None:
    with pytest.raises(UnwritableError):
        written({"A": [1]}, path, 1)
