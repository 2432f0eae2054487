"""Shared pieces: conditions and values that the cards below a folder use by name.

They stand in `_shared.yaml`, beside the cards or in a folder around them; of two with the same name
the nearer one counts. A card is read with its pieces in their places, so that whatever asks, keeps
or names a card sees what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from synthgate.model import Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.reach import is_inside
from synthgate.rule.cards.shapes import MAPPING, each, fields, kind
from synthgate.rule.cards.sheet import Sheet, read_sheet
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.rule.words import message
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

NAMES = ("_shared.yaml", "_shared.yml")
USE = "use"
ASKING = ("when", "check", "milder-when")
"""The parts of a card that are conditions; pieces may be used in them."""
_KINDS = ("conditions", "values")
_AROUND = 3
"""How many folders may lie around a card within its pack."""
MOST_USES = 1_000
"""How many pieces a card may use, those that its pieces use counted as often as they are used."""


def is_shared(path: Path) -> bool:
    """Whether a file holds shared pieces, and so is no card."""
    return path.name in NAMES


def shared_around(folder: Path) -> list[Path]:
    """The files of pieces that cards of a folder see, the nearest first."""
    return [path for path in places_around(folder) if path.is_file()]


def places_around(folder: Path) -> list[Path]:
    """Where such files may lie, the nearest first."""
    root = folder.absolute()
    return [one / name for one in (root, *root.parents[:_AROUND]) for name in NAMES]


def with_pieces(body: Mapping[str, Any], card: Path) -> tuple[Mapping[str, Any], list[Mistake]]:
    """What a card says with its pieces in their places, and the names of which there is none."""
    if not any(_uses(body.get(word)) for word in ASKING):
        return body, []
    putting = _Putting(pieces_around(card.parent))
    made = {word: putting.put(body[word], (word,)) for word in ASKING if word in body}
    return {**body, **made}, putting.mistakes


def pieces_around(folder: Path) -> Mapping[str, Any]:
    """The pieces that cards of a folder see, by their names."""
    found: dict[str, Any] = {}
    for path in reversed(shared_around(folder)):
        found.update(_pieces(_sheet(path).body))
    return found


def used_in(body: Mapping[str, Any]) -> list[str]:
    """The names of the pieces that a card uses, as it is written."""
    return [*dict.fromkeys(name for word in ASKING for name in _named(body.get(word)))]


def problems_of(path: Path, shown: str) -> list[Problem]:
    """All that is wrong in a file of pieces."""
    sheet = _sheet(path)
    if sheet.problems:
        return [replace(one, code=ProblemCode.CARD, path=shown) for one in sheet.problems]
    found = [*_SHAPE(sheet.body, ()), *_inside(sheet.body, path)]
    locate = sheet.source.locate
    return [Problem(ProblemCode.CARD, one.text, shown, locate(one.route)) for one in found]


def _sheet(path: Path) -> Sheet:
    """What a file says; one that is a link out of its folder says nothing."""
    return read_sheet(path, path.name) if is_inside(path, path.parent) else _LINK


def _pieces(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: piece for one in _KINDS for name, piece in _named_in(body, one).items()}


def _named_in(body: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    part = body.get(kind)
    return part if is_mapping(part) else {}


def _inside(body: Mapping[str, Any], path: Path) -> Iterator[Mistake]:
    """The mistakes inside the pieces, as far as they are not for the card to decide."""
    conditions, values = (_named_in(body, one) for one in _KINDS)
    for name in conditions.keys() & values.keys():
        yield told(("values", name), _TWICE.format(name=name))
    known = {**pieces_around(path.parent), **_pieces(body)}
    for kind_ in _KINDS:
        for name, piece in _named_in(body, kind_).items():
            route = (kind_, name)
            putting = _Putting(known, (str(name),))
            made = putting.put(piece, route)
            yield from putting.mistakes
            if kind_ == "conditions" and not putting.mistakes and not _asks_parameter(made):
                yield from _of_condition(made, route)


def _of_condition(node: Any, route: Route) -> Iterator[Mistake]:
    """Its mistakes; whether it is of a resource or of a match, the card will say."""
    from synthgate.rule.language.grammar import Grammar  # noqa: PLC0415 - pieces are rarely checked

    grammar = Grammar(lambda name: None)
    alone, of_a_match = ([*grammar.condition(node, route, of_a_match=one)] for one in (False, True))
    yield from min(alone, of_a_match, key=len)


def _asks_parameter(node: Any) -> bool:
    if is_mapping(node):
        return node.keys() == {"parameter"} or any(map(_asks_parameter, node.values()))
    return is_list(node) and any(map(_asks_parameter, node))


def _is_use(node: Any) -> bool:
    return is_mapping(node) and USE in node and node.keys() <= {USE, message.NAME}


def _named(node: Any) -> Iterator[str]:
    if _is_use(node):
        yield str(node[USE])
    elif is_mapping(node) or is_list(node):
        for part in node.values() if is_mapping(node) else node:
            yield from _named(part)


def _uses(node: Any) -> bool:
    return any(True for _ in _named(node))


@dataclass(frozen=True, slots=True)
class _Putting:
    """Pieces put in their places; `put_so_far` are their names.

    `within` are those that are being put, from the outside in.
    """

    pieces: Mapping[str, Any]
    within: tuple[str, ...] = ()
    mistakes: list[Mistake] = field(default_factory=list[Mistake])
    put_so_far: list[str] = field(default_factory=list[str])

    def put(self, node: Any, route: Route) -> Any:
        """A part of a card, or of a piece, with the pieces in it."""
        if _is_use(node):
            return self._piece(node, route)
        if is_mapping(node):
            return {key: self.put(part, (*route, key)) for key, part in node.items()}
        if is_list(node):
            return [self.put(part, (*route, index)) for index, part in enumerate(node)]
        return node

    def _piece(self, node: Mapping[str, Any], route: Route) -> Any:
        name = str(node[USE])
        self.put_so_far.append(name)
        wrong = self._wrong(name)
        if wrong:
            self.mistakes.append(told(route, wrong, at=USE))
            return node
        inside = replace(self, within=(*self.within, name))
        piece = inside.put(self.pieces[name], route)
        said = {key: part for key, part in node.items() if key != USE}
        return {"all-of": [piece], **said} if said else piece

    def _wrong(self, name: str) -> Text | None:
        if name in self.within:
            return _CIRCLE.format(names=" -> ".join((*self.within, name)))
        if name not in self.pieces:
            return _NO_PIECE.format(name=name, file=NAMES[0], meant=meant(name, self.pieces))
        return _TOO_MANY.format(most=MOST_USES) if len(self.put_so_far) > MOST_USES else None


_NO_PIECE = Message("no shared piece {name!r} in {file} here or in a folder around{meant}")
_CIRCLE = Message("a shared piece uses itself: {names}")
_TOO_MANY = Message("more than {most:,} shared pieces are used")
_TWICE = Message("{name!r} is a condition here as well: give it another name")
_LINK = Sheet(
    problems=(
        Problem(
            ProblemCode.CARD,
            Message("is a link out of its folder, and is not read: put the file itself there"),
        ),
    ),
)
_SHAPE = fields(
    {
        "conditions": each(kind(is_mapping, MAPPING)),
        "values": each(kind(lambda value: value is not None, Message("a value"))),
    },
    whole=Message("a mapping with 'conditions' and 'values'"),
)
