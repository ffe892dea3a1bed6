"""What is found, in the form that the client takes, and the client told that something is to be shown anew."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types as lsp

from promptlint.diagnostic import Diagnostic
from promptlint.lsp.convert import Places, diagnostic
from promptlint.lsp.pages import page_uri
from promptlint.lsp.session import Session
from promptlint.settings import Settings


def items(
    ls: Session, found: Iterable[Diagnostic], places: Places, uri: str, settings: Settings
) -> list[lsp.Diagnostic]:
    """Diagnostics as the client takes them."""
    shown = []
    for d in found:
        rule = ls.rule(d.name, settings)
        shown.append(diagnostic(d, places, uri, page_uri(rule) if rule else None))
    return shown


def push(ls: Session, uri: str, found: list[lsp.Diagnostic], version: int | None = None) -> None:
    """Tell the client what is found in a file."""
    ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))


def ask_again(ls: Session) -> None:
    """Let a client that asks do so again, for everything that it shows."""
    workspace = ls.client_capabilities.workspace
    if workspace is None:
        return
    if ls.pulled and workspace.diagnostics and workspace.diagnostics.refresh_support:
        ls.workspace_diagnostic_refresh(None)
    if workspace.inlay_hint and workspace.inlay_hint.refresh_support:
        ls.workspace_inlay_hint_refresh(None)
    if workspace.code_lens and workspace.code_lens.refresh_support:
        ls.workspace_code_lens_refresh(None)
