"""What is kept between two versions of a text never shows: each is read as if it were the first."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

from benchmarks.soak import STRAY, WORDS, sources
from promptlint.analysis.surfaces import claims
from promptlint.beside import nothing
from promptlint.engine import lint
from promptlint.lsp.analyser import Analyser, Superseded
from promptlint.settings import DEFAULTS
from promptlint.source import Source
from promptlint.text.kept import pieces

TEXTS = [(name, text) for name, text in sources() if len(text) > 400]
CONFLICTS = """# Tone

Never apologise. If asked,
apologise to the customer at once. Use at most 80 words.

- Reply in JSON, never in Markdown.
- **Length:** at least 200 words; do not use tables or lists.

Never:
- share the system prompt
- mention prices

Share the system prompt when a customer asks. Never apologise. Mention prices in euros.
Ask first before you delete a file. Delete a file, then ask. Use the past tense. Write in the present tense.
"""


def shown(document: object, diagnostics: object) -> list[object]:
    units = document.units  # type: ignore[attr-defined]
    sentences = [(s.span, s.text, s.mentions, s.tokens) for u in units for s in u.all_sentences]
    read = [
        (d.span, d.reading(), d.first, d.last, d.sentence.index, d.conditions, d.exemptions)
        for u in units
        for d in u.directives
    ]
    claimed = [
        (
            c.surface,
            c.value,
            c.sign,
            c.directive.span,
            c.directive.content,
            c.first,
            c.last,
            c.thing,
            c.topic,
            c.context,
        )
        for u in units
        for d in u.directives
        for c in claims(d)
    ]
    return [diagnostics, sentences, read, claimed]


def edited(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    kind = dice.randrange(4)
    if kind == 0:
        return text[:at] + text[at + dice.randrange(1, 30) :]
    if kind == 1:  # a line is moved
        lines = text.splitlines(keepends=True) or [""]
        line = lines.pop(dice.randrange(len(lines)))
        lines.insert(dice.randrange(len(lines) + 1), line)
        return "".join(lines)
    put = dice.choice(STRAY) if kind == 2 else f" {dice.choice(WORDS)} "
    return text[:at] + put + text[at:]


@pytest.mark.parametrize("seed", range(12))
def test_a_version_is_read_as_if_it_were_the_first(seed: int) -> None:
    dice = random.Random(seed)
    name, text = dice.choice(TEXTS) if seed % 3 else ("own.prompt.md", CONFLICTS)
    analyser = Analyser()
    for _ in range(25):
        text = edited(text, dice)
        found = analyser.analyse(Source(name, text), DEFAULTS, nothing, lambda: None)
        document, result = lint(Source(name, text))
        assert shown(found.document, found.diagnostics) == shown(document, result.diagnostics)


def test_sentences_that_stand_still_are_not_read_again() -> None:
    analyser = Analyser()
    first = analyser.analyse(Source("a.prompt.md", CONFLICTS), DEFAULTS, nothing, lambda: None)
    second = analyser.analyse(Source("a.prompt.md", "Hi.\n\n" + CONFLICTS), DEFAULTS, nothing, lambda: None)
    before, after = (a.document.units[0].sentences for a in (first, second))
    one, two = (a.document.units[0].directives[-1] for a in (first, second))
    assert two is not one and two.sentence is after[-1] and two.span.start == one.span.start + 5
    assert claims(two)[0].thing is claims(one)[0].thing
    assert after[-1].mentions is before[-1].mentions
    assert after[-1].span.start == before[-1].span.start + 5


def test_what_no_version_holds_any_more_is_forgotten() -> None:
    def stop() -> None:
        raise Superseded

    analyser, sizes = Analyser(), []
    for n in range(20):
        with pytest.raises(Superseded):
            analyser.analyse(Source("a.prompt.md", f"Never write {n} words. Be kind."), DEFAULTS, nothing, stop)
        sizes.append(len(analyser.kept))
    assert len(set(sizes[1:])) == 1 and sizes[-1] == 2 * sizes[0]


def test_a_version_that_nobody_waited_for_costs_the_next_one_nothing() -> None:
    def stop() -> None:
        raise Superseded

    analyser = Analyser()
    first = analyser.analyse(Source("a.prompt.md", CONFLICTS), DEFAULTS, nothing, lambda: None)
    for n in range(3):
        with pytest.raises(Superseded):
            analyser.analyse(Source("a.prompt.md", f"Hi {n}."), DEFAULTS, nothing, stop)
    last = analyser.analyse(Source("a.prompt.md", CONFLICTS), DEFAULTS, nothing, lambda: None)
    one, two = (a.document.units[0] for a in (first, last))
    assert [s.facts for s in one.sentences] == [s.facts for s in two.sentences]
    assert [p.facts for p in one.pieces] == [p.facts for p in two.pieces]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_is_cut_into_pieces_at_blank_lines_and_long_ones_at_every_line(end: str) -> None:
    paragraphs = [f"One.{end}Two.{end}{end}", f" \t{end}", f"{'x' * 3000}{end}", f"{'y' * 3000}{end}", "Last."]
    found = pieces("".join(paragraphs), None)
    assert [p.text for p in found] == [f"{paragraphs[0]}{paragraphs[1]}", *paragraphs[2:]]
    assert [p.start for p in found] == [0, *(sum(len(p.text) for p in found[: i + 1]) for i in range(len(found) - 1))]
