from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.containers import artifacts_apart
from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.exclusive import Exclusive, compete, exclusives
from promptlint.analysis.hosts import host, situation, statements, together
from promptlint.analysis.overlap import Overlap
from promptlint.analysis.similarity import content
from promptlint.analysis.sole import Sole, rivals, soles
from promptlint.deontic.ir import Directive
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.record import replace
from promptlint.rule import rule

NAMES = {
    "language": "language", "source": "source", "tool": "tool", "path": "place to write to", "party": "giver of instructions",
    "topic": "subject", "output": "output", "offer": "thing to offer",
}  # fmt: skip
GROUP = 40  # exclusive directives of one role that are compared with one another


@rule(
    "PL105",
    severity="warning",
    help="name both in one directive, or say when each of them is the only one",
    across=True,
)
def check(unit: Unit) -> Iterator[Finding]:
    """Two directives each name a different only source, tool, language, place, party, subject or output.

    Each shuts out the other, so nothing is left that is allowed: the model drops one of the two in silence.

    ```bad
    - «Reply exclusively in Portuguese.»
    - Spanish is the one language you write in.
    ```

    ```bad
    - «The only directory you may write to is /tmp/agent.»
    - Write files nowhere but below /workspace/out.
    ```

    ```good
    - Use only the documents in the knowledge base.
    - Reply only in French.
    ```

    ```good
    - Return only the JSON object.
    - Respond with nothing but valid JSON.
    ```
    """
    groups: dict[str, list[Exclusive]] = {}
    for s in statements(unit):
        for e in exclusives(s):
            groups.setdefault(e.role, []).append(e)
    seen: set[tuple[int, int]] = set()
    for role, group in groups.items():
        for i, a in enumerate(group[:GROUP]):
            for b in group[i + 1 : GROUP]:
                pair = (a.sentence.index, b.sentence.index)
                if pair in seen or pair[0] == pair[1] or not compete(a, b):
                    continue
                if role == "language" and artifacts_apart(a.sentence, b.sentence):
                    continue
                both = _both(unit, a, b)
                if both is not None:
                    seen.add(pair)
                    yield Finding(
                        f"two different things are the only {NAMES[role]}: {a.text}; {b.text}",
                        a.sentence.span,
                        (Label(b.sentence.span, f"here only {b.text}"),),
                        witness=f"{situation(both)} both apply, and what one allows the other shuts out.",
                        confidence=within(Confidence.HIGH, breadth(unit)),
                    )
    yield from _soles(unit, seen)


def _soles(unit: Unit, seen: set[tuple[int, int]]) -> Iterator[Finding]:
    """Statements of one carrier, source or place for a thing that they name."""
    found: list[Sole] = [x for s in statements(unit) for x in soles(s)][:GROUP]
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            pair = (a.sentence.index, b.sentence.index)
            if pair in seen or not rivals(a, b):
                continue
            both = _both(unit, a, b)
            if both is not None:
                seen.add(pair)
                yield Finding(
                    f"two different things are the only one allowed: {a.text}; {b.text}",
                    a.sentence.span,
                    (Label(b.sentence.span, f"here only {b.text}"),),
                    witness=f"{situation(both)} both apply, and what one allows the other shuts out.",
                    confidence=within(Confidence.HIGH, breadth(unit)),
                )


def _both(unit: Unit, a: Exclusive | Sole, b: Exclusive | Sole) -> Overlap | None:
    """The situation in which both apply, or None; "no other tool" is no exception here but the exclusive word itself."""
    found = together(_host(unit, a), _host(unit, b), unit)
    itself = found.reason.startswith(("stated exception", "one is for the rest"))
    return found if found.yes or itself else None


def _host(unit: Unit, x: Exclusive | Sole) -> Directive:
    """The directive of a sentence; what alone is allowed is not who acts ("the leaflet is your only source")."""
    d = host(unit, x.sentence)
    return replace(d, actor="") if content(d.actor.split()) & x.filler else d
