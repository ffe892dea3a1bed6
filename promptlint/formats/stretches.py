"""Stretches of a prompt whose blocks depend on nothing around them, kept from one version of a text to the next.

An editor reads a text again after every keystroke, and all blocks but a few are what they were. A stretch runs from one
place where no list, paragraph or table is open to the next one like it. What the builder makes of it is decided by its
text, its marks and a few facts about the place; where all of these are what they were, its blocks are copied and moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from promptlint.block import ROLE, TAG, Block, Placeholder
from promptlint.formats.lexer import STATEMENT, Mark
from promptlint.formats.markdown import Builder
from promptlint.formats.tree import Frame
from promptlint.record import field, record
from promptlint.span import Span
from promptlint.text.kept import BLANK, Facts, Kept
from promptlint.view import View

Leaf = tuple[int, int, int]
Hole = tuple[str, int, int, str, str, int]
STRETCH = "stretch"
FEW = 4  # blank lines that a stretch runs over, in the mean
MUSTACHE, NEAR = 320, 8  # characters that a placeholder between double braces, and any other one, looks ahead


@record(slots=True, eq=False)
class Stretch:
    """What was read of a stretch.

    Args:
        start: where it stood in the prompt.
        place: where it stood in the file.
        text: all of it.
        marks: what the lexer found in it.
        blocks: as they stood, each with those below it; nobody but this has them.
        leaves: start, end and number of each leaf among these blocks and those below them.
        end: where its last block ends.
        flags: whether a blank line, and whether nothing but it or a block, stands before what follows.
        about: what decides, besides, which placeholders are found in it.
        holes: name, start, end, dialect and kind of each, and the number of the block that holds it, -1 for none.
    """

    start: int
    place: int
    text: str
    marks: tuple[object, ...]
    blocks: list[Block]
    leaves: list[Leaf]
    end: int
    flags: tuple[bool, bool]
    about: object = None
    holes: list[Hole] = field(default_factory=list)


@record(slots=True, eq=False)
class Region:
    """A stretch as it stands in the present version.

    Args:
        start, end: in the prompt.
        place: where it begins in the file.
        stretch: what is known of it.
        blocks: those at its top.
    """

    start: int
    end: int
    place: int
    stretch: Stretch
    blocks: list[Block]

    @property
    def ahead(self) -> int:
        """How many characters behind it may have a say in what its placeholders are."""
        return MUSTACHE if "{{" in self.stretch.text else NEAR

    def holes(self, about: object, root: Block) -> list[Placeholder] | None:
        """The placeholders in it, None if they are not known for these facts about the prompt."""
        if self.stretch.about != about:
            return None
        known, place = self.stretch.holes, self.place
        every = [*_below(self.blocks), root] if known else []  # the last is the one of number -1
        return [
            Placeholder(n, Span(place + a, place + b), dialect, every[i], kind) for n, a, b, dialect, kind, i in known
        ]

    def keep(self, about: object, found: list[Placeholder], root: Block) -> None:
        """Note what was found in it."""
        number = {id(b): i for i, b in enumerate(_below(self.blocks))}
        number[id(root)] = -1
        if all(id(hole.block) in number for hole in found):
            self.stretch.about = about
            self.stretch.holes = [
                (h.name, h.span.start - self.place, h.span.end - self.place, h.dialect, h.kind, number[id(h.block)])
                for h in found
            ]


@record(slots=True, eq=False)
class Open:
    """A stretch that is being read: where it begins, and what was there before."""

    start: int
    facts: Facts
    frame: Frame
    children: int
    leaves: int


class Rebuilder(Builder):
    """A builder that takes over from an earlier version of the text what is the same in this one.

    Args:
        kept: the facts of the earlier version; those of this one are added.
    """

    def __init__(
        self, view: View, lines: list[tuple[int, int]], marks: list[Mark], format: str, roles: bool, kept: Kept
    ) -> None:
        super().__init__(view, lines, marks, format, roles)
        self.kept = kept
        self.origin = view.segments[0][1]  # where the prompt begins in the file
        self.line_starts = [start for start, _ in lines]
        self.mark_starts = [mark.start for mark in marks]
        # Of every few blank lines one ends a stretch. Which one, the heading below it or a look at what stands above it
        # says: so it is the same one after an edit elsewhere.
        text = view.text
        ends = [0, *(m.end() for m in BLANK.finditer(text))]
        chosen = (
            b for a, b in pairwise(ends) if text[b : b + 1] == "#" or (b - a + ord(text[(a + b) // 2])) % FEW == 0
        )
        self.cuts = [0, *chosen]
        self.opening = len(self.text) - len(self.text.lstrip())  # nothing but white space stands before this
        self.open: Open | None = None

    def build(self) -> Block:
        """Read all lines, or what an earlier version knows of them."""
        number, queue, cut = 0, 0, 0
        while number < len(self.lines):
            start = self.line_starts[number]
            while cut < len(self.cuts) and self.cuts[cut] < start:
                cut += 1
            if cut < len(self.cuts) and self.cuts[cut] == start and self._settled(number):
                self._keep(start)
                if (end := self._take(start, cut)) is not None:
                    number, queue = bisect_left(self.line_starts, end), bisect_left(self.mark_starts, end)
                    continue
            number, queue = self._line(number, queue)
        self._close_to(0)
        return self.root

    def _settled(self, number: int) -> bool:
        """Whether nothing is open before a line that what follows could belong to."""
        return (
            not (self.paragraph or self.table or self.asides or self.inline)
            and self.frames[-1].quote == 0
            and all(f.block.kind in (TAG, ROLE) for f in self.frames[1:])
            and self.data.nothing_before <= number
        )

    def _take(self, start: int, cut: int) -> int | None:
        """Take over the stretch that begins at the cut; returns its end, None if it is not known."""
        frame = self.frames[-1]
        upper = self.cuts[cut + 1] if cut + 1 < len(self.cuts) else len(self.text)
        place = (
            frame.block.kind,
            len(self.frames) == 1,
            self.fresh,
            self.blank,
            start if start <= self.opening else -1,
        )
        facts = self.kept.facts((STRETCH, self.format, self.roles, self.base, place, self.text[start:upper]))
        known: Stretch | None = facts.values.get(STRETCH)
        end = start + len(known.text) if known else 0
        if known is None or not self._fits(known, start, end):
            self.open = Open(start, facts, frame, len(frame.block.children), len(self.leaves))
            return None
        by, shift = start - known.start, self.origin + start - known.place
        blocks = [_moved(block, shift) for block in known.blocks]
        frame.block.children += blocks
        every = list(_below(blocks)) if known.leaves else []
        self.leaves += [(a + by, b + by, every[i]) for a, b, i in known.leaves]
        if blocks:
            frame.end = max(frame.end, known.end + by)
        self.blank, self.fresh = known.flags
        self.regions.append(Region(start, end, self.origin + start, known, blocks))
        return end

    def _fits(self, known: Stretch, start: int, end: int) -> bool:
        """Whether what is known of a stretch holds for the text between two offsets."""
        at = bisect_left(self.cuts, end)
        bounded = end == len(self.text) or (at < len(self.cuts) and self.cuts[at] == end)
        return bounded and self.text.startswith(known.text, start) and self._marks(start, end) == known.marks

    def _keep(self, end: int) -> None:
        """Note what was read since the last place like this, if nothing outside of it has had a say."""
        opened, self.open = self.open, None
        if opened is None or opened.frame is not self.frames[-1] or self.data.reach > end:
            return
        start, frame = opened.start, opened.frame
        marks = self._marks(start, end)
        if marks is None:
            return
        blocks = frame.block.children[opened.children :]
        number = {id(b): i for i, b in enumerate(_below(blocks))}
        leaves = [(a, b, number.get(id(block), -1)) for a, b, block in self.leaves[opened.leaves :]]
        if any(i < 0 for _, _, i in leaves):
            return
        copies = [_moved(block, 0) for block in blocks]
        flags = self.blank, self.fresh
        text, place = self.text[start:end], self.origin + start
        made = opened.facts.values[STRETCH] = Stretch(start, place, text, marks, copies, leaves, frame.end, flags)
        self.regions.append(Region(start, end, place, made, blocks))

    def _marks(self, start: int, end: int) -> tuple[object, ...] | None:
        """All that the marks between two offsets say; None if some of it lies outside or has a say there."""
        found: list[object] = []
        for m in self.marks[bisect_left(self.mark_starts, start) : bisect_left(self.mark_starts, end)]:
            partner = m.partner
            outside = partner is not None and not start <= partner.start < end
            if m.end > end or (m.block and (outside or m.kind == STATEMENT)):
                return None
            found.append((
                m.kind, m.start - start, m.end - start, m.name, m.argument, m.at_start, m.at_end,
                m.inner[0] - start, m.inner[1] - start, m.closed, m.block,
                partner and (outside or partner.start - start), partner and partner.name,
            ))  # fmt: skip
        return tuple(found)


def builder_of(
    view: View, lines: list[tuple[int, int]], marks: list[Mark], format: str, roles: bool, kept: Kept | None
) -> Builder:
    """The builder of a prompt's blocks; with ``kept``, where its text stands in the file as it is, one that remembers."""
    plain = len(view.segments) == 1 and view.segments[0][2] == view.segments[0][3]
    if kept is None or not plain:
        return Builder(view, lines, marks, format, roles)
    return Rebuilder(view, lines, marks, format, roles, kept)


def _below(blocks: list[Block]) -> Iterator[Block]:
    """Some blocks and all below them, in order of the text."""
    return (b for block in blocks for b in block.walk())


def _moved(block: Block, by: int) -> Block:
    """A copy of a block and all below it, moved by so many characters."""
    (start, end), view, attrs = block.span, block.view, dict(block.attrs)
    if block.kind == TAG:
        for key, value in attrs.items():
            if isinstance(value, Span):
                attrs[key] = Span(value.start + by, value.end + by)
    children = [_moved(child, by) for child in block.children] if block.children else []
    return Block(block.kind, Span(start + by, end + by), view and view.moved(by), children, attrs)
