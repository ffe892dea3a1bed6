"""One editor's session: its open texts, each with its latest analysis, made in a thread of its own."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from promptlint import __version__
from promptlint.beside import Loader, content, loader
from promptlint.config import Config
from promptlint.discovery import is_prompt
from promptlint.engine import toolbox
from promptlint.globs import globs
from promptlint.knowledge import KnowledgeError
from promptlint.lsp.analyser import Analyser, Analysis, Superseded
from promptlint.lsp.convert import Places
from promptlint.lsp.settings import SILENT, ClientSettings, Configured, configured, forget, stamp
from promptlint.lsp.text import Texts, suffix_of
from promptlint.record import field, record
from promptlint.registry import UnknownRule
from promptlint.result import FileResult
from promptlint.rule import Rule
from promptlint.settings import Settings
from promptlint.source import Source

REST = 2.0  # seconds without a change
Results = dict[str, tuple[int, FileResult, Settings]]
Key = tuple[int | None, Settings, tuple[int, ...], str]
Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Any]])


class Refused(Exception):
    """A request that cannot be met; the message says why, in words for the user."""


@record(eq=False)
class Opened:
    """An open text.

    Args:
        key: version, settings and name that ``analysis`` was made for.
        prompt: whether it is one at all, and what that was asked for.
        pushed: what the client was last told of.
        task: the analysis under way, for the key ``wanted``; ``over`` ends it.
    """

    analyser: Analyser = field(default_factory=Analyser)
    analysis: Analysis | None = None
    key: Key | None = None
    wanted: Key | None = None
    prompt: tuple[object, bool] | None = None
    pushed: Analysis | None = None
    task: asyncio.Task[Analysis] | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def drop(self) -> None:
        """Read the text anew when it is asked for, although it has not changed itself."""
        self.over.set()
        self.key = self.wanted = self.task = None


@record(slots=True)
class Run:
    """What the last run over the workspace found, by URI.

    Args:
        asked: whether the client asks for it by itself; to others it is pushed.
        results: number of the run that found it, what it found, and how the file was linted.
    """

    asked: bool = False
    number: int = 0
    results: Results = field(default_factory=dict)


class Session(LanguageServer):
    """The server, with what every feature needs."""

    def __init__(self) -> None:
        super().__init__("promptlint", __version__, lsp.TextDocumentSyncKind.Incremental)
        self.opened: dict[str, Opened] = {}
        # One thread: rules keep facts about units in caches that two of them would fight over.
        self.worker = ThreadPoolExecutor(1, "analysis")
        self.run = Run()
        self.resting: asyncio.TimerHandle | None = None
        self.told: set[str] = set()
        self.pushed: set[str] = set()  # files that are not open, of which a client that asks was told nevertheless
        self.lens_command = ""
        self.client_settings: dict[str, ClientSettings] = {}
        self.given: object = None  # settings that came with the greeting or a notification

    # -- what was agreed with the client -----------------------------------------------------------------------------

    def begin(self, options: object) -> None:
        """Take the client's greeting.

        Args:
            options: its ``initializationOptions``.
        """
        old = self.workspace
        # The library has no way to choose the class of its texts.
        self.protocol._workspace = Texts(
            old.root_uri, lsp.TextDocumentSyncKind.Incremental, list(old.folders.values()), old.position_encoding
        )
        command = options.get("lensCommand") if isinstance(options, dict) else getattr(options, "lensCommand", None)
        self.lens_command = command if isinstance(command, str) else ""
        self.given = options.get("settings") if isinstance(options, dict) else getattr(options, "settings", None)

    @property
    def encoding(self) -> lsp.PositionEncodingKind:
        """The unit of columns."""
        return lsp.PositionEncodingKind(self.workspace.position_encoding or "utf-16")

    @property
    def pulled(self) -> bool:
        """Whether the client asks for diagnostics itself; pushing as well would show everything twice."""
        text = self.client_capabilities.text_document
        return text is not None and text.diagnostic is not None

    def places(self, analysis: Analysis) -> Places:
        """The places of an analysed text as the client counts them."""
        return Places(analysis.source, self.encoding)

    # -- files and configuration -------------------------------------------------------------------------------------

    def folder_of(self, uri: str) -> str:
        """The workspace folder that a file lies in, the innermost; the first folder for what lies nowhere."""
        folders = [p for f in self.workspace.folders.values() if (p := to_fs_path(f.uri))]
        root = to_fs_path(self.workspace.root_uri) if self.workspace.root_uri else None
        folders += [root] if root and root not in folders else []
        path = to_fs_path(uri) if uri.startswith("file:") else None
        if path is None:
            return folders[0] if folders else ""
        holding = [f for f in folders if path == f or path.startswith(f.rstrip(os.sep) + os.sep)]
        return max(holding, key=len, default="")

    def path_of(self, uri: str) -> str:
        """Where a text stands on disk; a buffer without a file is named by its language, in the first folder."""
        if uri.startswith("file:") and (path := to_fs_path(uri)):
            return path
        name = os.path.basename(unquote(urlsplit(uri).path)) or "untitled"
        document = self.workspace.text_documents.get(unquote(uri))
        return os.path.join(self.folder_of(uri), name + suffix_of(document.language_id if document else None))

    def name_of(self, path: str) -> str:
        """A path as the command line shows it when it runs in the workspace folder; the whole path outside folders."""
        folder = self.folder_of(uri_of(path))
        return (os.path.relpath(path, folder) if folder else path).replace(os.sep, "/")

    def loader(self, path: str) -> Loader:
        """Reads what a file includes or stands in a stack with: as the editor holds it, else from disk."""
        texts = {
            os.path.realpath(self.path_of(uri)): self.workspace.get_text_document(uri).source
            for uri in list(self.opened)  # another thread may be asking
        }

        def read(place: str) -> bytes:
            return texts[place].encode() if place in texts else content(place)

        return loader(self.name_of(path), self.folder_of(uri_of(path)) or os.curdir, read)

    def open_files(self) -> set[str]:
        """The URIs of the open texts, as `uri_of` writes them."""
        return {canonical(uri) for uri in self.opened}

    def including(self, uri: str) -> dict[str, Opened]:
        """The open texts that include a file."""
        place = os.path.realpath(self.path_of(uri))
        found = {}
        for other, opened in self.opened.items():
            names = opened.analysis.reads if opened.analysis and other != uri else ()
            folder = self.folder_of(other) or os.curdir
            if any(os.path.realpath(os.path.join(folder, n)) == place for n in names):
                found[other] = opened
        return found

    def settings_of(self, uri: str) -> ClientSettings:
        """The client's settings for a file."""
        return self.client_settings.get(self.folder_of(uri)) or ClientSettings.of(self.given)

    def configured(self, uri: str) -> Configured:
        """How a file is linted; a problem of its configuration is shown, once."""
        found = configured(self.path_of(uri), self.folder_of(uri), self.settings_of(uri).configuration)
        if found.problem:
            self.tell(found.problem)
        return found

    def is_prompt(self, uri: str, config: Config, text: str) -> bool:
        """Whether a text is a prompt to a walk over its workspace folder; a buffer without a file always is."""
        if not uri.startswith("file:"):
            return True
        path, more = self.path_of(uri), self.settings_of(uri).files
        if more and globs(more).search(path.replace(os.sep, "/")):
            return True
        return is_prompt(path, config, self.folder_of(uri) or os.path.dirname(path), text.encode("utf-8", "replace"))

    def forget(self) -> None:
        """Read configurations and packs anew."""
        forget()
        self.told.clear()

    def rule(self, name: str, settings: Settings) -> Rule | None:
        """The rule of that name, also one of the project's own."""
        return toolbox(settings.packs, settings.knowledge).registry.get(name)

    # -- analysis ----------------------------------------------------------------------------------------------------

    async def read(self, uri: str) -> Analysis | None:
        """The analysis of an open text as it stands now, None for a text that is not open or no prompt."""
        while (opened := self.opened.get(uri)) is not None:
            document = self.workspace.get_text_document(uri)
            found = self.configured(uri)
            asked = (document.version, found.config, self.settings_of(uri).files)
            if opened.prompt is None or opened.prompt[0] != asked:
                opened.prompt = asked, self.is_prompt(uri, found.config, document.source)
            if not opened.prompt[1]:
                opened.drop()
                return None
            settings = found.settings
            key = (document.version, settings, stamp(settings), document.language_id or "")
            if opened.key == key and opened.analysis is not None:
                return opened.analysis
            if opened.wanted != key or opened.task is None:
                if opened.key is not None and opened.key[2] != key[2]:
                    self.forget()
                self._start(opened, uri, document.source, key)
            task = opened.task
            assert task is not None
            try:
                return await asyncio.shield(task)
            except Superseded:  # the text has changed, or is about to be read for somebody else
                opened.task = None if opened.task is task else opened.task
        return None

    def _start(self, opened: Opened, uri: str, text: str, key: Key) -> None:
        opened.over.set()
        over = opened.over = threading.Event()
        path = self.path_of(uri)
        source, load = Source(self.name_of(path), text), self.loader(path)

        def proceed() -> None:
            if over.is_set():
                raise Superseded

        async def run() -> Analysis:
            loop = asyncio.get_running_loop()
            try:
                proceed()
                analysis = await loop.run_in_executor(
                    self.worker, opened.analyser.analyse, source, key[1], load, proceed
                )
            except (UnknownRule, KnowledgeError) as e:  # a pack that has changed since it was last read
                self.tell(str(e))
                analysis = await loop.run_in_executor(
                    self.worker, opened.analyser.analyse, source, SILENT, load, proceed
                )
            if not over.is_set():
                opened.key, opened.analysis = key, analysis
            return analysis

        self.rest()
        opened.wanted, opened.task = key, asyncio.create_task(run())
        # Nobody may be waiting any more; an exception that nobody fetches would be printed.
        opened.task.add_done_callback(lambda t: t.cancelled() or t.exception())

    def rest(self) -> None:
        """Collect garbage once nobody has typed for a while: while somebody does, it would be felt."""
        loop = asyncio.get_running_loop()
        if self.resting is not None:
            self.resting.cancel()
        self.resting = loop.call_later(REST, lambda: loop.run_in_executor(self.worker, gc.collect))

    async def compute(self, job: Callable[[], Any]) -> Any:
        """The result of a longer job, which waits its turn behind analyses."""
        return await asyncio.get_running_loop().run_in_executor(self.worker, job)

    # -- talking -----------------------------------------------------------------------------------------------------

    def tell(self, message: str) -> None:
        """Show a message, once."""
        if message not in self.told:
            self.told.add(message)
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"promptlint: {message}"))

    def note(self, message: str) -> None:
        """Write a line into the client's log."""
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Warning, f"promptlint: {message}"))

    def on(self, method: str, options: Any = None) -> Callable[[Handler], Handler]:
        """Answer a method. What goes wrong is one line in the log and an empty answer, never the end of the server."""

        def register(function: Handler) -> Handler:
            @wraps(function)
            async def guarded(ls: Session, params: Any) -> Any:
                return await self.guard(method, function(ls, params))

            self.feature(method, options)(guarded)
            return function

        return register

    def offer(self, name: str) -> Callable[[Handler], Handler]:
        """Run a command; what goes wrong is told as with `on`."""

        def register(function: Handler) -> Handler:
            async def guarded(ls: Session) -> Any:
                return await self.guard(name, function(ls))

            self.command(name)(guarded)
            return function

        return register

    def tidy(self) -> None:
        """Drop what the library keeps of notifications that were dealt with, which it does for ever."""
        futures = self.protocol._request_futures
        for key in [k for k, f in futures.items() if f.done()]:
            futures.pop(key, None)

    async def guard(self, name: str, answer: Awaitable[Any]) -> Any:
        """An answer; what goes wrong on the way to it is one line in the log, and the answer empty."""
        try:
            return await answer
        except Refused as e:
            raise JsonRpcException(str(e), lsp.LSPErrorCodes.RequestFailed.value) from None
        except Exception as e:  # INVARIANT: no failure of one feature stops the others
            self.note(f"{name} failed: {type(e).__name__}: {' '.join(str(e).split())[:200]}")
            return None

    def report_server_error(self, error: Exception, source: Any) -> None:
        """A message that cannot be read, or an answer that cannot be sent: one line in the log."""
        self.note(f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")


def uri_of(path: str) -> str:
    """The URI of a file."""
    return from_fs_path(os.path.abspath(path)) or ""


def canonical(uri: str) -> str:
    """A file's URI as `uri_of` writes it; clients escape other characters than we do."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return uri_of(path) if path else uri
