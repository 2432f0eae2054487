"""What other tools say, in their own words, before anybody has joined it with what synthgate finds.

Like all of a partial report it is plain data, which depends on no day and no machine.
"""

from __future__ import annotations

from synthgate.model.findings import Acceptance, Status
from synthgate.model.places import Location, SourceLine, Subject
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a tool says that something is, as far as it does.

    `template` is a file as reports name it. The rest leads to a resource: its logical id, its
    construct path, or lines of the file, from one; 0 for none. `property_path` is dotted.
    """

    template: str = ""
    logical_id: str = ""
    construct: str = ""
    line: int = 0
    end_line: int = 0
    property_path: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """What one tool says of one place.

    `tool` is its one name here (`tools.named`), `rule_id` stands as the tool writes it. `title` is
    what the tool calls the rule, `message` what it says here; `severity`, `link` and `controls` are
    the tool's own. `accepted` says why it does not count, where it was accepted in its words.
    Nothing in it is a value out of a template.
    """

    tool: str
    rule_id: str
    status: Status
    spot: Spot
    message: str = ""
    title: str = ""
    severity: str = ""
    link: str = ""
    controls: tuple[str, ...] = ()
    accepted: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class ToolRun:
    """A tool that was asked, or whose report was read.

    `release` is the tool's own version, `origin` is the report that was read (as reports name
    files), empty for a tool that synthgate ran. `is_whole` says whether it answered all that it was
    asked. `apart` tells that its findings are only counted.
    """

    tool: str
    release: str = ""
    origin: str = ""
    is_whole: bool = True
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Excuse:
    """What a template, or its app, sets aside of a tool's findings about a resource.

    `tool` and `rule_id` stand as they are written there. `parts` (texts) and `patterns` (regular
    expressions) are the findings of a granular rule that are meant; neither means all of them.
    `lines` are the first and the last line for which it holds.
    """

    tool: str
    rule_id: str
    accepted: Acceptance
    parts: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A resource of the run where findings of other tools may be about it.

    `location` is where it says what it is, `first_line` and `last_line` hold all of its text.
    `environment` is what its stack is for.
    """

    subject: Subject
    location: Location
    first_line: int = 0
    last_line: int = 0
    source: SourceLine | None = None
    tags: tuple[tuple[str, str], ...] = ()
    environment: str | None = None
    attached_to: tuple[str, ...] = ()
    """Of a policy, the logical ids of the resources whose it is."""
    is_fixed: bool = False
    """Whether the CDK made it and no prop of the program changes anything of it."""
    texts: tuple[tuple[str, str], ...] = ()
    """What cdk-nag's granular checks name in it, each after the path of what holds it; and checks
    of other tools that name no place (`checkov:CKV_AWS_260`), each after where it may hold.
    """
    excuses: tuple[Excuse, ...] = ()
    """What is set aside there in the words of other tools."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of asking tools: who was asked, and what they said."""

    runs: tuple[ToolRun, ...] = ()
    reported: tuple[Reported, ...] = ()

    def __add__(self, other: Heard) -> Heard:
        return Heard((*self.runs, *other.runs), (*self.reported, *other.reported))


NOTHING_HEARD = Heard()
