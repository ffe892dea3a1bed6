"""The tree under construction: open containers, the open paragraph, and how both end."""

from __future__ import annotations

from promptlint import regex
from promptlint.block import CODE, COMMENT, DATA, HIDDEN, ITEM, LABEL, PARAGRAPH, ROLE, TABLE, Block
from promptlint.formats import lexer
from promptlint.formats.examples import INLINE
from promptlint.formats.labels import KEYED, is_label
from promptlint.formats.lexer import Mark, skip_spaces
from promptlint.record import field, record
from promptlint.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.formats.stretches import Region

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PROSE_LINE = regex.compile(r"[A-Z*\"“(-].*[.!?:]\W*$|^\W*[A-Z][\w']* [a-z']+ [a-z']+ [a-z']+")

YAML_LINE = regex.compile(r"[a-z_][\w-]*+:(?: (?P<value>[^\r\n]*))?")
YAML_LITERAL = regex.compile(r"\s*(?:[\"'\[{<$|>].*|-?\d[\d.]*|true|false|null|~)?\s*")
# `class Reply(BaseModel):`, `title: str = Field(…)`, `interface Reply {`: types in Python and TypeScript, without a fence.
CLASS_OPENS = regex.compile(
    r"\s*(?:class \w+(?:\([\w., ]*\))?:|@dataclass|\w+ ?: ?[\w\[\], .|\"']+ ?= ?Field\(|(?:export )?(?:interface|type) \w+ ?(?:= ?)?\{)"
)
CLASS_LINE = regex.compile(
    r"\s*(?:class \w+|@\w+|\w+\?? ?: ?[\w\[\]<>, .|\"'{}]+(?:;|,|=|$)|\w+ = |\"{3}|'{3}|#|//|\}|\)|def \w+\(|(?:export )?(?:interface|type) |pass$)"
)
CLASS_LINES = 40


@record(slots=True, eq=False)
class Frame:
    """An open container: where its content begins (columns) and how many quote markers stand before it."""

    block: Block
    content: int = 0
    marker: int = 0
    quote: int = 0
    start: int = 0
    end: int = 0
    opener: Mark | None = None
    style: str = ""


@record(slots=True)
class Line:
    """A line, or the rest of one, that belongs to a paragraph."""

    start: int
    end: int
    pieces: list[tuple[int, int, str | None]] = field(default_factory=list)


