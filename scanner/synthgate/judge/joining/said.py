"""What a tool says of one resource, and what that means."""

from __future__ import annotations

from dataclasses import dataclass

from synthgate.judge.inline.nag import id_of
from synthgate.judge.inline.parts import NAMING, is_within
from synthgate.judge.joining.equivalents import NAG, Meant
from synthgate.model import Finding, Placed, Reported, Subject


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
        """What a granular id of cdk-nag names: an action, a resource or a policy."""
        if self.reported.tool != NAG:
            return ""
        id_ = id_of(self.reported.rule_id)
        return id_.finding if id_.rule in NAMING else ""

    def is_about(self, finding: Finding) -> bool:
        """Whether it may be about the place of a finding on that resource.

        A granular id of cdk-nag names an action, a resource or a policy, which has to stand there.
        """
        named = self.named
        if not named or self.placed is None:
            return True
        at = finding.location.property_path
        return any(
            text == named and (is_within(at, path) or is_within(path, at))
            for path, text in self.placed.texts
        )
