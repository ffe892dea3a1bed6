"""From a name to where it is given, to where it is used, and to another name."""

from __future__ import annotations

import os
from collections.abc import Iterator

from lsprotocol import types as lsp

from promptlint.lsp import family, names
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.convert import Places
from promptlint.lsp.edits import workspace_edit
from promptlint.lsp.family import Member
from promptlint.lsp.names import Name
from promptlint.lsp.session import Refused, Session, uri_of

# A variable of these is bound in code or in test data, which a rename would not reach.
BOUND_ELSEWHERE = frozenset({"python", "typescript", "yaml", "json", "toml", "promptfoo"})

At = (
    lsp.DefinitionParams
    | lsp.ReferenceParams
    | lsp.DocumentHighlightParams
    | lsp.PrepareRenameParams
    | lsp.RenameParams
)


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.TEXT_DOCUMENT_DEFINITION)(definition)
    server.on(lsp.TEXT_DOCUMENT_REFERENCES)(references)
    server.on(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)(highlight)
    server.on(lsp.TEXT_DOCUMENT_PREPARE_RENAME)(prepare_rename)
    server.on(lsp.TEXT_DOCUMENT_RENAME)(rename)


async def _here(ls: Session, params: At) -> tuple[Analysis, Name] | None:
    analysis = await ls.read(params.text_document.uri)
    if analysis is None:
        return None
    name = names.at(analysis, ls.places(analysis).offset(params.position))
    return (analysis, name) if name else None


async def _members(ls: Session, uri: str, analysis: Analysis) -> list[Member]:
    """The texts in which the names of this one count, itself first."""
    own = Member(uri, analysis.source, names.of(analysis))
    if analysis.charter is None:
        return [own]
    texts = family.open_texts(ls)
    others: list[Member] = await ls.compute(lambda: family.related(ls, uri, texts))
    return [own, *(m for m in others if m.uri != uri)]


def _found(ls: Session, members: list[Member], name: Name) -> Iterator[tuple[Name, lsp.Location]]:
    for member in members:
        places = Places(member.source, ls.encoding)
        for n in member.names:
            if n.same(name):
                yield n, lsp.Location(member.uri, places.range(n.span))


async def definition(ls: Session, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
    """Where the name here is given."""
    found = await _here(ls, params)
    if found is None:
        return None
    analysis, name = found
    uri = params.text_document.uri
    if name.kind == "file":
        path = os.path.join(os.path.dirname(ls.path_of(uri)), name.text)
        top = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        return [lsp.Location(uri_of(path), top)] if os.path.isfile(path) else None
    members = await _members(ls, uri, analysis)
    return [place for n, place in _found(ls, members, name) if n.defines]


async def references(ls: Session, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
    """Where the name here is used."""
    found = await _here(ls, params)
    if found is None:
        return None
    analysis, name = found
    uri = params.text_document.uri
    if name.kind == "file":
        return [lsp.Location(u, r) for u, r, _ in await _includers(ls, uri, name)]
    members = await _members(ls, uri, analysis)
    return [place for n, place in _found(ls, members, name) if params.context.include_declaration or not n.defines]


async def highlight(ls: Session, params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight] | None:
    """The same name elsewhere in this text."""
    found = await _here(ls, params)
    if found is None:
        return None
    analysis, name = found
    places = ls.places(analysis)
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [lsp.DocumentHighlight(places.range(n.span), kinds[n.defines]) for n in names.of(analysis) if n.same(name)]


async def prepare_rename(ls: Session, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """Whether the name here can be changed."""
    found = await _here(ls, params)
    if found is None:
        return None
    analysis, name = found
    _refuse_bound(analysis, name)
    return lsp.PrepareRenamePlaceholder(ls.places(analysis).range(name.span), name.text)


def _refuse_bound(analysis: Analysis, name: Name) -> None:
    if name.kind == "variable" and analysis.document.format in BOUND_ELSEWHERE:
        raise Refused(f"{name.text} is bound outside the prompt, where a rename would not reach it")


async def rename(ls: Session, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Give the name here, and everything that means it, another name."""
    found = await _here(ls, params)
    if found is None:
        return None
    analysis, name = found
    _refuse_bound(analysis, name)
    new = params.new_name.strip()
    if not names.SHAPES[name.kind].fullmatch(new):
        raise Refused(f"{new!r} is no name of a {name.kind}")
    uri = params.text_document.uri
    if name.kind == "file":
        return await _move(ls, uri, name, new)
    members = await _members(ls, uri, analysis)
    if new != name.text and any(n.kind == name.kind and n.text == new for m in members for n in m.names):
        raise Refused(f"{new} is taken by another {name.kind}")
    changes: dict[str, list[lsp.TextEdit]] = {}
    for _, place in _found(ls, members, name):
        changes.setdefault(place.uri, []).append(lsp.TextEdit(place.range, new))
    return workspace_edit(ls, changes)


# -- included files ----------------------------------------------------------------------------------------------------


async def _includers(ls: Session, uri: str, name: Name) -> list[tuple[str, lsp.Range, str]]:
    """Every statement that includes the file named here: URI, range of the path, folder of the file it stands in."""
    target = os.path.realpath(os.path.join(os.path.dirname(ls.path_of(uri)), name.text))
    texts = family.open_texts(ls)
    members: list[Member] = await ls.compute(lambda: family.charters(ls, uri, texts))
    found = []
    for member in members:
        folder, places = os.path.dirname(ls.path_of(member.uri)), Places(member.source, ls.encoding)
        for n in member.names:
            if n.kind == "file" and os.path.realpath(os.path.join(folder, n.text)) == target:
                found.append((member.uri, places.range(n.span), folder))
    return found


async def _move(ls: Session, uri: str, name: Name, new: str) -> lsp.WorkspaceEdit:
    """Move an included file, and tell everything that includes it."""
    folder = os.path.dirname(ls.path_of(uri))
    old, target = os.path.join(folder, name.text), os.path.join(folder, new)
    workspace = ls.client_capabilities.workspace
    able = workspace.workspace_edit.resource_operations if workspace and workspace.workspace_edit else None
    if lsp.ResourceOperationKind.Rename not in (able or []):
        raise Refused("this editor cannot move files")
    if not os.path.isfile(old):
        raise Refused(f"{name.text} does not exist")
    if os.path.exists(target):
        raise Refused(f"{new} exists")
    changes: dict[str, list[lsp.TextEdit]] = {}
    for other, area, base in await _includers(ls, uri, name):
        path = os.path.relpath(target, base).replace(os.sep, "/")
        changes.setdefault(other, []).append(lsp.TextEdit(area, path))
    return workspace_edit(ls, changes, [lsp.RenameFile(uri_of(old), uri_of(target))])
