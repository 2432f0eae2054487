"""Where a report comes from: the files that decided, what was read, when and of which commit."""

from __future__ import annotations

from typing import Literal

from synthgate.records import dataclass

FileRole = Literal["configuration", "profile", "waivers", "baseline", "parameters", "evidence"]


@dataclass(frozen=True, slots=True)
class FileUsed:
    """A file that decided, and the SHA-256 of its bytes (hexadecimal), as ``sha256sum`` has it."""

    role: FileRole
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class AssemblyRead:
    """A cloud assembly that was scanned. `digest` is the SHA-256 of a list of its files.

    The list is what ``sha256sum`` writes of every manifest and template of it that was read, by
    their paths from the folder of the assembly, sorted by these.
    """

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a report was made, and of what: what makes it evidence, and differ from day to day.

    `time` is of UTC (ISO 8601, in seconds). Of the commit, its id, the branch if one was checked
    out, and the address of the repository without what it says of users: empty where git tells
    nothing. `is_dirty` is whether a file that git keeps was changed and not committed, None where
    that is not known.
    """

    time: str
    commit: str = ""
    branch: str = ""
    repository: str = ""
    is_dirty: bool | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a run rests on besides the rules.

    `threshold` is the least severity that closes the gate, empty for none, and `clauses` is how
    many clauses say otherwise. `settings` are the keys that anybody has set, each with who did:
    ``fail-on`` by ``--fail-on``. `digest` is the SHA-256 of what they say and of the files: two
    runs of one release that have the same were asked the same.
    """

    threshold: str = ""
    clauses: int = 0
    settings: tuple[tuple[str, str], ...] = ()
    files: tuple[FileUsed, ...] = ()
    digest: str = ""
    assemblies: tuple[AssemblyRead, ...] = ()
    stamp: Stamp | None = None


UNKNOWN_ORIGIN = Provenance()
