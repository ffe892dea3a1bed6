"""How sure a clash is, by the evidence for it.

`benchmarks/calibration.py` prints how often the reports of each level are right on labelled pairs: *high* stands for at least
95 of 100, *medium* for at least 80, of all sets taken together. What is right more rarely is *low*, and is not reported unless
it is asked for (``min-confidence = "low"``).
"""

from __future__ import annotations

from collections.abc import Iterable

from promptlint.analysis.clashes import Clash
from promptlint.diagnostic import Confidence


def certainty(clash: Clash, one_text: bool) -> Confidence:
    """How sure a clash of two claims is.

    Args:
        one_text: the prompt commissions one text, so that two things of one name are one thing.
    """
    a, b = clash.a, clash.b
    ban, need = a.directive, b.directive
    sorts = {c.surface.partition(":")[0] for c in (a, b)}
    cases = bool(ban.conditions or need.conditions)
    met = a.topic <= b.context  # all that the first is about, the second is about, too
    if a.parts and not b.parts and sorts == {"do"}:
        return Confidence.LOW  # the demand may be met in another part
    said_more = cases or one_text or (met and b.topic - a.context)
    if sorts == {"to"} and (ban.exemptions or need.exemptions or not said_more):
        return Confidence.LOW  # two things of one name, unless the demand says more than the ban
    if sorts == {"do", "is"} and not clash.values:
        return Confidence.LOW  # a ban on a feature that a demanded value merely brings along
    if sorts == {"is"} and clash.values and met and not cases:
        return Confidence.HIGH  # two values, of one subject, in every case
    return Confidence.HIGH if sorts == {"tell"} else Confidence.MEDIUM


def sure(clashes: Iterable[Clash], one_text: bool) -> set[frozenset[int]]:
    """The pairs of sentences, by number, of the clashes that are reported by default; see `certainty`."""
    return {
        frozenset((c.a.directive.sentence.index, c.b.directive.sentence.index))
        for c in clashes
        if certainty(c, one_text) is not Confidence.LOW
    }
