"""Text as the model receives it, with the way back to the file."""

from __future__ import annotations

from bisect import bisect_right

from promptlint.span import Span


class View:
    """A string made of pieces of a file.

    A front end that strips indentation, unescapes or joins lines builds a View, so that every range of the
    resulting text maps back to the file without a search.

    Args:
        text: the text as read.
        segments: ``(view_start, source_start, view_length, source_length)`` in order of ``view_start``, covering
            ``text``. Lengths are equal for copied text; where they differ (an escape) the segment maps as a whole.
    """

    __slots__ = ("_starts", "segments", "text")

    def __init__(self, text: str, segments: list[tuple[int, int, int, int]]) -> None:
        self.text = text
        self.segments = segments
        self._starts = [s[0] for s in segments]

    @classmethod
    def of(cls, text: str, start: int = 0) -> View:
        """A view of text that stands in the file as it is, from ``start`` on."""
        return cls(text, [(0, start, len(text), len(text))] if text else [])

    def moved(self, by: int) -> View:
        """This view as it is when the file's text before it grows by so many characters."""
        made = View.__new__(View)
        made.text, made._starts = self.text, self._starts
        made.segments = [(at, source + by, length, taken) for at, source, length, taken in self.segments]
        return made

    @classmethod
    def join(cls, pieces: list[tuple[str, int, int]]) -> View:
        """A view of ``(text, source_start, source_length)`` pieces, one after the other."""
        parts, segments, at = [], [], 0
        for text, start, length in pieces:
            if text:
                segments.append((at, start, len(text), length))
                parts.append(text)
                at += len(text)
        return cls("".join(parts), segments)

    def offset(self, at: int, *, end: bool = False) -> int:
        """The file offset of view offset ``at``; with ``end``, of the end of a range that stops there."""
        if not self.segments:
            return 0
        i = bisect_right(self._starts, at - 1 if end and at else at) - 1
        view_start, source_start, length, source_length = self.segments[max(0, i)]
        inside = at - view_start
        if length == source_length:
            return source_start + max(0, min(inside, length))
        if end:
            return source_start + (source_length if inside > 0 else 0)
        return source_start + (source_length if inside >= length else 0)

    def span(self, start: int, end: int) -> Span:
        """The file span of the view range ``[start, end)``."""
        first = self.offset(start)
        return Span(first, max(first, self.offset(end, end=True)))

    @property
    def shape(self) -> tuple[tuple[int, int, int, int], ...]:
        """How its pieces lie to one another in the file, wherever the first of them stands."""
        if len(self.segments) == 1 and self.segments[0][2] == self.segments[0][3]:
            return ()
        first = self.segments[0][1] if self.segments else 0
        return tuple((at, source - first, length, taken) for at, source, length, taken in self.segments)

    def slice(self, start: int, end: int) -> View:
        """The view of a part of this text."""
        if len(self.segments) == 1:
            view_start, source_start, length, source_length = self.segments[0]
            if length == source_length:
                return View.of(self.text[start:end], source_start + start - view_start)
        pieces, first = [], max(0, bisect_right(self._starts, start) - 1)
        for i in range(first, len(self.segments)):
            view_start, source_start, length, source_length = self.segments[i]
            if view_start >= end:
                break
            a, b = max(start, view_start), min(end, view_start + length)
            if a < b:
                if length == source_length:
                    pieces.append((self.text[a:b], source_start + a - view_start, b - a))
                else:
                    pieces.append((self.text[a:b], source_start, source_length))
        return View.join(pieces)

    def gather(self, pieces: list[tuple[int, int, str | None]]) -> View:
        """The view of several ranges of this text, one after the other.

        Args:
            pieces: ``(start, end, replacement)`` in order; a replacement stands for the whole range.
        """
        if len(pieces) == 1 and pieces[0][2] is None:
            return self.slice(pieces[0][0], pieces[0][1])
        joined: list[tuple[str, int, int]] = []
        for start, end, replacement in pieces:
            if replacement is not None:
                span = self.span(start, end)
                joined.append((replacement, span.start, span.end - span.start))
                continue
            part = self.slice(start, end)
            for view_start, source_start, length, source_length in part.segments:
                joined.append((part.text[view_start : view_start + length], source_start, source_length))
        return View.join(joined)
