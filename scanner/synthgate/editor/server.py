"""The protocol: what an editor sends, and what it is sent (Language Server Protocol 3.17)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO, cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from synthgate.editor.actions import OPEN_PAGE, REFRESH, Action, actions
from synthgate.editor.desk import Desk
from synthgate.editor.files import path_of
from synthgate.editor.hovers import hover
from synthgate.editor.looks import Told
from synthgate.editor.papers import Markdown, Plain
from synthgate.editor.wire import Protocol, heard
from synthgate.editor.wishes import Wishes, wishes_of
from synthgate.model import Language, Text
from synthgate.settings import variable
from synthgate.version import __version__

WATCHED = ("**/manifest.json", "**/cdk.json", "**/synthgate*.yaml")
EVERY = 2.0
"""Seconds between two looks at files that an editor may not watch."""


class Server(LanguageServer):
    """The server of one editor."""

    def __init__(self, told: Told, language: Language) -> None:
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            "synthgate", __version__, protocol_cls=Protocol
        )
        self.told = told
        self.language: Language = language
        self.has_said_goodbye = False
        self._desk: Desk | None = None
        self._ticking: asyncio.Task[None] | None = None

    @property
    def desk(self) -> Desk:
        """What is known, from when the editor has said who it is."""
        assert self._desk is not None  # noqa: S101 - nothing is asked before
        return self._desk

    def begin(self, params: types.InitializeParams) -> Wishes:
        """Note what the editor wishes."""
        locale = None if self.told.environ.get(variable("lang")) else params.locale
        wishes = wishes_of(params.initialization_options, locale)
        given = {"lang": wishes.language} if wishes.language else {}
        given |= {"allow-code": True} if wishes.trusted else {}
        self.language = cast("Language", wishes.language or self.language)
        told = replace(self.told, given={**given, **self.told.given})
        self._desk = Desk(self, wishes, told, self._units)
        return wishes

    def start(self, uris: Sequence[str]) -> None:
        """Look at the folders of the workspace, and again from time to time."""
        for uri in uris:
            self.desk.add_folder(uri)
        self._ticking = asyncio.ensure_future(self._tick())

    def end(self) -> None:
        """Do nothing more."""
        self.has_said_goodbye = True
        if self._ticking:
            self._ticking.cancel()
        if self._desk:
            self._desk.close()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self.desk.look()

    def _units(self, text: str) -> int:
        return self.workspace.position_codec.client_num_units(text)

    # What an editor is told (`desk.Editor`)

    def publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        """All that is to be shown in a file."""
        params = types.PublishDiagnosticsParams(uri, diagnostics, version)
        self.text_document_publish_diagnostics(params)

    def log(self, text: Text) -> None:
        """A line of its log."""
        message = f"synthgate: {text[self.language]}"
        self.window_log_message(types.LogMessageParams(types.MessageType.Info, message))


def serve(told: Told, language: Language, stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Speak with an editor until it goes; 0 where it has said goodbye."""
    server = server_for(told, language)
    server.start_io(heard(stdin), stdout)
    return 0 if server.has_said_goodbye else 1


def server_for(told: Told, language: Language) -> Server:
    """A server with all that it knows to answer."""
    server = Server(told, language)
    for name, answer in (
        (types.INITIALIZE, _initialize),
        (types.INITIALIZED, _initialized),
        (types.SHUTDOWN, _shutdown),
        (types.TEXT_DOCUMENT_DID_OPEN, _did_open),
        (types.TEXT_DOCUMENT_DID_CHANGE, _did_change),
        (types.TEXT_DOCUMENT_DID_SAVE, _did_save),
        (types.TEXT_DOCUMENT_DID_CLOSE, _did_close),
        (types.TEXT_DOCUMENT_HOVER, _hover),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _did_change_files),
        (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, _did_change_folders),
    ):
        server.feature(name)(answer)
    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(_code_action)
    server.command(OPEN_PAGE)(_open_page)
    server.command(REFRESH)(_refresh)
    return server


def _initialize(ls: Server, params: types.InitializeParams) -> None:
    ls.begin(params)


def _initialized(ls: Server, _: types.InitializedParams) -> None:
    folders = [folder.uri for folder in ls.workspace.folders.values()]
    root = ls.workspace.root_uri
    ls.start(folders or ([root] if root else []))
    can = ls.client_capabilities.workspace
    files = can.did_change_watched_files if can else None
    if files and files.dynamic_registration:
        watchers = [types.FileSystemWatcher(glob) for glob in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        wish = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        # Not awaited: the editor may go before it answers, and files are looked at anyway.
        ls.client_register_capability(types.RegistrationParams([wish]))


def _shutdown(ls: Server, _: None) -> None:
    ls.end()


def _did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    ls.desk.opened(document.uri, document.text, document.version)


def _did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    uri = params.text_document.uri
    document = ls.workspace.get_text_document(uri)
    ls.desk.opened(uri, document.source, document.version)


def _did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    ls.desk.saved(params.text_document.uri)


def _did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    ls.desk.closed(params.text_document.uri)


def _did_change_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Of an assembly, what is another one; of what is configured, all of it anew."""
    ls.desk.look(anew=any(not it.uri.endswith("/manifest.json") for it in params.changes))


def _did_change_folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    for folder in params.event.removed:
        ls.desk.remove_folder(folder.uri)
    for folder in params.event.added:
        ls.desk.add_folder(folder.uri)


def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    at = params.position
    path = path_of(params.text_document.uri)
    marks = ls.desk.board.marks_in(path, types.Range(at, at)) if path else []
    if not marks:
        return None
    can = ls.client_capabilities.text_document
    formats = (can.hover.content_format if can and can.hover else None) or []
    if types.MarkupKind.Markdown in formats:
        content = types.MarkupContent(types.MarkupKind.Markdown, hover(marks, Markdown()))
    else:
        content = types.MarkupContent(types.MarkupKind.PlainText, hover(marks, Plain()))
    return types.Hover(content)


def _code_action(ls: Server, params: types.CodeActionParams) -> list[Action]:
    path, board = path_of(params.text_document.uri), ls.desk.board
    document = board.documents.get(path) if path else None
    if path is None or document is None:
        return []
    marks = board.marks_in(path, params.range)
    if not _takes_versions(ls):
        document = replace(document, version=None)
    return actions(marks, document, board.showing, opens=_opens(ls))


def _takes_versions(ls: Server) -> bool:
    can = ls.client_capabilities.workspace
    return bool(can and can.workspace_edit and can.workspace_edit.document_changes)


def _opens(ls: Server) -> bool:
    window = ls.client_capabilities.window
    return bool(window and window.show_document and window.show_document.support)


def _open_page(ls: Server, rule: str) -> None:
    page = ls.desk.board.page_of(rule)
    if page and _opens(ls):
        ls.window_show_document(types.ShowDocumentParams(page, external=True))


def _refresh(ls: Server) -> None:
    ls.desk.look(anew=True)
