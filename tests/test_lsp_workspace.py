"""The workspace as the server sees it: settings, configurations that change, runs over everything, and rules that crash."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from lsprotocol import types as lsp  # noqa: E402
from pytest_lsp import ClientServerConfig, LanguageClient  # noqa: E402

from tests.editor import COMMAND, PATIENCE, Editor, capabilities, editor_of, greet  # noqa: E402

pytestmark = pytest.mark.asyncio
CLASH = "You help callers.\n\n- Never apologise.\n- When a parcel is late, open by saying sorry.\n"
RULE = "contradictory-directives"
LINT = "promptlint.server.lintWorkspace"


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), params=[True, False], ids=["pull", "push"])
async def client(request: pytest.FixtureRequest, lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    """A client with two folders, of which the second ignores a rule."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (two / "promptlint.toml").write_text(f'ignore = ["{RULE}"]\n')
    able = capabilities("visual_studio_code", pull=request.param, progress=True)
    await greet(lsp_client, [one, two], able)
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient) -> Editor:
    """The editor around the client."""
    return editor_of(client)


async def codes(text: Any) -> set[str]:
    return {str(d.code) for d in await text.diagnostics()}


def touched(editor: Editor, path: Path) -> None:
    """Tell the server that a file has changed on disk."""
    mark(editor)
    change = lsp.FileEvent(path.as_uri(), lsp.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([change]))


def count(editor: Editor) -> int:
    """How often the server has shown, or asked to show, anything."""
    return editor.client.diagnostic_refresh_count + sum(map(len, editor.pushes.values()))


def mark(editor: Editor) -> None:
    """Remember what was shown so far."""
    editor.__dict__["shown"] = count(editor)


async def again(editor: Editor, text: Any) -> set[str]:
    """What is found when the server shows everything anew."""
    async with asyncio.timeout(PATIENCE):
        while count(editor) == editor.__dict__["shown"]:
            await asyncio.sleep(0.01)
    return await codes(text)


async def test_each_folder_has_its_own_configuration(editor: Editor) -> None:
    here = editor.open("bot.prompt", CLASH)
    there = editor.open("", CLASH, uri=(editor.folder.parent / "two" / "bot.prompt").as_uri())
    assert RULE in await codes(here)
    assert RULE not in await codes(there)


async def test_excluded_files_get_nothing_but_are_read(editor: Editor) -> None:
    editor.write("promptlint.toml", 'exclude = ["drafts"]\n')
    draft = editor.open("drafts/bot.prompt", CLASH)
    assert await codes(draft) == set()
    assert "must not" in await draft.hover(draft.at("Never", 1))
    assert RULE in await codes(editor.open("bot.prompt", CLASH))


async def test_what_is_no_prompt_gets_nothing(editor: Editor) -> None:
    readme = editor.open("README.md", CLASH)
    assert await codes_or_none(readme) == set()
    assert await readme.hover(readme.at("Never", 1)) == ""
    assert await editor.client.text_document_code_lens_async(lsp.CodeLensParams(readme.id)) is None
    notes = editor.open("notes.md", "Milk, bread.\n")
    assert await codes_or_none(notes) == set()
    notes.change("Milk", "You are an assistant. Never apologise. Always open by saying sorry. Milk")
    assert RULE in await codes(notes)
    editor.client.set_configuration({"files": ["**/README.md"]}, section="promptlint")
    mark(editor)
    editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
    assert RULE in await again(editor, readme)


async def codes_or_none(text: Any) -> set[str]:
    """What is found in a text of which nothing may be pushed."""
    if text.client.capabilities.text_document.diagnostic is not None:
        return await codes(text)
    await text.hover(text.at("e"))  # an answer that comes after what would have been pushed
    return {str(d.code) for d in text.client.diagnostics.get(text.uri, ())}


