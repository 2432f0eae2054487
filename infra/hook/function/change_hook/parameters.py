"""The values of parameters, as far as a change set shows them.

No payload says which parameters a stack is given. But where the template has ``Ref: Size`` and the
changed resource has ``large`` there, the parameter `Size` is ``large``: so a rule is answered that
the template alone leaves open.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from change_hook.change import Changed
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Template

Told = tuple[str, str]
_HIDDEN = frozenset("*")
_LONGEST = 500


def parameters_in(template: Template, changed: Iterable[Changed]) -> dict[str, str]:
    """Return the value of each parameter that is told, and told in one way only."""
    declared = template.section("Parameters")
    found: dict[str, set[str]] = {}
    for one in changed:
        body = template.resources.get(one.logical_id, {})
        if one.after is not None and body.get("Type") == one.type:
            for name, value in _pairs(body.get("Properties"), one.after):
                if _is_plain(declared.get(name)):
                    found.setdefault(name, set()).add(value)
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _pairs(written: object, after: object) -> Iterator[Told]:
    """Each ``Ref`` in what is written, with what stands in its place."""
    waiting = [(written, after)]
    while waiting:
        one, there = waiting.pop()
        if is_mapping(one) and [*one] == ["Ref"]:
            value = _value(there)
            if isinstance(one["Ref"], str) and value is not None:
                yield one["Ref"], value
        elif is_mapping(one) and is_mapping(there):
            waiting.extend((one[key], there[key]) for key in one if key in there)
        elif is_list(one) and is_list(there) and len(one) == len(there):
            waiting.extend(zip(one, there, strict=True))


def _value(there: object) -> str | None:
    """A value as a parameter is given; None of what may be no such value.

    It may be hidden, stand for what is known later, or be a dynamic reference (which have braces),
    or be cut: "large values can be truncated" (API Reference, "ResourceTargetDefinition").
    """
    parts: list[Any] = there if is_list(there) else [there]
    if not parts or not all(isinstance(it, str) for it in parts):
        return None
    value = ",".join(parts)
    is_odd = len(value) > _LONGEST or (is_list(there) and any("," in it for it in parts))
    return None if is_odd or "{{" in value or {*value} <= _HIDDEN else value


def _is_plain(declared: object) -> bool:
    """Whether a ``Ref`` gives what a parameter is given: not so where Systems Manager is asked."""
    if not is_mapping(declared):
        return False
    return not str(declared.get("Type", "")).startswith("AWS::SSM::") and not declared.get("NoEcho")


def told(values: Mapping[str, str]) -> str:
    """Return a sentence of what was taken from the change set; empty if nothing was."""
    return f"Taken from the change set: {', '.join(sorted(values))}." if values else ""