class Tree:
    """A block tree that grows.

    Args:
        view: the prompt.
        lines: from the lexer.
        format: name of the format.
    """

    def __init__(self, view: View, lines: list[tuple[int, int]], format: str) -> None:
        self.view, self.text, self.lines, self.format = view, view.text, lines, format
        self.root = Block("document", view.span(0, len(view.text)))
        self.frames = [Frame(self.root)]
        self.leaves: list[tuple[int, int, Block]] = []
        self.regions: list[Region] = []  # see `Holes`
        self.paragraph: list[Line] = []
        self.table: list[Line] = []
        self.asides: list[Block] = []
        self.inline: list[Mark] = []
        self.fresh = True  # a blank line or a block stands before the open paragraph
        self.base = self._base_indent()

    def _base_indent(self) -> int:
        """Columns that every line is indented by (a prompt in an indented string), the first line excepted."""
        columns = [
            skip_spaces(self.text, a, b) - a
            for a, b in self.lines[1:2000]
            if not self.text[a : min(b, a + 200)].isspace() and a < b
        ]
        return min(columns, default=0)

    def _columns(self, start: int, at: int) -> int:
        if "\t" not in self.text[start:at]:
            return at - start
        return len(self.text[start:at].expandtabs(4))

    def _top(self) -> Block:
        return self.frames[-1].block

    def _push(self, frame: Frame) -> None:
        self._top().children.append(frame.block)
        self.frames.append(frame)

    def _pop(self) -> None:
        self._flush("")
        self.fresh = True
        frame = self.frames.pop()
        frame.block.span = self.view.span(frame.start, max(frame.start, frame.end))
        parent = self.frames[-1]
        parent.end = max(parent.end, frame.end)

    def _close_to(self, depth: int) -> None:
        """Close containers until ``depth`` frames above the root are left (0 closes all but the root)."""
        self._flush("block")
        while len(self.frames) > max(1, depth):
            self._pop()

    def _leaf(self, kind: str, start: int, end: int, inner: int, inner_end: int, attrs: dict[str, Any]) -> Block:
        block = Block(kind, self.view.span(start, end), self.view.slice(inner, max(inner, inner_end)), attrs=attrs)
        self._append(block, start, end)
        return block

    def _append(self, block: Block, start: int, end: int) -> None:
        self._top().children.append(block)
        self.leaves.append((start, end, block))
        self.frames[-1].end = max(self.frames[-1].end, end)

    def _aside(self, mark: Mark) -> None:
        """A comment within a sentence becomes a block after the paragraph."""
        if mark.kind in (lexer.COMMENT, lexer.HIDDEN):
            kind = COMMENT if mark.kind == lexer.COMMENT else HIDDEN
            block = Block(kind, self.view.span(mark.start, mark.end), self.view.slice(*mark.inner))
            self.asides.append(block)
            self.leaves.append((mark.start, mark.end, block))

    def _drop_inline(self, end: int) -> None:
        for mark in self.inline:
            self._aside(mark)
        self.inline.clear()
        if self.asides and not self.paragraph:
            self._top().children.extend(self.asides)
            self.asides.clear()

    def _flush(self, followed: str) -> None:
        """End the open paragraph or table; ``followed`` says what comes next ("list", "text", "block")."""
        if self.table:
            rows, self.table = self.table, []
            kind = TABLE if len(rows) > 1 else PARAGRAPH
            self._leaf(kind, rows[0].start, rows[-1].end, rows[0].start, rows[-1].end, {})
        lines, self.paragraph = self.paragraph, []
        if not lines:
            return
        if self._is_yaml(lines):
            self._leaf(DATA, lines[0].start, lines[-1].end, lines[0].start, lines[-1].end, {})
            return
        if self._is_code(lines) or self._is_class(lines):
            self._leaf(
                CODE,
                lines[0].start,
                lines[-1].end,
                lines[0].start,
                lines[-1].end,
                {"info": "", "fence": "", "closed": True},
            )
            return
        self._split(lines, followed)
        self._top().children.extend(self.asides)
        self.asides.clear()
        self.fresh = False

    def _split(self, lines: list[Line], followed: str) -> None:
        """Add the labels and paragraphs that the lines of a paragraph are."""
        in_item = self.frames[-1].block.kind == ITEM
        followed = "" if in_item and followed == "block" else followed
        begin, continues = 0, False
        for i, line in enumerate(lines):
            ends = i == 0 or self._ends(lines[i - 1])
            after = "text" if i + 1 < len(lines) else followed
            text = self.text[line.start : min(line.end, line.start + 101)]
            if (
                ends
                and len(text) <= 100
                and is_label(text, first=i == 0 and self.fresh and not in_item, followed=after)
            ):
                self._prose(PARAGRAPH, lines[begin:i], continues)
                self._prose(LABEL, lines[i : i + 1])
                begin, continues = i + 1, False
            elif i > begin and ends and (KEYED.match(text) or self._ended_example(lines[begin], lines[i - 1])):
                self._prose(PARAGRAPH, lines[begin:i], continues)
                begin, continues = i, True
        self._prose(PARAGRAPH, lines[begin:], continues)

    def _ended_example(self, first: Line, last: Line) -> bool:
        """Whether a paragraph that begins with "Example:" is complete, so that the next line is none of it."""
        text = self.text[first.start : min(first.end, first.start + 80)]
        return INLINE.match(text) is not None and self.text[last.end - 1] in ".!?\"”’'"

    def _ends(self, line: Line) -> bool:
        text = self.text[line.start : line.end].rstrip(" *_\"'”)`")
        return len(text) < 60 or text.endswith((".", "!", "?", ":", ";", "。"))

    def _prose(self, kind: str, lines: list[Line], continues: bool = False) -> None:
        """Add a paragraph or label of the given lines; ``continues`` if no blank line parts it from the one before."""
        if not lines:
            return
        start, end = lines[0].start, lines[-1].end
        if self._plain(lines):
            view = self.view.slice(start, end)
        else:
            pieces: list[tuple[int, int, str | None]] = []
            for i, line in enumerate(lines):
                pieces.extend(line.pieces)
                if i + 1 < len(lines):
                    # The line end is kept, what stands before the next line's text is not.
                    pieces.append((line.end, lines[i + 1].start, "\n"))
            view = self.view.gather(pieces)
        block = Block(kind, self.view.span(start, end), view)
        if continues:
            block.attrs["continues"] = True
        self._append(block, start, end)

    def _plain(self, lines: list[Line]) -> bool:
        """Whether the lines can be shown as they stand: nothing to leave out within or between them."""
        if any(len(line.pieces) != 1 for line in lines):
            return False
        return self.frames[-1].quote == 0

    def _is_yaml(self, lines: list[Line]) -> bool:
        """Whether a paragraph is a YAML mapping: keys in lower case, most of them with a literal or a mapping."""
        if len(lines) < 3 or not self.fresh or len(lines) > 500 or self.frames[-1].block.kind == ITEM:
            return False
        literal = 0
        for line in lines:
            m = YAML_LINE.fullmatch(self.text, line.start, min(line.end, line.start + 200))
            if m is None:
                return False
            literal += not m["value"] or YAML_LITERAL.fullmatch(m["value"]) is not None
        return literal * 2 > len(lines)

    def _is_class(self, lines: list[Line]) -> bool:
        """Whether a paragraph is the definition of a type, as prompts show the shape of their output, or a part of it."""
        texts = [self.text[a.start : min(a.end, a.start + 300)] for a in lines[:CLASS_LINES]]
        if not CLASS_OPENS.match(texts[0]):
            return False
        return sum(CLASS_LINE.match(t) is not None for t in texts) * 2 > len(texts)

    def _is_code(self, lines: list[Line]) -> bool:
        """Whether a paragraph is indented code: four columns deep outside lists and tags, and not prose."""
        top = self.frames[-1]
        if self.format != "markdown" or top.block.kind not in ("document", ROLE) or not self.fresh:
            return False
        for line in lines:
            line_start = self.text.rfind("\n", max(0, line.start - 40), line.start) + 1
            if self._columns(line_start, line.start) < self.base + 4 or self.text[line_start : line.start].strip():
                return False
        prose = sum(PROSE_LINE.search(self.text[a.start : min(a.end, a.start + 300)]) is not None for a in lines)
        return prose * 2 < len(lines)
