"""A plugin of pytest that tells which tests run which lines: ``-p touches``.

``SYNTHGATE_TOUCHES`` names a folder; each process of pytest writes a file into it, of each source
file below the working folder and each of its lines the tests that came by. A line that runs while
its module is imported belongs to no test.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import coverage
import pytest

FOLDER = "SYNTHGATE_TOUCHES"
SOURCES = ("scanner", "rules", "reports")

_COVERAGE = pytest.StashKey[coverage.Coverage]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin before anything of ours is imported."""
    include = [f"{Path.cwd() / source}/*" for source in SOURCES]
    watched = coverage.Coverage(data_file=None, config_file=False, include=include)
    watched.set_option("run:disable_warnings", ["no-data-collected"])  # who only hands tests out
    config.stash[_COVERAGE] = watched
    watched.start()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """From here on it is this test."""
    item.config.stash[_COVERAGE].switch_context(item.nodeid)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Write down what was seen."""
    watched = config.stash[_COVERAGE]
    watched.stop()
    data = watched.get_data()
    seen = {
        Path(file).relative_to(Path.cwd()).as_posix(): {
            line: [test for test in tests if test]
            for line, tests in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    target = Path(os.environ[FOLDER]) / f"{os.getpid()}.json"
    target.write_text(json.dumps(seen), encoding="utf-8")
