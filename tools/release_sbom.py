"""Write the bill of materials of a release: CycloneDX, the same bytes for the same lock.

``cyclonedx-py`` reads an environment that has what `requirements/package.txt` locks and nothing
else: versions, licences, and who needs whom. What it cannot know, the release itself, is added
here: its version, and the hashes of its files.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SPECIFICATION = "1.6"


def written(root: Path, python: Path, packages: Sequence[Path], version: str, target: Path) -> None:
    """Write the bill of a release: of its sources, an environment, and the files it consists of.

    Raises:
        SystemExit: it is not what the schema of CycloneDX asks for, or leaves something out.
    """
    bill = asked(root, python)
    bill["metadata"]["component"] |= {
        "version": version,
        "purl": f"pkg:pypi/synthgate@{version}",
        "supplier": {"name": "synthgate", "url": ["https://github.com/synthgate/synthgate"]},
    }
    its: list[dict[str, Any]] = bill["metadata"]["component"].setdefault("externalReferences", [])
    its += [distribution(path) for path in packages]
    text = json.dumps(bill, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    reasons = [*invalid(text), *left_out(bill, locked(root))]
    if reasons:
        raise SystemExit("\n".join(("the bill of materials:", *reasons)))
    target.write_text(text, "utf-8")


def asked(root: Path, python: Path) -> dict[str, Any]:
    """What cyclonedx-py says of an environment; its time is SOURCE_DATE_EPOCH."""
    program = Path(sys.executable).with_name("cyclonedx-py")
    command = [program, "environment", python, "--pyproject", root / "pyproject.toml"]
    how = ["--output-reproducible", "--spec-version", SPECIFICATION]
    ran = subprocess.run([*command, *how], check=True, stdout=subprocess.PIPE, env=os.environ)
    return json.loads(ran.stdout)


def distribution(path: Path) -> dict[str, Any]:
    """A file of the release, with its hash."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    hashes = [{"alg": "SHA-256", "content": digest}]
    return {"type": "distribution", "url": path.name, "hashes": hashes}


def invalid(text: str) -> Iterator[str]:
    """Yield what the schema of CycloneDX says against a bill: it is in requirements/release.txt."""
    version: Any = import_module("cyclonedx.schema").SchemaVersion.from_version(SPECIFICATION)
    validator: Any = import_module("cyclonedx.validation.json").JsonStrictValidator(version)
    error = validator.validate_str(text)
    if error:
        yield str(error)


def locked(root: Path) -> set[str]:
    """The packages that are locked for here, as ``name==version``."""
    lines = (root / "requirements" / "package.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if line[:1].isalnum()]
    here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    return {f"{canonicalize_name(pin.name)}{pin.specifier}" for pin in here}


def left_out(bill: Mapping[str, Any], wanted: set[str]) -> Iterator[str]:
    """Yield where a bill and a lock differ."""
    named = [(str(one["name"]), one["version"]) for one in bill["components"]]
    there = {f"{canonicalize_name(name)}=={version}" for name, version in named}
    for name in sorted(wanted - there):
        yield f"{name} is locked, and not in it"
    for name in sorted(there - wanted):
        yield f"{name} is in it, and not locked"
