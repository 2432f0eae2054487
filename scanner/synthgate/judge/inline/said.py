"""What a suppression says, what it holds for, and where it stands."""

from __future__ import annotations

from synthgate.model import NO_REASON, Position, Text, verbatim
from synthgate.records import dataclass
from synthgate.rule.cards.shapes import says_something
from synthgate.rule.regex import regex
from synthgate.template.document import Route

OURS = "synthgate"
"""Whose words our own are."""
EVERYTHING = "*"
"""The id of a suppression that names no check of its tool, and means all of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the findings of a granular check that a suppression names: a text, or a pattern."""

    text: str
    is_pattern: bool = False

    def names(self, finding: str) -> bool:
        """Whether it names a finding (``Action::s3:*``)."""
        return regex(self.text).found_in(finding) if self.is_pattern else self.text == finding


@dataclass(frozen=True, slots=True)
class Said:
    """One suppression: whose words, what is suppressed, why, who answers for it, and until when.

    `parts` are the findings of the check that it names; none means all of them. `wrong` says why it
    does not count. What is `shared` (a text in common) was written several times by one wish.
    """

    tool: str
    id: str
    reason: Text = NO_REASON
    owner: str | None = None
    expires: str | None = None
    parts: tuple[Part, ...] = ()
    wrong: Text | None = None
    shared: str = ""


@dataclass(frozen=True, slots=True)
class OfResource:
    """One resource of the template."""

    logical_id: str


@dataclass(frozen=True, slots=True)
class OfTemplate:
    """All that a template has, and what is said of its stack or its app."""


@dataclass(frozen=True, slots=True)
class Below:
    """A construct, by its path without the first slash, and all below it."""

    construct: str


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands in some lines, the last included; `resources` are those that reach into them."""

    first: int
    last: int
    resources: tuple[str, ...]


Scope = OfResource | OfTemplate | Below | Lines


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it stands: a file, and a route or a position in it; `about` is what it is for."""

    path: str
    at: Route | Position | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """A suppression in its place."""

    said: Said
    scope: Scope
    spot: Spot

    @property
    def by(self) -> str:
        """Whose words, and which: as an accepted finding names it."""
        return f"{self.said.tool} {self.said.id}"


def reason_of(written: object) -> Text:
    """A reason as it stands there, if there is one: signs alone are none."""
    words = written.strip() if isinstance(written, str) else ""
    return verbatim(words) if says_something(words) else NO_REASON
