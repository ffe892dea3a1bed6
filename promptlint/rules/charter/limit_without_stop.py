from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.charter._charter import charter_of, complete, whole_of


@rule(
    "PL008",
    severity="warning",
    confidence="provable",
    help="add the condition that ends the work: stop when all tests pass",
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
    charter, whole = charter_of(unit), whole_of(unit)
    if charter is None or whole is None or not complete(whole) or any(whole.charter.of("stop")):
        return
    node = next(charter.of("limit"), None)
    if node is not None:
        names = " and ".join(n.text for n, _, _ in node.bounds)
        yield Finding(f"a limit on {names}, and no `stop when` says when the work is done", node.span)
