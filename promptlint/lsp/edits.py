"""Edits of files, in the form that the client takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lsprotocol import types as lsp

from promptlint.lsp.session import Session

Operation = lsp.CreateFile | lsp.RenameFile


def workspace_edit(
    ls: Session, changes: Mapping[str, Sequence[lsp.TextEdit]], operations: Sequence[Operation] = ()
) -> lsp.WorkspaceEdit:
    """An edit of several texts, tied to the versions that it was made for where the client can tell.

    Args:
        operations: on files; those that create come before the edits of texts, those that move come after.
    """
    workspace = ls.client_capabilities.workspace
    able = workspace.workspace_edit if workspace else None
    if not operations and not (able and able.document_changes):
        return lsp.WorkspaceEdit(changes={uri: list(e) for uri, e in changes.items()})
    texts = [_text(ls, uri, edits) for uri, edits in changes.items()]
    before = [o for o in operations if isinstance(o, lsp.CreateFile)]
    after = [o for o in operations if not isinstance(o, lsp.CreateFile)]
    return lsp.WorkspaceEdit(document_changes=[*before, *texts, *after])


def _text(ls: Session, uri: str, edits: Sequence[lsp.TextEdit]) -> lsp.TextDocumentEdit:
    version = ls.workspace.get_text_document(uri).version if uri in ls.opened else None
    return lsp.TextDocumentEdit(lsp.OptionalVersionedTextDocumentIdentifier(uri, version), list(edits))
