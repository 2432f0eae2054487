"""Keywords given to a call, in the layout that the call has."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from synthgate.fixing.imports import Imports
from synthgate.fixing.layout import Layout, appended, fitted
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.recipes import Code, Keywords, Value
from synthgate.fixing.syntax import cst
from synthgate.model import Message
from synthgate.records import dataclass

REPLACES = {
    "container_insights_v2": "container_insights",
    "point_in_time_recovery_specification": "point_in_time_recovery",
}
"""Keywords that give way to newer ones, beside which the CDK refuses them (aws-cdk-lib 2)."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes into the calls of one file: with its names, quotes and lengths of lines."""

    imports: Imports
    layout: Layout

    def given(self, call: Any, keywords: Keywords) -> Any:
        """The call, saying what it has to say.

        Raises:
            NoFixError: it says something else that nobody but its author can take back.
        """
        if any(arg.star for arg in call.args):
            raise NoFixError(_STARS)
        for name, value in keywords.values:
            at, old = _place_of(call, name), _place_of(call, REPLACES.get(name, ""))
            if old is not None:
                call = self._instead_of(call, old, name, value)
            elif at is None:
                if value.is_list:
                    raise NoFixError(_NO_LIST.format(name=name))
                call = appended(call, name, self.expression(value.code), self.layout)
            else:
                arg = call.args[at]
                new = arg.with_changes(value=self._instead(arg.value, value, name))
                call = call.with_changes(args=[*call.args[:at], new, *call.args[at + 1 :]])
        return call

    def _instead_of(self, call: Any, at: int, name: str, value: Value) -> Any:
        """The call with a keyword in the place of the one that it replaces."""
        arg = call.args[at]
        if not self.is_settled(arg.value) or _place_of(call, name) is not None:
            raise NoFixError(_ELSEWHERE.format(name=arg.keyword.value))
        keyword = arg.keyword.with_changes(value=name)
        new = arg.with_changes(keyword=keyword, value=self.expression(value.code))
        new = fitted(call, new, self.layout)
        return call.with_changes(args=[*call.args[:at], new, *call.args[at + 1 :]])

    def _instead(self, there: Any, value: Value, name: str) -> Any:
        """What takes the place of a value."""
        libcst = cst()
        if value.inner is not None and value.is_list:
            return self._in_list(there, value.inner, name)
        if (
            value.inner is not None
            and isinstance(there, libcst.Call)
            and self.imports.qualified(there.func) == value.inner.callee
        ):
            return self.given(there, value.inner)
        if not self.is_settled(there):
            raise NoFixError(_ELSEWHERE.format(name=name))
        new = self.expression(value.code)
        return there if there.deep_equals(new) else new

    def _in_list(self, there: Any, inner: Keywords, name: str) -> Any:
        """A list, in which each call of something says what it has to say."""
        libcst = cst()
        if not isinstance(there, libcst.List):
            raise NoFixError(_ELSEWHERE.format(name=name))
        elements = [
            it.with_changes(value=self.given(it.value, inner)) if self._is_call(it, inner) else it
            for it in there.elements
        ]
        if not any(self._is_call(it, inner) for it in there.elements):
            raise NoFixError(_NO_LIST.format(name=name))
        return there.with_changes(elements=elements)

    def _is_call(self, element: Any, inner: Keywords) -> bool:
        libcst = cst()
        value = element.value
        return isinstance(value, libcst.Call) and self.imports.qualified(value.func) == inner.callee

    def is_settled(self, node: Any) -> bool:
        """Whether a value stands there itself: a literal, or a constant of the CDK."""
        libcst = cst()
        if isinstance(node, libcst.Name):
            return node.value in {"True", "False", "None"}
        if isinstance(node, libcst.Attribute):
            return self.imports.qualified(node) is not None
        if isinstance(node, libcst.List):
            return all(self.is_settled(it.value) for it in node.elements)
        if isinstance(node, libcst.Call):
            known = self.imports.qualified(node.func) is not None
            return known and all(self.is_settled(it.value) for it in node.args)
        return isinstance(node, libcst.Integer | libcst.Float | libcst.SimpleString)

    def expression(self, code: Code) -> Any:
        """An expression of a card, in the names and quotes of the file."""
        libcst = cst()
        text = code.text
        meant = dict(code.names)
        names = [it for it in ast.walk(ast.parse(text, mode="eval")) if isinstance(it, ast.Name)]
        for it in sorted(names, key=lambda it: -it.col_offset):
            end = it.end_col_offset or 0
            spelled = self.imports.spelled(meant[it.id], it.id)
            text = text[: it.col_offset] + spelled + text[end:]
        if self.layout.quote == '"':
            text = text.replace("'", '"')
        return libcst.parse_expression(text)


def _place_of(call: Any, name: str) -> int | None:
    """Which argument of a call is given by a keyword."""
    for number, arg in enumerate(call.args):
        if arg.keyword and arg.keyword.value == name:
            return number
    return None


def calls_in(node: Any) -> Iterator[Any]:
    """All calls below a node, outer ones first."""
    libcst = cst()
    if isinstance(node, libcst.Call):
        yield node
    children: Sequence[Any] = node.children
    for child in children:
        yield from calls_in(child)


_STARS = Message("the call has ** or *, which may say it already: change it by hand")
_ELSEWHERE = Message("the call takes {name!r} from elsewhere: change it there")
_NO_LIST = Message("the cure is for what {name!r} lists, and the call lists nothing of the kind")
