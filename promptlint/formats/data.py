"""JSON in the middle of prose."""

from __future__ import annotations

import re
from bisect import bisect_left

from promptlint import regex
from promptlint.formats.lexer import skip_spaces

JSON_START = regex.compile(r"\{\s*(?:$|[\"'/}\[])|\{\s+\{|\{\s*\w+\s*:|\{\{\s*$|\[\s*(?:$|[\"'{\[\d\]])")
WHOLE = regex.compile(r"[{\[].*[}\]][,;.]?\s*", re.S)


class DataFinder:
    """Finds JSON objects and lists that begin at the start of a line.

    Args:
        text: the prompt.
        lines: ``(start, end)`` of each.
        block_starts: offsets of the marks that data cannot run over, in order.
    """

    def __init__(self, text: str, lines: list[tuple[int, int]], block_starts: list[int]) -> None:
        self.text, self.lines, self.block_starts = text, lines, block_starts
        self.nothing_before = 0  # a line before this one begins no data, as a search has shown
        self.reach = 0  # offset up to which searches have looked

    def lines_taken(self, number: int, start: int, end: int) -> int:
        """How many lines from ``number`` on are one JSON value; 0 if none begins between ``start`` and ``end``."""
        text = self.text
        at = skip_spaces(text, start, end)
        if text[at] not in "{[" or number < self.nothing_before:
            return 0
        if not JSON_START.match(text[at : min(end, at + 200)]):
            return 0
        last = self._last_line(number, self._next_block(start))
        if last is None:
            return 0
        return last - number + 1 if self._is_json(at, number, last) else 0

    def _last_line(self, number: int, limit: int) -> int | None:
        """The line in which the brackets opened in line ``number`` are closed."""
        depth = 0
        for i in range(number, len(self.lines)):
            a, b = self.lines[i]
            self.reach = max(self.reach, a + 1)
            if a > limit:
                self.nothing_before = i
                return None
            line = self.text[a:b]
            depth += line.count("{") + line.count("[") - line.count("}") - line.count("]")
            if depth <= 0:
                return i
        self.nothing_before = len(self.lines)
        return None

    def _is_json(self, at: int, number: int, last: int) -> bool:
        body = self.text[at : self.lines[last][1]]
        if last > number:
            return len(self.text[slice(*self.lines[last])].strip()) <= 60
        return WHOLE.fullmatch(body[:2000]) is not None and ('"' in body or ":" in body)

    def _next_block(self, offset: int) -> int:
        """Offset before the next mark that data cannot run over."""
        i = bisect_left(self.block_starts, offset)
        return self.block_starts[i] - 1 if i < len(self.block_starts) else len(self.text)
