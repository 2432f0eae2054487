"""The readme as a package index shows it, without the repository around it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hatch_build import REPOSITORY, absolute  # noqa: E402 - the root is no package


def test_each_link_leads_somewhere() -> None:
    """To a file that the repository has, or to an address; within the page stays within it."""
    links = re.findall(r"\]\(([^)\s]+)\)", absolute((ROOT / "README.md").read_text("utf-8")))
    assert links
    for link in links:
        assert link.startswith(("https://", "#"))
        file = link.removeprefix(REPOSITORY).partition("#")[0]
        assert not link.startswith(REPOSITORY) or (ROOT / file).is_file()
