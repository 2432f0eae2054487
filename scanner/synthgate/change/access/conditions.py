"""What conditions demand of a request.

IAM User Guide, "IAM JSON policy elements: Condition operators", "Multivalued context keys". A
condition is broken up into what is asked of one value of one key; so several values, several
statements and opposites (``StringNotEquals``) can be held against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from synthgate.change.access.axis import Entry
from synthgate.change.access.entries import entries
from synthgate.change.access.logic import Expr, Is, Var, every, opposite, some
from synthgate.change.access.reading import At, Reader, written
from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import Nothing, Unknown, causes_of, unknown
from synthgate.rule.texts.wildcards import Pattern, Wild
from synthgate.template.data import is_list, is_mapping


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a key: of a family of operators, about one value.

    `how` tells the operators apart that compare otherwise: ``less``, ``for any``.
    """

    key: str
    family: str
    entry: Entry
    how: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """That a request has no such key."""

    key: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A test of all values of a key at once, which is compared with the same tests only."""

    key: str
    operator: str
    entries: tuple[Entry, ...]


_WILD = {"*": Wild.ANY, "?": Wild.ONE}
_OPERATOR = re.compile(
    r"(?:(?P<of>forallvalues|foranyvalue):)?(?P<name>[a-z]+?)(?P<optional>ifexists)?"
)
_FAMILIES = {
    "stringequals": "exact",
    "stringequalsignorecase": "small",
    "stringlike": "like",
    "arnequals": "like",
    "arnlike": "like",
    "binaryequals": "exact",
    "bool": "truth",
    "ipaddress": "network",
    **{
        f"{kind}{how}": kind
        for kind in ("numeric", "date")
        for how in ("equals", "lessthan", "lessthanequals", "greaterthan", "greaterthanequals")
    },
}
_OPPOSITES = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
    "notipaddress": "ipaddress",
    "numericnotequals": "numericequals",
    "datenotequals": "dateequals",
}


def demanded(block: Any, at: At, reader: Reader) -> Expr:
    """What a `Condition` block demands; what cannot be read is compared as a whole."""
    if isinstance(block, Nothing):
        return True
    if not is_mapping(block):
        return _whole(block, at, reader)
    return every(
        _of_key(operator, str(key), value, _below(at, operator, key), reader)
        if is_mapping(keys)
        else _whole(keys, _below(at, operator), reader)
        for operator, keys in block.items()
        for key, value in (keys.items() if is_mapping(keys) else [("", keys)])
    )


def _below(at: At, *steps: str) -> At:
    return At(at.member, (*at.route, *steps), at.is_before)


def _whole(value: Any, at: At, reader: Reader) -> Expr:
    causes = causes_of(value) or unknown(Decider.FUNCTION, "Condition").causes
    key = ("condition", repr(value), written(at))
    reader.letters.doubts[key] = causes
    return Is(key)


def _of_key(operator: str, key: str, value: Any, at: At, reader: Reader) -> Expr:
    parts = _OPERATOR.fullmatch(operator.lower())
    key = key.lower()
    if isinstance(value, Nothing) or parts is None:
        return isinstance(value, Nothing) or _whole(value, at, reader)
    name = parts["name"]
    if name == "null":
        return _is_absent(key, value, at, reader)
    positive = _OPPOSITES.get(name, name)
    if positive not in _FAMILIES:
        return _whole(value, at, reader)
    named = tuple(entries(value, at, reader, _reading(_FAMILIES[positive])))
    if parts["of"]:
        return _of_several(parts["of"], name, key, named, bool(parts["optional"]))
    asked = some(_asked(key, positive, one, reader) for one in named)
    if positive != name:
        return opposite(asked)
    return some((Is(Absent(key)), asked)) if parts["optional"] else asked


def _asked(key: str, operator: str, entry: Entry, reader: Reader) -> Expr:
    family = _FAMILIES[operator]
    how = operator.removeprefix(family) if family in ("numeric", "date") else ""
    kind = "text" if family in ("exact", "like") else family
    there: list[Var] = [*entry.presence]
    bare = reader.letters.entry(entry.pattern, entry.choices, (), entry.text)
    return every((*map(Is, there), Is(Asked(key, kind, bare, how))))


def _of_several(of: str, name: str, key: str, named: tuple[Entry, ...], is_optional: bool) -> Expr:
    """A test of a key that has several values: of some of them, or of each (none passes)."""
    if of == "foranyvalue" and name in _FAMILIES:
        asked = some(
            every((*map(Is, one.presence), Is(Whole(key, f"any {name}", (one,))))) for one in named
        )
        return some((Is(Absent(key)), asked)) if is_optional else asked
    ordered = tuple(sorted(named, key=lambda one: one.text))
    return Is(Whole(key, f"{of} {name}{'?' if is_optional else ''}", ordered))


def _is_absent(key: str, value: Any, at: At, reader: Reader) -> Expr:
    values = value if is_list(value) and value else [value]
    said = {str(one).lower() for one in values if not isinstance(one, Unknown)}
    if len(said) != 1 or not said <= {"true", "false"}:
        return _whole(value, at, reader)
    return Is(Absent(key)) if said == {"true"} else opposite(Is(Absent(key)))


def _reading(family: str) -> Callable[[str], tuple[Pattern, ...]]:
    def read(text: str) -> tuple[Pattern, ...]:
        small = text.lower() if family in ("small", "truth") else text
        wild = _WILD if family == "like" else {}
        return (tuple(wild.get(letter, letter) for letter in small),)

    return read


def keys_of(variables: Iterator[Var]) -> list[str]:
    """The condition keys that something hangs on."""
    return [*dict.fromkeys(one.key for one in variables if isinstance(one, Asked | Absent | Whole))]
