"""How sure a clash is, by the evidence for it.

`benchmarks/calibration.py` prints how often the reports of each level are right on labelled pairs: *high* stands for at least
95 of 100, *medium* for at least 80, of all sets taken together. What is right more rarely is *low*, and is not reported unless
it is asked for (``min-confidence = "low"``).
"""

from __future__ import annotations

from collections.abc import Iterable

from promptlint.analysis.claims import Claim
from promptlint.analysis.clashes import Clash
from promptlint.analysis.crowds import LONG
from promptlint.analysis.objects import above
from promptlint.deontic.ir import Directive, Strength
from promptlint.diagnostic import Confidence

# Of what many rules are about, only the form of the replies is one thing throughout.
FORM = frozenset(
    "markdown html emoji exclamation apologise greet farewell thank pleasantry small-talk compliment humour slang swearing "
    "disclaimer preamble rhetorical".split()
)


def certainty(clash: Clash, one_text: bool, size: int = 0) -> Confidence:
    """How sure a clash of two claims is.

    Args:
        one_text: the prompt commissions one text, so that two things of one name are one thing.
        size: the number of directives that were compared with one another.
    """
    a, b = clash.a, clash.b
    ban, need = a.directive, b.directive
    if ban.sentence is need.sentence or ban.sentence.text == need.sentence.text:
        return Confidence.LOW  # whoever writes both in one breath means two things
    if size > LONG and not one_text and not _of_form(a, b) and not _insists(ban, need):
        return Confidence.LOW
    sorts = {c.surface.partition(":")[0] for c in (a, b)}
    cases = bool(ban.conditions or need.conditions)
    met = a.topic <= b.context  # all that the first is about, the second is about, too
    if a.parts and not b.parts and sorts == {"do"}:
        return Confidence.LOW  # the demand may be met in another part
    said_more = cases or one_text or (met and b.topic - a.context)
    if sorts == {"to"} and (ban.exemptions or need.exemptions or not (said_more or _of_speech(a, b))):
        return Confidence.LOW  # two things of one name, unless the demand says more than the ban
    if sorts == {"do", "is"} and not clash.values:
        return Confidence.LOW  # a ban on a feature that a demanded value merely brings along
    if sorts == {"is"} and clash.values and met and not cases:
        return Confidence.HIGH  # two values, of one subject, in every case
    return Confidence.HIGH if sorts == {"tell"} else Confidence.MEDIUM


# What is asked, told and kept of people is one thing wherever it is named; files, orders and tasks are many.
SPEECH = frozenset("to:ask-for to:disclose to:mention to:discuss to:explain to:record to:remember to:recommend".split())


def _of_speech(a: Claim, b: Claim) -> bool:
    """Whether the two speak of one subject that the knowledge names: "ask for the date of birth"."""
    if a.surface not in SPEECH or a.thing is None or b.thing is None:
        return False
    one, two = ({c[2:] for c in x.thing.concepts if c[0] == "n"} for x in (a, b) if x.thing)
    return any(not one.isdisjoint((name, *above(name))) for name in two)


NEAR = 2  # sentences


def _insists(ban: Directive, need: Directive) -> bool:
    """Whether a demand beside the ban is made for the cases that it leaves out: "always …, even for simple tasks"."""
    near = abs(ban.sentence.index - need.sentence.index) <= NEAR
    return near and need.strength is Strength.ABSOLUTE and "even" in need.sentence.tokens.words[need.first :]


def _of_form(*claims: Claim) -> bool:
    """Whether the claims are about the form of the replies, in one section."""
    names = {c.surface.partition(":")[2].partition(".")[0] for c in claims if c.surface.startswith("do:")}
    headings = {c.directive.sentence.scope.headings for c in claims}
    return bool(names) and names <= FORM and len(headings) == 1


def sure(clashes: Iterable[Clash], one_text: bool, size: int = 0) -> set[frozenset[int]]:
    """The pairs of sentences, by number, of the clashes that are reported by default; see `certainty`."""
    return {
        frozenset((c.a.directive.sentence.index, c.b.directive.sentence.index))
        for c in clashes
        if certainty(c, one_text, size) is not Confidence.LOW
    }
