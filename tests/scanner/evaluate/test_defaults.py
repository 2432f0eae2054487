"""A fault that the default of a parameter makes leads to that default."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scanner.conftest import Ran

    Cli = Callable[..., Ran]

TEMPLATE = """\
Parameters:
  Plain:
    Type: String
    Default: "false"
  Env: {{Type: String, Default: dev}}
  Open: {{Type: String, AllowedValues: [a, b]}}
Conditions:
  Live: !Equals [!Ref Env, prod]
  Both: !And [{{Condition: Live}}, !Equals [!Ref Plain, "true"]]
  Unsaid: !Equals [!Ref Open, a]
Mappings:
  ByEnv: {{dev: {{Kms: false}}, prod: {{Kms: true}}}}
Resources:
  Data:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBInstanceClass: !Ref Open
      StorageEncrypted: {value}
"""
PLAIN, ENV = ("the default of Plain decides", 4), ("the default of Env decides", 5)


def told(cli: Cli, value: str, *more: str, **files: str) -> list[tuple[str, int]]:
    text = TEMPLATE.format(value=value)
    ran = cli(
        "scan", "t.yaml", "--no-config", "--select", "rds-instance-unencrypted", "--format", "json",
        *more, files={"t.yaml": text, **files},
    )  # fmt: skip
    (finding,) = ran.report["findings"]
    return [(one["message"], one["location"]["line"]) for one in finding["related"]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("!Ref Plain", [PLAIN]),
        ("!Sub '${Plain}'", [PLAIN]),
        ("!Sub ['${Plain}', {Plain: 'false'}]", []),
        ("!If [Live, true, false]", [ENV]),
        ("!If [Live, true, !Ref AWS::NoValue]", [ENV]),
        ("!If [Both, !Ref Open, false]", [PLAIN, ENV]),
        ("!If [Live, true, !Ref Plain]", [PLAIN, ENV]),
        ("!FindInMap [ByEnv, !Ref Env, Kms]", [ENV]),
        ("!If [Unsaid, false, 'no']", []),
        ("false", []),
    ],
)
def test_the_default_that_decides_is_a_place(
    cli: Cli, value: str, expected: list[tuple[str, int]]
) -> None:
    """Who has to change a value has to know where it comes from."""
    assert sorted(told(cli, value)) == sorted(expected)


def test_a_value_that_is_given_is_no_default(cli: Cli) -> None:
    """Then the default decides nothing."""
    given = '{"Plain": "false"}'
    assert told(cli, "!Ref Plain", "--parameters", "p.json", **{"p.json": given}) == []


def test_conditions_that_ask_each_other_have_an_end(cli: Cli) -> None:
    """A ring, and a row that is longer than Python's stack."""
    row = "".join(f"  C{i}: !Not [{{Condition: C{i + 1}}}]\n" for i in range(3000))
    ring = "  Live: !And [{Condition: Both}, {Condition: Both}]\n"
    text = TEMPLATE.format(value="!If [C0, false, !If [Live, false, false]]")
    text = text.replace("Conditions:\n", f"Conditions:\n{row}  C3000: !Equals [!Ref Env, x]\n")
    text = text.replace("  Live: !Equals [!Ref Env, prod]\n", ring)
    ran = cli("scan", "t.yaml", "--no-config", "--select", "rds-instance-unencrypted",
              "--format", "json", files={"t.yaml": text})  # fmt: skip
    assert ran.report["findings"]
    assert not [one for one in ran.report["problems"] if one["code"] == "rule-crashed"]
