from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.exclusive import Exclusive, compete, exclusives
from promptlint.analysis.hosts import host, situation, statements, together
from promptlint.analysis.sole import Sole, rivals, soles
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
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
                both = together(host(unit, a.sentence), host(unit, b.sentence), unit)
                # "no other tool" is no exception here but the exclusive word itself
                itself = both.reason.startswith("stated exception") and (
                    "other" in both.reason or "else" in both.reason
                )
                if both.yes or itself:
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
            both = together(host(unit, a.sentence), host(unit, b.sentence), unit)
            if both.yes or both.reason.startswith("stated exception"):
                seen.add(pair)
                yield Finding(
                    f"two different things are the only one allowed: {a.text}; {b.text}",
                    a.sentence.span,
                    (Label(b.sentence.span, f"here only {b.text}"),),
                    witness=f"{situation(both)} both apply, and what one allows the other shuts out.",
                    confidence=within(Confidence.HIGH, breadth(unit)),
                )
