"""Half-open ranges of text."""

from __future__ import annotations

from promptlint.record import NamedTuple


class Span(NamedTuple):
    """A half-open range ``[start, end)`` in code points of the file on disk.

    INVARIANT: every span that leaves a front end is in these coordinates.
    """

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end
