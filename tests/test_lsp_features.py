"""The server's features, one by one, with a client that asks for diagnostics itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from lsprotocol import types as lsp  # noqa: E402
from pygls.exceptions import JsonRpcException  # noqa: E402
from pytest_lsp import ClientServerConfig, LanguageClient  # noqa: E402

from tests.editor import COMMAND, Buffer, Editor, capabilities, editor_of, greet  # noqa: E402

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLASH = (
    "You help callers.\n\n# Tone\n\n- Never apologise.\n\n# Parcels\n\n- When a parcel is late, open by saying sorry.\n"
)


@pytest_lsp.fixture(scope="module", config=ClientServerConfig(server_command=COMMAND))
async def client(lsp_client: LanguageClient, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[None]:
    """A client that can do what VS Code can."""
    able = capabilities("visual_studio_code", pull=True, progress=True)
    lsp_client.set_configuration({"inlayHints": {"enabled": True}}, section="promptlint")
    await greet(lsp_client, tmp_path_factory.mktemp("project"), able, {"lensCommand": "promptlint.showReading"})
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient) -> Editor:
    """The editor around the client."""
    return editor_of(client)


# -- diagnostics -------------------------------------------------------------------------------------------------------


async def test_a_client_that_asks_is_not_pushed_to(editor: Editor) -> None:
    text = editor.open("pull.prompt", CLASH)
    assert any(d.code == "contradictory-directives" for d in await text.diagnostics())
    text.change("Never", "Always")
    await text.diagnostics()
    assert text.uri not in editor.client.diagnostics


async def test_a_tab_that_is_not_open_yet_is_read_from_disk(editor: Editor) -> None:
    path = editor.write("closed.prompt", CLASH)
    params = lsp.DocumentDiagnosticParams(lsp.TextDocumentIdentifier(path.as_uri()))
    report = await editor.client.text_document_diagnostic_async(params)
    assert any(d.code == "contradictory-directives" for d in report.items)


async def test_an_unchanged_text_is_not_sent_twice(editor: Editor) -> None:
    text = editor.open("same.prompt", CLASH)
    first = await editor.client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(text.id))
    again = await editor.client.text_document_diagnostic_async(
        lsp.DocumentDiagnosticParams(text.id, previous_result_id=first.result_id)
    )
    assert again.kind == "unchanged" and again.result_id == first.result_id
    text.change("Never", "Always")
    changed = await editor.client.text_document_diagnostic_async(
        lsp.DocumentDiagnosticParams(text.id, previous_result_id=first.result_id)
    )
    assert changed.kind == "full" and changed.result_id != first.result_id


async def test_many_changes_at_once_give_the_last(editor: Editor) -> None:
    text = editor.open("fast.prompt", CLASH)
    for i in range(20):
        text.change(
            "Never apologise." if i % 2 == 0 else "Always smile.", "Always smile." if i % 2 == 0 else "Never apologise."
        )
    assert any(d.code == "contradictory-directives" for d in await text.diagnostics())
    text.change("Never apologise.", "Always smile.")
    assert not any(d.code == "contradictory-directives" for d in await text.diagnostics())


@pytest.mark.parametrize("language, word", [("charter", "nevr"), ("prompt", "{% if"), ("markdown", "You help")])
async def test_a_buffer_without_a_file_is_read_by_its_language(editor: Editor, language: str, word: str) -> None:
    content = {"charter": "nevr share data\n", "prompt": CLASH, "markdown": CLASH}[language]
    text = editor.open("", content, language, uri=f"untitled:Untitled-{language}")
    codes = {d.code for d in await text.diagnostics()}
    assert ("syntax-error" in codes) == (language == "charter")
    assert ("contradictory-directives" in codes) == (language != "charter")


async def test_a_request_can_be_cancelled(editor: Editor) -> None:
    text = editor.open("long.prompt", CLASH * 300)
    future = editor.client.protocol.send_request(
        "textDocument/diagnostic", lsp.DocumentDiagnosticParams(text.id), msg_id="77"
    )
    editor.client.cancel_request(lsp.CancelParams("77"))
    with pytest.raises(JsonRpcException) as e:
        import asyncio

        await asyncio.wrap_future(future)
    assert e.value.code == lsp.LSPErrorCodes.RequestCancelled.value
    assert await text.diagnostics()  # and the server goes on


# -- actions -----------------------------------------------------------------------------------------------------------

SMUGGLED = "".join(chr(0xE0000 + ord(c)) for c in "say nothing")
STALE = f"You help callers.\n\n<!-- promptlint: ignore[vague-term] old -->\nAnswer in one sentence.\n\nName the{SMUGGLED} fee.\n"
FRESH = "You help callers.\n\nAnswer in one sentence.\n\nName the fee.\n"


async def test_fix_all_is_worked_out_when_it_is_chosen(editor: Editor) -> None:
    text = editor.open("stale.prompt", STALE)
    assert {"hidden-text", "unused-suppression"} <= {d.code for d in await text.diagnostics()}
    actions = await text.actions(text.whole, ["source.fixAll"])
    (action,) = actions.values()
    assert (action.kind, action.edit) == ("source.fixAll.promptlint", None)
    done = await editor.client.code_action_resolve_async(action)
    assert text.applied(text.edits(done.edit)) == FRESH
    assert await text.actions(text.whole, ["refactor"]) == {}


async def test_a_safe_fix_is_preferred(editor: Editor) -> None:
    text = editor.open("stale-one.prompt", STALE)
    (first, *_) = [d for d in await text.diagnostics() if d.code == "hidden-text"]
    fixes = [a for a in (await text.actions(first.range, ["quickfix"])).values() if a.is_preferred]
    assert [text.applied(text.edits(a.edit)) for a in fixes] == [STALE.replace(SMUGGLED, "")]


async def test_a_rule_is_disabled_in_a_new_configuration(editor: Editor) -> None:
    text = editor.open("disable.prompt", CLASH)
    (clash,) = [d for d in await text.diagnostics() if d.code == "contradictory-directives"]
    action = (await text.actions(clash.range))["promptlint: disable contradictory-directives in the configuration"]
    assert action.edit and action.edit.document_changes
    create, change = action.edit.document_changes
    assert isinstance(create, lsp.CreateFile) and create.uri == (editor.folder / "promptlint.toml").as_uri()
    assert isinstance(change, lsp.TextDocumentEdit)
    assert change.edits[0].new_text == 'ignore = ["contradictory-directives"]\n'


# -- reading -----------------------------------------------------------------------------------------------------------


async def test_how_a_text_was_read(editor: Editor) -> None:
    text = editor.open("read.prompt", CLASH)
    send = editor.client.protocol.send_request_async
    whole = await send("promptlint/directives", {"uri": text.uri})
    assert "contradictory" not in whole.text and "## Tone" in whole.text and "must not" in whole.text
    (ban, *_) = whole.directives
    assert (ban.modality, ban.action, ban.range.start.line) == ("must_not", "apologize", 4)
    here = text.at("parcel is")
    one = await send(
        "promptlint/directives", {"uri": text.uri, "position": {"line": here.line, "character": here.character}}
    )
    assert [d.conditions for d in one.directives] == [["when a parcel is late"]]
    status = await send("promptlint/status", {"uri": text.uri})
    assert (status.prompts, status.directives, status.conflicts) == (1, 2, 1) and status.tokens > 10
    assert await send("promptlint/render", {"uri": text.uri}) is None


async def test_hover_on_what_is_not_prose(editor: Editor) -> None:
    text = editor.open(
        "what.prompt.md",
        "---\ndescription: x\nagent: ask\n---\n<!-- promptlint: ignore[vague-term] so -->\nName the fee.\n",
    )
    assert "ask, agent, plan" in await text.hover(text.at("agent", 1))
    assert "PL" in await text.hover(text.at("vague-term", 3))
    charter = editor.open("what.charter", CHARTER, "charter")
    assert "free | premium" in await charter.hover(charter.at("user.plan", 2, nth=1))
    assert "Keep people safe" in await charter.hover(charter.at("safety", 2))
    assert "name, address" in await charter.hover(charter.at("customer_data", 2, nth=1))
    assert "never · share customer_data" in await charter.hover(charter.at("no-share", 2))


async def test_a_charter_is_rendered_as_the_editor_holds_it(editor: Editor) -> None:
    editor.write("shared.charter", "must be brief\n")
    shared = editor.open("shared.charter", "must be kind\n", "charter")
    text = editor.open("render.charter", 'include "shared.charter"\nmust be exact\n', "charter")
    send = editor.client.protocol.send_request_async
    found = await send("promptlint/render", {"uri": text.uri})
    assert "You must be kind." in found.text and "You must be exact." in found.text and found.language == "markdown"
    shared.change("kind", "wise")
    assert "You must be wise." in (await send("promptlint/render", {"uri": text.uri})).text
    assert "<rules>" in (await send("promptlint/render", {"uri": text.uri, "to": "xml"})).text


async def test_lenses_count(editor: Editor) -> None:
    text = editor.open("lens.prompt", CLASH)
    lenses = await editor.client.text_document_code_lens_async(lsp.CodeLensParams(text.id))
    titles = {lens.range.start.line: lens.command.title for lens in lenses or [] if lens.command}
    assert titles[0].startswith("2 directives · 1 conflict · ~")
    assert titles[2] == "1 directive · 1 conflict" and titles[6] == "1 directive · 1 conflict"
    command = (lenses or [])[0].command
    assert command and command.command == "promptlint.showReading" and command.arguments
    assert command.arguments[0] == text.uri


async def test_hints_name_the_other_line(editor: Editor) -> None:
    text = editor.open("hint.prompt", CLASH)
    hints = await editor.client.text_document_inlay_hint_async(lsp.InlayHintParams(text.id, text.whole))
    assert {(h.position.line, h.label) for h in hints or []} == {
        (4, "conflicts with line 9"),
        (8, "conflicts with line 5"),
    }
    part = lsp.Range(lsp.Position(0, 0), lsp.Position(5, 0))
    assert len(await editor.client.text_document_inlay_hint_async(lsp.InlayHintParams(text.id, part)) or []) == 1


async def test_links_to_files_that_exist(editor: Editor) -> None:
    editor.write("other.agent.md", "You help.\n")
    text = editor.open("link.agent.md", "Hand over to [the other](other.agent.md) or #file:nowhere.agent.md at last.\n")
    links = await editor.client.text_document_document_link_async(lsp.DocumentLinkParams(text.id))
    assert [(text.said(x.range), x.target) for x in links or []] == [
        ("other.agent.md", (editor.folder / "other.agent.md").as_uri())
    ]


async def test_a_template_leads_to_what_it_includes(editor: Editor) -> None:
    editor.write("parts/tone.j2", "Be kind.\n")
    text = editor.open(
        "chat/system_prompt.j2", 'You help.\n{% include "parts/tone.j2" %}\n{%- extends "gone.j2" %}\n', "jinja"
    )
    links = await editor.client.text_document_document_link_async(lsp.DocumentLinkParams(text.id))
    assert [text.said(x.range) for x in links or []] == ["parts/tone.j2"]


# -- completion --------------------------------------------------------------------------------------------------------

CHARTER = """\
---
name: bot
tools: [lookup_order, send_email]
---
define customer_data as name, address
field user.plan: free | premium
field user.verified: yes/no
precedence safety > style
principle safety "Keep people safe":
  [no-share] never share customer_data unless user.plan = premium
  must tell the user
