"""The language server, spoken to by a real client in each unit of columns."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from lsprotocol import types as lsp  # noqa: E402
from pytest_lsp import ClientServerConfig, LanguageClient  # noqa: E402

EXE = Path(sys.executable).with_name("promptlint")
TEXT = (
    "You answer customers in our chat.\n\n- 🚲🚲 Never apologise.\n- 🚲 When a parcel is late, open by saying sorry.\n"
)


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[str(EXE), "server", "--stdio"]),
    params=["visual_studio_code", "neovim", "emacs"],
)
async def client(request: pytest.FixtureRequest, lsp_client: LanguageClient):  # type: ignore[no-untyped-def]
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=pytest_lsp.client_capabilities(request.param), workspace_folders=[])
    )
    yield lsp_client
    await lsp_client.shutdown_session()


async def found(client: LanguageClient, uri: str, text: str) -> list[lsp.Diagnostic]:
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "markdown", 1, text)))
    text_document = client.capabilities.text_document
    if text_document is not None and text_document.diagnostic is not None:
        report = await client.text_document_diagnostic_async(
            lsp.DocumentDiagnosticParams(lsp.TextDocumentIdentifier(uri))
        )
        return list(report.items)
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[uri])


# The column of "Never" behind two bicycles, in the unit that each client asks for: UTF-16, UTF-8, UTF-32.
COLUMN = {"visual_studio_code": 7, "neovim": 11, "emacs": 5}


@pytest.mark.asyncio
async def test_conflict_is_shown_with_both_places(
    client: LanguageClient, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    uri = (tmp_path / "bot.prompt").as_uri()
    diagnostics = await found(client, uri, TEXT)
    (clash,) = [d for d in diagnostics if d.code == "contradictory-directives"]
    (name,) = [n for n in COLUMN if n in request.node.name]
    assert (clash.range.start.line, clash.range.start.character) == (2, COLUMN[name])
    assert clash.related_information and clash.related_information[0].location.range.start.line == 3
    hover = await client.text_document_hover_async(lsp.HoverParams(lsp.TextDocumentIdentifier(uri), clash.range.start))
    assert hover is not None and "contradictory-directives" in hover.contents.value
    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), clash.range, lsp.CodeActionContext([clash]))
    )
    assert any("Silence contradictory-directives" in a.title for a in actions or [])
