"""The guide and the reference say what holds: their charters are read, and the output shown is what is printed."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from promptlint.charter.ast import Mistake
from promptlint.charter.parse import parse
from promptlint.charter.statement import parse as statement
from promptlint.charter.words import FORMS, HEADS
from promptlint.cli import main
from promptlint.source import Source

DOCS = Path(__file__).parent.parent / "docs"
GUIDE = (DOCS / "charter.md").read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    """The indented blocks of a page, without their indentation."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.startswith("    ") or (not line and found[-1]):
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [textwrap.dedent("\n".join(b)).strip("\n") + "\n" for b in found if b]


CHARTERS = [b for b in blocks(GUIDE) if b.split(maxsplit=1)[0].rstrip(":") in HEADS or b.startswith("[")]


@pytest.mark.parametrize("text", CHARTERS)
def test_charters_of_the_guide_are_read(text: str) -> None:
    assert parse(Source("x.charter", text)).mistakes == []


def test_the_output_shown_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    Path("support.charter").write_text(CHARTERS[0], encoding="utf-8")
    assert main(["check", "--isolated", "--output-format", "full", "support.charter"]) == 1
    shown = next(b for b in blocks(GUIDE) if b.startswith("error[PL101]"))
    assert shown in capsys.readouterr().out


@pytest.mark.parametrize("form", sorted(set(FORMS.values())))
def test_examples_of_the_reference_are_statements(form: str) -> None:
    assert not isinstance(statement(form, 0), Mistake)
