from __future__ import annotations

from collections.abc import Iterable

from promptlint.diagnostic import Finding
from promptlint.document import Document
from promptlint.rule import rule


@rule(
    "PL991",
    severity="warning",
    confidence="provable",
    help="repair the file, so that the program that reads it and promptlint see the same prompt",
    scope="document",
    needs=("notice",),
    languages=(),
)
def check(document: Document) -> Iterable[Finding]:
    """A part of the file cannot be read as its format says.

    The program that loads the prompt stops there, or reads something else than its author wrote; and promptlint sees
    less than it should.

    ```bad path=triage.prompty
    ---
    name: triage
    tools: [search, ask
    «»---
    Sort the ticket into one of three queues.
    ```

    ```good path=triage.prompty
    ---
    name: triage
    tools: [search, ask]
    ---
    Sort the ticket into one of three queues.
    ```
    """
    return document.notices
