from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.charter._charter import model_of

HELP = "write `overrides NAME` below the one that wins, rank them with `precedence`, or narrow one with `unless`"


@rule("PL004", severity="error", confidence="provable", help=HELP, languages=())
def check(unit: Unit) -> Iterator[Finding]:
    """Two rules of a charter clash in a situation in which both apply, and nothing decides between them.

    One asks for or permits what the other forbids, or both set numbers that exclude each other. What decides, in this
    order: `overrides`, the `precedence` of rules and principles, and the narrower condition, unless the wider rule says
    never, always or only. A `define` makes kinds: sharing an address is sharing customer_data.

    ```bad path=policy.charter
    field user.plan: free | premium
    must refund the order when order.days <= 30
    «must not refund the order when user.plan = free»
    ```

    ```bad path=policy.charter
    define customer_data as name, address
    never share customer_data
    «may share the address when user.verified = yes»
    ```

    ```good path=policy.charter
    field user.plan: free | premium
    must refund the order when order.days <= 30 and user.plan = premium
    must not refund the order when user.plan = free
    ```

    ```good path=policy.charter
    [no-share] never share the address
    may share the address when user.verified = yes
      overrides no-share
    ```
    """
    model = model_of(unit)
    if model is None:
        return
    from promptlint.charter.conflicts import conflicts

    for c in conflicts(model):
        # The finding stands in this file: at the later rule, or at the one that is not included.
        mine, other = (c.first, c.second) if c.second.node.path else (c.second, c.first)
        if mine.node.path:
            continue
        where = f" in {other.node.path}" if other.node.path else ""
        labels = () if where else (Label(other.node.span, f"read as: {other.reading()}"),)
        reading, span = f"“{mine.reading()}”", mine.node.span
        if not c.situation:
            message = f"{reading} may clash with line {other.node.line}{where}; there are too many cases to decide it"
            yield Finding(message, span, labels, confidence=Confidence.LOW)
            continue
        what = "sets a number that excludes the one of" if c.numbers else "clashes with"
        yield Finding(f"{reading} {what} “{other.reading()}”{where}; {c.why}", span, labels, witness=c.situation)
