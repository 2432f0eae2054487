"""Places in files, and what stands there.

Lines and columns count from 1 and ends are exclusive, as in SARIF 2.1.0 (§3.30);
columns count Unicode code points. Paths are POSIX and relative to the folder of the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from synthgate.records import dataclass

MadeBy = Literal["user", "cdk"]
"""Whose resource it is: the program's, or one that the CDK makes and no property changes."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file, counted from one."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Location:
    """A span of a template; `excerpt` holds its line with a neighbour on each side."""

    path: str
    start: Position
    end: Position
    property_path: str = ""
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few lines of a file, `first` being the number of the first of them."""

    first: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The line of a CDK program that made a resource.

    `found` says whether the file lies where synthgate runs, as it was synthesized: only then can a
    reader be sent there. `stale` is one that was changed since, so that the line may have moved. A
    program that was synthesized on another machine still has its path, relative to the app.
    """

    path: str
    line: int
    found: bool = False
    excerpt: Excerpt | None = None
    recorded: str = ""
    """The file as the assembly names it, by which it may be found."""
    secretive: bool = False
    """Whether the app has secrets in clear text: its program may have them, too."""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a resource comes from in the app: its construct and the line that made it."""

    construct_path: str | None = None
    source: SourceLine | None = None
    made: CdkMade | None = None


@dataclass(frozen=True, slots=True)
class CdkMade:
    """That the CDK made a resource by itself, for a construct, and what a prop of that reaches.

    `props` are the props by the path of the property that they set, the resource as a whole where
    it is empty; a prop without a name is something else of the program's, such as tags.
    """

    construct: str
    props: Mapping[str, str] = field(default_factory=dict[str, str])

    def prop(self, path: str) -> str | None:
        """What sets a property (``LoggingConfig.LogGroup``), or something in it; None: nothing."""
        for known, prop in self.props.items():
            if (
                not known
                or f"{path}.".startswith(f"{known}.")
                or f"{known}.".startswith(f"{path}.")
            ):
                return prop
        return None


@dataclass(frozen=True, slots=True)
class Subject:
    """The resource that a verdict is about, and where it stands in the app."""

    logical_id: str
    type: str
    template: str
    construct_path: str | None = None
    stack: str | None = None
    stage: str | None = None
    made_by: MadeBy = "user"

    @property
    def name(self) -> str:
        """What a person calls it: the construct path, else the logical id."""
        return self.construct_path or self.logical_id
