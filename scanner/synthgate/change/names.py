"""Which names of its template a value is made of, as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from synthgate.resolve.strings import PLACEHOLDER
from synthgate.template.data import is_list, is_mapping

Kind = Literal["ref", "attribute", "condition", "mapping", "import"]
Name = tuple[Kind, Any]
"""What kind of name it is, and the name: of an attribute ``Bucket.Arn``, of an import the function
itself, of a mapping that is not called by its name None."""

_ELSEWHERE = {"Fn::ImportValue", "Fn::GetStackOutput"}


def names_in(written: Any) -> Iterator[Name]:
    """Every name inside a value; one that several functions say comes several times."""
    if is_list(written):
        for item in written:
            yield from names_in(item)
    elif is_mapping(written):
        for key, value in written.items():
            yield from _said(key, value) if len(written) == 1 else ()
            yield from names_in(value)


def _said(function: str, argument: Any) -> Iterator[Name]:
    match function, argument:
        case "Ref", str():
            yield "ref", argument
        case "Fn::GetAtt", str():
            yield "attribute", argument
        case "Fn::GetAtt", [str() as logical_id, str() as attribute]:
            yield "attribute", f"{logical_id}.{attribute}"
        case "Fn::Sub", str() as text:
            yield from _in_text(text, frozenset())
        case "Fn::Sub", [str() as text, own]:
            yield from _in_text(text, frozenset(own) if is_mapping(own) else frozenset())
        case "Fn::If", [str() as condition, *_]:
            yield "condition", condition
        case "Condition", str():
            yield "condition", argument
        case "Fn::FindInMap", [name, *_]:
            yield "mapping", name if isinstance(name, str) else None
        case _ if function in _ELSEWHERE:
            yield "import", {function: argument}
        case _:
            return


def _in_text(text: str, own: frozenset[str]) -> Iterator[Name]:
    for piece in PLACEHOLDER.split(text)[1::2]:
        name = piece.strip()
        if name not in own:
            yield ("attribute" if "." in name else "ref"), name
