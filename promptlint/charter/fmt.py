"""The one way to lay out a charter: two spaces a level, one space between words, comments kept."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.charter.ast import Node
from promptlint.charter.layout import Line, lines
from promptlint.charter.parse import parse
from promptlint.source import Source
from promptlint.span import Span

STEP = "  "
PIECE = regex.compile(r'"[^"]*"|\s+|[^\s"]+|"')
VERBATIM = frozenset({"prose", "turn", "broken"})


def fmt(source: Source) -> str:
    """The text of a charter laid out anew; a line that cannot be read keeps its words.

    Args:
        source: the file.
    """
    return Formatter(source).run()


class Formatter:
    """One file on its way to its layout."""

    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.charter = parse(source)
        self.nodes = {n.line: n for n in self.charter.walk()}
        self.lines = lines(source.text, self.charter.body, source.line_starts)
        self.end = "\r\n" if "\r\n" in source.text else "\n"

    def run(self) -> str:
        """The whole text."""
        front = [x.rstrip() for x in self.text[: self.charter.body].splitlines()]
        body: list[str] = []
        for i, line in enumerate(self.lines):
            if i and line.number > self.lines[i - 1].number + 1:
                body.append("")
            body.append(self.line(i, line))
        return "".join(x + self.end for x in [*front, *body])

    def line(self, i: int, line: Line) -> str:
        """One line."""
        comment = self.text[line.comment : line.stop]
        if line.bare:
            return STEP * self.comment_depth(i, line) + comment
        node = self.nodes[line.number]
        words = self.words(node, line)
        if node.kind in ("prose", "turn"):
            return STEP * node.depth + words
        return STEP * node.depth + words + (f"  {comment}" if comment else "")

    def comment_depth(self, i: int, line: Line) -> int:
        """A comment belongs to the line after it, unless it stands deeper: then it ends the block before."""
        after = next((x for x in self.lines[i + 1 :] if not x.bare), None)
        before = next((x for x in reversed(self.lines[:i]) if not x.bare), None)
        below = self.nodes[after.number].depth if after else 0
        above = self.nodes[before.number].depth if before else 0
        if line.indent <= (after.indent if after else 0):
            return below
        return max(above, below)

    def words(self, node: Node, line: Line) -> str:
        """The words of a line, with one space where there were several, outside quotes."""
        text = self.text[line.start : line.stop if node.kind in ("prose", "turn") else line.end]
        if node.kind == "prose" and text.startswith("|"):
            return f"| {text[1:].removeprefix(' ')}".rstrip()
        if node.kind == "turn" and node.name and node.words:
            return f"{node.name.text}: {node.words.text}".rstrip()
        if node.kind in VERBATIM:
            return text
        pieces, at = [], line.start
        for span in self.operators(node):
            gap = self.text[span.start : span.end]
            quote = '"' if gap.endswith('"') else ""
            pieces += [self.text[at : span.start], f" {gap.removesuffix(quote).strip()} {quote}"]
            at = span.end
        whole = "".join(pieces) + self.text[at : line.end]
        single = "".join(" " if p.isspace() else p for p in PIECE.findall(whole))
        return regex.compile(r"\s+:$").sub(":", single)

    def operators(self, node: Node) -> Iterator[Span]:
        """The places between a field and the value that it is compared with, in order."""
        conditions = [*node.clauses.when, *node.clauses.unless, *([node.condition] if node.condition else [])]
        found = [Span(name.span.end, value.span.start) for name, _, value in node.bounds]
        for condition in conditions:
            for use in condition.uses():
                if "in" not in use.op and use.values:
                    found.append(Span(use.name.span.end, use.values[0].span.start))
        # A rule's clauses may stand on lines of their own, which are formatted as such.
        return iter(sorted(s for s in found if node.span.contains(s)))
