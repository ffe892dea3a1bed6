"""Diagnostics of open texts: answered to a client that asks, pushed to one that does not, never both."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable

from lsprotocol import types as lsp

from promptlint.config import FILES
from promptlint.diagnostic import Diagnostic
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.convert import Places, diagnostic
from promptlint.lsp.pages import page_uri
from promptlint.lsp.session import Opened, Session, canonical
from promptlint.settings import Settings


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.on(lsp.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.on(lsp.TEXT_DOCUMENT_DID_SAVE)(did_save)
    server.on(lsp.TEXT_DOCUMENT_DID_CLOSE)(did_close)
    server.on(lsp.TEXT_DOCUMENT_DIAGNOSTIC, lsp.DiagnosticOptions(False, False, identifier="promptlint"))(pull)


def shown(
    ls: Session, found: Iterable[Diagnostic], places: Places, uri: str, settings: Settings
) -> list[lsp.Diagnostic]:
    """Diagnostics as the client takes them."""
    items = []
    for d in found:
        rule = ls.rule(d.name, settings)
        items.append(diagnostic(d, places, uri, page_uri(rule) if rule else None))
    return items


def items_of(ls: Session, analysis: Analysis, uri: str) -> list[lsp.Diagnostic]:
    """An analysis's diagnostics as the client takes them."""
    return shown(ls, analysis.diagnostics, ls.places(analysis), uri, analysis.settings)


async def publish(ls: Session, uri: str) -> None:
    """Push what is found in a text as it stands now."""
    analysis = await ls.read(uri)
    opened = ls.opened.get(uri)
    if analysis is None or opened is None or opened.analysis is not analysis or opened.pushed is analysis:
        return  # closed, or another change has come and pushes itself
    opened.pushed = analysis
    items = items_of(ls, analysis, uri)
    version = opened.key[0] if opened.key else None
    ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, items, version))


async def refresh(ls: Session) -> None:
    """Show anew what depends on settings or on other files."""
    if not ls.pulled:
        await asyncio.gather(*(publish(ls, uri) for uri in list(ls.opened)))
    workspace = ls.client_capabilities.workspace
    if workspace is None:
        return
    if ls.pulled and workspace.diagnostics and workspace.diagnostics.refresh_support:
        ls.workspace_diagnostic_refresh(None)
    if workspace.inlay_hint and workspace.inlay_hint.refresh_support:
        ls.workspace_inlay_hint_refresh(None)
    if workspace.code_lens and workspace.code_lens.refresh_support:
        ls.workspace_code_lens_refresh(None)


async def did_open(ls: Session, params: lsp.DidOpenTextDocumentParams) -> None:
    """Lint a text that is opened."""
    uri = params.text_document.uri
    ls.opened[uri] = Opened()
    if not ls.pulled:
        await publish(ls, uri)
    elif (known := canonical(uri)) in ls.pushed:  # by a run over the workspace; from now on the client asks
        ls.pushed.discard(known)
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))


async def did_change(ls: Session, params: lsp.DidChangeTextDocumentParams) -> None:
    """Lint a text that has changed, and those that include it."""
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
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))


async def pull(ls: Session, params: lsp.DocumentDiagnosticParams) -> lsp.DocumentDiagnosticReport:
    """Answer a client that asks."""
    uri = params.text_document.uri
    analysis = await ls.read(uri)
    if analysis is None:
        return lsp.RelatedFullDocumentDiagnosticReport([])
    result_id = str(analysis.serial)
    if params.previous_result_id == result_id:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(result_id)
    return lsp.RelatedFullDocumentDiagnosticReport(items_of(ls, analysis, uri), result_id=result_id)
