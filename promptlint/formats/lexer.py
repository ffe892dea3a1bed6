"""One pass over a prompt's text that finds what is not plain prose: fences, comments, tags, template statements.

INVARIANT: linear in the length of the text, whatever the text is. Searches for a closing delimiter are remembered or
bounded, and every regular expression here either cannot backtrack or stops at a delimiter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from promptlint import regex
from promptlint.record import field, record

FENCE, COMMENT, HIDDEN, STATEMENT, OPEN, CLOSE, EMPTY, RAW = range(8)


@record(slots=True, eq=False)
class Mark:
    """A piece of syntax, in offsets of the prompt's text.

    Args:
        kind: one of the constants above; EMPTY is a self-closing tag, RAW a marker without meaning (CDATA).
        name: of a tag, keyword of a statement, info string of a fence.
        argument: attributes of a tag, rest of a statement, the fence itself.
        line: index of the line that it starts in.
        at_start: nothing but white space, list and quote markers and other marks stand before it in its line.
        at_end: nothing but white space and other marks stand after it in its line.
        inner: range of the text inside a fence or comment.
        closed: whether a fence has its closing line.
        partner: the other half of a tag or the closing half of a statement.
        block: it cuts the text into blocks; else it is part of a sentence.
    """

    kind: int
    start: int
    end: int
    name: str = ""
    argument: str = ""
    line: int = 0
    at_start: bool = False
    at_end: bool = False
    inner: tuple[int, int] = (0, 0)
    closed: bool = True
    partner: Mark | None = field(default=None, repr=False)
    block: bool = False


NEWLINE = regex.compile(r"\r\n?|\n")
PREFIX = regex.compile(r"[ \t>]*+(?:(?:[-*+•]|\d{1,3}[.)])[ \t]++)?\Z")
LINE_REST = regex.compile(r"[ \t]*+(?=[\r\n]|\Z)")
FENCE_LINE = regex.compile(r"([ \t>]*+)((?:(?:[-*+]|\d{1,3}[.)])[ \t]++){0,4}+)(`{3,}+|~{3,}+)([^\r\n]*+)")
SPECIAL = regex.compile(r"[<`]|\{[%#{]|~~~")
TAG = regex.compile(r"<(/?)([A-Za-z_][\w.:-]*+)((?=[\s/>=])[^<>]*+)>")
ATTRIBUTES = regex.compile(r"=\S++|\s*+(?:/|(?<=\s)[\w:@.-]++\s*+=.*+)?", re.S)
MUSTACHE = regex.compile(r"\{\{\{?[~-]?\s*+(?:([#/^>&!])\s*+|(else|role|history)\b)")
KEYWORD = regex.compile(r"\s*+([#/^>]?\s*+[\w.-]*+)\s*+")
HEADING_BREAK = regex.compile(r"(?:\r\n?|\n)[ \t]*+(?:##+ |(?:\r\n?|\n)# |</\w)")
SAME_CODE = 500  # an inline code span is no longer than this


def skip_spaces(text: str, start: int, end: int) -> int:
    """The first offset from ``start`` on, at most ``end``, that holds no space and no tab."""
    while start < end and text[start] in " \t":
        start += 1
    return start


def line_table(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of every line, without line ends."""
    if "\r" not in text:
        starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        return [(a, b - 1) for a, b in pairwise(starts)]
    lines, start = [], 0
    for m in NEWLINE.finditer(text):
        lines.append((start, m.start()))
        start = m.end()
    lines.append((start, len(text)))
    return lines


