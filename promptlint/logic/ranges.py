"""Intervals of the real numbers, less some points."""

from __future__ import annotations

import math

from promptlint.record import record


@record(frozen=True, slots=True)
class Range:
    """The numbers between two ends.

    Args:
        low, high: the ends, infinite if there is none.
        low_open, high_open: whether the end itself is left out.
        without: points that are left out.
    """

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = True
    high_open: bool = True
    without: frozenset[float] = frozenset()

    @classmethod
    def of(cls, op: str, value: float) -> Range:
        """The numbers that stand in the relation ``op`` to ``value``."""
        if op in ("<", "<="):
            return cls(high=value, high_open=op == "<")
        if op in (">", ">="):
            return cls(low=value, low_open=op == ">")
        if op == "!=":
            return cls(without=frozenset({value}))
        return cls(value, value, False, False)

    def meet(self, other: Range) -> Range:
        """The numbers in both."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        # The greater of two equal lower ends is the open one; of two equal upper ends the open one is less.
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Range(low, high, low_open, not closed, self.without | other.without)

    @property
    def empty(self) -> bool:
        """Whether no number is left."""
        if self.low < self.high:
            return False
        return self.low > self.high or self.low_open or self.high_open or self.low in self.without

    def witness(self) -> str:
        """A number in it, the plainest that is easy to find."""
        for value in self._candidates():
            if self.holds(value):
                return f"{value:.10g}"
        return f"{self._between():.10g}"

    def _candidates(self) -> list[float]:
        ends = [e for e in (self.low, self.high) if math.isfinite(e)]
        found = list(ends)
        for e in ends:
            found += [math.floor(e) + k for k in (1, 0, -1, 2, -2)]
        return [*found, 0.0, 1.0]

    def holds(self, x: float) -> bool:
        """Whether a number is in it."""
        above = x > self.low or (x == self.low and not self.low_open)
        below = x < self.high or (x == self.high and not self.high_open)
        return above and below and x not in self.without

    def _between(self) -> float:
        """A number strictly between the ends that is none of the points left out."""
        low = self.low if math.isfinite(self.low) else min(self.high, 0.0) - len(self.without) - 2
        high = self.high if math.isfinite(self.high) else max(low, 0.0) + len(self.without) + 2
        steps = len(self.without) + 2
        return next((x for k in range(1, steps) if self.holds(x := low + (high - low) * k / steps)), low)
