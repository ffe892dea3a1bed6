"""TOML: commands and configurations that hold prompts in their strings. A small reader of keys, tables and strings."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.formats import Parsed, slots
from promptlint.formats.nodes import Node
from promptlint.formats.pieces import Piece, merged
from promptlint.source import Source
from promptlint.span import Span
from promptlint.view import View

KEY = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*'))*"
LINE = regex.compile(rf"^[ \t]*(?:\[\[?[ \t]*(?P<table>{KEY})[ \t]*\]\]?|(?P<key>{KEY})[ \t]*=[ \t]*)", re.M)
QUOTE = regex.compile(r"\"\"\"|'''|\"|'")
ESCAPE = regex.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[ \t]*(?:\r?\n)\s*|(.))")
SIMPLE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
PLAIN = regex.compile(r"[^\s,#\]}]+")


def parse(source: Source) -> Parsed:
    """The prompts of a TOML file."""
    return Parsed("toml", slots.prompts(read(source.text), source.path, "toml"), [])


def read(text: str) -> Node:
    """The keys of a TOML text whose values are strings or plain, under their tables; arrays hold their strings."""
    root = Node("map", Span(0, len(text)))
    table, at = root, 0
    while (m := LINE.search(text, at)) is not None:
        at = m.end()
        if m["table"]:
            table = _table(root, m["table"], m.start("table"))
            continue
        value, at = _value(text, m.end())
        if value is not None:
            table.pairs.append((_name(m["key"], m.start("key")), value))
    return root


def _table(root: Node, key: str, at: int) -> Node:
    node = root
    for part in re.findall(r"[\w-]+|\"[^\"]*\"|'[^']*'", key):
        name = _name(part, at)
        below = next((v for k, v in reversed(node.pairs) if k.text == name.text and v.kind == "map"), None)
        if below is None:
            below = Node("map", Span(at, at))
            node.pairs.append((name, below))
        node = below
    return node


def _name(key: str, at: int) -> Node:
    return Node("scalar", Span(at, at + len(key)), view=View.of(key.strip("\"'"), at), quoted=True)


def _value(text: str, at: int) -> tuple[Node | None, int]:
    if text.startswith("[", at):
        node = Node("seq", Span(at, at))
        while (m := regex.compile(r"[\s,\[]*(?:#[^\n]*\s*)*").match(text, at)) and (q := QUOTE.match(text, m.end())):
            item, at = _string(text, q)
            node.items.append(item)
        node.span = Span(node.span.start, at)
        return node, at
    if q := QUOTE.match(text, at):
        return _string(text, q)
    m = PLAIN.match(text, at)
    return (Node("scalar", Span(*m.span()), view=View.of(m[0], m.start())), m.end()) if m else (None, at)


def _string(text: str, quote: re.Match[str]) -> tuple[Node, int]:
    """The string that opens at ``quote``, and the offset after it."""
    at, mark = quote.end(), quote[0]
    long = len(mark) == 3
    if long and (m := regex.compile(r"\r?\n").match(text, at)):
        at = m.end()  # the line end after the quotes is none of the text
    stop = regex.compile(rf"{mark}{'' if long else '|' + chr(10)}|\r\n" + (r"|\\" if mark[0] == '"' else ""))
    pieces: list[Piece] = []
    while (m := stop.search(text, at)) is not None:
        pieces.append((text[at : m.start()], at, m.start() - at))
        at = m.end()
        if m[0] == mark or (m[0] == "\n" and not long):
            break
        if m[0] == "\\" and (e := ESCAPE.match(text, m.start())):
            code = e[1] or e[2]
            sign = chr(min(int(code, 16), 0x10FFFF)) if code else SIMPLE.get(e[3], e[3]) if e[3] else ""
            pieces.append((sign, m.start(), len(e[0])))
            at = e.end()
        elif m[0] == "\r\n":
            pieces.append(("\n", m.start(), 2))
    else:
        pieces.append((text[at:], at, len(text) - at))
        at = len(text)
    return Node("scalar", Span(quote.start(), at), view=merged(pieces), quoted=True), at
