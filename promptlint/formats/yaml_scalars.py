"""YAML scalars as Views: every character of the decoded text with its place in the file.

The reader of YAML says where a scalar stands and what it decodes to; here the text is decoded once more, with places.
Where the two do not agree the scalar maps as a whole, so a defect here costs precision of spans, never text.
"""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.formats.pieces import Piece, merged
from promptlint.view import View

LINE_END = regex.compile("\r\n|[\n\r\x85\u2028\u2029]")
BLANKS = regex.compile(r"[ \t]*")
# In flow scalars: white space around line ends folds; what follows a backslash is an escape.
FOLD = regex.compile("[ \t]*(?:(?:\r\n|[\n\r\x85\u2028\u2029])[ \t]*)+")
ESCAPES = {
    "0": "\0", "a": "\x07", "b": "\x08", "t": "\t", "\t": "\t", "n": "\n", "v": "\x0b", "f": "\x0c", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
WIDTH = {"x": 2, "u": 4, "U": 8}
NORMAL = {"\r\n": "\n", "\r": "\n", "\x85": "\n"}


def scalar_view(text: str, start: int, end: int, style: str, value: str) -> View:
    """The decoded text of a scalar with the way back.

    Args:
        text: the whole file.
        start: offset of the scalar's first sign: the quote, the ``|`` or ``>``, or the text.
        end: offset after it.
        style: "|", ">", '"', "'" or "" for a plain scalar.
        value: the decoded text.
    """
    if style in ("|", ">"):
        pieces = _block(text, start, end, value, folded=style == ">")
    elif style == '"':
        pieces = _quoted(text, start + 1, end - 1)
    elif style == "'":
        pieces = _flow(text, start + 1, end - 1, "''")
    else:
        pieces = _flow(text, start, end, "")
    view = merged(pieces)
    if len(view.text) > len(value) and style in ("|", ">"):
        view = view.slice(0, len(value))  # the line ends that chomping takes away
    if view.text == value:
        return view
    return View(value, [(0, start, len(value), end - start)] if value else [])


def _lines(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """``(start, end of content, end)`` of the lines in a range."""
    lines, at = [], start
    for m in LINE_END.finditer(text, start, end):
        lines.append((at, m.start(), m.end()))
        at = m.end()
    if at < end:
        lines.append((at, end, end))
    return lines


def _block(text: str, start: int, end: int, value: str, *, folded: bool) -> list[Piece]:
    header = LINE_END.search(text, start, end)
    if header is None:
        return []
    lines = _lines(text, header.end(), end)
    indent = _indent(text, lines, value)
    pieces: list[Piece] = []
    held: list[Piece] = []  # line ends since the last line of text
    open_text = False  # whether that line starts with no white space, so that its end may fold
    first = True
    for a, b, c in lines:
        content = min(a + indent, b)
        if content == b or (text[a:b].strip(" ") == "" and b - a <= indent):
            held.append((NORMAL.get(text[b:c], text[b:c]), b, c - b))
            continue
        plain = text[content] not in " \t"
        if not first and folded and open_text and plain and held[0][0] == "\n":
            pieces += held[1:] or [(" ", held[0][1], held[0][2])]
        else:
            pieces += held
        pieces.append((text[content:b], content, b - content))
        held = [(NORMAL.get(text[b:c], text[b:c]), b, c - b)]
        open_text, first = plain, False
    return [*pieces, *held]


def _indent(text: str, lines: list[tuple[int, int, int]], value: str) -> int:
    """The indentation that the scalar's lines lose: what the first line of text has in the file beyond its value."""
    for a, b, _ in lines:
        if text[a:b].strip(" "):
            here = len(text[a:b]) - len(text[a:b].lstrip(" "))
            first = next((line for line in LINE_END.split(value) if line.strip(" ")), "")
            return max(0, here - (len(first) - len(first.lstrip(" "))))
    return max((b - a for a, b, _ in lines), default=0)


def _folded(m: re.Match[str]) -> list[Piece]:
    """A run of white space with line ends in a flow scalar: one is a space, more are one less."""
    ends = list(LINE_END.finditer(m[0]))
    base = m.start()
    if len(ends) == 1 and ends[0][0] in ("\n", *NORMAL):
        return [(" ", base, len(m[0]))]
    kept = ends[1:] if ends[0][0] in ("\n", *NORMAL) else ends
    return [(NORMAL.get(e[0], e[0]), base + e.start(), len(e[0])) for e in kept]


def _flow(text: str, start: int, end: int, doubled: str) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    pattern = regex.compile(f"{doubled}|{FOLD.pattern}" if doubled else FOLD.pattern)
    for m in pattern.finditer(text, start, end):
        pieces.append((text[at : m.start()], at, m.start() - at))
        pieces += [("'", m.start(), 2)] if m[0] == "''" else _folded(m)
        at = m.end()
    return [*pieces, (text[at:end], at, end - at)]


def _quoted(text: str, start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    token = regex.compile(r"\\|" + FOLD.pattern)
    while (m := token.search(text, at, end)) is not None:
        pieces.append((text[at : m.start()], at, m.start() - at))
        if m[0] != "\\":
            pieces += _folded(m)
            at = m.end()
            continue
        piece, length = _escape(text, m.start(), end)
        if isinstance(piece, str):
            pieces.append((piece, m.start(), length))
        else:
            pieces += piece
        at = m.start() + length
    return [*pieces, (text[at:end], at, end - at)]


def _escape(text: str, at: int, end: int) -> tuple[str | list[Piece], int]:
    """What the backslash at ``at`` stands for, and the length of the escape."""
    c = text[at + 1 : at + 2]
    if c in WIDTH:
        digits = text[at + 2 : at + 2 + WIDTH[c]]
        try:
            return chr(int(digits, 16)), 2 + WIDTH[c]
        except (ValueError, OverflowError):
            return "\ufffd", 2 + len(digits)
    if c in ESCAPES:
        return ESCAPES[c], 2
    m = FOLD.match(text, at + 1, end)
    if m is None:
        return c, 2
    # An escaped line end joins the lines; blank lines after it stay.
    return [
        (NORMAL.get(e[0], e[0]), m.start() + e.start(), len(e[0])) for e in list(LINE_END.finditer(m[0]))[1:]
    ], 1 + len(m[0])
