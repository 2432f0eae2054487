"""The day of what is built: everything on the site that has a day has that one."""

from __future__ import annotations

import subprocess

from sitebuild import layout


def day_of_commit() -> str:
    """The day of the commit that is checked out, as 2026-12-01."""
    return _told("%cs") or "1980-01-01"


def second_of_commit() -> str:
    """The same in seconds, for ``SOURCE_DATE_EPOCH``."""
    return _told("%ct") or "315532800"


def _told(form: str) -> str:
    command = ("git", "log", "-1", f"--format={form}")
    ran = subprocess.run(command, cwd=layout.ROOT, capture_output=True, text=True, check=False)
    return ran.stdout.strip()
