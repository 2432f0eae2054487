"""Families: one file of rules that are the same sentence about other resource types.

A family has the keys of a card, in which holes may stand (`holes`), and `rows`. Each row makes a
card: what the family says with the holes filled by the row, and over it what the row says itself,
as it is written there. A row says what the service does where nothing is said, and where AWS
documents that: whoever does not know cannot know what silence means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.rule.cards.checker import SHAPES
from synthgate.rule.cards.holes import Filling, deepest_hole, holes_in, unquoted
from synthgate.rule.cards.shapes import MAPPING, is_text, items, kind
from synthgate.rule.terms.mistakes import Mistake, meant, told, wrong_kind
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

NAME, ROWS = "family", "rows"
UNLESS = "unless"
OF_A_ROW = ("default", "documented", "examples")
"""What every row says itself."""
ABOUT_VALUES = ("path", "value", "right", "wrong")
"""What a row, or its family, may say of the values that a property may have."""
ADDED_TO = ("title", "why", "fix", "equivalents", "parameters")
"""Keys of which a row may say a part, and the family the rest."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of its property: where it is, and what passes and what fails there.

    `default` is what the service does where it is left out, None where it does nothing. A path
    of None is that of a rule that is about no single property.
    """

    path: str | None
    default: Any
    right: tuple[Any, ...]
    wrong: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a row makes: the body of a card, and what is wrong with the row, at routes of the file.

    Where it `is_unfilled`, holes are left in the body.
    """

    family: Mapping[str, Any]
    index: int
    body: Mapping[str, Any]
    row: Row
    mistakes: tuple[Mistake, ...] = ()
    is_unfilled: bool = False

    @property
    def at(self) -> Route:
        """The row in its file."""
        return (ROWS, self.index)

    def origin(self, route: Route, *, of_all: bool = False) -> Route:
        """Where in the file that stands which came to a route of the body.

        What is `of_all` rows is not to be looked for in what fills the family's holes.
        """
        own: Mapping[str, Any] = self.family[ROWS][self.index]
        route = self._unwound(route, own)
        if not route:
            return self.at
        key, rest = route[0], route[1:]
        in_part = key in ADDED_TO and key in self.family and is_mapping(own.get(str(key)))
        if key in own and not (in_part and rest and rest[0] not in own[str(key)]):
            return (*self.at, *route)
        hole = deepest_hole(self.family, route)
        if hole is None or of_all:
            return route if key in self.family else self.at
        name, inside = hole
        return (*self.at, name, *inside) if name in own else (name, *inside)

    def _unwound(self, route: Route, own: Mapping[str, Any]) -> Route:
        """A route through the `when` that was made of `when` and `unless`, as it was written."""
        spared = own.get(UNLESS, self.family.get(UNLESS))
        if route[:1] != ("when",) or not is_mapping(spared):
            return route
        if not _key_in("when", own, self.family):
            return (UNLESS, *route[2:])
        if route[1:2] != ("all-of",):
            return route
        return ("when", *route[3:]) if route[2:3] == (0,) else (UNLESS, *route[4:])


def is_family(body: object) -> bool:
    """Whether a file says that it is one."""
    return is_mapping(body) and (NAME in body or ROWS in body)


def mistakes_of_family(family: Mapping[str, Any]) -> Iterator[Mistake]:
    """What is wrong with a family as a whole."""
    for key in (NAME, ROWS):
        if key not in family:
            yield told((), Message("missing key {key!r}").format(key=key))
    if NAME in family:
        yield from kind(is_text, Message("a text"))(family[NAME], (NAME,))
    if ROWS in family:
        yield from items(kind(is_mapping, MAPPING), _A_LIST)(family[ROWS], (ROWS,))
        if family[ROWS] == []:
            yield told((ROWS,), wrong_kind(_A_LIST, []))
    known = {NAME, ROWS, UNLESS, *SHAPES, *ABOUT_VALUES, *_holes_of(family)}
    for key in family:
        if key in OF_A_ROW:
            yield told((key,), _EACH_ROW)
        elif key not in known:
            yield _unknown((), key, known)
    yield from _mistaken_holes(family)


def _mistaken_holes(family: Mapping[str, Any]) -> Iterator[Mistake]:
    """Holes that no row fills, and what would be holes if it stood in quotes."""
    said = {**_shared(family), **_beside(family)}
    for name, route in unquoted(said):
        yield Mistake(route, _QUOTES.format(name=name))
    written = family.get(ROWS)
    rows = [row for row in written if is_mapping(row)] if is_list(written) else []
    known = {*OF_A_ROW, *_beside(family)}.union(*rows)
    for name, route in holes_in(said):
        if name not in known and rows:
            near = meant(name, sorted(known))
            yield Mistake(route, _NOWHERE.format(name=name, meant=near))


