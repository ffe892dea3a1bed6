"""Files that a prompt points at: Markdown links, and ``#file:`` references of GitHub Copilot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptlint import regex
from promptlint.block import CODE
from promptlint.document import Unit
from promptlint.span import Span

LINK = regex.compile(
    r"\]\(<?(?P<link>[^()<>\s]{1,300})>?(?:[ \t]+\"[^\"\n]*\")?\)|(?<![\w&])#file:(?P<file>[^\s,;()\[\]`'\"]{1,300})"
)
ELSEWHERE = regex.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:|//|#|mailto:")


class Link(NamedTuple):
    """A relative path.

    Args:
        target: the path, without a fragment.
        span: where it stands.
    """

    target: str
    span: Span


def links(unit: Unit) -> Iterator[Link]:
    """The relative paths that a prompt points at, in order; not those in code, nor those that a template fills in."""
    view = unit.prompt.view
    code = [b.span for b in unit.blocks(CODE)]
    for m in LINK.finditer(view.text):
        name = "link" if m["link"] else "file"
        target = m[name].split("#")[0].rstrip(".:!?*")
        if not target or ELSEWHERE.match(target) or target.startswith("/") or any(c in target for c in "{}$*|"):
            continue
        span = view.span(m.start(name), m.start(name) + len(target))
        if not any(c.contains(span) for c in code):
            yield Link(target.replace("%20", " "), span)
