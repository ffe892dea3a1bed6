"""How far a clash can be trusted among many rules."""

from __future__ import annotations

from promptlint.diagnostic import Confidence

# The pairs of a prompt grow with the square of its rules, its clashes with the rules. In a long prompt, two rules that share
# a thing or an act mostly belong to different steps, files, modes or roles.
LONG = 30


def within(confidence: Confidence, size: int) -> Confidence:
    """What is left of a confidence in a prompt of ``size`` directives."""
    return Confidence.LOW if size > LONG else confidence
