"""An editor: pygls' own client, which speaks with a real ``synthgate lsp``."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.uris import from_fs_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS = 40.0
MARKDOWN = types.TextDocumentClientCapabilities(
    hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
)
SHOWS = types.WindowClientCapabilities(
    show_document=types.ShowDocumentClientCapabilities(support=True)
)
WATCHES = types.WorkspaceClientCapabilities(
    did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
        dynamic_registration=True
    )
)
CAPABILITIES = types.ClientCapabilities(text_document=MARKDOWN, window=SHOWS, workspace=WATCHES)


class Editor:
    """One editor, and what it is told."""

    def __init__(self) -> None:
        self.client = LanguageClient("editor", "1")
        self.shown: dict[str, list[types.Diagnostic]] = {}
        self.times: dict[str, int] = {}
        self.logs: list[str] = []
        self.pages: list[types.ShowDocumentParams] = []
        self.registered: list[types.Registration] = []
        self.errors: list[str] = []
        self._code: int | None = None
        self._told = asyncio.Event()
        for name, hear in (
            (types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, self._publish),
            (types.WINDOW_LOG_MESSAGE, self._log),
            (types.WINDOW_SHOW_MESSAGE, self._error),
            (types.WINDOW_SHOW_DOCUMENT, self._show),
            (types.CLIENT_REGISTER_CAPABILITY, self._register),
        ):
            self.client.feature(name)(partial(hear))

    async def start(
        self,
        *folders: Path,
        wishes: Any = None,
        capabilities: types.ClientCapabilities = CAPABILITIES,
        argv: tuple[str, ...] = ("--stdio",),
        locale: str | None = None,
        environ: dict[str, str] | None = None,
    ) -> types.InitializeResult:
        """Begin with some folders of a workspace."""
        command = [sys.executable, "-m", "synthgate", "lsp", *argv]
        cwd = folders[0] if folders else None
        await self.client.start_io(*command, cwd=cwd, env={**os.environ, **(environ or {})})
        every = [types.WorkspaceFolder(uri(folder), folder.name) for folder in folders]
        params = types.InitializeParams(
            capabilities,
            process_id=os.getpid(),
            workspace_folders=every or None,
            initialization_options=wishes,
            locale=locale,
        )
        answer = await asyncio.wait_for(self.client.initialize_async(params), SECONDS)
        self.client.initialized(types.InitializedParams())
        return answer

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something holds of what was told."""
        limit = time.monotonic() + SECONDS
        while not holds():
            self._told.clear()
            try:
                await asyncio.wait_for(self._told.wait(), max(0, limit - time.monotonic()))
            except TimeoutError:
                pytest.fail(f"not told in time: {self.shown} {self.logs} {self.errors}")

    async def diagnostics(self, path: Path) -> list[types.Diagnostic]:
        """What is shown in a file, once there is something."""
        await self.until(lambda: self.shown.get(uri(path)))
        return self.shown[uri(path)]

    async def next(self, path: Path) -> list[types.Diagnostic]:
        """What is shown in a file when that is told the next time."""
        before = self.times.get(uri(path), 0)
        await self.until(lambda: self.times.get(uri(path), 0) > before)
        return self.shown[uri(path)]

    def open(self, path: Path, text: str | None = None, version: int = 1) -> None:
        """Open a document, as its file is or with other text."""
        said = path.read_bytes().decode() if text is None else text
        document = types.TextDocumentItem(uri(path), "any", version, said)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, path: Path, text: str, version: int = 2) -> None:
        """Change a document."""
        document = types.VersionedTextDocumentIdentifier(version, uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        params = types.DidChangeTextDocumentParams(document, [change])
        self.client.text_document_did_change(params)

    def save(self, path: Path) -> None:
        """Tell that a document was saved."""
        document = types.TextDocumentIdentifier(uri(path))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(document))

    async def hover(self, path: Path, line: int, character: int = 0) -> str | None:
        """What is read who points somewhere; lines count from nought."""
        params = types.HoverParams(
            types.TextDocumentIdentifier(uri(path)), types.Position(line, character)
        )
        found = await asyncio.wait_for(self.client.text_document_hover_async(params), SECONDS)
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def offers(
        self, path: Path, place: types.Range
    ) -> list[types.CodeAction | types.Command]:
        """What is offered at a place."""
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(uri(path)), place, types.CodeActionContext([])
        )
        wait = self.client.text_document_code_action_async(params)
        found = await asyncio.wait_for(wait, SECONDS)
        return [*(found or [])]

    async def actions(self, path: Path, place: types.Range) -> list[types.CodeAction]:
        """What is offered that changes a text."""
        found = await self.offers(path, place)
        return [one for one in found if isinstance(one, types.CodeAction)]

    async def end(self) -> int:
        """Say goodbye, and give the exit code."""
        await asyncio.wait_for(self.client.shutdown_async(None), SECONDS)
        self.client.exit(None)
        return await self.code()

    async def code(self) -> int:
        """The exit code of the server, which is about to end."""
        server = self.client._server
        assert server
        return await asyncio.wait_for(server.wait(), SECONDS)

    async def stop(self) -> None:
        """Leave nothing behind."""
        server = self.client._server
        if server and server.returncode is None:
            server.kill()
        await self.client.stop()

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.shown[params.uri] = [*params.diagnostics]
        self.times[params.uri] = self.times.get(params.uri, 0) + 1
        self._told.set()

    def _log(self, params: types.LogMessageParams) -> None:
        self.logs.append(params.message)
        self._told.set()

    def _error(self, params: types.ShowMessageParams) -> None:
        self.errors.append(params.message)
        self._told.set()

    def _show(self, params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        self.pages.append(params)
        self._told.set()
        return types.ShowDocumentResult(success=True)

    def _register(self, params: types.RegistrationParams) -> None:
        self.registered += params.registrations
        self._told.set()


def uri(path: Path) -> str:
    """The address of a file."""
    return from_fs_path(str(path)) or ""


OPEN = {
    "Type": "AWS::EC2::SecurityGroup",
    "Properties": {
        "GroupDescription": "d",
        "SecurityGroupIngress": [
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
        ],
    },
}
PROGRAM = """# 첫 줄 😀
def group(scope):
    닫힘 = "😀"; made = SecurityGroup(scope, "Open")
    return made
"""
LINE = 3
"""The line of that program that made the faulty resource."""


def synthesized(folder: Path, line: int | None = LINE, resource: Any = None) -> Path:
    """An app whose assembly was written after its program, and the program's file."""
    program = folder / "앱.py"
    folder.mkdir(parents=True, exist_ok=True)
    if not program.exists():
        program.write_text(PROGRAM, "utf-8")
    (folder / "cdk.json").write_text('{"app": "python3 앱.py"}', "utf-8")
    assemble(folder / "cdk.out", line, resource)
    return program


def assemble(assembly: Path, line: int | None = LINE, resource: Any = None) -> None:
    """Write an assembly of one resource, its manifest last."""
    assembly.mkdir(parents=True, exist_ok=True)
    frames = [] if line is None else [f"group ({assembly.parent / '앱.py'}:{line}:1)"]
    metadata = {
        "/S/Open/Resource": [
            {"type": "aws:cdk:logicalId", "data": "Open"},
            {"type": "aws:cdk:creationStack", "data": frames},
        ]
    }
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://unknown-account/unknown-region",
        "properties": {"templateFile": "S.template.json"},
        "metadata": metadata,
    }
    body = {
        "Resources": {
            "Open": {**(resource or OPEN), "Metadata": {"aws:cdk:path": "S/Open/Resource"}}
        }
    }
    (assembly / "S.template.json").write_text(json.dumps(body, indent=1), "utf-8")
    (assembly / "cdk.out").write_text('{"version":"39.0.0"}')
    manifest = {"version": "39.0.0", "artifacts": {"S": stack}}
    (assembly / "manifest.json").write_text(json.dumps(manifest))
