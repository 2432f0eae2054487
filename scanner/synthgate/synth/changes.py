"""The changes of an app's files, gathered while it runs and waited for when it does not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from collections.abc import Set as AbstractSet
from importlib.util import find_spec
from pathlib import Path

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.sources.places import is_file, read_bounded
from synthgate.synth.watched import Watched

PAUSE = 100
"""Milliseconds of quiet after which a change is taken for whole: an editor writes several files."""
_AT_MOST = 1_600
"""Milliseconds that changes may go on before they are taken all the same."""
_ROUND = 200
"""Milliseconds between two looks at whether somebody wants to end."""
_MOST_BYTES = 1_000_000
_MOST_KNOWN = 10_000
"""Files of which it is known what they held; beyond that, all of it is forgotten."""
_PATIENCE = 3
"""As many runs in a row may a program change one file: then that is the program's own doing."""

Batch = AbstractSet[tuple[int, str]]
_ADDED, _DELETED = 1, 3
"""What happens to a file, as `watchfiles.Change` numbers it."""


class Changes:
    """What changed, a batch at a time.

    A file that holds what it held has not changed. One that changes in each of several runs that
    follow upon one another is written by the program, which would never come to rest.
    """

    def __init__(self, watched: Watched) -> None:
        """Watch from now on.

        Raises:
            UsageError: the system does not let it, or what watches is not installed.
        """
        if find_spec("watchfiles") is None:
            raise UsageError(_LACKS)
        self.watched = watched
        self.own: list[str] = []
        """The files that the program writes itself: what it makes of them starts nothing."""
        self._restless: dict[str, int] = {}
        self._known: dict[str, str] = {}
        self._batches = _watching(watched.roots, self._fits)
        try:
            next(self._batches)
        except (OSError, RuntimeError) as error:
            raise UsageError(_REFUSED.format(reason=error)) from error

    def meanwhile(self) -> list[str]:
        """The files that changed while the program ran, without those that it writes itself."""
        found = [path for path in self._changed(next(self._batches)) if path not in self.own]
        self._restless = {path: self._restless.get(path, 0) + 1 for path in found}
        self.own += [path for path, runs in self._restless.items() if runs >= _PATIENCE]
        return [path for path in found if path not in self.own]

    def awaited(self) -> list[str]:
        """The files of the next change, however long that takes.

        Raises:
            KeyboardInterrupt: somebody does not want to wait any longer.
        """
        for batch in self._batches:
            if found := self._changed(batch):
                self._restless = {}
                return found
        raise KeyboardInterrupt

    def close(self) -> None:
        """Watch no longer."""
        self._batches.close()

    def _fits(self, _: int, path: str) -> bool:
        return self.watched.fits(path)

    def _changed(self, batch: Batch) -> list[str]:
        """The files of a batch that hold something else than before."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        return [path for path in sorted({path for _, path in batch}) if self._is_other(path, batch)]

    def _is_other(self, path: str, batch: Batch) -> bool:
        held = _held(Path(path))
        before = self._known.get(path, "" if _came_and_went(path, batch) else None)
        self._known[path] = held
        return held != before


def _came_and_went(path: str, batch: Batch) -> bool:
    return {(_ADDED, path), (_DELETED, path)} <= batch


def _held(path: Path) -> str:
    """What stands for what a file holds: nothing where there is none; of a large one, its time."""
    try:
        if not is_file(path):
            return "there" if path.is_dir() else ""
        content = read_bounded(path, _MOST_BYTES)
        if len(content) > _MOST_BYTES:
            return str(path.stat().st_mtime_ns)
    except OSError as error:
        return str(error.errno)
    return hashlib.sha256(content).hexdigest()


def _watching(
    roots: Iterable[Path], fits: Callable[[int, str], bool]
) -> Generator[Batch, None, None]:
    """Batches of changes; an empty one at the start, and where nothing changes for a while."""
    from watchfiles import watch  # noqa: PLC0415 - an extra, and few runs watch

    yield from watch(
        *roots,
        watch_filter=fits,
        debounce=_AT_MOST,
        step=PAUSE,
        rust_timeout=_ROUND,
        yield_on_timeout=True,
    )


_LACKS = Message("--watch needs watchfiles: pip install 'synthgate[watch]' brings it along")
_REFUSED = Message(
    "--watch: the system does not let these files be watched ({reason}): name fewer in cdk.json, "
    'as in "watch": {{"include": ["app/**"]}}'
)
