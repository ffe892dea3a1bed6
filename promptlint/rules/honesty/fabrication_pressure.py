"""Orders to answer, or to invent, where there is nothing to go by."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.parts import told_in_parts
from promptlint.analysis.policy import EVEN, governed, negated, reported
from promptlint.analysis.policy import told as short
from promptlint.analysis.rows import rows
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention


@rule(
    "PL602",
    severity="warning",
    help="say what is written where there is nothing: “not found”, “I do not know”, or an estimate marked as one",
    needs=("fact.*", "table"),
    evidence=(("Why Language Models Hallucinate", "https://arxiv.org/abs/2509.04664"),),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A directive forbids not knowing, or orders a figure, cause, story or source where there is none.

    The model obeys, and nobody can tell the inventions from the rest. Fiction that is declared as such and estimates
    that are marked as estimates are fine.

    ```bad
    - «Every question needs a figure; if none can be found, supply a plausible one.»
    ```

    ```bad
    - «Never say that you do not know; a customer always gets a dose from you.»
    ```

    ```bad
    - «If there is no success story this month, come up with one and present it as true.»
    ```

    ```good
    - If no figure is found, write "no figure found".
    - Do not make up sources.
    - If no figure is found, give an estimate and mark it as an estimate.
    - Never say that you do not know before you have searched the manual.
    ```
    """
    told = {s.index: found for s, found in told_in_parts(unit, "fabrication-pressure") if not reported(s)}
    for s in (*unit.sentences, *rows(unit)):
        if (whole := told.get(s.index)) and not _fiction(unit, s):
            yield Finding(f"“{short(s.text_of(whole.start, whole.end))}” {whole.says}", s.span)
            continue
        if not _speaks_of_facts(s) or reported(s):
            continue
        if "fact.passoff" not in s.concepts and _fiction(unit, s):
            continue
        if found := _pressure(unit, s):
            mention, what = found
            yield Finding(f"“{short(s.text_of(mention.start, mention.end))}” {what}", s.span)


@by_content
def _speaks_of_facts(s: Sentence) -> bool:
    """Whether a sentence may ask for a fact, and neither declares it as made up nor speaks of something harmless."""
    return any(c.startswith("fact.") for c in s.concepts) and s.concepts.isdisjoint(("fact.declared", "fact.harmless"))


def _pressure(unit: Unit, s: Sentence) -> tuple[Mention, str] | None:
    none = [m.start for m in s.find("fact.none")]
    for m in sorted(s.mentions):
        if m.concept == "fact.forbid_unknown" and not negated(s, m.start) and not _first_look(s, m):
            return m, "forbids to say that something is not known"
        if m.concept == "fact.hide" and not negated(s, m.start) and not _first_look(s, m):
            return m, "hides that something is not known"
        if m.concept == "fact.mark" and none and governed(unit, s, m):
            return m, "orders an invention where there is nothing to go by"
        if m.concept in ("fact.passoff", "fact.invent_fact") and governed(unit, s, m):
            return m, "orders something invented to pass as true"
        if m.concept == "fact.construct" and none and "fact.noun" in s.concepts and governed(unit, s, m):
            return m, "orders an invention where there is nothing to go by"
        if m.concept == "fact.forced" and governed(unit, s, m):
            return m, "orders a fact where there is none"
        if m.concept == "fact.invent" and none and min(none) < m.end and governed(unit, s, m):
            return m, "orders an invention where there is nothing to go by"
    return None


def _first_look(s: Sentence, m: Mention) -> bool:
    """Whether not knowing is only forbidden before a look at the sources."""
    after = [x for x in s.find("fact.first") if x.start >= m.start]
    return bool(after) and not any(w in EVEN for w in s.tokens.words[m.start :])


def _fiction(unit: Unit, s: Sentence) -> bool:
    """Whether the role is to write fiction."""
    return any("creative.sign" in other.concepts for other in unit.sentences[:3] if other is not s)
