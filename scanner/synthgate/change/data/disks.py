"""What of an instance's disks goes with it, and what stays.

Amazon EC2 User Guide, "Preserve data when an instance is terminated": the instance store is lost;
of volumes that come with the instance `DeleteOnTermination` decides, which is true where nobody
says it; one that is attached later stays, as do those of `Volumes` and "AWS::EC2::VolumeAttachment"
("AWS::EC2::Instance"). "Device names for volumes": the root of an Amazon Machine Image is
``/dev/xvda`` or ``/dev/sda1``. "Block device mappings": those of a launch template count where the
instance says nothing of a device.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.change.sides import Member
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.compare import as_boolean
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import ABSENT, Nothing, Reference, Unknown, causes_of, known
from synthgate.template.data import is_list, is_mapping

INSTANCE = "AWS::EC2::Instance"
_TEMPLATE = "AWS::EC2::LaunchTemplate"
_ROOTS = frozenset({"/dev/xvda", "/dev/sda1"})
_MAPPINGS = "BlockDeviceMappings"


@dataclass(frozen=True, slots=True)
class Disks:
    """The devices that stay, and whether nothing goes."""

    stay: tuple[str, ...]
    are_all_kept: Truth
    """Whether every volume is one of them, the root included."""


def disks_of(member: Member) -> Disks:
    """What an instance says of its volumes, or its launch template."""
    properties = member.resource.properties
    written = properties.get(_MAPPINGS, ABSENT)
    said = dict(_said(written))
    template = properties.get("LaunchTemplate", ABSENT)
    outside: tuple[Cause, ...] = causes_of(written)
    if not isinstance(template, Nothing):
        data = _data(member, template)
        outside = outside or (() if is_mapping(data) else _OUTSIDE)
        said = dict(_said(data.get(_MAPPINGS, ABSENT) if is_mapping(data) else ABSENT)) | said
    if _ROOTS.isdisjoint(said):
        said[""] = Unknown(outside) if outside else False
    stay = tuple(name for name, kept in said.items() if kept is True)
    return Disks(stay, conjunction(said.values()))


_OUTSIDE = (Cause(Decider.OUTSIDE, "LaunchTemplate"),)


def _said(mappings: Any) -> Iterator[tuple[str, Truth]]:
    """By each device whether its volume stays."""
    for one in mappings if is_list(mappings) else ():
        name = known(one.get("DeviceName")) if is_mapping(one) else None
        volume = known(one.get("Ebs", ABSENT)) if is_mapping(one) else ABSENT
        if isinstance(name, str) and is_mapping(volume):
            yield name, _is_kept(known(volume.get("DeleteOnTermination", ABSENT)))


def _is_kept(value: Any) -> Truth:
    if isinstance(value, Unknown):
        return Unknown(value.causes)
    return as_boolean(value) is False


def _data(member: Member, template: Any) -> Mapping[str, Any] | None:
    """What is in the launch template that an instance names, if the app has it."""
    named = known(template)
    for key in ("LaunchTemplateId", "LaunchTemplateName"):
        value = named.get(key) if is_mapping(named) else None
        if isinstance(value, Reference):
            stack, logical_id = own_name(value, member.stack.resolver.identity)
            resolver = member.stack.resolver.app.stacks.get(stack, member.stack.resolver)
            there = resolver.template.resources.get(logical_id, {})
            if there.get("Type") == _TEMPLATE:
                data = resolver.resource(logical_id).properties.get("LaunchTemplateData")
                return data if is_mapping(data) else None
    return None
