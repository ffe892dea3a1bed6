"""The server: diagnostics while one types, the rule's page on hover, fixes and suppressions as code actions."""

from __future__ import annotations

import asyncio
import os

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from promptlint import __version__
from promptlint.beside import loader
from promptlint.config import Config, ConfigError, find
from promptlint.diagnostic import Diagnostic
from promptlint.engine import lint_source, toolbox
from promptlint.knowledge import KnowledgeError
from promptlint.lsp.convert import diagnostic, edits, offset, range_of
from promptlint.record import field, record
from promptlint.registry import UnknownRule
from promptlint.rule import Rule
from promptlint.source import Source
from promptlint.suppression import comment_out

DELAY = 0.15  # seconds without a keystroke before a changed text is linted


@record
class Opened:
    """What was last found in an open text."""

    source: Source
    version: int | None
    found: list[Diagnostic] = field(default_factory=list)


class Server(LanguageServer):
    """One editor's session."""

    def __init__(self) -> None:
        super().__init__("promptlint", __version__, lsp.TextDocumentSyncKind.Incremental)
        self.opened: dict[str, Opened] = {}
        self.waiting: dict[str, asyncio.TimerHandle] = {}
        self.told: set[str] = set()

    @property
    def encoding(self) -> str:
        """The unit of columns that was agreed with the client."""
        return str(self.server_capabilities.position_encoding or lsp.PositionEncodingKind.Utf16)

    @property
    def pulled(self) -> bool:
        """Whether the client asks for diagnostics itself; pushing as well would show everything twice."""
        text = self.client_capabilities.text_document
        return text is not None and text.diagnostic is not None

    def lint(self, uri: str) -> Opened:
        """Lint the text that the editor holds, unless that version was linted already."""
        document = self.workspace.get_text_document(uri)
        known = self.opened.get(uri)
        if known is not None and known.version is not None and known.version == document.version:
            return known
        path = to_fs_path(uri) or uri
        now = Opened(Source(path.replace("\\", "/"), document.source), document.version)
        try:
            config = self.config(path)
            now.found = lint_source(now.source, config.settings(path), loader(now.source.path)).diagnostics
        except (ConfigError, UnknownRule, KnowledgeError) as e:
            self.tell(str(e))
        self.opened[uri] = now
        return now

    def config(self, path: str) -> Config:
        """The configuration closest to the file."""
        return find(os.path.dirname(path) or ".")

    def tell(self, message: str) -> None:
        """Show a message, once."""
        if message not in self.told:
            self.told.add(message)
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"promptlint: {message}"))

    def publish(self, uri: str) -> None:
        """Push what was found, if the client does not ask for it."""
        self.waiting.pop(uri, None)
        if self.pulled or uri not in self.workspace.text_documents:
            return
        now = self.lint(uri)
        items = [diagnostic(d, now.source, uri, self.encoding) for d in now.found]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, items, now.version))

    def publish_soon(self, uri: str) -> None:
        """Push after a pause in typing."""
        if (handle := self.waiting.pop(uri, None)) is not None:
            handle.cancel()
        self.waiting[uri] = asyncio.get_running_loop().call_later(DELAY, self.publish, uri)

    def rule(self, name: str) -> Rule | None:
        """The rule of that name."""
        return next((r for r in toolbox().registry.rules if r.name == name), None)


server = Server()


@server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    """Lint at once."""
    ls.publish(params.text_document.uri)


@server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
async def did_change(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    """Lint after a pause."""
    ls.publish_soon(params.text_document.uri)


@server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
def did_save(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    """Lint again: the configuration may have been saved too."""
    ls.opened.pop(params.text_document.uri, None)
    ls.publish(params.text_document.uri)


@server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
def did_close(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    """Forget the text and clear what was shown."""
    uri = params.text_document.uri
    ls.opened.pop(uri, None)
    if not ls.pulled:
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))


@server.feature(lsp.TEXT_DOCUMENT_DIAGNOSTIC, lsp.DiagnosticOptions(False, False, identifier="promptlint"))
def pull(ls: Server, params: lsp.DocumentDiagnosticParams) -> lsp.RelatedFullDocumentDiagnosticReport:
    """Answer a client that asks."""
    uri = params.text_document.uri
    now = ls.lint(uri)
    return lsp.RelatedFullDocumentDiagnosticReport([diagnostic(d, now.source, uri, ls.encoding) for d in now.found])


@server.feature(lsp.TEXT_DOCUMENT_HOVER)
def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """The pages of the rules that speak here."""
    now = ls.lint(params.text_document.uri)
    at = offset(now.source, params.position, ls.encoding)
    here = [d for d in now.found if d.span.start <= at <= d.span.end]
    pages = [f"### {r.name}\n\n{r.page}\n**What to do:** {r.help}" for d in here if (r := ls.rule(d.name))]
    if not pages:
        return None
    text = "\n\n---\n\n".join(dict.fromkeys(pages))
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), range_of(now.source, here[0].span, ls.encoding))


@server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]))
def code_action(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """Fixes and suppressions for what was found in the range."""
    uri = params.text_document.uri
    now = ls.lint(uri)
    first = offset(now.source, params.range.start, ls.encoding)
    last = offset(now.source, params.range.end, ls.encoding)
    found: list[lsp.CodeAction] = []
    for d in now.found:
        if d.span.start > last or d.span.end < first:
            continue
        shown = [diagnostic(d, now.source, uri, ls.encoding)]
        if d.fix is not None:
            found.append(_action(d.fix.message, uri, edits(d.fix, now.source, ls.encoding), shown, d.fix.safe))
        text, count = comment_out(now.source, [d], "reason")
        if count:
            whole = lsp.TextEdit(_difference(ls, now.source, text), _inserted(now.source.text, text))
            found.append(_action(f"Silence {d.name} here", uri, [whole], shown, False))
    return found


def _action(
    title: str, uri: str, changes: list[lsp.TextEdit], shown: list[lsp.Diagnostic], preferred: bool
) -> lsp.CodeAction:
    edit = lsp.WorkspaceEdit(changes={uri: changes})
    return lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, shown, preferred, edit=edit)


def _common(old: str, new: str) -> tuple[int, int]:
    """Lengths of the common start and, behind it, the common end of two texts."""
    length = min(len(old), len(new))
    start = next((i for i in range(length) if old[i] != new[i]), length)
    end = next((i for i in range(length - start) if old[-1 - i] != new[-1 - i]), length - start)
    return start, end


def _difference(ls: Server, source: Source, new: str) -> lsp.Range:
    from promptlint.span import Span

    start, end = _common(source.text, new)
    return range_of(source, Span(start, len(source.text) - end), ls.encoding)


def _inserted(old: str, new: str) -> str:
    start, end = _common(old, new)
    return new[start : len(new) - end]
