"""An editor for the tests: opens texts in a real client, counts places in its unit, and applies what the server sends."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities

EXE = Path(sys.executable).with_name("promptlint")
COMMAND = [str(EXE), "server", "--stdio"]
PATIENCE = 120  # seconds until a test that waits for the server gives up
PROFILES = ["visual_studio_code", "neovim", "emacs"]  # UTF-16, UTF-8, UTF-32


def capabilities(profile: str, **changes: Any) -> lsp.ClientCapabilities:
    """A real client's capabilities; ``pull`` and ``progress`` add what newer versions can."""
    able = client_capabilities(profile)
    assert able.workspace and able.text_document
    if changes.get("pull"):
        able.text_document.diagnostic = lsp.DiagnosticClientCapabilities()
        able.workspace.diagnostics = lsp.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    elif changes.get("pull") is False:
        able.text_document.diagnostic = None
    if changes.get("progress"):
        able.window = lsp.WindowClientCapabilities(work_done_progress=True)
    return able


async def greet(
    client: LanguageClient, folder: Path | list[Path], able: lsp.ClientCapabilities, options: object = None
) -> Editor:
    """Open a session over one folder or several; the first is the editor's own."""
    folders = folder if isinstance(folder, list) else [folder]
    registered: list[lsp.Registration] = []
    refreshed: list[str] = []

    @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams) -> None:
        registered.extend(params.registrations)

    for method in (lsp.WORKSPACE_DIAGNOSTIC_REFRESH, lsp.WORKSPACE_INLAY_HINT_REFRESH, lsp.WORKSPACE_CODE_LENS_REFRESH):
        if method not in client.protocol.fm.features:
            client.feature(method)(lambda params, method=method: refreshed.append(method))
    pushes: dict[str, list[int | None]] = {}
    kept = client.protocol.fm.features[lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]

    def pushed(params: lsp.PublishDiagnosticsParams) -> None:
        kept(params)
        pushes.setdefault(params.uri, []).append(params.version)

    client.protocol.fm.features[lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = pushed
    answer = await client.initialize_session(
        lsp.InitializeParams(
            capabilities=able,
            workspace_folders=[lsp.WorkspaceFolder(f.as_uri(), f.name) for f in folders],
            initialization_options=options,
        )
    )
    editor = Editor(client, folders[0], answer.capabilities, registered, refreshed, pushes)
    client.__dict__["editor"] = editor
    return editor


def editor_of(client: LanguageClient) -> Editor:
    """The editor that was opened around a client."""
    editor: Editor = client.__dict__["editor"]
    return editor


class Editor:
    """A client with a folder.

    Args:
        able: what the server can do.
        registered, refreshed: what the server has registered, and asked to be shown anew.
        pushes: versions of which it was told without asking, by URI.
    """

    def __init__(
        self,
        client: LanguageClient,
        folder: Path,
        able: lsp.ServerCapabilities,
        registered: list[lsp.Registration],
        refreshed: list[str],
        pushes: dict[str, list[int | None]],
    ) -> None:
        self.client, self.folder, self.able = client, folder, able
        self.registered, self.refreshed, self.pushes = registered, refreshed, pushes
        self.encoding = lsp.PositionEncodingKind(able.position_encoding or "utf-16").value

    def write(self, name: str, text: str) -> Path:
        """A file on disk."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def open(self, name: str, text: str, language: str = "markdown", uri: str = "") -> Buffer:
        """Open a text that need not be on disk."""
        buffer = Buffer(self, uri or (self.folder / name).as_uri(), text)
        item = lsp.TextDocumentItem(buffer.uri, language, 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return buffer


class Buffer:
    """An open text."""

    def __init__(self, editor: Editor, uri: str, text: str) -> None:
        self.editor, self.client, self.uri, self.text, self.version = editor, editor.client, uri, text, 1
        self.id = lsp.TextDocumentIdentifier(uri)

    # Written independently of the server's own conversion, which these check.
    def position(self, offset: int) -> lsp.Position:
        """The place of a code point in the client's unit."""
        before = re.split(r"\r\n|\n|\r", self.text[:offset])
        return lsp.Position(len(before) - 1, self.units(before[-1]))

    def units(self, text: str) -> int:
        """The length of a text in the client's unit."""
        codec, width = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[
            self.editor.encoding
        ]
        return len(text.encode(codec)) // width

    def offset(self, position: lsp.Position) -> int:
        """The code point at a place."""
        starts = [0] + [m.end() for m in re.finditer(r"\r\n|\n|\r", self.text)]
        start = starts[position.line] if position.line < len(starts) else len(self.text)
        end = start
        while end < len(self.text) and self.units(self.text[start:end]) < position.character:
            end += 1
        assert self.units(self.text[start:end]) == position.character, "a place in the middle of a character"
        return end

    def at(self, needle: str, shift: int = 0, nth: int = 0) -> lsp.Position:
        """Where a piece of the text stands."""
        return self.position([m.start() for m in re.finditer(re.escape(needle), self.text)][nth] + shift)

    def said(self, area: lsp.Range) -> str:
        """The text of a range."""
        return self.text[self.offset(area.start) : self.offset(area.end)]

    @property
    def whole(self) -> lsp.Range:
        """All of it."""
        return lsp.Range(lsp.Position(0, 0), self.position(len(self.text)))

    def applied(self, edits: list[lsp.TextEdit]) -> str:
        """The text after edits of the server."""
        text = self.text
        spans = [(self.offset(e.range.start), self.offset(e.range.end), e.new_text) for e in edits]
        for start, end, new in sorted(spans, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def change(self, old: str, new: str) -> None:
        """Type: replace a piece of the text."""
        start = self.text.index(old)
        area = lsp.Range(self.position(start), self.position(start + len(old)))
        self.text = self.text[:start] + new + self.text[start + len(old) :]
        self.version += 1
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version),
                [lsp.TextDocumentContentChangePartial(range=area, text=new)],
            )
        )

    async def diagnostics(self) -> list[lsp.Diagnostic]:
        """What is found in the present version, however the client comes by it."""
        able = self.client.capabilities
        if able and able.text_document and able.text_document.diagnostic:
            report = await self.client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(self.id))
            return list(report.items)
        return await self.pushed()

    async def pushed(self) -> list[lsp.Diagnostic]:
        """What is pushed for the present version."""
        async with asyncio.timeout(PATIENCE):
            while self.version not in self.editor.pushes.get(self.uri, ()):
                await asyncio.sleep(0.005)
        return list(self.client.diagnostics[self.uri])

    async def hover(self, position: lsp.Position) -> str:
        """The text of a hover, "" for none."""
        found = await self.client.text_document_hover_async(lsp.HoverParams(self.id, position))
        return found.contents.value if found else ""

    async def complete(self, position: lsp.Position) -> dict[str, lsp.CompletionItem]:
        """Proposals by label."""
        found = await self.client.text_document_completion_async(lsp.CompletionParams(self.id, position))
        return {i.label: i for i in found.items} if found else {}

    async def actions(self, area: lsp.Range, only: list[str] | None = None) -> dict[str, lsp.CodeAction]:
        """Actions by title."""
        context = lsp.CodeActionContext([], only=only)
        found = await self.client.text_document_code_action_async(lsp.CodeActionParams(self.id, area, context))
        return {a.title: a for a in found or []}

    def edits(self, edit: lsp.WorkspaceEdit | None, uri: str = "") -> list[lsp.TextEdit]:
        """The edits of one text in an edit of several."""
        assert edit is not None
        if edit.changes:
            return list(edit.changes.get(uri or self.uri, []))
        texts = [c for c in edit.document_changes or [] if isinstance(c, lsp.TextDocumentEdit)]
        return [e for c in texts if c.text_document.uri == (uri or self.uri) for e in c.edits]