async def test_a_configuration_that_changes_is_read_again(editor: Editor) -> None:
    text = editor.open("bot.prompt", CLASH)
    assert RULE in await codes(text)
    assert [r.method for r in editor.registered] == [lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES]
    touched(editor, editor.write("promptlint.toml", f'ignore = ["{RULE}"]\n'))
    assert RULE not in await again(editor, text)
    touched(editor, editor.write("promptlint.toml", f'ignore = ["{RULE}"\n'))
    assert await again(editor, text) == set()
    assert any("promptlint.toml:1" in m.message for m in editor.client.messages)
    touched(editor, editor.write("promptlint.toml", 'ignore = ["no-such-rule"]\n'))
    assert await again(editor, text) == set()
    assert any("no-such-rule" in m.message for m in editor.client.messages)
    touched(editor, editor.write("promptlint.toml", ""))
    assert RULE in await again(editor, text)


async def test_settings_of_the_client(editor: Editor) -> None:
    text = editor.open("bot.prompt", CLASH)
    assert RULE in await codes(text)
    params = lsp.InlayHintParams(text.id, text.whole)
    assert await editor.client.text_document_inlay_hint_async(params) is None
    editor.write("other.toml", f'ignore = ["{RULE}"]\n')
    editor.client.set_configuration(
        {"inlayHints": {"enabled": True}, "codeLens": {"enabled": False}, "configuration": "other.toml"},
        section="promptlint",
    )
    mark(editor)
    editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
    assert RULE not in await again(editor, text)
    assert list(await editor.client.text_document_inlay_hint_async(params) or []) == []
    assert await editor.client.text_document_code_lens_async(lsp.CodeLensParams(text.id)) is None


async def test_a_rule_is_disabled_in_the_configuration_there_is(editor: Editor) -> None:
    path = editor.write(
        "promptlint.toml", 'profile = "assistant"\nignore = [\n  "vague-term",\n]\n\n[budgets]\ntokens = 9\n'
    )
    text = editor.open("bot.prompt", CLASH)
    (clash,) = [d for d in await text.diagnostics() if d.code == RULE]
    action = (await text.actions(clash.range))[f"promptlint: disable {RULE} in the configuration"]
    (edit,) = text.edits(action.edit, path.as_uri())
    after = path.read_text().replace("ignore = [", f"ignore = [{edit.new_text}", 1)
    assert edit.range.start == edit.range.end == lsp.Position(1, 10)
    path.write_text(after)
    touched(editor, path)
    assert RULE not in await again(editor, text)


async def test_a_run_over_the_workspace(editor: Editor) -> None:
    editor.write("a.prompt", CLASH)
    editor.write("sub/b.prompt.md", CLASH)
    editor.write("readme.md", "Nothing here.\n")
    text = editor.open("a.prompt", CLASH)
    await text.diagnostics()
    pulls = editor.client.capabilities.text_document.diagnostic is not None
    ask = lsp.WorkspaceDiagnosticParams([])
    if pulls:
        assert list((await editor.client.workspace_diagnostic_async(ask)).items) == []
    found = await editor.client.workspace_execute_command_async(lsp.ExecuteCommandParams(LINT))
    assert found["files"] == 2 and found["findings"] >= 2
    (reports,) = editor.client.progress_reports.values()
    assert (reports[0].kind, reports[-1].kind) == ("begin", "end")
    uri = (editor.folder / "sub/b.prompt.md").as_uri()
    if not pulls:
        assert any(d.code == RULE for d in editor.client.diagnostics[uri])
        return
    assert not editor.client.diagnostics
    (report,) = (await editor.client.workspace_diagnostic_async(ask)).items
    assert report.uri == uri and any(d.code == RULE for d in report.items)
    known = lsp.WorkspaceDiagnosticParams([lsp.PreviousResultId(uri, report.result_id)])
    (same,) = (await editor.client.workspace_diagnostic_async(known)).items
    assert same.kind == "unchanged"


async def test_a_run_can_be_ended(editor: Editor) -> None:
    for i in range(30):
        editor.write(f"{i}.prompt", CLASH * 20)
    run = editor.client.protocol.send_request_async("workspace/executeCommand", lsp.ExecuteCommandParams(LINT))
    task = asyncio.ensure_future(run)
    async with asyncio.timeout(PATIENCE):
        while not any(len(r) > 1 for r in editor.client.progress_reports.values()):
            await asyncio.sleep(0.005)
    (token,) = editor.client.progress_reports
    editor.client.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token))
    assert (await task)["files"] < 30
    assert editor.client.progress_reports[token][-1].kind == "end"


