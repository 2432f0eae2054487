"""What becomes of the data of a resource that is deleted, or replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from synthgate.change.data.disks import INSTANCE, Disks, disks_of
from synthgate.change.data.holdings import ELSEWHERE, HOLDINGS, Holding
from synthgate.change.data.policies import KEEPING, SNAPSHOT, policy_of
from synthgate.change.sides import Member
from synthgate.model import Message, Severity, Text, joined
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.compare import as_boolean
from synthgate.resolve.values import ABSENT, Unknown, causes_of, references_in
from synthgate.template.data import is_mapping

EMPTYING = "Custom::S3AutoDeleteObjects"
"""What the CDK empties a bucket with before CloudFormation deletes it (`auto_delete_objects`)."""
BACKING_UP = "AWS::Backup::BackupSelection"
_GENERATED = "GenerateSecretString"
_RECOVERY_POINTS = Message("AWS Backup may have recovery points of it")


@dataclass(frozen=True, slots=True)
class Loss:
    """What becomes of data: a word of `EFFECTS`, in a sentence, and why that is not known."""

    kind: str
    said: Text
    causes: tuple[Cause, ...] = ()
    severity: Severity | None = None


def holding_of(member: Member) -> Holding | None:
    """What a resource holds; None of one that has no data of its own."""
    found = HOLDINGS.get(member.type)
    properties = member.resource.properties
    if any(name in properties for name in ELSEWHERE.get(member.type, ())):
        return None
    return found


def of_deletion(member: Member) -> Loss | None:
    """What becomes of the data of a resource that the head has no more, as the base says."""
    return _loss(member, policy_of(member, "DeletionPolicy"), _DELETION)


def of_replacement(before: Member, after: Member) -> Loss | None:
    """What becomes of the data of a resource that is replaced, as the head says."""
    return _loss(before, policy_of(after, "UpdateReplacePolicy"), _REPLACEMENT)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to go: the word for what is not lost by it, and what it says of each policy.

    `refused` goes around what keeps the resource where it is; None says that as it is. `emptied` is
    what is left of an instance whose volumes all stay.
    """

    kind: str
    lost: Message
    retained: Message
    snapshot: Message
    emptied: Message
    refused: Message | None = None


def _loss(member: Member, policy: Any, way: _Way) -> Loss | None:
    """What becomes of the data of a resource that goes some way."""
    holding = holding_of(member)
    if holding is None:
        return None
    if isinstance(policy, Unknown) or not isinstance(policy, str):
        return _unknown(way.lost, holding, policy)
    if policy in KEEPING:
        return Loss(way.kind, way.retained.format(what=holding.what))
    if policy == SNAPSHOT:
        return Loss(way.kind, way.snapshot.format(what=holding.what))
    refusal = _of_refusal(member, holding, way.kind)
    if refusal is None:
        lost = _lost(member, way.lost, holding)
        return _of_disks(lost, disks_of(member), way) if member.type == INSTANCE else lost
    if way.refused is None:
        return refusal
    return replace(refusal, said=way.refused.format(refusal=refusal.said))


_DELETION = _Way(
    "leaves-data-behind",
    lost=Message("it is deleted with {what}"),
    retained=Message(
        "it goes out of the stack and stays with {what}, and nothing manages it any more"
    ),
    snapshot=Message("it is deleted; a last snapshot with {what} stays behind"),
    emptied=Message("it is deleted with what is on its instance store, if it has one"),
)
_REPLACEMENT = _Way(
    "replaces-data",
    lost=Message("it is replaced by an empty one, and the old one is deleted with {what}"),
    retained=Message(
        "it is replaced by an empty one; the old one stays with {what}, and nothing manages it any "
        "more"
    ),
    snapshot=Message("it is replaced by an empty one; a snapshot of the old one has {what}"),
    emptied=Message(
        "it is replaced by an empty one; the old one is deleted with what is on its instance "
        "store, if it has one"
    ),
    refused=Message("it is replaced by an empty one; of the old one {refusal}"),
)
_PROTECTED = Message(
    "{path} makes the deletion fail; CloudFormation skips it after three attempts, and it stays "
    "with {what}, and nothing manages it any more"
)
_FULL = Message(
    "the deletion fails while anything is in it; CloudFormation skips it after three attempts, and "
    "it stays with {what}, and nothing manages it any more"
)
"""(AWS re:Post, "Why is my CloudFormation stack stuck in the … UPDATE_COMPLETE_CLEANUP_IN_PROGRESS
state?": "CloudFormation tries to delete a resource three times before CloudFormation skips the
resource and continues the cleanup process".)"""


