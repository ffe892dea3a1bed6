"""Charters that include one another: the texts in which a name of one counts."""

from __future__ import annotations

import os

from promptlint.charter.parse import parse
from promptlint.lsp import names
from promptlint.lsp.names import Name
from promptlint.lsp.session import Session, uri_of
from promptlint.record import record
from promptlint.source import Source, SourceError

MOST = 500  # charters of a folder that are looked through


@record(frozen=True, slots=True)
class Member:
    """A text with its names."""

    uri: str
    source: Source
    names: list[Name]


def open_texts(ls: Session) -> dict[str, str]:
    """The open charters by real path, as the editor holds them."""
    return {
        os.path.realpath(ls.path_of(uri)): ls.workspace.get_text_document(uri).source
        for uri in ls.opened
        if ls.path_of(uri).endswith(".charter")
    }


def charters(ls: Session, uri: str, texts: dict[str, str]) -> list[Member]:
    """The charters in the workspace folder of ``uri``, in its own folder if it lies in none.

    Args:
        texts: the open ones, by real path.
    """
    own = os.path.dirname(ls.path_of(uri))
    found = dict.fromkeys(texts)
    for here, folders, files in os.walk(ls.folder_of(uri) or own):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "node_modules")
        found.update(dict.fromkeys(os.path.realpath(os.path.join(here, f)) for f in files if f.endswith(".charter")))
        if len(found) > MOST or not ls.folder_of(uri):
            break
    members = []
    uris = {os.path.realpath(ls.path_of(u)): u for u in list(ls.opened)}
    for path in list(found)[:MOST]:
        source = _source(path, texts)
        if source is not None:
            members.append(Member(uris.get(path) or uri_of(path), source, names.of_charter(source, parse(source))))
    return members


def _source(path: str, texts: dict[str, str]) -> Source | None:
    if path in texts:
        return Source(path, texts[path])
    try:
        with open(path, "rb") as f:
            return Source.from_bytes(path, f.read())
    except (OSError, SourceError):
        return None


def related(ls: Session, uri: str, texts: dict[str, str]) -> list[Member]:
    """The charters that share names with ``uri``: what it includes, what includes it, and what those include."""
    members = {os.path.realpath(ls.path_of(m.uri)): m for m in charters(ls, uri, texts)}
    included = {
        path: {os.path.realpath(os.path.join(os.path.dirname(path), n.text)) for n in m.names if n.kind == "file"}
        for path, m in members.items()
    }
    start = os.path.realpath(ls.path_of(uri))
    found: set[str] = set()
    for path in members:
        whole = _closure(path, included)
        if start in whole:
            found |= whole
    return [m for path, m in members.items() if path in found]


def _closure(path: str, included: dict[str, set[str]]) -> set[str]:
    seen, stack = {path}, [path]
    while stack:
        for other in included.get(stack.pop(), ()):
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return seen
