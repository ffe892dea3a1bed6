"""Python string literals as Views: escapes, prefixes, concatenation, f-strings, each with its place in the file."""

from __future__ import annotations

import re
import unicodedata

from promptlint import regex
from promptlint.formats.marks import hole_name
from promptlint.formats.pieces import Piece, computed, concatenated, merged
from promptlint.view import View

LITERAL = regex.compile(r"([a-zA-Z]{0,3})(\"\"\"|'''|\"|')")
BETWEEN = regex.compile(r"(?:\s|\\\r?\n|#[^\n]*)*")
ESCAPE = regex.compile(
    r"\\(?:(\r\n|\n|\r)|([abfnrtv\\'\"])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}\n]+)\})"
)
SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
CARRIAGE = regex.compile(r"\r\n?")


def literals(text: str, start: int, end: int) -> View | None:
    """The string that one or more adjacent literals in a range spell.

    Args:
        text: the whole file.
        start, end: the range, in code points, as the parser gives it for the expression.

    Returns:
        None for bytes, or when the range is no sequence of literals.
    """
    pieces: list[Piece] = []
    at = start
    while at < end:
        m = LITERAL.match(text, at)
        if m is None or "b" in m[1].lower():
            return None
        scanner = _Scanner(text, m.end(), end, m[1].lower(), m[2])
        scanner.run()
        pieces += scanner.pieces
        gap = BETWEEN.match(text, scanner.at, end)
        at = gap.end() if gap else scanner.at
    return merged(pieces)


class _Scanner:
    """The body of one literal."""

    def __init__(self, text: str, at: int, end: int, prefix: str, quote: str) -> None:
        self.text = text
        self.at = at
        self.end = end
        self.raw = "r" in prefix
        self.formatted = "f" in prefix or "t" in prefix
        self.quote = quote
        self.pieces: list[Piece] = []
        stops = ["\\\\", re.escape(quote), "\r", *(("{", "}") if self.formatted else ())]
        self.stop = regex.compile("|".join(stops))

    def run(self) -> None:
        """Read up to and with the closing quote."""
        while True:
            m = self.stop.search(self.text, self.at, self.end)
            stop = m.start() if m else self.end
            self.put(self.text[self.at : stop], self.at, stop - self.at)
            self.at = stop
            if m is None:
                return
            if m[0] == self.quote:
                self.at += len(self.quote)
                return
            self.special(m[0])

    def special(self, sign: str) -> None:
        text, at = self.text, self.at
        if sign == "\\":
            self.escape()
        elif sign == "\r":
            m = CARRIAGE.match(text, at)
            self.put("\n", at, len(m[0]) if m else 1)
        elif text.startswith(sign * 2, at):
            self.put(sign, at, 2)
        elif sign == "{":
            close = _closing(text, at, self.end)
            self.pieces += computed(f"{{{hole_name(text[at + 1 : close])}}}", text, at, close + 1)
            self.at = close + 1
        else:
            self.put(sign, at, 1)

    def escape(self) -> None:
        if self.raw:
            self.put(self.text[self.at : self.at + 2], self.at, 2)
            return
        m = ESCAPE.match(self.text, self.at, self.end)
        if m is None:
            self.put(self.text[self.at : self.at + 2], self.at, 2)  # an unknown escape stays as it is
        else:
            self.put(_character(m), self.at, len(m[0]))

    def put(self, text: str, start: int, length: int) -> None:
        self.pieces.append((text, start, length))
        self.at = start + length


def _character(m: re.Match[str]) -> str:
    if m[1]:
        return ""
    if m[2]:
        return SIMPLE[m[2]]
    if m[7]:
        try:
            return unicodedata.lookup(m[7])
        except KeyError:
            return "\ufffd"
    code = int(m[3], 8) if m[3] else int(m[4] or m[5] or m[6], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _closing(text: str, at: int, end: int) -> int:
    """Offset of the brace that closes the replacement field opened at ``at``; quotes inside may hold braces."""
    depth, i = 0, at
    while i < end:
        c = text[i]
        if c in "{[(":
            depth += 1
        elif c in "}])":
            depth -= 1
            if depth == 0:
                return i
        elif c in "'\"":
            close = text.find(c, i + 1, end)
            i = close if close > 0 else i
        i += 1
    return end - 1


def dedented(view: View) -> View:
    """What textwrap.dedent makes of a text."""
    lines = view.text.splitlines(keepends=True)
    margin: str | None = None
    for line in lines:
        if line.strip():
            indent = line[: len(line) - len(line.lstrip(" \t"))]
            margin = indent if margin is None else _common(margin, indent)
    pieces, at = [], 0
    for line in lines:
        cut = len(margin or "") if line.strip() else len(line.rstrip("\n"))
        pieces.append(view.slice(at + cut, at + len(line)))
        at += len(line)
    return concatenated(pieces)


def _common(a: str, b: str) -> str:
    n = 0
    while n < len(a) and n < len(b) and a[n] == b[n]:
        n += 1
    return a[:n]
