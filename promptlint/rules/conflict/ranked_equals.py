from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.analysis.hosts import statements
from promptlint.analysis.rank import ranks
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.conflict._constitution import constitution_of
from promptlint.span import Span

BLANKET = ("rank:blanket", "rank:stated")
PLACES = 5  # places of the ranking that are shown


@rule(
    "PL113",
    severity="warning",
    help="drop one of the two: say that none goes before another, or say which does",
    needs=("rank:equal",),
)
def check(unit: Unit) -> Iterator[Finding]:
    """The prompt says that all its principles are equal, and elsewhere it ranks them.

    Where two principles clash the ranking would decide, and the sentence that makes them equal says that it must not.
    Which of the two is followed is left to chance.

    ```bad
    «All principles carry equal weight.»

    1. Protect life. This principle takes precedence over the second.
    2. Respect privacy.
    ```

    ```bad path=constitution.json
    {
      "preamble": "«No principle outranks another.»",
      "principles": [
        {"id": "safety", "text": "Do nothing that endangers a person."},
        {"id": "candour", "text": "Say what you know and what you do not know."}
      ],
      "precedence": ["safety", "candour"]
    }
    ```

    ```good
    All principles carry equal weight unless one of them says otherwise.

    1. Protect life. This principle takes precedence over the second.
    2. Respect privacy.
    ```

    ```good
    1. Protect life. This principle takes precedence over the second.
    2. Treat all customers equally.
    ```
    """
    if not unit.has("rank:equal"):
        return
    found = list(statements(unit))
    equal = [
        s for s in found if "rank:equal" in s.concepts and not {"unless", "except", "otherwise"} & set(s.tokens.words)
    ]
    if not equal:
        return
    places = [s.span for s in found if s not in equal and (any(ranks(s)) or not s.concepts.isdisjoint(BLANKET))]
    places += _declared(unit)
    if places:
        labels = tuple(Label(p, "ranked here") for p in places[:PLACES])
        yield Finding(
            "all are equal here, and elsewhere they are ranked",
            equal[0].span,
            labels,
            witness="Where two of them clash, the ranking decides and must not decide.",
        )


def _declared(unit: Unit) -> Iterator[Span]:
    """Where statements of a charter or the data of a constitution rank principles."""
    facts, data = facts_of(unit), constitution_of(unit)
    if facts is not None:
        yield from (n.span for n in facts.charter.of("precedence"))
    if data is not None:
        yield from (order[0].span for order in data.orders if len(order) > 1)
        yield from (names[0].span for a in data.articles for names in (a.over, a.under) if names)
        numbers = {a.rank for a in data.articles if a.rank is not None}
        if len(numbers) > 1:
            yield next(a.rank_span for a in data.articles if a.rank is not None)
