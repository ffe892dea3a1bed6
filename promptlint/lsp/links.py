"""Paths in a text that can be followed: includes of a charter, links and file references in Markdown."""

from __future__ import annotations

import os

from lsprotocol import types as lsp

from promptlint.analysis.links import Link, links
from promptlint.lsp import names
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.session import Session, uri_of


def register(server: Session) -> None:
    """Teach the server this feature."""
    server.on(lsp.TEXT_DOCUMENT_DOCUMENT_LINK)(document_link)


async def document_link(ls: Session, params: lsp.DocumentLinkParams) -> list[lsp.DocumentLink] | None:
    """The files that a text names and that exist."""
    uri = params.text_document.uri
    analysis = await ls.read(uri)
    if analysis is None:
        return None
    places, folders = ls.places(analysis), (os.path.dirname(ls.path_of(uri)), ls.folder_of(uri))
    return [
        lsp.DocumentLink(places.range(link.span), uri_of(path))
        for link in _targets(analysis)
        if (path := _file(link, *folders)) is not None
    ]


def _targets(analysis: Analysis) -> list[Link]:
    if analysis.charter is not None:
        return [Link(n.text, n.span, False) for n in names.of(analysis) if n.kind == "file"]
    return [link for unit in analysis.document.units for link in links(unit)]


def _file(link: Link, folder: str, root: str) -> str | None:
    """The file that a link names, None if there is none."""
    places = [os.path.join(folder, link.target)] + ([os.path.join(root, link.target)] if link.rooted and root else [])
    return next((os.path.normpath(p) for p in places if os.path.isfile(p)), None)
