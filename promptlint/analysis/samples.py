"""Outputs that the examples of a prompt show as right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.block import CODE, DATA, EXAMPLE, ITEM, PARAGRAPH, TAG, TURN, Block
from promptlint.formats.examples import ANSWERS, ASKS, GIVEN, GIVES
from promptlint.record import record
from promptlint.span import Span
from promptlint.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence
    from promptlint.view import View

OURS = ANSWERS | GIVES | frozenset("chatbot helper tag labels verdict".split())
THEIRS = (
    ASKS | GIVEN | frozenset("person man woman kid boy girl tenant driver citizen employee player neighbour".split())
)
BAD = frozenset("bad wrong incorrect poor worse weak not never avoid don't don’t ❌".split())
GOOD = frozenset("good right correct better best strong ✅".split())
SPOKEN = regex.compile(
    r"\s*(?:[-*>•]\s+)?[\"'*_\[]*([^\W\d_][\w’'. -]{0,24}?)[\"'*_\]]*\s*[:：][\"*_]*(?=\s|[\"“]|$)\s*"
)
ARROW = regex.compile(r"(?:^|[ \t])(?:→|⇒|=>|->|—>)[ \t]*(\S[^\n]*)$", re.MULTILINE)
ENDED = regex.compile(r"^\W*END\b[^\n]{0,40}\n(.+)", re.MULTILINE | re.DOTALL)
INLINE = regex.compile(
    r"(?i)\b(?:model|sample|example|specimen) (?:opening|greeting|closing|reply|answer|response|message|line|turn|sentence|output)\W{1,4}"
    r"(?:[\"“]([^\"”\n]{8,})[\"”])"
)
OUTPUT_TITLE = regex.compile(
    r"(?i)^\W*(?:samples?|specimens?|(?:sample|model|example|specimen) (?:outputs?|answers?|repl(?:y|ies)|responses?|openings?|greetings?|closings?|"
    r"messages?|reports?|digests?|letters?|e-?mails?|notes?)|examples? of (?:an? |the |your )?(?:outputs?|answers?|repl(?:y|ies)|responses?))\W*$"
)
MARKS = " \t\n\"“”'`*_"


@record(frozen=True, slots=True)
class Sample:
    """One output that an example shows.

    Args:
        text: without its speaker and its quotation marks.
        thing: what it is an example of ("output" for a reply, "data" for JSON and the like, "step" …).
        whole: it is a complete output, not a part such as one item of a list.
    """

    text: str
    thing: str
    span: Span
    whole: bool


@record(frozen=True, slots=True)
class Piece:
    """What one party says in an example.

    Args:
        speaker: in lower case, "" where none is named.
        view, start, end: where the text stands.
        listed: it is an item of a list.
    """

    speaker: str
    view: View
    start: int
    end: int
    listed: bool

    @property
    def text(self) -> str:
        """What is said."""
        return "- " * self.listed + self.view.text[self.start : self.end].strip()

    @property
    def span(self) -> Span:
        """Where in the file."""
        return self.view.span(self.start, self.end)


def samples(unit: Unit) -> Iterator[Sample]:
    """Every output that the examples of a unit show as right."""
    by_block: dict[int, list[Sentence]] = {}
    for s in unit.all_sentences:
        if s.mentioned:
            by_block.setdefault(id(s.block), []).append(s)
    for example in unit.blocks(EXAMPLE):
        below = [b for b in example.walk() if b.kind == EXAMPLE and b is not example]
        if example.attrs.get("bad") or any(b.attrs.get("bad") for b in below):
            continue
        if not below:
            yield from _shown(example, by_block, unit.source.text)
    for s in unit.sentences:
        if '"' in s.text or "“" in s.text:
            for m in INLINE.finditer(s.text):
                yield Sample(m[1], "output", s.span, True)


def _shown(example: Block, by_block: dict[int, list[Sentence]], source: str) -> Iterator[Sample]:
    leaves = [b for b in example.walk() if b.view is not None and b.kind != TURN] + [
        b for b in example.walk() if b.kind == TURN and b.view is not None
    ]
    leaves.sort(key=lambda b: b.span.start)
    if tags := [b for b in example.walk() if b.kind == TAG and set(_name(b).split("_")) & OURS]:
        for tag in tags:
            inner = [b for b in tag.walk() if b.view is not None]
            if len(inner) == 1 and inner[0].kind == PARAGRAPH and inner[0].view is not None:
                yield Sample(inner[0].view.text.strip(MARKS), "output", tag.span, True)
        return
    items = {id(child) for b in example.walk() if b.kind == ITEM for child in b.children}
    pieces = list(_pieces(leaves, items))
    yield from (Sample(p.text, "data", p.span, False) for p in pieces if p.text.startswith(("{", "[{")))
    speakers = {p.speaker for p in pieces if p.speaker}
    if speakers:
        yield from _said(pieces, speakers)
        return
    for b in example.walk():
        if b.kind in (CODE, DATA):
            yield Sample(source[b.span.start : b.span.end].strip(), "data", b.span, False)
    named = list(_parts(example, by_block))
    if named or any(b.kind in (CODE, DATA, TAG) for b in example.walk()):
        yield from named
        return
    if (
        pieces
        and OUTPUT_TITLE.search(_title(leaves[0], by_block))
        and not any(ARROW.search(p.text) or ENDED.search(p.text) for p in pieces)
    ):
        text = "\n\n".join(p.text for p in pieces)
        yield Sample(text, "output", Span(pieces[0].span.start, pieces[-1].span.end), True)
        return
    for p in pieces:
        found = list(ARROW.finditer(p.view.text, p.start, p.end)) or list(ENDED.finditer(p.view.text, p.start, p.end))
        for m in found:
            yield Sample(m[1].strip(MARKS), "output", p.view.span(m.start(1), m.end(1)), True)


def _name(tag: Block) -> str:
    return str(tag.attrs.get("name", "")).lower().replace("-", "_")


def _pieces(leaves: list[Block], items: set[int]) -> Iterator[Piece]:
    """The text of an example by speakers; what stands before the first has none."""
    for leaf in leaves:
        if leaf.kind in (CODE, DATA) or leaf.view is None:
            continue
        text, at, speaker, began = leaf.view.text, 0, "", 0
        for line in text.splitlines(keepends=True):
            m = SPOKEN.match(line)
            if m and _known(m[1].lower(), leaf):
                if text[began:at].strip():
                    yield Piece(speaker, leaf.view, began, at, id(leaf) in items)
                speaker, began = m[1].lower(), at + m.end()
            at += len(line)
        if text[began:].strip():
            yield Piece(speaker, leaf.view, began, len(text), id(leaf) in items)


def _known(name: str, leaf: Block) -> bool:
    words = set(name.split())
    return leaf.kind == TURN or len(words) == 1 or bool(words & (OURS | THEIRS | BAD | GOOD))


def _said(pieces: list[Piece], speakers: set[str]) -> Iterator[Sample]:
    """What the model says in an exchange: the party that is known, or the other one of two."""
    theirs = {s for s in speakers if set(s.split()) & THEIRS}
    ours = {s for s in speakers if set(s.split()) & OURS}
    if not ours and theirs and len(speakers) - len(theirs) == 1:
        ours = speakers - theirs
    turns: list[list[Piece]] = []
    for p in pieces:
        if p.speaker or not turns:
            turns.append([])
        turns[-1].append(p)
    bad = False
    for turn in turns:
        words = set(turn[0].speaker.split())
        if words & (BAD | GOOD):
            bad = bool(words & BAD)
        if not bad and turn[0].speaker in ours:
            text = "\n".join(p.text for p in turn)
            yield Sample(text, "output", Span(turn[0].span.start, turn[-1].span.end), True)


def _parts(example: Block, by_block: dict[int, list[Sentence]]) -> Iterator[Sample]:
    """Items that a lead names: "Example of a reason"."""
    for block in example.walk():
        if block.kind == ITEM and len(block.children) > 1:
            continue
        found = by_block.get(id(block))
        if block.kind != PARAGRAPH or not found or block.view is None:
            continue
        if thing := _named(found[0]):
            yield Sample(block.view.text.strip().strip("\"“”'"), thing, block.span, False)


def _title(leaf: Block, by_block: dict[int, list[Sentence]]) -> str:
    """What stands above an example: its label, else its heading."""
    found = by_block.get(id(leaf))
    return (found[0].scope.lead or (found[0].scope.headings or ("",))[-1]) if found else ""


def _named(s: Sentence) -> str:
    """What the lead-in says that the example is one of: "Example of a reason" → "explanation"."""
    lead = s.scope.lead or (s.scope.headings[-1] if s.scope.headings else "")
    if not lead or s.table is None or "xample" not in lead:
        return ""
    found = [m for m in s.table.find(tokenize(lead).words) if m.concept.startswith("thing:")]
    return found[0].concept[6:] if found else ""
