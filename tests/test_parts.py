"""Faults that are told in parts, and rows of tables that are read as sentences."""

from __future__ import annotations

import pytest

from promptlint.engine import Settings, lint_source
from promptlint.knowledge import current
from promptlint.source import Source


def reported(kind: str, text: str) -> list[str]:
    """The messages of one rule on a prompt."""
    return [d.message for d in lint_source(Source("a.md", text), Settings(select=(kind,))).diagnostics]


def test_every_part_is_a_concept() -> None:
    known = current()
    for kind, faults in known.section("faults").items():
        for fault in faults:
            for key in ("parts", "holds", "beside", "unless", "closed"):
                for part in fault.get(key, ()):
                    name = part.lstrip("+-")
                    assert name in CONCEPTS, (kind, name)


def _concepts() -> set[str]:
    import pathlib

    import yaml

    folder = pathlib.Path(__file__).parent.parent / "rules" / "knowledge"
    return {
        c for p in folder.glob("*.yaml") for c in (yaml.safe_load(p.read_text(encoding="utf-8")).get("concepts") or {})
    }


CONCEPTS = _concepts()
TABLE = "You write product pages.\n\n| {} | {} |\n|---|---|\n| Intro | two sentences |\n| {} | {} |\n"


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("fabrication-pressure", ("Voices", "two customer quotes; where there are none yet, write some")),
        ("unapproved-side-effect", ("10:00", "put the text on our home page")),
        ("sycophancy-inducement", ("Feedback", "always nothing but praise, whatever the draft is like")),
    ],
)
def test_a_row_is_read_as_a_sentence(kind: str, row: tuple[str, str]) -> None:
    assert reported(kind, TABLE.format("Part", "Content", *row))
    assert not reported(kind, TABLE.format("Wrong", "Right", *row)), "the table shows what is wrong"


@pytest.mark.parametrize(
    "text",
    [
        "Where no date is known, enter a plausible one.",
        "A plausible date is to be entered where none is known.",
        "If the label shows no year, take the most likely year.",
    ],
)
def test_the_parts_may_come_in_any_order(text: str) -> None:
    assert reported("fabrication-pressure", f"You describe clocks for an auction.\n\n- {text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "Where no date is known, never enter a plausible one.",
        "Where no date is known, ask the seller for one.",
        "Enter a plausible date only where the maker confirms it.",
        "If the date is missing, report it before you fill in the form rather than inventing one.",
    ],
)
def test_a_part_that_is_denied_or_missing_makes_no_fault(text: str) -> None:
    assert not reported("fabrication-pressure", f"You describe clocks for an auction.\n\n- {text}\n")
