"""Pairs the tags of a prompt and says which of them do not pair."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.formats.lexer import CLOSE, EMPTY, OPEN, Mark
from promptlint.record import record
from promptlint.span import Span
from promptlint.view import View

VOID = frozenset("area base br col embed hr img link meta param track wbr".split())
FORMATTING = frozenset(
    "a abbr b big center code del em font i ins kbd mark p s samp small span strong sub sup tt u var".split()
)
MENTION = regex.compile(r"\W*(?:(?:and|or|to|und|et|y|tag|tags|\.{2,}|…|,|-|–)\W*)*", re.I)
STOP_MARKER = regex.compile(
    r"(?i)(?:end|stop|eo[stf]|begin|start|done|sep|pad|bos|im_)(?:[_-]|$)|.*[_-](?:end|start)$|.*starts?here$"
)
DEPTH = 30  # deeper tags are read as text


@record(frozen=True, slots=True)
class TagError:
    """A tag that has no other half.

    Args:
        kind: "unclosed", "unopened" or "mismatched" (closed by another name).
        name: of the opening tag, or of the closing one where nothing opens.
        open: the opening tag in the file.
        close: the closing tag in the file.
        close_name: name of the closing tag.
        sure: False where it may be a ``<placeholder>`` or a stop marker on a line of its own.
    """

    kind: str
    name: str
    open: Span | None = None
    close: Span | None = None
    close_name: str = ""
    sure: bool = True


@record(frozen=True, slots=True)
class InlineTag:
    """A pair of tags within a line of prose, which cuts no sentence: "Mail: <mail>{{body}}</mail>"."""

    name: str
    open: Span
    close: Span


class Pairing:
    """Pairs tags; block tags get ``partner`` and ``block``, the rest stays text.

    Args:
        text: the prompt.
        marks: from the lexer.
    """

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text = text
        self.marks = [m for m in marks if m.kind in (OPEN, CLOSE, EMPTY)]
        self.closers = {m.name for m in self.marks if m.kind == CLOSE}
        self.openers = {m.name for m in self.marks if m.kind == OPEN}
        self.unclosed: list[Mark] = []
        self.unopened: list[tuple[Mark, Mark | None]] = []
        self.inline: list[tuple[Mark, Mark]] = []
        self.mentioned: set[str] = set()

    def run(self) -> None:
        """Pair all tags of the text."""
        stack: list[Mark] = []
        open_at: dict[str, list[int]] = {}
        for mark in self.marks:
            if mark.kind == EMPTY:
                mark.block = mark.at_start and mark.at_end and mark.name.lower() not in VOID
            elif mark.kind == OPEN:
                if mark.name.lower() in VOID and mark.name not in self.closers:
                    continue
                open_at.setdefault(mark.name, []).append(len(stack))
                stack.append(mark)
            else:
                self._close(mark, stack, open_at)
        self.unclosed.extend(stack)
        self._settle()

    def _close(self, mark: Mark, stack: list[Mark], open_at: dict[str, list[int]]) -> None:
        places = open_at.get(mark.name)
        while places:
            opener = stack[places[-1]]
            strong = (opener.at_start or opener.at_end) and (mark.at_start or mark.at_end)
            if opener.line == mark.line or strong:
                while len(stack) > places[-1] + 1:
                    dropped = stack.pop()
                    open_at[dropped.name].pop()
                    self.unclosed.append(dropped)
                stack.pop()
                places.pop()
                self._pair(opener, mark)
                return
            if not (mark.at_start or mark.at_end):
                self.mentioned.add(mark.name)
                return
            # An opening tag named within an earlier line is prose; the pair may begin further up.
            while len(stack) > places[-1] + 1:
                dropped = stack.pop()
                open_at[dropped.name].pop()
                self.unclosed.append(dropped)
            self.mentioned.add(stack.pop().name)
            places.pop()
        strong_above = next((m for m in reversed(stack[-8:]) if m.at_start and m.at_end), None)
        self.unopened.append((mark, strong_above))

    def _pair(self, opener: Mark, closer: Mark) -> None:
        between = self.text[opener.end : min(closer.start, opener.end + 60)]
        if opener.line == closer.line and MENTION.fullmatch(between) and not (opener.at_start and closer.at_end):
            self.mentioned.add(opener.name)
            return
        opener.partner, closer.partner = closer, opener
        if opener.line == closer.line:
            block = opener.at_start and closer.at_end
        else:
            block = (opener.at_start or opener.at_end) and (closer.at_start or closer.at_end)
        if opener.name.lower() in FORMATTING and not (opener.at_start and opener.at_end and closer.at_start):
            block = False
        opener.block = closer.block = block
        if not block:
            self.inline.append((opener, closer))

    def _settle(self) -> None:
        """Limit the depth of block tags and pair wrong closings with the tag that they were meant for."""
        wrong: dict[int, Mark] = {}
        for closer, above in self.unopened:
            if above is not None and closer.at_start and closer.at_end:
                wrong.setdefault(id(above), closer)
        for opener in self.unclosed:
            other = wrong.get(id(opener))
            if other is not None and other.start > opener.start:
                opener.partner, other.partner = other, opener
                opener.block = other.block = _alike(opener.name, other.name)
        depth = 0
        for mark in self.marks:
            if not mark.block or mark.kind == EMPTY or mark.partner is None:
                continue
            if mark.kind == OPEN:
                depth += 1
                if depth > DEPTH:
                    mark.block = mark.partner.block = False
                    depth -= 1
            else:
                depth -= 1

    def errors(self, view: View) -> list[TagError]:
        """Tags on lines of their own that have no other half, in order of the text."""
        found: list[tuple[int, TagError]] = []
        partnered = {id(m.partner) for m in self.unclosed if m.partner is not None}
        inline_names = {m.name for m in self.marks if m.kind == OPEN and not (m.at_start and m.at_end)}
        for mark in self.unclosed:
            if not (mark.at_start and mark.at_end) or mark.name.lower() in FORMATTING | VOID:
                continue
            span = view.span(mark.start, mark.end)
            other = mark.partner
            if other is not None:
                close = view.span(other.start, other.end)
                found.append((mark.start, TagError("mismatched", mark.name, span, close, other.name)))
            else:
                sure = self._sure(mark, inline_names)
                mark.block = sure
                found.append((mark.start, TagError("unclosed", mark.name, span, sure=sure)))
        for mark, _ in self.unopened:
            if mark.at_start and mark.at_end and id(mark) not in partnered:
                span = view.span(mark.start, mark.end)
                sure = not STOP_MARKER.match(mark.name) and mark.name not in self.mentioned
                mark.block = sure
                found.append((mark.start, TagError("unopened", mark.name, None, span, mark.name, sure)))
        return [error for _, error in sorted(found, key=lambda f: f[0])]

    def _sure(self, mark: Mark, inline_names: set[str]) -> bool:
        """Whether an unclosed tag is a slip, and no placeholder, stop marker or prefilled start of the reply."""
        if STOP_MARKER.match(mark.name) or mark.name.isupper() or mark.name in self.mentioned:
            return False
        if mark.name in inline_names and mark.name not in self.closers:
            return False
        after = self.text[mark.end : mark.end + 300].strip()
        if not after:
            return False
        following = next((m for m in self.marks if m.start >= mark.end), None) if len(self.marks) < 2000 else None
        directly = following is not None and not self.text[mark.end : following.start].strip()
        return not (directly and following is not None and following.partner is None and following.kind == OPEN)


def _alike(a: str, b: str) -> bool:
    """Whether a closing name may be a slip for the opening one ("sources", "source")."""
    a, b = a.lower().replace("-", "_"), b.lower().replace("-", "_")
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    return shared >= 3 and shared * 2 >= max(len(a), len(b))
