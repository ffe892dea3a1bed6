"""Front matter that lacks what the reader of the file needs."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.front_matter import kind_of, near
from promptlint.diagnostic import Finding
from promptlint.document import Document
from promptlint.rule import rule
from promptlint.span import Span


@rule(
    "PL912",
    severity="info",
    scope="document",
    help="add the key",
    needs=("front matter",),
    languages=(),
    evidence=[
        ("Claude Code: Create custom subagents", "https://code.claude.com/docs/en/sub-agents"),
        ("Agent Skills specification", "https://agentskills.io/specification"),
    ],
)
def check(document: Document) -> Iterator[Finding]:
    """The front matter of a skill or an agent lacks a key without which it is not used.

    A model chooses a skill or a subagent by its description. Without one it is never chosen, and nobody is told. Looked at
    in `SKILL.md` (`description`) and `.claude/agents` (`name`, `description`), where there is front matter at all.

    ```bad path=SKILL.md
    «---»
    name: invoices
    ---
    Read the invoice and list its positions.
    ```

    ```good path=SKILL.md
    ---
    name: invoices
    description: Lists the positions of an invoice. Use it when the user attaches one.
    ---
    Read the invoice and list its positions.
    ```
    """
    front = next((f for u in document.units if isinstance(f := u.meta.get("front_matter"), dict)), None)
    kind = kind_of(document.source.path) if front else None
    if front is None or kind is None:
        return
    # A key that is misspelt is reported as such.
    missing = [k for k in kind.required if k not in front and not any(near(n, [k]) for n in front)]
    if missing:
        yield Finding(f"a {kind.about} needs {' and '.join(missing)}", Span(0, 3))
