"""A run over every prompt of the workspace: with progress, and with its results kept true while files change."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from uuid import uuid4

from lsprotocol import types as lsp
from pygls.uris import to_fs_path

from promptlint.discovery import discover
from promptlint.engine import lint_source
from promptlint.knowledge import KnowledgeError
from promptlint.lsp.convert import Places
from promptlint.lsp.session import Results, Session, canonical, uri_of
from promptlint.lsp.settings import configured
from promptlint.lsp.show import ask_again, items, push
from promptlint.lsp.words import many
from promptlint.registry import UnknownRule
from promptlint.result import FileResult
from promptlint.settings import Settings
from promptlint.source import Source, SourceError

COMMAND = "promptlint.server.lintWorkspace"


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.WORKSPACE_DIAGNOSTIC)(workspace_diagnostic)
    server.offer(COMMAND)(lint_workspace)


async def workspace_diagnostic(ls: Session, params: lsp.WorkspaceDiagnosticParams) -> lsp.WorkspaceDiagnosticReport:
    """What the last run found in files that are not open; nothing before one was asked for."""
    ls.run.asked = True
    known = {p.uri: p.value for p in params.previous_result_ids}
    return lsp.WorkspaceDiagnosticReport(list(_reports(ls, known)))


async def lint_workspace(ls: Session) -> dict[str, int]:
    """Lint every prompt of the workspace, with progress, until it is done or the user ends it."""
    progress = await Progress.begin(ls)
    ls.run.number += 1
    found: Results = {}
    summary = "failed"
    try:
        jobs = await ls.compute(lambda: list(_jobs(ls)))
        for done, (uri, path, settings) in enumerate(jobs):
            if progress.over:
                break
            progress.report(100 * done // len(jobs), f"{done}/{len(jobs)} {os.path.basename(path)}")
            one = await ls.compute(partial(_lint, ls, path, settings))
            if one is not None:
                found[uri] = (ls.run.number, one, settings)
        old = ls.run.results
        ls.run.results = {**old, **found} if progress.over else found
        count = sum(len(one.diagnostics) for _, one, _ in found.values())
        summary = f"{many(count, 'finding')} in {many(len(found), 'file')}"
    finally:
        progress.end(summary)
    _show(ls, old.keys() | found.keys())
    ask_again(ls)
    return {"files": len(found), "findings": count}


class Progress:
    """A progress bar, if the client has one.

    Args:
        token: its name, "" for none.
    """

    def __init__(self, ls: Session, token: str) -> None:
        self.bar, self.token = ls.work_done_progress, token

    @classmethod
    async def begin(cls, ls: Session) -> Progress:
        """Open one."""
        window = ls.client_capabilities.window
        if window is None or not window.work_done_progress:
            return cls(ls, "")
        token = f"promptlint-{uuid4()}"
        await ls.work_done_progress.create_async(token)
        title = "promptlint: lint the workspace"
        ls.work_done_progress.begin(token, lsp.WorkDoneProgressBegin(title=title, percentage=0, cancellable=True))
        return cls(ls, token)

    @property
    def over(self) -> bool:
        """Whether the user has ended the work."""
        return bool(self.token) and self.bar.tokens[self.token].cancelled()

    def report(self, percent: int, text: str) -> None:
        """Say how far it is."""
        if self.token:
            self.bar.report(self.token, lsp.WorkDoneProgressReport(message=text, percentage=percent))

    def end(self, text: str) -> None:
        """Close it."""
        if self.token:
            self.bar.end(self.token, lsp.WorkDoneProgressEnd(message=text))
            del self.bar.tokens[self.token]


def _lint(ls: Session, path: str, settings: Settings) -> FileResult | None:
    """Lint a file on disk; None where it cannot be read."""
    try:
        with open(path, "rb") as f:
            source = Source.from_bytes(ls.name_of(path), f.read())
        return lint_source(source, settings, ls.loader(path))
    except (OSError, SourceError, UnknownRule, KnowledgeError):
        return None


async def on_disk(ls: Session, uri: str) -> list[lsp.Diagnostic]:
    """What is found in a file that is not open, as the client takes it."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    if path is None:
        return []
    found = ls.configured(uri)
    one: FileResult | None = await ls.compute(partial(_lint, ls, path, found.settings))
    if one is None or not ls.is_prompt(uri, found.config, one.source.text):
        return []
    return items(ls, one.diagnostics, Places(one.source, ls.encoding), uri, found.settings)


def _jobs(ls: Session) -> Iterator[tuple[str, str, Settings]]:
    """The prompts of all workspace folders, as the command line finds them: URI, path, how it is linted."""
    seen: set[str] = set()
    folders = [p for f in ls.workspace.folders.values() if (p := to_fs_path(f.uri))]
    for folder in folders or [p for p in (to_fs_path(ls.workspace.root_uri or ""),) if p]:
        chosen = ls.settings_of(uri_of(folder)).configuration
        files, _ = discover([folder], configured(os.path.join(folder, "x"), folder, chosen).config)
        for file in files:
            path, uri = str(file), uri_of(str(file))
            if uri not in seen:
                seen.add(uri)
                yield uri, path, configured(path, folder, chosen).settings


def _show(ls: Session, uris: Iterable[str]) -> None:
    """Push what is now known of files that are not open, unless the client asks for it."""
    if ls.run.asked:
        return
    open_ = ls.open_files()
    for uri in uris:
        if uri not in open_:
            push(ls, uri, _items(ls, uri) if uri in ls.run.results else [])
            ls.pushed.add(uri)


def _items(ls: Session, uri: str) -> list[lsp.Diagnostic]:
    """What the last run found in a file, as the client takes it."""
    _, one, settings = ls.run.results[uri]
    return items(ls, one.diagnostics, Places(one.source, ls.encoding), uri, settings)


def _reports(ls: Session, known: dict[str, str]) -> Iterator[lsp.WorkspaceDocumentDiagnosticReport]:
    """A report for each file of the last run, and an empty one for each that was in it once."""
    open_ = ls.open_files()
    known = {canonical(uri): value for uri, value in known.items()}
    for uri, (number, _, _) in ls.run.results.items():
        if uri in open_:
            continue
        if known.get(uri) == str(number):
            yield lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri, str(number))
        else:
            yield lsp.WorkspaceFullDocumentDiagnosticReport(uri, _items(ls, uri), result_id=str(number))
    for uri in known.keys() - ls.run.results.keys() - open_:
        yield lsp.WorkspaceFullDocumentDiagnosticReport(uri, [])


async def again(ls: Session, uri: str) -> None:
    """Lint one file again, if it was in the last run, since it has changed on disk."""
    uri = canonical(uri)
    if uri not in ls.run.results:
        return
    path = to_fs_path(uri) or ""
    ls.run.number += 1
    settings = ls.configured(uri).settings
    one = await ls.compute(partial(_lint, ls, path, settings))
    if one is not None:
        ls.run.results[uri] = (ls.run.number, one, settings)
    else:
        del ls.run.results[uri]
    _show(ls, [uri])
