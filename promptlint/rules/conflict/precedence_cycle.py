from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from promptlint.analysis.charters import facts_of
from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.hosts import apart, host, statements
from promptlint.analysis.rank import Rank, ranks, rings
from promptlint.analysis.similarity import spell
from promptlint.deontic.ir import Directive
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.record import replace
from promptlint.rule import rule
from promptlint.rules.conflict import _charter, _constitution
from promptlint.rules.conflict._constitution import constitution_of
from promptlint.text.sentences import Sentence


@rule(
    "PL107",
    severity="error",
    confidence="provable",
    help="take out or turn round one of the statements, so that the order has a top",
)
def check(unit: Unit) -> Iterator[Finding]:
    """Statements of rank form a ring: each thing outranks the next and the last outranks the first.

    An order of precedence is there to settle conflicts. In a ring nothing is settled, and whoever argues best decides
    which rule the model keeps.

    ```bad
    - «Safety rules override operator settings.»
    - Operator settings prevail over the safety rules.
    ```

    ```bad
    - «Official statistics outrank press reports.»
    - Press reports outrank company sites.
    - Company sites outrank official statistics.
    ```

    ```good
    - Safety rules override operator settings.
    - Operator settings prevail over what the user asks for.
    ```

    ```good
    - Where the style guide and the examples disagree, the style guide wins.
    - The examples take precedence over the appendix.
    ```

    ```bad path=policy.charter
    precedence safety > privacy > style
    precedence style > «safety»
    ```

    ```bad path=constitution.yaml
    principles:
      safety: Do nothing that endangers a person.
      candour: Say what you know and what you do not know.
    precedence: [safety, candour, «safety»]
    ```

    ```good path=policy.charter
    precedence safety > privacy > style
    precedence privacy > tone
    ```
    """
    data = constitution_of(unit)
    if data is not None:
        yield from _constitution.rings(data)
    charter = facts_of(unit)
    if charter is not None:
        yield from _charter.rings(charter)
        return
    found = [r for s in statements(unit) for r in ranks(s)]
    blanket = {s.index for s in unit.sentences if "rank:blanket" in s.concepts}
    for ring in rings(found):
        places = sorted({r.sentence.index: r for r in ring}.values(), key=lambda r: r.sentence.index)
        if len(places) < 2 or any(
            apart(_host(unit, a), _host(unit, b)) for a, b in pairwise([r.sentence for r in places])
        ):
            continue
        if blanket - {r.sentence.index for r in places}:
            continue  # another sentence says which of the rules wins
        first, *others = places
        yield Finding(
            "statements of rank in a ring: "
            + " over ".join([*(_name(r, r.high) for r in ring), _name(ring[0], ring[0].high)]),
            first.sentence.span,
            tuple(Label(r.sentence.span, f"ranks {_name(r, r.high)} over {_name(r, r.low)}") for r in others),
            witness=f"Where {_name(ring[0], ring[0].high)} and {_name(ring[0], ring[0].low)} differ, each of them wins.",
            confidence=within(Confidence.PROVABLE, breadth(unit)),
        )


def _host(unit: Unit, s: Sentence) -> Directive:
    """The directive of a statement of rank without what only states the rank: "before speed", "where the two differ"."""
    d = host(unit, s)
    differ = [m.start for m in s.mentions if m.concept == "order:differ"]
    case = [c for c in d.conditions if c.cue.lower() not in ("before", "after")]
    return replace(d, conditions=tuple(c for c in case if not any(c.first <= at < c.last for at in differ)))


def _name(r: Rank, words: frozenset[str]) -> str:
    return spell(r.sentence.tokens.words, words).replace("@", "the ")
