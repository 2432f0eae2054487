"""How much is imported before anything is done: a start is paid for by every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = (
    "import sys; from synthgate.cli import run\n"
    "try: run()\n"
    "finally: print(*sys.modules, file=sys.stderr)"
)
TEMPLATE = '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'
SCAN = ("scan", "t.json", "--no-config", "--exit-zero", "--format", "concise")
HEAVY = frozenset(
    {
        "asyncio", "csv", "inspect", "jinja2", "jsonpath_ng", "logging", "rich", "ruamel",
        "samtranslator", "shutil", "unittest",
    }
)  # fmt: skip
"""What a scan of a template in JSON has no use for, nor the help."""
OTHERS = frozenset(
    {
        "synthgate.changing", "synthgate.framework.reading", "synthgate.hearing",
        "synthgate.judge.comparing", "synthgate.judge.joining.joiner",
        "synthgate.resolve.translator", "synthgate.sources.assembly", "synthgate.stored",
    }
)  # fmt: skip
"""What only assemblies, frameworks, other tools and comparisons need."""


def _imported(folder: Path, *words: str) -> set[str]:
    """The modules that a command line has imported when it ends."""
    (folder / "t.json").write_text(TEMPLATE)
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.splitlines()[-1].split())


def _ours(modules: set[str]) -> list[str]:
    return [name for name in modules if name.partition(".")[0].startswith("synthgate")]


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_the_help_of_the_program_needs_names_and_sentences_alone(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """No tables of settings, no dataclasses of the standard library, no day of the clock."""
    modules = _imported(tmp_path, *words)
    unwanted = HEAVY | {
        "dataclasses", "datetime", "signal", "synthgate.settings.table", "synthgate.problem_code",
        "synthgate.config", "yaml",
    }  # fmt: skip
    assert not unwanted & modules
    assert len(_ours(modules)) <= 42


def test_a_plain_scan_imports_what_it_asks(tmp_path: Path) -> None:
    """What most runs have nothing of is imported where there is something."""
    modules = _imported(tmp_path, *SCAN)
    # `dataclasses`, whose `replace` and `field` are used, brings `inspect` along.
    found = (HEAVY - {"inspect"} | OTHERS) & modules
    assert not found
    assert len(_ours(modules)) <= 430
