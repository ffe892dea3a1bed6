"""A client of the language server for measurements: it speaks LSP over the server's standard input and output."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SERVER = [sys.executable, "-m", "promptlint", "server"]


class Client:
    """One session.

    Args:
        folder: the workspace folder.
        pull: whether the client asks for diagnostics itself.
    """

    def __init__(self, folder: Path, pull: bool = True) -> None:
        self.process = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=False)
        self.pull, self.count = pull, 0
        self.complaints: list[str] = []  # what the server has logged or shown
        self.pushed: dict[str, dict[str, Any]] = {}
        text = {"diagnostic": {}} if pull else {}
        able = {"general": {"positionEncodings": ["utf-32"]}, "textDocument": text, "workspace": {}}
        uri = folder.as_uri()
        self.request(
            "initialize",
            {"processId": None, "rootUri": uri, "capabilities": able, "workspaceFolders": [{"uri": uri, "name": "w"}]},
        )
        self.notify("initialized", {})

    # -- messages ----------------------------------------------------------------------------------------------------

    def request(self, method: str, params: object) -> Any:
        """The answer to a request.

        Raises:
            RuntimeError: the server answers with an error.
        """
        self.count += 1
        number = self.count
        self._send({"id": number, "method": method, "params": params})
        answer = self._until(lambda m: m.get("id") == number and "method" not in m)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def notify(self, method: str, params: object) -> None:
        """Tell the server something."""
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def _until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read messages up to the one that is wanted; take note of the others."""
        while True:
            message = self._read()
            if message.get("method") in ("window/logMessage", "window/showMessage"):
                self.complaints.append(message["params"]["message"])
            elif message.get("method") == "textDocument/publishDiagnostics":
                self.pushed[message["params"]["uri"]] = message["params"]
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            if wanted(message):
                return message

    def _read(self) -> dict[str, Any]:
        stream = self.process.stdout
        assert stream
        length = 0
        while (line := stream.readline().strip()) or not length:
            if not line and self.process.poll() is not None:
                sys.exit(f"the server has ended with code {self.process.returncode}")
            if m := re.match(rb"Content-Length: (\d+)", line):
                length = int(m[1])
        message: dict[str, Any] = json.loads(stream.read(length))
        return message

    # -- an editor's work --------------------------------------------------------------------------------------------

    def open(self, uri: str, text: str, language: str = "markdown") -> None:
        """Open a text."""
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, area: dict[str, Any], text: str) -> None:
        """Replace a range of a text."""
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"range": area, "text": text}]}
        self.notify("textDocument/didChange", params)

    def diagnostics(self, uri: str, version: int) -> list[dict[str, Any]]:
        """What is found in a version of a text, asked for or waited for."""
        if self.pull:
            report = self.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            found: list[dict[str, Any]] = report["items"]
            return found
        if self.pushed.get(uri, {}).get("version") != version:
            self._until(
                lambda m: (
                    m.get("method") == "textDocument/publishDiagnostics"
                    and (m["params"]["uri"], m["params"].get("version")) == (uri, version)
                )
            )
        pushed: list[dict[str, Any]] = self.pushed[uri]["diagnostics"]
        return pushed

    def memory(self) -> float:
        """Megabytes of memory that the server holds; 0 where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0.0
        m = re.search(r"VmRSS:\s+(\d+)", status)
        return int(m[1]) / 1024 if m else 0.0

    def close(self) -> int:
        """Say goodbye; the server's exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(60)


class Text:
    """A text that is edited, with lines as LSP counts them and columns in code points; ``size`` is its first length."""

    def __init__(self, uri: str, content: str) -> None:
        self.uri, self.content, self.version, self.size = uri, content, 1, len(content)

    def position(self, offset: int) -> dict[str, int]:
        """The place of an offset."""
        before = self.content[:offset]
        starts = [m.end() for m in re.finditer(r"\r\n|\n|\r", before)]
        return {"line": len(starts), "character": offset - (starts[-1] if starts else 0)}

    def replace(self, client: Client, start: int, end: int, new: str) -> None:
        """Type: replace a range and tell the server."""
        # Neither end may part a carriage return from its line feed: no editor does that.
        while 0 < start < len(self.content) and self.content[start - 1 : start + 1] == "\r\n":
            start -= 1
        while end < len(self.content) and self.content[end - 1 : end + 1] == "\r\n":
            end += 1
        area = {"start": self.position(start), "end": self.position(max(start, end))}
        self.content = self.content[:start] + new + self.content[max(start, end) :]
        self.version += 1
        client.change(self.uri, self.version, area, new)
