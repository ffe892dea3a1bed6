"""The rules for charters: clashes with a situation, and silence where something decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Confidence, Diagnostic
from promptlint.engine import Settings, document_of, lint_source, toolbox
from promptlint.source import Source
from tests.charter_conflicts import BESIDE, CLEAN, CONFLICTS


def lint(text: str, *select: str) -> list[Diagnostic]:
    """What the rules say of a charter."""
    settings = Settings(select=select or None, min_confidence=Confidence.LOW)
    return lint_source(Source("x.charter", text), settings).diagnostics


@pytest.mark.parametrize(("text", "situation"), CONFLICTS)
def test_conflict(text: str, situation: str) -> None:
    (found,) = lint(text, "contradictory-directives", "numeric-clash")
    assert found.severity == "error"
    assert found.witness is not None and situation in found.witness
    assert len(found.related) == 1
    last = text.rstrip("\n").rsplit("\n", 1)[-1].strip()
    assert text[found.span.start : found.span.end] == last


@pytest.mark.parametrize("text", CLEAN)
def test_near_miss(text: str) -> None:
    said = {d.name for d in lint(text, "charter", "conflict")} - {"unknown-field"}
    assert said == {BESIDE[text]} if text in BESIDE else said == set()


def test_there_are_forty_of_each() -> None:
    assert len(CONFLICTS) >= 40 and len(CLEAN) >= 40
    assert BESIDE.keys() <= set(CLEAN)


def test_message() -> None:
    (found,) = lint(CONFLICTS[3][0], "contradictory-directives")
    assert found.message == (
        "“may · share the address · when user.verified = yes” clashes with “never · share data”; "
        "no `overrides` or `precedence` decides, and “never” yields to no narrower rule"
    )
    assert found.related[0].message == "read as: never · share data"
    assert "overrides NAME" in found.help


def test_ring_through_overrides_of_principles_is_no_crash() -> None:
    text = "precedence a > b > a\nprinciple a:\n  must go\nprinciple b:\n  never go\n"
    assert [d.name for d in lint(text, "charter", "conflict")] == ["precedence-cycle", "contradictory-directives"]


def test_a_definition_of_itself_ends() -> None:
    text = "define x as x in y, z\ndefine z as x with z\nnever share x\nmust share x with z\n"
    assert [d.name for d in lint(text, "conflict")] == ["contradictory-directives"]


def test_too_many_cases_is_said() -> None:
    holes = range(9)
    each = [f"({' or '.join(f'p{i}h{j}' for j in holes)})" for i in range(10)]
    many = " and ".join([*each, *(f"not (p{i}h{j} and p{k}h{j})" for j in holes for i in range(10) for k in range(i))])
    text = f"must go when {many}\nnever go when {many}\n"
    found = lint(text, "contradictory-directives")
    assert len(found) == 1 and "too many cases" in found[0].message and found[0].confidence == "low"


def test_a_broken_line_is_kept_as_prose_and_the_rest_is_read() -> None:
    text = "nevr go\nmust share the key\nnever share the key\n"
    assert [d.name for d in lint(text, "charter", "conflict")] == ["syntax-error", "contradictory-directives"]


def test_prose_rules_read_charters_with_exact_spans() -> None:
    text = "must cite the page as appropriate\n"
    found = [d for d in lint(text) if d.name in ("escape-clause", "vague-term")]
    assert [text[d.span.start : d.span.end] for d in found] == ["as appropriate"]


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent / "examples").glob("*.charter")), ids=lambda p: p.name
)
def test_every_rule_is_a_directive_of_the_document(path: Path) -> None:
    document = document_of(Source("x.charter", path.read_text(encoding="utf-8")), toolbox().table)
    facts = facts_of(document.units[0])
    assert facts is not None
    read = {id(facts.norm_at(d.span.end - 1)) for d in document.units[0].directives}
    assert [n.reading() for n in facts.model.norms if id(n) not in read] == []


def test_prose_rules_take_the_situations_from_the_logic() -> None:
    apart = "must reply in French when user.lang = fr\nmust reply in English when user.lang = en\n"
    assert lint(apart, "exclusive-requirements") == []
    (found,) = lint(apart.replace("user.lang = en", "user.country = de"), "exclusive-requirements")
    assert found.witness is not None and "user.lang = fr" in found.witness
