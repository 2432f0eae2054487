"""When a run is said to be made, and of which commit: what makes a report evidence."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from synthgate.model import Message, Problem, Stamp
from synthgate.problem_code import ProblemCode
from synthgate.sources.git_head import head_of

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable for the time of whatever is built (reproducible-builds.org, "SOURCE_DATE_EPOCH")."""
_SECONDS = re.compile(r"[0-9]{1,11}")
_SCP = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?!/)(?P<path>.+)")
"""How git writes an address for ssh: ``git@host:owner/name.git``."""


def stamp_of(
    folder: Path, environ: Mapping[str, str], today: date
) -> tuple[Stamp, tuple[Problem, ...]]:
    """The stamp of a run in a folder, and what is wrong with the variable.

    The time is that of SOURCE_DATE_EPOCH, else of the commit, so that a run that is repeated gives
    the same bytes; without either it is the day.
    """
    head, said = head_of(folder), environ.get(EPOCH)
    if said and not _SECONDS.fullmatch(said):
        problem = Problem(ProblemCode.SETTING, _NO_TIME.format(said=said), EPOCH)
        return Stamp(_midnight(today)), (problem,)
    seconds = int(said) if said else head.seconds if head else None
    time = _midnight(today) if seconds is None else _iso(datetime.fromtimestamp(seconds, UTC))
    if head is None:
        return Stamp(time), ()
    return Stamp(time, head.commit, head.branch, address(head.remote), head.is_dirty), ()


def address(remote: str) -> str:
    """An address for people, as ``https://host/owner/name``; empty for a path of this machine.

    Names and passwords that it holds are left out.
    """
    scp = _SCP.fullmatch(remote)
    if scp and not os.path.lexists(remote):
        return _https(scp["host"], scp["path"])
    try:
        parts = urlsplit(remote)
        host = parts.hostname
    except ValueError:
        return ""
    known = parts.scheme in {"https", "http", "ssh", "git"}
    return _https(host, parts.path) if known and host else ""


def _https(host: str, path: str) -> str:
    return f"https://{host}/{path.strip('/').removesuffix('.git')}"


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _iso(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


_NO_TIME = Message("{said!r} is not the seconds since 1970: leave it out, or write them")
