"""The outline of a prompt: its sections, each with prose as it stands and the sentences that became rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from promptlint import regex
from promptlint.block import HEADING, ITEM, LABEL, LIST, MENTIONED, PARAGRAPH, TAG, Block
from promptlint.charter.phrasing import JOINS, Said, opens_with_label, quoted
from promptlint.deontic.cues import cues
from promptlint.deontic.leads import bare_modality
from promptlint.document import Unit
from promptlint.record import NamedTuple, field, record
from promptlint.source import Source
from promptlint.text.sentences import Sentence

# What may stand before a paragraph in its line: white space, marks of lists and quotes.
BEFORE = regex.compile(r"(?:[\W\d_]*|\W*[a-zA-Z][.)]\s*)")
NUMBERED = regex.compile(
    r"\b(?:steps?|rules?|items?|points?|principles?|phases?|priority|priorities)[ \t]+\(?#?\d", re.I
)
WHEN_LEAD = regex.compile(r"\W*(?:if|when|whenever|while|once)\s+(.*\w[)\"”’`]?)\W*:\W*", re.I)
ORDERED = regex.compile(r"\b(?:steps?|process|workflow|procedure|phases?|order|sequence|how to|follow)\b", re.I)


class Row(NamedTuple):
    """A line of prose; ``level`` is a heading's, 0 for any other."""

    text: str
    level: int = 0


class Prose(NamedTuple):
    """Lines that stay as they are.

    Args:
        label: they are the label of the list item whose rules follow.
        leaf: its number, where it is a label.
    """

    rows: list[Row]
    label: bool = False
    leaf: int = -1


class Ruled(NamedTuple):
    """A rule.

    Args:
        line: the number of the line that it comes from.
        labelled: it stands below the label of its list item.
        around: conditions of the `when` blocks that it stands in, outermost first.
    """

    said: Said
    line: int
    labelled: bool
    around: tuple[str, ...]


@record(eq=False)
class Section:
    """A heading, or a pair of tags, with what it governs.

    Args:
        title: its text, "" where none governs.
        level: 1 to 6, 0 where none governs.
        rows: the heading, or the tag, as it stands.
        line: its line.
        ends: the line of the closing tag, -1 where there is none.
    """

    title: str = ""
    level: int = 0
    rows: list[Row] = field(default_factory=list)
    line: int = -1
    ends: int = -1
    items: list[Prose | Ruled] = field(default_factory=list)

    @property
    def ruled(self) -> bool:
        """Whether it holds a rule."""
        return any(isinstance(i, Ruled) for i in self.items)


class Title(NamedTuple):
    """A heading or an opening tag: its text, its level, its last line, and the line of the closing tag."""

    text: str
    level: int
    last: int
    ends: int = -1


@record(eq=False)
class Leaf:
    """A block of prose on lines of its own.

    Args:
        sentences: in order.
        first, last: its lines, 0-based.
        numbered: the numbered list that it is in, None for none.
        steps: it is a step of one whose order or numbers count.
    """

    block: Block
    sentences: list[Sentence]
    first: int
    last: int
    numbered: Block | None
    steps: bool


