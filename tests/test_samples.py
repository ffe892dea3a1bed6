"""Exchanges that break a rule of their prompt, and look-alikes that keep it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.diagnostic import Confidence
from promptlint.engine import lint_source
from promptlint.settings import Settings
from promptlint.source import Source

DATA = yaml.safe_load((Path(__file__).parent / "data" / "samples.yaml").read_text(encoding="utf-8"))
FORMS = ("- {rule}\n- Be kind.\n\nExample:\n{shown}\n", "# Rules\n{rule}\n\n## Example\n{shown}\n")
CASES = [(rule, shown, name == "broken") for name, rows in DATA.items() for rule, shown in rows]


ALL = Settings(min_confidence=Confidence.LOW)  # samples that only their lines show are low


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("rule", "shown", "broken"), CASES)
def test_sample(rule: str, shown: str, broken: bool, form: str) -> None:
    text = form.format(rule=rule, shown=shown)
    found = [d for d in lint_source(Source("prompt.md", text), ALL).diagnostics if d.name == "example-breaks-rule"]
    assert bool(found) == broken, [d.message for d in found]


@pytest.mark.parametrize(
    "text",
    [
        "- No commas.\n\nWorked cases\n`red and blue`\n→ `red, blue`\n",
        "- No commas.\n\n<examples>\n<example>\n<customer>red and blue</customer>\n<answer>red, blue</answer>\n</example>\n</examples>\n",
        "You are Otto.\n- No digits.\n\nHow it sounds\nVisitor: What is it?\nOtto: A dial of 1611.\n",
        '- Dates are in ISO format.\n\nExample\n{"issued": "3 May 2024"}\n',
        '- No exclamation marks.\n- Model opening: "Good evening, this is Tern!"\n',
    ],
)
def test_where_outputs_are_shown(text: str) -> None:
    found = [d.name for d in lint_source(Source("prompt.md", text), ALL).diagnostics]
    assert "example-breaks-rule" in found, text


LINES = yaml.safe_load((Path(__file__).parent / "data" / "shown_lines.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "broken"), [(text, name == "broken") for name, rows in LINES.items() for text in rows]
)
def test_lines(text: str, broken: bool) -> None:
    found = [d for d in lint_source(Source("prompt.md", text), ALL).diagnostics if d.name == "example-breaks-rule"]
    assert bool(found) == broken, [d.message for d in found]
