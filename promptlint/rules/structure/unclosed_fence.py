"""Fences without an end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.block import CODE
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.span import Span

CLOSED = regex.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*\{[%{#]", re.M)


@rule(
    "PL902",
    severity="warning",
    help="close the fence with as many signs as it was opened with",
    needs=("code",),
    languages=(),
    evidence=[("CommonMark, Fenced code blocks", "https://spec.commonmark.org/0.31.2/#fenced-code-blocks")],
)
def check(unit: Unit) -> Iterator[Finding]:
    """A code fence is opened and not closed.

    Everything after the fence is read as code up to the end of the prompt: rules that stand below it lose their force, and
    what is appended to the prompt (the user's message, a document) lands inside the fence.

    ~~~~bad
    Answer with this object:

    «```json»
    {"label": "ok"}

    Never add other keys.
    ~~~~

    ~~~~good
    Answer with this object:

    ```json
    {"label": "ok"}
    ```

    Never add other keys.
    ~~~~
    """
    source = unit.source.text
    for block in unit.blocks(CODE):
        if block.attrs.get("closed", True) or not block.attrs.get("fence"):
            continue
        rest = source[block.span.start : block.span.end].partition("\n")[2]
        if not rest.strip() or CLOSED.search(rest):
            continue  # a prefix that ends with the fence, to be gone on; a fence and a template tag on one line
        line_end = source.find("\n", block.span.start)
        end = block.span.end if line_end < 0 else min(line_end, block.span.end)
        yield Finding("the fence is opened and never closed", Span(block.span.start, max(end, block.span.start + 3)))
