"""What a tool says of a template, without what it quotes out of it: one line, and short.

A linter quotes the value that it complains about. What a template holds may be a secret, so that a
quotation becomes four stars, unless it is a name: of a resource, a property, a type.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from synthgate.adapters.asking import Readable
from synthgate.errors import SynthgateError
from synthgate.records import dataclass
from synthgate.resolve.resolver import Resolver
from synthgate.secrets.found import mask_of
from synthgate.secrets.hearsay import LONGEST, READ, one_line
from synthgate.secrets.mask import STARS, Mask
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Template
from synthgate.template.read import read_template

_QUOTED = re.compile(
    r"""(?P<sign>['"])(?P<inner>(?:\\.|(?!(?P=sign))[^\\])*+)(?P=sign)""", re.DOTALL
)
_NAMING = frozenset({"Type", "Ref", "Fn::GetAtt", "Condition", "DependsOn", "Fn::FindInMap"})
"""Keys whose values are names."""
_WORDS = frozenset({"string", "integer", "number", "boolean", "array", "object", "null"})
"""The types of JSON, which linters name."""
_SHORT = 3
"""Letters that hold no secret: ports, stars."""


@dataclass(frozen=True)
class Quoting:
    """What may be said of one template; `is_quoted` where words may quote what it holds."""

    readable: Readable
    is_quoted: bool = True

    def said(self, words: str, most: int = LONGEST) -> str:
        """What a tool says of the template, as it may be shown."""
        shown = words[:READ]
        if self.is_quoted:
            shown = _QUOTED.sub(_starred if self._values is None else self._shown, shown)
        return one_line(shown, most, self._mask)

    def _shown(self, found: re.Match[str]) -> str:
        """A quotation, without what is in it where that is a value of the template."""
        text = _spoken(found[0], found["inner"])
        is_value = len(text) > _SHORT and text not in _WORDS and text in (self._values or ())
        return _starred(found) if is_value else found[0]

    @cached_property
    def _template(self) -> Template | None:
        try:
            return read_template(self.readable.shown, self.readable.file.read_bytes())
        except (OSError, SynthgateError):
            return None

    @cached_property
    def _mask(self) -> Mask:
        return Mask() if self._template is None else mask_of(Resolver(self._template))

    @cached_property
    def _values(self) -> frozenset[str] | None:
        """The texts of the template that are no names of it; None where it cannot be read."""
        if self._template is None:
            return None
        names, values = set[str](), set[str]()
        for is_name, text in _texts(self._template.data):
            (names if is_name else values).add(text)
        return frozenset(values - names)


def _starred(found: re.Match[str]) -> str:
    return f"{found['sign']}{STARS}{found['sign']}"


def _spoken(quoted: str, inner: str) -> str:
    """What a quotation says, which may be written with escapes."""
    if "\\" not in inner:
        return inner
    try:
        return str(ast.literal_eval(quoted.replace("\n", "\\n")))
    except (ValueError, SyntaxError):
        return inner


def _texts(root: Any) -> Iterator[tuple[bool, str]]:
    """The texts of some data, and whether each is a name; no recursion, for data may be deep."""
    waiting: list[tuple[bool, Any]] = [(False, root)]
    seen: set[int] = set()
    while waiting:
        is_name, node = waiting.pop()
        if is_mapping(node) or is_list(node):
            if id(node) in seen:  # an alias, and maybe a great many of them
                continue
            seen.add(id(node))
        if is_mapping(node):
            for key, value in node.items():
                yield True, str(key)
                waiting.append((key in _NAMING, value))
        elif is_list(node):
            waiting.extend((is_name, item) for item in node)
        elif isinstance(node, bool):
            yield is_name, str(node).lower()
        elif isinstance(node, str | int | float):
            yield is_name, str(node)
