from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.conflict._constitution import constitution_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.formats.constitution import Constitution

KINDS = {"rule": "rule", "principle": "rule", "define": "term", "field": "field", "input": "input", "escalate": "rule"}


@rule(
    "PL011",
    severity="error",
    confidence="provable",
    help="give each its own name",
    formats=("charter", "constitution"),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """Two statements of a charter, or two principles of a constitution, have one name.

    What names it (`overrides`, `precedence`, an example) means one of the two, and nobody can tell which.

    ```bad path=policy.charter
    [no-share] never share the address
    [«no-share»] never share the card number
    ```

    ```bad path=policy.charter
    field user.plan: free | premium
    field «user.plan»: number
    ```

    ```bad path=constitution.json
    [{"id": "P1", "text": "Do nothing that endangers a person."},
     {"id": "«P1»", "text": "Say what you know and what you do not know."}]
    ```

    ```good path=policy.charter
    [no-address] never share the address
    [no-card] never share the card number
    ```
    """
    data = constitution_of(unit)
    if data is not None:
        yield from _ids(data)
    facts = facts_of(unit)
    if facts is None:
        return
    first: dict[tuple[str, str], tuple[str, Label | None]] = {}
    for node in facts.whole.of(*KINDS):
        if node.name is None:
            continue
        key = (KINDS[node.kind], node.name.text)
        if key not in first:
            label = None if node.path else Label(node.name.span, f"the first {key[0]} of this name")
            first[key] = (node.path, label)
        elif not node.path:
            path, label = first[key]
            where = f" in {path}" if path else ""
            labels = (label,) if label else ()
            yield Finding(f"another {key[0]} is called '{node.name.text}'{where}", node.name.span, labels)


def _ids(data: Constitution) -> Iterator[Finding]:
    first: dict[str, Label] = {}
    for name in (a.id for a in data.articles if a.id):
        key = name.text.lower()
        if key in first:
            yield Finding(f"another principle is called '{name.text}'", name.span, (first[key],))
        else:
            first[key] = Label(name.span, "the first principle of this name")
