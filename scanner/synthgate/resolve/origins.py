"""Values in words: what one holds, and which functions of the template it was made by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from synthgate.model import Language, Message, Text, verbatim
from synthgate.records import dataclass
from synthgate.resolve.functions import FUNCTIONS
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.stacks import MOST_HOPS
from synthgate.resolve.values import (
    ABSENT,
    NO_VALUE,
    Partial,
    Reference,
    Unknown,
    causes_of,
    reasons,
    scalar_text,
)
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

MOST_CHOICES = 8
"""How many of the values that an unknown one may have are listed."""

MOST_ORIGINS = 1000
"""How many functions that made one value are told: exports that import each other multiply."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A function that a value was made by, as it is written in the template of `resolver`.

    `depth` counts the functions around it, also those of other stacks.
    """

    depth: int
    node: dict[str, Any]
    resolver: Resolver
    note: Text


Inputs = list[tuple[Any, Resolver]]
"""What a function makes its value of, each node by the stack in which it is written."""


def origins(node: Any, resolver: Resolver) -> Iterator[Origin]:
    """Where the pieces of a value come from, outermost function first; the first thousand."""
    return islice(_origins(node, resolver, 0), MOST_ORIGINS)


def _origins(node: Any, resolver: Resolver, depth: int) -> Iterator[Origin]:
    for call in _calls(node) if depth < MOST_HOPS else ():
        name, argument = next(iter(call.items()))
        note, inputs = _ORIGINS.get(name, _plain)(name, argument, resolver)
        yield Origin(depth, call, resolver, note)
        for inner, there in inputs:
            yield from _origins(inner, there, depth + 1)


def is_call(node: Any) -> bool:
    """Whether a node of a template is an intrinsic function."""
    return node.__class__ is dict and len(node) == 1 and next(iter(node)) in FUNCTIONS


def _calls(node: Any) -> Iterator[dict[str, Any]]:
    """The outermost functions of a node."""
    if is_mapping(node) and is_call(node):
        yield node
    elif is_mapping(node) or is_list(node):
        for item in node.values() if is_mapping(node) else node:
            yield from _calls(item)


def written(node: Any, route: Route) -> tuple[Any, bool]:
    """What the template has at a route, or (*False*) the function that it is a part of."""
    for step in route:
        if is_call(node):
            return node, False
        if is_mapping(node) and step in node:
            node = node[str(step)]
        elif is_list(node) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None, False
    return node, True


def _plain(name: str, argument: Any, resolver: Resolver) -> tuple[Text, Inputs]:
    return verbatim(name), [(argument, resolver)]


def _ref(name: str, argument: Any, resolver: Resolver) -> tuple[Text, Inputs]:
    if not isinstance(argument, str):
        return _plain(name, argument, resolver)
    passed = _passed(argument, resolver) if resolver.is_passed(argument) else None
    if passed is None:
        return _ref_note(argument, resolver), []
    return _PASSED.format(name=argument, stack=passed[1].template.path), [passed]


def _passed(name: str, resolver: Resolver) -> tuple[Any, Resolver] | None:
    """What the parent of a nested stack has for a parameter of it."""
    nested_in = resolver.app.parent(resolver.identity)
    if nested_in is None:
        return None
    parent, logical_id = nested_in
    holder = parent.template.resources[logical_id]
    node, whole = written(holder, ("Properties", "Parameters", name))
    return (node, parent) if whole else None


def _ref_note(name: str, resolver: Resolver) -> Text:
    if name in resolver.template.section("Resources"):
        return _RESOURCE.format(name=name)
    if name.startswith("AWS::"):
        return _PSEUDO.format(name=name)
    declared = resolver.template.section("Parameters").get(name)
    if not is_mapping(declared):
        return _MISSING.format(name=name)
    value = resolver.ref(name)
    if isinstance(value, Unknown):
        return (_ALLOWED if value.choices else _NO_VALUE).format(name=name)
    return (_GIVEN if resolver.is_given(name) else _DEFAULT).format(name=name)


def _if(name: str, argument: Any, resolver: Resolver) -> tuple[Text, Inputs]:
    if not (is_list(argument) and len(argument) == 3):
        return _plain(name, argument, resolver)
    note, holds = condition_note(str(argument[0]), resolver)
    branches = argument[1:] if holds is None else [argument[1 if holds else 2]]
    return note, [(branch, resolver) for branch in branches]


def conditions_in(node: Any) -> Iterator[str]:
    """The conditions that a condition names."""
    for item in node if is_list(node) else ():
        yield from conditions_in(item)
    for key, value in node.items() if is_mapping(node) else ():
        if key == "Condition" and isinstance(value, str):
            yield value
        elif key not in FUNCTIONS:
            yield from conditions_in(value)


def condition_note(name: str, resolver: Resolver) -> tuple[Text, bool | None]:
    """Whether a condition of the template holds; None where that is open."""
    holds = resolver.condition(name)
    if isinstance(holds, Unknown):
        return _OPEN_CONDITION.format(name=name), None
    return _CONDITION.format(name=name, truth=scalar_text(holds)), holds


def _find_in_map(name: str, argument: Any, resolver: Resolver) -> tuple[Text, Inputs]:
    if not is_list(argument):
        return _plain(name, argument, resolver)
    keys = [shown(resolver.resolve(part), "en") for part in argument[:3]]
    return _MAPPING.format(name=".".join(keys)), [(part, resolver) for part in argument[1:]]


def _import(name: str, argument: Any, resolver: Resolver) -> tuple[Text, Inputs]:
    wanted = resolver.resolve(argument)
    exporter = (
        resolver.app.exporter(wanted, resolver.placement) if isinstance(wanted, str) else None
    )
    if exporter is None:
        return _plain(name, argument, resolver)
    there, node = exporter
    return _EXPORTED.format(name=wanted, stack=there.template.path), [(node, there)]


def _get_att(name: str, argument: Any, resolver: Resolver) -> tuple[Text, Inputs]:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    if not (is_list(parts) and all(isinstance(part, str) for part in parts) and len(parts) == 2):
        return _plain(name, argument, resolver)
    logical_id, attribute = parts
    child = resolver.app.child(resolver.identity, logical_id)
    output = attribute.removeprefix("Outputs.")
    if child is None or output == attribute:
        return _plain(name, argument, resolver)
    node, _ = written(child.template.section("Outputs"), (output, "Value"))
    return _OUTPUT.format(name=output, stack=child.template.path), [(node, child)]


_ORIGINS: dict[str, Callable[[str, Any, Resolver], tuple[Text, Inputs]]] = {
    "Ref": _ref,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::ImportValue": _import,
    "Fn::GetAtt": _get_att,
}
"""What can be said of a function besides its name, and where its value is to be looked for."""


def shown(value: Any, language: Language) -> str:
    """A resolved value as a person reads it."""
    match value:
        case Unknown(causes):
            options = " | ".join(shown(choice, language) for choice in value.choices[:MOST_CHOICES])
            listed = f" {_ONE_OF[language]} {options}" if options else ""
            return f"<{_UNKNOWN[language]}: {reasons(causes)[language]}>{listed}"
        case Reference(logical_id, attribute):
            return f"<{logical_id}.{attribute}>" if attribute else f"<{logical_id}>"
        case Partial(parts):
            pieces = (part if isinstance(part, str) else _placeholder(part) for part in parts)
            return "".join(pieces)
        case _ if value is NO_VALUE:
            return f"<{_LEFT_OUT[language]}>"
        case _ if value is ABSENT:
            return f"<{_ABSENT[language]}>"
        case _ if is_mapping(value):
            return "{" + ", ".join(f"{k}: {shown(v, language)}" for k, v in value.items()) + "}"
        case _ if is_list(value):
            return "[" + ", ".join(shown(item, language) for item in value) + "]"
        case _:
            return scalar_text(value)


def _placeholder(part: Unknown | Reference) -> str:
    return f"<{', '.join(cause.name for cause in causes_of(part))}>"


_UNKNOWN = Message("unknown")
_ONE_OF = Message("one of")
_ABSENT = Message("not set")
_LEFT_OUT = Message("left out")
_RESOURCE = Message("resource {name}")
_PSEUDO = Message("pseudo parameter {name}")
_MISSING = Message("{name} is not in the template")
_DEFAULT = Message("parameter {name}, its default")
_GIVEN = Message("parameter {name}, as given")
_PASSED = Message("parameter {name}, as {stack} passes it")
_ALLOWED = Message("parameter {name}, its allowed values")
_NO_VALUE = Message("parameter {name}, which has no value")
_CONDITION = Message("condition {name} is {truth}")
_OPEN_CONDITION = Message("condition {name} is open")
_MAPPING = Message("mapping {name}")
_EXPORTED = Message("export {name} of {stack}")
_OUTPUT = Message("output {name} of {stack}")
