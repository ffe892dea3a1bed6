from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.span import Span

NAMED = regex.compile(r"\"[^\"]*\"|`?\b([A-Za-z][a-z0-9]*(?:_[A-Za-z0-9]+)+|[a-z]+[A-Z]\w*)\b`?")
CUE = regex.compile(
    r"\b(?:with|use|uses|using|call|calls|calling|run|invoke|via|through)(?: the)?(?: tools?| functions?)? ?`?$"
)
TOOL = regex.compile(r"\b(?:tools?|functions?) ?`?$")


@rule(
    "PL506",
    severity="error",
    confidence="provable",
    help="add it to the tools of the front matter, or use one of those",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A charter speaks of a tool that its front matter does not declare.

    The model calls a tool that is not there, or makes do without it, and the rule that names it is never followed.
    Charters that declare no tools, or a server's
    (`files/*`), are left alone.

    ```bad path=policy.charter
    ---
    tools: [lookup_order, send_email]
    ---
    must look up the order with «lookup_orders» before answering a question about it
    ```

    ```good path=policy.charter
    ---
    tools: [lookup_order, send_email]
    ---
    must look up the order with lookup_order before answering a question about it
    ```
    """
    facts = facts_of(unit)
    tools = facts.whole.meta.get("tools") if facts else None
    if facts is None or not isinstance(tools, list) or any(set("*/") & set(str(t)) for t in tools):
        return  # of a server's tools nobody knows the names
    from promptlint.charter.words import close

    declared = {str(t).partition("(")[0] for t in tools}
    known = declared | {n.name.text for n in facts.whole.of("define", "field", "input", "rule", "principle") if n.name}
    known |= {name.text for n in facts.whole.of("limit") for name, _, _ in n.bounds}
    for node in facts.charter.of("rule", "stop", "confirm", "operator", "prose", "escalate"):
        texts = [node.words, node.clauses.instead, *node.names, node.condition.text if node.condition else None]
        for text in (t for t in texts if t is not None):
            for m in NAMED.finditer(text.text):
                name = m[1]
                if name is None or name in known:
                    continue
                meant = close(name, declared)
                before = text.text[: m.start(1)].rstrip()
                # A name in camel case is as often a function of somebody's program.
                if meant or (CUE if "_" in name else TOOL).search(before):
                    start = text.span.start + m.start(1)
                    hint = f"did you mean '{meant}'?" if meant else None
                    yield Finding(f"no tool is called '{name}'", Span(start, start + len(name)), help=hint)
