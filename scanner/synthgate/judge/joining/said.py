"""What a tool says of one resource, and what that means."""

from __future__ import annotations

from synthgate.judge.inline.nag import id_of
from synthgate.judge.inline.parts import NAMING, is_within
from synthgate.judge.inline.places import placed_by
from synthgate.judge.joining.equivalents import ALSO, NAG, Meant, spelt
from synthgate.model import Finding, Placed, Reported, Subject, of_tool
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What a tool says of one resource."""

    reported: Reported
    placed: Placed | None
    meant: Meant
    elsewhere: frozenset[tuple[Subject, str]] = frozenset()
    """What our rules of that meaning are about instead: the bucket, where this is its policy."""

    @property
    def named(self) -> str:
        """What has to stand where it may be about.

        A granular id of cdk-nag names it: an action, a resource or a policy. Of a check that is
        about an entry and does not say which, that is its own name.
        """
        tool, rule_id = self.reported.tool, self.reported.rule_id
        id_ = id_of(rule_id) if tool == NAG else None
        if id_ and id_.rule in NAMING:
            return id_.finding
        names = (of_tool(one, spelt(tool, rule_id)) for one in (tool, ALSO.get(tool, tool)))
        return next(filter(None, (placed_by(one, self.reported.message) for one in names)), "")

    def is_about(self, finding: Finding) -> bool:
        """Whether it may be about the place of a finding on that resource."""
        named = self.named
        if not named or self.placed is None:
            return True
        at = finding.location.property_path
        return any(
            text == named and (is_within(at, path) or is_within(path, at))
            for path, text in self.placed.texts
        )
