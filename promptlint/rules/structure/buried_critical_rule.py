"""The one rule that matters, in the middle of a long prompt."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.budgets import budget
from promptlint.analysis.emphasis import shouted
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule

LONG = 80  # directives
MIDDLE = (0.25, 0.85)  # where attention is weakest, as shares of the directives


@rule(
    "PL907",
    severity="hint",
    confidence="medium",
    default=False,
    help="move the rule to the top of the prompt, or repeat it at the end",
    evidence=[("Lost in the Middle: How Language Models Use Long Contexts", "https://arxiv.org/abs/2307.03172")],
)
def check(unit: Unit) -> Iterator[Finding]:
    """A rule that the prompt marks as critical stands in the middle of a long prompt.

    What stands at the beginning and at the end of a long text is used more reliably than what stands between. Only
    prompts of more than 80 directives are looked at, or of half of `budgets.directives`.

    ```bad
    ---
    budgets:
      directives: 8
    ---
    Name the fee. Quote the rate. «CRITICAL: Never ask for the PIN.» Sign with your first name. Use metric units.
    ```

    ```good
    Name the fee. CRITICAL: Never ask for the PIN. Quote the rate.
    ```
    """
    most = budget(unit, "directives")
    total = len(unit.directives)
    if total <= (most // 2 if most else LONG):
        return
    loud, _ = shouted(unit)
    if len(loud) > 2:
        return
    order = [d.sentence for d in unit.directives]
    for s in loud:
        if s in order and MIDDLE[0] <= order.index(s) / total <= MIDDLE[1]:
            yield Finding(f"marked as critical, yet number {order.index(s) + 1} of {total} directives", s.span)
