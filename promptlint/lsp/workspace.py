"""The workspace as a whole: settings and configurations that change, and a run over every prompt in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from uuid import uuid4

from lsprotocol import types as lsp
from pygls.uris import to_fs_path

from promptlint.config import FILES
from promptlint.discovery import discover
from promptlint.engine import lint_source
from promptlint.lsp.convert import Places
from promptlint.lsp.diagnostics import refresh, shown
from promptlint.lsp.session import Opened, Session, canonical, uri_of
from promptlint.lsp.settings import SECTION, ClientSettings, configured
from promptlint.record import field, record
from promptlint.result import FileResult
from promptlint.settings import Settings
from promptlint.source import Source, SourceError

COMMAND = "promptlint.server.lintWorkspace"
WATCHED = ("**/promptlint.toml", "**/.promptlint.toml", "**/pyproject.toml", "**/*.{charter,md,mdc,prompt,prompty}")


@record(slots=True)
class Run:
    """What the last run over the workspace found, by URI.

    Args:
        asked: whether the client asks for it by itself; to others it is pushed.
        results: number of the run that found it, what it found, and how the file was linted.
    """

    asked: bool = False
    number: int = 0
    results: dict[str, tuple[int, FileResult, Settings]] = field(default_factory=dict)


def register(server: Session) -> None:
    """Teach the server these features."""
    run = Run()
    server.on(lsp.INITIALIZE)(initialize)
    server.on(lsp.INITIALIZED)(initialized)
    server.on(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(did_change_configuration)
    server.on(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(did_change_folders)

    @server.on(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_watched(ls: Session, params: lsp.DidChangeWatchedFilesParams) -> None:
        """A configuration, or a file that an open text includes or links to, has changed on disk."""
        affected: dict[str, Opened] = {}
        for change in params.changes:
            if os.path.basename(ls.path_of(change.uri)) in FILES:
                ls.forget()
                affected.update(ls.opened)
            else:
                affected.update(ls.including(change.uri))
                await _again(ls, run, canonical(change.uri))
        for opened in affected.values():
            opened.drop()
        if affected:
            await refresh(ls)

    @server.on(lsp.WORKSPACE_DIAGNOSTIC)
    async def workspace_diagnostic(ls: Session, params: lsp.WorkspaceDiagnosticParams) -> lsp.WorkspaceDiagnosticReport:
        """What the last run found in files that are not open; nothing before one was asked for."""
        run.asked = True
        known = {p.uri: p.value for p in params.previous_result_ids}
        return lsp.WorkspaceDiagnosticReport(list(_reports(ls, run, known)))

    @server.command(COMMAND)
    async def lint_workspace(ls: Session) -> dict[str, int]:
        """Lint every prompt of the workspace."""
        return await _lint_workspace(ls, run)


async def initialize(ls: Session, params: lsp.InitializeParams) -> None:
    """Take the client's greeting."""
    ls.begin(params.initialization_options)


async def initialized(ls: Session, params: lsp.InitializedParams) -> None:
    """Ask for the settings, and to be told of files that change."""
    await _fetch(ls)
    workspace = ls.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if watched and watched.dynamic_registration:
        watchers = [lsp.FileSystemWatcher(glob) for glob in WATCHED]
        await ls.client_register_capability_async(
            lsp.RegistrationParams(
                [
                    lsp.Registration(
                        "promptlint.watch",
                        lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                        lsp.DidChangeWatchedFilesRegistrationOptions(watchers),
                    )
                ]
            )
        )


async def did_change_configuration(ls: Session, params: lsp.DidChangeConfigurationParams) -> None:
    """The user has changed a setting."""
    settings = params.settings
    given = settings.get(SECTION) if isinstance(settings, dict) else getattr(settings, SECTION, None)
    ls.given = given if given is not None else ls.given
    ls.forget()
    await _fetch(ls)
    await refresh(ls)


