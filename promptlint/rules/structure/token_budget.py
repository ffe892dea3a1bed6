"""Prompts longer than they may be."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.budgets import budget, tokens
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL908",
    severity="warning",
    help="shorten the prompt, or raise `budgets.tokens`",
    languages=(),
    evidence=[("IFScale: How Many Instructions Can LLMs Follow at Once?", "https://arxiv.org/abs/2507.11538")],
)
def check(unit: Unit) -> Iterator[Finding]:
    """The prompt has more tokens than its budget.

    Says nothing unless `budgets.tokens` is set in the configuration or in the prompt's front matter. The count is an
    estimate (four characters a token), the same for every model.

    ```bad
    ---
    budgets:
      tokens: 10
    ---
    Name the fee, quote the rate and its date, and sign with your first name.
    ```

    ```good
    ---
    budgets:
      tokens: 100
    ---
    Name the fee, quote the rate and its date, and sign with your first name.
    ```
    """
    most = budget(unit, "tokens")
    if most is not None and (count := tokens(unit.prompt.view.text)) > most:
        yield Finding(f"the prompt has about {count} tokens, its budget is {most}", None)
