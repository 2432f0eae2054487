"""``message``: what a finding says where the condition beside it is what decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.model import LANGUAGES, Message, Text, verbatim, words_of
from synthgate.rule.terms.arguments import ref, unknown_word
from synthgate.rule.terms.mistakes import Mistake, told, wrong_kind
from synthgate.rule.terms.word import Argument, Reader, Word
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

NAME = "message"


def _sentence(_: Reader, written: Any, route: Route, __: bool) -> Iterator[Mistake]:
    """A text, or one for each of some languages."""
    said = written.values() if is_mapping(written) else [written]
    if not said or not all(isinstance(one, str) and one.strip() for one in said):
        yield told(route, wrong_kind(_SENTENCE, written))
    for language in written if is_mapping(written) else ():
        if language not in LANGUAGES:
            yield unknown_word(route, language, LANGUAGES)


def text_of(written: str | Mapping[str, str]) -> Text:
    """What a card says beside a condition; a plain text is the same in every language."""
    return verbatim(written.strip()) if isinstance(written, str) else words_of(written)


def unsaid(node: object, route: Route, *, chooses: bool) -> Iterator[Mistake]:
    """Messages in conditions that only choose what is asked about: no finding comes of them."""
    if is_list(node):
        for index, part in enumerate(node):
            yield from unsaid(part, (*route, index), chooses=chooses)
    elif is_mapping(node):
        if chooses and NAME in node:
            yield told(route, _NEVER, at=NAME)
        for word, part in node.items():
            yield from unsaid(part, (*route, word), chooses=chooses or word in CHOOSING)


def speaks(node: object) -> bool:
    """Whether a condition, or one inside it, has something to say."""
    if is_mapping(node):
        return NAME in node or any(map(speaks, node.values()))
    return is_list(node) and any(map(speaks, node))


CHOOSING = frozenset({"when", "where", "milder-when"})
"""What is asked to choose, and not to find something."""
_SENTENCE = Message("a text, or a mapping of languages to texts,")
_NEVER = Message(
    "a message is said of what 'check' asks; 'when', 'where' and 'milder-when' only choose"
)

WORD = Word(
    NAME,
    Message("what a finding says where this is what fails: a text, or one in each language"),
    Argument(_sentence, (ref("text"), ref("sentence"))),
)
