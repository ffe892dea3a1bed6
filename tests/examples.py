"""The examples on every rule's page, as test cases. A rule's examples are its tests."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptlint.engine import FileResult, Settings, lint_source
from promptlint.rule import Rule
from promptlint.source import Source
from promptlint.span import Span

MARKS = re.compile("[«»]")


class Example(NamedTuple):
    """One fenced example.

    Args:
        number: its place on the page, from 1.
        bad: whether the rule must fire.
        path: the file name that decides the format.
        text: the example without guillemets.
        spans: the marked primary spans in ``text``.
    """

    number: int
    bad: bool
    path: str
    text: str
    spans: list[Span]


def examples(rule: Rule) -> list[Example]:
    """The examples of a rule."""
    found = []
    for number, (kind, info, marked) in enumerate(rule.examples, 1):
        path = m[1] if (m := re.search(r"path=(\S+)", info)) else "example.md"
        text, spans = unmark(marked)
        found.append(Example(number, kind == "bad", path, text, spans))
    return found


def unmark(marked: str) -> tuple[str, list[Span]]:
    """``marked`` without guillemets, and the spans that they enclosed."""
    text, spans, starts, at = [], [], [], 0
    length = 0
    for m in MARKS.finditer(marked):
        text.append(marked[at : m.start()])
        length += m.start() - at
        at = m.end()
        if m.group() == "«":
            starts.append(length)
        else:
            spans.append(Span(starts.pop(), length))
    text.append(marked[at:])
    return "".join(text), sorted(spans)


def lint(rule: Rule, example: Example) -> FileResult:
    """Run one rule over an example."""
    return lint_source(Source(example.path, example.text), Settings(select=(rule.name,)), alone)


def alone(path: str) -> bytes:
    """The loader of an example, beside which there is no other file."""
    raise FileNotFoundError(None, "cannot be read: no such file or directory")
