"""Builds the block tree of a prompt from its lines and the marks that cut them.

The reader is lenient where authors are: indentation is relative, numbers need not be in order, and text that is not
indented ends a list unless it plainly continues a sentence. It walks the lines once with a stack of open containers.
"""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.block import DATA, HEADING, ITEM, LABEL, LIST, QUOTE, ROLE, TAG, Block
from promptlint.formats.cuts import Cuts, stand_in
from promptlint.formats.data import DataFinder
from promptlint.formats.labels import BRACKET_END, heading_attributes, is_label
from promptlint.formats.lexer import Mark, skip_spaces
from promptlint.formats.roles import ROLE_LINE, role_of
from promptlint.formats.tree import Frame, Line
from promptlint.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LIST_DEPTH = 25  # deeper lists become items of the deepest list
QUOTE_DEPTH = 8
MARKER = regex.compile(
    r"(?:(?P<bullet>[-*+•●▪◦‣·–—▸►○■□✓✔✗✘➤])|(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]|(?P<steps>\d{1,3}(?:\.\d{1,3})+)|"
    r"\((?P<paren>\d{1,3}|[a-z]|[ivx]{1,4})\)|(?P<letter>[a-hA-H])\)|(?P<dotted>[a-h])\.|(?P<keycap>\d️?⃣))(?:[ \t]++|$)"
    r"(?:\[[ xX]\][ \t]+)?"
)
TIGHT_NUMBER = regex.compile(r"(?P<number>\d{1,2})[.)](?=[A-Z\"“*])")
CJK_NUMBER = regex.compile(r"(?P<number>\d{1,2})[、．.](?=[^\x00-\x7f])[ \t]*")
ATX = regex.compile(r"(#{1,6})(?:[ \t]++|(?=[^\W\d_a-z])|$)")
TRAILING = regex.compile(r"[ \t]+#+[ \t]*$")
ATTRS = regex.compile(r"[ \t]*\{(?P<body>[#.:\w][^{}]*)\}[ \t]*$")
RULER = regex.compile(r"(?:[-*_=~+#─━═—]\s*){3,}")
ADMONITION = regex.compile(r"(?:!!!|\?\?\?\+?)[ \t]+(?P<name>[\w-]+)[^\r\n]*")
DELIMITER_ROW = regex.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?")


class Builder(Cuts):
    """Builds one tree.

    Args:
        view: the prompt.
        lines: from the lexer.
        marks: from the lexer, tags paired.
        format: name of the format.
        roles: whether a role name alone on a line opens a message.
    """

    def __init__(self, view: View, lines: list[tuple[int, int]], marks: list[Mark], format: str, roles: bool) -> None:
        super().__init__(view, lines, format)
        self.marks, self.roles = marks, roles
        self.data = DataFinder(view.text, lines, [m.start for m in marks if m.block])

    def build(self) -> Block:
        """Read all lines."""
        number, queue = 0, 0
        while number < len(self.lines):
            number, queue = self._line(number, queue)
        self._close_to(0)
        return self.root

    def _line(self, number: int, queue: int) -> tuple[int, int]:
        """Read a line and those that go with it; returns the next line, and the first mark that may stand in it."""
        position, end = self.lines[number]
        first, line_has_mark = True, False
        while queue < len(self.marks) and self.marks[queue].start <= end:
            mark = self.marks[queue]
            queue += 1
            if mark.start < position:
                continue
            if not mark.block:
                if stand_in(mark) is not None:
                    self.inline.append(mark)
                if mark.end > end:  # a comment within a sentence runs over several lines
                    number, end = self._line_after(number, mark.end)
                continue
            self._piece(position, mark.start, first)
            self._mark(mark, first)
            line_has_mark, first, position = True, False, mark.end
            if mark.end > end:
                number, end = self._line_after(number, mark.end)
        return number + 1 + self._rest(number, position, end, first, line_has_mark), queue

    def _line_after(self, number: int, offset: int) -> tuple[int, int]:
        while number + 1 < len(self.lines) and self.lines[number + 1][0] <= offset:
            number += 1
        return number, max(offset, self.lines[number][1])

    def _rest(self, number: int, start: int, end: int, first: bool, line_has_mark: bool) -> int:
        """The rest of a line after its last mark; returns how many further lines were taken with it."""
        if not self.text[start:end].strip():
            if not line_has_mark and first:
                self._blank_line()
            return 0
        if first and not self.inline:
            taken = self._take_data(number, start, end)
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
        at = skip_spaces(text, start, end)
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

    def _quotes(self, at: int, end: int, column: int) -> tuple[int, int, int]:
        depth = 0
        while at < end and self.text[at] == ">" and depth < QUOTE_DEPTH:
            depth += 1
            at += 1
            after = skip_spaces(self.text, at, end)
            column, at = max(0, after - at - 1), after
        return at, column, depth

    def _marker(self, at: int, end: int) -> re.Match[str] | None:
        text = self.text
        if at >= end or (text[at] in "-*+_=" and RULER.fullmatch(text, at, min(end, at + 200))):
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
            if marker or self.blank or not self._numbered_title(top):
                self._pop()
        while quote > self.frames[-1].quote:
            self._flush("block")
            inner = Block(QUOTE, self.view.span(at, at))
            self._push(Frame(inner, quote=self.frames[-1].quote + 1, start=at, end=at))

    def _numbered_title(self, top: Frame) -> bool:
        """Make the open item a LABEL if it is the title of the text that follows: "1. Scope"."""
        items, parent = self.frames[-2], self.frames[-3] if len(self.frames) > 2 else None
        if parent is None or top.style == "bullet" or top.block.children or len(items.block.children) != 1:
            return False
        if len(self.paragraph) != 1 or self.asides:
            return False
        line = self.paragraph[0]
        text = self.text[line.start : min(line.end, line.start + 101)]
        if not is_label(text, first=True, followed="text"):
            return False
        self.paragraph = []
        del self.frames[-2:]
        parent.block.children.pop()
        self._prose(LABEL, [line])
        self.fresh = True
        return True

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
            attrs.update(heading_attributes(a["body"]))
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
            pieces.append((mark.start, mark.end, stand_in(mark)))
            self._aside(mark)
            position = max(position, mark.end)
        self.inline = after
        if position < end:
            pieces.append((position, end, None))
        self.paragraph.append(Line(at, max(end, position), pieces))

    def _take_data(self, number: int, start: int, end: int) -> int:
        """Take a JSON value that begins in this line as DATA; returns the number of lines taken."""
        taken = self.data.lines_taken(number, start, end)
        if taken:
            at = skip_spaces(self.text, start, end)
            stop = self.lines[number + taken - 1][1]
            self._fit(at, end, self._columns(start, at), 0, False)
            self._flush("block")
            self._leaf(DATA, at, stop, at, stop, {})
            self.blank, self.fresh = False, True
        return taken
