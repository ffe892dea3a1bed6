"""Every bad example fires exactly where its guillemets are, and every good one is silent."""

from __future__ import annotations

import pytest

from promptlint.engine import lint_source, toolbox
from promptlint.registry import INTERNAL_ERROR
from promptlint.rule import CATEGORIES, Rule
from tests.examples import Example, examples, lint

REGISTRY = toolbox().registry
RULES = [r for r in REGISTRY.rules if r is not INTERNAL_ERROR]
CASES = [pytest.param(r, e, id=f"{r.name}-{'bad' if e.bad else 'good'}-{e.number}") for r in RULES for e in examples(r)]


def test_every_rule_loads() -> None:
    assert REGISTRY.broken == ()


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: Example) -> None:
    result = lint(rule, example)
    said = [(d.name, d.message, tuple(d.span)) for d in result.diagnostics if d.name != rule.name]
    assert not said, said
    shown = [(example.text[d.span.start : d.span.end], d.message) for d in result.diagnostics]
    if not example.bad:
        assert not shown
    elif example.spans:
        assert [d.span for d in result.diagnostics] == example.spans, shown
    else:
        assert [d.whole_prompt for d in result.diagnostics] == [True], shown


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.name) for r in RULES])
def test_page(rule: Rule) -> None:
    kinds = {e.bad for e in examples(rule)}
    assert kinds == {True, False}, "a page has a bad and a good example"
    assert rule.help, "one line of what to do instead"
    assert rule.category in CATEGORIES
    assert rule.code[:3] == f"PL{CATEGORIES[rule.category]}"
    assert rule.summary.endswith("."), f"the page begins with one sentence on one line: {rule.summary!r}"


@pytest.mark.parametrize(("rule", "example"), [c for c in CASES if c.values[1].bad])  # type: ignore[attr-defined]
def test_fixes_settle_the_example(rule: Rule, example: Example) -> None:
    from promptlint.fixes import apply, chosen
    from promptlint.source import Source

    found = [d for d in lint(rule, example).diagnostics if d.fix]
    if not found:
        return
    taken = chosen(found, unsafe=True)
    text = apply(example.text, taken)
    assert text != example.text
    left = lint(rule, example._replace(text=text)).diagnostics
    assert len(left) <= len(found) - len(taken), [d.message for d in left]
    before = {d.name for d in lint_source(Source(example.path, example.text)).diagnostics}
    assert {d.name for d in lint_source(Source(example.path, text)).diagnostics} <= before
