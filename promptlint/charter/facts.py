"""What is known of a charter as a whole: read once, when its document is built, and worked out when first asked for."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from promptlint.charter.ast import Charter
from promptlint.charter.includes import Problem
from promptlint.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.charter.conflicts import Apart, Clash
    from promptlint.charter.implied import Implied
    from promptlint.charter.model import Model, Norm


def named(charter: Charter) -> frozenset[str]:
    """The names that `overrides` and examples can use: of rules, principles and hand-overs."""
    return frozenset(n.name.text for n in charter.of("rule", "principle", "escalate") if n.name)


def unknown(one: str, other: str) -> bool:
    """What is known where there is no vocabulary."""
    return False


@record(eq=False)
class Facts:
    """One charter.

    Args:
        charter: the statements of the file itself.
        whole: those, with the statements of what it includes in place.
        problems: of its includes.
        apart: whether two conditions in words are known to exclude each other.
    """

    charter: Charter
    whole: Charter
    problems: list[Problem] = field(default_factory=list)
    apart: Apart = unknown

    @property
    def complete(self) -> bool:
        """Whether every include was found, so that what is not there is nowhere."""
        return all(p.top is None for p in self.problems)

    @cached_property
    def model(self) -> Model:
        """The logic of the whole."""
        from promptlint.charter.model import Model

        return Model(self.whole)

    @cached_property
    def places(self) -> list[tuple[int, int, Norm]]:
        """Where each rule of this file and its clauses stand, in order of the text."""
        own = [(n, node) for n in self.model.norms if not n.node.path for node in (n.node, *n.node.children)]
        return sorted(((node.span.start, node.span.end, n) for n, node in own), key=lambda p: p[:2])

    def norm_at(self, offset: int) -> Norm | None:
        """The rule that an offset of the file lies in."""
        i = bisect_right(self.places, offset, key=lambda p: p[0]) - 1
        return self.places[i][2] if i >= 0 and offset < self.places[i][1] else None

    def apart_by(self, a: Norm, b: Norm) -> str:
        """Why two rules never bind together, or what decides between them; "" if they can clash."""
        from promptlint.charter.conflicts import decided

        if self.model.logic.disjoint(a.applies, b.applies):
            return "the conditions exclude each other"
        if any(self.apart(p, q) for p in self.model.phrases(a) for q in self.model.phrases(b)):
            return "the conditions are about different cases"
        way, _ = decided(self.model, a, b)
        return f"decided: {way}" if way else ""

    @cached_property
    def clashes(self) -> list[Clash]:
        """The pairs of rules that clash, decided or not."""
        from promptlint.charter.conflicts import clashes

        return clashes(self.model, self.apart)

    @cached_property
    def implied(self) -> list[Implied]:
        """The rules that say nothing which another one does not say."""
        from promptlint.charter.implied import implied

        return implied(self.model, self.clashes)
