from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL004",
    severity="warning",
    confidence="provable",
    help="take it out, or narrow the condition of what overrides it",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A rule of a charter yields to others wherever it applies.

    It reads as if it held, and there is no situation in which it is followed.

    ```bad path=policy.charter
    «[no-share] never share the address»
    may share the address
      overrides no-share
    ```

    ```bad path=policy.charter
    field user.plan: free | premium
    «should show ads»
    should not show ads when user.plan = free
    should not show ads when user.plan = premium
    ```

    ```good path=policy.charter
    [no-share] never share the address
    may share the address when user.verified = yes
      overrides no-share
    ```
    """
    facts = facts_of(unit)
    if facts is None:
        return
    from promptlint.logic.conditions import Or

    logic = facts.model.logic
    for norm in facts.model.norms:
        above = [c.winner for c in facts.clashes if c.loser is norm and c.full and c.winner]
        if norm.node.path or not above or not logic.satisfiable(norm.applies):
            continue
        if logic.implies(norm.applies, Or(tuple(w.applies for w in above))):
            labels = [Label(w.node.span, f"read as: {w.reading()}") for w in above if not w.node.path]
            yield Finding("this rule yields to others wherever it applies", norm.node.span, tuple(labels))
