"""SARIF as Microsoft's validator sees it, with its rules for GitHub code scanning.

`make multitool` installs it and runs this. The script that npm puts into `.bin` splits
"Sarif;Ghas" at the semicolon, so that the executable itself is named.
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from synthgate.model import Report

MULTITOOL = os.environ.get("SYNTHGATE_SARIF_MULTITOOL")


@pytest.mark.exhaustive
@pytest.mark.skipif(not MULTITOOL, reason="SYNTHGATE_SARIF_MULTITOOL names no executable")
@pytest.mark.parametrize("sample", ["report", "hostile"])
@pytest.mark.parametrize("name", ["sarif", "sarif-github"])
def test_the_validator_has_nothing_to_say(
    name: str,
    sample: str,
    request: pytest.FixtureRequest,
    written: Callable[[str, Report], str],
    tmp_path: Path,
) -> None:
    """Neither an error nor a warning, whatever the names in the templates."""
    log, verdict = tmp_path / "log.sarif", tmp_path / "verdict.sarif"
    log.write_text(written(name, request.getfixturevalue(sample)), encoding="utf-8")
    subprocess.run(
        [
            str(MULTITOOL),
            "validate",
            "--rule-kind",
            "Sarif;Ghas",
            "--level",
            "Error;Warning",
            "--output",
            str(verdict),
            str(log),
        ],
        env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        check=False,
    )
    results = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    assert [(r["ruleId"], r["message"]) for r in results] == []
