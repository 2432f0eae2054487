"""What is shown in which file, as long as the file holds what it held when it was looked at."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from lsprotocol import types

from synthgate.editor.actions import Document
from synthgate.editor.diagnostics import Showing, diagnostic, web_page
from synthgate.editor.files import Names
from synthgate.editor.looks import Look
from synthgate.editor.marks import Mark, Marks, marks_of, placeless
from synthgate.editor.texts import Units, digest_of, lines_of, meets, range_of, stamp_of, text_at
from synthgate.model import Text, plural

MOST_MARKS = 500
"""Of one file; an editor that is shown more shows nothing."""


class Editor(Protocol):
    """What is told to an editor."""

    def publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        """All that is to be shown in a file."""
        ...

    def log(self, text: Text) -> None:
        """A line of its log."""
        ...


class Board:
    """What was seen of each subject: an app by what it is, a template by its path."""

    def __init__(self, editor: Editor, units: Units) -> None:
        self._editor = editor
        self.names = Names()
        self.showing = Showing(units, self.names.uri)
        self.documents: dict[Path, Document] = {}
        self._looks: dict[Hashable, tuple[Look, Marks]] = {}
        self._published: dict[Path, object] = {}
        """What something is shown in, with what told the file from others when it was."""
        self._logged: dict[Hashable, frozenset[str]] = {}
        self._saved: dict[Path, float] = {}
        self._stale: dict[Path, bool] = {}

    def put(self, path: Path, document: Document) -> None:
        """A document is open, or holds something else than before.

        What is shown of a template moves with its text until it is looked at again: without a
        pause, and without a flicker.
        """
        self.names.open[path] = document.uri
        self.documents[path] = document
        if path not in self._looks:
            self._publish([path])

    def saved(self, path: Path) -> None:
        """A document is in its file from now on."""
        self._saved[path] = time.time()

    def take_away(self, path: Path) -> None:
        """A document is open no more."""
        del self.documents[path]
        self.forget(path)
        self._publish([path])
        self.names.open.pop(path, None)

    def seen(self, subject: Hashable, look: Look, root: Path) -> None:
        """Something was looked at, and what is said of files below a folder is to be shown."""
        marks = marks_of(look, root)
        before = {*self._files(subject)}
        self._looks[subject] = look, marks
        self._tell(subject, [problem.message for problem in placeless(look)])
        self._tell_stale(marks.stale)
        self._publish({*before, *self._files(subject)})

    def forget(self, subject: Hashable) -> None:
        """Show nothing of a subject any more."""
        before = {*self._files(subject)}
        self._looks.pop(subject, None)
        self._publish(before)

    def check(self) -> None:
        """Show nothing in files that were changed by somebody else."""
        shown = [path for path in self._published if path not in self.documents]
        self._publish([path for path in shown if stamp_of(path) != self._published[path]])

    def marks_in(self, path: Path, wanted: types.Range) -> list[Mark]:
        """What is shown at a place of a file."""
        lines, marks = self._marks(path)
        units = self.showing.units
        return [it for it in marks if meets(range_of(it.extent(lines), lines, units), wanted)]

    def page_of(self, rule: str) -> str | None:
        """The page of a rule that has found something."""
        for _, marks in self._looks.values():
            for mark in marks.every:
                if mark.finding and mark.finding.rule.id == rule:
                    return web_page(mark.finding.rule.link)
        return None

    def _files(self, subject: Hashable) -> Iterator[Path]:
        if subject in self._looks:
            yield from (mark.path for mark in self._looks[subject][1].every)

    def _publish(self, paths: Iterable[Path]) -> None:
        for path in dict.fromkeys(paths):
            document = self.documents.get(path)
            lines, marks = self._marks(path)
            if not marks and path not in self._published:
                continue
            shown = [diagnostic(mark, lines, self.showing) for mark in marks[:MOST_MARKS]]
            version = document.version if document else None
            self._editor.publish(self.names.uri(path), version, shown)
            self._published.pop(path, None)
            if marks:
                self._published[path] = stamp_of(path)

    def _marks(self, path: Path) -> tuple[Sequence[str], list[Mark]]:
        """The lines of a file, and what is said of them as they are now."""
        said = [
            (look, mark)
            for look, marks in self._looks.values()
            for mark in marks.every
            if mark.path == path
        ]
        document = self.documents.get(path)
        text = (document.text if document else text_at(path)) if said else None
        if text is None:
            return [], []
        digest = digest_of(text)
        fresh = [mark for look, mark in said if self._is_fresh(look, path, digest)]
        if path not in self._looks:  # a template that is typed is looked at again in a moment
            self._tell_stale([(path, len(said) - len(fresh))])
        return lines_of(text), fresh

    def _is_fresh(self, look: Look, path: Path, digest: str) -> bool:
        """Whether a file holds what it held when something was said of it."""
        is_older = look.synthesized and self._saved.get(path, 0.0) > look.synthesized
        return not is_older and look.texts.get(path, digest) == digest

    def _tell(self, subject: Hashable, texts: Sequence[Text]) -> None:
        """Log what was not logged the last time that something was looked at."""
        known = self._logged.get(subject, frozenset())
        for text in texts:
            if text["en"] not in known:
                self._editor.log(text)
        self._logged[subject] = frozenset(text["en"] for text in texts)

    def _tell_stale(self, files: Iterable[tuple[Path, int]]) -> None:
        """Tell of a file whose findings are not shown, once until they are again."""
        for path, number in files:
            if number and not self._stale.get(path):
                self._editor.log(_STALE.format(number=number, file=path.name))
            self._stale[path] = bool(number)


_STALE = plural(
    "{file}: {number} finding is not shown, for the file has changed since the last synthesis: run "
    "it again ('synthgate synth')",
    "{file}: {number} findings are not shown, for the file has changed since the last synthesis: "
    "run it again ('synthgate synth')",
)
