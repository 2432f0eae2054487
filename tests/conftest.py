"""What every test needs: surroundings that say nothing, and a size.

`make test` runs a sample: few generated examples, the same in every run, and no test that is marked
`exhaustive`. With `--all-cases` (`make test-all`) every test runs, and looks for examples that
nobody has tried: a failure prints the line that repeats it.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("sample", deadline=None, derandomize=True, database=None, max_examples=60)
settings.register_profile(
    "search",
    deadline=None,
    derandomize=False,
    database=None,
    max_examples=1500,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sample")

AMBIENT = ("CI", "NO_COLOR", "FORCE_COLOR", "GITHUB_", "AWS_", "CDK_", "SYNTHGATE_")
KEPT = ("SYNTHGATE_SARIF_MULTITOOL", "SYNTHGATE_UPDATE_SNAPSHOTS")
"""What tells the tests themselves something."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-cases", action="store_true", help="every case, not a sample")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("all_cases"):
        settings.load_profile("search")


def pytest_report_header(config: pytest.Config) -> str:
    every = config.getoption("all_cases")
    return f"cases: {'every one' if every else 'a sample (--all-cases for every one)'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is exhaustive; pytest tells how many were deselected."""
    if config.getoption("all_cases"):
        return
    kept = [item for item in items if item.get_closest_marker("exhaustive") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture(autouse=True)
def quiet_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No result may depend on the machine that the tests run on."""
    for name in list(os.environ):
        if name.startswith(AMBIENT) and name not in KEPT:
            monkeypatch.delenv(name)
    # A cache of this run's own, signed with its own key: reading every card takes half a second.
    monkeypatch.setenv("SYNTHGATE_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("SYNTHGATE_CACHE_KEY", "the tests' own")
