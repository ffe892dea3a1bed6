"""Builds the block tree of a prompt from its lines and the marks that cut them.

The reader is lenient where authors are: indentation is relative, numbers need not be in order, and text that is not
indented ends a list unless it plainly continues a sentence. It walks the lines once with a stack of open containers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from promptlint.block import (
    CODE, COMMENT, DATA, HEADING, HIDDEN, ITEM, LABEL, LIST, PARAGRAPH, QUOTE, ROLE, TABLE, TAG, TEMPLATE, Block,
)  # fmt: skip
from promptlint.formats import lexer
from promptlint.formats.examples import INLINE
from promptlint.formats.labels import BRACKET_END, KEYED, is_label
from promptlint.formats.lexer import Mark
from promptlint.formats.roles import ROLE_LINE, role_of
from promptlint.formats.tagged import FORMATTING
from promptlint.view import View

LIST_DEPTH = 25  # deeper lists become items of the deepest list
QUOTE_DEPTH = 8
MARKER = re.compile(
    r"(?:(?P<bullet>[-*+•●▪◦‣·–—▸►○■□✓✔✗✘➤])|(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]|(?P<steps>\d{1,3}(?:\.\d{1,3})+)|"
    r"\((?P<paren>\d{1,3}|[a-z]|[ivx]{1,4})\)|(?P<letter>[a-hA-H])\)|(?P<dotted>[a-h])\.|(?P<keycap>\d️?⃣))(?:[ \t]++|$)"
    r"(?:\[[ xX]\][ \t]+)?"
)
TIGHT_NUMBER = re.compile(r"(?P<number>\d{1,2})[.)](?=[A-Z\"“*])")
CJK_NUMBER = re.compile(r"(?P<number>\d{1,2})[、．.](?=[^\x00-\x7f])[ \t]*")
ATX = re.compile(r"(#{1,6})(?:[ \t]++|(?=[^\W\d_a-z])|$)")
TRAILING = re.compile(r"[ \t]+#+[ \t]*$")
ATTRS = re.compile(r"[ \t]*\{(?P<body>[#.:\w][^{}]*)\}[ \t]*$")
RULER = re.compile(r"(?:[-*_=~+#─━═—]\s*){3,}")
ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+(?P<name>[\w-]+)[^\r\n]*")
DELIMITER_ROW = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?")
JSON_START = re.compile(r"\{\s*(?:$|[\"'/}\[])|\{\s+\{|\{\s*\w+\s*:|\{\{\s*$|\[\s*(?:$|[\"'{\[\d\]])")
PROSE_LINE = re.compile(r"[A-Z*\"“(-].*[.!?:]\W*$|^\W*[A-Z][\w']* [a-z']+ [a-z']+ [a-z']+")
SPACES = re.compile(r"[ \t]*+")


@dataclass(slots=True, eq=False)
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


@dataclass(slots=True)
class Line:
    """A line, or the rest of one, that belongs to a paragraph."""

    start: int
    end: int
    pieces: list[tuple[int, int, str | None]] = field(default_factory=list)


class Builder:
    """Builds one tree.

    Args:
        view: the prompt.
        lines: from the lexer.
        marks: from the lexer, tags paired.
        format: name of the format.
        roles: whether a role name alone on a line opens a message.
    """

    def __init__(self, view: View, lines: list[tuple[int, int]], marks: list[Mark], format: str, roles: bool) -> None:
        self.view, self.text, self.lines, self.marks = view, view.text, lines, marks
        self.format, self.roles = format, roles
        self.root = Block("document", view.span(0, len(view.text)))
        self.frames = [Frame(self.root)]
        self.leaves: list[tuple[int, int, Block]] = []
        self.paragraph: list[Line] = []
        self.table: list[Line] = []
        self.asides: list[Block] = []
        self.inline: list[Mark] = []
        self.blank = True  # the line before was blank
        self.fresh = True  # a blank line or a block stands before the open paragraph
        self.depth_of: dict[int, int] = {}
        self.no_data_before = 0
        self.block_starts = [m.start for m in marks if m.block]
        self.base = self._base_indent()

    def build(self) -> Block:
        """Read all lines."""
        number, queue = 0, 0
        position = 0
        while number < len(self.lines):
            start, end = self.lines[number]
            position = max(position, start)
            first = position == start
            line_has_mark = False
            while queue < len(self.marks) and self.marks[queue].start <= end:
                mark = self.marks[queue]
                if mark.start < position:
                    queue += 1
                    continue
                queue += 1
                if not mark.block:
                    if _stand_in(mark) is not None:
                        self.inline.append(mark)
                    if mark.end > end:  # a comment within a sentence runs over several lines
                        number, end = self._line_after(number, mark.end)
                    continue
                self._piece(position, mark.start, first)
                self._mark(mark, first)
                line_has_mark, first, position = True, False, mark.end
                if mark.end > end:
                    number, end = self._line_after(number, mark.end)
            skipped = self._rest(number, position, end, first, line_has_mark)
            number += 1 + skipped
            position = 0
        self._close_to(0)
        return self.root

    def _line_after(self, number: int, offset: int) -> tuple[int, int]:
        while number + 1 < len(self.lines) and self.lines[number + 1][0] <= offset:
            number += 1
        return number, max(offset, self.lines[number][1])

    def _base_indent(self) -> int:
        """Columns that every line is indented by (a prompt in an indented string), the first line excepted."""
        columns = [
            SPACES.match(self.text, a, b).end() - a  # type: ignore[union-attr]
            for a, b in self.lines[1:2000]
            if not self.text[a : min(b, a + 200)].isspace() and a < b
        ]
        return min(columns, default=0)

    # Lines

    def _rest(self, number: int, start: int, end: int, first: bool, line_has_mark: bool) -> int:
        """The rest of a line after its last mark; returns how many further lines were taken with it."""
        if not self.text[start:end].strip():
            if not line_has_mark and first:
                self._blank_line()
            return 0
        if first and not self.inline:
            taken = self._data(number, start, end)
            if taken:
                return taken - 1
        self._piece(start, end, first)
        return 0

    def _blank_line(self) -> None:
        self._flush("block")
        self.blank = self.fresh = True

    def _piece(self, start: int, end: int, first: bool) -> None:
        """A stretch of plain text within one line."""
        text = self.text
        at = SPACES.match(text, start, end).end()  # type: ignore[union-attr]
        if at >= end:
            self._drop_inline(end)
            return
        column = self._columns(start, at) if first else -1
        at, column, quote = self._quotes(at, end, column) if text[at] == ">" else (at, column, 0)
        if at >= end:
            self._blank_line() if quote else None
            return
        marker = self._marker(at, end) if column >= 0 or self.fresh else None
        self._fit(at, end, column, quote, marker is not None)
        if self._special_line(start, at, end, column, marker):
            self.blank = False
            return
        if marker is not None and self._item(at, end, max(column, 0), quote, marker):
            at = marker.end()
            self._after_marker(at, end, quote)
        else:
            self._text(at, end)
        self.blank = False

    def _after_marker(self, at: int, end: int, quote: int) -> None:
        """What follows a list marker in its line: often text, sometimes another marker, a heading or a quote."""
        self.fresh = True
        if at >= end or not self.text[at:end].strip():
            return
        inner = self._marker(at, end)
        top = self.frames[-1]
        if inner is not None and inner["bullet"] in ("-", "*", "+") and self._item(at, end, top.content, quote, inner):
            self._after_marker_deep(inner, end, quote)
        elif ATX.match(self.text, at, end):
            self._heading(at, end)
        else:
            self._text(at, end)

    def _after_marker_deep(self, marker: re.Match[str], end: int, quote: int) -> None:
        at = marker.end()
        for _ in range(LIST_DEPTH):
            inner = self._marker(at, end)
            if inner is None or not self._item(at, end, self.frames[-1].content, quote, inner):
                break
            at = inner.end()
        if at < end:
            self._text(at, end)

    def _columns(self, start: int, at: int) -> int:
        if "\t" not in self.text[start:at]:
            return at - start
        return len(self.text[start:at].expandtabs(4))

    def _quotes(self, at: int, end: int, column: int) -> tuple[int, int, int]:
        depth = 0
        while at < end and self.text[at] == ">" and depth < QUOTE_DEPTH:
            depth += 1
            at += 1
            after = SPACES.match(self.text, at, end).end()  # type: ignore[union-attr]
            column, at = max(0, after - at - 1), after
        return at, column, depth

    def _marker(self, at: int, end: int) -> re.Match[str] | None:
        text = self.text
        if text[at] in "-*+_=" and RULER.fullmatch(text, at, min(end, at + 200)):
            return None
        return MARKER.match(text, at, end) or TIGHT_NUMBER.match(text, at, end) or CJK_NUMBER.match(text, at, end)

    def _fit(self, at: int, end: int, column: int, quote: int, marker: bool) -> None:
        """Close the containers that a line no longer belongs to."""
        while len(self.frames) > 1:
            top = self.frames[-1]
            if top.block.kind in (TAG, ROLE) or (top.opener is not None):
                break
            if top.block.kind == LIST:
                if marker and (column < 0 or column >= top.marker - 1) and top.quote == quote:
                    break
                self._pop()
                continue
            if top.quote > quote:
                if self._lazy(at, end, marker):
                    return
                self._pop()
                continue
            if column < 0 or top.quote < quote or top.block.kind not in (ITEM, QUOTE) or not top.content:
                break
            if column >= top.content or self._inside(top, at, end, column, marker):
                break
            self._pop()
        while quote > self.frames[-1].quote:
            self._flush("block")
            inner = Block(QUOTE, self.view.span(at, at))
            self._push(Frame(inner, quote=self.frames[-1].quote + 1, start=at, end=at))

    def _inside(self, top: Frame, at: int, end: int, column: int, marker: bool) -> bool:
        """Whether a line that is indented too little belongs to the open item all the same."""
        if marker:
            return column >= top.marker + 2 or (column > top.marker and self._other_style(top, at, end))
        if column > top.marker:
            return True
        return self._lazy(at, end, marker)

    def _other_style(self, top: Frame, at: int, end: int) -> bool:
        m = self._marker(at, end)
        return m is not None and (m.lastgroup or "") != top.style

    def _lazy(self, at: int, end: int, marker: bool) -> bool:
        """Whether an unindented line goes on with the sentence above it."""
        if marker or not self.paragraph or self.blank:
            return False
        last = self.text[self.paragraph[-1].start : self.paragraph[-1].end].rstrip(" *_\"'”)`")
        if last.endswith((".", "!", "?", ":", ";", "。", "：")):
            return False
        first = self.text[at]
        return (
            first.islower()
            or last.endswith(",")
            or (len(last) > 70 and first.isalnum() and not ATX.match(self.text, at, end))
        )

    # Blocks of one line

    def _special_line(self, start: int, at: int, end: int, column: int, marker: re.Match[str] | None) -> bool:
        """Headings, rulers, tables, roles, admonitions; True when the line was one of them."""
        text, sign = self.text, self.text[at]
        if sign == "#" and not (self.roles and ROLE_LINE.fullmatch(text, at, end)) and ATX.match(text, at, end):
            self._heading(at, end)
            return True
        if marker is not None:
            return False
        if sign in "-*_=~+#─━═—" and end - at <= 200 and RULER.fullmatch(text, at, end):
            self._ruler(at, end)
            return True
        if sign == "[" and end - at <= 60 and BRACKET_END.fullmatch(text[at:end].rstrip()):
            self._flush("block")
            self._leaf(DATA, at, end, at, end, {"ruler": True})
            return True
        if sign == "|" or (self.table and "|" in text[at:end]):
            self._table_line(at, end)
            return True
        if "-|" in text[at:end] and DELIMITER_ROW.fullmatch(text, at, end) and self.paragraph:
            self.table.append(self.paragraph.pop())
            head = self.table
            self.table = []
            self._flush("block")
            self.table = head
            self._table_line(at, end)
            return True
        if self.roles and end - at <= 40 and (m := ROLE_LINE.fullmatch(text, at, end)):
            self._role(at, end, m)
            return True
        if sign in "!?" and (m := ADMONITION.fullmatch(text, at, end)):
            self._flush("block")
            block = Block(QUOTE, self.view.span(at, end), attrs={"admonition": m["name"]})
            quote = self.frames[-1].quote
            self._push(Frame(block, content=max(column, 0) + 2, marker=max(column, 0), quote=quote, start=at, end=end))
            self.fresh = True
            return True
        return False

    def _heading(self, at: int, end: int) -> None:
        self._flush("block")
        m = ATX.match(self.text, at, end)
        level = len(m[1]) if m else 1
        start = m.end() if m else at
        stop = end
        attrs: dict[str, Any] = {"level": level}
        if a := ATTRS.search(self.text[start:end]):
            stop = start + a.start()
            attrs.update(_attributes(a["body"]))
        if t := TRAILING.search(self.text[start:stop]):
            stop = start + t.start()
        self._leaf(HEADING, at, end, start, stop, attrs)
        self._drop_inline(end)
        self.fresh = True

    def _ruler(self, at: int, end: int) -> None:
        sign = self.text[at]
        if sign in "=-" and len(self.paragraph) == 1 and not self.blank:
            line = self.paragraph[0]
            text = self.text[line.start : line.end].rstrip()
            if len(text) <= 80 and not text.endswith((".", ",", ";", ":")) and self.fresh:
                self.paragraph.clear()
                self._leaf(HEADING, line.start, end, line.start, line.end, {"level": 1 if sign == "=" else 2})
                return
        self._flush("block")
        self._leaf(DATA, at, end, at, end, {"ruler": True})
        self.fresh = True

    def _table_line(self, at: int, end: int) -> None:
        if not self.table:
            self._flush("block")
        self.table.append(Line(at, end))

    def _role(self, at: int, end: int, m: re.Match[str]) -> None:
        self._close_to(0)
        role = Block(ROLE, self.view.span(at, end), attrs={"role": role_of(m[1])})
        self._push(Frame(role, start=at, end=end))
        self.fresh = True

    def _item(self, at: int, end: int, column: int, quote: int, marker: re.Match[str]) -> bool:
        """Open an item; False when the line is no item after all."""
        style = marker.lastgroup or "bullet"
        if self.paragraph and not self.blank and style not in ("bullet", "keycap") and not self._begins_list(marker):
            return False
        self._flush("list")
        top = self.frames[-1]
        ordered = style != "bullet"
        if top.block.kind == LIST and top.block.attrs["ordered"] != ordered and top.style != style:
            self._pop()
            top = self.frames[-1]
        if top.block.kind != LIST:
            if sum(f.block.kind == LIST for f in self.frames[-2 * LIST_DEPTH :]) >= LIST_DEPTH:
                while self.frames[-1].block.kind != LIST and self.frames[-1].opener is None:
                    self._pop()
                if self.frames[-1].block.kind != LIST:
                    return False
            else:
                block = Block(LIST, self.view.span(at, end), attrs={"ordered": ordered})
                self._push(Frame(block, marker=column, quote=quote, start=at, end=end, style=style))
        number = next((g for g in (marker.groupdict().get("number"), marker.groupdict().get("paren")) if g), None)
        value = int(number) if number and number.isdecimal() else None
        item = Block(ITEM, self.view.span(at, end), attrs={"number": value})
        content = column + max(1, min(marker.end() - at, 8))
        self._push(Frame(item, content, column, quote, at, end, None, style))
        return True

    def _begins_list(self, marker: re.Match[str]) -> bool:
        """Whether a number in the line after running text begins a list and is no part of the sentence."""
        last = self.text[self.paragraph[-1].start : self.paragraph[-1].end].rstrip(" *_\"'”)`")
        return last.endswith((".", ":", "!", "?", ";", "：", "。")) or marker[0][:2] in ("1.", "1)") or len(last) < 60

    def _text(self, at: int, end: int) -> None:
        """A line of running text."""
        if self.table:
            self._flush("text")
        pieces: list[tuple[int, int, str | None]] = []
        position, after = at, []
        for mark in self.inline:
            if mark.start >= end:
                after.append(mark)
                continue
            if mark.start > position:
                pieces.append((position, mark.start, None))
            pieces.append((mark.start, mark.end, _stand_in(mark)))
            self._aside(mark)
            position = max(position, mark.end)
        self.inline = after
        if position < end:
            pieces.append((position, end, None))
        self.paragraph.append(Line(at, max(end, position), pieces))

    # Marks

    def _mark(self, mark: Mark, first: bool) -> None:
        """A mark that cuts the text into blocks."""
        span = self.view.span(mark.start, mark.end)
        followed = "list" if mark.kind == lexer.STATEMENT else "block"
        self._flush(followed)
        column = (
            self._columns(self.lines[mark.line][0], mark.start)
            if first and mark.start - self.lines[mark.line][0] < 200
            else -1
        )
        if mark.kind not in (lexer.CLOSE, lexer.STATEMENT):
            self._fit_block(mark, column)
        if mark.kind == lexer.FENCE:
            attrs = {"info": mark.name, "fence": mark.argument, "closed": mark.closed}
            self._leaf(CODE, mark.start, mark.end, *mark.inner, attrs)
        elif mark.kind in (lexer.COMMENT, lexer.HIDDEN):
            kind = COMMENT if mark.kind == lexer.COMMENT else HIDDEN
            self._leaf(kind, mark.start, mark.end, *mark.inner, {})
        elif mark.kind == lexer.STATEMENT:
            self._statement(mark)
        elif mark.kind in (lexer.OPEN, lexer.EMPTY) or mark.partner is None:
            self._tag(mark)
        elif mark.kind == lexer.CLOSE:
            self._close_tag(mark)
        self.blank, self.fresh = False, True

    def _tag(self, mark: Mark) -> None:
        """Open a TAG; one without its other half holds nothing, so that it does not swallow the rest."""
        span = self.view.span(mark.start, mark.end)
        partner = mark.partner
        closed = mark.kind == lexer.EMPTY or (partner is not None and partner.name == mark.name)
        attrs = {"name": mark.name, "closed": closed, "open": span, "close": None, "attributes": mark.argument}
        if mark.kind == lexer.CLOSE:
            attrs |= {"open": None, "close": span}
        block = Block(TAG, span, attrs=attrs)
        if partner is None:
            self._append(block, mark.start, mark.end)
            return
        self.leaves.append((mark.start, mark.end, block))
        self._push(Frame(block, quote=self.frames[-1].quote, start=mark.start, end=mark.end, opener=mark))

    def _fit_block(self, mark: Mark, column: int) -> None:
        """Close the lists that a fence, a comment or a tag stands outside of."""
        while column >= 0 and self.frames[-1].opener is None and self.frames[-1].block.kind in (ITEM, LIST, QUOTE):
            top = self.frames[-1]
            if top.block.kind in (ITEM, QUOTE) and column > top.marker:
                break
            if top.block.kind == QUOTE and top.quote and self.text[self.lines[mark.line][0] :][:1] == ">":
                break
            self._pop()

    def _close_tag(self, mark: Mark) -> None:
        for depth in range(len(self.frames) - 1, 0, -1):
            if self.frames[depth].opener is mark.partner:
                self._close_to(depth + 1)
                frame = self.frames[depth]
                frame.block.attrs["close"] = self.view.span(mark.start, mark.end)
                frame.end = mark.end
                self._pop()
                return

    def _statement(self, mark: Mark) -> None:
        if mark.name == "role":
            self._close_to(0)
            role = Block(ROLE, self.view.span(mark.start, mark.end), attrs={"role": role_of(mark.argument)})
            self._push(Frame(role, start=mark.start, end=mark.end))
            return
        line_start = self.lines[mark.line][0]
        column = self._columns(line_start, mark.start) if mark.start - line_start < 200 else 0
        opener = mark.partner
        if opener is not None and id(opener) in self.depth_of:
            target = self.depth_of[id(opener)]
            while len(self.frames) > target and self.frames[-1].opener is None and self.frames[-1].block.kind != ROLE:
                self._pop()
        else:
            while self.frames[-1].block.kind in (ITEM, LIST) and self.frames[-1].opener is None:
                if self.frames[-1].block.kind == ITEM and column > self.frames[-1].marker:
                    break
                self._pop()
            self.depth_of[id(mark)] = len(self.frames)
        attrs = {"keyword": mark.name, "argument": mark.argument}
        self._leaf(TEMPLATE, mark.start, mark.end, mark.start, mark.end, attrs)

    # Containers and leaves

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
        if self._is_code(lines):
            self._leaf(
                CODE,
                lines[0].start,
                lines[-1].end,
                lines[0].start,
                lines[-1].end,
                {"info": "", "fence": "", "closed": True},
            )
            return
        in_item = self.frames[-1].block.kind == ITEM
        followed = "" if in_item and followed == "block" else followed
        begin = 0
        for i, line in enumerate(lines):
            ends = i == 0 or self._ends(lines[i - 1])
            after = "text" if i + 1 < len(lines) else followed
            text = self.text[line.start : min(line.end, line.start + 101)]
            if (
                ends
                and len(text) <= 100
                and is_label(text, first=i == 0 and self.fresh and not in_item, followed=after)
            ):
                self._prose(PARAGRAPH, lines[begin:i])
                self._prose(LABEL, lines[i : i + 1])
                begin = i + 1
            elif i > begin and ends and (KEYED.match(text) or self._ended_example(lines[begin], lines[i - 1])):
                self._prose(PARAGRAPH, lines[begin:i])
                begin = i
        self._prose(PARAGRAPH, lines[begin:])
        self._top().children.extend(self.asides)
        self.asides.clear()
        self.fresh = False

    def _ended_example(self, first: Line, last: Line) -> bool:
        """Whether a paragraph that begins with "Example:" is complete, so that the next line is none of it."""
        text = self.text[first.start : min(first.end, first.start + 80)]
        return INLINE.match(text) is not None and self.text[last.end - 1] in ".!?\"”’'"

    def _ends(self, line: Line) -> bool:
        text = self.text[line.start : line.end].rstrip(" *_\"'”)`")
        return len(text) < 60 or text.endswith((".", "!", "?", ":", ";", "。"))

    def _prose(self, kind: str, lines: list[Line]) -> None:
        """Add a paragraph or label of the given lines."""
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
        self._append(Block(kind, self.view.span(start, end), view), start, end)

    def _plain(self, lines: list[Line]) -> bool:
        """Whether the lines can be shown as they stand: nothing to leave out within or between them."""
        if any(len(line.pieces) != 1 for line in lines):
            return False
        return self.frames[-1].quote == 0

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

    def _data(self, number: int, start: int, end: int) -> int:
        """Take a JSON object or list that begins in this line as DATA; returns the number of lines taken."""
        at = SPACES.match(self.text, start, end).end()  # type: ignore[union-attr]
        if (
            self.text[at] not in "{["
            or number < self.no_data_before
            or not JSON_START.match(self.text[at : min(end, at + 200)])
        ):
            return 0
        depth, i = 0, number
        limit = self._next_block(start)
        while i < len(self.lines):
            a, b = self.lines[i]
            if a > limit:
                break
            line = self.text[a:b]
            depth += line.count("{") + line.count("[") - line.count("}") - line.count("]")
            if depth <= 0:
                break
            i += 1
        taken = i - number + 1
        if depth > 0 or i >= len(self.lines):
            self.no_data_before = i
            return 0
        body_end = self.lines[i][1]
        body = self.text[at:body_end]
        if (
            len(self.text[self.lines[i][0] : body_end].strip()) > 60
            and taken > 1
            or ('"' not in body and ":" not in body and taken < 2)
        ):
            return 0
        if taken == 1 and not re.fullmatch(r"[{\[].*[}\]][,;.]?\s*", body[:2000], re.S):
            return 0
        self._fit(at, end, self._columns(start, at), 0, False)
        self._flush("block")
        self._leaf(DATA, at, body_end, at, body_end, {})
        self.blank, self.fresh = False, True
        return taken

    def _next_block(self, offset: int) -> int:
        """Offset before the next mark that data cannot run over."""
        i = bisect_left(self.block_starts, offset)
        return self.block_starts[i] - 1 if i < len(self.block_starts) else len(self.text)


def _stand_in(mark: Mark) -> str | None:
    """What a sentence shows in place of a mark within it."""
    if mark.kind in (lexer.COMMENT, lexer.HIDDEN, lexer.STATEMENT):
        return " "
    if mark.kind in (lexer.OPEN, lexer.CLOSE, lexer.EMPTY):
        name = mark.name.lower()
        if name == "br":
            return "\n"
        if name in FORMATTING and (mark.partner is not None or mark.kind == lexer.EMPTY):
            return ""
    return "" if mark.kind == lexer.RAW else None


def _attributes(body: str) -> dict[str, str]:
    """``#id key=value`` of a heading."""
    found: dict[str, str] = {}
    for part in body.split():
        if part.startswith("#"):
            found["id"] = part[1:]
        elif "=" in part:
            key, _, value = part.partition("=")
            if key != "level":
                found[key] = value.strip("\"'")
    return found
