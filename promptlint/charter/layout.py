"""Lines and their indentation: which line belongs to which, and where its comment begins."""

from __future__ import annotations

from promptlint.record import NamedTuple

TAB = 4


class Line(NamedTuple):
    """A line with text.

    Args:
        number: 1-based.
        start: offset of its first character that is not white space.
        end: where its statement ends, before white space and comment.
        indent: columns of white space before it.
        comment: where its comment begins, the line's end if there is none.
        stop: the line's end.
    """

    number: int
    start: int
    end: int
    indent: int
    comment: int
    stop: int

    @property
    def bare(self) -> bool:
        """Whether there is nothing but a comment."""
        return self.end <= self.start


def lines(text: str, body: int, starts: list[int]) -> list[Line]:
    """The lines with text from offset ``body`` on.

    Args:
        text: the whole file.
        body: where to begin.
        starts: offsets at which lines start.
    """
    found = []
    for number, start in enumerate(starts, 1):
        if start < body:
            continue
        stop = starts[number] if number < len(starts) else len(text)
        raw = text[start:stop].rstrip()
        if raw.strip("\ufeff \t"):
            found.append(_line(text, number, start, raw))
    return found


def _line(text: str, number: int, start: int, raw: str) -> Line:
    white = len(raw) - len(raw.lstrip("\ufeff \t\v\f\u00a0"))
    indent = len(raw[:white].lstrip("\ufeff").expandtabs(TAB))
    at, stop = start + white, start + len(raw)
    if raw[white : white + 1] == "|":  # prose may hold anything
        return Line(number, at, stop, indent, stop, stop)
    comment = at + _comment(raw[white:])
    end = at + len(text[at:comment].rstrip())
    return Line(number, at, end, indent, comment, stop)


def _comment(statement: str) -> int:
    """Where the comment of a statement begins: ``#`` at its start or after white space, outside quotes."""
    if "#" not in statement:
        return len(statement)
    quoted = False
    for i, c in enumerate(statement):
        if c == '"':
            quoted = not quoted and statement.find('"', i + 1) > 0
        elif c == "#" and not quoted and (i == 0 or statement[i - 1].isspace()):
            return i
    return len(statement)
