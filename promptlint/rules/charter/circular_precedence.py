from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.charter._charter import whole_of


@rule(
    "PL005",
    severity="error",
    confidence="provable",
    help="take out or turn round one of the statements, so that the order has a top",
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """The order of precedence of a charter runs in a ring.

    In a ring everything ranks above everything, so that no clash is decided.

    ```bad path=policy.charter
    precedence safety > privacy > style
    precedence style > «safety»
    ```

    ```good path=policy.charter
    precedence safety > privacy > style
    precedence privacy > tone
    ```
    """
    whole = whole_of(unit)
    if whole is None:
        return
    charter = whole.charter
    above: dict[str, set[str]] = {}
    for node in charter.of("precedence"):
        for high, low in zip(node.names, node.names[1:], strict=False):
            path = way(above, low.text, high.text)
            if path:
                # Stated first is what stands; the statement that closes the ring is reported and left out.
                ring = " > ".join([high.text, *path])
                first = next(n for n in charter.of("precedence") if any(t.text == low.text for t in n.names))
                labels = () if first.path else (Label(first.span, "the order so far"),)
                if not node.path:
                    yield Finding(f"precedence in a ring: {ring}", low.span, labels)
            else:
                above.setdefault(high.text, set()).add(low.text)


def way(above: dict[str, set[str]], start: str, goal: str) -> list[str]:
    """The names on the way down from ``start`` to ``goal``, both included; empty if there is none."""
    paths, seen = [[start]], {start}
    while paths:
        path = paths.pop(0)
        if path[-1] == goal:
            return path
        for low in sorted(above.get(path[-1], ())):
            if low not in seen:
                seen.add(low)
                paths.append([*path, low])
    return []
