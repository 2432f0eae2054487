"""What is protected from deletion, or has a way back from it, in the base and not in the head.

Of stacks, termination protection, which the CDK sets as the manifest says ("Protect CloudFormation
stacks from being deleted"). Of resources, the properties by which services refuse to delete (their
pages in the Template Reference), `DeletionPolicy` ("DeletionPolicy attribute"), and what brings
back what was deleted or written over: versions of objects (Amazon S3 User Guide, "Using versioning
in S3 buckets": what comes after it is suspended has none), point-in-time recovery (Amazon DynamoDB
Developer Guide; Amazon Keyspaces Developer Guide), backups of files (Amazon EFS User Guide,
"Backing up EFS file systems").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from synthgate.change.data.periods import value_at
from synthgate.change.sides import Matched, Member
from synthgate.change.stacks.changed import is_changed
from synthgate.evaluate import Effect
from synthgate.model import Message, Text, verbatim
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import as_boolean
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, NO_VALUE, causes_of, known, scalar_text
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route


def unprotected(matched: Matched) -> Iterator[Effect]:
    """An effect for each protection that is taken away."""
    yield from _stacks(matched)
    changed = {id(one.after) for one in matched.stacks if is_changed(one)}
    for before, after in matched.kept():
        is_same = before.type == after.type and before.raw == after.raw
        if id(after.stack) in changed and not is_same and _stays(before, after):
            yield from _resource(before, after)


def _stays(before: Member, after: Member) -> bool:
    """Whether both states have it, as far as their conditions tell: what goes is told as that."""
    return before.exists is not False and after.exists is not False


def _stacks(matched: Matched) -> Iterator[Effect]:
    for pair in matched.stacks:
        if not pair.before or not pair.after or pair.after.is_nested:
            continue
        before, after = (one.resolver.placement for one in (pair.before, pair.after))
        if before.termination_protection and after.termination_protection is False:
            place = Place((), False, note=_STACK, before=_ON, after=_OFF)
            yield Effect("unprotects", pair.after, place)


@dataclass(frozen=True, slots=True, eq=False)
class _Guard:
    """A protection by its name: where it stands, and the value there."""

    name: str
    route: Route
    value: Any


def _resource(before: Member, after: Member) -> Iterator[Effect]:
    new = {one.name: one for one in _guards(after.resource)}
    for guard in _guards(before.resource):
        found = new.get(guard.name, _Guard(guard.name, guard.route, ABSENT))
        is_default = found.value is ABSENT and after.type in _ON_BY_DEFAULT
        if _is_on(guard.value) and not _is_on(found.value) and not is_default:
            yield _effect(after, guard, found, _causes(after, found))
    yield from _policies(before, after)


def _causes(member: Member, guard: _Guard) -> tuple[Cause, ...]:
    """Why it is not known whether a protection is off."""
    if guard.value is ABSENT and member.type in _UNDOCUMENTED:
        return (Cause(Decider.RULE, guard.name),)
    return causes_of(guard.value)


def _effect(member: Member, before: _Guard, after: _Guard, causes: tuple[Cause, ...]) -> Effect:
    note = _PROPERTY.format(name=before.name)
    said = _said(before.value), _said(after.value)
    place = Place(after.route, after.value, causes, note, before=said[0], after=said[1])
    return Effect("unprotects", member.stack, place, member.logical_id)


def _said(value: Any) -> Text | None:
    if is_mapping(value):
        value = value.get("Mode", ABSENT)
    return verbatim(scalar_text(value)) if isinstance(value, bool | str) else None


NAMES = (
    "DeletionProtection",
    "DeletionProtectionEnabled",
    "DeleteProtection",
    "DisableApiTermination",
    "TerminationProtectionEnabled",
)
"""The properties of all types that a service refuses deletion by."""
_ON_WORDS = frozenset({"active", "enabled", "prevent-force-deletion", "prevent-all-deletion"})
"""How Cognito, AWS Verified Permissions and EC2 Auto Scaling write it."""
_ON_BY_DEFAULT = frozenset({"AWS::NetworkFirewall::Firewall", "AWS::QLDB::Ledger"})
"""What is protected where nothing is written."""
_UNDOCUMENTED = frozenset({"AWS::CloudTrail::EventDataStore"})
"""Of which no page says what counts where nothing is written."""


def _guards(resource: Resource) -> Iterator[_Guard]:
    """All that a resource says of its protection."""
    for name in NAMES:
        value = known(resource.properties.get(name, ABSENT))
        if value is not ABSENT and value is not NO_VALUE:
            yield _Guard(name, ("Properties", name), value)
    more = _MORE.get(resource.type)
    yield from more(resource.properties) if more else ()


def _of_load_balancer(properties: Mapping[str, Any]) -> Iterator[_Guard]:
    key = "deletion_protection.enabled"
    yield from _in_list(
        properties, "LoadBalancerAttributes", lambda it: it.get("Key") == key, "Value"
    )


def _of_replicas(properties: Mapping[str, Any]) -> Iterator[_Guard]:
    for path in (("DeletionProtectionEnabled",), _RECOVERY):
        yield from _in_list(properties, "Replicas", lambda it, path=path: path[0] in it, *path)


def _in_list(
    properties: Mapping[str, Any],
    section: str,
    is_one: Callable[[Mapping[str, Any]], bool],
    *path: str,
) -> Iterator[_Guard]:
    entries = properties.get(section)
    for index, entry in enumerate(entries) if is_list(entries) else ():
        if is_mapping(entry) and is_one(entry):
            of = entry.get("Key", entry.get("Region", index))
            name = f"{section}[{of}].{'.'.join(path)}"
            yield _Guard(name, ("Properties", section, index, *path), value_at(entry, path))


def _at(*path: str) -> Callable[[Mapping[str, Any]], Iterator[_Guard]]:
    def read(properties: Mapping[str, Any]) -> Iterator[_Guard]:
        value = value_at(properties, path)
        if value is not ABSENT and value is not NO_VALUE:
            yield _Guard(".".join(path), ("Properties", *path), value)

    return read


_RECOVERY = "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"


_MORE: Mapping[str, Callable[[Mapping[str, Any]], Iterator[_Guard]]] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _of_load_balancer,
    "AWS::Cassandra::Table": _at("PointInTimeRecoveryEnabled"),
    "AWS::DynamoDB::GlobalTable": _of_replicas,
    "AWS::DynamoDB::Table": _at(*_RECOVERY),
    "AWS::EFS::FileSystem": _at("BackupPolicy", "Status"),
    "AWS::S3::Bucket": _at("VersioningConfiguration", "Status"),
}


def _is_on(value: Any) -> bool:
    """Whether a protection is surely on."""
    if is_mapping(value):
        return _is_on(value.get("Mode"))
    return as_boolean(value) is True or (isinstance(value, str) and value.lower() in _ON_WORDS)


_KEEPING = ("Retain", "RetainExceptOnCreate", "Snapshot")


def _policies(before: Member, after: Member) -> Iterator[Effect]:
    """A deletion policy that keeps something, and one that does not; no word of it is the latter.

    Some database resources have snapshots by default: those lose nothing by that.
    """
    old, new = (one.resource.body.get("DeletionPolicy", ABSENT) for one in (before, after))
    keeps = new in _KEEPING or (new is ABSENT and _has_snapshots(after))
    if old in _KEEPING and not keeps:
        causes = causes_of(new)
        said = _said(old), _said(new)
        route = ("DeletionPolicy",)
        place = Place(route, new, causes, _POLICY, before=said[0], after=said[1])
        yield Effect("unprotects", after.stack, place, after.logical_id)


def _has_snapshots(member: Member) -> bool:
    """Whether the default is `Snapshot`: of clusters, and of instances in none."""
    if member.type == "AWS::RDS::DBCluster":
        return True
    is_instance = member.type == "AWS::RDS::DBInstance"
    return is_instance and "DBClusterIdentifier" not in member.resource.properties


_ON = Message("on")
_OFF = Message("off")
_STACK = Message("termination protection of the stack is taken away")
_PROPERTY = Message("{name} is taken away")
_POLICY = Message("what DeletionPolicy kept is deleted with the resource from now on")
