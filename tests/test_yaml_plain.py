"""Flat YAML read without the library is read as the library reads it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from promptlint.formats import yaml_nodes
from promptlint.formats.nodes import Node
from promptlint.formats.yaml_plain import read_plain

FOLDERS = [Path(__file__).parent.parent / "examples", Path(__file__).parent.parent / "benchmarks" / "labelled"]
WORDS = [
    "name",
    "a b",
    "support-bot",
    "true",
    "no",
    "3",
    "1.5",
    "",
    "~",
    "a_b",
    "x/y.z",
    "$2",
    "Ja",
    "a:b",
    "a: b",
    "a #b",
]
WORDS += [
    "#b",
    "- a",
    "-a",
    "'a'",
    '"a b"',
    '"a: b"',
    '"a',
    "[a]",
    "[a, b-c, d e]",
    "[a,b]",
    "[ a , b ]",
    "[]",
    "[a, ]",
    "{a: b}",
]
WORDS += [
    "&a b",
    "*a",
    "!t a",
    "|",
    ">",
    "a\tb",
    "é",
    "a\u2028b",
    "%a",
    "@a",
    "`a`",
    "a'b",
    "a\\b",
    "? a",
    "a?",
    "=",
    "<<",
    "''",
    "'a''b'",
    "'a' b",
    "'it is: #1, [x] \\n'",
    "a, b's [c] {d} & e*",
    "a,",
    "['a', \"b c\", d]",
    "['a: b', 'c']",
    "['a''b']",
    "['a' b]",
]


def dump(node: Node) -> Any:
    """A node with all its places."""
    segments = [tuple(s) for s in node.view.segments] if node.view else None
    below = [(dump(k), dump(v)) for k, v in node.pairs] or [dump(i) for i in node.items]
    return node.kind, tuple(node.span), node.text, node.quoted, segments, below


def by_library(text: str, start: int, end: int, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What PyYAML reads, None for what it cannot read."""
    monkeypatch.setattr(yaml_nodes, "read_plain", lambda *_: None)
    try:
        return [dump(n) for n in yaml_nodes.read(text, start, end)]
    except yaml_nodes.Unreadable:
        return None


def test_front_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    for path in (p for f in FOLDERS for p in sorted(f.rglob("*")) if p.suffix in (".charter", ".prompty", ".md")):
        text = path.read_text(encoding="utf-8")
        if not text.startswith("---\n") or (end := text.find("\n---\n", 4)) < 0:
            continue
        found = read_plain(text, 4, end + 1)
        read += found is not None
        assert found is None or [dump(found)] == by_library(text, 4, end + 1, monkeypatch), path
    assert read >= 5


def test_random_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    rng, read = random.Random(2), 0
    for _ in range(3000):
        rows = [
            f"{rng.choice(['a', 'b_c', 'd-e', 'f1'])}:{rng.choice([' ', ' ', '  ', ''])}{rng.choice(WORDS)}"
            for _ in range(rng.randint(1, 3))
        ]
        rows += rng.choice([[], [], ["# note"], [""], ["  more"], ["- x"]])
        rng.shuffle(rows)
        text = rng.choice(["\n", "\n", "\r\n"]).join(rows) + rng.choice(["", "\n", " \n"])
        found = read_plain(text, 0, len(text))
        read += found is not None
        assert found is None or [dump(found)] == by_library(text, 0, len(text), monkeypatch), text
    assert read > 150
