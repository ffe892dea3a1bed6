"""What can be done about a diagnostic: its fix, all safe fixes, a comment that silences it, the rule switched off."""

from __future__ import annotations

import os
from collections.abc import Iterator

from lsprotocol import types as lsp

from promptlint import fixes
from promptlint.diagnostic import Diagnostic
from promptlint.engine import lint_source
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.convert import Places
from promptlint.lsp.edits import workspace_edit
from promptlint.lsp.session import Session, canonical, uri_of
from promptlint.lsp.show import items
from promptlint.lsp.switch_off import switched_off
from promptlint.source import Source
from promptlint.suppression import comment_out

FIX_ALL = "source.fixAll.promptlint"
KINDS = [lsp.CodeActionKind.QuickFix, FIX_ALL]
REASON = "say why this is right here"


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(KINDS, resolve_provider=True))(code_action)
    server.on(lsp.CODE_ACTION_RESOLVE)(resolve)


async def code_action(ls: Session, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be done about what was found in the range."""
    uri = params.text_document.uri
    analysis = await ls.read(uri)
    if analysis is None:
        return []
    places = ls.places(analysis)
    area = places.span(params.range)
    here = [d for d in analysis.diagnostics if d.span.start <= area.end and area.start <= d.span.end]
    found: list[lsp.CodeAction] = []
    if _wanted(params.context.only, lsp.CodeActionKind.QuickFix):
        for d in here:
            found += _of(ls, uri, analysis, places, d)
    if _wanted(params.context.only, FIX_ALL) and any(d.fix and d.fix.safe for d in analysis.diagnostics):
        action = lsp.CodeAction("promptlint: fix all safe problems", FIX_ALL, data=uri)
        found.append(action if _resolves(ls) else await resolve(ls, action))
    return found


def _wanted(only: object, kind: str) -> bool:
    """Whether the client asks for actions of a kind, or of one that holds it ("source.fixAll")."""
    asked = list(only) if isinstance(only, list | tuple) else None
    return asked is None or any(not k or kind == k or kind.startswith(f"{k}.") for k in map(_plain, asked))


def _plain(kind: object) -> str:
    return str(kind.value) if isinstance(kind, lsp.CodeActionKind) else str(kind)


def _resolves(ls: Session) -> bool:
    able = ls.client_capabilities.text_document
    support = able.code_action.resolve_support if able and able.code_action else None
    return support is not None and "edit" in support.properties


async def resolve(ls: Session, action: lsp.CodeAction) -> lsp.CodeAction:
    """Work out the edit of "fix all": fixes make room for others, so the text is linted again after each round."""
    uri = action.data
    if not isinstance(uri, str):
        return action
    analysis = await ls.read(uri)
    if analysis is not None:
        settings = analysis.settings

        def settle() -> Source:
            return fixes.settle(analysis.source, lambda s: lint_source(s, settings).diagnostics, False)[0]

        fixed: Source = await ls.compute(settle)
        action.edit = workspace_edit(ls, {uri: ls.places(analysis).difference(fixed.text)})
    return action


def _of(ls: Session, uri: str, analysis: Analysis, places: Places, d: Diagnostic) -> Iterator[lsp.CodeAction]:
    """The actions for one diagnostic."""
    shown = items(ls, [d], places, uri, analysis.settings)
    if d.fix is not None:
        edit = workspace_edit(ls, {uri: places.edits(d.fix.edits)})
        title = d.fix.message if d.fix.safe else f"{d.fix.message} (may change what the prompt means)"
        yield lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, shown, d.fix.safe or None, edit=edit)
    if d.category == "internal":
        return
    text, count = comment_out(analysis.source, [d], REASON)
    if count:
        edit = workspace_edit(ls, {uri: places.difference(text)})
        where = "in this file" if d.whole_prompt else "on this line"
        yield lsp.CodeAction(
            f"promptlint: ignore {d.name} {where}, with a reason", lsp.CodeActionKind.QuickFix, shown, edit=edit
        )
    if (off := _off(ls, uri, d.name)) is not None:
        title = f"promptlint: disable {d.name} in the configuration"
        yield lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, shown, edit=off)


def _off(ls: Session, uri: str, name: str) -> lsp.WorkspaceEdit | None:
    """The edit that lets the project's configuration ignore a rule, None where it cannot be made."""
    config = ls.configured(uri).config
    if config.path:
        try:
            with open(config.path, encoding="utf-8-sig", newline="") as f:
                source = Source(config.path, f.read())
        except (OSError, UnicodeDecodeError):
            return None
        target = uri_of(config.path)
        held = next((u for u in ls.opened if canonical(u) == target), None)
        if held is not None:  # with changes that are not saved
            source = Source(config.path, ls.workspace.get_text_document(held).source)
        edit = switched_off(source.text, name, os.path.basename(config.path) == "pyproject.toml")
        return workspace_edit(ls, {target: Places(source, ls.encoding).edits([edit])}) if edit else None
    folder = ls.folder_of(uri)
    workspace = ls.client_capabilities.workspace
    able = workspace.workspace_edit.resource_operations if workspace and workspace.workspace_edit else None
    if not folder or lsp.ResourceOperationKind.Create not in (able or []):
        return None
    target = uri_of(os.path.join(folder, "promptlint.toml"))
    top = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    create = lsp.CreateFile(target, options=lsp.CreateFileOptions(ignore_if_exists=True))
    return workspace_edit(ls, {target: [lsp.TextEdit(top, f'ignore = ["{name}"]\n')]}, [create])
