"""Where a unit lies in a store, and where it lies here while it is scanned."""

from __future__ import annotations

from pathlib import Path

from synthgate.model import Problem
from synthgate.records import dataclass
from synthgate.sources.places import Places


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a unit lies in a store: the address of a folder that somebody named, and below it."""

    address: str
    below: str
    is_folder: bool

    @property
    def shown(self) -> str:
        """How reports name it."""
        return self.address if self.below == "." else f"{self.address}/{self.below}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """Where a unit lies now, and by which names it is shown; what could not be had of it."""

    path: Path
    places: Places
    problems: tuple[Problem, ...] = ()
