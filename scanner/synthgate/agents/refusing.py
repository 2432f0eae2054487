"""What an agent is told whose arguments are none that a tool takes: what it takes, in our words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from pydantic import PrivateAttr, ValidationError

from synthgate.agents import shown
from synthgate.model import Language, Message, Text

_MOST = 5
"""Arguments of one call that are told of."""
_LETTERS = 60


class StrictTool(Tool):
    """A tool that refuses arguments in the language of whoever has started the server."""

    _language: Language = PrivateAttr("en")

    def speak(self, language: Language) -> None:
        """Say what is refused in a language."""
        self._language = language

    async def run(self, arguments: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """Carry the tool out.

        Raises:
            ToolError: there is no answer; of an argument that is refused it says what it may be.
        """
        try:
            return await super().run(arguments, *rest, **named)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            raise ToolError(refusal(error.__cause__, self.parameters, self._language)) from error


def refusal(error: ValidationError, schema: Mapping[str, Any], language: Language) -> str:
    """What is wrong with each argument, and what it may be by the schema of the tool."""
    known: Mapping[str, Any] = schema["properties"]
    told: dict[str, None] = {}
    for one in error.errors(include_url=False, include_context=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        told[_text(one["type"], name, one["input"], known)[language]] = None
    return "\n".join([*told][:_MOST])


def _text(kind: str, name: str, value: object, known: Mapping[str, Any]) -> Text:
    if name not in known:
        return _UNKNOWN.format(name=_short(name), known=", ".join(known))
    allowed = _allowed(known[name])
    if kind == "missing":
        return _MISSING.format(name=name, allowed=allowed)
    return _WRONG.format(name=name, value=_short(value), allowed=allowed)


def _short(value: object) -> str:
    """A value that an agent gave, long or strange as it may be."""
    text = shown.name(str(value)[: _LETTERS + 1])
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}{shown.CUT}"


def _allowed(schema: Mapping[str, Any]) -> Text:
    """What a schema allows; where it may be left out, the other thing that it may be."""
    one: Mapping[str, Any] = next(
        (it for it in schema.get("anyOf", ()) if it.get("type") != "null"), schema
    )
    if "enum" in one:
        return _ONE_OF.format(words=", ".join(map(str, one["enum"])))
    return _KINDS[one["type"]](one)


_WRONG = Message("{name}: {value!r} is not taken: it has to be {allowed}")
_MISSING = Message("{name} is missing: it has to be {allowed}")
_UNKNOWN = Message("there is no argument {name!r}: there are {known}")
_ONE_OF = Message("one of {words}")
_NUMBER = Message("a whole number from {least} to {most}")
_LIST = Message("a list of at most {most} texts, each of at most {letters} letters")
_PATHS = Message("a list of at most {most} texts")
_TEXT = Message("a text of at most {letters} letters")
_ANY_TEXT = Message("a text")
_TRUTH = Message("true or false")


def _of_list(schema: Mapping[str, Any]) -> Text:
    letters = schema["items"].get("maxLength")
    if letters is None:
        return _PATHS.format(most=schema["maxItems"])
    return _LIST.format(most=schema["maxItems"], letters=letters)


def _of_text(schema: Mapping[str, Any]) -> Text:
    letters = schema.get("maxLength")
    return _ANY_TEXT if letters is None else _TEXT.format(letters=letters)


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], Text]] = {
    "integer": lambda it: _NUMBER.format(least=it["minimum"], most=it["maximum"]),
    "array": _of_list,
    "string": _of_text,
    "boolean": lambda _: _TRUTH,
}
"""What is said of each type of JSON Schema that the tools' arguments have."""
