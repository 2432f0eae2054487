"""Which checkov is run, and what it is given around it."""

from __future__ import annotations

import os
import shutil
import site
from collections.abc import Mapping
from pathlib import Path

from synthgate.adapters.installed import executable_of

TESTED = 3
"""The major version that this adapter was tested with."""
_KEPT = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "PATHEXT", "SYSTEMROOT", "SYSTEMDRIVE")
"""What a program needs to be found and started, and no more: checkov has an option for each of a
hundred variables, and takes keys of a service, and proxies, from others."""


def find(named: str | None, folder: Path, environ: Mapping[str, str]) -> Path | None:
    """The program that the user names, else the installed one, else the one on PATH.

    What is named by a path is relative to `folder`.
    """
    path = environ.get("PATH", os.defpath)
    if named is not None:
        is_path = os.sep in named or "/" in named
        found = shutil.which(folder / named if is_path else named, path=path)
        return Path(found).absolute() if found else None
    installed = executable_of("checkov", environ)
    if installed:
        return installed
    found = shutil.which("checkov", path=path)
    return Path(found).absolute() if found else None


def surroundings(environ: Mapping[str, str], home: Path) -> dict[str, str]:
    """The variables of checkov: it finds no configuration, no key, and nothing to report to.

    Its home is an empty folder, for a `.checkov.yaml` in the user's own would count. One that was
    installed by ``pip install --user`` is found in spite of that.
    """
    return {
        **{name: environ[name] for name in _KEPT if name in environ},
        "HOME": str(home),
        "USERPROFILE": str(home),
        "TMPDIR": str(home),
        "TEMP": str(home),
        "PYTHONUSERBASE": environ.get("PYTHONUSERBASE") or site.getuserbase(),
        "PYTHONUTF8": "1",
        "CKV_SKIP_PACKAGE_UPDATE_CHECK": "TRUE",  # else it asks PyPI for a newer one
        "BC_SKIP_MAPPING": "TRUE",
    }
