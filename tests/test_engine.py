"""The engine: rules that crash, languages, profiles, order, fingerprints, workers."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from promptlint import engine
from promptlint.diagnostic import Confidence, Finding, Label, Severity
from promptlint.document import Document, Unit
from promptlint.engine import FileResult, Settings, Toolbox, lint_source
from promptlint.record import replace
from promptlint.registry import INTERNAL_ERROR, UNUSED_SUPPRESSION, Broken, Registry, UnknownRule
from promptlint.rule import Rule
from promptlint.run import RunResult
from promptlint.source import Source
from promptlint.span import Span
from promptlint.text.table import Table
from tests.support import Project

DEFAULTS = Settings()
TEXT = "Be kind to the people who write.\n\nBe brief with the people who read.\n"


def word(name: str, *words: str) -> Rule:
    """A rule that reports every occurrence of the words."""

    def function(unit: Unit) -> Iterator[Finding]:
        for w in words:
            at = unit.source.text.find(w)
            while at >= 0:
                yield Finding(f"“{w}”", Span(at, at + len(w)), (Label(Span(0, 2), "here"),))
                at = unit.source.text.find(w, at + 1)

    return Rule(
        name,
        f"XX{len(name):03}",
        "structure",
        Severity.WARNING,
        Confidence.HIGH,
        function,
        "P.\n",
        "h",
        languages=frozenset(),
    )


@pytest.fixture
def lint(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Lint a text with a few rules instead of the shipped ones."""

    def run(
        rules: list[Rule], text: str = TEXT, settings: Settings = DEFAULTS, broken: tuple[Broken, ...] = ()
    ) -> FileResult:
        registry = Registry((INTERNAL_ERROR, UNUSED_SUPPRESSION, *rules), broken)
        monkeypatch.setattr(engine, "toolbox", lambda *_: Toolbox(registry, Table()))
        engine.active.cache_clear()
        return lint_source(Source("x.md", text), settings)

    yield run
    engine.active.cache_clear()


def crash(_: Unit) -> Iterator[Finding]:
    raise KeyError("colour\nof the sky")
    yield


def test_a_rule_that_crashes_is_one_internal_error(lint) -> None:  # type: ignore[no-untyped-def]
    bad = replace(word("crasher"), function=crash)
    result = lint([bad, word("kind-word", "kind")])
    assert [(d.code, d.name) for d in result.diagnostics] == [("PL000", "internal-error"), ("XX009", "kind-word")]
    message = result.diagnostics[0].message
    assert message.startswith("the rule crasher failed: KeyError: 'colour\\nof the sky' (test_engine.py:")
    assert RunResult([result]).failed


def test_a_rule_that_returns_nonsense_is_one_internal_error(lint) -> None:  # type: ignore[no-untyped-def]
    nonsense = replace(word("nonsense"), function=lambda unit: [42])
    assert [d.name for d in lint([nonsense, word("kind-word", "kind")]).diagnostics] == ["internal-error", "kind-word"]


def test_a_module_that_cannot_be_imported_is_one_internal_error(lint) -> None:  # type: ignore[no-untyped-def]
    result = lint([word("kind-word", "kind")], broken=(Broken("torn", "SyntaxError: x"),))
    assert next(d.message for d in result.diagnostics) == "the rule torn cannot be loaded: SyntaxError: x"
    assert len(result.diagnostics) == 2
    for settings in (Settings(ignore=("torn",)), Settings(select=("kind-word",))):
        assert len(lint([word("kind-word", "kind")], TEXT, settings, (Broken("torn", "x"),)).diagnostics) == 1


def test_one_defect_is_reported_once(lint) -> None:  # type: ignore[no-untyped-def]
    assert len(lint([word("kind-word", "kind", "kind")]).diagnostics) == 1


def test_order_is_by_offset_then_code(lint) -> None:  # type: ignore[no-untyped-def]
    result = lint([word("longer-name", "people"), word("name", "people", "brief", "kind")])
    starts = [d.span.start for d in result.diagnostics]
    assert starts == sorted(starts)
    assert [d.code for d in result.diagnostics if d.span.start == TEXT.index("people")] == ["XX004", "XX011"]


def test_whole_prompt_findings_stand_at_the_first_line(lint) -> None:  # type: ignore[no-untyped-def]
    whole = replace(word("whole"), function=lambda unit: [Finding("no scope", None)])
    (d,) = lint([whole], "\n\n  # Title\n\nText of the prompt.\n").diagnostics
    assert (d.span, d.whole_prompt) == (Span(4, 11), True)


def test_rules_speak_languages(lint) -> None:  # type: ignore[no-untyped-def]
    english = replace(word("wort", "und"), languages=frozenset({"en"}))
    german = "Antworte kurz und freundlich. Erfinde niemals eine Quelle, und nenne immer die Seite des Dokuments.\n"
    assert not lint([english], german).diagnostics
    assert lint([english], german, Settings(languages=("en",))).diagnostics
    assert lint([word("any-tongue", "und")], german).diagnostics


