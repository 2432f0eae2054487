"""Values set in the text of a template: whatever else stands there stays, byte for byte.

No document is written anew. What a round trip of YAML changes (the indents of lists, long lines,
spaces in brackets) nobody has asked for; here a few words are put between those that are there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import yaml

from synthgate.fixing.assigning import Assignment
from synthgate.fixing.nodes import Part, after_line, column_of, found, is_json, parts_of, top_of
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.rendering import Manner, block, flow, item, member
from synthgate.model import Message
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_ALIAS = re.compile(r"\*[^\s,\[\]{}]+")
_SPACED = re.compile(r'":\s')
"""A space behind the colon of a key: nobody has minified that."""
_RESOURCE = 2
"""How many steps lead to a resource."""


def written(text: str, assignments: Sequence[Assignment]) -> str:
    """The text with these values in it.

    Raises:
        NoFixError: a place is not in the text as it is in the data.
    """
    for one in assignments:
        text = _written(text, one.route, one.value)
    return text


def _written(text: str, route: Route, value: Any) -> str:
    top = top_of(text)
    if top is None:
        raise NoFixError(_ELSEWHERE)
    way, depth = found(text, top, route)
    _refuse_shared(text, way, route[depth:])
    manner = _manner(text, top, way)
    match len(route) - depth:
        case 0:
            return _replaced(text, way, value, manner)
        case 1:
            return _added(text, way, route, value, manner)
        case _:
            raise NoFixError(_ELSEWHERE)


def _refuse_shared(text: str, way: Sequence[Part], rest: Route) -> None:
    """Leave alone what stands in several places of the data, by the name that it has in the text.

    Raises:
        NoFixError: the way leads through an alias, or through an anchor that has one.
    """
    for part in way:
        anchor = _ANCHOR.match(text, part.start)
        if anchor and re.search(rf"\*{re.escape(anchor[1])}(?![^\s,\]}}])", text):
            raise NoFixError(_SHARED.format(name=f"&{anchor[1]}"))
    for part in parts_of(text, way[-1]) if rest else ():
        if part.is_alias and part.key is not None and part.key.value == rest[0]:
            alias = _ALIAS.search(text, part.key.end_mark.index, part.end)
            raise NoFixError(_SHARED.format(name=alias[0]) if alias else _ELSEWHERE)


def _manner(text: str, top: Part, way: Sequence[Part]) -> Manner:
    """How the text is written around a place."""
    newline = "\r\n" if "\r\n" in text else "\n"
    quotes = Counter(re.findall(r"[:-] ([\"'])", text))
    quote = "'" if quotes["'"] > quotes['"'] else '"'
    inner = [one for part in way[:2] for one in parts_of(text, part)[:1] if not one.is_alias]
    columns = sorted({column_of(one) for one in (top, *inner)})
    step = columns[1] - columns[0] if len(columns) > 1 else 2
    quoted = is_json(text) or _quotes_keys(text, way[-1])
    return Manner(
        step or 2,
        _list_step(top),
        quote,
        quoted,
        newline,
        tabs="\n\t" in text,
        gap="" if is_json(text) and not _SPACED.search(text) else " ",
        key_quote="" if quoted else _key_quote(text, way[-1]),
    )


def _key_quote(text: str, part: Part) -> str:
    """The quotes that all keys of a block have, or of the one around it, where it holds nothing."""
    inner = [] if part.is_flow else [text[it.first] for it in parts_of(text, part) if it.key]
    quotes = set(inner)
    return quotes.pop() if quotes in ({'"'}, {"'"}) else ""


def _quotes_keys(text: str, part: Part) -> bool:
    """Whether a collection in brackets is written as in JSON."""
    first = next(iter(parts_of(text, part)), None)
    return bool(part.is_flow and first and first.key and text[first.first] == '"')


def _list_step(top: Part) -> int:
    """How far lists stand in below their key: as the first one does."""
    waiting = [top.node]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            continue
        for key, value in node.value:
            is_plain = isinstance(value, yaml.SequenceNode) and not value.tag.startswith("!")
            if is_plain and not value.flow_style:
                return max(value.start_mark.column - key.start_mark.column, 0)
            waiting.append(value)
    return 2


def _replaced(text: str, way: Sequence[Part], value: Any, manner: Manner) -> str:
    """In the place of a value that is there."""
    part, around = way[-1], way[-2]
    is_nothing = part.start >= part.end or not text[part.start : part.end].strip()
    if part.key is not None and not around.is_flow and is_mapping(value) and is_nothing:
        at = after_line(text, part.key.end_mark.index + 1)
        return _in_lines(text, at, block(value, manner), column_of(part) + manner.step, manner)
    if is_list(value) and not part.is_flow and part.key is not None:
        lines = member(str(part.key.value), value, manner)
        new = manner.newline.join([lines[0], *(" " * column_of(part) + it for it in lines[1:])])
        return text[: part.first] + new + text[part.end :]
    new = _quoted_as(text[part.start], value) or flow(value, manner)
    gap = "" if text[part.start - 1] in " [{(,:\t\n" else " "
    return f"{text[: part.start]}{gap}{new}{text[part.end :]}"


def _quoted_as(quote: str, value: Any) -> str:
    """A text in the quotes that the one before it had; empty for anything else."""
    if not isinstance(value, str) or quote not in {"'", '"'} or quote in value:
        return ""
    return json.dumps(value, ensure_ascii=False) if quote == '"' else f"'{value}'"


def _added(text: str, way: Sequence[Part], route: Route, value: Any, manner: Manner) -> str:
    """As another entry of a collection."""
    around, step = way[-1], route[-1]
    inner = parts_of(text, around)
    if isinstance(around.node, yaml.ScalarNode):
        raise NoFixError(_ELSEWHERE)
    if not inner:
        return _into_empty(text, around, step, value, manner)
    if around.is_flow:
        return _in_brackets(text, around, inner, step, value, manner)
    lines = item(value, manner) if isinstance(step, int) else member(step, value, manner)
    column = around.node.start_mark.column if isinstance(step, int) else column_of(inner[0])
    last = _before(inner, route, value)
    return _in_lines(text, after_line(text, last.end), lines, column, manner)


def _before(inner: Sequence[Part], route: Route, value: Any) -> Part:
    """The entry that a new one follows: an attribute of a resource its type, all else the last."""
    is_attribute = len(route) == _RESOURCE + 1 and not is_mapping(value)
    types = [one for one in inner if one.key is not None and one.key.value in _FIRST]
    return types[-1] if is_attribute and types else inner[-1]


_FIRST = ("Type", "Condition", "DependsOn", "DeletionPolicy")


def _in_lines(text: str, at: int, lines: Sequence[str], column: int, manner: Manner) -> str:
    new = "".join(f"{manner.newline}{' ' * column}{line}" for line in lines)
    return text[:at] + new + text[at:]


def _into_empty(text: str, around: Part, step: str | int, value: Any, manner: Manner) -> str:
    """Into brackets that hold nothing."""
    if not around.is_flow:
        raise NoFixError(_ELSEWHERE)
    inner = [value] if isinstance(step, int) else {step: value}
    if manner.quoted and is_json(text) and manner.gap:
        inset = _inset(text, around, _inset_of_line(text, around.first))
        lines = block(inner, manner)
        new = manner.newline.join([lines[0], *(inset + line for line in lines[1:])])
    else:
        new = flow(inner, manner)
    return text[: around.start] + new + text[around.end :]


def _inset_of_line(text: str, offset: int) -> int:
    start = text.rfind("\n", 0, offset) + 1
    return len(text[start:offset]) - len(text[start:offset].lstrip())


def _in_brackets(
    text: str, around: Part, inner: Sequence[Part], step: str | int, value: Any, manner: Manner
) -> str:
    """Behind the last entry between brackets, in a line of its own where that has one."""
    last = inner[-1]
    inset = _inset_of_line(text, last.first)
    own_line = "\n" in text[around.start : inner[0].first] or (
        len(inner) > 1 and "\n" in text[inner[-2].end : last.first]
    )
    if not own_line:
        new = flow(value, manner) if isinstance(step, int) else flow({step: value}, manner)[1:-1]
        return f"{text[: last.end]},{manner.gap}{new}{text[last.end :]}"
    lines = block(value, manner) if isinstance(step, int) else member(step, value, manner)
    new = "".join(f"{manner.newline}{_inset(text, last, inset)}{line}" for line in lines)
    return f"{text[: last.end]},{new}{text[last.end :]}"


def _inset(text: str, part: Part, inset: int) -> str:
    """The very spaces, or tabs, that the line of a part begins with."""
    start = text.rfind("\n", 0, part.first) + 1
    return text[start : start + inset]


_SHARED = Message(
    "it stands in several places of the template ({name}), all of which would change: write it "
    "out, or change it by hand"
)
_ELSEWHERE = Message(
    "the text has this in another form than CloudFormation reads it (an alias, a loop, a macro): "
    "change it by hand"
)
