"""What a change is about: a template to judge, and the stack that it is for.

Shapes are those of the CloudFormation Hooks User Guide, "Create Lambda functions to evaluate
resources for Lambda Hooks".
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from change_hook.address import address_of
from change_hook.errors import RefusedError
from change_hook.payload import Fetch, read
from synthgate.template.data import is_list, is_mapping

Kind = Literal["CHANGE_SET", "STACK", "RESOURCE"]
_STACK_ID = re.compile(
    r"arn:[\w-]+:cloudformation:([\w-]+):(\d{12}):stack/([A-Za-z][-A-Za-z0-9]*)/"
)
_KEYS = ("logicalResourceId", "resourceType", "action")
DELETED = "DELETE_PRE_PROVISION"


@dataclass(frozen=True, slots=True)
class Changed:
    """A resource that a change set changes, with its properties after it where they are told.

    All booleans and numbers in them are strings.
    """

    logical_id: str
    type: str
    action: str
    after: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StackOf:
    """The stack that is changed: what CloudFormation knows of it before it deploys."""

    account: str | None = None
    region: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A template, as it is to be. None is one that goes away, of which nothing is asked."""

    kind: Kind
    stack: StackOf
    template: str | None
    changed: tuple[Changed, ...] = field(default=())
    is_cloud_control: bool = False
    """Whether no stack is changed: the Cloud Control API is asked for one resource."""


def change_in(event: Mapping[str, Any], region: str, fetch: Fetch) -> Change:
    """Return what an event asks about; its payload is fetched, if it has one.

    Raises:
        RefusedError: the event or its payload is not as it is documented.
    """
    data = event.get("requestData")
    if not is_mapping(data):
        raise RefusedError("the request has no requestData: it is none of CloudFormation's hooks")
    stack, is_gone = stack_of(event.get("stackId")), event.get("actionInvocationPoint") == DELETED
    match data.get("targetType"):
        case "CHANGE_SET" | "STACK" as kind:
            if kind == "STACK" and is_gone:
                return Change(kind, stack, None)
            payload = read(fetch(address_of(data.get("payload"), region)))
            changed = tuple(_changed(payload)) if kind == "CHANGE_SET" else ()
            return Change(kind, stack, _template(payload), changed)
        case str() as type_:
            name = data.get("targetName") if type_ == "RESOURCE" else type_
            template = None if is_gone else _of_resource(data, name)
            return Change("RESOURCE", stack, template, (), not event.get("stackId"))
        case _:
            raise RefusedError("the request names no targetType")


def stack_of(stack_id: object) -> StackOf:
    """Return what the ARN of a stack tells of it."""
    found = _STACK_ID.match(stack_id) if isinstance(stack_id, str) else None
    return StackOf(found[2], found[1], found[3]) if found else StackOf()


def _template(payload: Mapping[str, Any]) -> str:
    found = payload.get("template")
    if not isinstance(found, str) or not found.strip():
        raise RefusedError("the payload has no template, though nothing is deleted")
    return found


def _of_resource(data: Mapping[str, Any], type_: object) -> str:
    """A template of one resource: all that is told of it."""
    model, name = data.get("targetModel"), data.get("targetLogicalId")
    told = model.get("resourceProperties") if is_mapping(model) else None
    if not isinstance(type_, str) or not isinstance(name, str) or not is_mapping(told):
        raise RefusedError(
            "the request tells no resource: it is to have targetName, targetLogicalId and "
            "targetModel.resourceProperties"
        )
    return json.dumps({"Resources": {name: {"Type": type_, "Properties": told}}})


def _changed(payload: Mapping[str, Any]) -> Iterator[Changed]:
    found = payload.get("changedResources")
    if not is_list(found):
        raise RefusedError("the payload of the change set has no changedResources")
    for row in found:
        if not is_mapping(row):
            raise RefusedError("a changed resource in the payload is no object")
        name, type_, action = (str(row.get(key)) for key in _KEYS)
        yield Changed(name, type_, action, _properties(row.get("afterContext")))


def _properties(context: object) -> Mapping[str, Any] | None:
    """The properties in a context, which is JSON in a string; null of what comes or goes."""
    if not isinstance(context, str):
        return None
    try:
        body = json.loads(context)
    except (ValueError, RecursionError) as error:
        raise RefusedError("the context of a changed resource is no JSON") from error
    found = body.get("Properties") if is_mapping(body) else None
    return found if is_mapping(found) else None
