"""What is known of a charter as a whole: read once, when its document is built, and worked out when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from promptlint.charter.ast import Charter
from promptlint.charter.includes import Problem
from promptlint.record import field, record

if TYPE_CHECKING:
    from promptlint.charter.conflicts import Apart, Clash
    from promptlint.charter.implied import Implied
    from promptlint.charter.model import Model


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
    def clashes(self) -> list[Clash]:
        """The pairs of rules that clash, decided or not."""
        from promptlint.charter.conflicts import clashes

        return clashes(self.model, self.apart)

    @cached_property
    def implied(self) -> list[Implied]:
        """The rules that say nothing which another one does not say."""
        from promptlint.charter.implied import implied

        return implied(self.model, self.clashes)
