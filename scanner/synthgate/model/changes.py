"""What becomes of each resource on the way from a base to a head."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from synthgate.model.places import Subject
from synthgate.model.text import Text
from synthgate.records import dataclass


class Action(StrEnum):
    """What CloudFormation does with a resource.

    *left*: it goes out of the stack and stays where it is (Retain). *undecided*: a value that is
    known only later decides whether it is updated in place or replaced, or whether it stays.
    *refused*: the update fails.
    """

    CREATED = "created"
    UPDATED = "updated"
    UNDECIDED = "undecided"
    REPLACED = "replaced"
    DELETED = "deleted"
    LEFT = "left"
    MOVED = "moved"
    REFUSED = "refused"


GATED: Mapping[str, frozenset[str]] = {
    "broader-access": frozenset({"broadens-access"}),
    "data-loss": frozenset(
        {"keeps-for-less", "loses-data", "removes-stack", "replaces-data", "unprotects"}
    ),
    "will-not-deploy": frozenset(
        {
            "breaks-import",
            "breaks-reference",
            "deploys-in-circle",
            "exceeds-limit",
            "misfits",
            "refuses",
            "reuses-name",
        }
    ),
}
"""What the gate looks at by the words of ``gate-on``: effects of a change."""


@dataclass(frozen=True, slots=True)
class Change:
    """A resource before and after; one of the two is None of what comes, or goes.

    `properties` are the paths of what changes in it (``Properties.KeySchema``), `told` says why it
    is replaced, or what becomes of its data, in a sentence without its full stop.
    """

    before: Subject | None
    after: Subject | None
    action: Action
    properties: tuple[str, ...] = ()
    told: Text | None = None

    @property
    def subject(self) -> Subject:
        """The resource as the head has it, else as the base had."""
        subject = self.after or self.before
        assert subject is not None  # noqa: S101 - of neither state there is nothing to tell
        return subject
