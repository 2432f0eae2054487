"""Lay out what is installed beside the packages, below `share/`: `make dist` does, for the wheel.

The pages of man, completions of shells where these look for them, the documentation, and the
schemas that editors read. Nothing of it is in git: all is made from what is there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from hatch_build import compile_catalogs, release_of

import release_man
from release_links import rehomed
from synthgate_reports.schemas import REPORT

COMPLETIONS = {
    "bash": "bash-completion/completions/synthgate",
    "zsh": "zsh/site-functions/_synthgate",
    "fish": "fish/vendor_completions.d/synthgate.fish",
}
"""Each shell, and where it looks in a `share/`: bash-completion beside each program on the PATH,
zsh on its `fpath`, fish in XDG_DATA_DIRS."""
DOCUMENTS = (
    "README*.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/**/*.md",
    "docs/**/*.svg",
    "reports/README*.md",
    "rules/README*.md",
)


def main(root: Path, day: str) -> None:
    """Write `share/` into a copy of the repository."""
    compile_catalogs(root)
    share = root / "share"
    release_man.write(share, day)
    for name, text in {**completions(), **schemas(), **documents(root)}.items():
        target = share / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def completions() -> dict[str, str]:
    """The script of each shell, as ``--print-completion`` writes it."""
    return {place: said("--print-completion", shell) for shell, place in COMPLETIONS.items()}


def schemas() -> dict[str, str]:
    """What editors and other programs read of the forms of files."""
    every: dict[str, Callable[[], str]] = {
        "configuration": lambda: said("config", "schema", "--no-config"),
        "card": lambda: said("rules", "schema", "--no-config"),
        "report-2": lambda: REPORT.read_text("utf-8"),
    }
    return {f"synthgate/schemas/{name}.schema.json": made() for name, made in every.items()}


def documents(root: Path) -> dict[str, str]:
    """The documentation: links between its pages stay, all others lead to the release."""
    release = release_of(root)
    paths = sorted({path for pattern in DOCUMENTS for path in root.glob(pattern)})
    names = [path.relative_to(root).as_posix() for path in paths]
    kept = frozenset(names)
    pages = ((name, (root / name).read_text("utf-8")) for name in names)
    return {
        f"doc/synthgate/{name}": rehomed(text, PurePosixPath(name), kept, release)
        for name, text in pages
    }


def said(*words: str) -> str:
    """What the program writes for some words, whatever variables say.

    Raises:
        subprocess.CalledProcessError: it fails.
    """
    command = [sys.executable, "-m", "synthgate", *words]
    environ = {name: it for name, it in os.environ.items() if not name.startswith("SYNTHGATE_")}
    ran = subprocess.run(command, check=True, env=environ, stdout=subprocess.PIPE, encoding="utf-8")
    return ran.stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
