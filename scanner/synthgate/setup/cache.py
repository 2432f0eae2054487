"""``synthgate cache …``: what is kept between runs, and how to be rid of it."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from synthgate.config import Config
from synthgate.config.users import units_folder
from synthgate.kept.store import DAY, MEBIBYTE, SUFFIX, Bounds, held
from synthgate.model import Message, plural
from synthgate.records import dataclass
from synthgate.rule.cards.cache import SUFFIX as CARDS
from synthgate.rule.cards.private import is_kept_private
from synthgate.sources.suffixes import PRUNED
from synthgate.workbench.console import Console


@dataclass(frozen=True, slots=True)
class Held:
    """What a folder of the cache holds: its files, their bytes, and the days since it was used."""

    folder: Path
    files: tuple[str, ...] = ()
    size: int = 0
    oldest: int = 0
    private: bool = True
    """Whether it is the user's alone; another one is not used, and nothing is taken out of it."""


def carry_out(arguments: argparse.Namespace, console: Console) -> int:
    """Carry out an action and give its exit code."""
    config: Config = arguments.config
    if config.cache is None:
        console.say(_NONE)
        return 0
    cards, units = _held(config.cache, CARDS), _held(units_folder(config.cache), SUFFIX)
    _ACTIONS[arguments.action](arguments, console, cards, units)
    return 0


def _held(folder: Path, suffix: str) -> Held:
    private, found = True, list[tuple[float, int, str]]()
    with suppress(OSError):  # nobody has kept anything yet
        private = is_kept_private(folder)
        found += held(folder, suffix)
    oldest = min((used for used, _, _ in found), default=time.time())
    files = tuple(sorted(path for _, _, path in found))
    days = max(0, int((time.time() - oldest) / DAY))
    return Held(folder, files, sum(size for _, size, _ in found), days, private)


def _info(arguments: argparse.Namespace, console: Console, cards: Held, units: Held) -> None:
    config: Config = arguments.config
    bounds = Bounds(config.cache_size * MEBIBYTE)
    if arguments.format == "json":
        rows = {"cards": _row(cards), "results": _row(units)}
        limits = {"bytes": bounds.size, "days": int(bounds.age / DAY)}
        console.data({**rows, "limits": limits})
        return
    for said, one in ((_CARDS, cards), (_RESULTS, units)):
        size = f"{one.size / MEBIBYTE:,.1f}"
        console.say(
            said.format(number=len(one.files), size=size, days=one.oldest, folder=str(one.folder))
        )
        if not one.private:
            console.say(_NOT_YOURS.format(folder=str(one.folder)))
    console.say(_LIMITS.format(size=f"{config.cache_size:,}", days=int(bounds.age / DAY)))


def _row(one: Held) -> dict[str, object]:
    row = {"folder": str(one.folder), "files": len(one.files), "bytes": one.size}
    return {**row, "days": one.oldest, "private": one.private}


def _clear(_: argparse.Namespace, console: Console, cards: Held, units: Held) -> None:
    gone = 0
    for one in (cards, units):
        if not one.private:
            console.say(_NOT_YOURS.format(folder=str(one.folder)))
            continue
        for path in one.files:
            with suppress(OSError):  # gone by now, or in somebody's hands
                Path(path).unlink()
                gone += 1
        with suppress(OSError):
            (one.folder / PRUNED).unlink(missing_ok=True)
    console.say(_GONE.format(number=gone))


_ACTIONS: Mapping[str, Callable[[argparse.Namespace, Console, Held, Held], None]] = {
    "info": _info,
    "clear": _clear,
}
_NONE = Message("nothing is kept: --no-cache or SYNTHGATE_CACHE says so, or you have no home")
_CARDS = plural(
    "rule cards: {number} file, {size} MiB, last used {days} days ago at the longest: {folder}",
    "rule cards: {number} files, {size} MiB, last used {days} days ago at the longest: {folder}",
)
_RESULTS = plural(
    "results: {number} file, {size} MiB, last used {days} days ago at the longest: {folder}",
    "results: {number} files, {size} MiB, last used {days} days ago at the longest: {folder}",
)
_LIMITS = Message(
    "of results up to {size} MiB (SYNTHGATE_CACHE_SIZE) are kept, for {days} days after they were "
    "last used"
)
_NOT_YOURS = Message("{folder} is not yours alone, so that it is not used and left as it is")
_GONE = plural("{number} file taken out", "{number} files taken out")