class Lexer:
    """Finds the marks of one text.

    Args:
        text: the prompt.
        handlebars: ``{{#if}}`` and the like are statements.
        history: ``{{history}}`` is dotprompt's mark for the messages so far, and no variable of that name.
        strict_comments: ``{#`` opens a template comment only before white space or ``-``, because headings of
            Markdown carry ``{#anchor}``.
    """

    def __init__(
        self, text: str, *, handlebars: bool = True, strict_comments: bool = False, history: bool = False
    ) -> None:
        self.text = text
        self.history = history
        self.lines = line_table(text)
        self.handlebars = handlebars
        self.strict_comments = strict_comments
        self.code: list[tuple[int, int]] = []
        self._line = 0
        self._closers: dict[str, int] = {}
        self._fence_ends: dict[tuple[str, int], int | None] = {}

    def marks(self) -> list[Mark]:
        """All marks in order of the text; none overlaps another."""
        found = list(self._scan())
        self._place(found)
        return found

    def _scan(self) -> Iterator[Mark]:
        text, at = self.text, 0
        while m := SPECIAL.search(text, at):
            start = m.start()
            mark = self._mark(m[0], start)
            if mark is None:
                at = self._skip(m[0], start)
                continue
            mark.line = self._line_of(mark.start)
            yield mark
            at = mark.end

    def _mark(self, sign: str, start: int) -> Mark | None:
        if sign in ("`", "~~~"):
            return self._fence(start)
        if sign == "<":
            return self._angle(start)
        if sign == "{%":
            return self._statement(start, "%}")
        if sign == "{#":
            following = self.text[start + 2 : start + 3]
            if self.strict_comments and not (following.isspace() or following == "-"):
                return None
            end = self._find("#}", start + 2)
            return None if end < 0 else Mark(HIDDEN, start, end + 2, inner=(start + 2, end))
        return self._mustache(start)

    def _skip(self, sign: str, start: int) -> int:
        """Where to go on after a sign that opens nothing; inline code is passed over whole."""
        if sign != "`":
            return start + len(sign)
        end = start
        while end < len(self.text) and self.text[end] == "`":
            end += 1
        ticks = self.text[start:end]
        if len(ticks) > 8:
            return end
        close = self.text.find(ticks, end, end + SAME_CODE)
        while close >= 0 and self.text[close + len(ticks) : close + len(ticks) + 1] == "`":
            after = close
            while self.text[after : after + 1] == "`" and after < close + SAME_CODE:
                after += 1
            close = self.text.find(ticks, after, end + SAME_CODE)
        if close < 0 or "\n\n" in self.text[end:close]:
            return end
        self.code.append((start, close + len(ticks)))
        return close + len(ticks)

    def _find(self, closer: str, start: int) -> int:
        """Position of the next ``closer``; one search serves all openers before it."""
        known = self._closers.get(closer, -2)
        if known == -1 or known >= start:
            return known
        self._closers[closer] = self.text.find(closer, start)
        return self._closers[closer]

    def _line_of(self, offset: int) -> int:
        self._line = bisect_right(self.lines, (offset, len(self.text)), self._line) - 1
        return self._line

    def _fence(self, start: int) -> Mark | None:
        line = self._line_of(start)
        line_start, line_end = self.lines[line]
        if start - line_start > 200:
            return None
        m = FENCE_LINE.match(self.text, line_start, line_end)
        if not m or m.start(3) != start or (m[3][0] == "`" and "`" in m[4]):
            return None
        opener, first = m[3], line + 1
        last = self._fence_end(opener, first)
        if last is not None:
            inner = (self.lines[first][0], self.lines[last][0])
            return Mark(FENCE, start, self.lines[last][1], m[4].strip(), opener, inner=inner)
        # Without its closing line a fence ends before the next heading, so that it does not swallow the rest.
        stop = HEADING_BREAK.search(self.text, line_end)
        end = stop.start() if stop else len(self.text)
        return Mark(FENCE, start, end, m[4].strip(), opener, inner=(min(line_end + 1, end), end), closed=False)

    def _fence_end(self, opener: str, first: int) -> int | None:
        """The line that closes a fence; a line found for one fence serves all like it before that line."""
        key = (opener[0], len(opener))
        known = self._fence_ends.get(key, -1)
        if known is None or known >= first:
            return known
        found = None
        for i in range(first, len(self.lines)):
            start, end = self.lines[i]
            c = FENCE_LINE.match(self.text, start, end)
            if c and c[3][0] == opener[0] and len(c[3]) >= len(opener) and not c[4].strip() and not c[2]:
                found = i
                break
        self._fence_ends[key] = found
        return found

    def _angle(self, start: int) -> Mark | None:
        text = self.text
        if text.startswith("<!--", start):
            end = self._find("-->", start + 4)
            return None if end < 0 else Mark(COMMENT, start, end + 3, inner=(start + 4, end))
        if text.startswith("<![CDATA[", start):
            return Mark(RAW, start, start + 9)
        if text.startswith(("<?xml", "<!DOCTYPE"), start):
            end = self._find(">", start)
            return None if end < 0 else Mark(HIDDEN, start, end + 1, inner=(start, end))
        m = TAG.match(text, start)
        if not m or not ATTRIBUTES.fullmatch(m[3]) or len(m[3]) > 4000:
            return None
        if start and (text[start - 1].isalnum() or text[start - 1] in "_`") and not m[1]:
            if start < 2 or text[start - 1] == "`" or not _ends_word(text, start):
                return None
        kind = CLOSE if m[1] else EMPTY if m[3].endswith("/") else OPEN
        return Mark(kind, start, m.end(), m[2], m[3].strip(" \t\r\n/"))

    def _statement(self, start: int, closer: str) -> Mark | None:
        end = self._find(closer, start + 2)
        if end < 0 or "{%" in self.text[start + 2 : min(end, start + 2000)] or end - start > 20_000:
            return None
        body = self.text[start + 2 : end].strip("-+ \t\r\n")
        keyword = KEYWORD.match(body)
        name = keyword[1].replace(" ", "") if keyword else ""
        return Mark(STATEMENT, start, end + 2, name, body[keyword.end() :] if keyword else "")

    def _mustache(self, start: int) -> Mark | None:
        m = MUSTACHE.match(self.text, start) if self.handlebars else None
        if not m or self.text.startswith("{{{", start) or (m[2] == "history" and not self.history):
            return None
        if m[1] == "!":
            closer = "--}}" if self.text.startswith("--", m.end()) else "}}"
            end = self._find(closer, m.end())
            size = len(closer)
            return None if end < 0 else Mark(HIDDEN, start, end + size, inner=(m.end(), end))
        if m[1] == "&":
            return None
        end = self._find("}}", m.end())
        if end < 0 or end - start > 1000:
            return None
        body = self.text[start + 2 : end].strip("~-} \t\r\n")
        keyword = KEYWORD.match(body)
        name = keyword[1].replace(" ", "") if keyword else ""
        rest = body[keyword.end() :].strip() if keyword else ""
        return Mark(STATEMENT, start, end + 2, name, rest)

    def _place(self, marks: list[Mark]) -> None:
        """Work out which marks stand at the start and at the end of their lines."""
        text, lines = self.text, self.lines
        chain = -1  # end of the last mark that nothing but marks precede in its line
        for mark in marks:
            line_start = lines[mark.line][0]
            if chain >= line_start and not text[chain : mark.start].strip() and mark.start - chain < 200:
                mark.at_start = True
            elif mark.start - line_start <= 200:
                mark.at_start = PREFIX.match(text[line_start : mark.start]) is not None
            chain = mark.end if mark.at_start else -1
        following: Mark | None = None
        for mark in reversed(marks):
            if LINE_REST.match(text, mark.end):
                mark.at_end = True
            elif following is not None and following.at_end and following.start - mark.end < 200:
                between = text[mark.end : following.start]
                mark.at_end = not between.strip() and "\n" not in between
            following = mark


def _ends_word(text: str, start: int) -> bool:
    """Whether ``<`` after a letter opens a tag all the same ("text<br>") and no generic type ("List<int>")."""
    m = TAG.match(text, start)
    return m is not None and (bool(m[3].strip()) or m[2].lower() in ("br", "hr", "b", "i", "span", "em", "strong"))