def _unknown(said: Message, holding: Holding, policy: Any) -> Loss:
    return Loss("loses-data", said.format(what=holding.what), causes_of(policy), holding.minor)


def _lost(member: Member, said: Message, holding: Holding) -> Loss:
    text = joined("; ", [said.format(what=holding.what), *_softened(member, holding)])
    severity = Severity.LOW if _is_generated(member) else holding.minor
    return Loss("loses-data", text, _doubts(member, holding), severity)


def _of_disks(lost: Loss, disks: Disks, way: _Way) -> Loss:
    """What is lost of an instance, of which volumes may stay."""
    stay = _STAYING.format(devices=", ".join(disks.stay))
    if disks.are_all_kept is True:
        return Loss(way.kind, joined("; ", [way.emptied.format(), stay]), (), Severity.LOW)
    said = joined("; ", [lost.said, stay]) if disks.stay else lost.said
    causes = disks.are_all_kept.causes if isinstance(disks.are_all_kept, Unknown) else ()
    return replace(lost, said=said, causes=(*lost.causes, *causes))


_STAYING = Message("what is on {devices} stays, and nothing manages it any more")


def _is_generated(member: Member) -> bool:
    """Whether the new secret has a value without anybody typing one."""
    return _GENERATED in member.resource.properties


def _softened(member: Member, holding: Holding) -> Iterator[Text]:
    if holding.softened and (not holding.softened_by or _is_true(member, holding.softened_by)):
        yield holding.softened
    if any(_refers(one, member) for one in member.stack.resolver.of_type(BACKING_UP)):
        yield _RECOVERY_POINTS


def _is_true(member: Member, path: tuple[str, ...]) -> bool:
    return as_boolean(_at(member, ".".join(path))) is True


def _refers(one: Any, member: Member) -> bool:
    names = {(ref.stack, ref.logical_id) for ref in references_in(one.body)}
    return bool(names & {("", member.logical_id), member.where})


def _of_refusal(member: Member, holding: Holding, kind: str) -> Loss | None:
    """What keeps a resource although its policy says that it is deleted, surely."""
    guard = _at(member, holding.guard)
    if _is_guarded(guard, holding):
        return Loss(kind, _PROTECTED.format(path=holding.guard, what=holding.what))
    if holding.kept_while_full and not _is_emptied(member, holding):
        return Loss(kind, _FULL.format(what=holding.what))
    return None


def _at(member: Member, path: str) -> Any:
    """What stands at a path of properties with dots; none, if that is empty."""
    value: Any = member.resource.properties if path else ABSENT
    for step in path.split("."):
        if isinstance(value, Unknown):
            return value
        value = value.get(step, ABSENT) if is_mapping(value) else ABSENT
    return value


def _is_guarded(guard: Any, holding: Holding) -> bool:
    if guard is ABSENT:
        return holding.guard_default
    return guard == holding.guarded or (holding.guarded is True and as_boolean(guard) is True)


def _doubts(member: Member, holding: Holding) -> tuple[Cause, ...]:
    """Why it is not known whether the deletion fails."""
    values = (_at(member, path) for path in (holding.guard, holding.emptied_by))
    return tuple(cause for value in values for cause in causes_of(value))


def _is_emptied(member: Member, holding: Holding) -> bool:
    properties = member.resource.properties
    emptied = properties.get(holding.emptied_by, False) if holding.emptied_by else False
    if isinstance(emptied, Unknown) or as_boolean(emptied) is True:
        return True
    return any(_refers(one, member) for one in member.stack.resolver.of_type(EMPTYING))