class Outline:
    """A prompt's lines with what stands on them.

    Args:
        unit: the prompt, read from ``source`` as it is.
        source: its text.
    """

    def __init__(self, unit: Unit, source: Source) -> None:
        self.source = source
        self.count = len(source.line_starts)
        self.holes = [p.span for p in unit.prompt.placeholders]
        self.numbered = NUMBERED.search(source.text) is not None
        self.sentences = unit.all_sentences
        self.titles: dict[int, Title] = {}
        self.closings: set[int] = set()
        self.inner: dict[int, int] = {}
        self.leaves: dict[int, Leaf] = {}
        self.leads: dict[int, list[Sentence]] = {}
        self.whens: dict[int, list[Sentence]] = {}
        of_block: dict[int, list[Sentence]] = {}
        for s in self.sentences:
            of_block.setdefault(id(s.block), []).append(s)
            if s.lead_sentence is not None and not s.mentioned:
                groups = self.leads if bare_modality(s.lead_sentence.text, cues()) else self.whens
                groups.setdefault(s.lead_sentence.index, []).append(s)
        for block, above in walk(unit.prompt.root, ()):
            self.place(block, above, of_block.get(id(block), []))
        # The sentences that have their lines for themselves.
        self.single = {leaf.sentences[0].index for leaf in self.leaves.values() if len(leaf.sentences) == 1}

    def place(self, block: Block, above: tuple[Block, ...], sentences: list[Sentence]) -> None:
        """Note what one block is."""
        if block.kind == HEADING:
            first = self.line(block.span.start)
            if any(b.kind in MENTIONED or b.kind == ITEM for b in above) or not self.alone(block):
                self.inner[first] = int(block.attrs.get("level", 1))
            else:
                last = self.line(max(block.span.start, block.span.end - 1))
                self.titles[first] = Title(
                    block.view.text if block.view else "", int(block.attrs.get("level", 1)), last
                )
        elif block.kind == TAG and not above:
            self.tag(block)
        elif block.kind in (PARAGRAPH, LABEL) and sentences and not any(s.mentioned for s in sentences):
            if self.alone(block):
                first, last = self.line(block.span.start), self.line(max(block.span.start, block.span.end - 1))
                ordered = next((b for b in reversed(above) if b.kind == LIST and b.attrs.get("ordered")), None)
                steps = ordered is not None and self.steps(ordered)
                self.leaves[first] = Leaf(block, sentences, first, last, ordered, steps)

    def tag(self, block: Block) -> None:
        """Take a pair of tags for a section, if they are only that: on lines of their own, named nowhere else, and not
        the marks of where a text that is filled in begins and ends.
        """
        name, opening, closing = str(block.attrs.get("name", "")), block.attrs.get("open"), block.attrs.get("close")
        if opening is None or closing is None or not any(b.kind == PARAGRAPH for b in block.walk()):
            return
        if any(block.span.contains(hole) for hole in self.holes):
            return
        first, last = self.line(opening.start), self.line(closing.start)
        ours = (self.text(first).strip(), self.text(last).strip()) == (f"<{name}>", f"</{name}>")
        if ours and len(regex.compile(rf"\b{re.escape(name)}\b").findall(self.source.text)) == 2:
            self.titles[first] = Title(name.replace("_", " ").replace("-", " ").lower().capitalize(), 1, first, last)
            self.closings.add(last)

    def steps(self, ordered: Block) -> bool:
        """Whether the places or numbers of a list's items count."""
        if self.numbered:
            return True
        first = self.sentence_at(ordered.span.start)
        scope = first.scope if first else None
        return scope is not None and ORDERED.search(" ".join((scope.lead, *scope.headings[-1:]))) is not None

    def sentence_at(self, offset: int) -> Sentence | None:
        """The first sentence that begins at an offset or after it."""
        return next((s for s in self.sentences if s.span.start >= offset), None)

    def line(self, offset: int) -> int:
        """The 0-based number of the line of an offset."""
        return self.source.position(offset).line - 1

    def alone(self, block: Block) -> bool:
        """Whether nothing but marks of lists stands beside a block on its lines."""
        first, last = self.line(block.span.start), self.line(max(block.span.start, block.span.end - 1))
        before = self.source.text[self.source.line_starts[first] : block.span.start]
        stop = self.source.line_starts[last] + len(self.source.line(last + 1))
        return BEFORE.fullmatch(before) is not None and not self.source.text[block.span.end : stop].strip()

    def sections(self, said: Mapping[int, list[Said]]) -> list[Section]:
        """The sections, with the sentences of ``said`` (by their index) as rules.

        A sentence stays prose where its rule could not stand alone: a step of a numbered list, an item that shares a
        lead-in such as "Never:" with one that stays, an item whose label would govern what follows it.
        """
        chosen = {i: rules for i, rules in said.items() if i not in self.held(said)}
        while True:
            found = self.build(chosen, self.dropped(chosen), self.grouped(chosen))
            taken = [leaf for section in found for leaf in captured(section.items)]
            if not taken:
                return found
            for number in taken:
                for s in self.leaves[number].sentences:
                    chosen.pop(s.index, None)

    def held(self, said: Mapping[int, list[Said]]) -> set[int]:
        """The sentences that have to stay prose."""
        free = {s.index for leaf in self.leaves.values() if not leaf.steps for s in leaf.sentences}
        found = {i for i in said if i not in free}
        # A numbered list with a gap says less than one that stays.
        kept = {id(f.numbered) for f in self.leaves.values() if not any(s.index in said for s in f.sentences)}
        found |= {s.index for f in self.leaves.values() if f.numbered and id(f.numbered) in kept for s in f.sentences}
        for lead, items in self.leads.items():
            if lead not in self.single or any(s.index not in said or s.index in found for s in items):
                found |= {s.index for s in items}
        return found

    def dropped(self, chosen: Mapping[int, list[Said]]) -> set[int]:
        """The lead-ins that every rule below them says itself."""
        return {lead for lead, items in self.leads.items() if all(s.index in chosen for s in items)}

    def grouped(self, chosen: Mapping[int, list[Said]]) -> dict[int, str]:
        """The lead-ins that become `when` blocks, with their conditions: "When you edit a file:" above nothing but rules."""
        found = {}
        for lead, items in self.whens.items():
            if lead not in self.single or any(s.index not in chosen or opens_with_label(s) for s in items):
                continue
            text = " ".join(items[0].lead_sentence.text.replace("**", "").split()) if items[0].lead_sentence else ""
            m = WHEN_LEAD.fullmatch(text)
            if m is not None and (condition := quoted(m[1], JOINS)):
                found[lead] = condition
        return found

    def build(self, chosen: Mapping[int, list[Said]], dropped: set[int], grouped: Mapping[int, str]) -> list[Section]:
        """The sections in order of the text.

        Args:
            chosen: the sentences that are rules.
            dropped: lead-ins that go.
            grouped: lead-ins that become `when` blocks.
        """
        found = [Section()]
        run: list[Row] = []

        def flush() -> None:
            if rows := trimmed(run):
                found[-1].items.append(Prose(rows))
            run.clear()

        at = 0
        while at < self.count:
            leaf, title = self.leaves.get(at), self.titles.get(at)
            if title is not None:
                flush()
                rows = [Row(self.text(i), title.level) for i in range(at, title.last + 1)]
                found.append(Section(title.text, title.level, rows, at, title.ends))
                at = title.last + 1
            elif at in self.closings:
                flush()
                found.append(Section(rows=[Row(self.text(at))], line=at))
                at += 1
            elif leaf is not None and any(s.index in chosen for s in leaf.sentences):
                flush()
                found[-1].items += self.items(leaf, chosen, grouped)
                at = leaf.last + 1
            elif leaf is not None and (leaf.sentences[0].index in dropped or leaf.sentences[0].index in grouped):
                at = leaf.last + 1
            else:
                run.append(Row(self.text(at), self.inner.get(at, 0)))
                at += 1
        flush()
        return found

    def text(self, line: int) -> str:
        """A line without white space at its end."""
        return self.source.line(line + 1).rstrip()

    def items(
        self, leaf: Leaf, chosen: Mapping[int, list[Said]], grouped: Mapping[int, str]
    ) -> Iterator[Prose | Ruled]:
        """What a block with rules in it becomes."""
        prose: list[str] = []
        labelled = False
        for s in leaf.sentences:
            text = " ".join(s.text.split())
            if s.index not in chosen:
                prose.append(text)
                continue
            if opens_with_label(s) and s is leaf.sentences[0]:
                labelled = True
                yield Prose([Row(f"{s.scope.item}:")], True, leaf.first)
            elif prose:
                yield Prose([Row(" ".join(prose))])
                prose = []
            line = self.line(s.span.start) + 1
            block = grouped.get(s.lead_sentence.index) if s.lead_sentence else None
            for said in chosen[s.index]:
                yield Ruled(said, line, labelled, tuple(w for w in (block, said.around) if w))
        if prose:
            yield Prose([Row(" ".join(prose))])


def captured(items: list[Prose | Ruled]) -> Iterator[int]:
    """The labelled blocks behind which a rule without a label would come under the label."""
    label = -1
    for item in items:
        if isinstance(item, Prose):
            label = item.leaf if item.label else -1
        elif not item.labelled and label >= 0:
            yield label
            label = -1


def trimmed(rows: list[Row]) -> list[Row]:
    """Lines without blank ones at both ends and without the indentation that all share."""
    found = list(rows)
    while found and not found[-1].text.strip():
        found.pop()
    while found and not found[0].text.strip():
        found.pop(0)
    texts = [r.text.expandtabs(4) if r.text[:1].isspace() else r.text for r in found]
    margin = min((len(t) - len(t.lstrip()) for t in texts if t.strip()), default=0)
    return [Row(t[margin:], r.level) for t, r in zip(texts, found, strict=True)]


def walk(block: Block, above: tuple[Block, ...]) -> Iterator[tuple[Block, tuple[Block, ...]]]:
    """All blocks below one, each with those around it, outermost first."""
    for child in block.children:
        yield child, above
        yield from walk(child, (*above, child))
