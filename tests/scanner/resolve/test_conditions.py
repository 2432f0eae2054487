"""A condition holds, does not, or stays open: and then says for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from synthgate.resolve.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthgate.resolve.resolver import Resolver

AROUND = """
Parameters:
  Stage: {Type: String, Default: prod}
  Open: {Type: String}
  Other: {Type: String}
  Few: {Type: String, AllowedValues: [a, b]}
  One: {Type: String, AllowedValues: [only]}
Mappings: {M: {prod: {Big: "true"}, dev: {Big: "false"}}}
Conditions:
  Yes: !Equals [1, 1]
  No: !Equals [1, 2]
  Maybe: !Equals [!Ref Open, x]
  Perhaps: !Equals [!Ref Other, x]
  Tested: %s
Resources: {R: {Type: T}}
"""


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("!Equals [!Ref Stage, prod]", True),
        ("!Equals [!Ref Stage, Prod]", False),
        ("!Equals [true, 'true']", True),
        ("!Equals ['1', 1]", True),
        ("!Equals ['', !Ref Stage]", False),
        ("!Equals [!Ref Open, x]", ["Open"]),
        ("!Equals [!Ref Few, c]", False),
        ("!Equals [!Ref Few, a]", ["Few"]),
        ("!Equals [!Ref One, only]", True),
        ("!Equals [!FindInMap [M, !Ref Stage, Big], true]", True),
        ("!Equals [!Sub 'x-${Open}', 'y-1']", False),
        ("!Equals [!Sub 'x-${Open}', 'x-1']", ["Open"]),
        ("!Equals [!Join [',', [a, b]], 'a,b']", True),
        ("!Equals [!Ref AWS::Region, eu-west-1]", ["AWS::Region"]),
        ("!Not [!Condition Yes]", False),
        ("!Not [!Condition Maybe]", ["Open"]),
        ("!And [!Condition Yes, !Condition Maybe]", ["Open"]),
        ("!And [!Condition Maybe, !Condition No]", False),
        ("!And [!Condition Maybe, !Condition Perhaps]", ["Open", "Other"]),
        ("!Or [!Condition Maybe, !Condition Yes]", True),
        ("!Or [!Condition Maybe, !Condition No]", ["Open"]),
        ("!Or [!Condition No, !Not [!Condition Yes]]", False),
        ("!Not [!Or [!And [!Condition Yes, !Condition No], !Condition No]]", True),
        ("{Condition: Yes}", True),
        ("!Condition Nowhere", ["Nowhere"]),
        ("!Equals [a]", ["Fn::Equals"]),
        ("!Foo [a]", ["Fn::Foo"]),
        ("just text", ["Conditions"]),
        ("true", True),
    ],
)
def test_a_condition_is_three_valued(
    resolver: Callable[..., Resolver], condition: str, truth: bool | list[str]
) -> None:
    """True and false where the template decides; else the parameters that do."""
    found = resolver(AROUND % condition).condition("Tested")
    if isinstance(truth, bool):
        assert found is truth
    else:
        assert isinstance(found, Unknown)
        assert [cause.name for cause in found.causes] == truth


@pytest.mark.parametrize(
    "conditions",
    [
        "A: !Condition A",
        "A: !Not [!Condition A]",
        "A: !Not [!Condition B], B: !Condition A",
        "A: !And [!Condition B, !Condition C], B: !Or [!Condition A], C: !Condition B",
    ],
)
def test_a_condition_that_asks_for_itself_stays_open(
    resolver: Callable[..., Resolver], conditions: str
) -> None:
    """CloudFormation refuses a circle; it is no crash here, and no answer."""
    circular = resolver(f"Conditions: {{{conditions}}}\nResources: {{R: {{Type: T}}}}\n")
    assert isinstance(circular.condition("A"), Unknown)


@pytest.mark.parametrize(
    ("condition", "there"),
    [("Yes", True), ("No", False), ("Maybe", True), ("Nowhere", True), ("[Yes]", True)],
)
def test_a_resource_whose_condition_is_false_does_not_exist(
    resolver: Callable[..., Resolver], condition: str, there: bool
) -> None:
    """One that may exist is checked, for where it exists its faults exist."""
    text = AROUND % "!Condition Yes"
    text = text.replace("{Type: T}", f"{{Type: T, Condition: {condition}}}")
    made = resolver(text)
    assert ("T" in made.ids_by_type) is there
    assert [resource.logical_id for resource in made.of_type("T")] == (["R"] if there else [])


def test_a_condition_decides_with_the_value_that_is_given(
    resolver: Callable[..., Resolver],
) -> None:
    """What is given for a stack decides before any default."""
    text = AROUND % "!Equals [!Ref Stage, dev]"
    assert resolver(text).condition("Tested") is False
    assert resolver(text, given={"Stage": "dev"}).condition("Tested") is True


@pytest.mark.parametrize("kind", ["chain", "nested"])
def test_conditions_without_end_are_no_crash(resolver: Callable[..., Resolver], kind: str) -> None:
    """However long the way from condition to condition, there is an answer at its end."""
    if kind == "chain":
        links = "".join(f"  C{n}: !Not [!Condition C{n + 1}]\n" for n in range(500))
        text = f"Conditions:\n{links}  C500: !Equals [a, a]\n"
    else:
        text = f"Conditions:\n  C0: {'!Or [' * 90}!Equals [a, a]{']' * 90}\n"
    assert resolver(f"{text}Resources: {{R: {{Type: T}}}}\n").condition("C0") is not None
