"""What a run was asked, and the scans that stored results were made by."""

from __future__ import annotations

from synthgate.model.provenance import UNKNOWN_ORIGIN, Provenance
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class PolicyUsed:
    """A policy that bound a run: its file, and the SHA-256 of that (hexadecimal)."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked: the profile, how many rules, and what the configuration did to them.

    `excluded` are the rules that it took out, which were not checked, and `changed` those that it
    gave another severity or other parameters. `as_of` is the day (ISO) that evidence was judged
    on, if any was. `policies` are those that bound it all, `origin` is what else it rests on, and
    `app` what an organisation calls the app, if anybody says.
    """

    profile: str = ""
    rules: int = 0
    excluded: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    as_of: str | None = None
    policies: tuple[PolicyUsed, ...] = ()
    origin: Provenance = UNKNOWN_ORIGIN
    app: str = ""


UNKNOWN_RUN = Run()


@dataclass(frozen=True, slots=True)
class StoredScan:
    """A scan whose results were stored: by which release, and what it was asked.

    `name` is what the results are called where they are read, empty where they were written.
    Nothing in it depends on who judged them, nor on the day unless it is stamped.
    """

    version: str
    run: Run = UNKNOWN_RUN
    name: str = ""
