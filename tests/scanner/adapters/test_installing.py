"""A tool is set up whole or not at all, and what is half-way is never found."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from synthgate.adapters import installing
from synthgate.adapters.installed import CURRENT, executable_of, script
from synthgate.adapters.installing import LOCKS, install, locked_release, set_up
from synthgate.config.users import tools_folder
from synthgate.errors import UsageError
from synthgate.setup.arguments import INSTALLABLE

RELEASE = locked_release("checkov")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"SYNTHGATE_TOOLS": str(tmp_path / "tools"), "PATH": os.environ["PATH"]}


def filled(environment: Path, tool: str, environ: object) -> None:
    """In place of pip: what it leaves behind."""
    assert environ
    (environment / "lib/site-packages" / f"{tool}-{RELEASE}.dist-info").mkdir(parents=True)
    program = script(environment, tool)
    program.parent.mkdir(parents=True)
    program.write_text("")


def refused(environment: Path, tool: str, environ: object) -> None:
    filled(environment, tool, environ)
    raise KeyboardInterrupt


def test_what_can_be_set_up_has_a_lock() -> None:
    assert (*LOCKS,) == INSTALLABLE
    assert RELEASE.startswith("3.")


def test_it_is_found_when_it_is_whole(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "_fill", filled)
    assert executable_of("checkov", environ) is None
    assert set_up("checkov", environ) is None
    done = install("checkov", environ)
    assert done.release == RELEASE
    assert executable_of("checkov", environ) == done.program
    assert set_up("checkov", environ) == done


def test_an_attempt_that_breaks_off_changes_nothing(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The environment of before stays in use; one that was killed is cleared away later."""
    monkeypatch.setattr(installing, "_fill", filled)
    first = install("checkov", environ)
    shutil.rmtree(first.program.parent.parent / "lib")  # as if it were of another release
    assert set_up("checkov", environ) is None
    monkeypatch.setattr(installing, "_fill", refused)
    with pytest.raises(KeyboardInterrupt):
        install("checkov", environ)
    assert executable_of("checkov", environ) == first.program
    assert len([*(tmp_path / "tools/checkov").glob("environment-*")]) == 1
    left = tmp_path / "tools/checkov/environment-killed"
    left.mkdir()
    os.utime(left, (time.time() - 10_000,) * 2)
    monkeypatch.setattr(installing, "_fill", filled)
    assert install("checkov", environ).program != first.program
    assert not left.exists()


@pytest.mark.parametrize("name", ["", "..", "../../elsewhere", "gone", "\x00"])
def test_a_name_that_leads_elsewhere_is_none(
    environ: dict[str, str], tmp_path: Path, name: str
) -> None:
    place = tmp_path / "tools/checkov"
    script(tmp_path / "elsewhere", "checkov").parent.mkdir(parents=True)
    script(tmp_path / "elsewhere", "checkov").touch()
    place.mkdir(parents=True)
    (place / CURRENT).write_text(name)
    assert executable_of("checkov", environ) is None


def test_a_repository_cannot_bring_programs_along(tmp_path: Path) -> None:
    """The folder is the user's own: neither relative, nor where a cache is restored to."""
    assert tools_folder({"SYNTHGATE_TOOLS": "tools"}) is None
    assert tools_folder({"SYNTHGATE_CACHE": str(tmp_path)}) is None
    own = {"SYNTHGATE_CACHE": str(tmp_path), "HOME": "/home/me"}
    assert tools_folder(own) == Path("/home/me/.local/share/synthgate/tools")


def test_a_folder_that_cannot_be_written_is_told(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "tools").write_text("")
    with pytest.raises(UsageError, match="SYNTHGATE_TOOLS"):
        install("checkov", environ)
    with pytest.raises(UsageError, match="SYNTHGATE_TOOLS"):
        install("checkov", {})


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        ("print('Error: Command ensurepip returned 1'); raise SystemExit(1)", "ensurepip returned"),
        ("import sys; sys.stderr.write('ERROR: No matching\\nadvice'); sys.exit(1)", "No matching"),
    ],
)
def test_a_step_that_fails_says_why_and_leaves_nothing(
    environ: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
    said: str,
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!{sys.executable} -SE\n{failing}\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(UsageError, match=said):
        install("checkov", environ)
    assert not [*(tmp_path / "tools/checkov").iterdir()]


def test_the_list_tells_what_is_here_and_what_is_tested(
    cli: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNTHGATE_TOOLS", str(tmp_path / "none"))
    program = tmp_path / "checkov"
    program.write_text("#!/bin/sh\necho a banner\necho 3.9.9\n")
    program.chmod(0o755)
    ran: object = cli("tools", "list", "--tool-command", "checkov=./checkov", "--format", "json")
    rows = {row["tool"]: row for row in getattr(ran, "report")}  # noqa: B009
    assert rows["checkov"] == {
        "tool": "checkov",
        "release": "3.9.9",
        "tested": RELEASE,
        "place": str(program),
    }
    assert [*rows] == ["checkov", "cdk-nag", "cfn-lint", "cfn-validate"]
