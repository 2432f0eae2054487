"""One folder of rule cards: every card that reads well, and every mistake of the others."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards import shipped, unchanged
from synthgate.rule.cards.cache import Cache, Entry, Slot, entry_of
from synthgate.rule.cards.python_check import Code
from synthgate.rule.cards.reach import is_inside
from synthgate.rule.cards.remembered import PROCESS, Folder, Shelved
from synthgate.rule.cards.shared import is_shared, problems_of, shared_around

CARD_SUFFIXES = (".yaml", ".yml")
PYTHON_SUFFIX = ".py"


@dataclass(frozen=True, slots=True)
class Library:
    """What a folder holds. The cards may repeat each other's ids; that is the catalog's affair.

    `shown` gives a file's name in reports. `is_sound` says that conditions without mistakes told
    have none.
    """

    shown: Callable[[Path], str] = Path.as_posix
    code: Code = Code.RUN
    is_sound: bool = False
    shelved: list[Shelved] = field(default_factory=list[Shelved])
    problems: list[Problem] = field(default_factory=list[Problem])


def read_library(
    folder: Path,
    shown: Callable[[Path], str] = Path.as_posix,
    *,
    compiled: bool = False,
    tested: bool = False,
    cache: Cache | None = None,
    code: Code = Code.RUN,
    within: Path | None = None,
) -> Library:
    """Read every card below a folder.

    With `compiled`, the mistakes inside conditions are found too; of `tested` cards, tests know
    that there are none, and they may be read already (`shipped`). A folder without mistakes is kept
    in the cache; one with any is read anew each time, so that they are told each time.
    `code` says what becomes of the Python beside cards; a card that is a link out of the folder
    `within` is none.
    """
    library = Library(shown, code=code, is_sound=compiled or tested)
    look = _look_of(folder) if tested else None
    if look and _is_remembered(look, library):
        return library
    files = _below(folder, lambda error: library.problems.append(_unreadable(error)))
    if look and not library.problems and _is_shipped(look, files, library):
        return library
    kept = [*_kept_within(files, within, library)]
    cards = dict(_contents(kept, library))
    named = None if library.problems else _named(folder, files, cards)
    how = f"{compiled} {code.value}"
    known = Folder(folder, how, named) if named else None
    remembered = PROCESS.recall(known) if known else None
    if remembered is not None:
        library.shelved.extend(remembered)
        return library
    slot: Slot | None = None
    entries = shipped.load(folder, lambda: known.files) if tested and known else None
    if entries is None and cache and known:
        slot = cache.slot(known.files, how)
        entries = slot.load()
    if not _are_all(entries, cards, library):
        for path in filter(is_shared, kept):
            library.problems.extend(problems_of(path, shown(path)))
        for path, content in cards.items():
            _read(path, content, library, compiled=compiled)
        if slot and not library.problems:
            _keep(slot, library.shelved, [*cards])
    if known and not library.problems:
        PROCESS.keep(known, library.shelved)
    return library


def _look_of(folder: Path) -> Folder | None:
    """A folder by the look of its files, if somebody has looked at them."""
    look = unchanged.PROCESS.look_at(unchanged.around(folder))
    return Folder(folder, "as shipped", (("", look.encode()),)) if look else None


def _is_remembered(known: Folder, library: Library) -> bool:
    """Whether this process has read the folder as it is; its cards are on their shelf then."""
    remembered = PROCESS.recall(known)
    library.shelved.extend(remembered or ())
    return remembered is not None


def _is_shipped(known: Folder, files: Sequence[Path], library: Library) -> bool:
    """Whether cards are those that were shipped, which is seen without a look into any of them."""
    entries = shipped.load(known.path, lambda: _named(known.path, files, {}))
    if not _are_all(entries, dict.fromkeys(filter(_is_card, files)), library):
        return False
    PROCESS.keep(known, library.shelved)
    return True


def _are_all(
    entries: list[Entry] | None, cards: Mapping[Path, bytes | None], library: Library
) -> bool:
    """Whether what was kept are the cards of a folder, which are on their shelf then."""
    if entries is None or {entry.file for entry in entries} != {*range(len(cards))}:
        return False
    read = [*cards.items()]
    library.shelved.extend(_kept(entry, read[entry.file], library) for entry in entries)
    return True


def card_files(folder: Path, unreadable: Callable[[OSError], object] | None = None) -> list[Path]:
    """Every card below a folder; a folder is none, whatever its name."""
    return [path for path in _below(folder, unreadable) if _is_card(path)]


def _is_card(path: Path) -> bool:
    return path.suffix in CARD_SUFFIXES and not is_shared(path)


def _below(folder: Path, unreadable: Callable[[OSError], object] | None) -> list[Path]:
    """Every card below a folder, and the Python there."""
    names = (
        Path(f"{below}{os.sep}{name}")
        for below, _, names in os.walk(folder, onerror=unreadable)
        for name in names
        if name.endswith((*CARD_SUFFIXES, PYTHON_SUFFIX))
    )
    return sorted(names, key=lambda path: path.parts)


def _contents(files: Iterable[Path], library: Library) -> Iterator[tuple[Path, bytes]]:
    """The cards among some files with their bytes."""
    for path in files:
        if _is_card(path):
            try:
                yield path, _content(path)
            except OSError as error:
                library.problems.append(_unreadable(error, library.shown(path)))


def _kept_within(files: Iterable[Path], within: Path | None, library: Library) -> Iterator[Path]:
    """The files that do not lead out of a folder by a link; the others are problems."""
    for path in files:
        if within is None or is_inside(path, within):
            yield path
        else:
            problem = Problem(ProblemCode.RULES_UNREADABLE, _LEADS_AWAY, library.shown(path))
            library.problems.append(problem)


def _content(path: Path) -> bytes:
    """The bytes of a regular file; a pipe, which might never end, is none."""
    name = str(path)  # there are hundreds at every start: without what pathlib does for each
    if not stat.S_ISREG(os.stat(name).st_mode):  # noqa: PTH116
        raise OSError(None, "not a regular file", name)
    with open(name, "rb", buffering=0) as file:  # noqa: PTH123
        return file.readall()


def _named(
    folder: Path, files: Iterable[Path], cards: Mapping[Path, bytes]
) -> tuple[tuple[str, bytes], ...] | None:
    """All that decides how a folder is read: the cards, what they share, their Python.

    None where some Python cannot be read, which is the affair of a card that asks for it.
    """
    start = len(folder.parts)
    try:
        below = [
            ("/".join(path.parts[start:]), cards[path] if path in cards else _content(path))
            for path in files
        ]
        root = folder.absolute()
        above = [path for path in shared_around(root) if path.parent != root]
        return (*below, *((_from(root, path), _content(path)) for path in above))
    except OSError:
        return None


def _from(folder: Path, above: Path) -> str:
    """The way from a folder to a file in one of those around it."""
    return f"{'../' * (folder.parents.index(above.parent) + 1)}{above.name}"


def _kept(entry: Entry, file: tuple[Path, bytes | None], library: Library) -> Shelved:
    card = entry.card(*file, library.code, is_sound=library.is_sound)
    return Shelved(entry.outline.id, card, card.path, entry.id_position)


def ship(folder: Path) -> None:
    """Keep the cards of a folder beside it, for those who install it: see `shipped`.

    Raises:
        ValueError: they have mistakes, or say what cannot be kept.
        OSError: the file cannot be written.
    """
    library = read_library(folder)
    files = _below(folder, None)
    cards = dict(_contents(files, library))
    named = _named(folder, files, cards)
    entries = _entries(library.shelved, [*cards])
    if library.problems or named is None or entries is None:
        raise ValueError(folder)
    shipped.store(folder, named, entries)


def _keep(slot: Slot, shelved: Iterable[Shelved], files: Iterable[Path]) -> None:
    """Cache a folder without mistakes, if all of it can be."""
    entries = _entries(shelved, files)
    if entries is not None:
        slot.store(entries)


def _entries(shelved: Iterable[Shelved], files: Iterable[Path]) -> list[Entry] | None:
    """The cards of a folder as they are kept; None where one cannot be."""
    numbers = {path: number for number, path in enumerate(files)}
    entries = [
        entry_of(one.card, one.id_position, numbers[one.path])
        if one.card and one.id_position
        else None
        for one in shelved
    ]
    whole = [entry for entry in entries if entry]
    return whole if len(whole) == len(entries) else None


def _read(path: Path, content: bytes, library: Library, *, compiled: bool) -> None:
    """Put the cards of a file on their shelf, and tell its mistakes."""
    # A start that finds all cards in the cache does without.
    from synthgate.rule.cards.rules_file import read_rules  # noqa: PLC0415

    for reading in read_rules(path, content, compiled=compiled, code=library.code):
        library.problems.extend(
            Problem(error.code, error.text, library.shown(path), error.position, reading.rule_id)
            for error in reading.mistakes
        )
        if reading.rule_id is not None:
            at = reading.locate(("id",))
            card = reading.card and replace(reading.card, is_sound=library.is_sound)
            library.shelved.append(Shelved(reading.rule_id, card, path, at))


def _unreadable(error: OSError, shown: str | None = None) -> Problem:
    reason = error.strerror or str(error)
    return Problem(
        ProblemCode.RULES_UNREADABLE,
        Message("cannot be read: {reason}").format(reason=reason),
        shown or Path(str(error.filename)).as_posix(),
    )


_LEADS_AWAY = Message(
    "is a link out of the repository, and is not read: put the file itself there, or name the "
    "folder with --rules"
)
