"""What surrounds the texts: the client's greeting, its settings, and files that change on disk."""

from __future__ import annotations

import gc
import os

from lsprotocol import types as lsp
from pygls.uris import to_fs_path

from promptlint.config import FILES
from promptlint.engine import toolbox
from promptlint.lsp.diagnostics import refresh
from promptlint.lsp.session import Opened, Session
from promptlint.lsp.settings import SECTION, ClientSettings
from promptlint.lsp.sweep import again

WATCHED = ("**/promptlint.toml", "**/.promptlint.toml", "**/pyproject.toml", "**/*.{charter,md,mdc,prompt,prompty}")


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.INITIALIZE)(initialize)
    server.on(lsp.INITIALIZED)(initialized)
    server.on(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(did_change_configuration)
    server.on(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(did_change_folders)
    server.on(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(did_change_watched)


async def initialize(ls: Session, params: lsp.InitializeParams) -> None:
    """Take the client's greeting."""
    ls.begin(params.initialization_options)


async def initialized(ls: Session, params: lsp.InitializedParams) -> None:
    """Load rules and vocabulary, ask for the settings, and to be told of files that change."""
    await ls.compute(_warm_up)
    before = dict(ls.client_settings)
    await _fetch(ls)
    if any(s != ClientSettings.of(ls.given) for s in ls.client_settings.values()) and ls.client_settings != before:
        await refresh(ls)  # texts may have been opened before the settings came
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


def _warm_up() -> None:
    """Load what every analysis needs, and let the garbage collector pass over it from now on.

    A large text makes more than a hundred thousand objects anew after each keystroke, and as many old ones go by
    themselves: there are next to no cycles among them. So the collector comes by when that many have piled up, and once
    nobody has typed for a while (see `Session.rest`), instead of in every answer.
    """
    toolbox()
    gc.collect()
    gc.freeze()
    gc.set_threshold(300_000, 10, 10)


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


async def did_change_watched(ls: Session, params: lsp.DidChangeWatchedFilesParams) -> None:
    """A configuration, or a file that an open text includes or links to, has changed on disk."""
    affected: dict[str, Opened] = {}
    for change in params.changes:
        if os.path.basename(ls.path_of(change.uri)) in FILES:
            ls.forget()
            affected.update(ls.opened)
        else:
            affected.update(ls.including(change.uri))
            await again(ls, change.uri)
    for opened in affected.values():
        opened.drop()
    if affected:
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