async def test_a_link_to_a_prompt_that_comes_into_being(editor: Editor) -> None:
    text = editor.open("a.agent.md", "Hand over to [the other](b.agent.md) when the caller is angry.\n")
    assert "missing-linked-prompt" in await codes(text)
    path = editor.write("b.agent.md", "You help.\n")
    touched(editor, path)
    assert "missing-linked-prompt" not in await again(editor, text)


async def test_a_name_that_clients_escape_in_their_own_way(editor: Editor) -> None:
    path = editor.write("a@b (1).prompt", CLASH)
    await editor.client.workspace_execute_command_async(lsp.ExecuteCommandParams(LINT))
    uri = path.as_uri().replace("%40", "@").replace("@", "%40").replace("(", "%28")
    text = editor.open("", CLASH, uri=uri)
    assert RULE in await codes(text)
    if editor.client.capabilities.text_document.diagnostic is not None:
        assert not any(v for k, v in editor.client.diagnostics.items() if k.endswith(".prompt"))
    else:
        await editor.client.workspace_execute_command_async(lsp.ExecuteCommandParams(LINT))
        assert editor.client.diagnostics[uri]


async def test_a_client_that_asks_for_texts_only_is_told_of_other_files_until_it_opens_them(editor: Editor) -> None:
    if editor.client.capabilities.text_document.diagnostic is None:
        pytest.skip("of a client that asks")
    path = editor.write("b.prompt", CLASH)
    await editor.client.workspace_execute_command_async(lsp.ExecuteCommandParams(LINT))
    assert any(d.code == RULE for d in editor.client.diagnostics[path.as_uri()])
    text = editor.open("b.prompt", CLASH)
    assert RULE in await codes(text)
    assert not editor.client.diagnostics[path.as_uri()]


async def test_front_matter_is_validated_as_on_the_command_line(editor: Editor) -> None:
    text = editor.open("a.prompt.md", "---\ndescripton: x\n---\nName the fee.\n")
    (slip,) = [d for d in await text.diagnostics() if d.code == "unknown-front-matter-key"]
    assert text.said(slip.range) == "descripton"
    fixed = [a for t, a in (await text.actions(slip.range)).items() if t.startswith("write description")]
    assert text.applied(text.edits(fixed[0].edit)).startswith("---\ndescription: x\n")


# -- a rule that crashes -----------------------------------------------------------------------------------------------

CRASHING = """
import asyncio
import sys
from promptlint import registry
from promptlint.record import replace

real = registry.python_rules()


def crash(unit):
    raise RuntimeError("of this rule")


rule = next(r for r in real[0] if r.name == "vague-term")
registry.python_rules = lambda: ((*(r for r in real[0] if r is not rule), replace(rule, function=crash)), real[1])
from promptlint.lsp import hover
from promptlint.lsp.server import make


def fail(*_):
    raise RuntimeError("of this hover")


hover.reading.markdown = fail
make().start_io()
"""


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[sys.executable, "-c", CRASHING]))
async def broken(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    """A client of a server with a rule and a feature that crash."""
    await greet(lsp_client, tmp_path, capabilities("visual_studio_code", pull=True))
    yield
    await lsp_client.shutdown_session()


async def test_a_rule_or_a_feature_that_crashes_takes_nothing_down(
    broken: LanguageClient, capfd: pytest.CaptureFixture[str]
) -> None:
    editor = editor_of(broken)
    text = editor.open("bot.prompt", CLASH)
    found = await text.diagnostics()
    assert RULE in {d.code for d in found}
    (failure,) = [d for d in found if d.code == "internal-error"]
    assert "vague-term" in failure.message and "of this rule" in failure.message
    assert await text.hover(text.at("apologise")) == ""
    assert any("of this hover" in m.message for m in broken.log_messages)
    text.change("Never", "Always")
    assert RULE not in await codes(text)
    assert not any("Traceback" in m.message for m in [*broken.log_messages, *broken.messages])
    assert "Traceback" not in "".join(capfd.readouterr())
