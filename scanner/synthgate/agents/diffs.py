"""A change that mends a finding, as *show_fix* hands it over: the one place that makes diffs."""

from __future__ import annotations

from synthgate.config import Config
from synthgate.model import Finding, Message, Text
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Diff:
    """A unified diff of a file of the workspace, or why there is none.

    `tried` says whether what it makes was scanned and passes: of a program only a synth can tell.
    """

    text: str | None
    why_not: Text
    tried: bool = False


def diff_for(config: Config, finding: Finding) -> Diff:
    """The change that mends a finding; nothing is written, and no program is run."""
    _ = config, finding
    return Diff(None, _BY_HAND)


_BY_HAND = Message(
    "no change was made up for this place: edit the line of the program by 'pairs' and 'code', run "
    "the synth, and scan again"
)
