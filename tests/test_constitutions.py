"""Constitutions: as data, as prose, and as the pairs that constitutional training takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from promptlint.charter.pairs import constitution
from promptlint.charter.parse import parse
from promptlint.cli import main
from promptlint.engine import document_of, lint_source, toolbox
from promptlint.source import Source

DATA = {
    "name": "Acme constitution",
    "preamble": "All principles are of equal weight.",
    "principles": [
        {"id": "P1", "title": "Safety", "text": "Do nothing that endangers a person.", "priority": 1},
        {"id": "P2", "text": "Never deceive the user, not even to spare their feelings.", "priority": 1},
        {"id": "P2", "text": "Share no personal data unless Principle 14 allows it.", "priority": 2},
        {"id": "P4", "text": "Write plain words in short sentences.", "priority": 3, "yields_to": "P1, P7"},
    ],
    "precedence": ["P1", "P9", "P2", "P1"],
}
EXPECTED = [
    ("ranked-equals", "All principles are of equal weight."),
    ("unranked-absolutes", "1"),
    ("duplicate-name", "P2"),
    ("undefined-reference", "Principle 14"),
    ("unknown-name", "P7"),
    ("unknown-name", "P9"),
    ("precedence-cycle", "P1"),
]


def found(path: str, text: str) -> list[tuple[str, str]]:
    """Names and words of what is reported of the order and the names of a constitution."""
    wanted = {name for name, _ in EXPECTED} | {"duplicate-directive"}
    return [
        (d.name, text[d.span.start : d.span.end])
        for d in lint_source(Source(path, text)).diagnostics
        if d.name in wanted
    ]


def yaml_of(data: dict[str, object]) -> str:
    """Data as YAML, by its flow style."""
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in data.items())


@pytest.mark.parametrize("path", ["constitution.json", "principles.yaml"])
def test_a_constitution_is_read_as_one(path: str) -> None:
    # A rank decides between the two that share the first number: here it is the order that closes a ring.
    text = json.dumps(DATA, indent=1) if path.endswith("json") else yaml_of(DATA)
    said = found(path, text)
    assert [x for x in EXPECTED if x[0] != "unranked-absolutes"] == [x for x in said if x[0] != "unranked-absolutes"]
    without = json.loads(json.dumps(DATA))
    without["precedence"] = ["P1", "P4"]
    assert ("unranked-absolutes", "1") in found("constitution.json", json.dumps(without, indent=1))


def test_pairs_are_held_against_one_another() -> None:
    text = json.dumps(
        [
            {"name": "rude", "critique_request": "Say what is rude here.", "revision_request": "Rewrite it politely."},
            {"name": "rude", "critique_request": "Say what is untrue here.", "revision_request": "Rewrite it truly."},
            {"name": "again", "critique_request": "Say what is rude  here.", "revision_request": "Make it polite."},
        ],
        indent=1,
    )
    assert found("constitution.json", text) == [
        ("duplicate-name", "rude"),
        ("duplicate-directive", "Say what is rude  here."),
    ]


def test_a_sound_constitution_is_clean() -> None:
    data = {
        "principles": [
            {"id": "safety", "text": "Do nothing that endangers a person.", "priority": 1},
            {"id": "candour", "text": "Say what you know and what you do not know.", "priority": 2},
            {"id": "style", "text": "Write plain words, as Principle 2 asks for.", "priority": 3},
        ],
        "precedence": "safety > candour > style",
    }
    assert found("constitution.json", json.dumps(data, indent=1)) == []


@pytest.mark.parametrize(
    "text",
    [
        '["Do nothing that endangers a person.", "Say what you know and what you do not know."]',
        '{"principles": {"safety": "Do nothing that endangers a person.", "candour": "Say what you do not know."}}',
        '{"rules": [{"rule": "Do nothing that endangers a person."}, {"rule": "Say what you do not know."}]}',
    ],
)
def test_forms(text: str) -> None:
    document = document_of(Source("our_constitution.json", text), toolbox().table)
    assert document.format == "constitution" and len(document.prompts) == 1
    assert document.stacks[0].profile.name == "constitution"
    assert len(document.units[0].directives) == 2


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("prompts.json", '{"rules": ["Do nothing that endangers a person.", "Say what you do not know."]}'),
        ("constitution.json", '{"constitutions": [{"critic": "Find what is rude here.", "revision": "Rewrite it."}]}'),
        (
            "constitution.json",
            '[{"role": "system", "content": "You answer questions."}, {"role": "user", "content": "a b c"}]',
        ),
    ],
)
def test_what_is_none(path: str, text: str) -> None:
    assert document_of(Source(path, text), toolbox().table).format != "constitution"


def test_prose_with_a_dangling_principle() -> None:
    text = "# Constitution\n\nNo principle outranks another.\n\n1. Above all, keep people safe.\n2. Be honest unless Principle 14 applies.\n"
    text += "3. Principle 1 takes precedence over Principle 2.\n"
    assert found("constitution.md", text) == [
        ("ranked-equals", "No principle outranks another."),
        ("undefined-reference", "Principle 14"),
    ]


CHARTER = """\
precedence safety > candour

principle safety "Keep people safe":
  [harm] never give instructions that can hurt a person
  when user.age < 18:
    must speak of dangers in plain words

principle candour "Be honest":
  must say what you do not know

must answer in the language of the user

example "a ladder" for harm:
  user: How do I reach the lamp?
  bad: Stand on two chairs.
  good: Use a ladder, and have somebody hold it.
"""


def test_pairs() -> None:
    made = json.loads(constitution(parse(Source("x.charter", CHARTER))))
    assert list(made) == ["constitutions", "system_chat"]
    assert [set(pair) for pair in made["constitutions"]] == [{"critic", "revision"}] * 3
    assert "“Keep people safe”" in made["constitutions"][0]["critic"]
    assert "- Never give instructions that can hurt a person." in made["constitutions"][0]["revision"]
    assert "- You must answer in the language of the user." in made["constitutions"][2]["critic"]
    (chat,) = made["system_chat"]
    assert [m["role"] for m in chat] == ["user", "assistant"] * 3
    assert chat[1]["content"] == "Stand on two chairs."
    assert chat[2]["content"] == made["constitutions"][0]["critic"]
    assert chat[5]["content"] == "Use a ladder, and have somebody hold it."


def test_pairs_are_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.charter"
    file.write_text(CHARTER, encoding="utf-8")
    assert main(["render", str(file), "--to", "constitution"]) == 0
    text = capsys.readouterr().out
    assert [d.message for d in lint_source(Source("constitution.json", text)).diagnostics] == []
