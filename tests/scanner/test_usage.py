"""Wrong usage: one line, which names the command, guesses what was meant, and is in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("scna t.yaml", "no command 'scna'; did you mean 'scan'?"),
        ("t.yaml", "no command 't.yaml'; did you mean 'synthgate scan t.yaml'?"),
        ("scan --formt json", "unknown option --formt; did you mean '--format'? (see synthgate scan --help)"),
        ("rules lst", "did you mean 'list'?"),
        ("rules list --profil=all", "did you mean '--profile'? (see synthgate rules list --help)"),
        ("rules list more", "'more' is one argument too many (see synthgate rules list --help)"),
        ("scan --fail-on hgih", "--fail-on is one of critical, high, medium, low, info, never, not 'hgih'; did you mean 'high'?"),
        ("scan --form json", "unknown option --form; did you mean '--format'?"),
        ("scan --format", "--format needs a value"),
        ("scan --exit-zero=1", "--exit-zero takes no value, but has '1'"),
        ("explain", "missing: --resource"),
        ("", "missing: COMMAND"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_with_a_way_out(
    cli: Callable[..., Any], line: str, words: str
) -> None:
    """And its exit code is that of misuse."""
    ran = cli(*line.split(), files={"t.yaml": "Resources: {}"})
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err
    korean = cli(*line.split(), "--lang", "ko").err if line else ""
    assert not line or any("가" <= letter <= "힣" for letter in korean)


@pytest.mark.parametrize(
    "line", ["--fail-on HIGH", "--lang EN", "--format TEXT", "--cdk-made Count"]
)
def test_words_may_be_written_in_any_case(cli: Callable[..., Any], line: str) -> None:
    """They are few, and none differs from another by its case."""
    wait = "Resources: {A: {Type: AWS::CloudFormation::WaitConditionHandle}}"
    assert cli("scan", "t.yaml", *line.split(), files={"t.yaml": wait}).code == 0
