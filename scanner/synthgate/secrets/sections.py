"""Secrets beside the resources of a template: in outputs, parameters, mappings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from synthgate.model import Message
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.origins import written
from synthgate.resolve.parameters import is_fetched
from synthgate.resolve.resolver import Resolver
from synthgate.secrets.exposure import Exposure, exposures, function_of, names_in
from synthgate.secrets.scripts import known_in
from synthgate.secrets.spots import Spot, Spots, environment, is_hinted, properties, scalars
from synthgate.secrets.texts import texts_of
from synthgate.secrets.words import is_placeholder, tells
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import property_path

HIDDEN = Message("the value of a parameter with NoEcho")
KEY = Message("an AWS secret access key")
_OTHERS = ("Mappings", "Metadata", "Description")
_SECRET_KEY = "SecretAccessKey"  # noqa: S105 - the name of an attribute


def outputs(resolver: Resolver, secrets: AbstractSet[str] = frozenset()) -> Spots:
    """Outputs whose value is a secret: everybody reads them who may look at stacks.

    A literal is one where it is called so, or is among the `secrets` of the template.
    """
    for name, output in resolver.template.section("Outputs").items():
        if is_mapping(output) and "Value" in output:
            condition = output.get("Condition")
            there = resolver.condition(condition) if isinstance(condition, str) else True
            for spot in _output(name, output["Value"], resolver, secrets):
                truth = conjunction((there, spot.truth))
                if truth is not False:
                    yield replace(spot, truth=truth, route=("Outputs", name, "Value"))


def _output(name: str, value: Any, resolver: Resolver, secrets: AbstractSet[str]) -> Spots:
    if _is_secret_key(value, resolver):
        yield Spot(True, (), "aws_secret_key", KEY)
    if function_of(value)[0] == "Fn::GetAtt":
        return
    for one in exposures(value, resolver):
        if one.way is Exposure.MASKED:
            yield Spot(one.truth, (), "noecho", HIDDEN)
        held = one.text in secrets or tells(name, one.text)
        if one.way is Exposure.WRITTEN and one.text and held:
            yield Spot(one.truth, (), "password", texts=(one.text,))
    for truth, text in texts_of(value, resolver) if is_hinted(resolver) else ():
        yield from _known(text, truth)


def _known(text: str, truth: Truth = True) -> Spots:
    for one in known_in(text):
        yield Spot(truth, (), one.kind, one.name, (one.text,))


def _is_hidden(declared: Any) -> bool:
    return is_mapping(declared) and equal(declared.get("NoEcho", False), True) is True


def _is_secret_key(value: Any, resolver: Resolver) -> bool:
    """Whether a value is the secret key that an IAM access key returns."""
    name, argument = function_of(value)
    if name != "Fn::GetAtt":
        return False
    logical_id, _, attribute = (
        ".".join(map(str, argument)) if is_list(argument) else str(argument)
    ).partition(".")
    made = resolver.template.resources.get(logical_id, {})
    return attribute == _SECRET_KEY and made.get("Type") == "AWS::IAM::AccessKey"


def values(resolver: Resolver) -> Spots:
    """Defaults of parameters that are to be kept secret; known credentials beside the resources.

    The default of a parameter that a documented property or a variable takes is told of there.
    """
    found = [*_defaults(resolver)]
    told = _told_of(resolver) if found else ()
    yield from (spot for spot in found if spot.route[1] not in told)
    for section in _OTHERS if is_hinted(resolver) else ():
        for route, text in scalars(resolver.template.data.get(section), (section,)):
            yield from (replace(one, route=route) for one in _known(text))


def _defaults(resolver: Resolver) -> Spots:
    for name, declared in resolver.template.section("Parameters").items():
        default = declared.get("Default") if is_mapping(declared) else None
        if default is None or is_fetched(declared):
            continue
        text, route = str(default), ("Parameters", name, "Default")
        secret = not is_placeholder(text) if _is_hidden(declared) else tells(name, text)
        if secret and "{{resolve:" not in text:
            yield Spot(True, route, "password", texts=(text,))
        elif is_hinted(resolver):
            yield from (replace(one, route=route) for one in _known(text))


def _told_of(resolver: Resolver) -> set[str]:
    told: set[str] = set()
    for logical_id, raw in resolver.template.resources.items():
        for find in (properties, environment):
            for spot in find(logical_id, resolver):
                told.update(names_in(written(raw, spot.route)[0]))
    return told


def with_nested(find: Callable[[Resolver], Spots], resolver: Resolver) -> Iterator[Spot]:
    """What a stack and those nested in it have; theirs is at the resource that makes them."""
    yield from find(resolver)
    for other in resolver.app.nested.get(resolver.identity, ()):
        for spot in find(other):
            where = _IN.format(path=property_path(spot.route), file=other.template.path)
            yield replace(spot, route=_made_by(resolver, other), name=where)


def _made_by(resolver: Resolver, other: Resolver) -> tuple[str, str]:
    """The resource of a stack that makes another, maybe by way of a third."""
    stack, logical_id = other, ""
    while stack is not resolver:
        around = resolver.app.parent(stack.identity)
        if around is None:
            break
        stack, logical_id = around
    return ("Resources", logical_id)


_IN = Message("a secret, at {path} of {file}")
