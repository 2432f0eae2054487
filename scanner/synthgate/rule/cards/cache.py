"""The cache of rule cards: what reading a folder without mistakes came to.

A file of the cache is named by all that decides what it holds: the files of the folder and the
program that read them. Its first line is a checksum and a signature, its second the outlines of
the cards, and each further line the body of one, which is parsed when it is asked for. There are
no examples in it, no paths and no code. It may be deleted at any time; whatever cannot be read or
written is done without, and so is what another key has signed, which is told.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import field, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol, cast

import orjson

from synthgate.model import SCOPES, Pillar, Position, Rule, Severity
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.faults import FAULTS
from synthgate.rule.cards.of_itself import rule_of
from synthgate.rule.cards.outline import Outline
from synthgate.rule.cards.private import is_kept_private, make_private
from synthgate.rule.cards.python_check import Code
from synthgate.rule.cards.signed import Seal, Wrong, open_regular, write_whole
from synthgate.rule.cards.stated import digest_of, without_examples, written_of
from synthgate.template.data import is_list, is_mapping

FORMAT = 8
"""To be counted up when the files of the cache change their form."""
SUFFIX = ".cards"
KEPT = 32
"""How many files the cache holds, a folder of cards as it was at some time being one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A card of a folder: its outline, where its id stands, and its body as JSON.

    `file` is the number of the file among those of the folder, from nought: a family has several.
    """

    outline: Outline
    id_position: Position
    file: int
    body: bytes
    digest: str
    """SHA-256 of the body, hexadecimal."""

    def card(self, path: Path, content: bytes | None, code: Code, *, is_sound: bool) -> Card:
        """The card, whose file is at hand in case of need."""
        kept = _Kept(self, path, content)
        return Card(self.outline, path, kept, code=code, is_sound=is_sound)


@dataclass(frozen=True)
class _Kept:
    """The words of a card that are in the cache; those that are not, in its file."""

    entry: Entry
    path: Path
    content: bytes | None
    """None where the file is read when it is asked for: it has not changed since (`unchanged`)."""

    def __getstate__(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def body(self) -> Mapping[str, Any]:
        """What the cache says: words without mistakes, for its file is signed."""
        body = _parsed(self.entry.body)
        return body if is_mapping(body) else self._card.body

    @property
    def rule(self) -> Rule:
        """What the card says of itself."""
        return self._rule

    @cached_property
    def _rule(self) -> Rule:
        return rule_of(self.body)

    @property
    def examples(self) -> Mapping[str, str]:
        """Templates by what the rule says of them."""
        return self._card.examples

    @property
    def digest(self) -> str:
        """A name for what the cache says, which the bytes of its file have decided."""
        return self.entry.digest

    @cached_property
    def _card(self) -> Card:
        from synthgate.rule.cards.rules_file import rule_in  # noqa: PLC0415 - rarely needed

        content = self.path.read_bytes() if self.content is None else self.content
        return rule_in(self.path, content, self.entry.outline.id)


def entry_of(card: Card, id_position: Position, file: int) -> Entry | None:
    """A card as the cache keeps it; None where JSON would lose something of it."""
    written = written_of(without_examples(card.body))
    if written is None:
        return None
    return Entry(card.outline, id_position, file, written, digest_of(written))


@cache
def _program() -> bytes:
    """The source of all that may take part in reading a card, as one number."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[2]
    with suppress(OSError):  # in an archive, say
        rule = package / "rule"
        rooms = sorted(entry.path for entry in os.scandir(rule) if entry.is_dir())
        for folder in (package, package / "template", package / "resolve", rule, *rooms):
            for path in sorted(entry.path for entry in os.scandir(folder)):
                if path.endswith(".py"):
                    with open(path, "rb") as file:  # noqa: PTH123 - many, at every start
                        digest.update(file.read())
    return digest.digest()


class Digest(Protocol):
    """What `hashlib` makes, as far as it is used."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes in."""
        ...