def made_of(family: Mapping[str, Any], index: int) -> Made:
    """What a row of a family makes."""
    row: Mapping[str, Any] = family[ROWS][index]
    # Where a row does not say these, that is a mistake of its own, and no second one.
    own = {**dict.fromkeys(OF_A_ROW), **row}
    beside = {key: it for key, it in _beside(family).items() if key not in row}
    mistakes: list[Mistake] = []
    values = {**Filling(own, mistakes).filled(beside, ()), **own}
    shared = Filling(values, mistakes).filled(dict(_asked_for(_shared(family), row)), ())
    body = _with_unless({**shared, **{key: _over(key, row[key], shared, family) for key in row}})
    link = body.get("link", row.get("documented"))
    card = {
        key: link if key == "link" else body[key]
        for key in SHAPES
        if key in body or (key == "link" and link is not None)
    }
    made = Made(family, index, card, _row(values))
    holes = [Mistake(_hole_at(made, it), it.text) for it in mistakes]
    return replace(
        made, mistakes=(*_mistakes_of_row(family, index), *holes), is_unfilled=bool(holes)
    )


def _beside(family: Mapping[str, Any]) -> dict[str, Any]:
    """What fills the holes of rows that do not say it themselves; it may have holes, too."""
    return {key: family[key] for key in family if key not in SHAPES and key not in (ROWS, UNLESS)}


def _shared(family: Mapping[str, Any]) -> dict[str, Any]:
    """What a family says of the cards that it makes."""
    return {key: family[key] for key in family if key in SHAPES or key == UNLESS}


def _holes_of(family: Mapping[str, Any]) -> set[str]:
    return {name for part in (_shared(family), _beside(family)) for name, _ in holes_in(part)}


def _asked_for(shared: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parts of a family in whose place a row does not say its own."""
    for key, part in shared.items():
        if key not in row:
            yield key, part
        elif key in ADDED_TO and is_mapping(part) and is_mapping(row[key]):
            yield key, {name: part[name] for name in part if name not in row[key]}


def _over(key: str, own: Any, shared: Mapping[str, Any], family: Mapping[str, Any]) -> Any:
    """What a row says itself, over what the family says, in the order of the family."""
    if not (key in ADDED_TO and is_mapping(own) and is_mapping(shared.get(key))):
        return own
    every = {**shared[key], **own}
    return {name: every[name] for name in dict.fromkeys((*family[key], *own)) if name in every}


def _with_unless(body: Mapping[str, Any]) -> dict[str, Any]:
    """The exceptions of a row as a card has them; a list of rules is not one, and stays."""
    if not is_mapping(body.get(UNLESS)):
        return dict(body)
    rest = {key: part for key, part in body.items() if key != UNLESS}
    spared = {"not": body[UNLESS]}
    when = {"all-of": [body["when"], spared]} if "when" in body else spared
    return {**rest, "when": when}


def _row(said: Mapping[str, Any]) -> Row:
    """What passes and what fails: as it is said, else what can be told from the value."""
    value, default, path = said.get("value"), said.get("default"), said.get("path")
    right = [said["right"]] if "right" in said else value if is_list(value) else [value]
    wrong = [said["wrong"]] if "wrong" in said else [_other(value, default)]
    passes = tuple(it for it in right if it is not None)
    fails = tuple(it for it in wrong if it is not None and it not in passes)
    return Row(path if isinstance(path, str) else None, default, passes, fails)


def _other(value: object, default: object) -> object:
    return not value if isinstance(value, bool) else default


def _mistakes_of_row(family: Mapping[str, Any], index: int) -> Iterator[Mistake]:
    row, at = family[ROWS][index], (ROWS, index)
    known = {UNLESS, *SHAPES, *OF_A_ROW, *ABOUT_VALUES, *_holes_of(family)}
    for key in row:
        if key not in known:
            yield _unknown(at, key, known)
    if "default" not in row or "documented" not in row:
        yield Mistake(at, _UNDOCUMENTED)
    elif not str(row["documented"]).startswith("https://"):
        yield Mistake((*at, "documented"), _NO_LINK)


def _unknown(at: Route, key: str, known: set[str]) -> Mistake:
    text = Message("unknown key {key!r}{meant}").format(key=key, meant=meant(key, sorted(known)))
    return Mistake((*at, key), text)


def _hole_at(made: Made, mistake: Mistake) -> Route:
    """Where a hole is at fault: the row where it has nothing for it, else the family's text."""
    hole = deepest_hole(made.family, mistake.route)
    known = hole is not None and _key_in(hole[0], made.family, made.family[ROWS][made.index])
    return mistake.route if known else made.at


def _key_in(key: str, *places: Mapping[str, Any]) -> bool:
    return any(key in place for place in places)


_NOWHERE = Message("nothing fills {{{name}}}: no row has a key {name!r}{meant}")
_QUOTES = Message("write it in quotes, '{{{name}}}', for YAML takes braces for a mapping")
_A_LIST = Message("a list of rows")
_EACH_ROW = Message("each row says its own")
_UNDOCUMENTED = Message(
    "what does the service do where the property is left out, and where does AWS say so? Write "
    "'default' (null: nothing) and 'documented: https://…'"
)
_NO_LINK = Message("'documented' is the address of a page, https://…")
