"""Arguments put into a call as a person would: a line each where the call has that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synthgate.fixing.syntax import cst
from synthgate.records import dataclass

_LEAST, _MOST = 88, 120
"""Columns: what formatters take at least, and what nobody has to read more of."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out: its quotes, one level of indents, how long its lines are."""

    quote: str
    indent: str
    columns: int

    @classmethod
    def of(cls, text: str, indent: str) -> Layout:
        """The layout that a text has."""
        longest = max(map(len, text.splitlines()), default=0)
        quote = "'" if text.count("'") > text.count('"') else '"'
        return cls(quote, indent, min(max(longest, _LEAST), _MOST))


def appended(call: Any, name: str, value: Any, layout: Layout) -> Any:
    """The call with one keyword more, behind the others."""
    libcst = cst()
    equal = libcst.AssignEqual(libcst.SimpleWhitespace(""), libcst.SimpleWhitespace(""))
    new = libcst.Arg(value, libcst.Name(name), equal)
    if not call.args:
        return call.with_changes(args=[new])
    *others, last = call.args
    between = _between(call)
    if between is None:
        comma = libcst.Comma(whitespace_after=_behind(call, new, layout))
        end = new.with_changes(comma=last.comma, whitespace_after_arg=last.whitespace_after_arg)
        tight = last.with_changes(comma=comma, whitespace_after_arg=libcst.SimpleWhitespace(""))
        return call.with_changes(args=[*others, tight, end])
    new = _fitted(new, between.last_line.value, layout)
    if isinstance(last.comma, libcst.Comma):
        behind = last.comma.whitespace_after
        comma = last.comma.with_changes(whitespace_after=_with_comment(between, behind))
        end = new.with_changes(comma=last.comma.with_changes(whitespace_after=_plain(behind)))
        return call.with_changes(args=[*others, last.with_changes(comma=comma), end])
    after = last.whitespace_after_arg
    tight = last.with_changes(
        comma=libcst.Comma(whitespace_after=_with_comment(between, after)),
        whitespace_after_arg=libcst.SimpleWhitespace(""),
    )
    end = new.with_changes(whitespace_after_arg=_plain(after))
    return call.with_changes(args=[*others, tight, end])


def _behind(call: Any, new: Any, layout: Layout) -> Any:
    """What stands before an argument where others do not begin lines: a space, if there is room."""
    *lines, last = _said(call).split("\n")
    is_long = lines and len(last) + len(_said(new)) > layout.columns
    return _line_end(layout.indent) if is_long else cst().SimpleWhitespace(" ")


def _outer(layout: Layout) -> int:
    """What stands before a line of the call: the usual two levels, a class and its method."""
    return 2 * len(layout.indent) + 1


def _said(node: Any) -> str:
    libcst = cst()
    return libcst.Module([]).code_for_node(node)


def _between(call: Any) -> Any | None:
    """The line end between arguments, if the last one begins a line."""
    libcst = cst()
    *others, _ = call.args
    before = others[-1].comma.whitespace_after if others else call.whitespace_before_args
    if not isinstance(before, libcst.ParenthesizedWhitespace):
        return None
    return _plain(before)


def _plain(space: Any) -> Any:
    """A line end without its comment and the empty lines behind it."""
    libcst = cst()
    if not isinstance(space, libcst.ParenthesizedWhitespace):
        return space
    line = space.first_line.with_changes(comment=None, whitespace=libcst.SimpleWhitespace(""))
    return space.with_changes(first_line=line, empty_lines=[])


def _with_comment(space: Any, of: Any) -> Any:
    """A line end with the comment, and the lines of comments, of another one."""
    libcst = cst()
    if not isinstance(of, libcst.ParenthesizedWhitespace):
        return space
    return space.with_changes(first_line=of.first_line, empty_lines=of.empty_lines)


def fitted(call: Any, part: Any, layout: Layout) -> Any:
    """An argument of a call, in several lines if it is too long for the line that it begins."""
    between = _between(call)
    return part if between is None else _fitted(part, between.last_line.value, layout)


def _fitted(part: Any, inset: str, layout: Layout) -> Any:
    """An argument, or an entry of a list, in several lines if it is too long for one."""
    libcst = cst()
    said = _said(part.with_changes(comma=libcst.MaybeSentinel.DEFAULT))
    if len(inset) + len(said) + _outer(layout) <= layout.columns:
        return part
    return part.with_changes(value=exploded(part.value, inset, layout))


def exploded(value: Any, inset: str, layout: Layout) -> Any:
    """A call, or a list, with a line for each thing in it, where it stands so far in."""
    libcst = cst()
    inner, outer = _line_end(inset + layout.indent), _line_end(inset)
    if isinstance(value, libcst.Call) and value.args:
        args = _in_lines(value.args, inner, outer, layout)
        tight = args[-1].with_changes(whitespace_after_arg=libcst.SimpleWhitespace(""))
        return value.with_changes(args=[*args[:-1], tight], whitespace_before_args=inner)
    if isinstance(value, libcst.List) and value.elements:
        elements = _in_lines(value.elements, inner, outer, layout)
        bracket = value.lbracket.with_changes(whitespace_after=inner)
        return value.with_changes(elements=elements, lbracket=bracket)
    return value


def _in_lines(parts: Sequence[Any], inner: Any, outer: Any, layout: Layout) -> list[Any]:
    libcst = cst()
    inset = inner.last_line.value
    return [
        _fitted(it, inset, layout).with_changes(
            comma=libcst.Comma(whitespace_after=outer if it is parts[-1] else inner)
        )
        for it in parts
    ]


def _line_end(inset: str) -> Any:
    libcst = cst()
    return libcst.ParenthesizedWhitespace(
        first_line=libcst.TrailingWhitespace(),
        indent=True,
        last_line=libcst.SimpleWhitespace(inset),
    )


def folded(call: Any, around: str, layout: Layout) -> Any:
    """The call with a line for each argument, where it is one line that has grown too long.

    `around` is the line that it stands in, once it is there.
    """
    if "\n" in _said(call) or len(around) <= layout.columns:
        return call
    return exploded(call, "", layout)
