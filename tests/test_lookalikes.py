"""Pairs that look like clashes and are none: disjoint cases, exceptions, ranks, other objects, parts and documents, reports."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.diagnostic import Severity
from promptlint.engine import lint_source
from promptlint.source import Source

KINDS = yaml.safe_load((Path(__file__).parent / "data" / "lookalikes.yaml").read_text(encoding="utf-8"))
CLASHES = frozenset(
    "contradictory-directives exclusive-requirements numeric-clash order-clash competing-only unranked-absolutes "
    "precedence-cycle".split()
)


def clashes(one: str, two: str, context: str = "") -> list[str]:
    """The messages of the clashes between two sentences of one list, below a context."""
    text = f"{context}\n\n- {one}\n- {two}\n" if context else f"- {one}\n- {two}\n"
    found = lint_source(Source.from_bytes("t.md", text.encode())).diagnostics
    return [d.message for d in found if d.name in CLASHES and d.severity in (Severity.ERROR, Severity.WARNING)]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_pair_of_a_kind_is_reported(kind: str) -> None:
    assert {" / ".join(pair): said for pair in KINDS[kind] if (said := clashes(*pair))} == {}


TWINS = [  # what sets the look-alikes apart taken out: the clash is there
    ("Never interrupt a caller.", "Interrupt callers for the evacuation order."),
    ("Never use tables.", "Put price comparisons in a table."),
    ("The letter must not mention the salary.", "The salary goes in the letter."),
    ("Reply in French to all letters.", "Letters are answered in English."),
    ("Don't quote an extension fee.", "For a licence that's still valid, quote the extension fee."),
    ("Always ask for the order number.", "When the customer is angry, don't ask for the order number."),
    ("Do not rewrite the post.", "Rewrite the post in plain words."),
    ("Replies have 40 words at most.", "Every reply has about 200 words."),
]


@pytest.mark.parametrize("one, two", TWINS)
def test_the_same_without_the_difference_is_reported(one: str, two: str) -> None:
    assert clashes(one, two)


CLASHING = yaml.safe_load((Path(__file__).parent / "data" / "clashing_pairs.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", sorted(CLASHING))
def test_every_pair_of_a_rule_is_reported_by_it(rule: str) -> None:
    missed = []
    for one, two in CLASHING[rule]:
        found = lint_source(Source.from_bytes("t.md", f"- {one}\n- {two}\n".encode())).diagnostics
        if rule not in {d.name for d in found}:
            missed.append(f"{one} / {two}")
    assert missed == []
