"""Write ``requirements/``: every set of packages that a command installs, with versions and hashes.

All sets are parts of one resolution (``all.txt``), so that what is scanned is what was tested. A
file holds for every supported Python and platform, by its markers, and names neither an index nor
a host: where packages are from is the business of whoever installs them. Only wheels are chosen,
for building one would bring a build backend that nothing has locked.

Without options what is locked stays, as far as ``pyproject.toml`` allows; ``--upgrade`` takes the
newest that it allows.

What is run as a program of its own is no part of that (`APART`): it pins what we need otherwise.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "requirements"
EVERYTHING = "all"

SETS: dict[str, tuple[str, ...]] = {
    "uv": ("uv",),
    "node": ("node",),
    "package": ("synthgate",),
    "action": ("synthgate", "build"),
    "scan": ("synthgate", "build", "cdk", "iam", "sam", "xlsx"),
    "dev": (
        "synthgate",
        "build",
        "cdk",
        "completion",
        "dev",
        "fix",
        "iam",
        "lsp",
        "mcp",
        "sam",
        "watch",
    ),
    "oracles": ("synthgate", "build", "cdk", "dev", "iam", "oracles", "sam"),
    "browser": ("synthgate", "build", "browser", "dev"),
    "mutants": ("synthgate", "build", "cdk", "dev", "iam", "mutants", "sam"),
    "docs": ("synthgate", "build", "docs"),
    "release": ("synthgate", "build", "completion", "release"),
    "cluster": ("synthgate", "build", "cluster", "dask", "dev", "s3"),
}
"""Each file: the package itself, its extras, and groups of development, of which it is the sum."""

APART: dict[str, Path] = {
    "checkov": ROOT / "scanner/synthgate/adapters/checkov/requirements.txt",
}
"""Groups that no resolution has together with the rest, each with its file in the package: there
``synthgate tools install`` finds it."""

_PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)
_LOWER = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?>=([\w.]+)")


def project() -> dict[str, Any]:
    """Return what ``pyproject.toml`` says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def file_of(name: str) -> Path:
    """Return where a set is written."""
    return APART.get(name) or FOLDER / f"{name}.txt"


def parts_of(name: str) -> tuple[str, ...]:
    """Return what a set is the sum of."""
    if name == EVERYTHING:
        return ("synthgate", *_extras(), *(group for group in _groups() if group not in APART))
    return (name,) if name in APART else SETS[name]


def lock(uv: str, name: str, start: Path | None, *options: str) -> None:
    """Write one file; what it held before, or what ``start`` holds, is preferred.

    Raises:
        subprocess.CalledProcessError: there is no solution, or no index.
    """
    written = file_of(name)
    if start is not None:
        shutil.copyfile(start, written)
    parts = parts_of(name)
    sources = ["pyproject.toml"] if "synthgate" in parts else []
    chosen = [
        option
        for part in parts
        if part != "synthgate"
        for option in ("--extra" if part in _extras() else "--group", part)
    ]
    fixed = ("--universal", "--generate-hashes", "--no-build", "--python-version", _oldest_python())
    told = ("--quiet", "--custom-compile-command", "make lock")
    target = ("--output-file", written.relative_to(ROOT).as_posix())
    command = [uv, "pip", "compile", *sources, *chosen, *fixed, *told, *options, *target]
    subprocess.run(command, cwd=ROOT, check=True)


def untested(resolved: Path) -> list[str]:
    """Return the ranges whose lower end is not what a resolution of the lowest has chosen.

    Such an end cannot be had together with the others, and so no run ever tests it.
    """
    pinned = dict(_PIN.findall(resolved.read_text("utf-8")))
    package = project()["project"]
    asked = [*package["dependencies"], *(it for _, of in _by_extra(package) for it in of)]
    ends = [match for requirement in asked if (match := _LOWER.match(requirement))]
    return [
        f"{name}>={end}: {pinned[_normal(name)]} was tested"
        for name, end in (match.groups() for match in ends)
        if not _same(end, pinned[_normal(name)])
    ]


def _normal(name: str) -> str:
    """A name as it is locked: `ruamel.yaml` is `ruamel-yaml` there."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _by_extra(package: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return sorted(package["optional-dependencies"].items())


def _same(end: str, version: str) -> bool:
    """Whether two versions differ by zeros at the end at most."""
    one, other = (re.sub(r"(\.0)+$", "", text) for text in (end, version))
    return one == other


def _extras() -> list[str]:
    return sorted(project()["project"]["optional-dependencies"])


def _groups() -> list[str]:
    return sorted(project()["dependency-groups"])


def _oldest_python() -> str:
    return project()["project"]["requires-python"].removeprefix(">=")


def main() -> int:
    """Lock everything, then each part of it."""
    parser = argparse.ArgumentParser(description="lock every set of packages")
    parser.add_argument("--uv", default="uv", help="the uv to resolve with")
    parser.add_argument("--upgrade", action="store_true", help="take the newest releases")
    parser.add_argument("--ends", type=Path, help="only tell which lower ends this file has not")
    arguments = parser.parse_args()
    if arguments.ends:
        found = untested(arguments.ends)
        print("\n".join(found))
        return int(bool(found))
    for name in (EVERYTHING, *APART):
        lock(arguments.uv, name, None, *(["--upgrade"] if arguments.upgrade else []))
    for name in SETS:
        lock(arguments.uv, name, FOLDER / f"{EVERYTHING}.txt")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
