"""YAML as front matter mostly is, without the library: flat keys with plain or quoted words, or a list of them in brackets.

Importing PyYAML costs more than reading a small prompt does. Whatever this does not know (an indented line, a colon in a
value, an anchor) is left to the library.
"""

from __future__ import annotations

from promptlint import regex
from promptlint.formats.nodes import Node
from promptlint.span import Span
from promptlint.view import View

BEYOND = "\u00a1-\u2027\u2030-\ud7ff"  # no sign that ends a line, no control character
LATER = rf"[^\x00-\x20\x7f-\U0010ffff:#]|[{BEYOND}]"
LISTED = rf"[^\x00-\x20\x7f-\U0010ffff:#\[\]{{}},&*!|>'\"%@`\\]|[{BEYOND}]"
PLAIN, WORD = (rf"[A-Za-z0-9_$/.](?:{inner})*(?:[ ](?:{inner})+)*" for inner in (LATER, LISTED))
# No escapes: neither a backslash in double quotation marks nor a doubled single one.
QUOTED = (
    rf"\"(?:[^\x00-\x1f\x7f-\U0010ffff\"\\]|[{BEYOND}])*\"(?!\")"
    rf"|'(?:[^\x00-\x1f\x7f-\U0010ffff']|[{BEYOND}])*'(?!')"
)
ITEM = regex.compile(rf"{WORD}|{QUOTED}")
LINE = regex.compile(
    rf"(?P<key>[A-Za-z_][A-Za-z0-9_-]*):[ ]+(?:(?P<scalar>{PLAIN}|{QUOTED})"
    rf"|(?P<list>\[[ ]*(?:{ITEM.pattern})(?:,[ ]+(?:{ITEM.pattern}))*[ ]*\]))[ ]*(?:\r?\n|\Z)"
)
SKIPPED = regex.compile(r"[ ]*(?:#[\x20-\x7e]*)?\r?\n")


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
        else:
            value = _scalar(text, *m.span("scalar"))
        pairs.append((key, value))
    if not pairs:
        return None
    return Node("map", Span(pairs[0][0].span.start, pairs[-1][1].span.end), pairs)


def _scalar(text: str, start: int, end: int) -> Node:
    """A scalar, with its quotation marks if it has some."""
    quoted = text[start] in "\"'"
    first, last = (start + 1, end - 1) if quoted else (start, end)
    return Node("scalar", Span(start, end), view=View.of(text[first:last], first), quoted=quoted)
