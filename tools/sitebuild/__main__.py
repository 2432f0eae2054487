"""``python -m sitebuild PART``: the parts of ``make docs``, in the order of `PARTS`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from sitebuild import built, finding, layout, opened, pages, shown
from sitebuild.git import second_of_commit


def stage() -> None:
    """Write the folder that mkdocs reads, pictures included."""
    shutil.rmtree(layout.STAGED, ignore_errors=True)
    mistakes = pages.write(layout.STAGED)
    if mistakes:
        raise SystemExit("\n".join(map(str, mistakes)))
    shown.write(layout.STAGED / "demo")


def build() -> None:
    """Have mkdocs write the site, and give each language an index to search."""
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--clean")
    said = {"SOURCE_DATE_EPOCH": second_of_commit(), "NO_MKDOCS_2_WARNING": "1"}
    ran = subprocess.run(
        command,
        cwd=layout.ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **said},
    )
    if ran.returncode:
        told = [it for it in ran.stderr.splitlines() if not it.startswith(("INFO", "DEBUG"))]
        raise SystemExit("\n".join(told))
    finding.split(layout.SITE)


def check() -> None:
    """Follow each link of the site, and open it as a reader does."""
    mistakes = [*built.mistakes(layout.SITE), *opened.mistakes(layout.SITE)]
    if mistakes:
        raise SystemExit("\n".join(mistakes))
    print(built.summary(layout.SITE))


PARTS: dict[str, Callable[[], None]] = {
    "synthesize": shown.synthesize,
    "stage": stage,
    "build": build,
    "check": check,
}


def main(argv: Sequence[str]) -> int:
    """Do one part."""
    parser = argparse.ArgumentParser(prog="sitebuild", description="make the documentation site")
    parser.add_argument("part", choices=PARTS)
    PARTS[parser.parse_args(argv).part]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
