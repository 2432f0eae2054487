"""What the page about CI says to type, typed: it does what the page says."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.ci.conftest import BIN, BUCKET, OPEN_QUEUE, ROOT
from tests.docs.pages import sections

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [ROOT / "docs" / "ci.md", ROOT / "docs" / "ci.ko.md"]
TEMPLATE = "cdk.out/t.template.yaml"


def blocks(page: Path, mark: str) -> list[str]:
    """The blocks of code of a page in which something stands."""
    found = (code for one in sections(page.read_text("utf-8")) for _, code in one.code)
    return [code for code in found if mark in code]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder with an assembly of an old fault."""
    (tmp_path / "cdk.out").mkdir()
    (tmp_path / TEMPLATE).write_text(OPEN_QUEUE)
    return tmp_path


def typed(lines: str, folder: Path) -> int:
    """The exit code of what is typed, by the synthgate of this environment."""
    shell = ["sh", "-euc", re.sub(r"(?m)^synthgate", str(BIN / "synthgate"), lines)]
    ran = subprocess.run(shell, cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_base_that_is_missing_leaves_the_gate_as_it_is(page: Path, app: Path) -> None:
    """And one that is there takes what is known away from it; a new fault is seen."""
    [lines] = blocks(page, "--against main.results")
    keep, compare = lines.split("\n\n")
    assert typed(compare, app) == 1
    typed(keep, app)
    assert typed(compare, app) == 0
    (app / "cdk.out" / "new.template.yaml").write_text(OPEN_QUEUE)
    assert typed(compare, app) == 1
    (app / "main.results").unlink()
    (app / TEMPLATE).write_text(BUCKET)
    (app / "cdk.out" / "new.template.yaml").unlink()
    assert typed(compare, app) == 0
