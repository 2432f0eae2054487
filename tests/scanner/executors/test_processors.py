"""How many processors there are to use: what the system allows, and what a container pays for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from synthgate.executors.processors import processors

if TYPE_CHECKING:
    from pathlib import Path

V1 = "cpu,cpuacct/pod/cpu.cfs_quota_us", "cpu,cpuacct/pod/cpu.cfs_period_us"


def _eight(_: int) -> set[int]:
    return {*range(8)}


@pytest.mark.parametrize(
    ("own", "files", "number"),
    [
        ("0::/\n", {"cpu.max": "max 100000\n"}, 8),
        ("0::/\n", {"cpu.max": "200000 100000\n"}, 2),
        ("0::/\n", {"cpu.max": "50000 100000\n"}, 1),
        ("0::/\n", {"cpu.max": "150000 100000\n"}, 2),
        ("0::/a/b\n", {"a/cpu.max": "300000 100000\n", "a/b/cpu.max": "max 100000\n"}, 3),
        ("4:cpu,cpuacct:/pod\n3:memory:/pod\n", {V1[0]: "250000\n", V1[1]: "100000\n"}, 3),
        ("4:cpu,cpuacct:/pod\n", {V1[0]: "-1\n", V1[1]: "100000\n"}, 8),
        ("0::/\n", {"cpu.max": "what is this"}, 8),
        ("0::/\n", {"cpu.max": "100 0"}, 8),
        ("nonsense", {}, 8),
        ("", {}, 8),
    ],
)
def test_quotas_of_control_groups_count(
    own: str, files: dict[str, str], number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of both versions, around the process too; what cannot be understood bounds nothing."""
    monkeypatch.setattr(os, "sched_getaffinity", _eight, raising=False)
    monkeypatch.setattr(os, "process_cpu_count", lambda: 8, raising=False)
    for name, text in files.items():
        path = tmp_path / "groups" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "own").write_text(own)
    assert processors(tmp_path / "groups", tmp_path / "own") == number


def test_there_is_at_least_one() -> None:
    """Whatever this machine is."""
    assert processors() >= 1
