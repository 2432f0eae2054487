"""What every test needs: surroundings that say nothing."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The same examples in every run, however slow the machine; `--hypothesis-profile=search`
# looks for new ones.
settings.register_profile("test", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=3000)
settings.load_profile("test")

AMBIENT = ("CI", "NO_COLOR", "FORCE_COLOR", "GITHUB_", "AWS_", "CDK_", "SYNTHGATE_")
KEPT = ("SYNTHGATE_SARIF_MULTITOOL", "SYNTHGATE_UPDATE_SNAPSHOTS")
"""What tells the tests themselves something."""


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No result may depend on the machine that the tests run on."""
    for name in list(os.environ):
        if name.startswith(AMBIENT) and name not in KEPT:
            monkeypatch.delenv(name)
    monkeypatch.setenv("SYNTHGATE_CACHE", "off")
