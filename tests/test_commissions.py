"""Writing tasks: what a text must and must not speak of, its setting, and values of which it has one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.analysis.commission import commission
from promptlint.engine import document_of, lint_source
from promptlint.source import Source

DATA = yaml.safe_load((Path(__file__).parent / "data" / "commissions.yaml").read_text(encoding="utf-8"))
CLASHES = frozenset("contradictory-directives exclusive-requirements numeric-clash order-clash".split())


def clashes(asked: str, *demands: str) -> list[str]:
    text = "\n".join((asked, "- Proofread it.", *(f"- {d}" for d in demands), "- It is for a local magazine.\n"))
    found = lint_source(Source.from_bytes("task.md", text.encode())).diagnostics
    return [d.message for d in found if d.name in CLASHES]


@pytest.mark.parametrize("asked, one, two", DATA["clash"])
def test_two_demands_that_no_text_meets(asked: str, one: str, two: str) -> None:
    assert clashes(asked, one, two)
    assert clashes(asked, two, one)


@pytest.mark.parametrize("asked, one, two", DATA["ok"])
def test_two_demands_that_a_text_can_meet(asked: str, one: str, two: str) -> None:
    assert clashes(asked, one, two) == []


@pytest.mark.parametrize(
    "text, asked",
    [
        ("Write a limerick about a cat.\nNo rhymes.\n", True),
        ("We need a toast for a wedding.\nNo jokes.\n", True),
        ("You are a support assistant.\nWrite short messages.\nAnswer the user.\n", False),
        ("Write a summary of each ticket.\nEvery reply is short.\n", False),
    ],
)
def test_a_commission_asks_for_one_text(text: str, asked: bool) -> None:
    unit = document_of(Source.from_bytes("task.md", text.encode()), None).units[0]
    assert (commission(unit) is not None) is asked
