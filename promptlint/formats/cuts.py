"""Adds the marks that cut the text into blocks: tags, fences, comments and template statements."""

from __future__ import annotations

from promptlint import regex
from promptlint.block import CODE, COMMENT, HIDDEN, ITEM, LIST, QUOTE, ROLE, TAG, TEMPLATE, Block
from promptlint.formats import lexer
from promptlint.formats.lexer import Mark
from promptlint.formats.roles import role_of
from promptlint.formats.tagged import FORMATTING
from promptlint.formats.tree import Frame, Tree
from promptlint.view import View

ROLE_ATTRIBUTE = regex.compile(r"\brole\s*=\s*[\"']?(\w+)")


class Cuts(Tree):
    """A tree that takes marks.

    Args:
        view: the prompt.
        lines: from the lexer.
        format: name of the format.
    """

    def __init__(self, view: View, lines: list[tuple[int, int]], format: str) -> None:
        super().__init__(view, lines, format)
        self.blank = True  # the line before was blank
        self.depth_of: dict[int, int] = {}  # depth at which a template statement stands, by its mark

    def _mark(self, mark: Mark, first: bool) -> None:
        """A mark that cuts the text into blocks."""
        followed = {lexer.STATEMENT: "list", lexer.FENCE: "code"}.get(mark.kind, "block")
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
        role = ROLE_ATTRIBUTE.search(mark.argument) if mark.name.lower() == "message" else None
        if role and partner is not None and len(self.frames) == 1:
            block.kind, block.attrs["role"] = ROLE, role_of(role[1])
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
            if top.block.kind == QUOTE and top.quote and self.text.startswith(">", self.lines[mark.line][0]):
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


def stand_in(mark: Mark) -> str | None:
    """What a sentence shows in place of a mark within it."""
    if mark.kind in (lexer.COMMENT, lexer.HIDDEN, lexer.STATEMENT):
        return " "
    if mark.kind in (lexer.OPEN, lexer.CLOSE, lexer.EMPTY):
        name = mark.name.lower()
        if name == "br":
            return "\n"
        if name in FORMATTING and (mark.partner is not None or mark.kind == lexer.EMPTY):
            # A styled range is a text of its own that a reader may not see.
            return " " if "style" in mark.argument else ""
    return "" if mark.kind == lexer.RAW else None
