"""Shouting that no longer says what matters."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.emphasis import shouted
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule

LEAST = 3  # shouted directives, below which emphasis still tells one rule from another
SHARE = 5  # one directive in so many


@rule(
    "PL905",
    severity="info",
    help="keep the emphasis for the one or two rules that outrank the others, and give the others a reason instead",
    evidence=[
        (
            "Anthropic, Claude 4 prompt engineering best practices",
            "https://docs.anthropic.com/en/docs/build-with-claude/prompt-engineering/claude-4-best-practices",
        )
    ],
)
def check(unit: Unit) -> Iterator[Finding]:
    """Three or more directives, and a fifth of all, are shouted.

    Capitals, "IMPORTANT" and exclamation marks rank a rule above its neighbours. Where many rules carry them they rank
    nothing, and recent models tend to overdo what is shouted. One or two shouted rules, acronyms and headings are not
    meant.

    ```bad
    «IMPORTANT: NEVER ask for the PIN!!!»
    CRITICAL: ALWAYS name the fee of a transfer!!!
    YOU MUST ALWAYS use the account's currency!!!
    ```

    ```bad
    - «NEVER skip a test.»
    - Read the log first.
    - You MUST use type hints.
    - IMPORTANT: Leave no unused imports.
    ```

    ```good
    - NEVER run install scripts.
    - Read the log first.
    - Use type hints.
    ```

    ```good
    - Return JSON.
    - Use the REST API.
    - Name the HTTP status.
    ```
    """
    loud, total = shouted(unit)
    if len(loud) < LEAST or len(loud) * SHARE < total:
        return
    first, *rest = loud
    message = f"{len(loud)} of {total} directives are shouted, so that none stands out"
    yield Finding(message, first.span, tuple(Label(s.span, "shouted as well") for s in rest))
