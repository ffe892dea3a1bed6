"""YAML as front matter mostly is, without the library: flat keys with plain words, quoted words or a list in brackets.

Importing PyYAML costs more than reading a small prompt does. Whatever this does not know (an indented line, a colon in a
value, an anchor) is left to the library.
"""

from __future__ import annotations

from promptlint import regex
from promptlint.formats.nodes import Node
from promptlint.span import Span
from promptlint.view import View

BEYOND = "\u00a1-\u2027\u2030-\ud7ff"  # no sign that ends a line, no control character
INNER = rf"[^\x00-\x20\x7f-\U0010ffff:#\[\]{{}},&*!|>'\"%@`\\]|[{BEYOND}]"
PLAIN = rf"[A-Za-z0-9_$/.](?:{INNER})*(?:[ ](?:{INNER})+)*"
QUOTED = rf"(?:[^\x00-\x1f\x7f-\U0010ffff\"\\]|[{BEYOND}])*"
LINE = regex.compile(
    rf"(?P<key>[A-Za-z_][A-Za-z0-9_-]*):[ ]+(?:(?P<plain>{PLAIN})|\"(?P<quoted>{QUOTED})\""
    rf"|(?P<list>\[[ ]*{PLAIN}(?:,[ ]+{PLAIN})*[ ]*\]))[ ]*(?:\r?\n|\Z)"
)
SKIPPED = regex.compile(r"[ ]*(?:#[\x20-\x7e]*)?\r?\n")
ITEM = regex.compile(PLAIN)


def read_plain(text: str, start: int, end: int) -> Node | None:
    """The mapping in ``text[start:end]``, or None where this is more than flat YAML."""
    pairs: list[tuple[Node, Node]] = []
    at = start
    while at < end:
        if (blank := SKIPPED.match(text, at, end)) is not None:
            at = blank.end()
            continue
        m = LINE.match(text, at, end)
        if m is None:
            return None
        at = m.end()
        key = _scalar(text, *m.span("key"))
        if m["list"] is not None:
            first, last = m.span("list")
            value = Node("seq", Span(first, last))
            value.items = [_scalar(text, *i.span()) for i in ITEM.finditer(text, first + 1, last - 1)]
        elif m["quoted"] is not None:
            value = _scalar(text, *m.span("quoted"))
            value.span, value.quoted = Span(value.span.start - 1, value.span.end + 1), True
        else:
            value = _scalar(text, *m.span("plain"))
        pairs.append((key, value))
    if not pairs:
        return None
    return Node("map", Span(pairs[0][0].span.start, pairs[-1][1].span.end), pairs)


def _scalar(text: str, start: int, end: int) -> Node:
    return Node("scalar", Span(start, end), view=View.of(text[start:end], start))
