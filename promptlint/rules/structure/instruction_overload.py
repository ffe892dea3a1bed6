"""More directives than a model follows."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.budgets import budget
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule

MANY = 200


@rule(
    "PL906",
    severity="info",
    help="split the prompt by task, move rules for rare cases to tools or documents, and drop what the model does anyway",
    evidence=[("IFScale: How Many Instructions Can LLMs Follow at Once?", "https://arxiv.org/abs/2507.11538")],
)
def check(unit: Unit) -> Iterator[Finding]:
    """The prompt holds more directives than models follow reliably.

    With hundreds of instructions even the best model keeps only part of them, and it favours the earlier ones. The rules
    that are dropped differ from run to run. The limit is 200, or what `budgets.directives` says in the configuration or
    in the prompt's front matter.

    ```bad
    ---
    budgets:
      directives: 2
    ---
    Name the fee. Quote the rate. Sign with your first name.
    ```

    ```good
    Name the fee. Quote the rate. Sign with your first name.
    ```
    """
    count, most = len(unit.directives), budget(unit, "directives") or MANY
    if count > most:
        yield Finding(f"the prompt holds {count} directives (limit: {most}); models drop some of so many", None)
