from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL111",
    severity="error",
    confidence="provable",
    help="change its condition or its exceptions, or take the rule out",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A rule of a charter can never apply.

    Its conditions exclude each other, or its exceptions cover every situation that is left.

    ```bad path=policy.charter
    when user.age < 18:
      «never sell alcohol when user.age >= 21»
    ```

    ```bad path=policy.charter
    field user.plan: free | premium
    «must show ads unless user.plan = premium or user.plan = free»
    ```

    ```good path=policy.charter
    when user.age < 21:
      never sell alcohol when user.age >= 18
    ```
    """
    facts = facts_of(unit)
    if facts is None:
        return
    model = facts.model
    for norm in model.norms:
        if norm.node.path or model.logic.satisfiable(norm.applies) is not False:
            continue
        covered = model.logic.satisfiable(norm.when)
        why = "its exceptions cover every situation" if covered else "its conditions exclude each other"
        yield Finding(f"this rule can never apply: {why}", norm.node.span)
