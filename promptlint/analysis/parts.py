"""Faults that are told in parts: a sentence has one if it holds every part of it, in whatever words and order.

What is wrong with "where the label is torn, put down a likely date" is no phrase, but that nothing is known and something
is given all the same. ``faults`` in ``rules/knowledge/parts.yaml`` names the parts of each fault, and the concepts there
hold the words of each part; a new wording of one part is understood together with all wordings of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from promptlint.analysis.assisted import assisted
from promptlint.analysis.policy import governed, negated, negated_here
from promptlint.analysis.rows import rows
from promptlint.block import HEADING, LABEL
from promptlint.knowledge import current
from promptlint.record import NamedTuple
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit

LONG = 120  # a "sentence" of more tokens is no prose
REACH = 36  # tokens from the first part to the end of the last, unless a fault says so
FEW = 6  # mentions of one part that are tried


class Fault(NamedTuple):
    """How a fault is told.

    Args:
        says: what the words do, for a message.
        parts: concepts, none of which may overlap another.
        ordered: those of them that have to be ordered, not negated or reported.
        denied: those of them that a negation in the clause has to govern.
        holds: concepts of which the sentence needs one as well, wherever it stands.
        beside: concepts of which the sentence or one of its neighbours needs one.
        unless: concepts that make the sentence harmless.
        closed: concepts that do so from a neighbouring sentence, too.
        within: tokens from the first part to the end of the last.
    """

    says: str
    parts: tuple[str, ...]
    ordered: frozenset[str]
    denied: frozenset[str]
    holds: tuple[str, ...]
    beside: tuple[str, ...]
    unless: tuple[str, ...]
    closed: tuple[str, ...]
    within: int


class Found(NamedTuple):
    """A fault at tokens ``[start, end)`` of a sentence; ``says`` is what the words do."""

    start: int
    end: int
    says: str


@lru_cache(maxsize=64)
def _faults(kind: str) -> tuple[Fault, ...]:
    """How a kind of fault is told."""
    return tuple(
        Fault(
            entry.get("says", ""),
            tuple(p.lstrip("+-") for p in entry["parts"]),
            frozenset(p[1:] for p in entry["parts"] if p[0] == "+"),
            frozenset(p[1:] for p in entry["parts"] if p[0] == "-"),
            tuple(entry.get("holds", ())),
            tuple(entry.get("beside", ())),
            tuple(entry.get("unless", ())),
            tuple(entry.get("closed", ())),
            entry.get("within", REACH),
        )
        for entry in current().section("faults").get(kind, ())
    )


def told_in_parts(unit: Unit, kind: str, sentences: Sequence[Sentence] = ()) -> Iterator[tuple[Sentence, Found]]:
    """Every sentence and row of a table that tells a fault, with the first fault that it tells.

    Args:
        unit: the prompt.
        kind: the name of the fault's rule.
        sentences: the sentences that are looked at; all of the prompt's by default.
    """
    if assisted(unit):
        return  # long sentences on many things, where the parts of a fault stand together by chance
    faults = _faults(kind)
    if known := [f for f in faults if all(p in unit.concepts for p in f.parts)]:
        yield from _telling(unit, sentences or unit.sentences, known)
    yield from _telling(unit, rows(unit), faults)


def _telling(unit: Unit, among: Sequence[Sentence], faults: Sequence[Fault]) -> Iterator[tuple[Sentence, Found]]:
    for i, s in enumerate(among):
        if s.block.kind in (HEADING, LABEL) or len(s.tokens.words) > LONG:
            continue
        for fault in faults:
            if all(p in s.concepts for p in fault.parts) and (found := _told(unit, among, i, fault)):
                yield s, found
                break


def _told(unit: Unit, among: Sequence[Sentence], i: int, fault: Fault) -> Found | None:
    s = among[i]
    if not s.concepts.isdisjoint(fault.unless) or (fault.holds and s.concepts.isdisjoint(fault.holds)):
        return None
    near = [x for x in among[max(0, i - 1) : i + 2] if x.scope.headings == s.scope.headings]
    if fault.beside and all(x.concepts.isdisjoint(fault.beside) for x in near):
        return None
    if any(not x.concepts.isdisjoint(fault.closed) for x in near):
        return None
    choices = [[m for m in s.find(p) if _stands(unit, s, m, fault)][:FEW] for p in fault.parts]
    best = min(_apart(choices), key=lambda r: (r[1] - r[0], r[0]), default=None)
    return Found(best[0], best[1], fault.says) if best and best[1] - best[0] <= fault.within else None


def _stands(unit: Unit, s: Sentence, m: Mention, fault: Fault) -> bool:
    """Whether a part is ordered or denied, as the fault wants it; what is set aside ("rather than guess") does not count."""
    if s.tokens.words[max(0, m.start - 2) : m.start] in (["rather", "than"], ["instead", "of"]):
        return False
    if m.concept in fault.ordered:
        return governed(unit, s, m) or (len(s.tokens.words) <= LONG // 2 and not _read(unit, s, m))
    return m.concept not in fault.denied or negated_here(s, m.start)


def _read(unit: Unit, s: Sentence, m: Mention) -> bool:
    """Whether a directive holds the words, so that it says what they order, or a negation governs them."""
    return negated(s, m.start) or any(d.first <= m.start < d.last for d in unit.directives_of(s))


def _apart(choices: list[list[Mention]], taken: tuple[Mention, ...] = ()) -> Iterator[tuple[int, int]]:
    """The ranges of every choice of one mention a part in which no two overlap."""
    if not choices:
        yield min(m.start for m in taken), max(m.end for m in taken)
        return
    for m in choices[0]:
        if all(m.end <= t.start or t.end <= m.start for t in taken):
            yield from _apart(choices[1:], (*taken, m))
