"""Slips in front matter."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.front_matter import kind_of, slips
from promptlint.diagnostic import Edit, Finding, Fix
from promptlint.document import Document
from promptlint.rule import rule
from promptlint.span import Span


@rule(
    "PL910",
    severity="info",
    scope="document",
    help="correct the key, or drop it",
    needs=("front matter",),
    languages=(),
    evidence=[
        ("VS Code: Use prompt files", "https://code.visualstudio.com/docs/copilot/customization/prompt-files"),
        ("Claude Code: Create custom subagents", "https://code.claude.com/docs/en/sub-agents"),
        ("Agent Skills specification", "https://agentskills.io/specification"),
    ],
)
def check(document: Document) -> Iterator[Finding]:
    """A key or a value in the front matter looks like a slip of one that this kind of file knows.

    The program that reads the file passes over what it does not know, without a word: `alowed-tools` restricts nothing,
    and `aplyTo` applies nowhere. Looked at in the files of GitHub Copilot (`*.prompt.md`, `*.instructions.md`,
    `*.agent.md`, `*.chatmode.md`), Claude Code (`.claude/agents`, `.claude/commands`, `SKILL.md`), Cursor (`*.mdc`), in
    `*.prompty`, `*.prompt` and charters. Keys of your own are fine, as long as they are not close to a known one.

    ```bad path=review.prompt.md
    ---
    «descripton»: Review a change
    ---
    Name every risk of the change.
    ```

    ```bad path=.claude/agents/reviewer.md
    ---
    name: reviewer
    description: Reviews changes
    permissionMode: «acceptEdit»
    ---
    Name every risk of the change.
    ```

    ```good path=review.prompt.md
    ---
    description: Review a change
    owner: platform team
    ---
    Name every risk of the change.
    ```
    """
    front = next((f for u in document.units if isinstance(f := u.meta.get("front_matter"), dict)), None)
    kind = kind_of(document.source.path) if front else None
    if front is None or kind is None:
        return
    for name, value, meant in slips(kind, front):
        span = _place(document.source.text, name, value)
        if span is None:
            continue
        what = f"{name} is never {value!r}" if value else f"a {kind.about} has no key {name!r}"
        fix = Fix(f"write {meant}", (Edit(span, meant),))
        yield Finding(what, span, help=f"did you mean {meant!r}?", fix=fix)


def _place(text: str, name: str, value: str) -> Span | None:
    """Where the front matter has a key, or a value of that key."""
    from promptlint.formats.front_matter import split

    root = split(text, preamble=True).node
    for key, node in root.pairs if root else ():
        if key.text != name:
            continue
        if not value:
            return key.span
        return next((n.span for n in (node, *node.items) if n.kind == "scalar" and n.text == value), None)
    return None
