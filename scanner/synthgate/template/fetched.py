"""Templates as they come from an account: within the answer of CloudFormation.

``aws cloudformation get-template`` answers with the template below `TemplateBody`: as data where it
is JSON, else as text (botocore, `json_decode_template_body`). With ``--query TemplateBody`` nothing
else is there. A template itself has no such key, and is no text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

import orjson

from synthgate.errors import NotATemplateError, TemplateError
from synthgate.patterns import pattern
from synthgate.template.data import is_mapping
from synthgate.template.document import Locator, Route, Template, position_at

BODY = "TemplateBody"
_TOP = "Resources"
_KEY = pattern(r'"TemplateBody"\s*:\s*(?=")')
_ESCAPE = pattern(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL
)
"""What stands for one letter in a string of JSON; of UTF-16, two of them may."""

Read = Callable[[str, str], tuple[Any, Template]]
"""Reads a text: a path to name it by, and the text."""


def unwrapped(data: Any, template: Template, read: Read) -> tuple[Any, Template]:
    """The template within an answer; anything else as it is.

    Raises:
        TemplateError: the text in it is neither JSON nor YAML.
    """
    if isinstance(data, str) and template.text.lstrip().startswith('"'):
        return _from_text(data, template, (), read)
    body = data.get(BODY) if is_mapping(data) and _TOP not in data else None
    if is_mapping(body):
        return body, replace(template, locator=Within(template.locator), is_fetched=True)
    return _from_text(body, template, (BODY,), read) if isinstance(body, str) else (data, template)


def _from_text(body: str, template: Template, route: Route, read: Read) -> tuple[Any, Template]:
    start, end = template.locator.span(route) if route else _around(template.text)
    at = position_at(template.text, start)
    try:
        data, inner = read(template.path, body)
    except TemplateError as error:  # its own position is one in the text within
        raise (TemplateError if route else NotATemplateError)(error.text, at) from error
    if not is_mapping(data):
        return body, template
    key = _KEY.match(template.text, start)
    literal = key.end() if key else start
    is_literal = _says(template.text[literal:end], body)
    locator = Quoted(inner.locator, template.text[literal:end], literal)
    locator = locator if is_literal else Somewhere((start, end))
    problems = tuple(replace(one, position=at) for one in inner.problems)
    found = replace(template, locator=locator, is_fetched=True)
    return data, replace(found, problems=(*template.problems, *problems))


def _around(text: str) -> tuple[int, int]:
    """Where a text is without the space around it."""
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _says(literal: str, text: str) -> bool:
    """Whether a string of JSON stands for a text; YAML writes strings in other ways as well."""
    try:
        return orjson.loads(literal) == text
    except orjson.JSONDecodeError:
        return False


class Within:
    """Finds routes below `TemplateBody`."""

    def __init__(self, around: Locator) -> None:
        self._around = around

    def span(self, route: Route) -> tuple[int, int]:
        """Where the file has it."""
        return self._around.span((BODY, *route))


class Somewhere:
    """Knows of a text within another only where all of it is."""

    def __init__(self, whole: tuple[int, int]) -> None:
        self._whole = whole

    def span(self, route: Route) -> tuple[int, int]:
        """All of it."""
        return self._whole


class Quoted:
    """Finds routes in a text that stands in a string of JSON, whose escapes are longer."""

    def __init__(self, inner: Locator, literal: str, start: int) -> None:
        self._inner, self._literal, self._start = inner, literal, start

    def span(self, route: Route) -> tuple[int, int]:
        """Where the file has it."""
        start, end = self._inner.span(route)
        return self._outside(start), self._outside(end)

    def _outside(self, offset: int) -> int:
        inside, outside = self._escapes
        at = bisect_right(inside, offset) - 1
        return outside[at] + offset - inside[at]

    @cached_property
    def _escapes(self) -> tuple[list[int], list[int]]:
        """The offsets after each escape, in the text and in the file; first, where both begin."""
        inside, outside = [0], [self._start + 1]
        for escape in _ESCAPE.finditer(self._literal):
            end = self._start + escape.end()
            inside.append(inside[-1] + self._start + escape.start() - outside[-1] + 1)
            outside.append(end)
        return inside, outside
