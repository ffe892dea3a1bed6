"""Tags without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.block import CODE, TAG
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.formats.tagged import TagError
from promptlint.rule import rule
from promptlint.text.kept import by_piece

BEFORE_HOLE = regex.compile(r"^[ \t]*(?:[\w '-]{1,40}:[ \t]*)?<([a-z][\w-]*)>[ \t]*\{\{?[^{}\n]+\}\}?[ \t]*$", re.M)


@rule(
    "PL901",
    severity="warning",
    help="close the tag, or write its name in backticks if it is only mentioned",
    needs=("tag",),
    languages=(),
    evidence=[
        (
            "Anthropic, Use XML tags to structure your prompts",
            "https://docs.anthropic.com/en/docs/build-with-claude/prompt-engineering/use-xml-tags",
        )
    ],
)
def check(unit: Unit) -> Iterator[Finding]:
    """A pairwise tag is opened and not closed, closed and not opened, or closed by another name.

    Tags tell the model where a part of the prompt begins and ends. With one half missing, rules run on into data or data
    into rules, and text of a user may be read as an instruction. Stop markers that prose names, placeholders such as
    `<name>` and self-closing tags are not meant.

    ```bad
    «<style>»
    Be brief.

    <limits>
    Never ask for the PIN.
    </limits>
    ```

    ```bad
    «<sources>»
    Use the statutes.
    </source>

    <tone>
    Be friendly.
    </tone>
    ```

    ```good
    <style>
    Be brief.
    </style>
    ```

    ```good
    After the last step of the plan write the '<end_plan>' tag and stop there.
    Greet <name> and use <br/> for line breaks.
    ```
    """
    yield from _around_holes(unit)
    every = unit.prompt.root.attrs.get("tag_errors", ())
    errors = [e for e in every if e.sure]
    if not errors or _prefilled(unit, errors) or any("start" in e.name.lower() for e in every if not e.sure):
        return  # the model goes on inside the open tags
    text = unit.prompt.view.text
    fence = min((b.span.start for b in unit.blocks(CODE) if not b.attrs.get("closed", True)), default=None)
    for e in errors:
        if e.kind == "unopened" and f"<{e.name}=" in text:
            continue  # <function=run> … </function>
        if e.kind == "unclosed" and fence is not None and f"</{e.name}>" in text:
            continue  # its other half is swallowed by the fence, which is what has to be mended
        if e.kind == "mismatched" and e.open and e.close:
            label = Label(e.close, f"closed as </{e.close_name}> here")
            yield Finding(f"<{e.name}> is closed by </{e.close_name}>", e.open, (label,))
        elif e.kind == "unclosed" and e.open:
            yield Finding(f"<{e.name}> is opened and never closed", e.open)
        elif e.kind == "unopened" and e.close:
            yield Finding(f"</{e.name}> closes a tag that is not open", e.close)


def _around_holes(unit: Unit) -> Iterator[Finding]:
    """Tags opened right before a variable, in line, with no other half anywhere."""
    view = unit.prompt.view
    for at, (name, start) in _before_holes(unit):
        if f"</{name}" not in view.text and view.text.count(f"<{name}>") == 1:
            first = at + start
            yield Finding(f"<{name}> is opened and never closed", view.span(first, first + len(name) + 2))


@by_piece
def _before_holes(text: str) -> Iterator[tuple[str, int]]:
    """Name and start of each tag before a variable."""
    for m in regex.matches_at(BEFORE_HOLE, regex.line_starts(text), text):
        yield m[1], m.start(1) - 1


def _prefilled(unit: Unit, errors: list[TagError]) -> bool:
    """Whether the last of several like tags is left open for the model to go on from: a few-shot prompt's end."""
    last = errors[-1]
    if last.kind != "unclosed" or last.open is None:
        return False
    again = any(b.attrs.get("name") == last.name and b.attrs.get("close") for b in unit.blocks(TAG))
    rest = unit.source.text[last.open.end : unit.prompt.span.end]
    return again and f"<{last.name}" not in rest and "{" in rest and len(rest) < 400
