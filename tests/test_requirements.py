"""What is locked: everything that a command installs, and nothing of where it is from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import lock

NAMES = sorted([*lock.SETS, *lock.APART, lock.EVERYTHING])
PIN = re.compile(r"^(?P<pin>[a-z0-9-]+(?:\[[a-z,]+\])?==[^\s;]+(?: ; [^\\]+)?) \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def lines(name: str) -> list[str]:
    """The lines of a file that are no comments."""
    text = lock.file_of(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def pins(name: str) -> list[Requirement]:
    found = (PIN.match(line) for line in lines(name))
    return [Requirement(match["pin"]) for match in found if match]


def wanted(part: str) -> list[Requirement]:
    """What ``pyproject.toml`` asks for directly: in the package, an extra or a group."""
    project = lock.project()
    package = project["project"]
    asked = {
        "synthgate": package["dependencies"],
        **package["optional-dependencies"],
        **project["dependency-groups"],
    }
    return [Requirement(text) for text in asked[part]]


@pytest.mark.parametrize("name", NAMES)
def test_everything_has_a_version_and_hashes(name: str) -> None:
    """No line is anything else: neither an index, nor a host, nor a file, nor a range."""
    last = ""
    for line in lines(name):
        assert PIN.match(line) or HASH.match(line), line
        assert not (PIN.match(last) and PIN.match(line)), f"no hash: {last}"
        last = line
    assert HASH.match(last)


@pytest.mark.parametrize("name", [*lock.SETS, *lock.APART])
def test_each_direct_dependency_is_locked_within_its_range(name: str) -> None:
    """A change of ``pyproject.toml`` without ``make lock`` is seen."""
    locked = {canonicalize_name(pin.name): pin for pin in pins(name)}
    for part in lock.parts_of(name):
        for requirement in wanted(part):
            pin = locked[canonicalize_name(requirement.name)]
            (version,) = [one.version for one in pin.specifier]
            assert requirement.specifier.contains(version, prereleases=True), requirement


def test_every_extra_and_group_is_locked() -> None:
    """In the one resolution of which every set is a part."""
    locked = {canonicalize_name(pin.name) for pin in pins(lock.EVERYTHING)}
    project = lock.project()
    groups = {*project["dependency-groups"]} - {*lock.APART}
    parts = (*project["project"]["optional-dependencies"], *groups)
    assert {canonicalize_name(it.name) for part in parts for it in wanted(part)} <= locked


@pytest.mark.parametrize("name", lock.SETS)
def test_sets_are_parts_of_one_resolution(name: str) -> None:
    """What is scanned is what was tested; hashes included.

    Where a package is needed depends on who else asks for it: a set may have it in fewer places.
    """
    assert set(_unplaced(name)) <= set(_unplaced(lock.EVERYTHING))


def _unplaced(name: str) -> list[str]:
    return [re.sub(r" ;.*| \\$", "", line) for line in lines(name)]


def test_a_lower_end_that_no_run_tests_is_told(tmp_path: Path) -> None:
    """However a name is spelled, and whatever zeros a version ends with; the others are not."""
    package = lock.project()["project"]
    extras = [one for of in package["optional-dependencies"].values() for one in of]
    asked = [Requirement(text) for text in (*package["dependencies"], *extras)]
    ends = {
        canonicalize_name(one.name): next(it.version for it in one.specifier if it.operator == ">=")
        for one in asked
    }
    resolved = tmp_path / "ends.txt"
    resolved.write_text("".join(f"{name}=={end}.0\n" for name, end in ends.items()))
    assert lock.untested(resolved) == []
    ends["ruamel-yaml"] = "99"
    resolved.write_text("".join(f"{name}=={end}\n" for name, end in ends.items()))
    [told] = lock.untested(resolved)
    assert told.startswith("ruamel.yaml>=")
    assert told.endswith(": 99 was tested")


def test_every_file_is_known() -> None:
    """A set that nobody makes goes stale."""
    assert {path.stem for path in lock.FOLDER.glob("*.txt")} == {*NAMES} - {*lock.APART}


@pytest.mark.parametrize("name", ["multitool", "browser", "cdk-cli"])
def test_what_npm_installs_is_locked(name: str) -> None:
    """With a hash for each package, and no address."""
    folder = lock.FOLDER / name
    asked = _asked(json.loads((folder / "package.json").read_text("utf-8")))
    text = (folder / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert _asked(packages[""]) == asked
    assert all("integrity" in package for path, package in packages.items() if path)
    assert "://" not in text


def _asked(package: dict[str, Any]) -> dict[str, str]:
    return {**package.get("dependencies", {}), **package.get("devDependencies", {})}


def test_workflows_install_nothing_by_themselves() -> None:
    """They call make, which has the locks, or have npm install what is locked, without scripts."""
    folder = Path(lock.ROOT) / ".github" / "workflows"
    for path in folder.glob("*.yml"):
        text = path.read_text("utf-8")
        assert not re.search(r"pip3? install|npm (?:install|i) |npx|curl|wget", text), path.name
        commands = re.findall(r"npm .*", text)
        assert all(one.startswith("npm ci --ignore-scripts ") for one in commands), path.name
