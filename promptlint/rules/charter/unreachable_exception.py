from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL006",
    severity="warning",
    confidence="provable",
    help="change the exception so that it can hold together with the rule's condition, or take it out",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """An exception of a charter's rule can never hold where the rule applies.

    Whoever wrote it meant a situation to be exempt, and it is not.

    ```bad path=policy.charter
    field user.plan: free | premium
    must show ads when user.plan = free unless «user.plan = premium»
    ```

    ```bad path=policy.charter
    [ads] must show ads when user.age >= 18
    must not show ads when user.age < 18
      overrides «ads»
    ```

    ```good path=policy.charter
    field user.plan: free | premium
    must show ads when user.plan = free unless user.age < 13
    ```
    """
    facts = facts_of(unit)
    if facts is None:
        return
    model = facts.model
    for norm in model.norms:
        if norm.node.path or not model.logic.satisfiable(norm.when):
            continue
        for condition, formula in zip(norm.node.clauses.unless, norm.unless, strict=True):
            if model.logic.satisfiable(norm.when, formula) is False:
                text, span = condition.text
                yield Finding(f"the exception “{text}” can never hold where the rule applies", span)
    known = {n.node.name.text: n for n in model.norms if n.node.name}
    for norm in model.norms:
        for name in () if norm.node.path else norm.node.clauses.overrides:
            other = known.get(name.text)
            if other is not None and model.logic.disjoint(norm.applies, other.applies):
                yield Finding(f"'{name.text}' never applies where this rule does, so nothing is overridden", name.span)
