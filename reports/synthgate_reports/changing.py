"""What a change does, in the words and the order that all formats for people share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import Action, Message, Novelty, Severity, joined, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synthgate.model import Change, Report, Text

DESTRUCTIVE = (
    Action.DELETED,
    Action.REPLACED,
    Action.REFUSED,
    Action.UNDECIDED,
    Action.LEFT,
    Action.MOVED,
    Action.UPDATED,
)
"""What is told of each resource, the worst first; of the rest, how many there are. Of what is
updated those are told that there is something to tell of: an interruption."""
WORDS = {
    Action.DELETED: Message("deleted"),
    Action.REPLACED: Message("replaced"),
    Action.REFUSED: Message("refused"),
    Action.UNDECIDED: Message("undecided"),
    Action.LEFT: Message("left behind"),
    Action.MOVED: Message("moved"),
    Action.UPDATED: Message("updated"),
    Action.CREATED: Message("created"),
}
TITLE = Message("What the change does")
_NUMBERS = {
    Action.DELETED: plural("{number} deleted", "{number} deleted"),
    Action.REPLACED: plural("{number} replaced", "{number} replaced"),
    Action.REFUSED: plural("{number} refused", "{number} refused"),
    Action.UNDECIDED: plural("{number} undecided", "{number} undecided"),
    Action.LEFT: plural("{number} left behind", "{number} left behind"),
    Action.MOVED: plural("{number} moved", "{number} moved"),
    Action.UPDATED: plural("{number} updated in place", "{number} updated in place"),
    Action.CREATED: plural("{number} created", "{number} created"),
}
_NOTHING = Message("No resource changes.")
_HARMLESS = Message(
    "Harmless: {numbers}; no data is lost, nobody may do more, nothing keeps it from deploying."
)
_COUNTED = Message("Resources: {numbers}.")
_NOT_DEPLOYED = Message(
    "What is deployed is not known here: this is what {base} would have deployed, and what becomes "
    "of that."
)


def in_one_line(report: Report) -> Text | None:
    """What the change comes to; None where nothing is known of a change."""
    compared = report.comparison
    if compared is None or compared.changes is None:
        return None
    if not compared.changes:
        return _NOTHING
    sentence = _HARMLESS if is_harmless(report) else _COUNTED
    return sentence.format(numbers=_numbers(compared.changes))


def proviso(report: Report) -> Text | None:
    """What nobody knows here: what is deployed."""
    compared = report.comparison
    if compared is None or not compared.changes:
        return None
    return _NOT_DEPLOYED.format(base=compared.base)


def is_harmless(report: Report) -> bool:
    """Whether nothing is told of the change that matters, and nothing new is wrong."""
    active = (one for one in report.findings if one.is_active and one.novelty is Novelty.NEW)
    changes = report.comparison.changes if report.comparison else ()
    quiet = not any(_is_alarming(one) for one in changes or ())
    return quiet and report.is_whole and all(one.severity is Severity.INFO for one in active)


def _is_alarming(change: Change) -> bool:
    """Whether a change is told of although no rule says so: without a rule of it in the profile."""
    return change.action is Action.REFUSED or (
        change.action is Action.UPDATED and change.told is not None
    )


def destructive(changes: Iterable[Change]) -> list[Change]:
    """The changes that are told one by one, the worst first."""
    found = [one for one in changes if one.action in DESTRUCTIVE and _is_told(one)]
    return sorted(found, key=lambda one: DESTRUCTIVE.index(one.action))


def _is_told(change: Change) -> bool:
    return change.action is not Action.UPDATED or change.told is not None


def by_stage(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes by their stage, empty for what is in none."""
    found: dict[str, list[Change]] = {}
    for one in changes:
        found.setdefault(one.subject.stage or "", []).append(one)
    return found


def names_of(change: Change) -> tuple[str, ...]:
    """What the resource is called; of one that moved, what it was called before that."""
    if change.action is not Action.MOVED:
        return (change.subject.name,)
    subjects = [it for it in (change.before, change.after) if it]
    names = dict.fromkeys(f"{one.stack or one.template}/{one.logical_id}" for one in subjects)
    return tuple(names)


def _numbers(changes: Sequence[Change]) -> Text:
    tally = Counter(one.action for one in changes)
    said = (_NUMBERS[one].format(number=tally[one]) for one in _NUMBERS if tally[one])
    return joined(", ", said)