def digest_files(digest: Digest, files: Iterable[tuple[str, bytes]]) -> None:
    """Add the program that reads cards, and the files that it reads, to a digest."""
    digest.update(_program())
    for name, content in files:
        digest.update(f"{len(os.fsencode(name))} {len(content)}\n".encode())
        digest.update(os.fsencode(name) + content)


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of the user's own, where nobody else may write; `version` is synthgate's.

    `key` signs what is kept there. `foreign` are the names of the files that another key signed.
    """

    folder: Path
    version: str
    key: bytes = field(repr=False)
    foreign: set[str] = field(default_factory=set[str], compare=False)

    def slot(self, files: Iterable[tuple[str, bytes]], how: str) -> Slot:
        """The place for what reading some files in some way comes to.

        The files come by their names below their folder, in an order that is always the same.
        """
        import yaml  # noqa: PLC0415 - PyYAML takes a moment, and the built-in cards need none

        readers = f"{FORMAT} {self.version} {sys.version} {yaml.__version__} {how}\n"
        digest = hashlib.sha256(readers.encode())
        digest_files(digest, files)
        return Slot(self, digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one file in a cache, by a name that says all that decides what it holds."""

    cache: Cache
    name: str

    @property
    def path(self) -> Path:
        """The file."""
        return self.cache.folder / f"{self.name}{SUFFIX}"

    def load(self) -> list[Entry] | None:
        """The entries that were stored; None if there are none of use."""
        content = self.content()
        return None if content is None else entries_of(content)

    def content(self) -> bytes | None:
        """What was stored; None if there is nothing, or it is not signed with the cache's key."""
        try:
            if not is_kept_private(self.cache.folder):
                return None
            with open(self.path, "rb", opener=open_regular) as file:
                content = file.read()
        except OSError:
            return None
        rest = self.seal.opened(self.name, content)
        if isinstance(rest, Wrong):
            if rest is Wrong.FOREIGN:
                self.cache.foreign.add(self.name)
            return None
        with suppress(OSError):  # what is in use is kept
            os.utime(self.path)
        return rest

    def store(self, entries: Iterable[Entry]) -> None:
        """Keep entries, whole or not at all."""
        self.keep(written(entries))

    def keep(self, content: bytes) -> None:
        """Keep something, whole or not at all."""
        content = self.seal.sealed(self.name, content)
        with suppress(OSError):
            if make_private(self.cache.folder):
                write_whole(self.path, content)
                self._prune()

    @property
    def seal(self) -> Seal:
        """What vouches for the file."""
        return Seal(self.cache.key, f"cards {FORMAT}")

    def _prune(self) -> None:
        """Keep the files that were used last."""
        with os.scandir(self.cache.folder) as files:
            known = [(it.stat().st_mtime, it.path) for it in files if it.name.endswith(SUFFIX)]
        for _, path in sorted(known, reverse=True)[KEPT:]:
            Path(path).unlink(missing_ok=True)


def _parsed(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return None


def written(entries: Iterable[Entry]) -> bytes:
    """Entries as lines: all outlines, and the body of each."""
    every = [*entries]
    rows = orjson.dumps([_row(entry) for entry in every])
    return b"\n".join([rows, *(entry.body for entry in every)])


def _row(entry: Entry) -> list[Any]:
    outline, at = entry.outline, entry.id_position
    facts = [outline.severity, outline.pillar, outline.scope, outline.resources, outline.controls]
    facts += [outline.formerly, sorted(outline.severities), outline.fault or ""]
    facts.append(outline.config_rule or "")
    return [outline.id, *facts, at.line, at.column, entry.file, entry.digest]


def entries_of(rest: bytes) -> list[Entry] | None:
    """The entries of those lines; None if they have another shape."""
    rows, *bodies = rest.split(b"\n")
    listed = _parsed(rows)
    if not is_list(listed) or len(listed) != len(bodies):
        return None
    entries = [_entry(row, body) for row, body in zip(listed, bodies, strict=True)]
    return None if None in entries else cast("list[Entry]", entries)


def _entry(row: Any, body: bytes) -> Entry | None:
    """An entry of its row; None if that has another shape."""
    if not is_list(row) or [type(fact) for fact in row] != _ROW:
        return None
    name, severity, pillar, scope, resources, controls, formerly, others, fault, aws, *place = row
    if pillar not in _PILLARS or scope not in SCOPES or fault not in {"", *FAULTS}:
        return None
    if not all(isinstance(word, str) for word in (*resources, *controls, *formerly)):
        return None
    if not {severity, *others} <= _SEVERITIES.keys():
        return None
    outline = Outline(
        name,
        _SEVERITIES[severity],
        _PILLARS[pillar],
        scope,
        tuple(resources),
        tuple(controls),
        frozenset(_SEVERITIES[one] for one in others),
        fault or None,
        tuple(formerly),
        aws or None,
    )
    line, column, file, digest = place
    return Entry(outline, Position(line, column), file, body, digest)


_ROW = [str, str, str, str, list, list, list, list, str, str, int, int, int, str]
_SEVERITIES = {str(severity): severity for severity in Severity}
_PILLARS = {str(pillar): pillar for pillar in Pillar}
