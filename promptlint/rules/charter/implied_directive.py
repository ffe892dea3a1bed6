from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL005",
    severity="info",
    confidence="provable",
    help="take it out, or say in the other rule what is special here",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A rule of a charter says only what another, wider one says already.

    The reader looks for the difference and finds none, and the next edit of the wider rule leaves this one behind. A
    rule that overrides or outranks others is left alone.

    ```bad path=policy.charter
    never share the address
    «must not share the address with strangers when user.age < 18»
    ```

    ```bad path=policy.charter
    must answer in at most 100 words
    «should answer in at most 200 words when the user asks for detail»
    ```

    ```good path=policy.charter
    should not share the address
    must not share the address when user.age < 18
    ```
    """
    facts = facts_of(unit)
    for one in facts.implied if facts else ():
        if not one.same and not one.rule.node.path:
            other = one.by.node
            labels = () if other.path else (Label(other.span, f"read as: {one.by.reading()}"),)
            where = f" in {other.path}" if other.path else ""
            yield Finding(f"“{one.by.reading()}”{where} says this already", one.rule.node.span, labels)
