"""What works by a clock or an event in the base, and in the head is off, or gone.

Sources: the page of each type in the CloudFormation Template Reference. Rules and schedules are
enabled and alarms act where nothing is written ("AWS::Events::Rule", "AWS::Scheduler::Schedule",
"AWS::CloudWatch::Alarm": "The default is TRUE"; "AWS::Lambda::EventSourceMapping": "Default:
True"); the other switches are required.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from synthgate.change.data.fates import fates_of
from synthgate.change.data.periods import value_at
from synthgate.change.sides import Matched, Member
from synthgate.change.words import value_text
from synthgate.evaluate import Effect
from synthgate.model import Action, Message, Text
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause
from synthgate.resolve.kleene import Truth
from synthgate.resolve.values import ABSENT, NO_VALUE, Unknown, causes_of, known
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True, eq=False)
class Switch:
    """One switch by its name, and what stands there; `off` is what means that nothing works."""

    name: str
    route: Route
    value: Any
    off: str

    @property
    def is_off(self) -> Truth:
        """Whether it is; where nothing is written it is not."""
        match self.value:
            case _ if self.value is ABSENT or self.value is NO_VALUE:
                return False
            case bool() | int() | str():
                return str(self.value).lower() == self.off
            case _:
                return Unknown(causes_of(self.value)) if causes_of(self.value) else False


Reader = Callable[[Mapping[str, Any]], Iterator[Switch]]


def switched_off(matched: Matched) -> Iterator[Effect]:
    """An effect for each switch that is turned off, and for what goes that was on."""
    for before, after in matched.kept():
        is_there = before.exists is not False and after.exists is not False
        if is_there and before.type == after.type and before.raw != after.raw:
            yield from _turned(before, after)
    for fate in fates_of(matched):
        before = fate.pair.before
        if before and fate.action is Action.DELETED and before.type in SWITCHES:
            yield from _gone(before, fate.causes, matched)


def switches_of(member: Member) -> Iterator[Switch]:
    """All switches of a resource."""
    for read in SWITCHES.get(member.type, ()):
        yield from read(member.resource.properties)


def _turned(before: Member, after: Member) -> Iterator[Effect]:
    old = {one.name: one for one in switches_of(before)}
    for new in switches_of(after):
        was = old.get(new.name)
        if was and was.value != new.value and was.is_off is not True and new.is_off is not False:
            causes = (*causes_of(was.value), *causes_of(new.value))
            said = value_text(was.value), value_text(new.value)
            note = _OFF.format(name=new.name)
            place = Place(new.route, new.value, causes, note, before=said[0], after=said[1])
            yield Effect(KIND, after.stack, place, after.logical_id)


def _gone(before: Member, causes: tuple[Cause, ...], matched: Matched) -> Iterator[Effect]:
    """A resource that goes, unless it was off, or one of its type comes in its stead."""
    switches = [*switches_of(before)]
    is_off = bool(switches) and all(one.is_off is True for one in switches)
    if before.type not in _WATCHING or is_off or _is_replaced(before, matched):
        return
    place = Place((), ABSENT, causes, _GONE, before=value_text(before.type))
    yield Effect(KIND, before.stack, place, before.logical_id)


def _is_replaced(before: Member, matched: Matched) -> bool:
    """Whether a new resource of its type stands in its stack, which has not been matched."""
    home = matched.stack_partners.get(before.where[0])
    return any(
        one.before is None and one.after.where[0] == home and one.after.type == before.type
        for one in matched.resources
        if one.after
    )


def _one(path: tuple[str, ...], off: str) -> Reader:
    def read(properties: Mapping[str, Any]) -> Iterator[Switch]:
        value = value_at(properties, path)
        yield Switch(".".join(path), ("Properties", *path), value, off)

    return read


def _rules(properties: Mapping[str, Any]) -> Iterator[Switch]:
    """The rules of a bucket's lifecycle, by their names; those without one are left out."""
    path = ("LifecycleConfiguration", "Rules")
    entries = value_at(properties, path)
    for index, entry in enumerate(entries) if is_list(entries) else ():
        name = known(entry.get("Id")) if is_mapping(entry) else None
        if isinstance(name, str):
            route = ("Properties", *path, index, "Status")
            value = value_at(entry, ("Status",))
            yield Switch(f"Rules[{name}].Status", route, value, "disabled")


KIND = "switches-off"
_STATE = (_one(("State",), "disabled"),)
_ACTIONS = (_one(("ActionsEnabled",), "false"),)

SWITCHES: Mapping[str, tuple[Reader, ...]] = {
    "AWS::CloudTrail::Trail": (_one(("IsLogging",), "false"),),
    "AWS::CloudWatch::Alarm": _ACTIONS,
    "AWS::CloudWatch::CompositeAlarm": _ACTIONS,
    "AWS::Config::ConfigurationRecorder": (),
    "AWS::DynamoDB::Table": (_one(("TimeToLiveSpecification", "Enabled"), "false"),),
    "AWS::DynamoDB::GlobalTable": (_one(("TimeToLiveSpecification", "Enabled"), "false"),),
    "AWS::Events::Rule": _STATE,
    "AWS::GuardDuty::Detector": (_one(("Enable",), "false"),),
    "AWS::Lambda::EventSourceMapping": (_one(("Enabled",), "false"),),
    "AWS::Lambda::Function": (_one(("ReservedConcurrentExecutions",), "0"),),
    "AWS::S3::Bucket": (_rules,),
    "AWS::Scheduler::Schedule": _STATE,
}
"""The switches of each type; a recorder of AWS Config has none, and works as long as it is.

A function whose share of the concurrency is zero never runs (Lambda Developer Guide, "Configuring
reserved concurrency for a function").
"""
_WATCHING = frozenset(
    {
        "AWS::CloudTrail::Trail",
        "AWS::Config::ConfigurationRecorder",
        "AWS::Events::Rule",
        "AWS::GuardDuty::Detector",
        "AWS::Scheduler::Schedule",
    }
)
"""What does nothing but start or record something else, so that it is missed where it goes."""

_OFF = Message("{name} switches off what worked by itself")
_GONE: Text = Message("it goes, and what it started or recorded by itself is done no more")