def test_rules_have_profiles(lint) -> None:  # type: ignore[no-untyped-def]
    agents = replace(word("agents-only", "kind"), profiles=frozenset({"agent"}))
    assert not lint([agents], TEXT, Settings(profile="task")).diagnostics
    result = lint([agents], TEXT, Settings(profile="agent"))
    assert len(result.diagnostics) == 1
    assert (result.profile, result.reason) == ("agent", "declared as agent")


def test_scopes_decide_the_argument(lint) -> None:  # type: ignore[no-untyped-def]
    seen = []
    rules = [
        replace(word(f"scope-{s}"), scope=s, function=lambda x: seen.append(type(x).__name__) or [])
        for s in ("unit", "stack", "document")
    ]
    lint(rules)
    assert sorted(seen) == ["Document", "Stack", "Unit"]


def test_selectors() -> None:
    registry = Registry((word("vague-word"), replace(word("other"), category="goal", code="PL701")))
    assert registry.expand("all") == {"vague-word", "other"}
    assert registry.expand("goal") == registry.expand("PL7") == registry.expand("oth*") == {"other"}
    assert registry.expand("xx") == {"vague-word"}
    with pytest.raises(UnknownRule, match="did you mean 'vague-word'"):
        registry.expand("vague-wrod")


def test_severity_overrides_and_off(lint) -> None:  # type: ignore[no-untyped-def]
    rules = [word("kind-word", "kind"), word("brief", "brief")]
    result = lint(rules, TEXT, Settings(severity=(("structure", "hint"), ("brief", "off"))))
    assert [(d.name, str(d.severity)) for d in result.diagnostics] == [("kind-word", "hint")]


def test_fingerprints_survive_moves_and_tell_twins_apart(lint) -> None:  # type: ignore[no-untyped-def]
    rules = [word("people", "people")]
    same_line = "The people and the people.\n"
    first = [d.fingerprint for d in lint(rules, same_line).diagnostics]
    assert len(set(first)) == 2
    moved = [d.fingerprint for d in lint(rules, "# New heading\n\n" + same_line).diagnostics]
    assert moved == first
    changed = [d.fingerprint for d in lint(rules, same_line.replace("and", "or")).diagnostics]
    assert not set(changed) & set(first)


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "# \n", "{{", "<a", "---\n---\n", "```", "\r\r\n\u2028", "\U000e0041" * 50]
)
def test_odd_texts_are_linted(text: str) -> None:
    result = lint_source(Source("x.md", text))
    assert not [d.message for d in result.diagnostics if d.name == "internal-error"]


def test_workers_change_nothing(project: Project) -> None:
    for i in range(30):
        project.write(f"prompts/{i:02}.md", f"Please frobnicate {i}.\n" * (i % 4))
    outputs = {project.run("check", "prompts", "--output-format", "json", "--jobs", n).out for n in ("1", "2", "3")}
    outputs.add(
        project.run("check", *[f"prompts/{i:02}.md" for i in reversed(range(30))], "--output-format", "json").out
    )
    assert len(outputs) == 1
    assert len(json.loads(outputs.pop())["files"]) == 30


def test_document_of_keeps_what_settings_declare() -> None:
    document = engine.document_of(Source("x.md", TEXT), Table(), Settings(budgets=(("tokens", 5),), profile="rag"))
    assert isinstance(document, Document)
    assert document.units[0].meta["budgets"] == {"tokens": 5}
    assert document.stacks[0].profile.name == "rag"


def test_a_rule_is_not_called_where_what_it_needs_does_not_occur(lint) -> None:  # type: ignore[no-untyped-def]
    def named(need: str, text: str) -> list[str]:
        return [d.name for d in lint([replace(word("kind-word", "kind"), needs=(need,))], text).diagnostics]

    assert named("placeholder", "Be kind to {{ name }}.\n") == ["kind-word"]
    assert named("placeholder", "Be kind.\n") == []
    assert named("front matter", "---\nname: x\n---\nBe kind.\n") == ["kind-word"]
    assert named("front matter", "Be kind.\n") == []
    assert named("no-such-concept", "Be kind.\n") == named("no-such.*", "Be kind.\n") == []


def test_kept_facts_make_the_rules_that_were_imported() -> None:
    from promptlint import registry, rule_index
    from promptlint.record import fields_of

    imported, broken = registry._imported()
    assert not broken
    for rule in imported:
        kept = rule_index._rule(rule_index._plain(rule))
        assert all(getattr(kept, n) == getattr(rule, n) for n in fields_of(rule) if n != "function"), rule.name
        assert kept.function.module == rule.function.__module__  # type: ignore[attr-defined]


def test_a_deferred_rule_that_cannot_be_imported_is_one_internal_error(lint) -> None:  # type: ignore[no-untyped-def]
    from promptlint.rule_index import Deferred

    gone = replace(word("gone-rule", "kind"), function=Deferred("promptlint.rules.structure.gone", "gone-rule"))
    assert [d.code for d in lint([gone]).diagnostics] == ["PL000"]
