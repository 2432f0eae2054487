"""What the main branch accepts counts in each CI system, what a change says of itself does not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.ci.conftest import BIN, OPEN_QUEUE, ROOT
from tests.ci.test_snippets import EXAMPLES, PROGRAM, component, scripts

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = ["sh", "mkdir", "env"]
"""What the images of Python have, besides git: those that are slim lack it."""


def git(folder: Path, *words: str) -> None:
    named = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *named, *words], cwd=folder, check=True, capture_output=True)


def synthgate(folder: Path, *words: str) -> None:
    subprocess.run([BIN / "synthgate", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def main(tmp_path: Path) -> Path:
    """A repository of old faults that its baseline knows."""
    folder = tmp_path / "main"
    (folder / "cdk.out").mkdir(parents=True)
    (folder / "cdk.out" / "old.template.yaml").write_text(OPEN_QUEUE)
    (folder / ".gitignore").write_text("cdk.out\n")
    synthgate(folder, "baseline", "write", "cdk.out")
    git(folder, "init", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--message", "old")
    return folder


@pytest.fixture
def change(main: Path, tmp_path: Path) -> Path:
    """A checkout of a branch that has nothing of the main one."""
    git(main, "branch", "change")
    folder = tmp_path / "change"
    git(tmp_path, "clone", "--single-branch", "--branch", "change", f"file://{main}", folder.name)
    shutil.copytree(main / "cdk.out", folder / "cdk.out")
    (folder / "out").mkdir()
    return folder


def excused(change: Path) -> None:
    """A new fault, which the change writes into the baseline."""
    (change / "cdk.out" / "new.template.yaml").write_text(OPEN_QUEUE)
    synthgate(change, "baseline", "write", "cdk.out", "--force")


def path_of(image: str, folder: Path) -> Path:
    """The programs that an image has."""
    folder.mkdir(exist_ok=True)
    names = PROGRAMS if re.search(r"-(slim|alpine)", image) else [*PROGRAMS, "git"]
    for name in names:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


def gate(lines: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the lines of a snippet, with the synthgate of this environment."""
    command = PROGRAM.sub(str(BIN / "synthgate"), "\n".join(lines))
    environment = {**os.environ, "HOME": str(folder.parent), "CI_JOB_ID": "1", **variables}
    return subprocess.run(
        ["sh", "-euc", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def component_lines() -> tuple[str, list[str]]:
    """The image of GitLab's component, and what it runs with the options of its example."""
    [include] = yaml.safe_load((EXAMPLES / "gitlab-ci.yml").read_text("utf-8"))["include"]
    job = component(include["inputs"])[1]
    return job["image"], job["script"][2:]


@pytest.mark.exhaustive
def test_the_component_has_what_its_options_need(change: Path, tmp_path: Path) -> None:
    """Its image has the git that the options of the example ask for; it fetches all branches."""
    image, lines = component_lines()
    assert component()[1]["variables"]["GIT_DEPTH"] == "0"
    git(change, "fetch", "origin", "+refs/heads/*:refs/remotes/origin/*")
    path = str(path_of(image, tmp_path / "bin"))
    ran = gate(lines, change, PATH=path)
    assert ran.returncode == 0, ran.stderr
    excused(change)
    assert gate(lines, change, PATH=path).returncode == 1


FETCHES = {"Jenkinsfile": True, "buildspec.yml": True, "azure-pipelines.yml": False}
"""Whether a system's checkout lacks the main branch, so that the example has to fetch it."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", FETCHES)
def test_the_other_systems_read_the_main_branch(name: str, change: Path) -> None:
    """Which they fetch where the checkout does not; `main` may have gone on since."""
    lines = [line.strip() for line in scripts(name).splitlines()]
    fetch = [found[0] for line in lines if (found := re.search(r"git fetch [^']+", line))]
    assert bool(fetch) == FETCHES[name]
    scan = [line for line in lines if PROGRAM.search(line) and " scan " in line]
    if not fetch:
        git(change, "fetch", "origin", "+refs/heads/*:refs/remotes/origin/*")
    ran = gate([*fetch, *scan], change)
    assert ran.returncode == 0, ran.stderr
    excused(change)
    assert gate([*fetch, *scan], change).returncode == 1


@pytest.mark.parametrize(
    ("name", "fork"),
    [("Jenkinsfile", "CHANGE_FORK"), ("azure-pipelines.yml", "SYSTEM_PULLREQUEST_ISFORK")],
)
def test_the_other_systems_know_a_stranger(name: str, fork: str) -> None:
    """By the variable that the system has for a fork, and by nothing else."""
    [line] = [line for line in scripts(name).splitlines() if "untrusted=" in line]
    for value, said in (("True", "--untrusted"), ("", "")):
        ran = subprocess.run(
            ["sh", "-euc", f"{line}\necho ${{untrusted:-}}"],
            env={"PATH": os.environ["PATH"], fork: value},
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.strip() == said


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["docs/ci.md", "docs/ci.ko.md", "README.md", "README.ko.md"])
def test_a_strangers_change_is_held_to_what_is_new(name: str, change: Path) -> None:
    """As the pages print it: what is old is the main branch's, what is new is not excused."""
    text = (ROOT / name).read_text("utf-8")
    lines = re.findall(r"(?m)^ +(synthgate scan cdk\.out --untrusted.*)$", text)
    assert lines
    scan = lines[0].replace("synthgate", str(BIN / "synthgate"), 1)
    git(change, "fetch", "origin", "+refs/heads/*:refs/remotes/origin/*")
    assert gate([scan], change).returncode == 0
    excused(change)
    assert gate([scan], change).returncode == 1


def test_an_image_without_git_is_seen(change: Path, tmp_path: Path) -> None:
    """So that the test above is one."""
    git(change, "fetch", "origin", "+refs/heads/*:refs/remotes/origin/*")
    path = str(path_of("python:3.13-slim", tmp_path / "bin"))
    assert gate(component_lines()[1], change, PATH=path).returncode == 2
