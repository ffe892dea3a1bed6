"""Links that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.links import MISSING, Link
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL911",
    severity="warning",
    confidence="provable",
    help="correct the path, or take the link out",
    languages=(),
    formats=("markdown", "agent", "dotprompt", "prompty", "text"),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A prompt links to another prompt file that does not exist.

    The tool that reads the prompt leaves the file out without a word, and the model is asked to follow instructions that it
    never sees. Looked at are Markdown links and `#file:` references to files that are prompts by their names
    (`*.prompt.md`, `*.instructions.md`, `*.agent.md`, `SKILL.md`, `AGENTS.md`, charters and so on), relative to the
    file; paths in code, with placeholders, or out of the folder that is linted are passed over.

    ```bad path=review.agent.md
    Follow the [house rules](«no-such.instructions.md») in each answer.
    ```

    ```good path=review.agent.md
    Follow the [house rules](https://example.com/rules.instructions.md) in each answer.
    ```
    """
    seen: set[str] = set()
    links: list[Link] = unit.meta.get(MISSING, [])
    for link in links:
        if link.target not in seen:
            seen.add(link.target)
            yield Finding(f"there is no {link.target}", link.span)
