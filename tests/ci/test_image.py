"""The image, without Docker: its steps one by one, in an empty root; then run as it is run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.ci.conftest import BUCKET, OPEN_QUEUE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (ROOT / "Dockerfile").read_text("utf-8")
STEPS = re.findall(r"(?m)^([A-Z]+) (.+)$", TEXT)
NOBODY = 65534
MOST_MEGABYTES = 60


def test_it_runs_as_nobody_and_keeps_nothing() -> None:
    """By a number, which needs no list of users, and says so after its last copy."""
    words = [word for word, _ in STEPS]
    assert ("USER", f"{NOBODY}:{NOBODY}") in STEPS
    assert words.index("USER") > max(at for at, word in enumerate(words) if word == "COPY")
    assert "SYNTHGATE_CACHE=off" in [rest for word, rest in STEPS if word == "ENV"][-1]
    assert "RUN" not in words[words.index("USER") :]


def test_what_is_copied_is_let_in() -> None:
    """Each source of a copy is there, and .dockerignore lets it through."""
    let_in = re.findall(r"(?m)^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"))
    copied = {
        source
        for word, rest in STEPS
        if word == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    }
    assert copied == {*let_in}
    assert all((ROOT / source).exists() for source in copied)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the steps of the first stage have made."""
    folder = tmp_path_factory.mktemp("root")
    source = folder / "src"
    source.mkdir()
    for word, rest in STEPS[: STEPS.index(("FROM", "${PYTHON}"))]:
        match word:
            case "COPY":
                *sources, target = rest.split()
                for one in sources:
                    _copy(one, source / target)
            case "RUN":
                _run(rest, folder, source)
            case _:
                pass
    return folder


def _copy(name: str, target: Path) -> None:
    if (ROOT / name).is_dir():
        shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)


def _run(command: str, folder: Path, source: Path) -> None:
    placed = re.sub(r"(?<![\w.])/(build|opt|wheels)\b", rf"{folder}/\1", command)
    placed = re.sub(r"^python3 ", f"{sys.executable} ", placed)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PIP_NO_INPUT": "1"}
    ran = subprocess.run(
        ["sh", "-ec", placed],
        cwd=source,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, placed + ran.stdout + ran.stderr


@pytest.mark.exhaustive
@pytest.mark.parametrize(("template", "code"), [(BUCKET, 0), (OPEN_QUEUE, 1)])
def test_it_scans_without_network_and_writes_nothing(
    root: Path, tmp_path: Path, template: str, code: int
) -> None:
    """In a folder that nobody may write to, without a home; the report is on standard output."""
    (tmp_path / "cdk.out").mkdir()
    (tmp_path / "cdk.out" / "t.template.yaml").write_text(template)
    before = sorted(root.rglob("*"))
    alone = ["unshare", "--net"] if os.geteuid() == 0 and shutil.which("unshare") else []
    ran = subprocess.run(
        [*alone, root / "opt/synthgate/bin/synthgate", "scan", "--format", "json"],
        cwd=tmp_path,
        env={
            "HOME": "/nonexistent",
            "PYTHONDONTWRITEBYTECODE": "1",
            "SYNTHGATE_CACHE": "off",
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    assert json.loads(ran.stdout)["findings"]
    assert sorted(root.rglob("*")) == before
    assert [one.name for one in tmp_path.iterdir()] == ["cdk.out"]


@pytest.mark.exhaustive
def test_it_is_small(root: Path) -> None:
    """Without pip, and without what builds."""
    files = [path for path in (root / "opt").rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < MOST_MEGABYTES * 1_000_000
    assert not [path for path in (root / "opt").rglob("site-packages/*") if path.name == "pip"]
    assert not [*(root / "opt").rglob("site-packages/hatchling")]
