from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL001",
    severity="error",
    confidence="provable",
    help="write the line as the help says",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A line of a charter cannot be read.

    The line is kept as prose and every other line is read, so all such lines of a file are reported at once. What it was
    meant to say is not compared with the other rules until it is repaired.

    ```bad path=policy.charter
    «nevr» share the card number
    ```

    ```bad path=policy.charter
    never share the card number unless user.verified = yes «and»
    ```

    ```good path=policy.charter
    never share the card number unless user.verified = yes
    ```
    """
    facts = facts_of(unit)
    if facts is not None:
        for m in facts.charter.mistakes:
            yield Finding(m.message, m.span, help=m.help or None)
