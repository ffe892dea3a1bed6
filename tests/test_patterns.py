"""Pattern rules: what the keys of an entry do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from promptlint.engine import Settings, lint_source
from promptlint.patterns import PatternError, make, page
from promptlint.source import Source

PACK = """\
- {name: plain-one, code: XX801, category: structure, message: "“{text}” in “{sentence}”", phrases: [very florp, florp],
   unless: [except], unless_unit: [harmless here]}
- {name: binding-one, code: XX802, category: structure, message: m, phrases: [glorp], where: directive}
- {name: anywhere-one, code: XX803, category: structure, message: m, phrases: [blorp], where: any}
- {name: user-one, code: XX804, category: structure, message: m, phrases: [snorp], scope_roles: [user]}
- {name: agent-one, code: XX805, category: structure, message: m, phrases: [agentorp], profiles: [agent]}
- {name: rest-one, code: XX806, category: structure, message: m, phrases: [restorp], default: false}
"""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    path: Path = tmp_path_factory.mktemp("patterns") / "pack.yaml"
    path.write_text(PACK, encoding="utf-8")
    return (str(path),)


def said(packs: tuple[str, ...], text: str, path: str = "x.md", **settings: Any) -> list[str]:
    """The words that the pack's rules report in a text."""
    settings.setdefault("select", ("*-one",))
    found = lint_source(Source(path, text), Settings(packs=packs, **settings)).diagnostics
    return [text[d.span.start : d.span.end] for d in found]


def test_the_longest_phrase_is_reported_once_with_its_inflection(packs: tuple[str, ...]) -> None:
    text = "Be very florp today.\nThen say florps twice.\n"
    assert said(packs, text) == ["very florp", "florps"]
    result = lint_source(Source("x.md", text), Settings(packs=packs, select=("plain-one",)))
    assert result.diagnostics[0].message == "“very florp” in “Be very florp today.”"


def test_unless(packs: tuple[str, ...]) -> None:
    assert said(packs, "Say florp except on Sundays.\nSay florp.\n") == ["florp"]
    assert said(packs, "Say florp.\n\nThat word is harmless here.\n") == []


def test_where(packs: tuple[str, ...]) -> None:
    assert said(packs, "# The glorp and florp\n\nA glorp is a bird.\n\nAlways say glorp.\n") == ["glorp"]
    assert said(packs, "# The blorp\n\nA blorp is a bird.\n") == ["blorp", "blorp"]


def test_roles_and_profiles(packs: tuple[str, ...]) -> None:
    assert said(packs, "Say snorp.\n") == []
    assert said(packs, "Say agentorp.\n", profile="agent") == ["agentorp"]
    assert said(packs, "Say agentorp.\n", profile="task") == []


def test_a_rule_that_is_off_is_run_when_selected(packs: tuple[str, ...]) -> None:
    assert "restorp" not in said(packs, "Say restorp.\n", select=None)
    assert "restorp" in said(packs, "Say restorp.\n", select=None, extend_select=("rest-one",))


ENTRY = {"name": "own-rule", "code": "XX001", "category": "structure", "message": "m", "phrases": ["x"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"severty": "info"}, "unknown key 'severty'; did you mean 'severity'?"),
        ({"severity": "warn"}, "severity is one of error, warning, info, hint, not 'warn'; did you mean 'warning'?"),
        ({"phrases": "x"}, "phrases is a list, not 'x'"),
        ({"message": ""}, "the key 'message' is missing"),
        ({"where": "directiv"}, "where is one of sentence, directive, any, not 'directiv'; did you mean 'directive'?"),
    ],
)
def test_entries_that_are_no_rules(change: dict[str, Any], message: str) -> None:
    with pytest.raises(PatternError) as caught:
        make({**ENTRY, **change})
    assert str(caught.value) == message


def test_the_page_begins_with_one_sentence() -> None:
    entry = {**ENTRY, "why": "A word\nis vague. It matters.\n\nMore.", "bad": ["«x»"], "good": ["```\ny\n```"]}
    assert page(entry).split("\n\n")[0] == "A word is vague."
    assert make(entry).examples == [("bad", "", "«x»\n"), ("good", "", "```\ny\n```\n")]
