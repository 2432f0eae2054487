"""What a change does, in the words and the order that all formats for people share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from synthgate.model import (
    GATED,
    Action,
    Message,
    Novelty,
    Severity,
    Status,
    in_context,
    joined,
    plural,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synthgate.model import Change, Finding, Report, Subject, Text

_NO_DATA = len(Severity)
"""The rank of what no data are lost by."""
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
HEADS = (
    Message("what happens"),
    Message("resource"),
    Message("type"),
    Message("properties"),
    Message("why"),
)
"""What the columns of a table of changes hold."""
_OF_STAGE = Message("Stage {stage}: what is replaced, deleted or moved")
_OF_NONE = Message("What is replaced, deleted or moved")
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
_NOTHING_READ = Message("No resource changes of those that could be compared.")
_AT_STAKE: dict[str, Message] = {
    "data-loss": Message("Data at risk: {number}."),
    "will-not-deploy": Message("Keeps it from deploying: {number}."),
    "broader-access": Message("Broader access: {number}."),
}
_SURE = in_context("at stake", "{number}")
_AND_DOUBTS = Message("{number} and {doubts} unknown")
_DOUBTS = Message("{doubts} unknown")
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
    if compared.changes:
        sentence = _HARMLESS if is_harmless(report) else _COUNTED
        counted = sentence.format(numbers=_numbers(compared.changes))
    else:
        counted = _NOTHING if report.is_whole else _NOTHING_READ
    return joined(" ", [*_at_stake(report), counted])


def proviso(report: Report) -> Text | None:
    """What nobody knows here: what is deployed."""
    compared = report.comparison
    if compared is None or not compared.changes:
        return None
    return _NOT_DEPLOYED.format(base=compared.base)


def is_harmless(report: Report) -> bool:
    """Whether rules were asked and say nothing of the change that matters, accepted or not.

    Nor is anything new wrong.
    """
    compared = report.comparison
    if compared is None or not compared.is_judged or not report.is_whole or [*_at_stake(report)]:
        return False
    active = (one for one in report.findings if one.is_active and one.novelty is Novelty.NEW)
    if any(map(_is_alarming, compared.changes or ())):
        return False
    return all(one.severity is Severity.INFO for one in active)


def _is_alarming(change: Change) -> bool:
    """Whether a change is told of although no rule says so: without a rule of it in the profile."""
    return change.action is Action.REFUSED or (
        change.action is Action.UPDATED and change.told is not None
    )


def _at_stake(report: Report) -> Iterator[Text]:
    """How much there is of what the gate may look at, worst first; nothing of what there is not."""
    about = [one for one in report.findings if one.rule.scope == "change"]
    for word, text in _AT_STAKE.items():
        found = [one for one in about if GATED[word] & {*one.rule.effects}]
        if found:
            yield text.format(number=_number(found))


def _number(found: Sequence[Finding]) -> Text:
    doubts = sum(one.status is Status.UNKNOWN for one in found)
    if not doubts:
        return _SURE.format(number=len(found))
    sure = len(found) - doubts
    return _AND_DOUBTS.format(number=sure, doubts=doubts) if sure else _DOUBTS.format(doubts=doubts)


def destructive(report: Report) -> list[Change]:
    """The changes that are told one by one: those that data are lost by first, the worst first."""
    changes = (report.comparison.changes if report.comparison else None) or ()
    found = [one for one in changes if one.action in DESTRUCTIVE and _is_told(one)]
    ranks: dict[tuple[str | None, ...], int] = {}
    for one in report.findings:
        if one.rule.scope == "change" and GATED["data-loss"] & {*one.rule.effects}:
            key = _key(one.subject)
            ranks[key] = min(one.severity.rank, ranks.get(key, _NO_DATA))
    return sorted(
        found,
        key=lambda one: (ranks.get(_key(one.subject), _NO_DATA), DESTRUCTIVE.index(one.action)),
    )


def _key(subject: Subject) -> tuple[str | None, ...]:
    """A resource, wherever its template lies."""
    return subject.stage, subject.stack, subject.logical_id


def _is_told(change: Change) -> bool:
    return change.action is not Action.UPDATED or change.told is not None


def by_stage(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes by their stage, empty for what is in none."""
    found: dict[str, list[Change]] = {}
    for one in changes:
        found.setdefault(one.subject.stage or "", []).append(one)
    return found


def stage_title(stage: str) -> Text:
    """What stands above the changes of a stage, empty for what is in none."""
    return _OF_STAGE.format(stage=stage) if stage else _OF_NONE


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
