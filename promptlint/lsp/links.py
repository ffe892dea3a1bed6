"""Paths in a text that can be followed: includes of a charter, links and file references in Markdown."""

from __future__ import annotations

import os

from lsprotocol import types as lsp

from promptlint.analysis.links import links
from promptlint.lsp import names
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.session import Session, uri_of
from promptlint.span import Span


def register(server: Session) -> None:
    """Teach the server this feature."""
    server.on(lsp.TEXT_DOCUMENT_DOCUMENT_LINK)(document_link)


async def document_link(ls: Session, params: lsp.DocumentLinkParams) -> list[lsp.DocumentLink] | None:
    """The files that a text names and that exist."""
    uri = params.text_document.uri
    analysis = await ls.read(uri)
    if analysis is None:
        return None
    places, folder = ls.places(analysis), os.path.dirname(ls.path_of(uri))
    found = []
    for target, span in _targets(analysis):
        path = os.path.normpath(os.path.join(folder, target))
        if os.path.isfile(path):
            found.append(lsp.DocumentLink(places.range(span), uri_of(path)))
    return found


def _targets(analysis: Analysis) -> list[tuple[str, Span]]:
    if analysis.charter is not None:
        return [(n.text, n.span) for n in names.of(analysis) if n.kind == "file"]
    return [(link.target, link.span) for unit in analysis.document.units for link in links(unit)]
