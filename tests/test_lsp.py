"""The language server, spoken to by a real client in each unit of columns."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from lsprotocol import types as lsp  # noqa: E402
from pytest_lsp import ClientServerConfig, LanguageClient  # noqa: E402

from tests.editor import COMMAND, PROFILES, Editor, capabilities, editor_of, greet  # noqa: E402

pytestmark = pytest.mark.asyncio(loop_scope="module")
TEXT = (
    "You answer customers in our chat. 🚲\r\n\r\n# 🚲 Tone\r\n\r\n- 🚲🚲 Never apologise.\r\n"
    "- 🚲 When a parcel is late, open by saying sorry.\r\n"
)
CHARTER = (
    "# 🚲 a bot\r\n"
    'define "🚲 care" as repairs\r\n'
    "field user.plan: free | premium\r\n"
    "input user_message is untrusted, inside <user_message> tags\r\n"
    "precedence safety > style\r\n"
    'principle safety "🚲 Keep people safe":\r\n'
    "  [no-share] never share 🚲 data unless user.plan = premium  # 🚲\r\n"
    "  may share the order status\r\n"
    "    overrides no-share\r\n"
    "principle style:\r\n"
    "  must   be brief when user.plan = free\r\n"
    'example "🚲" for no-share:\r\n'
    "  user: 🚲 share it\r\n"
    "  good: no\r\n"
)


@pytest_lsp.fixture(scope="module", config=ClientServerConfig(server_command=COMMAND), params=PROFILES)
async def client(
    request: pytest.FixtureRequest, lsp_client: LanguageClient, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[None]:
    """A client with an empty folder, in each unit of columns."""
    await greet(lsp_client, tmp_path_factory.mktemp("project"), capabilities(request.param))
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient) -> Editor:
    """The editor around the client."""
    return editor_of(client)


async def test_units_differ(editor: Editor, request: pytest.FixtureRequest) -> None:
    expected = dict(zip(PROFILES, ("utf-16", "utf-8", "utf-32"), strict=True))
    assert expected[next(p for p in PROFILES if p in request.node.name)] == editor.encoding


async def test_conflict_is_shown_with_both_places(editor: Editor) -> None:
    text = editor.open("bot.prompt", TEXT)
    (clash,) = [d for d in await text.diagnostics() if d.code == "contradictory-directives"]
    assert text.said(clash.range) == "Never apologise"
    (other,) = clash.related_information or []
    assert text.said(other.location.range) == "open by saying sorry"
    assert clash.code_description is not None and clash.code_description.href.startswith("file:")


async def test_hover_shows_the_page_and_how_the_sentence_was_read(editor: Editor) -> None:
    text = editor.open("bot-hover.prompt", TEXT)
    await text.diagnostics()
    shown = await text.hover(text.at("apologise", 2))
    for part in ("contradictory-directives", "must not", "apologise", "modality", "absolute"):
        assert part in shown
    late = await text.hover(text.at("parcel"))
    assert "condition" in late and "a parcel is late" in late
    assert "no directive" in await text.hover(text.at("answer customers"))


async def test_edits_behind_emoji_and_crlf_keep_the_text(editor: Editor) -> None:
    text = editor.open("bot-edit.prompt", TEXT)
    assert any(d.code == "contradictory-directives" for d in await text.diagnostics())
    text.change("Never apologise", "Always 🚲 apologise")
    text.change("🚲 When", "🚲🚲🚲 When")
    assert not any(d.code == "contradictory-directives" for d in await text.diagnostics())
    text.change("Always 🚲 apologise", "Never apologise")
    (clash,) = [d for d in await text.diagnostics() if d.code == "contradictory-directives"]
    assert text.said(clash.range) == "Never apologise"


async def test_line_breaks_that_are_none(editor: Editor) -> None:
    # Form feed and U+2028 break no line in LSP, though Python splits there.
    text = editor.open("bot-feed.prompt", "You help.\x0c\u2028 Be kind.\n\n- Never apologise.\n- Say hello.\n")
    await text.diagnostics()
    text.change("Say hello", "Open by saying sorry")
    (clash,) = [d for d in await text.diagnostics() if d.code == "contradictory-directives"]
    assert text.said(clash.range) == "Never apologise"


async def test_suppression_and_configuration_actions(editor: Editor) -> None:
    text = editor.open("bot-action.prompt", TEXT)
    (clash,) = [d for d in await text.diagnostics() if d.code == "contradictory-directives"]
    actions = await text.actions(clash.range)
    (title,) = [t for t in actions if "ignore contradictory-directives on this line" in t]
    after = text.applied(text.edits(actions[title].edit))
    assert "<!-- promptlint: ignore[contradictory-directives] say why this is right here -->\r\n" in after
    assert (
        after.replace("<!-- promptlint: ignore[contradictory-directives] say why this is right here -->\r\n", "")
        == TEXT
    )


async def test_outline_and_folding(editor: Editor) -> None:
    text = editor.open("bot-outline.prompt", TEXT)
    found = await editor.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(text.id))
    (section,) = [s for s in found or [] if "Tone" in s.name]
    if isinstance(section, lsp.DocumentSymbol):
        assert any("must not" in c.name for c in section.children or [])
        assert text.said(section.selection_range).endswith("🚲 Tone")
    folds = await editor.client.text_document_folding_range_async(lsp.FoldingRangeParams(text.id))
    assert any(f.start_line == 2 and f.end_line == 5 for f in folds or [])


async def test_charter_in_colour(editor: Editor) -> None:
    text = editor.open("colour.charter", CHARTER, "charter")
    found = await editor.client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(text.id))
    assert found is not None and editor.able.semantic_tokens_provider
    legend = editor.able.semantic_tokens_provider.legend.token_types
    line = column = 0
    words: dict[str, set[str]] = {}
    for i in range(0, len(found.data), 5):
        down, right, length, kind, _ = found.data[i : i + 5]
        line, column = line + down, right + (0 if down else column)
        area = lsp.Range(lsp.Position(line, column), lsp.Position(line, column + length))
        words.setdefault(text.said(area), set()).add(legend[kind])
    for word, kind in {
        "principle": "keyword",
        "never": "modifier",
        "safety": "namespace",
        "user.plan": "variable",
        "premium": "enumMember",
        "[no-share]": "function",
        "# 🚲 a bot": "comment",
        '"🚲 Keep people safe"': "string",
        "overrides": "keyword",
    }.items():
        assert kind in words.get(word, set()), (word, words.get(word))


async def test_charter_in_one_layout(editor: Editor) -> None:
    text = editor.open("layout.charter", CHARTER, "charter")
    edits = await editor.client.text_document_formatting_async(
        lsp.DocumentFormattingParams(text.id, lsp.FormattingOptions(2, True))
    )
    after = text.applied(list(edits or []))
    assert "  must be brief when user.plan = free\r\n" in after
    assert after == CHARTER.replace("must   be", "must be")


async def test_names_of_a_charter(editor: Editor) -> None:
    text = editor.open("names.charter", CHARTER, "charter")
    at = text.at("no-share", 2, nth=1)  # behind "overrides"
    (given,) = await editor.client.text_document_definition_async(lsp.DefinitionParams(text.id, at)) or []
    assert text.said(given.range) == "no-share" and given.range.start == text.at("no-share")
    uses = await editor.client.text_document_references_async(
        lsp.ReferenceParams(context=lsp.ReferenceContext(True), text_document=text.id, position=at)
    )
    assert [text.said(u.range) for u in uses or []] == ["no-share"] * 3
    renamed = await editor.client.text_document_rename_async(
        lsp.RenameParams(text_document=text.id, position=at, new_name="share-nothing")
    )
    after = text.applied(text.edits(renamed))
    assert after == CHARTER.replace("no-share", "share-nothing")
    field = await editor.client.text_document_rename_async(
        lsp.RenameParams(text_document=text.id, position=text.at("user.plan", 1, nth=2), new_name="user.tier")
    )
    assert text.applied(text.edits(field)) == CHARTER.replace("user.plan", "user.tier")


async def test_variables_of_a_template(editor: Editor) -> None:
    content = (
        "---\r\nname: a\r\ninputs:\r\n  question:\r\n    type: string\r\n  name:\r\n    type: string\r\nsample:\r\n"
        "  question: 🚲 why?\r\n---\r\nsystem:\r\n🚲 Help {{name}}.\r\n\r\nuser:\r\n🚲 {{ question }} {% if question %}!{% endif %}\r\n"
    )
    text = editor.open("ask.prompty", content)
    at = text.at("{{ question", 5)
    (given,) = await editor.client.text_document_definition_async(lsp.DefinitionParams(text.id, at)) or []
    assert given.range.start == text.at("question")
    renamed = await editor.client.text_document_rename_async(
        lsp.RenameParams(text_document=text.id, position=at, new_name="query")
    )
    assert text.applied(text.edits(renamed)) == content.replace("question", "query")
    assert "declared in line 4" in await text.hover(at)
    assert list(await text.complete(text.at("{{ question", 3)))[:2] == ["question", "name"]
