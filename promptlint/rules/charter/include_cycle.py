from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL009",
    severity="error",
    confidence="provable",
    help="take out one of the includes, or move what both files need into a third",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """An `include` or `extends` leads back to a file that includes it.

    Neither file can be read before the other, so the statements of one of them are missing from the prompt.

    ```bad path=policy.charter
    include "«policy.charter»"
    must be brief
    ```

    ```good path=policy.charter
    must be brief
    ```
    """
    facts = facts_of(unit)
    for p in facts.problems if facts else ():
        if p.top is not None and p.ring:
            where = "" if p.path == unit.source.path else f"{p.path}:{p.line}: "
            yield Finding(f"{where}{p.message}", p.top)
