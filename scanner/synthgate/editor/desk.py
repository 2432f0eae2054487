"""What is to be looked at: the apps of the workspace, and the templates that are open."""

from __future__ import annotations

from pathlib import Path

from synthgate.editor.actions import Document
from synthgate.editor.apps import App, apps_in
from synthgate.editor.board import Board, Editor
from synthgate.editor.files import path_of
from synthgate.editor.looks import Look, Told, look_at_app, look_at_buffer
from synthgate.editor.marks import FIRST
from synthgate.editor.texts import Units
from synthgate.editor.turns import Turns
from synthgate.editor.wishes import Wishes
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.template.read import looks_like_template

PAUSE = 0.3
"""Seconds without a change before a template, or an assembly, is scanned."""
MOST_BYTES = 1024 * 1024
"""Of a template that is scanned while it is typed: as much as CloudFormation takes of one
("CloudFormation quotas")."""
_SUFFIXES = (".yaml", ".yml", ".json", ".template")


class Desk:
    """All of it, for one editor."""

    def __init__(self, editor: Editor, wishes: Wishes, told: Told, units: Units) -> None:
        self.board = Board(editor, units)
        self._wishes, self._told = wishes, told
        self._turns = Turns()
        self._apps: dict[App, tuple[int, int] | None] = {}
        for wrong in wishes.wrong:
            editor.log(wrong)

    def close(self) -> None:
        """Begin nothing more."""
        self._turns.close()

    def add_folder(self, uri: str) -> None:
        """Look for the apps of a folder of the workspace, and at their assemblies."""
        root = self.board.names.add(uri)
        if root is None:
            return
        self._find_apps(root)
        self.look()

    def remove_folder(self, uri: str) -> None:
        """Forget a folder, and what was shown of it."""
        root = path_of(uri)
        if root:
            self.board.names.folders.pop(root, None)
            self._keep_apps(root, [])

    def look(self, *, anew: bool = False) -> None:
        """Look at the assemblies that are others than before; at everything, `anew`."""
        for root in [*self.board.names.folders] if anew else ():
            self._find_apps(root)
        for app, known in [*self._apps.items()]:
            stamp = app.stamp
            if stamp == known and not anew:
                continue
            self._apps[app] = stamp
            if stamp is None:
                self._forget(app)
            else:
                self._ask_app(app)
        if anew:
            for path in [*self.board.documents]:
                self._ask_buffer(path)
        self.board.check()

    def opened(self, uri: str, text: str, version: int | None) -> None:
        """A document is open, or holds something else than before."""
        if path := path_of(uri):
            self.board.put(path, Document(uri, text, version))
            self._ask_buffer(path)

    def saved(self, uri: str) -> None:
        """A document is in its file."""
        if path := path_of(uri):
            self.board.saved(path)
        self.look()

    def closed(self, uri: str) -> None:
        """A document is open no more."""
        path = path_of(uri)
        if path and path in self.board.documents:
            self._turns.forget(path)
            self.board.take_away(path)

    def _find_apps(self, root: Path) -> None:
        found = apps_in(root, self._wishes.assembly)
        self._keep_apps(root, found)
        for app in found:
            self._apps.setdefault(app, None)

    def _keep_apps(self, root: Path, found: list[App]) -> None:
        """Forget the apps of a folder that are there no more."""
        for app in [app for app in self._apps if app.root == root and app not in found]:
            self._forget(app)
            del self._apps[app]

    def _ask_app(self, app: App) -> None:
        self._turns.ask(
            app,
            PAUSE,
            lambda: look_at_app(app, self._told),
            lambda look: self._seen_app(app, look),
        )

    def _seen_app(self, app: App, look: Look) -> None:
        if self._apps.get(app):  # else it is gone by now
            self.board.seen(app, look, app.root)

    def _ask_buffer(self, path: Path) -> None:
        """Have a template scanned as it stands, unless it belongs to an assembly."""
        text = self.board.documents[path].text
        if not self._is_template(path, text):
            self._forget(path)
            return
        if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            self._turns.forget(path)
            self._seen_buffer(path, _too_large(path))
            return
        folder = self._folder_of(path)
        self._turns.ask(
            path,
            PAUSE,
            lambda: look_at_buffer(path, text, folder, self._told),
            lambda look: self._seen_buffer(path, look),
        )

    def _seen_buffer(self, path: Path, look: Look) -> None:
        if path in self.board.documents:
            self.board.seen(path, look, path)

    def _forget(self, subject: App | Path) -> None:
        self._turns.forget(subject)
        self.board.forget(subject)

    def _is_template(self, path: Path, text: str) -> bool:
        if not self._wishes.templates or path.suffix.lower() not in _SUFFIXES:
            return False
        if any(path.is_relative_to(app.assembly) for app in self._apps):
            return False
        return looks_like_template(text.encode("utf-8", "surrogatepass"))

    def _folder_of(self, path: Path) -> Path:
        """The folder whose configuration counts: of the app around it, or of the workspace."""
        apps = [app.folder for app in self._apps if path.is_relative_to(app.folder)]
        innermost = max(apps, key=lambda folder: len(folder.parts), default=None)
        return innermost or self.board.names.root(path) or path.parent


def _too_large(path: Path) -> Look:
    said = _LARGE.format(size=MOST_BYTES // 1024)
    problem = Problem(ProblemCode.NOT_LOOKED_AT, said, path.name, FIRST)
    return Look(path.parent, problems=(problem,))


_LARGE = Message(
    "larger than {size} KiB, and not scanned while it is typed: run 'synthgate scan' on it"
)
