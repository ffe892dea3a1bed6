"""Inputs that no prompt of the file uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.diagnostic import Finding
from promptlint.document import Document
from promptlint.rule import rule
from promptlint.span import Span


@rule(
    "PL904",
    severity="info",
    scope="document",
    help="use the input in the prompt, or drop its declaration",
    needs=("input",),
    languages=(),
    evidence=[("Prompty, Prompty file specification", "https://www.prompty.ai/docs/prompty-specification")],
)
def check(document: Document) -> Iterator[Finding]:
    """An input is declared that no prompt of the file uses.

    The caller fetches and passes a value that the model never sees: either it was meant to be in the prompt, or it is
    the remains of an edit.

    ```bad path=answer.prompty
    ---
    name: answer
    inputs:
      question:
        type: string
      «language»:
        type: string
    ---
    system:
    Answer in one sentence.

    user:
    {{question}}
    ```

    ```good path=answer.prompty
    ---
    name: answer
    inputs:
      question:
        type: string
    ---
    system:
    Answer in one sentence.

    user:
    {{question}}
    ```
    """
    inputs: dict[str, None] = {}
    for unit in document.units:
        declared = unit.meta.get("inputs")
        if isinstance(declared, list | tuple | set | dict):
            inputs.update(
                dict.fromkeys(sorted(map(str, declared)) if isinstance(declared, set) else map(str, declared))
            )
    if not inputs:
        return
    body = "\n".join(u.prompt.view.text for u in document.units)
    for name in inputs:
        if re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", body):
            continue
        span = _declaration(document, name)
        if span is not None:
            yield Finding(f"the input {name} is declared and never used", span)


def _declaration(document: Document, name: str) -> Span | None:
    """Where the front matter names the input, outside the prompts themselves."""
    prompts = [u.prompt.span for u in document.units]
    for m in regex.finditer(
        rf"^[ \t]+(?:-[ \t]+)?[\"']?({re.escape(name)})[\"']?[ \t]*(?:[:,(]|$)", document.source.text, re.M
    ):
        span = Span(m.start(1), m.end(1))
        if not any(p.contains(span) for p in prompts):
            return span
    return None
