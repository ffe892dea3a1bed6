"""What the server writes into other files and how it counts, without a server."""

from __future__ import annotations

import tomllib

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from promptlint.lsp.convert import Places
from promptlint.lsp.settings import ClientSettings
from promptlint.lsp.switch_off import switched_off
from promptlint.source import Source
from promptlint.span import Span

ENCODINGS = st.sampled_from(list(lsp.PositionEncodingKind))
TEXTS = st.text(st.sampled_from("ab é🚲\n\r\u2028\x0c\t"), max_size=40)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        'profile = "agent"\n',
        "ignore = []\n",
        "ignore = [ ]\n",
        'ignore = ["vague-term"]\n',
        'ignore = [\n  "vague-term",  # noisy\n]\n',
        '[per-file."a.md"]\nignore = ["vague-term"]\n',
        'select = ["conflict"]\n\n[budgets]\ntokens = 9\n',
    ],
)
def test_a_rule_is_switched_off_and_the_rest_stays(text: str) -> None:
    edit = switched_off(text, "token-budget", False)
    assert edit is not None and edit.span.start == edit.span.end
    after = text[: edit.span.start] + edit.text + text[edit.span.end :]
    before, now = tomllib.loads(text), tomllib.loads(after)
    assert now.pop("ignore") == ["token-budget", *before.pop("ignore", [])]
    assert now == before


def test_a_rule_is_switched_off_in_a_pyproject() -> None:
    text = '[project]\nname = "x"\n\n[tool.promptlint]\nprofile = "agent"\n\n[tool.other]\nignore = ["a"]\n'
    edit = switched_off(text, "token-budget", True)
    assert edit is not None
    after = tomllib.loads(text[: edit.span.start] + edit.text + text[edit.span.end :])
    assert after["tool"] == {"promptlint": {"ignore": ["token-budget"], "profile": "agent"}, "other": {"ignore": ["a"]}}


@pytest.mark.parametrize("text", ["ignore = [", 'ignore = "x"\n', "[tool]\n"])
def test_a_configuration_that_cannot_be_edited_is_left_alone(text: str) -> None:
    assert switched_off(text, "token-budget", text == "[tool]\n") is None


@given(TEXTS, ENCODINGS, st.integers(0, 40), st.integers(0, 40))
def test_places_come_back(text: str, encoding: lsp.PositionEncodingKind, start: int, length: int) -> None:
    places = Places(Source("a.md", text), encoding)
    first = min(start, len(text))
    span = Span(first, min(first + length, len(text)))
    # A place between a carriage return and its line feed is the end of the line to LSP.
    if not any(text[at - 1 : at + 1] == "\r\n" for at in span):
        assert places.span(places.range(span)) == span


@given(TEXTS, TEXTS, ENCODINGS)
def test_differences_give_the_other_text(old: str, new: str, encoding: lsp.PositionEncodingKind) -> None:
    places = Places(Source("a.md", old), encoding)
    text = old
    for e in sorted(places.difference(new), key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        start, end = places.span(e.range)
        text = text[:start] + e.new_text + text[end:]
    assert text == new


@pytest.mark.parametrize(
    "data", [None, 3, {}, {"inlayHints": 3}, {"inlayHints": {"enabled": "yes"}, "configuration": 4}]
)
def test_settings_of_another_type_keep_their_defaults(data: object) -> None:
    assert ClientSettings.of(data) == ClientSettings()
