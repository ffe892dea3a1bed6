"""The rows of tables, read as sentences by the rules on single sentences.

A table is no prose: nothing in it is compared with anything, and most tables only list. But some say in a row what is done
with what ("Reviews | three quotes; where we have none yet, write them"), and a fault is none the less one there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.memo import once
from promptlint.block import HEADING, MENTIONED, ROLE, TABLE, Block
from promptlint.text.sentences import Scope, Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit

FIRST = 1_000_000  # the index of the first row, above those of all sentences
RULER = regex.compile(r"^[\s|:+=-]+$")
BAR = regex.compile(r"\s*(?<!\\)\|\s*")
LINE = regex.compile(r"[^\r\n]+")
# Tables that show things, or set what is wrong beside what is right: the words of their head, and of the heading above.
SHOWN = regex.compile(
    r"\b(?:examples?|samples?|before|after|good|bad|wrong|right|(?:in)?correct|input|output|don['’]?t|do not|avoid|instead|never|"
    r"anti-?patterns?|mistakes?|excuses?|reality|rationali[sz]ations?|flags?|symptoms?|pitfalls?|problems?|thoughts?|says)\b",
    re.I,
)
SHOWING = regex.compile(
    r"\b(?:examples?|samples?|good|bad|wrong|incorrect|anti-?patterns?|mistakes?|rationali[sz]ations?|red flags?|pitfalls?)\b",
    re.I,
)


@once
def rows(unit: Unit) -> list[Sentence]:
    """A sentence for each row below the head of a table, but for tables that show things; its lead is the head."""
    found: list[Sentence] = []
    headings = [s for s in unit.sentences if s.block.kind == HEADING]
    for block in _tables(unit.prompt.root):
        if block.view is None:
            continue
        text = block.view.text
        lines = [m.span() for m in LINE.finditer(text) if not RULER.match(m[0])]
        above = next((h.text for h in reversed(headings) if h.span.start < block.span.start), "")
        head = text[slice(*lines[0])].strip(" |\t") if lines else ""
        if SHOWN.search(head) or SHOWING.search(above):
            continue
        scope = Scope(headings=(above,) if above else (), lead=head, role=unit.prompt.role, listed=True)
        for start, end in lines[1:]:
            while start < end and text[start] in " |\t":
                start += 1
            while end > start and text[end - 1] in " |\t":
                end -= 1
            if start < end:
                view = block.view.slice(start, end)
                found.append(Sentence(view, block, scope, FIRST + len(found), False, unit.table))
    return found


@once
def cells(unit: Unit) -> list[Sentence]:
    """A sentence for each cell of these rows but the first, which names what the row is about."""
    found: list[Sentence] = []
    for row in rows(unit):
        bars = [m.span() for m in BAR.finditer(row.text)]
        ends = [*(start for start, _ in bars[1:]), len(row.text)]
        for (_, start), end in zip(bars, ends, strict=False):  # a row of one cell has no bar
            if row.text[start:end].strip():
                view = row.view.slice(start, end)
                found.append(Sentence(view, row.block, row.scope, 2 * FIRST + len(found), False, unit.table))
    return found


def _tables(block: Block) -> Iterator[Block]:
    """The tables below a block that stand in no example and in no assistant's turn."""
    for child in block.children:
        if child.kind == TABLE:
            yield child
        elif child.kind not in MENTIONED and not (child.kind == ROLE and child.attrs.get("role") == "assistant"):
            yield from _tables(child)
