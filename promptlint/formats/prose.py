"""Prose to a prompt: the one reader that every carrier hands its text to."""

from __future__ import annotations

from bisect import bisect_right

from promptlint.block import CODE, EXAMPLE, Block, Prompt
from promptlint.formats import lexer
from promptlint.formats.examples import mark_examples
from promptlint.formats.lexer import Lexer
from promptlint.formats.roles import has_role_lines
from promptlint.formats.stretches import builder_of
from promptlint.formats.tagged import InlineTag, Pairing, TagError
from promptlint.formats.templates import Holes, bound_names, settle_statements
from promptlint.record import replace
from promptlint.span import Span
from promptlint.text.kept import Kept
from promptlint.view import View

FENCED = 200  # a shorter text in a fence is a snippet
STRICT = frozenset(("markdown", "text"))


def parse_prose(
    view: View, *, name: str = "", role: str = "system", format: str = "markdown", kept: Kept | None = None
) -> Prompt:
    """Read prose, of any mixture of Markdown, tags and template syntax, into a prompt.

    Args:
        view: the text as the model receives it, with the way back to the file (a whole file, a YAML block scalar,
            a Python string …). Front matter must be gone already.
        name: the slot, "" for a whole file.
        role: role of the text outside role markers.
        format: "markdown", "text", "xml", "jinja", "dotprompt", "prompty" …: settles what the text alone leaves
            open (role lines, indented code, the dialect of ``{{x}}``).
        kept: what an earlier version of the text was read as.

    Returns:
        The prompt with its block tree, placeholders and template names. Facts in ``root.attrs``:

        - ``tag_errors``: list of `TagError`, tags on lines of their own that do not pair, in order of the text; those
          that may be placeholders, stop markers or parts of an example have ``sure`` false;
        - ``inline_tags``: list of `InlineTag`, pairs within a line of prose, which are no TAG blocks;
        - ``template_uses``: set of names that template statements read (``{% if name %}``).
    """
    text = view.text
    lex = Lexer(text, strict_comments=format in STRICT and "{%" not in text, history=format == "dotprompt")
    marks = lex.marks()
    pairing = Pairing(text, marks)
    pairing.run()
    errors = pairing.errors(view)
    settle_statements(marks)
    builder = builder_of(view, lex.lines, marks, format, has_role_lines(text, format), kept)
    root = builder.build()
    if len(root.children) == 1 and len(text) > FENCED and _holds_prose(root.children[0], text):
        inner = next(m.inner for m in marks if m.kind == lexer.FENCE)
        return parse_prose(view.slice(*inner), name=name, role=role, format=format, kept=kept)
    root.attrs["inline_tags"] = [
        InlineTag(a.name, view.span(a.start, a.end), view.span(b.start, b.end)) for a, b in pairing.inline
    ]
    bound, root.attrs["template_uses"] = bound_names(text, marks)
    prompt = Prompt(name, root.span, root, view, role, template_names=bound)
    prompt.placeholders.extend(Holes(view, marks, builder.leaves, root, format, lex.code, builder.regions).find())
    mark_examples(root)
    shown = [block.span for block in root.walk() if block.kind == EXAMPLE]
    root.attrs["tag_errors"] = [_in_example(error, shown) for error in errors]
    return prompt


def _holds_prose(block: Block, text: str) -> bool:
    """Whether a prompt is wrapped in one fence from top to bottom."""
    info = str(block.attrs.get("info", "x")).lower()
    return (
        block.kind == CODE
        and info in ("", "markdown", "md", "text", "txt", "prompt", "xml")
        and (block.attrs["closed"] is True and block.view is not None and len(block.view.text) * 10 > len(text) * 8)
        and "```" not in block.view.text
    )


def _in_example(error: TagError, examples: list[Span]) -> TagError:
    """An example may show half a pair: "stop at </answer>"."""
    span = error.open or error.close
    i = bisect_right(examples, (span.start, 1 << 62)) - 1 if span else -1
    inside = span is not None and i >= 0 and any(e.contains(span) for e in examples[max(0, i - 3) : i + 1])
    return replace(error, sure=False) if inside else error
