"""How many processors this process may use."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_GROUPS = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")


def processors(groups: Path = _GROUPS, own: Path = _OWN) -> int:
    """Those that the system lets it run on, and no more than its control groups pay for.

    A container of half a processor on a machine of 64 has one. `groups` is where control groups
    are, `own` is the file that says which those of this process are (Linux, "cgroups(7)").
    """
    return max(1, min([_allowed(), *map(math.ceil, _quotas(groups, own))]))


def _allowed() -> int:
    """Those that it may run on: from Python 3.13 on, ``PYTHON_CPU_COUNT`` says otherwise."""
    counted = getattr(os, "process_cpu_count", None)
    if counted:
        return counted() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quotas(groups: Path, own: Path) -> Iterator[float]:
    """The processors' time that each group around this process has, in processors."""
    for line in _read(own).splitlines():
        _, sign, place = line.partition(":")
        controllers, _, path = place.partition(":")
        if not sign or (controllers and "cpu" not in controllers.split(",")):
            continue
        group = PurePosixPath(path.lstrip("/"))
        for around in (group, *group.parents):
            folder = groups / controllers / around
            quota = _of_version_1(folder) if controllers else _of_version_2(folder)
            if quota:
                yield quota


def _of_version_2(folder: Path) -> float | None:
    """``cpu.max``: microseconds, or ``max``, of so many (Linux, "Control Group v2")."""
    match _read(folder / "cpu.max").split():
        case [quota, period] if quota.isdigit() and period.isdigit() and int(period):
            return int(quota) / int(period)
        case _:
            return None


def _of_version_1(folder: Path) -> float | None:
    """``cpu.cfs_quota_us``, -1 for no bound, of ``cpu.cfs_period_us``."""
    quota, period = (_read(folder / f"cpu.cfs_{it}_us").strip() for it in ("quota", "period"))
    bounded = quota.isdigit() and period.isdigit() and int(period)
    return int(quota) / int(period) if bounded else None


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):  # another system, or none of our business
        return ""