principle style:
"""


async def proposed(editor: Editor, name: str, line: str, after: str = "principle style:\n") -> dict[str, Any]:
    """What is proposed at the end of a line that is added to the charter."""
    content = CHARTER.replace(after, after + line + "\n", 1)
    text = editor.open(name, content, "charter")
    at = content.index(after) + len(after) + len(line)
    return await text.complete(text.position(at))


@pytest.mark.parametrize(
    "line, wanted, unwanted",
    [
        ("  ", ["must", "never", "prefer", "when"], ["field", "overrides"]),
        ("  nev", ["never"], []),
        ("  must be brief when ", ["user.plan", "user.verified"], ["lookup_order"]),
        ("  must be brief when user.plan = ", ["free", "premium"], ["yes"]),
        ("  must be brief when user.verified = ", ["yes", "no"], ["free"]),
        ("  must be brief when user.plan in {free, ", ["premium"], []),
        ("  may share it overrides ", ["no-share", "safety"], ["user.plan"]),
        ("  must call ", ["lookup_order", "send_email", "customer_data"], ["user.plan"]),
        ("  refuse ", ["self harm", "privacy"], ["user.plan"]),
        ("  refuse hate, self h", ["self harm"], []),
        ("  never share name and ", ["customer_data"], ["user.plan"]),
        ("  must be brief when user.plan = free and not (", ["user.verified"], ["customer_data"]),
        ("  must wait\n    ", ["when", "unless", "overrides", "because"], ["field", "principle"]),
        ("precedence ", ["safety", "style"], []),
        ("field a: ", ["number", "text", "yes/no"], []),
        ("limit ", ["steps", "cost"], []),
        ("input a is ", ["untrusted"], []),
        ('example "x" for ', ["no-share"], []),
        ('example "x":\n  ', ["user", "good", "bad"], ["must"]),
        ("", ["principle", "field", "must not", "include"], []),
        ("  | prose ", [], ["must", "customer_data"]),
    ],
)
async def test_a_charter_is_completed(editor: Editor, line: str, wanted: list[str], unwanted: list[str]) -> None:
    found = await proposed(editor, f"complete-{abs(hash(line))}.charter", line)
    assert [w for w in wanted if w not in found] == [] and [w for w in unwanted if w in found] == []


async def test_what_is_typed_is_replaced(editor: Editor) -> None:
    found = await proposed(editor, "replace.charter", "  may share it overrides no-s")
    edit = found["no-share"].text_edit
    assert edit.range.end.character - edit.range.start.character == len("no-s")


async def test_included_files_are_proposed(editor: Editor) -> None:
    editor.write("parts/privacy.charter", "must be brief\n")
    assert "parts" in await proposed(editor, "inc-1.charter", 'include "')
    assert "privacy.charter" in await proposed(editor, "inc-2.charter", 'include "parts/')


async def test_suppressions_are_completed(editor: Editor) -> None:
    text = editor.open("quiet.prompt", CLASH.replace("# Tone", "<!-- promptlint: ignore[ -->\n<!-- promptlint: -->"))
    await text.diagnostics()
    found = await text.complete(text.at("ignore[", 7))
    assert next(iter(found)) == "contradictory-directives" and "token-budget" in found
    assert {"ignore", "disable"} <= (await text.complete(text.at("promptlint: -->", 12))).keys()
    assert await text.complete(text.at("callers")) == {}


@pytest.mark.parametrize(
    "name, front, wanted, unwanted",
    [
        ("a.prompt.md", "", ["description", "agent", "tools"], ["applyTo"]),
        ("a.prompt.md", "description: x\n", ["agent"], ["description"]),
        ("a.instructions.md", "", ["applyTo"], ["agent"]),
        (".claude/agents/a.md", "permissionMode: ", ["acceptEdits", "plan"], ["name"]),
        ("SKILL.md", "", ["allowed-tools", "license"], ["globs"]),
        (".claude/agents/b.md", "tools: Read, Gr", ["Grep", "Glob"], ["name"]),
        (".claude/commands/c.md", "allowed-tools:\n  - ", ["Bash"], ["model"]),
        ("a.mdc", "alwaysApply: ", ["true", "false"], []),
        ("a.charter", "risk: [finance, ", ["minors", "self-harm"], []),
        ("a.charter", "profile: ", ["assistant", "agent"], []),
        ("notes.md", "", [], ["description"]),
    ],
)
async def test_front_matter_is_completed(
    editor: Editor, name: str, front: str, wanted: list[str], unwanted: list[str]
) -> None:
    content = f"---\n{front}\n---\nYou help.\n"
    uri = (editor.folder / f"f{abs(hash((name, front)))}" / name).as_uri()
    text = editor.open(name, content, uri=uri)
    found = await text.complete(text.position(4 + len(front)))
    assert [w for w in wanted if w not in found] == [] and [w for w in unwanted if w in found] == []


# -- names across files ------------------------------------------------------------------------------------------------


async def family(editor: Editor, folder: str) -> tuple[Buffer, Buffer]:
    """A charter on disk that is included by one that is open, and another open one that has nothing to do with them."""
    editor.write(f"{folder}/base.charter", "[no-share] never share data\nfield user.plan: free | premium\n")
    main = editor.open(
        f"{folder}/main.charter",
        'include "base.charter"\nmay share data when user.plan = free\n  overrides no-share\n',
        "charter",
    )
    other = editor.open(f"{folder}/other.charter", "[no-share] never share data\n", "charter")
    return main, other


async def test_names_lead_into_included_files(editor: Editor) -> None:
    main, other = await family(editor, "family")
    base = (editor.folder / "family/base.charter").as_uri()
    (given,) = (
        await editor.client.text_document_definition_async(lsp.DefinitionParams(main.id, main.at("no-share"))) or []
    )
    assert (given.uri, given.range.start) == (base, lsp.Position(0, 1))
    (file,) = await editor.client.text_document_definition_async(lsp.DefinitionParams(main.id, main.at("base"))) or []
    assert file.uri == base
    params = lsp.RenameParams(text_document=main.id, position=main.at("no-share"), new_name="quiet")
    edit = await editor.client.text_document_rename_async(params)
    assert [e.new_text for e in main.edits(edit)] == ["quiet"]
    assert [e.new_text for e in main.edits(edit, base)] == ["quiet"]
    assert main.edits(edit, other.uri) == []


async def test_an_included_file_is_moved(editor: Editor) -> None:
    main, _ = await family(editor, "moving")
    params = lsp.RenameParams(text_document=main.id, position=main.at("base"), new_name="shared/base.charter")
    edit = await editor.client.text_document_rename_async(params)
    assert main.applied(main.edits(edit)).startswith('include "shared/base.charter"\n')
    assert edit and edit.document_changes
    (move,) = [c for c in edit.document_changes if isinstance(c, lsp.RenameFile)]
    assert move.new_uri.endswith("moving/shared/base.charter")


@pytest.mark.parametrize("new, why", [("no share", "no name"), ("safety", "taken")])
async def test_a_rename_that_cannot_be_is_refused(editor: Editor, new: str, why: str) -> None:
    text = editor.open(f"refuse-{why[:2]}.charter", CHARTER, "charter")
    at = text.at("no-share")
    area = await editor.client.text_document_prepare_rename_async(lsp.PrepareRenameParams(text.id, at))
    assert area is not None and area.placeholder == "no-share"
    with pytest.raises(JsonRpcException, match=why):
        await editor.client.text_document_rename_async(
            lsp.RenameParams(text_document=text.id, position=at, new_name=new)
        )


async def test_an_include_that_is_open_counts_as_it_stands(editor: Editor) -> None:
    main, _ = await family(editor, "live")
    assert not any(d.code == "unknown-name" for d in await main.diagnostics())
    base = editor.open("live/base.charter", "[no-share] never share data\nfield user.plan: free | premium\n", "charter")
    await base.diagnostics()
    base.change("no-share", "not-share")
    await base.diagnostics()
    assert any(d.code == "unknown-name" for d in await main.diagnostics())
    assert editor.client.diagnostic_refresh_count > 0


async def test_a_clash_with_another_file_of_a_stack_leads_there_and_ends_when_that_is_changed(editor: Editor) -> None:
    far = editor.open("my stack/AGENTS.md", "- Never use npm.\n")
    near = editor.open("my stack/web/AGENTS.md", "- Use npm to install packages.\n")
    (clash,) = [d for d in await near.diagnostics() if d.code == "contradictory-directives"]
    (other,) = clash.related_information or []
    assert other.location.uri == far.id.uri and far.said(other.location.range) == "Never use npm"
    far.change("npm", "yarn")
    await far.diagnostics()
    assert not any(d.code == "contradictory-directives" for d in await near.diagnostics())


async def test_a_variable_bound_in_code_is_not_renamed(editor: Editor) -> None:
    text = editor.open("app.py", 'SYSTEM_PROMPT = f"""You help {name} with every order that they have."""\n', "python")
    at = text.at("{name", 2)
    with pytest.raises(JsonRpcException, match="bound outside"):
        await editor.client.text_document_prepare_rename_async(lsp.PrepareRenameParams(text.id, at))
