"""The rules of a run: every card of some folders, by the resource types they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path

from synthgate.model import Message, Problem, Rule
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards import unchanged
from synthgate.rule.cards.cache import Cache
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.former import TAKEN, Names, names_of
from synthgate.rule.cards.index import Index
from synthgate.rule.cards.library import Library, read_library
from synthgate.rule.cards.outline import Outline
from synthgate.rule.cards.python_check import Code
from synthgate.rule.cards.remembered import Shelved
from synthgate.rule.cards.shared import places_around


@dataclass(frozen=True, slots=True)
class Pack:
    """An installed package of cards and profiles, and the name that it is installed under."""

    name: str
    package: str
    folder: Path

    @property
    def cards(self) -> Path:
        """The folder of its cards."""
        return self.folder / "cards"

    @property
    def profiles(self) -> Path:
        """The folder of its profiles."""
        return self.folder / "profiles"

    @property
    def policies(self) -> Path:
        """The folder of its policies."""
        return self.folder / "policies"

    def shown(self, path: Path) -> str:
        """A file of the pack as reports name it, wherever it is installed."""
        return f"{self.package.replace('.', '/')}/{_below(self.folder, path)}"

    def told(self, problem: Problem) -> Problem:
        """A problem of the pack, with the pack's name."""
        text = Message("pack {name!r}: {text}")
        return replace(problem, message=text.format(name=self.name, text=problem.message))


@dataclass(frozen=True, slots=True)
class Catalog:
    """Cards by id, in the order of their ids.

    `own` are those of an organisation's folders. `names` are those of all cards, also of those
    that a mistake keeps out. `excluded` are those that a configuration took out of a choice.
    `tells_repeats` holds where each rule speaks for itself, though another says the same.
    """

    cards: Mapping[str, Card] = field(default_factory=dict[str, Card])
    problems: tuple[Problem, ...] = ()
    own: frozenset[str] = frozenset()
    names: Names = field(default_factory=Names)
    excluded: tuple[str, ...] = ()
    tells_repeats: bool = False

    @property
    def outlines(self) -> list[Outline]:
        """What every card is chosen by."""
        return [card.outline for card in self.cards.values()]

    @property
    def rules(self) -> list[Rule]:
        """What every card says of itself."""
        return [card.rule for card in self.cards.values()]

    def index(self) -> Index:
        """The cards by what they are about."""
        return Index(self.cards.values())


@dataclass(frozen=True, slots=True)
class _Shelves:
    """The parts of a catalog while its folders are read."""

    cards: dict[str, Card] = field(default_factory=dict[str, Card])
    places: dict[str, tuple[Library, Shelved]] = field(
        default_factory=dict[str, tuple[Library, Shelved]]
    )
    problems: list[Problem] = field(default_factory=list[Problem])
    claimed: set[str] = field(default_factory=set[str])

    def add(self, library: Library) -> set[str]:
        """Add the cards of a folder; of two with the same id, the first. The ids added."""
        added: set[str] = set()
        self.problems.extend(library.problems)
        for shelved in library.shelved:
            self.claimed.add(shelved.rule_id)
            if shelved.rule_id in self.cards:
                self.problems.append(_duplicate(library, shelved, self._shown(shelved.rule_id)))
            elif shelved.card:
                self.cards[shelved.rule_id] = shelved.card
                self.places[shelved.rule_id] = library, shelved
                added.add(shelved.rule_id)
        return added

    def tell_of_former_ids(self) -> None:
        """A rule cannot have had an id that another one has."""
        for rule_id, card in self.cards.items():
            for old in card.outline.formerly:
                if old in self.claimed:
                    self.problems.append(_taken(*self.places[rule_id], old))

    def _shown(self, rule_id: str) -> str:
        """The file of a card as reports name it."""
        library, shelved = self.places[rule_id]
        return library.shown(shelved.path)


@dataclass(frozen=True, slots=True)
class Own:
    """The folders of an organisation's cards.

    `shown` gives their files names in reports, `code` says what becomes of the Python beside
    cards, `within` is the folder that no link may lead out of.
    """

    folders: tuple[Path, ...] = ()
    shown: Callable[[Path], str] = Path.as_posix
    code: Code = Code.RUN
    within: Path | None = None


NOBODYS = Own()
"""No folder at all."""


def load_catalog(
    built_in: Path,
    own: Own = NOBODYS,
    packs: Iterable[Pack] = (),
    cache: Cache | None = None,
) -> Catalog:
    """Read the built-in cards, those of packs, and those of an organisation's folders.

    The conditions of packs and folders are checked at once, so that their mistakes come to light
    even if no template asks for them; the built-in ones have their tests. Mistakes are problems
    of the catalog, all of them, and a card that has one is left out.
    """
    shelves = _Shelves()
    unchanged.PROCESS.look(unchanged.around(built_in), places_around(built_in), cache)
    shelves.add(
        read_library(built_in, lambda path: _below(built_in, path), tested=True, cache=cache)
    )
    for pack in packs:
        if _is_folder(pack.cards):
            told = len(shelves.problems)
            shelves.add(read_library(pack.cards, pack.shown, compiled=True, cache=cache))
            shelves.problems[told:] = map(pack.told, shelves.problems[told:])
    own_ids: set[str] = set()
    for folder in own.folders:
        own_ids |= _add_own(shelves, folder, own, cache)
    if cache and cache.foreign:
        shelves.problems.append(Problem(ProblemCode.CACHE_IGNORED, _FOREIGN))
    cards = dict(sorted(shelves.cards.items()))
    shelves.tell_of_former_ids()
    names = names_of(shelves.claimed, (card.outline for card in cards.values()))
    return Catalog(cards, tuple(shelves.problems), frozenset(own_ids), names)


def _add_own(shelves: _Shelves, folder: Path, own: Own, cache: Cache | None) -> set[str]:
    """Add the cards of an organisation's folder; one without any was named by mistake."""
    if not _is_folder(folder):
        shelves.problems.append(_no_folder(own.shown(folder)))
        return set()
    library = read_library(
        folder, own.shown, compiled=True, cache=cache, code=own.code, within=own.within
    )
    if not (library.shelved or library.problems):
        shelves.problems.append(Problem(ProblemCode.NO_RULES, _NO_CARD, own.shown(folder)))
    return shelves.add(library)


def _below(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _is_folder(path: Path) -> bool:
    """Whether a folder is there; a name that nothing can have leads to none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _duplicate(library: Library, shelved: Shelved, file: str) -> Problem:
    return Problem(
        ProblemCode.CARD,
        Message("rule {id!r} is already defined in {file}").format(id=shelved.rule_id, file=file),
        library.shown(shelved.path),
        shelved.id_position,
        shelved.rule_id,
    )


def _taken(library: Library, shelved: Shelved, old: str) -> Problem:
    return Problem(
        ProblemCode.CARD,
        TAKEN.format(id=old),
        library.shown(shelved.path),
        shelved.id_position,
        shelved.rule_id,
    )


def _no_folder(shown: str) -> Problem:
    return Problem(
        ProblemCode.RULES_UNREADABLE,
        Message("--rules: no such folder; give a folder that holds rule cards"),
        shown,
    )


_NO_CARD = Message(
    "--rules: no rule card in this folder; a card is a .yaml file (synthgate rules new ID "
    "--dir DIR writes one)"
)
_FOREIGN = Message(
    "the cache of rule cards holds what another key has signed: it was not used (a CI job that "
    "restores a cache needs the secret SYNTHGATE_CACHE_KEY of the one that stored it)"
)
