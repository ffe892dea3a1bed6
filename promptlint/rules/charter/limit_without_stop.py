from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL007",
    severity="warning",
    confidence="provable",
    help="add the condition that ends the work: stop when all tests pass",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A charter limits a run and never says when the work is done.

    A run that knows only its limit uses it up: it stops where the budget ends and not where the task does.

    ```bad path=agent.charter
    must repair the failing tests
    «limit steps <= 40, cost <= $2»
    ```

    ```good path=agent.charter
    must repair the failing tests
    limit steps <= 40, cost <= $2
    stop when all tests pass
    ```
    """
    facts = facts_of(unit)
    if facts is None or not facts.complete or any(facts.whole.of("stop")):
        return
    node = next(facts.charter.of("limit"), None)
    if node is not None:
        names = " and ".join(n.text for n, _, _ in node.bounds)
        yield Finding(f"a limit on {names}, and no `stop when` says when the work is done", node.span)
