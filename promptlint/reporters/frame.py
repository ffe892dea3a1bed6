"""Source frames: lines of a file with underlines, cut to fit, safe to print."""

from __future__ import annotations

import textwrap

from promptlint.record import record
from promptlint.reporters.styled import Line, cell_len
from promptlint.reporters.visible import pieces
from promptlint.source import Source
from promptlint.span import Span

LABEL = 60  # columns that a label has at least
SHOWN = 3  # lines of one span that are shown before it is cut


@record(frozen=True, slots=True)
class Mark:
    """A span to underline.

    Args:
        sign: the character of the underline.
        style: its style.
        label: text after it.
    """

    span: Span
    sign: str
    style: str
    label: str = ""


def frame(source: Source, marks: list[Mark], width: int) -> list[tuple[int | None, Line]]:
    """Rows of a frame: ``(line number, text)``; the number is None for underlines, -1 where lines are left out.

    Args:
        width: columns for the text.
    """
    rows: list[tuple[int | None, Line]] = []
    wanted: dict[int, list[tuple[Mark, bool]]] = {}
    for mark in marks:
        first = source.position(mark.span.start).line
        last = source.position(max(mark.span.start, mark.span.end - 1)).line
        numbers = [*range(first, min(last, first + SHOWN - 1) + 1)]
        if last > numbers[-1]:
            numbers[-1] = last
        for n in numbers:
            wanted.setdefault(n, []).append((mark, n == numbers[-1]))
    before = 0
    for n in sorted(wanted):
        if before and n > before + 1:
            rows.append((n - 1, _line(source, n - 1, width)) if n == before + 2 else (-1, Line()))
        rows += _marked(source, n, wanted[n], width)
        before = n
    return rows


def _line(source: Source, number: int, width: int) -> Line:
    text, _ = _cut(pieces(source.line(number)[: width + 1]), 0, 0, width)
    return Line(text)


def _marked(source: Source, number: int, marks: list[tuple[Mark, bool]], width: int) -> list[tuple[int | None, Line]]:
    """A line and the underlines below it."""
    start, row = source.line_starts[number - 1], source.line(number)
    ranges = [_columns(mark.span, start, len(row)) for mark, _ in marks]
    # Only what can be shown is looked at: a line may have millions of characters.
    base = max(0, min(r[0] for r in ranges) - 2 * width)
    shown = pieces(row[base : base + 6 * width])
    ranges = [(min(a - base, len(shown)), min(b - base, len(shown))) for a, b in ranges]
    text, edge = _cut(shown, min(r[0] for r in ranges), max(r[1] for r in ranges), width, base > 0)
    line = Line(text)
    rows: list[tuple[int | None, Line]] = [(number, line)]
    for (mark, last), (a, b) in sorted(zip(marks, ranges, strict=True), key=lambda x: x[1]):
        left = cell_len("".join(shown[edge:a])) + (1 if edge or base else 0)
        right = max(left + 1, left + cell_len("".join(shown[max(a, edge) : b])))
        right = min(right, max(left + 1, cell_len(text)))
        under = Line(" " * left)
        under.append(mark.sign * (right - left), mark.style)
        rows.append((None, under))
        if mark.label and last:
            rows += _label(mark, under, left, width)
    return rows


def _label(mark: Mark, under: Line, left: int, width: int) -> list[tuple[int | None, Line]]:
    """Put the label after the underline, or below it where there is no room."""
    if under.width + 1 + cell_len(mark.label) <= width:
        under.append(f" {mark.label}", mark.style)
        return []
    indent = " " * min(left, max(0, width - LABEL))
    lines = textwrap.wrap(mark.label, max(24, width - len(indent)), break_on_hyphens=False)
    return [(None, Line(indent).append(line, mark.style)) for line in lines]


def _columns(span: Span, start: int, length: int) -> tuple[int, int]:
    a = max(0, min(span.start - start, length))
    return a, max(a, min(span.end - start, length))


def _cut(shown: list[str], near: int, far: int, width: int, more: bool = False) -> tuple[str, int]:
    """What fits into ``width`` columns around ``near``, and the index of its first piece.

    Args:
        more: there is text before the first piece.
    """
    if not more and cell_len("".join(shown)) <= width:
        return "".join(shown), 0
    edge = 0
    if more or cell_len("".join(shown[:far])) > width - 1:
        room = max(8, (width - cell_len("".join(shown[near:far]))) // 2)
        edge, used = near, 0
        while edge > 0 and used + cell_len(shown[edge - 1]) < min(room, width // 3):
            edge -= 1
            used += cell_len(shown[edge])
    front = "…" if edge or more else ""
    out: list[str] = []
    used = len(front)
    for piece in shown[edge:]:
        if used + cell_len(piece) > width - 1:
            return f"{front}{''.join(out)}…", edge
        out.append(piece)
        used += cell_len(piece)
    return front + "".join(out), edge
