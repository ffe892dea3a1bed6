"""Diagnostics of open texts: answered to a client that asks, pushed to one that does not, never both."""

from __future__ import annotations

import asyncio
import os

from lsprotocol import types as lsp

from promptlint.config import FILES
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.session import Opened, Session, canonical
from promptlint.lsp.show import ask_again, items, push
from promptlint.lsp.sweep import again, on_disk


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.on(lsp.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.on(lsp.TEXT_DOCUMENT_DID_SAVE)(did_save)
    server.on(lsp.TEXT_DOCUMENT_DID_CLOSE)(did_close)
    server.on(lsp.TEXT_DOCUMENT_DIAGNOSTIC, lsp.DiagnosticOptions(False, False, identifier="promptlint"))(pull)


def _items(ls: Session, analysis: Analysis, uri: str) -> list[lsp.Diagnostic]:
    return items(ls, analysis.diagnostics, ls.places(analysis), uri, analysis.settings)


async def publish(ls: Session, uri: str) -> None:
    """Push what is found in a text as it stands now."""
    analysis = await ls.read(uri)
    opened = ls.opened.get(uri)
    if analysis is None and opened is not None and opened.pushed is not None:  # edited until it was no prompt any more
        opened.pushed = None
        push(ls, uri, [])
    if analysis is None or opened is None or opened.analysis is not analysis or opened.pushed is analysis:
        return  # closed, or another change has come and pushes itself
    opened.pushed = analysis
    push(ls, uri, _items(ls, analysis, uri), opened.key[0] if opened.key else None)


async def refresh(ls: Session) -> None:
    """Show anew what depends on settings or on other files."""
    if not ls.pulled:
        await asyncio.gather(*(publish(ls, uri) for uri in list(ls.opened)))
    ask_again(ls)


async def did_open(ls: Session, params: lsp.DidOpenTextDocumentParams) -> None:
    """Lint a text that is opened."""
    uri = params.text_document.uri
    ls.opened[uri] = Opened()
    if not ls.pulled:
        await publish(ls, uri)
    elif (known := canonical(uri)) in ls.pushed:  # by a run over the workspace; from now on the client asks
        ls.pushed.discard(known)
        push(ls, uri, [])


async def did_change(ls: Session, params: lsp.DidChangeTextDocumentParams) -> None:
    """Lint a text that has changed, and those that include it."""
    ls.tidy()
    uri = params.text_document.uri
    affected = ls.including(uri)
    for opened in affected.values():
        opened.drop()
    if not ls.pulled:
        await asyncio.gather(*(publish(ls, u) for u in (uri, *affected)))
    elif affected:
        await refresh(ls)


async def did_save(ls: Session, params: lsp.DidSaveTextDocumentParams) -> None:
    """A configuration may have been saved."""
    if os.path.basename(params.text_document.uri) in FILES:
        ls.forget()
        await refresh(ls)


async def did_close(ls: Session, params: lsp.DidCloseTextDocumentParams) -> None:
    """Forget a text and clear what was pushed."""
    uri = params.text_document.uri
    opened = ls.opened.pop(uri, None)
    if opened is not None:
        opened.over.set()
    if not ls.pulled:
        push(ls, uri, [])
    await again(ls, uri)  # if a run over the workspace has found something in the file, that is shown again


async def pull(ls: Session, params: lsp.DocumentDiagnosticParams) -> lsp.DocumentDiagnosticReport:
    """Answer a client that asks."""
    uri = params.text_document.uri
    analysis = await ls.read(uri)
    if analysis is None and uri in ls.opened:
        return lsp.RelatedFullDocumentDiagnosticReport([])
    if analysis is None:  # a tab that has not been looked at yet
        return lsp.RelatedFullDocumentDiagnosticReport(await on_disk(ls, uri))
    result_id = str(analysis.serial)
    if params.previous_result_id == result_id:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(result_id)
    return lsp.RelatedFullDocumentDiagnosticReport(_items(ls, analysis, uri), result_id=result_id)
