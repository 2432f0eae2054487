"""The mask: what nobody should see is four stars, wherever it would be shown.

It is laid once over a finding, where that is made, and over every line of a trace. It knows the
secrets of a whole app, for a value of one stack may be read in another, and covers credentials of
known kinds in any text.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, takewhile
from operator import is_
from typing import Any

from synthgate.model import Excerpt, Joined, Location, Message, Problem, Text, Words
from synthgate.records import dataclass, replaced
from synthgate.resolve.values import Nothing, Partial, Unknown
from synthgate.secrets.kinds import tokens
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, Template, excerpt_of, lines_of
from synthgate.template.entries import Entries

STARS = "****"
SHORTEST = 3
"""Shorter texts than this are masked where they stand, and nowhere else."""
_ALONE = 10
"""Shorter words than this are masked only where they stand alone."""
_TOKEN = re.compile(r"[\w+/=.-]{16}|://|-----")
"""What every credential of a known kind has, and few words of a sentence."""
_LINE = 8
"""Lines of a longer secret that are shorter than this may be anything else."""
_SHORT = 200
_MOST_KNOWN = 10_000
"""Of how many texts, none of them longer than that, a mask remembers what it made."""
_DEEPEST = 20
"""How often a pattern of texts branches; beyond, they stand one after the other."""
_KEY = re.compile(r"""\s*+(?:"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|[^:\n"']*+)\s*+:\s*+""")


@dataclass(frozen=True, eq=False)
class Mask:
    """Hides some texts, and in a template also what stands at some routes."""

    texts: frozenset[str] = frozenset()

    def hide(self, text: str) -> str:
        """A text without the secrets in it."""
        known = self._hidden.get(text)
        if known is None:
            shown = self.cover(text)
            known = _without_tokens(shown) if _TOKEN.search(shown) else shown
            if len(text) <= _SHORT and len(self._hidden) < _MOST_KNOWN:
                self._hidden[text] = known
        return known

    @cached_property
    def _hidden(self) -> dict[str, str]:
        """What it has hidden: titles, names and paths are in many findings."""
        return {}

    def cover(self, text: str) -> str:
        """A text without the secrets that are told to the mask, and maybe with others."""
        return self._pattern.sub(STARS, text) if self._pattern else text

    def said(self, text: Text) -> Text:
        """A sentence without the secrets in it."""
        match text:
            case Words(en, ko):
                shown, shown_ko = self.hide(en), self.hide(ko)
                return text if (shown, shown_ko) == (en, ko) else Words(shown, shown_ko)
            case Joined(between, parts):
                said = tuple(map(self.said, parts))
                return text if all(map(is_, said, parts)) else Joined(between, said)
            case Message():
                given = tuple((name, self._argument(it)) for name, it in text.arguments)
                return text if given == text.arguments else replaced(text, arguments=given)

    def _argument(self, value: Any) -> Any:
        if isinstance(value, Text):
            return self.said(value)
        return self.hide(value) if isinstance(value, str) else value

    def seen(self, value: Any) -> Any:
        """A resolved value without the secrets in it."""
        match value:
            case Nothing():
                return value
            case str():
                return self.hide(value)
            case int() if not isinstance(value, bool):
                return value if self.hide(str(value)) == str(value) else STARS
            case Partial(parts):
                return Partial(tuple(self.seen(part) for part in parts))
            case Unknown(choices=choices) if choices:
                return replaced(value, choices=tuple(map(self.seen, choices)))
            case _ if is_mapping(value):
                return {key: self.seen(item) for key, item in value.items()}
            case _ if is_list(value):
                return [self.seen(item) for item in value]
            case _:
                return value

    def tags(self, tags: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Tags without the secrets in them."""
        return tuple((self.hide(key), self.hide(value)) for key, value in tags)

    def problem(self, problem: Problem) -> Problem:
        """A problem whose sentence tells no secret."""
        return replaced(problem, message=self.said(problem.message))

    def lines(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines without the secrets in them."""
        return map(self.hide, lines)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        written = {one for text in self.texts for one in spellings(text)}
        alone = {one for one in written if _stands_alone(one)}
        words, rest = any_of(sorted(alone)), any_of(sorted(written - alone))
        parts = [rf"(?<![\w-])(?:{words})(?![\w-])" if alone else "", rest]
        return re.compile("|".join(filter(None, parts))) if written else None


def _stands_alone(text: str) -> bool:
    """Whether a text is a short word, or one without digits, that may be a part of others."""
    is_word = re.fullmatch(r"\w(?:.*\w)?", text, re.DOTALL) is not None
    return is_word and (len(text) < _ALONE or text.isalpha())


def any_of(texts: Sequence[str], depth: int = 0) -> str:
    """A pattern for any of some texts in their order, the longest first.

    What begins alike is told apart where it differs, so that no letter is looked at once for
    each text: a template may hold thousands of secrets.
    """
    groups = [[*group] for _, group in groupby(texts, lambda text: text[:1])]
    return "|".join(_group(group, depth) for group in reversed(groups))


def _group(texts: list[str], depth: int) -> str:
    """A pattern for texts with the same first letter."""
    first, last = texts[0], texts[-1]
    pairs = takewhile(lambda it: it[0] == it[1], zip(first, last, strict=False))
    start = "".join(letter for letter, _ in pairs)
    rest = [text[len(start) :] for text in texts]
    if len(texts) == 1 or depth >= _DEEPEST:
        return "|".join(re.escape(text) for text in reversed(texts))
    return f"{re.escape(start)}(?:{any_of(rest, depth + 1)})"


def spellings(text: str) -> Iterator[str]:
    """A secret as it may be written: as it is, in quotes of JSON and YAML, in base64, by lines."""
    if len(text) < SHORTEST:
        return
    yield text
    for ascii_only in (True, False):
        yield json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    yield text.replace("'", "''")
    data = text.encode(errors="replace")
    yield base64.b64encode(data).decode()
    lines = [line.strip() for line in re.split(r"\\n|\n", text)]
    yield from (line for line in lines if len(lines) > 1 and len(line) >= _LINE)


def _without_tokens(text: str) -> str:
    for token in reversed([*tokens(text)]):
        stars = "\n".join([STARS] * (token.text.count("\n") + 1))
        text = f"{text[: token.start]}{stars}{text[token.end :]}"
    return text


@dataclass(frozen=True, eq=False)
class Shown:
    """A template as it may be shown: its lines, with a mask over them."""

    template: Template
    mask: Mask = Mask()
    routes: Sequence[Route] = ()
    """Where secrets stand, for those that the mask does not find by their letters."""
    hinted: bool = True
    """Whether known credentials may stand in it that the mask is not told of."""

    @cached_property
    def entries(self) -> Entries:
        """Names that hold no secret for the entries of its lists."""
        return Entries(self.template.data, self.mask.hide, self.routes)

    def located(self, route: Route, about: str = "") -> Location:
        """Where a route leads, with the lines there; `about` holds no secret."""
        key = route, about
        found = self._located.get(key)
        if found is None:
            found = self._located[key] = self._place(route, about)
        return found

    def _place(self, route: Route, about: str) -> Location:
        if about:
            bare = self.located(route)
            return Location(bare.path, bare.start, bare.end, about, bare.excerpt)
        place = self.template.locate(route)
        excerpt = self.excerpt(place.start.line)
        return Location(place.path, place.start, place.end, excerpt=excerpt)

    @cached_property
    def _located(self) -> dict[tuple[Route, str], Location]:
        """By their routes: many rules ask for what one resource lacks, and point at its type."""
        return {}

    def excerpt(self, line: int) -> Excerpt:
        """A line with its neighbours."""
        if line not in self._excerpts:
            self._excerpts[line] = excerpt_of(self._lines, line)
        return self._excerpts[line]

    @cached_property
    def _excerpts(self) -> dict[int, Excerpt]:
        """By their line: a template may be one line of a megabyte, with all its faults in it."""
        return {}

    @cached_property
    def _lines(self) -> list[str]:
        text = self.template.text
        spans = sorted({self.template.span(route) for route in self.routes}, reverse=True)
        for start, end in spans:
            text = f"{text[:start]}{_starred(text[start:end])}{text[end:]}"
        return lines_of(self.mask.hide(text) if self.hinted else self.mask.cover(text))


def _starred(entry: str) -> str:
    """A key with its value, or an item, without what it says; as many lines as before."""
    key = _KEY.match(entry)
    shown, hidden = (key[0], entry[key.end() :]) if key else ("", entry)
    return f"{shown}{STARS}" + "\n" * hidden.count("\n")
