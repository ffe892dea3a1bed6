from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL012",
    severity="info",
    confidence="provable",
    help="write `overrides NAME` below it, or `unless` in the wider rule",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A narrower rule of a charter acts as an exception to a wider one, and neither says so.

    The narrower condition decides, so that this is no clash. But the reader of the wider rule does not see that it has
    an exception, and a change of either condition can turn it into one.

    ```bad path=policy.charter
    must refund the order when order.days <= 30
    «must not refund the order when order.days <= 30 and order.opened = yes»
    ```

    ```good path=policy.charter
    must refund the order when order.days <= 30 unless order.opened = yes
    must not refund the order when order.days <= 30 and order.opened = yes
    ```

    ```good path=policy.charter
    [refund] must refund the order when order.days <= 30
    must not refund the order when order.days <= 30 and order.opened = yes
      overrides refund
    ```
    """
    facts = facts_of(unit)
    for c in facts.clashes if facts else ():
        if c.way != "narrower" or c.winner is None or c.loser is None or c.winner.node.path:
            continue
        wide = c.loser.node
        labels = () if wide.path else (Label(wide.span, f"read as: {c.loser.reading()}"),)
        where = f" in {wide.path}" if wide.path else ""
        message = (
            f"this narrower rule acts as an exception to “{c.loser.reading()}”{where}; write `unless` or `overrides`"
        )
        yield Finding(message, c.winner.node.span, labels)
