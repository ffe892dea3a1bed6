"""Prose to a prompt: the one reader that every carrier hands its text to."""

from __future__ import annotations

import re

from promptlint.block import CODE, HEADING, ITEM, LIST, PARAGRAPH, Block, Placeholder, Prompt
from promptlint.view import View

HOLE = re.compile(r"\{\{\s*(\w[\w.]*)\s*\}\}|(?<![{\w])\{(\w+)\}(?!\})")


def parse_prose(view: View, *, name: str = "", role: str = "system", format: str = "markdown") -> Prompt:
    """Read prose, of any mixture of Markdown, tags and template syntax, into a prompt.

    Args:
        view: the text as the model receives it, with the way back to the file (a whole file, a YAML block scalar,
            a Python string …). Front matter must be gone already.
        name: the slot, "" for a whole file.
        role: role of the text outside role markers.
        format: "markdown", "text", "xml", "jinja", "dotprompt" … : settles what the text alone leaves open.

    Returns:
        The prompt with its block tree (root kind "document"), placeholders and template names.
        ``root.attrs["tag_errors"]`` will list tags that do not pair.
    """
    root = Block("document", view.span(0, len(view.text)))
    for m in re.finditer(r"```[^\n]*\n.*?```|(#+) ([^\n]*)|((?:[ \t]*(?:[-*]|\d+\.) [^\n]*\n?)+)|[^\n]+(?:\n(?![ \t]*(?:[-*#`]|\d+\.))[^\n]+)*", view.text, re.S):
        span = view.span(*m.span())
        if m[1]:
            root.children.append(Block(HEADING, span, view.slice(*m.span(2)), attrs={"level": len(m[1])}))
        elif m[3]:
            items = Block(LIST, span)
            for i in re.finditer(r"[ \t]*(?:[-*]|\d+\.) ([^\n]*)", m[3]):
                a, b = m.start() + i.start(1), m.start() + i.end(1)
                paragraph = Block(PARAGRAPH, view.span(a, b), view.slice(a, b))
                items.children.append(Block(ITEM, view.span(a, b), children=[paragraph]))
            root.children.append(items)
        else:
            kind = CODE if m[0].startswith("```") else PARAGRAPH
            root.children.append(Block(kind, span, view.slice(*m.span())))
    prompt = Prompt(name, root.span, root, view, role)
    for m in HOLE.finditer(view.text):
        hole = Placeholder(m[1] or m[2], view.span(*m.span()), "jinja" if m[1] else "fstring", root)
        prompt.placeholders.append(hole)
    return prompt
