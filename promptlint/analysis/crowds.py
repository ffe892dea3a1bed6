"""How far a clash can be trusted among many rules."""

from __future__ import annotations

from promptlint.analysis.assisted import assisted
from promptlint.diagnostic import Confidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit

# The pairs of a prompt grow with the square of its rules, its clashes with the rules. In a long prompt, two rules that share
# a thing or an act mostly belong to different steps, files, modes or roles.
LONG = 30
WORK = 3  # how much sooner that holds where the rules are about work


def breadth(unit: Unit) -> int:
    """The number of directives that are compared with one another, as if about one reply.

    What a coding assistant loads is about work on many things at many times; there each counts for several.
    """
    return len(unit.directives) * (WORK if assisted(unit) else 1)


def within(confidence: Confidence, size: int) -> Confidence:
    """What is left of a confidence in a prompt of ``size`` directives."""
    return Confidence.LOW if size > LONG else confidence
