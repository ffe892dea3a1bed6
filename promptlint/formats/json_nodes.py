"""JSON with places: a small reader that keeps the span of every value."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.formats.nodes import MAX_DEPTH, Node, Unreadable
from promptlint.formats.pieces import Piece, merged
from promptlint.span import Span
from promptlint.view import View

SPACE = regex.compile(r"(?:[ \t\r\n\f\v\u00a0\ufeff]+|//[^\n]*|/\*.*?\*/)*", re.S)  # comments: JSONC configurations
PLAIN = regex.compile(r'[^"\\]*')
WORD = regex.compile(r"[-+\w.]+")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"'}
HEX = regex.compile(r"[0-9a-fA-F]{4}")
SURROGATES = regex.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def read(text: str, start: int = 0) -> list[Node]:
    """The values of a JSON text; more than one when values follow one another (JSON lines).

    Args:
        text: the whole file.
        start: code point where the first value may begin.

    Raises:
        Unreadable: not JSON, or nested too deeply.
    """
    reader = _Reader(text, start)
    roots = []
    reader.space()
    while reader.at < len(text):
        roots.append(reader.value(0))
        reader.space()
    return roots


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def space(self) -> None:
        m = SPACE.match(self.text, self.at)
        self.at = m.end() if m else self.at

    def value(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep", self.at)
        c = self.text[self.at : self.at + 1]
        if c == "{":
            return self.map(depth)
        if c == "[":
            return self.seq(depth)
        if c == '"':
            return self.string()
        m = WORD.match(self.text, self.at)
        if m is None:
            raise Unreadable("a JSON value is due here", self.at)
        start, self.at = self.at, m.end()
        return Node("scalar", Span(start, self.at), view=View.of(m[0], start))

    def map(self, depth: int) -> Node:
        start = self.at
        node = Node("map", Span(start, start))
        self.at += 1
        while not self.closes("}"):
            if self.text[self.at : self.at + 1] != '"':
                raise Unreadable("a key in quotation marks is due here", self.at)
            key = self.string()
            self.space()
            self.expect(":")
            self.space()
            node.pairs.append((key, self.value(depth + 1)))
            self.comma("}")
        node.span = Span(start, self.at)
        return node

    def seq(self, depth: int) -> Node:
        start = self.at
        node = Node("seq", Span(start, start))
        self.at += 1
        while not self.closes("]"):
            node.items.append(self.value(depth + 1))
            self.comma("]")
        node.span = Span(start, self.at)
        return node

    def closes(self, bracket: str) -> bool:
        self.space()
        if self.text.startswith(bracket, self.at):
            self.at += 1
            return True
        return False

    def comma(self, bracket: str) -> None:
        self.space()
        if not self.text.startswith(bracket, self.at):
            self.expect(",")

    def expect(self, sign: str) -> None:
        if not self.text.startswith(sign, self.at):
            raise Unreadable(f"`{sign}` is due here", self.at)
        self.at += 1

    def string(self) -> Node:
        start, text = self.at, self.text
        pieces: list[Piece] = []
        at = start + 1
        while True:
            m = PLAIN.match(text, at)
            end = m.end() if m else at
            pieces.append((text[at:end], at, end - at))
            if end >= len(text):
                raise Unreadable("a string that does not close", start)
            if text[end] == '"':
                break
            piece, length = _escape(text, end)
            pieces.append((piece, end, length))
            at = end + length
        self.at = end + 1
        return Node("scalar", Span(start, self.at), view=merged(pieces), quoted=True)


def _escape(text: str, at: int) -> tuple[str, int]:
    """The character that the escape at ``at`` stands for, and the length of the escape."""
    c = text[at + 1 : at + 2]
    if c in ESCAPES:
        return ESCAPES[c], 2
    if c == "u":
        pair = SURROGATES.match(text, at)
        if pair:
            return chr(0x10000 + ((int(pair[1], 16) - 0xD800) << 10) + int(pair[2], 16) - 0xDC00), 12
        m = HEX.match(text, at + 2)
        if m:
            code = int(m[0], 16)
            return ("\ufffd" if 0xD800 <= code < 0xE000 else chr(code)), 6
    raise Unreadable("an escape that JSON does not know", at)