async def did_change_folders(ls: Session, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    """A folder has come or gone; each has settings of its own."""
    await _fetch(ls)
    await refresh(ls)


async def _fetch(ls: Session) -> None:
    """Ask the client for its settings, folder by folder."""
    workspace = ls.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return
    folders = [f.uri for f in ls.workspace.folders.values()] or [ls.workspace.root_uri or ""]
    items = [lsp.ConfigurationItem(scope_uri=uri or None, section=SECTION) for uri in folders]
    answer = await ls.workspace_configuration_async(lsp.ConfigurationParams(items))
    found = [ClientSettings.of(data) for data in answer or []]
    ls.client_settings = {to_fs_path(uri) or "": s for uri, s in zip(folders, found, strict=False)}
    if found:
        ls.client_settings[""] = found[0]


# -- a run over everything ---------------------------------------------------------------------------------------------


async def _lint_workspace(ls: Session, run: Run) -> dict[str, int]:
    """Lint every prompt of the workspace, with progress, until it is done or the user ends it."""
    token = await _begin(ls)
    jobs = await ls.compute(lambda: list(_jobs(ls)))
    run.number += 1
    results: dict[str, tuple[int, FileResult, Settings]] = {}
    for done, (uri, path, settings) in enumerate(jobs):
        if token is not None and ls.work_done_progress.tokens[token].cancelled():
            break
        if token is not None:
            percent = 100 * done // len(jobs)
            text = f"{done}/{len(jobs)} {os.path.basename(path)}"
            ls.work_done_progress.report(token, lsp.WorkDoneProgressReport(message=text, percentage=percent))
        one = await ls.compute(partial(_lint, ls, path, settings))
        if one is not None:
            results[uri] = (run.number, one, settings)
    gone = run.results.keys() - results.keys()
    run.results = results
    findings = sum(len(one.diagnostics) for _, one, _ in results.values())
    if token is not None:
        text = f"{findings} findings in {len(results)} files"
        ls.work_done_progress.end(token, lsp.WorkDoneProgressEnd(message=text))
    _show(ls, run, gone)
    await refresh(ls)
    return {"files": len(results), "findings": findings}


async def _begin(ls: Session) -> str | None:
    """Open a progress bar, if the client has one."""
    window = ls.client_capabilities.window
    if window is None or not window.work_done_progress:
        return None
    token = f"promptlint-{uuid4()}"
    await ls.work_done_progress.create_async(token)
    ls.work_done_progress.begin(
        token, lsp.WorkDoneProgressBegin(title="promptlint: lint the workspace", percentage=0, cancellable=True)
    )
    return token


def _lint(ls: Session, path: str, settings: Settings) -> FileResult | None:
    """Lint a file on disk; None where it cannot be read."""
    try:
        with open(path, "rb") as f:
            source = Source.from_bytes(ls.name_of(path), f.read())
    except (OSError, SourceError):
        return None
    return lint_source(source, settings, ls.loader(path))


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


def _show(ls: Session, run: Run, gone: set[str]) -> None:
    """Push the results of files that are not open, unless the client asks for them."""
    if run.asked:
        return
    open_ = ls.open_files()
    for uri in gone - open_:
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))
    for uri, (_, one, settings) in run.results.items():
        if uri not in open_:
            items = shown(ls, one.diagnostics, Places(one.source, ls.encoding), uri, settings)
            ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, items))
            ls.pushed.add(uri)


def _reports(ls: Session, run: Run, known: dict[str, str]) -> Iterator[lsp.WorkspaceDocumentDiagnosticReport]:
    """A report for each file of the last run, and an empty one for each that was in it once."""
    open_ = ls.open_files()
    known = {canonical(uri): value for uri, value in known.items()}
    for uri, (number, one, settings) in run.results.items():
        if uri in open_:
            continue
        if known.get(uri) == str(number):
            yield lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri, str(number))
        else:
            items = shown(ls, one.diagnostics, Places(one.source, ls.encoding), uri, settings)
            yield lsp.WorkspaceFullDocumentDiagnosticReport(uri, items, result_id=str(number))
    for uri in known.keys() - run.results.keys() - open_:
        yield lsp.WorkspaceFullDocumentDiagnosticReport(uri, [])


async def _again(ls: Session, run: Run, uri: str) -> None:
    """Lint one file again, if it was in the last run, since it has changed on disk."""
    if uri not in run.results:
        return
    path = to_fs_path(uri) or ""
    run.number += 1
    settings = ls.configured(uri).settings
    one = await ls.compute(partial(_lint, ls, path, settings))
    if one is not None:
        run.results[uri] = (run.number, one, settings)
    else:
        del run.results[uri]
    _show(ls, run, set())
