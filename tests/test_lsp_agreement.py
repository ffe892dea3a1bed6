"""The command line and the editor say the same of every file: the examples, and the corpus where it stands."""

from __future__ import annotations

import json
import subprocess
import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from lsprotocol import types as lsp  # noqa: E402
from pytest_lsp import ClientServerConfig, LanguageClient  # noqa: E402

from promptlint.source import Source, SourceError  # noqa: E402
from tests.editor import COMMAND, EXE, capabilities, editor_of, greet  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
SEVERITY = {"error": 1, "warning": 2, "info": 3, "hint": 4}


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), params=["examples", "corpus"])
async def client(request: pytest.FixtureRequest, lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client over a folder, which counts columns as the command line does."""
    folder = {"examples": ROOT / "examples", "corpus": CORPUS}[request.param]
    if not folder.is_dir():
        warnings.warn(f"NOT TESTED: there is no {folder}", stacklevel=1)
        pytest.skip(f"there is no {folder}")
    await greet(lsp_client, folder, capabilities("emacs", pull=True))
    yield
    await lsp_client.shutdown_session()


def on_the_command_line(folder: Path, names: list[str]) -> dict[str, list[Any]]:
    """What `promptlint check` reports of a folder, by file; nothing of files that are no prompts to it."""
    command = [str(EXE), "check", "--no-cache", "--exit-zero", "--output-format", "json", "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, list[Any]] = {n: [] for n in names}
    for d in json.loads(run.stdout)["diagnostics"]:
        parts = [d["message"], *([f"situation: {d['witness']}"] if d["witness"] else [])]
        parts += [f"help: {d['help']}"] if d["help"] else []
        related = [(r["message"], place(r["start"]), place(r["end"])) for r in d["related"]]
        row = (d["name"], SEVERITY[d["severity"]], "\n".join(parts), place(d["start"]), place(d["end"]), related)
        found[d["path"]].append(row)
    return found


def place(position: dict[str, int]) -> tuple[int, int]:
    """0-based line and column."""
    return position["line"] - 1, position["column"] - 1


def in_the_editor(d: lsp.Diagnostic) -> Any:
    """The same of a diagnostic of the server."""
    related = [
        (r.message, spot(r.location.range.start), spot(r.location.range.end)) for r in d.related_information or []
    ]
    return (d.code, int(d.severity or 0), d.message, spot(d.range.start), spot(d.range.end), related)


def spot(position: lsp.Position) -> tuple[int, int]:
    return position.line, position.character


@pytest.mark.asyncio
async def test_command_line_and_editor_agree(client: LanguageClient) -> None:
    editor = editor_of(client)
    texts = {}
    for path in sorted(p for p in editor.folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        try:
            texts[path.relative_to(editor.folder).as_posix()] = Source.from_bytes(path.name, path.read_bytes()).text
        except SourceError:
            continue
    expected = on_the_command_line(editor.folder, list(texts))
    assert sum(map(len, expected.values())) > 5
    for name, content in texts.items():
        text = editor.open(name, content)
        found = [in_the_editor(d) for d in await text.diagnostics()]
        assert found == expected[name], name
        client.text_document_did_close(lsp.DidCloseTextDocumentParams(text.id))
