"""What every test needs: surroundings that say nothing, and a size.

`make test` runs a sample: few generated examples, the same in every run, no test that is marked
`exhaustive`, and of one that is `sampled(n)` each nth case. With `--all-cases` (`make test-all`)
every test runs, and looks for examples that nobody has tried: a failure prints the line that
repeats it.
"""

from __future__ import annotations

import gc
import os
import re
from collections import Counter
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("sample", deadline=None, derandomize=True, database=None, max_examples=40)
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
KEPT = (
    "SYNTHGATE_SARIF_MULTITOOL",
    "SYNTHGATE_UPDATE_SNAPSHOTS",
    "SYNTHGATE_AXE",
    "SYNTHGATE_TSC",
)
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
    tried = _tried()
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    number: Counter[str] = Counter()
    for item in items:
        is_asked = item.get_closest_marker("exhaustive") is None and _is_sampled(item, number)
        (kept if is_asked and not _is_left_to_all(item, tried) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_collection_finish() -> None:
    """Leave what collecting has made to no search for cycles: tests begin many, and it is large."""
    gc.collect()
    gc.freeze()


def _is_sampled(item: pytest.Item, number: Counter[str]) -> bool:
    """Whether a case is one of those that its test is asked in the sample, if it is `sampled`."""
    sampled = item.get_closest_marker("sampled")
    if sampled is None:
        return True
    test = item.nodeid.partition("[")[0]
    number[test] += 1
    return (number[test] - 1) % sampled.args[0] == 0


_EVERY = 20
"""One in so many of the rules that are being tried is asked everything in the sample."""
_TRIED = re.compile(r"maturity: preview")
_ID = re.compile(r"(?m)^id: ([a-z0-9-]+)$")


def _tried() -> frozenset[str]:
    """The rules that are being tried (`maturity: preview`), but for a few of them.

    There are hundreds, and whatever is true of a stable rule is asked of each with `--all-cases`.
    """
    cards = Path(__file__).parents[1] / "rules" / "synthgate_rules" / "cards"
    found: set[str] = set()
    for path in cards.rglob("*.yaml"):
        for block in re.split(r"(?m)^  - (?=id: )", text := path.read_text("utf-8")):
            whole = text.partition("\nrows:")[0]
            if _TRIED.search(block) or _TRIED.search(whole):
                found.update(_ID.findall(block))
    return frozenset(one for one in found if crc32(one.encode()) % _EVERY)


def _is_left_to_all(item: pytest.Item, tried: frozenset[str]) -> bool:
    """Whether a test is about one of those rules."""
    callspec = getattr(item, "callspec", None)
    if callspec is None:
        return False
    return any(
        (value if isinstance(value, str) else _rule_of(value)) in tried
        for value in callspec.params.values()
    )


def _rule_of(value: object) -> str:
    """The rule that a card is, or what was read of one, where it is either."""
    return str(getattr(getattr(value, "outline", value), "id", getattr(value, "rule_id", "")))


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
    monkeypatch.setenv("SYNTHGATE_CACHE_KEY", "the tests' own, as long as a key has to be")
